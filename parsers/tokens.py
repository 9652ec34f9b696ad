"""The words of a run as the grammar sees them: labels, numbers, dates, markets, sides, and what says nothing."""

import re
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field
from functools import cache, lru_cache
from html import unescape
from itertools import islice
from typing import Literal

from parsers.grammar_words import columns, heads, markets, sides, silent
from parsers.structure import DEEP, Place
from rates import currencies, instruments
from rates.instruments import Instrument
from rates.model import Direction
from rates.months import MONTHS, RELATIVE
from rates.words import fold

TokenKind = Literal[
    "currency", "pair", "other", "number", "range", "date", "time", "market", "side", "column", "head", "arrow",
    "silent", "word", "mark", "unit", "sign", "count", "prose",
]  # fmt: skip

MINUS = "-−–‐‑﹣－"
SIGNS = "$€£¥￥₽₴₸₺₼₾֏₹₩￦₪₫₱฿₦₵₡₲₭₮៛₨₤￡＄"
SPACE = "[  \u2007\u2009\u202f]"
ARROWS: dict[str, Direction] = {**dict.fromkeys("▲△↑⬆⏶🔺📈➚↗", "up"), **dict.fromkeys("▼▽↓⬇⏷🔻📉➘↘", "down")}
DATE = re.compile(
    r"\d{4}[-./]\d{1,2}[-./]\d{1,2}(?!\d)|\d{1,2}([./-])\d{1,2}\1(?:\d{4}|\d{2})(?!\d|[.,]\d)"
    r"|(?:\d{4}年)?\s?\d{1,2}月\s?\d{1,2}日|\d{1,2}/\d{1,2}(?![\d/]|[.,]\d)"
)
TIME = re.compile(
    r"\d{1,2}[:h]\d{2}(?::\d{2})?(?!\d)(?:\s?[apAP]\.?[mM]\b\.?)?(?:\s(?:GMT|UTC|MSK|МСК|мск|EST|EDT|ET|CET|CEST|BST|JST)\b)?"
)
PHONE = re.compile(
    r"\+?\d{1,3}\s?\(\d{2,5}\)[\s\d-]{5,}|\+\d{1,3}(?:[\s-]\d{2,4}){3,}|\d{2,4}-\d{2,3}-\d{2,3}(?:-\d{2})?(?!\d)"
)
RANGE = re.compile(r"(\d+[.,]\d+)[-–](\d{2,4})(?![\d.,])|(\d+[.,]\d+)\s?[～〜~]\s?(\d+[.,]\d+)")
BETWEEN = re.compile(r"(\d{3,})[-–—]\d{3,}(?![\d.,])|\d+[.,]\d{2}[-–—]\d+[.,]\d+")
TRAILING = re.compile(rf"[{MINUS}+](?!\s?[\d{SIGNS}])")
SUFFIX = re.compile(r"['’][^\W\d_]")
NUMBER = re.compile(
    rf"(?P<before>[%％]\s?)?(?P<sign>[{MINUS}+±])?\s?(?P<unit>(?<=[{MINUS}+±])[{SIGNS}]\s?)?(?P<between>[%％]\s?)?"
    rf"(?P<body>\d{{1,3}}(?:{SPACE}\d{{3}})+(?!\d)(?:[.,]\d+)?|\d{{1,3}}(?:['’]\d{{3}})+(?!\d)(?:\.\d+)?|\d+(?:[.,]\d+)*)"
    r"(?P<after>\s?[%％])?"
)
DAY_MONTH = re.compile(r"(\d{1,2})(?:-?(?:го|st|nd|rd|th|er|º))?[\s.]+(?:de\s+|of\s+)?([^\W\d_]{3,})\.?")
YEAR = re.compile(r"(?:,|\s+de|\s+del)?\s+(?:\d{4}|'?\d{2})(?![\d:.,/])")
MONTH_DAY = re.compile(r"\.?\s+\d{1,2}(?:st|nd|rd|th)?(?![\d:]|[.,]\d)(?:,?\s+\d{4})?")
LETTERS = re.compile(r"[^\W\d_]+")
PIECE = re.compile(r"\w+")
PHRASE_GAP = re.compile(r"[\s./&()'’+-]{1,3}")
LONGEST_PHRASE = 5
LONGEST_GLUED = 10
NOT_A_VALUE = frozenset("№#°")
HIDDEN_CURRENCY = re.compile(
    r"(?:^|[^a-z])(usd|eur|gbp|cny|jpy|chf|kzt|uah|rub|try|dollar|euro|pound|yen|yuan)(?![a-z])"
)
LONGEST_ICON = 400
LONGEST_PLAIN = 200
FEW = 4
ANY_FIGURE = re.compile(f"[0-9%{SIGNS}{''.join(ARROWS)}\u3041-\u9fff]")
ICON = re.compile(r"(?i)\b(?:fa|icon|ico|glyphicon|flag|sign|symbol|currency)\b|(?:icon|ico|flag|fa)[-_]")
CAMEL = re.compile(r"[A-Z]?[a-z]+")
UP = frozenset(
    [
        "up",
        "rise",
        "raise",
        "grow",
        "growth",
        "inc",
        "increase",
        "increased",
        "positive",
        "plus",
        "gain",
        "higher",
        "artan",
        "subida",
        "sube",
        "alta",
        "top",
        "green",
    ]
)
DOWN = frozenset(
    [
        "down",
        "fall",
        "dec",
        "decrease",
        "decreased",
        "negative",
        "minus",
        "loss",
        "lower",
        "azalan",
        "bajada",
        "baja",
        "low",
        "red",
        "drop",
    ]
)


