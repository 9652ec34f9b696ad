"""Which number belongs to which label: neighbours in the markup's tree first, then the order of a flat list.

A zone is split where its runs hang together least. In the smallest part that holds a label and a number the two are a
row; what is left over is given to the rows of the next larger part.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from operator import attrgetter

from parsers.pairing import pair
from parsers.rows import FIGURES, FRACTION, LABELS, WORDS, Element, Order, Row
from parsers.sharing import share
from parsers.structure import DEEP
from parsers.tokens import Token
from rates.numbers import number_style

MOST_DEPTHS = 60
FEWEST_WORDS = 2
LARGE = 4  # digits


def rows(tokens: Sequence[Token], *, flat: bool = False) -> list[Row]:
    """The rows of a zone, in page order.

    A `flat` zone is plain text, where nothing parts a list from what stands over and under it: where the whole cannot
    be read, its blocks between lines of words can.

    `18.10` is read as the date it may be where that leaves every row its value, else as a number. A list that could
    be read from either end is read as its neighbours in the zone are.
    """
    found = _whole(tokens)
    return found if found or not flat else [row for block in _blocks(tokens) for row in _listed(block)]


def _blocks(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """A zone's lines between those of words alone; a heading begins a block."""
    block: list[Token] = []
    for _, run in groupby(tokens, attrgetter("run")):
        line = list(run)
        if all(token.kind in WORDS for token in line):
            yield block
            block = []
        elif line[0].kind == "head":
            yield block
            block = line
        else:
            block += line
    yield block


def _listed(block: Sequence[Token]) -> list[Row]:
    """The rows of a block that is a list: more than one row, or a heading's."""
    found = _whole(block)
    return found if len(found) > 1 or any(token.kind in ("head", "market") for token in block) else []


def _whole(tokens: Sequence[Token]) -> list[Row]:
    kinds = {token.kind for token in tokens}
    if kinds.isdisjoint(FIGURES) or kinds.isdisjoint(LABELS | {"sign"}):
        return []
    plain = _rows(tokens, None)
    if any(token.dayish for token in tokens):
        found = _rows([replace(token, kind="date") if token.dayish else token for token in tokens], None)
        told = [row for row in found if any(fact.dayish for fact in (*row.facts, *row.context))]
        priced = all(
            any(FRACTION.search(token.name) or len(token.name) >= LARGE for token in row.figures) for row in told
        )
        if not plain or (told and priced and len(found) >= len(plain) and _are_days(found, plain)):
            return found
    return plain


def _are_days(rows: Sequence[Row], plain: Sequence[Row]) -> bool:
    """Whether what may be days is none of the list's numbers: under a decimal point, days that all rows repeat."""
    figures = [token.name for row in rows for token in row.figures if not token.dayish]
    if len(rows) == 1 or number_style(figures) != ".":
        return True
    own = [days for row in rows if (days := tuple(fact.text for fact in row.facts if fact.dayish))]
    if own:
        return len(own) > 1 and len(set(own)) == 1
    numbers = {token.start for row in plain for token in row.figures}
    return not any(fact.dayish and fact.start in numbers for row in rows for fact in row.context)


def _rows(tokens: Sequence[Token], prefer: Order | None) -> list[Row]:
    labels = [index for index, token in enumerate(tokens) if token.kind in LABELS or token.kind == "sign"]
    figures = [index for index, token in enumerate(tokens) if token.kind in FIGURES]
    elements = _Reading(tokens, labels, figures, prefer).part(0, len(tokens), 0)
    found = [element for element in elements if isinstance(element, Row)]
    orders = {row.order for row in found}
    loose = any(isinstance(element, Token) and element.kind in LABELS for element in elements)
    if prefer or not loose or len(found) < 2 or len(orders) > 1:
        return found
    return _rows(tokens, orders.pop())


@dataclass(frozen=True, slots=True)
class _Reading:
    """A zone's tokens and where its labels and figures are: a part without both has no rows, and is not looked at."""

    tokens: Sequence[Token]
    labels: Sequence[int]
    figures: Sequence[int]
    prefer: Order | None

    def part(self, start: int, end: int, depth: int) -> list[Element]:
        """The rows and loose tokens of a part."""
        tokens = self.tokens[start:end]
        if not _any_within(self.labels, start, end) or not _any_within(self.figures, start, end):
            return list(tokens)
        least = min([token.meets for token in tokens[1:]], default=DEEP)
        if depth > MOST_DEPTHS or least >= DEEP:
            made = _combine(list(tokens), self.prefer)
            return [_sentence(tokens)] if least >= DEEP and _is_sentence(tokens, made) else made
        cuts = [start, *(at for at in range(start + 1, end) if self.tokens[at].meets == least), end]
        parts = [element for first, last in pairwise(cuts) for element in self.part(first, last, depth + 1)]
        return _combine(parts, self.prefer)


def _any_within(places: Sequence[int], start: int, end: int) -> bool:
    at = bisect_left(places, start)
    return at < len(places) and places[at] < end


def _is_sentence(tokens: Sequence[Token], made: Sequence[Element]) -> bool:
    """Whether a run that names a currency and a number is words, and no row: `Доллар подешевел до 92 рублей`."""
    words = sum(token.kind == "word" for token in tokens)
    return words >= FEWEST_WORDS and not any(isinstance(element, Row) for element in made)


def _sentence(tokens: Sequence[Token]) -> Token:
    return replace(tokens[0], kind="prose", text="", end=tokens[-1].end)


def _combine(elements: list[Element], prefer: Order | None) -> list[Element]:
    """Make rows of the loose labels and figures of one part, then give its loose facts to its rows."""
    if len(elements) < 2:
        return elements
    made: list[Element] = []
    loose: list[Token] = []
    for element in elements:
        if isinstance(element, Token) and element.kind != "prose":
            loose.append(element)
            continue
        made += [*pair(loose, prefer), element]  # a sentence stands in no row
        loose = []
    return share(made + pair(loose, prefer))
