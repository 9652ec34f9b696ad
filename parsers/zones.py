"""Where on a page a rate could stand: short runs that name a foreign currency, with figures beside them.

Everything after this works on these few runs only, so a page is read about as fast as its markup is skipped. A zone
needs what a row of rates needs: a pair, two foreign currencies, or one under a heading or a bank's name.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache
from html import unescape

from parsers.document import Document
from parsers.grammar_words import heads, markets
from parsers.refine import Tongue
from rates.currencies import CODES, words

DIGITS = re.compile(r"\d[^\0]*")
WORD = re.compile(r"[^\W\d_]+|[$€£¥￥₽₴₸₺₼₾֏₹₩￦₪₫₱฿₦₵₡₲₭₮៛₨₤￡＄]")
# A figure that is more than a day, an hour or a count: what makes a number worth a look.
FIGURE = re.compile(r"\d[.,]\d|\d/\d|\d{2}|[$€£¥]\s?\d")
BESIDE = re.compile(r"([A-Z]{3}|[$€£¥]|[^\W\d_]{3,})\W{0,4}\d")
# A longer run is a sentence; in plain text a line may hold a whole block.
LONGEST = {True: 120, False: 600}
LONGEST_LABEL = 60
LONGEST_FIGURE = 16
NEAR = 4
BEFORE, AFTER = 8, 5
FOLLOWING = 6
MOST_RUNS = 600
MOST_PICTURES = 20


def zones(page: Document, tongue: Tongue) -> Iterator[tuple[int, int]]:
    """Ranges (first, past the last) of runs that may hold rates, in page order, none longer than `MOST_RUNS`."""
    figures = list(_figures(page))
    named = [run for first, last in _merged((run - NEAR, run + NEAR + 1) for run in figures) for run in _named(page, first, last, tongue)]
    found = False
    for start, end in _merged((run - BEFORE, run + AFTER + 1) for run in named):
        first, last = max(0, start), _figures_end(page, min(len(page.runs), end))
        if _is_worth(page, first, last, tongue):
            found = True
            yield from _pieces(first, last)
    if not found and page.html:
        for start, end in _merged((run - BEFORE, run + AFTER) for run in sorted(set(_pictured(page)))):
            yield from _pieces(max(0, start), _figures_end(page, min(len(page.runs), end)))


def _figures(page: Document) -> Iterator[int]:
    longest = LONGEST[page.html]
    for match in DIGITS.finditer(page.visible):
        run = page.run_at(match.start())
        if _length(page, run) <= longest and FIGURE.search(match[0]):
            yield run


def _named(page: Document, first: int, last: int, tongue: Tongue) -> Iterator[int]:
    """The runs of a range that name a foreign currency as a label does."""
    first, last = max(0, first), min(len(page.runs), last)
    start, end = page.starts[first], page.starts[last - 1] + _length(page, last - 1)
    if not _foreign(page.visible[start:end], tongue):
        return
    for run in range(first, last):
        text = page.visible[page.starts[run] : page.starts[run] + _length(page, run)].rstrip()
        if len(text) > LONGEST_LABEL:
            if len(text) > LONGEST[page.html] or not BESIDE.search(text):
                continue
            text = " ".join(match[1] for match in BESIDE.finditer(text)) + " " + " ".join(re.findall(PAIRED, text))
        if _foreign(text, tongue):
            yield run


PAIRED = re.compile(r"\b[A-Z]{3}/?[A-Z]{3}\b")


def _foreign(text: str, tongue: Tongue) -> set[str]:
    """The foreign currencies that a text may name: codes, families, `pair` for a pair written as one word."""
    found = set()
    for word in set(WORD.findall(unescape(text) if "&" in text else text)):
        if word in CODES:
            found.add(word)
        elif (name := _names().get(word) or _names().get(word.casefold())) is not None:
            found.add(name)
        elif len(word) == 6 and word[:3] in CODES and word[3:] in CODES:
            found.add("pair")
    return found - _own(tongue.home)


@cache
def _own(home: str | None) -> frozenset[str]:
    """The names of the home currency alone."""
    return frozenset((home,)) if home else frozenset()


@cache
def _names() -> dict[str, str]:
    """Single words to their currency or family; of a phrase, the longest word that is no currency by itself."""
    single = {word: name for word, name in words().items() if WORD.fullmatch(word)}
    for phrase, name in words().items():
        parts = set(WORD.findall(phrase))
        if phrase not in single and parts and parts.isdisjoint(single):
            single.setdefault(max(parts, key=len), name)
    return single


@cache
def _headings() -> frozenset[str]:
    return frozenset(word for phrase in (*heads(), *markets()) for word in WORD.findall(phrase) if len(word) > 1)


def _is_worth(page: Document, first: int, last: int, tongue: Tongue) -> bool:
    start, end = page.starts[first], page.starts[last - 1] + _length(page, last - 1)
    text = page.visible[start:end]
    named = _foreign(text, tongue)
    if len(named) > 1 or "pair" in named or "=" in text or "/" in text:
        return bool(named)
    return bool(named) and not _headings().isdisjoint(word.casefold() for word in WORD.findall(text))


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
    while at < min(len(page.runs), end + MOST_RUNS // 4) and at - end <= FOLLOWING:
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