@dataclass(slots=True)
class Token:
    """A piece of a run. `start:end` lie in the document's text; `meets` is how deep it hangs with the token before."""

    kind: TokenKind
    text: str
    start: int
    end: int
    run: int
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
        token = copy(self)
        token.start, token.end = piece.at(self.start), piece.at(max(self.start, self.end - 1)) + 1
        token.run, token.column = run, place.column
        return token

    def __copy__(self) -> "Token":
        # Half of a page's time went into copying field by field by name.
        return Token(
            self.kind, self.text, self.start, self.end, self.run, self.meets, self.column, self.name, self.code,
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


COUNT_BEFORE = re.compile(r"(?<![\d.,])10{0,4}\s*$")
SIZE = re.compile(
    r"\s?(?:млрд|млн|тыс|трлн|миллиард\w*|миллион\w*|тысяч\w*|bn|billions?|millions?|trillions?|mln|mld|mrd|mil|mio|thousand|"
    r"milyar|milyon|millones|milhões|bilhões|mille|tisíc|км|кг|шт|мл|kg|km|m²|м²|лет|years?|год\w*)\b",
    re.IGNORECASE,
)
PREFIXED = re.compile(r"(?:US \$|[A-Z]{1,2}\$|[uU]\$[sS]|[A-Z]{2}\$[A-Z]?|S/\.?(?=\s?\d))(?![A-Za-z])")
# Arabic and Persian digits and marks, one character for one.
DIGITS = {ord(digit): str(at % 10) for at, digit in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")} | {ord("٫"): ".", ord("٬"): ","}
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,10});?")


def read_entities(text: str, start: int) -> Piece:
    """Undo the entities of a run."""
    if not text.isascii():
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


Meaning = tuple[TokenKind, str]


@cache
def vocabulary() -> dict[str, Meaning]:
    """Every folded word and phrase that means something to the grammar."""
    found: dict[str, Meaning] = dict.fromkeys(silent(), ("silent", ""))
    found |= dict.fromkeys(RELATIVE, ("date", ""))
    found |= dict.fromkeys(heads(), ("head", ""))
    found |= {word: ("column", name) for word, name in columns().items()}
    found |= dict.fromkeys(instruments.words(), ("other", ""))
    found |= {word: ("currency", word) for word in currencies.words()}
    found |= {word: ("side", name) for word, name in sides().items()}
    found |= {word: ("market", name) for word, name in markets().items()}
    return found


def read_tokens(text: str, home: str | None) -> Iterator[Token]:
    """The tokens of one run, their places counted from its beginning."""
    piece = Piece(text, None, 0)
    if words := _plain_words(text):
        yield Token("word" if words <= FEW else "prose", text, 0, len(text), 0)
        return
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        token, end = _next(piece, at, 0, home)
        token.glued = at > 0 and not text[at - 1].isspace()
        token.meets = DEEP
        yield token
        at = end


@lru_cache(maxsize=1 << 15)
def _plain_words(text: str) -> int:
    """How many words a run has, where none of them can mean anything to the grammar; else 0."""
    if ANY_FIGURE.search(text) or len(text) > LONGEST_PLAIN:
        return 0
    words = PIECE.findall(text)
    if any(word.isupper() or fold(word) in _beginnings() for word in words):
        return 0  # capitals may be a ticker
    return len(words)


