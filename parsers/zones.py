"""Where on a page a rate could stand: short runs with digits that have a currency's name near them.

Everything after this works on these few runs only, so a page is read about as fast as its markup is skipped.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from html import unescape

from parsers.document import Document
from parsers.grammar_words import heads
from rates.currencies import CODES, words

DIGITS = re.compile(r"\d[^\0]*")
WORD = re.compile(r"[^\W\d_]+|[^\w\s.,:;!?()\[\]/|+%&#@*=<>\"'\0-]")
# A run longer than this is a sentence, or a line of a text whose sentences are its lines.
LONGEST = {True: 200, False: 600}
REACH = 6
BEFORE, AFTER = 10, 8
LONGEST_FIGURE = 16
MOST_RUNS = 600


def zones(page: Document) -> Iterator[tuple[int, int]]:
    """Ranges (first, past the last) of runs that may hold rates, in page order, none longer than `MOST_RUNS`."""
    for first, last in _merged((run - REACH, run + REACH + 1) for run in _numbered(page)):
        first, last = max(0, first), min(len(page.runs), last)
        text = page.visible[page.starts[first] : page.starts[last - 1] + _length(page, last - 1)]
        if not names_currency(text):
            continue
        named = [run for run in range(first, last) if _length(page, run) <= LONGEST[page.html] and _named(page, run)]
        for start, end in _merged((run - BEFORE, run + AFTER + 1) for run in named):
            yield from _pieces(max(0, start), _figures_end(page, min(len(page.runs), end)))


def names_currency(text: str) -> bool:
    """Whether any word or sign of a text can name a currency, or head a list of rates."""
    found = set(WORD.findall(unescape(text) if "&" in text else text))
    if not CODES.isdisjoint(found) or not _names().isdisjoint(word.casefold() for word in found):
        return True
    return any(len(word) == 6 and word[:3] in CODES and word[3:] in CODES for word in found)


@cache
def _names() -> frozenset[str]:
    single = {word for word in words() if WORD.fullmatch(word)}
    phrases = (set(WORD.findall(phrase)) for phrase in words() if phrase not in single)
    rare = {max(parts, key=len) for parts in phrases if parts and parts.isdisjoint(single)}
    return frozenset(single | rare | {head for head in heads() if WORD.fullmatch(head)})


def _numbered(page: Document) -> Iterator[int]:
    longest = LONGEST[page.html]
    for match in DIGITS.finditer(page.visible):
        run = page.run_at(match.start())
        if _length(page, run) <= longest:
            yield run


def _named(page: Document, run: int) -> bool:
    start = page.starts[run]
    return names_currency(page.visible[start : start + _length(page, run)])


def _figures_end(page: Document, end: int) -> int:
    """Past the last of the short runs of figures that go on behind a zone: rows whose label is an icon."""
    at = end
    while at < min(len(page.runs), end + MOST_RUNS // 4) and at - end <= REACH:
        start = page.starts[at]
        length = _length(page, at)
        at += 1
        figure = page.visible[start : start + length].rstrip()
        if len(figure) <= LONGEST_FIGURE and DIGITS.search(figure):
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
