"""A run of text to its tokens, the longest known phrase first."""

import re
from collections.abc import Iterator

from parsers.lexicon import LONGEST_PHRASE, glued_pair, longest_phrase, meaning_of, plain_words
from parsers.numerals import NUMBER, figure, is_dash, read_figure, stands_free
from parsers.structure import DEEP
from parsers.tokens import ARROWS, LETTERS, MINUS, PIECE, SIGNS, Token
from rates import currencies
from rates.model import Direction
from rates.months import MONTHS
from rates.words import fold

MONTH_DAY = re.compile(r"\.?\s+\d{1,2}(?:st|nd|rd|th)?(?![\d:]|[.,]\d)(?:,?\s+\d{4})?")

PHRASE_GAP = re.compile(r"[\s./&()'’\"״+-]{1,3}")

FEW = 4

DIRECTIONS: dict[str, Direction] = {"up": "up", "down": "down"}

FIGURES_BEGIN = frozenset("+%％±" + MINUS)

PREFIXED = re.compile(r"(?:US \$|[A-Z]{1,2}\$|[uU]\$[sS]|[A-Z]{2}\$[A-Z]?|S/\.?(?=\s?\d))(?![A-Za-z])")


def read_tokens(text: str, home: str | None) -> Iterator[Token]:
    """The tokens of one run, their places counted from its beginning."""
    if words := plain_words(text):
        yield Token("word" if words <= FEW else "prose", text, 0, len(text))
        return
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        token, end = _next(text, at, home)
        token.glued = at > 0 and not text[at - 1].isspace()
        token.meets = DEEP
        yield token
        at = end


def _next(text: str, at: int, home: str | None) -> tuple[Token, int]:
    char = text[at]
    if char in ARROWS:
        return Token("arrow", char, at, at + 1, direction=ARROWS[char]), at + 1
    if char in SIGNS:
        return Token("currency", char, at, at + 1, name=char), at + 1
    if char.isdigit() or char in FIGURES_BEGIN:
        return _figure(text, at)
    if char.isascii() and (prefixed := PREFIXED.match(text, at)):
        return Token("currency", prefixed[0], at, prefixed.end(), name=prefixed[0]), prefixed.end()
    if char.isalpha():
        return _word(text, at, home)
    return Token("mark", char, at, at + 1), at + 1


def _figure(text: str, at: int) -> tuple[Token, int]:
    if text[at] not in MINUS or not is_dash(text, at):
        for kind, end in figure(text, at):
            return Token(kind, text[at:end], at, end), end
        number = NUMBER.match(text, at)
        if number and stands_free(text, at, number):
            return read_figure(text, number)
    return Token("mark", text[at], at, at + 1), at + 1


def _word(text: str, at: int, home: str | None) -> tuple[Token, int]:
    for end in reversed(_phrase_ends(text, at)):
        if meaning := meaning_of(text[at:end]):
            kind, name, instrument = meaning
            if text[end : end + 1] == "." and kind in ("market", "side", "column"):
                end += 1
            token = Token(kind, text[at:end], at, end, name=name, instrument=instrument)
            token.direction = DIRECTIONS.get(name) if kind == "arrow" else None
            return token, end
    letters = LETTERS.match(text, at)
    end = letters.end() if letters else at + 1
    word = text[at:end]
    if glued := glued_pair(word):
        return Token("pair", word, at, end, name=glued[0], quote=glued[1]), end
    if word in currencies.CODES or word in currencies.RENAMED:
        return Token("currency", word, at, end, name=word), end
    if len(word) == 6 and word[:3] in currencies.CODES and word[3:] in currencies.CODES:
        return Token("pair", word, at, end, name=word[:3], quote=word[3:]), end
    if home and _is_beside_figure(text, at, end) and currencies.is_unit_of(word, home):
        return Token("currency", word, at, end, name=word), end
    if fold(word) in MONTHS and (day := MONTH_DAY.match(text, end)):
        return Token("date", text[at : day.end()], at, day.end()), day.end()
    return Token("word", word, at, end), end


def _is_beside_figure(text: str, at: int, end: int) -> bool:
    return text[end : end + 3].lstrip(". ")[:1].isdigit() or text[max(0, at - 2) : at].strip()[-1:].isdigit()


def _phrase_ends(text: str, at: int) -> list[int]:
    letters = LETTERS.match(text, at)
    ends: list[int] = []
    longest = LONGEST_PHRASE
    for piece in PIECE.finditer(text, at):
        if ends and not PHRASE_GAP.fullmatch(text, ends[-1], piece.start()):
            break
        longest = longest if ends else min(longest, longest_phrase(piece[0]))
        ends.append(piece.end())
        if len(ends) >= longest:
            break
    if letters and letters.end() not in ends:
        ends = [letters.end(), *ends]
    return ends
