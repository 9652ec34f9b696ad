"""The money that a country had before: a page that is older than the present one says so by its own numbers.

Of a currency tied to the euro the euro's rate is as good as a date, `EUR 15,6466`; the first Belarusian rouble was a
ten-thousandth of today's, and is believed beside the name of a market alone, since prices are as large.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from parsers.magnitudes import amount
from parsers.tokens import Token
from rates.model import DecimalMark
from rates.numbers import number_style


@dataclass(frozen=True, slots=True)
class Former:
    """A currency, and what one `base` cost in it; `exact` where the number must be printed as a fixing is."""

    code: str
    base: str
    low: Decimal
    high: Decimal
    exact: bool = True


FORMER = {
    "EE": Former("EEK", "EUR", Decimal("15.6466"), Decimal("15.6466")),
    "LV": Former("LVL", "EUR", Decimal("0.7028"), Decimal("0.702804")),
    "LT": Former("LTL", "EUR", Decimal("3.4528"), Decimal("3.4528")),
    "HR": Former("HRK", "EUR", Decimal(7), Decimal("7.8")),
    "BY": Former("BYR", "USD", Decimal(1900), Decimal(22000), exact=False),
}
FIXED_DIGITS = 4


def is_former(tokens: Sequence[Token], former: Former) -> bool:
    """Whether a zone prices in the former currency."""
    if not former.exact and not any(token.kind == "market" for token in tokens):
        return False
    mark = number_style([token.name for token in tokens if _is_plain(token)])
    return any(
        label.code == former.base and label.kind in ("currency", "unit") and _is_rate(number, former, mark)
        for label, number in pairwise(tokens)
    )


def _is_plain(token: Token) -> bool:
    return token.kind == "number" and not token.signed and not token.percent


def _is_rate(token: Token, former: Former, mark: DecimalMark | None) -> bool:
    value = amount(token.name, mark) if _is_plain(token) else None
    digits = len(token.name.replace(",", ".").partition(".")[2])
    return value is not None and former.low <= value <= former.high and (digits >= FIXED_DIGITS or not former.exact)
