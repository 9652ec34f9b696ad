"""Where on a page a rate could stand: short runs that name a foreign currency, with figures beside them.

Everything after this works on these few runs only, so a page is read about as fast as its markup is skipped. A zone
needs what a row of rates needs: a pair, two foreign currencies, or one under a heading, a side or a bank's name.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from html import unescape

from parsers.document import BREAK, Document
from parsers.grammar_words import heads, markets, sides
from parsers.lexicon import FIRST_GLUED, glued_pair
from parsers.tokens import LETTERS, SIGNS
from parsers.tongue import Tongue
from rates.currencies import CODES, WORDLIKE, words

WORD = re.compile(f"{LETTERS.pattern}|[{SIGNS}]")
# A figure that is more than a day, an hour or a count: what makes a number worth a look.
FIGURE = re.compile(r"\d(?:[.,/٫]\d|\d\d)")
EDGES = ".,:!?()[]«»\"'“”„…–—-"
PLAIN_FIGURE = re.compile(r"[\W\d_]*\d[\W\d_]*")
BESIDE = re.compile(r"\W{0,4}\d|/")
BEFORE_NUMBER = re.compile(r"\d\W{0,3}$")
CODED = ("&euro;", "&pound;", "&yen;", "&#36;", "&#x24;", "&#8364;")
ENTITIES = re.compile("|".join(CODED))
# A longer run is a sentence; in plain text a line may hold a whole block.
LONGEST = {True: 120, False: 600}
LONGEST_LABEL, SHORTEST = 60, 3
LONGEST_FIGURE = 16
REACH = 60
BEFORE, AFTER = 12, 5
FOLLOWING, MOST_FOLLOWING = 6, 60
MOST_RUNS = 600
MOST_PICTURES = 20
# In a euro country a label that may stand for its price in dollars, among indices.
LONE_EURO = f"{BREAK}Euro{BREAK}"


def zones(page: Document, tongue: Tongue) -> Iterator[tuple[int, int]]:
    """Ranges (first, past the last) of runs that may hold rates, in page order, none longer than `MOST_RUNS`."""
    found = False
    named = _merged((run - BEFORE, run + AFTER + 1) for run in sorted(set(_named(page, tongue))))
    for first, last in _merged((max(0, start), _figures_end(page, min(len(page.runs), end))) for start, end in named):
        if _is_worth(page, first, last, tongue):
            found = True
            yield from _pieces(first, last)
    if not found and page.html:
        for start, end in _merged((run - BEFORE, run + AFTER) for run in sorted(set(_pictured(page)))):
            yield from _pieces(max(0, start), _figures_end(page, min(len(page.runs), end)))


def _named(page: Document, tongue: Tongue) -> Iterator[int]:
    """The runs that name a foreign currency as a label does, with a figure near."""
    text = page.visible
    longest = LONGEST[page.html]
    printed = _words(" ".join([run for run in text.split(BREAK) if len(run) <= longest]))
    foreign = [word for word in _spellings().intersection(printed) if _means(word, tongue) not in (None, tongue.home)]
    foreign += [
        word for word in printed if len(word) == 6 and word.isupper() and word[:3] in CODES and word[3:] in CODES
    ]
    foreign += [word for word in printed if word >= FIRST_GLUED and glued_pair(word)]
    for word in foreign:
        if word in WORDLIKE or (len(word) < SHORTEST and word.isalpha() and word < "\u2e80"):
            continue
        at = text.find(word)
        while at >= 0:
            end = at + len(word)
            if FIGURE.search(text, max(0, at - REACH), end + REACH):
                run = page.run_at(at)
                length = _length(page, run)
                if length <= LONGEST_LABEL or (length <= LONGEST[page.html] and _is_beside(text, at, end)):
                    yield run
            at = text.find(word, end)
    at = text.find(LONE_EURO) if tongue.home == "EUR" else -1
    while at >= 0:
        yield page.run_at(at + 1)
        at = text.find(LONE_EURO, at + len(LONE_EURO))


def _words(text: str) -> set[str]:
    """The different words of a text, its currency signs and their entities."""
    pieces = set(text.split())
    plain = {piece for piece in pieces if piece.isalpha()}
    inner = {piece.strip(EDGES) for piece in pieces - plain}
    edged = {piece for piece in inner if piece.isalpha()}
    rest = " ".join(inner - edged)
    return plain.union(edged, _inside(rest), ENTITIES.findall(rest) if "&" in rest else ())


def _inside(text: str) -> set[str]:
    """The different words and currency signs of a text: each of the two kinds by itself is three times as fast."""
    return {*LETTERS.findall(text), *(sign for sign in SIGNS if sign in text)}


def _is_beside(text: str, start: int, end: int) -> bool:
    """Whether a word in a long line stands at a number or in a pair: only then can it be a label."""
    if BESIDE.match(text, end) or text[start - 1 : start] == "/":
        return True
    return BEFORE_NUMBER.search(text, max(0, start - 4), start) is not None


@cache
def _spellings() -> frozenset[str]:
    """Every word that can name a currency, as pages spell it."""
    names = set(_names())
    found = {form for word in names for form in (word, word.upper(), word.capitalize(), word.title())}
    turkish = {word.replace("i", "İ").upper() for word in names if "i" in word}
    return frozenset(found | turkish | CODES | set(CODED))


@lru_cache(maxsize=1 << 12)
def _means(word: str, tongue: Tongue) -> str | None:
    """The currency that a word means here; of a phrase's word, the phrase's."""
    code = tongue.code(unescape(word))
    return code or (None if word.casefold() in words() else _names().get(word.casefold()))


def _foreign(text: str, home: str | None) -> frozenset[str]:
    """The foreign currencies that a text may name: codes, families, `pair` for a pair written as one word."""
    found: set[str] = set()
    for word in _inside(unescape(text) if "&" in text else text):
        if word in CODES:
            found.add(word)
        elif (name := _names().get(word) or _names().get(word.casefold())) is not None:
            found.add(name)
        elif (len(word) == 6 and word[:3] in CODES and word[3:] in CODES) or glued_pair(word):
            found.add("pair")
    return frozenset(name for name in found if name != home)


@cache
def _names() -> dict[str, str]:
    """Single words to their currency or family; of a phrase, the longest word that is no currency by itself."""
    single = {word: name for word, name in words().items() if WORD.fullmatch(word)}
    for phrase, name in words().items():
        parts = WORD.findall(phrase)
        longest = max(parts, key=len, default="")
        if phrase not in single and single.keys().isdisjoint(parts) and not longest.isascii():
            single.setdefault(longest, name)
    return single | {word.replace("i", "ı"): name for word, name in single.items() if "i" in word}  # `Doları`


@cache
def _headings() -> frozenset[str]:
    found = {word for phrase in (*heads(), *markets(), *sides()) for word in WORD.findall(phrase) if len(word) > 1}
    return frozenset(found | {word.replace("i", "ı") for word in found})


def _is_worth(page: Document, first: int, last: int, tongue: Tongue) -> bool:
    start, end = page.starts[first], page.starts[last - 1] + _length(page, last - 1)
    text = page.visible[start:end]
    short = " ".join([run for run in text.split(BREAK) if len(run) <= LONGEST[page.html]])
    named = _foreign(short, tongue.home)
    if tongue.home == "EUR" and LONE_EURO in text:
        return True
    if len(named) > 1 or "pair" in named or "=" in text or "/" in text:
        return bool(named)
    return bool(named) and not _headings().isdisjoint(_inside(short.casefold()))


def _pictured(page: Document) -> Iterator[int]:
    """The runs behind the icons and flags of a currency, for a page that names none in its text."""
    for name in ("usd", "USD"):
        at = page.text.find(name)
        for _ in range(MOST_PICTURES):
            if at < 0:
                break
            run = bisect_right(page.runs, (at, at))
            if run < len(page.runs):
                yield run
            at = page.text.find(name, at + 3)


def _figures_end(page: Document, end: int) -> int:
    """Past the last of the short runs of figures that go on behind a zone: rows whose label is an icon."""
    at = end
    last = min(len(page.runs), end + MOST_FOLLOWING)
    while at < last and at - end <= FOLLOWING:
        start = page.starts[at]
        length = _length(page, at)
        at += 1
        figure = page.visible[start : start + length].rstrip()
        if len(figure) <= LONGEST_FIGURE and PLAIN_FIGURE.fullmatch(figure):
            end = at
    return end


def _length(page: Document, run: int) -> int:
    start, end = page.runs[run]
    return end - start


def _merged(ranges: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    current: tuple[int, int] | None = None
    for start, end in ranges:
        if current and start <= current[1]:
            current = (current[0], max(end, current[1]))
            continue
        if current:
            yield current
        current = (start, end)
    if current:
        yield current


def _pieces(start: int, end: int) -> Iterator[tuple[int, int]]:
    for first in range(start, end, MOST_RUNS):
        yield first, min(end, first + MOST_RUNS)
