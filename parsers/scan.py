"""A run of text to its tokens, the longest known phrase first."""

import re
from collections.abc import Iterator
from itertools import islice

from parsers.lexicon import glued_pair, meaning_of, plain_words
from parsers.numerals import NUMBER, figure, is_dash, read_figure, stands_free
from parsers.structure import DEEP
from parsers.tokens import ARROWS, LETTERS, MINUS, PIECE, SIGNS, Piece, Token, TokenKind
from rates import currencies
from rates.months import MONTHS
from rates.words import fold

MONTH_DAY = re.compile(r"\.?\s+\d{1,2}(?:st|nd|rd|th)?(?![\d:]|[.,]\d)(?:,?\s+\d{4})?")

PHRASE_GAP = re.compile(r"[\s./&()'’+-]{1,3}")

LONGEST_PHRASE = 5

FEW = 4

PREFIXED = re.compile(r"(?:US \$|[A-Z]{1,2}\$|[uU]\$[sS]|[A-Z]{2}\$[A-Z]?|S/\.?(?=\s?\d))(?![A-Za-z])")


def read_tokens(text: str, home: str | None) -> Iterator[Token]:
    """The tokens of one run, their places counted from its beginning."""
    piece = Piece(text, None, 0)
    if words := plain_words(text):
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


def _next(piece: Piece, at: int, run: int, home: str | None) -> tuple[Token, int]:
    text = piece.text

    def token(kind: TokenKind, end: int, **facts: object) -> tuple[Token, int]:
        return Token(kind, text[at:end], piece.at(at), piece.at(end - 1) + 1, run, **facts), end  # type: ignore[arg-type]

    char = text[at]
    if char in ARROWS:
        return token("arrow", at + 1, direction=ARROWS[char])
    if char in SIGNS:
        return token("currency", at + 1, name=char)
    if char in MINUS and is_dash(text, at):
        return token("mark", at + 1)
    if char.isdigit() or char in "+%％±" or char in MINUS:
        for kind, end in figure(text, at):
            return token(kind, end)
        number = NUMBER.match(text, at)
        if number and stands_free(text, at, number):
            return read_figure(piece, number, run)
        return token("mark", at + 1)
    if prefixed := PREFIXED.match(text, at):
        return token("currency", prefixed.end(), name=prefixed[0])
    if char.isalpha():
        return _word(piece, at, run, home)
    return token("mark", at + 1)


def _word(piece: Piece, at: int, run: int, home: str | None) -> tuple[Token, int]:
    text = piece.text

    def token(kind: TokenKind, end: int, **facts: object) -> tuple[Token, int]:
        return Token(kind, text[at:end], piece.at(at), piece.at(end - 1) + 1, run, **facts), end  # type: ignore[arg-type]

    for end in reversed(_phrase_ends(text, at)):
        phrase = text[at:end]
        if meaning := meaning_of(phrase):
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
