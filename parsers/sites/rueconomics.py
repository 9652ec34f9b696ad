"""Economics Today (rueconomics.ru): `ЦБ $59.22 ММВБ $59.20`, in a tab a currency.

In saved pages these numbers are the template's placeholders, the same for months, until JavaScript writes the day's:
what is read here is marked `placeholder`.
"""

from dataclasses import replace

from parsers.document import Document
from parsers.site import Site
from rates.model import Printed


def mark_placeholder(page: Document, quote: Printed) -> Printed:
    """Flag a number that stands in an element which a script fills."""
    before = page.text[max(0, quote.value_start - 40) : quote.value_start]
    return replace(quote, reasons=(*quote.reasons, "placeholder")) if '<span class="' in before else quote


SITE = Site(
    name="rueconomics",
    hosts=("rueconomics.ru",),
    zone="Europe/Moscow",
    languages=("ru",),
    home="RUB",
    decimal=".",
    marks=(("l-header-currency-rates",),),
    block=("l-header-currency-rates",),
    settle=mark_placeholder,
)