@cache
def _beginnings() -> frozenset[str]:
    """The words with which the grammar's phrases begin, and the codes that it knows in capitals."""
    first = {match[0] for phrase in vocabulary() if (match := PIECE.search(phrase))}
    return frozenset(first | {code.casefold() for code in currencies.CODES} | set(MONTHS))


def _next(piece: Piece, at: int, run: int, home: str | None) -> tuple[Token, int]:
    text = piece.text

    def token(kind: TokenKind, end: int, **facts: object) -> tuple[Token, int]:
        return Token(kind, text[at:end], piece.at(at), piece.at(end - 1) + 1, run, **facts), end  # type: ignore[arg-type]

    char = text[at]
    if char in ARROWS:
        return token("arrow", at + 1, direction=ARROWS[char])
    if char in SIGNS:
        return token("currency", at + 1, name=char)
    if char in MINUS and _is_dash(text, at):
        return token("mark", at + 1)
    if char.isdigit() or char in "+%％±" or char in MINUS:
        for kind, end in _figure(text, at):
            return token(kind, end)
        number = NUMBER.match(text, at)
        if number and _stands_free(text, at, number):
            return _number(piece, number, run)
        return token("mark", at + 1)
    if prefixed := PREFIXED.match(text, at):
        return token("currency", prefixed.end(), name=prefixed[0])
    if char.isalpha():
        return _word(piece, at, run, home)
    return token("mark", at + 1)


def _is_dash(text: str, at: int) -> bool:
    """Whether a minus parts a label from its number, `USD - 396.05`."""
    before = text[:at].rstrip()[-1:]
    if not text[at + 1 : at + 2].isspace() or not before:
        return False
    return before.isalpha() or before in SIGNS + ")" or COUNT_BEFORE.search(text, max(0, at - 8), at) is not None


def _figure(text: str, at: int) -> Iterator[tuple[TokenKind, int]]:
    """What begins with a digit and is no amount."""
    if (phone := PHONE.match(text, at)) and not DATE.match(text, at):
        yield "word", phone.end()
    if not text[at].isdigit() or (at and (text[at - 1].isdigit() or text[at - 1] in ".,")):
        return
    if date := DATE.match(text, at):
        if _is_date(date[0]):
            yield "date", date.end()
    elif time := TIME.match(text, at):
        yield "time", time.end()
    elif (named := DAY_MONTH.match(text, at)) and fold(named[2]) in MONTHS and int(named[1]) <= 31:
        year = YEAR.match(text, named.end())
        yield "date", year.end() if year else named.end()


def _is_date(text: str) -> bool:
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    return len(numbers) > 2 or (1 <= min(numbers) <= 12 and max(numbers) <= 31)


def _stands_free(text: str, at: int, number: re.Match[str]) -> bool:
    before = text[at - 1] if at else " "
    return not (number["sign"] and (before.isalnum() or before in ".,"))


def _number(piece: Piece, match: re.Match[str], run: int) -> tuple[Token, int]:
    text = piece.text
    start, end = match.span()
    body = match.start("body")
    if between := BETWEEN.match(text, body):
        end = between.end()
        return Token("word", between[0], piece.at(body), piece.at(end - 1) + 1, run), end
    if ranged := RANGE.match(text, body):
        end = ranged.end()
        token = Token("range", ranged[0], piece.at(body), piece.at(end - 1) + 1, run)
        bid, ask = ranged[1] or ranged[3], ranged[2] or ranged[4]
        token.ends, token.tail = (bid, _completed(bid, ask)), len(ask)
        return token, end
    tail = LETTERS.match(text, end)
    before = text[:start].rstrip()[-1:]
    size = SIZE.match(text, end) or SUFFIX.match(text, end)
    if size:
        return Token("word", text[start : size.end()], piece.at(start), piece.at(size.end() - 1) + 1, run), size.end()
    if before in NOT_A_VALUE or text[end : end + 2].strip()[:1] in NOT_A_VALUE or (tail and not _is_unit(tail[0])):
        stop = tail.end() if tail else end
        return Token("word", text[start:stop], piece.at(start), piece.at(stop - 1) + 1, run), stop
    whole = match["before"] or match["sign"] or match["between"] or match["after"]
    first = start if whole else body
    token = Token("number", text[first:end].strip(), piece.at(first), piece.at(end - 1) + 1, run)
    token.signed = bool(match["sign"])
    if match["after"] and not match["sign"] and (trailing := TRAILING.match(text, end)):
        token.direction = "up" if trailing[0] == "+" else "down"  # `0.24%-`, as right-to-left pages print it
    token.percent = bool(match["before"] or match["between"] or match["after"])
    token.dayish = bool(re.fullmatch(r"(?:0[1-9]|[12]\d|3[01])\.(?:0[1-9]|1[0-2])", match[0]))
    token.name = match["body"]
    return token, end


