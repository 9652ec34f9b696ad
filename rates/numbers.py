"""Printed numbers to exact decimals: of two possible readings none is guessed.

A dot or a comma before exactly three digits (`1.085`, `67,670`) may be a decimal mark or a thousands mark. The number
itself, its widget (`number_style`) or the site says which; where nothing does, the number is refused as `ambiguous`.
Spaces and apostrophes only ever group. Parentheses around a change are the page's ornament and don't negate.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from rates.model import DecimalMark

NumberFault = Literal["too-long", "not-a-number", "grouping", "style", "ambiguous"]

LONGEST = 48
_MARKS: frozenset[DecimalMark] = frozenset((",", "."))

_SPACES = "\u00a0\u2007\u2009\u200a\u2002\u2003\u202f\u3000\t"
_APOSTROPHES = "\u2019\u02bc\u2032"
_MINUSES = "\u2212\u2013\u2010\u2011\u2012\ufe63\uff0d"
_WIDE = "０１２３４５６７８９．，％＋（）"
_PLAIN = str.maketrans(
    _SPACES + _APOSTROPHES + _MINUSES + _WIDE,
    " " * len(_SPACES) + "'" * len(_APOSTROPHES) + "-" * len(_MINUSES) + "0123456789.,%+()",
)

_SIGNS = "$€£¥￥₽₴₸₺₼₾֏₹₩￦₪₫₱฿₦₵₡₲₭₮៛₨₤₿"
_CURRENCY = (
    rf"(?:(?:US|CA|AU|NZ|HK|NT|MX|R|C|A|S)?[{_SIGNS}]|Kč|zł|лв\.?|руб\.?|р\.|грн\.?|тг\.?|Ft|kr\.?|lei|TL|R|元|円|원)"
)
_NUMBER = re.compile(
    r"(?P<percent_before>%)? ?(?P<sign>[-+±])? ?"
    rf"{_CURRENCY}? ?(?P<sign_after>[-+±])? ?(?P<percent_between>%)? ?"
    r"(?P<body>[0-9]+(?:[ .,'][0-9]+)*|[.,][0-9]+)"
    rf" ?(?P<percent_after>%)? ?{_CURRENCY}?"
)
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:[ .,'][0-9]{3})+|[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}")  # the second: lakhs


class NumberError(ValueError):
    """A text that can't be read as one number. `reason` is a short code."""

    def __init__(self, reason: NumberFault, text: str) -> None:
        super().__init__(f"{reason}: {text[:LONGEST]!r}")
        self.reason: NumberFault = reason


@dataclass(frozen=True, slots=True)
class Number:
    """A number as read, `signed` where a sign was printed, beside the text that it was read from."""

    value: Decimal
    signed: bool
    percent: bool
    text: str


def read_number(text: str, *, decimal: DecimalMark | None = None) -> Number:
    """Read one printed number; `decimal` is the decimal mark of its widget, where that is known.

    A percent or currency sign may stand before or after. Raises NumberError: `too-long`, `not-a-number`, `grouping`
    (digits grouped as nobody does), `style` (not possible with this decimal mark), `ambiguous` (two readings).
    """
    parts = _match(text)
    signs = [sign for sign in (parts["sign"], parts["sign_after"]) if sign]
    percents = [parts[name] for name in ("percent_before", "percent_between", "percent_after") if parts[name]]
    if len(signs) > 1 or len(percents) > 1:
        raise NumberError("not-a-number", text)
    value = Decimal(_plain(parts["body"], decimal, text))
    if value and "±" in signs:
        raise NumberError("ambiguous", text)
    if value and "-" in signs:
        value = value.copy_negate()
    return Number(value, bool(signs), bool(percents), text)


def number_style(texts: Iterable[str]) -> DecimalMark | None:
    """The decimal mark that all numbers of a widget allow together; None where they don't settle it, or disagree.

    What isn't a number is passed over.
    """
    left = _MARKS
    for text in texts:
        try:
            left &= _readings(_match(text)["body"]).keys() or _MARKS
        except NumberError:
            continue
    return next(iter(left)) if len(left) == 1 else None


def _match(text: str) -> re.Match[str]:
    if len(text) > LONGEST:
        raise NumberError("too-long", text)
    plain = text.translate(_PLAIN).strip()
    if plain.startswith("(") and plain.endswith(")"):
        plain = plain[1:-1].strip()
    found = _NUMBER.fullmatch(plain)
    if not found:
        raise NumberError("not-a-number", text)
    return found


def _plain(body: str, decimal: DecimalMark | None, text: str) -> str:
    readings = _readings(body)
    if not readings:
        raise NumberError("grouping", text)
    if decimal:
        if decimal not in readings:
            raise NumberError("style", text)
        return readings[decimal]
    if len(set(readings.values())) > 1:
        raise NumberError("ambiguous", text)
    return next(iter(readings.values()))


def _readings(body: str) -> dict[DecimalMark, str]:
    """The digits as Python writes them, for each decimal mark under which `body` is well formed."""
    return {mark: plain for mark in _MARKS if (plain := _read_as(body, mark))}


def _read_as(body: str, mark: DecimalMark) -> str | None:
    whole, point, fraction = body.partition(mark)
    groups = {character for character in whole if not character.isdigit()}
    if (point and not fraction.isdigit()) or len(groups) > 1 or (groups and not _GROUPED.fullmatch(whole)):
        return None
    return "".join(filter(str.isdigit, whole)) + point.replace(",", ".") + fraction
