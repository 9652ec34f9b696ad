"""Nikkei (nikkei.com): `ドル(円) 6/20 0:16 109.85-86 -0.62円高 -0.56%`; the unit in brackets, the ask cut short.

What New York trades, `NYダウ 6/19 11:06`, is told by New York's clock.
"""

from dataclasses import replace

from parsers.document import Document
from parsers.site import Site
from rates.model import Printed


def settle_zone(page: Document, quote: Printed) -> Printed:
    """Set the clock of a row that names New York."""
    return replace(quote, zone="America/New_York") if quote.label.startswith("NY") else quote


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
    settle=settle_zone,
)
