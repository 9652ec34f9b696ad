"""Numbers, dates and times as printed, told from phone numbers, sizes and scores.

A number in a sentence, with a suffix, a unit of size or a currency of another kind behind it, is a word.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from parsers.lexicon import vocabulary
from parsers.tokens import LETTERS, MINUS, SIGNS, Token, TokenKind
from rates import currencies
from rates.months import MONTHS
from rates.words import fold

SPACE = "[ \u00a0\u2007\u2009\u202f]"

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

BETWEEN = re.compile(r"(\d{3,})[-–—]\d{3,}(?![\d.,])|\d+[.,]\d{2,}(?:[-–—]|\s[-–—]\s)\d+[.,]\d{2,}")

DASHED = re.compile(r"[-–—]\s*(?:\d{1,2}:\d\d|\d{1,2}([./])\d{1,2}\1\d)")

VALUE_BEFORE = re.compile(r"\d[\d.,]*$")

FRACTION_AT_END = re.compile(r"\d[.,]\d+$")

DASH = re.compile(r"\s?[-–—]\s?")

TRAILING = re.compile(rf"[{MINUS}+](?!\s?[\d{SIGNS}])")

SUFFIX = re.compile(r"['’][^\W\d_]")

NUMBER = re.compile(
    rf"(?P<before>[%％]\s?)?(?P<sign>[{MINUS}+±])?\s?(?P<unit>(?<=[{MINUS}+±])[{SIGNS}]\s?)?(?P<between>[%％]\s?)?"
    rf"(?P<body>\d{{1,3}}(?:{SPACE}\d{{3}})+(?!\d)(?:[.,]\d+)?|\d{{1,3}}(?:['’]\d{{3}})+(?!\d)(?:\.\d+)?|\d+(?:[.,]\d+)*)"
    rf"(?P<after>[%％](?![{MINUS}+]?\d)|\s[%％](?!\s?[{MINUS}+]?\d))?"
)

DAY_MONTH = re.compile(r"(\d{1,2})(?:-?(?:го|st|nd|rd|th|er|º))?[\s.]+(?:de\s+|of\s+)?([^\W\d_]{3,})\.?")

DAYISH = re.compile(r"(?:0[1-9]|[12]\d|3[01])\.(?:0[1-9]|1[0-2])")

YEAR = re.compile(r"(?:,|\s+de|\s+del)?\s+(?:\d{4}|'?\d{2})(?![\d:.,/])")

NOT_A_VALUE = frozenset("№#°")

COUNT_BEFORE = re.compile(r"(?<![\d.,])10{0,4}\s*$")

SIZE = re.compile(
    r"\s?(?:млрд|млн|тыс|трлн|миллиард\w*|миллион\w*|тысяч\w*|bn|billions?|millions?|trillions?|mln|mld|mrd|mil|mio|thousand|"
    r"milyar|milyon|millones|milhões|bilhões|mille|tisíc|км|кг|шт|мл|kg|km|m²|м²|лет|years?|год\w*)\b",
    re.IGNORECASE,
)


def is_dash(text: str, at: int) -> bool:
    """Whether a minus parts a label from its number, `USD - 396.05`, or a day from its hour, `15/05/2024 - 15:59`."""
    if DASHED.match(text, at):
        return True
    before = text[:at].rstrip()[-1:]
    if not text[at + 1 : at + 2].isspace() or not before:
        return False
    return before.isalpha() or before in SIGNS + ")" or COUNT_BEFORE.search(text, max(0, at - 8), at) is not None


def figure(text: str, at: int) -> Iterator[tuple[TokenKind, int]]:
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


def stands_free(text: str, at: int, number: re.Match[str]) -> bool:
    """Whether a sign belongs to the number behind it, `92.5058-0.7860`, and is no hyphen."""
    before = text[at - 1] if at else " "
    if not number["sign"] or not (before.isalnum() or before in ".,"):
        return True
    if number["before"] or number["sign"] == "+":
        return before.isdigit()
    value = VALUE_BEFORE.search(text, max(0, at - 16), at)
    return value is not None and _is_fall(value[0], number["body"])


def read_figure(text: str, match: re.Match[str]) -> tuple[Token, int]:
    """The token of a number, and where it ends: a range, a word where it counts or measures something, or a figure."""
    start, end = match.span()
    body = match.start("body")
    if (between := BETWEEN.match(text, body)) and not _is_fall(*DASH.split(between[0])):
        end = between.end()
        return Token("word", between[0], body, end), end
    if ranged := RANGE.match(text, body):
        end = ranged.end()
        token = Token("range", ranged[0], body, end)
        bid, ask = ranged[1] or ranged[3], ranged[2] or ranged[4]
        token.ends, token.tail = (bid, _completed(bid, ask)), len(ask)
        return token, end
    tail = LETTERS.match(text, end)
    before = text[:start].rstrip()[-1:]
    size = SIZE.match(text, end) or SUFFIX.match(text, end)
    if size:
        return Token("word", text[start : size.end()], start, size.end()), size.end()
    if before in NOT_A_VALUE or text[end : end + 2].strip()[:1] in NOT_A_VALUE or (tail and not _is_unit(tail[0])):
        stop = tail.end() if tail else end
        return Token("word", text[start:stop], start, stop), stop
    whole = match["before"] or match["sign"] or match["between"] or match["after"]
    first = start if whole else body
    token = Token("number", text[first:end].strip(), first, end)
    token.signed = bool(match["sign"])
    if match["after"] and not match["sign"] and (trailing := TRAILING.match(text, end)):
        token.direction = "up" if trailing[0] == "+" else "down"  # `0.24%-`, as right-to-left pages print it
    token.percent = bool(match["before"] or match["between"] or match["after"])
    token.dayish = DAYISH.fullmatch(match[0]) is not None
    token.name = match["body"]
    return token, end


def _is_fall(value: str, change: str) -> bool:
    """Whether two numbers with a dash between them are a value and its fall, `154.88-1.00`, and not two ends."""
    if not FRACTION_AT_END.search(value) or not FRACTION_AT_END.search(change):
        return False
    return _size(change) < _size(value) / 4


def _size(number: str) -> Decimal:
    whole, _, part = number.replace(",", ".").rpartition(".")
    return Decimal(f"{whole.replace('.', '')}.{part}")


def _completed(bid: str, ask: str) -> str:
    return bid[: len(bid) - len(ask)] + ask


def _is_unit(word: str) -> bool:
    kind, _ = vocabulary().get(fold(word), ("", ""))
    return kind == "currency" or word in currencies.CODES or word[0] > "\u2e80"
