"""The numbers of a printed quote: the value must be readable and positive, a change that is not is left out.

An unsigned change has a direction only where an icon, a class or the widget's other rows gave one; it is never guessed.
"""

from decimal import Decimal
from typing import NamedTuple

from rates.model import Printed
from rates.numbers import NumberError, read_number

_LARGEST = Decimal(10) ** 12  # the store keeps decimal(18, 6)
_DECIMALS = 6


class Figures(NamedTuple):
    """Value and change as printed; `reasons` tell what of the change could not be read."""

    value: Decimal
    change: Decimal | None = None
    change_percent: Decimal | None = None
    reasons: tuple[str, ...] = ()


class Unreadable(NamedTuple):
    """Why a value is none: a short code and a sentence."""

    reason: str
    detail: str


def read_figures(printed: Printed) -> Figures | Unreadable:
    """The numbers of a quote, or why its value cannot be read."""
    try:
        number = read_number(printed.value, decimal=printed.decimal)
    except NumberError as error:
        return Unreadable(error.reason, str(error))
    if number.percent and printed.kind != "rate":
        return Unreadable("value-is-percent", f"{printed.value!r} is a percentage, not a price")
    if number.value <= 0 and printed.kind != "rate":
        return Unreadable("not-positive", f"{printed.value!r} is not a price above zero")
    if not _fits(number.value):
        return Unreadable("out-of-range", f"{printed.value!r} has more digits than the store keeps")
    changes: dict[bool, Decimal] = {}
    reasons: list[str] = []
    for text, is_percent in ((printed.change, False), (printed.change_percent, True)):
        if text:
            _read_change(text, printed, changes, reasons, is_percent=is_percent)
    return Figures(number.value, changes.get(False), changes.get(True), tuple(dict.fromkeys(reasons)))


def _read_change(
    text: str, printed: Printed, changes: dict[bool, Decimal], reasons: list[str], *, is_percent: bool
) -> None:
    try:
        number = read_number(text, decimal=printed.decimal)
    except NumberError:
        reasons.append("change-unread")
        return
    value = number.value
    if value and not number.signed:
        if printed.direction is None:
            reasons.append("change-sign-open")
            return
        value = value if printed.direction == "up" else -value
    elif value and printed.direction and (value > 0) != (printed.direction == "up"):
        reasons.append("change-direction-disagrees")
    if not _fits(value):
        reasons.append("change-unread")
        return
    changes[is_percent or number.percent] = value


def _fits(value: Decimal) -> bool:
    exponent = value.as_tuple().exponent
    return abs(value) < _LARGEST and isinstance(exponent, int) and exponent >= -_DECIMALS
