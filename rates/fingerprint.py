"""A fixing's fingerprint: printed value and change together name one year of a day and month (6,853 official days).

A printed number agrees with an official one when it is that number rounded at its printed decimals, half up or half
even: at most half a unit of the last place away, and never more than 0.005. The change is the rounded exact difference.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from rates.fixings import Fixing, Fixings

_WIDEST = Decimal("0.005")
_HUNDRED = Decimal(100)
_RARE = 100


class Claim(NamedTuple):
    """What a page says a bank fixed: value and change per `nominal`, the change as an amount or in percent."""

    market: str
    instrument: str
    value: Decimal
    nominal: int
    change: Decimal | None
    change_percent: Decimal | None

    @property
    def strong(self) -> bool:
        """Whether the claim can stand alone: with a change, or with a value of four decimals."""
        return self.change is not None or self.change_percent is not None or tolerance(self.value) < Decimal("0.0005")


def tolerance(printed: Decimal) -> Decimal:
    """How far a printed number may be from the exact one: half a unit of its last place, at most 0.005."""
    exponent = printed.as_tuple().exponent
    half_unit = Decimal(5).scaleb(int(exponent) - 1)
    return min(half_unit, _WIDEST)


def value_agrees(claim: Claim, fixing: Fixing) -> bool:
    """Whether the official value rounds to the printed one."""
    return abs(claim.value - exact_value(claim, fixing)) <= tolerance(claim.value)


def change_agrees(claim: Claim, fixing: Fixing) -> bool:
    """Whether the official change rounds to the printed one; a page that prints none agrees with any."""
    if claim.change is None and claim.change_percent is None:
        return True
    exact = exact_change(claim, fixing)
    printed = claim.change if claim.change is not None else claim.change_percent or Decimal(0)
    return exact is not None and abs(printed - exact) <= tolerance(printed)


def exact_value(claim: Claim, fixing: Fixing) -> Decimal:
    """The official value per the claim's nominal."""
    return _scaled(fixing.value, claim, fixing)


def exact_change(claim: Claim, fixing: Fixing) -> Decimal | None:
    """The official change as the claim prints it: per its nominal, or in percent of the rate before."""
    if fixing.change is None:
        return None
    if claim.change is None and claim.change_percent is not None:
        return fixing.change / (fixing.value - fixing.change) * _HUNDRED
    return _scaled(fixing.change, claim, fixing)


def agrees(claim: Claim, fixing: Fixing) -> bool:
    """Whether value and change both do."""
    return value_agrees(claim, fixing) and change_agrees(claim, fixing)


def alike(claim: Claim, fixings: Fixings) -> list[Fixing]:
    """The fixings of any day that have the claim's fingerprint, oldest first."""
    unit, slack = claim.value / claim.nominal, tolerance(claim.value) / claim.nominal
    near = fixings.priced(claim.market, claim.instrument, unit - slack, unit + slack)
    return sorted(fixing for fixing in near if agrees(claim, fixing))


def is_common(found: Sequence[Fixing], claim: Claim, fixings: Fixings) -> bool:
    """Whether what is alike is no fingerprint: a rate held for months names no year, the less so if years are missing.

    More than one in a hundred of the series' days have it; of the rouble's since 1999 at most one in 300 do.
    """
    return (len(found) - 1) * _RARE > fixings.count(claim.market, claim.instrument)


def _scaled(amount: Decimal, claim: Claim, fixing: Fixing) -> Decimal:
    return amount if claim.nominal == fixing.nominal else amount / fixing.nominal * claim.nominal
