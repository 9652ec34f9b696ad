"""Kazinform (inform.kz): `USD 425.05 EUR 509.29 RUB 5.58 CNY 64.66`, in tenge that are nowhere printed.

A comment beside it holds older values; it is no part of the page.
"""

from parsers.site import Site

SITE = Site(
    name="inform",
    hosts=("inform.kz",),
    zone="Asia/Almaty",
    languages=("ru", "kk"),
    home="KZT",
    decimal=".",
    marks=(("exchange_block", "inform.kz"),),
    block=("exchange_block",),
)
