"""Anadolu Ajansı (aa.com.tr): `Dolar 37.99 Euro 41.62 Altın 3,037.42`, a Turkish page with English numbers."""

from parsers.site import Site

SITE = Site(
    name="aa",
    hosts=("aa.com.tr",),
    zone="Europe/Istanbul",
    languages=("tr",),
    home="TRY",
    decimal=".",
    marks=(("ustBar-kur",),),
    block=("ustBar-kur",),
)
