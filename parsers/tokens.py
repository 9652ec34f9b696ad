"""The words of a run as the grammar sees them, and a run as characters that know their place in the page."""

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Literal

from parsers.structure import Place
from rates.instruments import Instrument
from rates.model import Direction

TokenKind = Literal[
    "currency", "pair", "other", "number", "range", "date", "time", "market", "side", "column", "head", "arrow",
    "silent", "word", "mark", "unit", "sign", "count", "prose",
]  # fmt: skip

MINUS = "-−–‐‑﹣－"

SIGNS = "$€£¥￥₽₴₸₺₼₾֏₹₩￦₪₫₱฿₦₵₡₲₭₮៛₨₤￡＄"

ARROWS: dict[str, Direction] = {**dict.fromkeys("▲△↑⬆⏶🔺📈➚↗", "up"), **dict.fromkeys("▼▽↓⬇⏷🔻📉➘↘", "down")}

# Vowels and tones that stand over or under letters, and are no letters to a pattern: Indic scripts, Thai.
OVER = (
    "\u0900-\u0903\u093a-\u094f\u0981-\u0983\u09bc-\u09cd\u0b82\u0bbe-\u0bcd\u0dca-\u0ddf"
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
)

LETTERS = re.compile(rf"[^\W\d_]+(?:[{OVER}]+[^\W\d_]*)*")

PIECE = re.compile(rf"\w+(?:[{OVER}]+\w*)*")


@dataclass(slots=True, eq=False)
class Token:
    """A piece of a run. `start:end` lie in the document's text; `meets` is how deep it hangs with the token before.

    A run is read by itself first: `placed` counts its tokens' places from the page's beginning.
    """

    kind: TokenKind
    text: str
    start: int
    end: int
    run: int = 0
    meets: float = 0
    column: tuple[int, int] | None = None
    name: str = ""  # a currency as printed; a market, a side, a column's meaning; the digits of a number
    code: str = ""  # of a currency, or of the base of a pair
    quote: str = ""  # of a pair
    instrument: Instrument | None = None
    signed: bool = False
    percent: bool = False
    soft: bool = False  # a sign that is a label for want of one
    led: bool = False  # a date behind `Last update:` or `на`
    glued: bool = False  # no space to the token before
    direction: Direction | None = None
    dayish: bool = False  # `18.10` may be a date
    slashed: bool = False  # the second of two numbers with a slash between them
    ends: tuple[str, ...] = field(default=())
    tail: int = 0  # digits printed of the second end of a range

    def placed(self, piece: "Piece", run: int, place: Place) -> "Token":
        """This token of a run at its place on a page."""
        # Spelt out: half of a page's time went into copying field by field by name.
        start, end = piece.at(self.start), piece.at(max(self.start, self.end - 1)) + 1
        return Token(
            self.kind, self.text, start, end, run, self.meets, place.column, self.name, self.code,
            self.quote, self.instrument, self.signed, self.percent, self.soft, self.led, self.glued, self.direction,
            self.dayish, self.slashed, self.ends, self.tail,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """A run without its entities, and where each character of it stands in the page."""

    text: str
    offsets: tuple[int, ...] | None
    start: int

    def at(self, index: int) -> int:
        """The place in the page of a character."""
        return self.start + index if self.offsets is None else self.offsets[index]


# Arabic and Persian digits and marks, one character for one.
DIGITS = {ord(digit): str(at % 10) for at, digit in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")} | {ord("٫"): ".", ord("٬"): ","}

FOREIGN_DIGIT = re.compile(f"[{''.join(map(chr, DIGITS))}]")

ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,10});?")


def read_entities(text: str, start: int) -> Piece:
    """Undo the entities of a run."""
    if not text.isascii() and FOREIGN_DIGIT.search(text):
        text = text.translate(DIGITS)
    if "&" not in text:
        return Piece(text, None, start)
    parts: list[str] = []
    offsets: list[int] = []
    at = 0
    for match in ENTITY.finditer(text):
        plain = unescape(match[0])
        parts += text[at : match.start()], plain
        offsets += range(start + at, start + match.start())
        offsets += [start + match.start()] * len(plain)
        at = match.end()
    parts.append(text[at:])
    offsets += range(start + at, start + len(text) + 1)
    return Piece("".join(parts), tuple(offsets), start)
