"""What words mean to the grammar: currencies, instruments, markets, sides, headings, days, and silent words."""

import re
from functools import cache, lru_cache

from parsers.grammar_words import columns, directions, heads, markets, sides, silent
from parsers.tokens import ARROWS, PIECE, SIGNS, TokenKind
from rates import currencies, instruments
from rates.instruments import Instrument
from rates.months import MONTHS, RELATIVE, WEEKDAYS
from rates.words import fold

LONGEST_GLUED, FIRST_GLUED = 10, "\u3041"

LONGEST_PLAIN = 200

LONGEST_PHRASE = 5

SHORT_DAY = 4  # `sun`, `mar` and `сред` are other words as well

ANY_FIGURE = re.compile(f"[0-9%{SIGNS}{''.join(ARROWS)}\u3041-\u9fff]")

Meaning = tuple[TokenKind, str]


@cache
def vocabulary() -> dict[str, Meaning]:
    """Every folded word and phrase that means something to the grammar."""
    weekdays = (word for word in WEEKDAYS if len(word) > SHORT_DAY)
    found: dict[str, Meaning] = dict.fromkeys((*silent(), *weekdays), ("silent", ""))
    found |= dict.fromkeys(RELATIVE, ("date", ""))
    found |= dict.fromkeys(heads(), ("head", ""))
    found |= {word: ("column", name) for word, name in columns().items()}
    found |= dict.fromkeys(instruments.words(), ("other", ""))
    found |= {word: ("currency", word) for word in (*currencies.phrases(), *currencies.words())}
    found |= {word: ("arrow", name) for word, name in directions().items()}
    found |= {word: ("side", name) for word, name in sides().items()}
    found |= {word: ("market", name) for word, name in markets().items()}
    return found


@lru_cache(maxsize=1 << 15)
def plain_words(text: str) -> int:
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


@cache
def _lengths() -> dict[str, int]:
    """The words with which phrases of more than one begin, and how many words the longest has."""
    found: dict[str, int] = {}
    for phrase in vocabulary():
        parts = PIECE.findall(phrase)
        if len(parts) > 1:
            found[parts[0]] = max(len(parts), found.get(parts[0], 0))
    return found


def longest_phrase(word: str) -> int:
    """How many words a phrase that begins with this one can have; capitals may begin a pair of tickers."""
    if word.isupper():
        return LONGEST_PHRASE
    first = PIECE.search(fold(word.replace("_", " ")))
    return _lengths().get(first[0], 1) if first else 1


@lru_cache(maxsize=1 << 12)
def glued_pair(word: str) -> tuple[str, str] | None:
    """The two currencies of a word without spaces, `ドル円`."""
    if word < FIRST_GLUED or len(word) > LONGEST_GLUED:
        return None
    known, folded = vocabulary(), fold(word)
    for at in range(1, len(folded)):
        parts = folded[:at], folded[at:]
        if all(part in known and known[part][0] == "currency" for part in parts):
            return parts
    return None


@lru_cache(maxsize=1 << 16)
def meaning_of(phrase: str) -> tuple[TokenKind, str, Instrument | None] | None:
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
