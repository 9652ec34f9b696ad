"""Nikkei (nikkei.com): `ドル(円) 6/20 0:16 109.85-86 -0.62円高 -0.56%`; the unit in brackets, the ask cut short."""

from parsers.site import Site

SITE = Site(
    name="nikkei",
    hosts=("nikkei.com",),
    zone="Asia/Tokyo",
    languages=("ja",),
    home="JPY",
    decimal=".",
    market="forex",
    date_order="MDY",
    marks=(("m-market_shihyo",),),
    block=("m-market_shihyo",),
)