def _completed(bid: str, ask: str) -> str:
    return bid[: len(bid) - len(ask)] + ask


def _is_unit(word: str) -> bool:
    kind, _ = vocabulary().get(fold(word), ("", ""))
    return kind == "currency" or word in currencies.CODES or word[0] > "\u2e80"


def _word(piece: Piece, at: int, run: int, home: str | None) -> tuple[Token, int]:
    text = piece.text

    def token(kind: TokenKind, end: int, **facts: object) -> tuple[Token, int]:
        return Token(kind, text[at:end], piece.at(at), piece.at(end - 1) + 1, run, **facts), end  # type: ignore[arg-type]

    for end in reversed(_phrase_ends(text, at)):
        phrase = text[at:end]
        if meaning := _meaning(phrase):
            kind, name, instrument = meaning
            if text[end : end + 1] == "." and kind in ("market", "side", "column"):
                end += 1
            return token(kind, end, name=name, instrument=instrument)
    letters = LETTERS.match(text, at)
    end = letters.end() if letters else at + 1
    word = text[at:end]
    if glued := glued_pair(word):
        return token("pair", end, name=glued[0], quote=glued[1])
    if word in currencies.CODES or word in currencies.RENAMED:
        return token("currency", end, name=word)
    if len(word) == 6 and word[:3] in currencies.CODES and word[3:] in currencies.CODES:
        return token("pair", end, name=word[:3], quote=word[3:])
    if home and text[end : end + 2].strip()[:1].isdigit() and currencies.is_unit_of(word, home):
        return token("currency", end, name=word)
    if fold(word) in MONTHS and (day := MONTH_DAY.match(text, end)):
        return token("date", day.end())
    return token("word", end)


@lru_cache(maxsize=1 << 12)
def glued_pair(word: str) -> tuple[str, str] | None:
    """The two currencies of a word without spaces, `ドル円`."""
    if word[0] < "\u3041" or len(word) > LONGEST_GLUED:
        return None
    for at in range(1, len(word)):
        kinds = [vocabulary().get(fold(part), ("", ""))[0] for part in (word[:at], word[at:])]
        if kinds == ["currency", "currency"]:
            return word[:at], word[at:]
    return None


@lru_cache(maxsize=1 << 16)
def _meaning(phrase: str) -> tuple[TokenKind, str, Instrument | None] | None:
    """What a word or phrase means, and the instrument that it names; pages share most of their words."""
    kind, name = vocabulary().get(fold(phrase.replace("_", " ")), (None, ""))
    if kind == "currency" and " " in phrase and fold(phrase.split()[-1]) in markets():
        return None  # `Dólar Oficial` is a currency and a market
    if kind and kind != "other":
        return kind, phrase if kind == "currency" else name, None
    if kind or phrase[:1].isupper():
        instrument = instruments.instrument_of(phrase)
        return ("other", "", instrument) if instrument else None
    return None


def _phrase_ends(text: str, at: int) -> list[int]:
    ends: list[int] = []
    letters = LETTERS.match(text, at)
    for piece in islice(PIECE.finditer(text, at), LONGEST_PHRASE):
        if ends and not PHRASE_GAP.fullmatch(text, ends[-1], piece.start()):
            break
        ends.append(piece.end())
    if letters and letters.end() not in ends:
        ends = [letters.end(), *ends]
    return ends


def icon_currency(place: Place) -> str | None:
    """The currency that an icon or flag before a run names: `<i class="fa fa-usd">`, `<img alt="EUR">`."""
    for name, attributes in place.tags:
        if not attributes or len(attributes) > LONGEST_ICON:
            continue
        iconic = name in ("img", "i", "svg", "use", "em") or ICON.search(attributes)
        if iconic and (found := HIDDEN_CURRENCY.search(attributes.casefold())):
            return {"dollar": "USD", "euro": "EUR", "pound": "GBP", "yen": "JPY", "yuan": "CNY"}.get(
                found[1], found[1].upper()
            )
    return None


def direction_of(tags: Sequence[tuple[str, str]]) -> Direction | None:
    """Which way the classes of an element, or of an icon, say that things went."""
    for name, attributes in reversed(tags):
        words = {word.casefold() for word in CAMEL.findall(attributes.partition("title=")[0])} if name else set()
        up, down = bool(words & UP), bool(words & DOWN)
        if up != down:
            return "up" if up else "down"
    return None
