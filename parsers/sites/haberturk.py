"""Habertürk (haberturk.com): `DOLAR 32,5090 %-0,09` between indices, gold by the gram and interest."""

from parsers.site import Site

SITE = Site(
    name="haberturk",
    hosts=("haberturk.com",),
    zone="Europe/Istanbul",
    languages=("tr",),
    home="TRY",
    decimal=",",
    marks=(("haberturk.com", 'id="security-'),),
    block=('id="security-',),
)
