"""Which number belongs to which label: neighbours in the markup's tree first, then the order of a flat list.

A zone is split where its runs hang together least. In the smallest part that holds a label and a number the two are a
row; in a flat list of labels and numbers each label has the numbers behind it, or each the numbers before it, and a
list that can be read both ways is read in none.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

from parsers.magnitudes import amount
from parsers.tokens import Token

LABELS = frozenset(("currency", "pair", "other"))
FIGURES = frozenset(("number", "range"))
FACTS = frozenset(("date", "time", "market", "side", "column", "head", "arrow"))
DATED = frozenset(("date", "time"))
COUNTS = frozenset(("1", "10", "100", "1000", "10000", "1 000", "10 000", "1000000"))
FRACTION = re.compile(r"[.,]\d{2,}$|[.,]\d$")
CODE_NUMBER = re.compile(r"\d{2,3}")
MOST_DEPTHS = 60
MOST_BUTTONS, MOST_NAMES = 2, 4
NEAR, FAR, NAMED = 6, 40, 3

Order = Literal["label-first", "value-first"]


@dataclass(slots=True)
class Row:
    """A label with its figures and facts. `order` says on which side of its label the value stands."""

    label: Token
    order: Order
    figures: list[Token] = field(default_factory=list)
    facts: list[Token] = field(default_factory=list)
    words: list[Token] = field(default_factory=list)
    units: list[Token] = field(default_factory=list)
    context: list[Token] = field(default_factory=list)
    aliases: list[Token] = field(default_factory=list)
    count: Token | None = None

    @property
    def has_value(self) -> bool:
        """Whether one of the figures can be a price."""
        return any(_is_value(token) for token in self.figures)

    @property
    def has_change(self) -> bool:
        """Whether one of the figures is a change."""
        return any(not _is_value(token) for token in self.figures)

    def heed(self, tokens: Iterable[Token]) -> None:
        """Add what heads this row; what is nearer was heeded before."""
        known = {token.start for token in self.context}
        self.context += [token for token in tokens if token.start not in known]

    def take(self, tokens: Sequence[Token]) -> None:
        """Add what was printed for this row."""
        for token in tokens:
            kinds = self.figures if token.kind in FIGURES else self.units if token.kind == "unit" else self.facts
            (self.words if token.kind in ("word", "prose") else kinds).append(token)

    @property
    def tokens(self) -> list[Token]:
        """Everything printed for the row, in page order."""
        parts = (
            self.label,
            *self.aliases,
            *self.figures,
            *self.facts,
            *self.units,
            *([self.count] if self.count else []),
        )
        return sorted(parts, key=lambda token: token.start)


Element = Token | Row


def rows(tokens: Sequence[Token]) -> list[Row]:
    """The rows of a zone, in page order.

    `18.10` is read as the date it may be where that leaves every row its value, else as a number. A list that could
    be read from either end is read as its neighbours in the zone are.
    """
    dated = [replace(token, kind="date") if token.dayish else token for token in tokens]
    plain = _rows(list(tokens), None)
    if any(token.dayish for token in tokens):
        found = _rows(dated, None)
        told = [row for row in found if any(fact.dayish for fact in (*row.facts, *row.context))]
        priced = all(any(FRACTION.search(token.name) for token in row.figures) for row in told)
        if told and priced and len(found) >= len(plain):
            return found
    return plain


def _rows(tokens: Sequence[Token], prefer: Order | None) -> list[Row]:
    elements = _read(tokens, 0, prefer)
    found = [element for element in elements if isinstance(element, Row)]
    orders = {row.order for row in found}
    loose = any(isinstance(element, Token) and element.kind in LABELS for element in elements)
    if prefer or not loose or len(found) < 2 or len(orders) > 1:
        return found
    return _rows(tokens, orders.pop())


def _read(tokens: Sequence[Token], depth: int, prefer: Order | None) -> list[Element]:
    if len(tokens) < 2:
        return list(tokens)
    least = min(token.meets for token in tokens[1:])
    parts = [tokens] if depth > MOST_DEPTHS or least >= 1000 else _split(tokens, least)
    if len(parts) == 1:
        return _combine(list(tokens), prefer)
    return _combine([element for part in parts for element in _read(part, depth + 1, prefer)], prefer)


def _split(tokens: Sequence[Token], least: float) -> list[Sequence[Token]]:
    cuts = [0, *(index for index in range(1, len(tokens)) if tokens[index].meets == least), len(tokens)]
    return [tokens[start:end] for start, end in pairwise(cuts)]


def _combine(elements: list[Element], prefer: Order | None) -> list[Element]:
    """Make rows of the loose labels and figures of one part, then give its loose facts to its rows."""
    made: list[Element] = []
    for stretch in _stretches(elements):
        made += (
            stretch
            if isinstance(stretch[0], Row)
            else _pair([token for token in stretch if isinstance(token, Token)], prefer)
        )
    return share(made)


def _stretches(elements: list[Element]) -> Iterator[list[Element]]:
    """Rows one by one, and between them the loose tokens."""
    stretch: list[Element] = []
    for element in elements:
        if isinstance(element, Row):
            if stretch:
                yield stretch
            yield [element]
            stretch = []
        else:
            stretch.append(element)
    if stretch:
        yield stretch


def _pair(tokens: list[Token], prefer: Order | None) -> list[Element]:
    kinds = {token.kind for token in tokens}
    if not kinds & FIGURES or not kinds & (LABELS | {"sign"}):
        return list(tokens)
    tokens = _idle(tokens)
    if "sign" in kinds and kinds & LABELS and (every := _each_labelled(tokens)):
        return every
    soft = kinds & LABELS  # a sign beside a number is its unit where another label stands
    settled = [_settle(token, unit=bool(soft)) for token in tokens]
    forward, backward = _label_first(settled, orphans=prefer == "label-first"), _value_first(settled)
    if not forward and not backward:
        return _by_column(settled) or list(tokens)
    if forward and backward:
        return list(tokens)
    return forward or backward or []


def _each_labelled(tokens: list[Token]) -> list[Element] | None:
    """A list where signs and codes take turns, `€121.216 $97.9286 CHF 100.7698`: each has a number of its own."""
    labels = sum(token.kind in LABELS or token.kind == "sign" for token in tokens)
    settled = [_settle(token, unit=False) for token in tokens]
    found = _label_first(settled, orphans=False) or []
    rows = [element for element in found if isinstance(element, Row)]
    return found if len(rows) == labels and not any(row.aliases for row in rows) else None


def _idle(tokens: list[Token]) -> list[Token]:
    """Counts and number codes beside fractions are no values: `EUR 978 EMU 1 117,2433`."""
    figures = [token for token in tokens if token.kind == "number" and _is_value(token)]
    if not any(FRACTION.search(token.name) for token in figures):
        return tokens
    return [
        replace(token, kind="count" if token.text in COUNTS else "silent")
        if token in figures and (token.text in COUNTS or CODE_NUMBER.fullmatch(token.name))
        else token
        for token in tokens
    ]


def _settle(token: Token, *, unit: bool) -> Token:
    if token.kind != "sign":
        return token
    return replace(token, kind="unit", code=token.quote) if unit else replace(token, kind="currency", soft=True)


def _label_first(tokens: list[Token], *, orphans: bool) -> list[Element] | None:
    """Each label has what stands behind it; None where the list isn't made so."""
    out: list[Element] = []
    row: Row | None = None
    listed = _is_listed(tokens)
    strange = 0  # words between the label and its number, or after the number: someone else's label
    for index, token in enumerate(tokens):
        if token.kind in LABELS:
            if row and not row.has_value and row.label.kind == "other":
                out.remove(row)  # another thing without a price says nothing of the currencies beside it
            elif row and not row.has_value:
                if not _same(row.label, token) and not _spells_out(row.label, token):
                    return None
                row.aliases.append(row.label)
                row.label = token if token.kind != "currency" or _is_sharper(token, row.label) else row.label
                continue
            row, strange = Row(token, "label-first"), 0
            out.append(row)
        elif token.kind in FIGURES:
            if _is_count(tokens, index):
                out.append(token)
            elif not row and not orphans:
                return None
            elif not row:
                out.append(token)
            elif strange and not row.has_value and not listed:
                if row.label.kind != "other":
                    return None
            elif not strange or listed:
                row.figures.append(token)
        elif token.kind == "count" and row and not row.has_value and not row.count:
            row.count = token
        elif token.kind == "silent":
            continue
        elif token.kind == "count" or not row:
            out.append(token)
        elif token.kind in ("word", "prose"):
            strange += 1
            row.words.append(token)
        else:
            (row.units if token.kind == "unit" else row.facts).append(token)
    if row and not row.has_value and row.label.kind == "other":
        out.remove(row)
    return _counted(out) if all(row.has_value for row in out if isinstance(row, Row)) else None


def _is_listed(tokens: list[Token]) -> bool:
    """Whether a line is of an official list: one currency, its name or country, and a count or a number code."""
    codes = {token.code for token in tokens if token.kind == "currency"}
    words = sum(token.kind == "word" for token in tokens)
    return len(codes) == 1 and words <= MOST_NAMES and any(token.kind in ("count", "silent") for token in tokens)


def _value_first(tokens: list[Token]) -> list[Element] | None:
    """Each label has what stands before it; None where the list isn't made so."""
    out: list[Element] = []
    pending: list[Token] = []
    row: Row | None = None
    for index, token in enumerate(tokens):
        if token.kind in LABELS:
            if not any(_is_value(waiting) for waiting in pending) or _is_count(tokens, index - 1):
                if row and _same(row.label, token) and not pending:
                    continue
                return None
            words = [waiting for waiting in pending if waiting.kind in ("word", "prose")]
            if len(words) > (0 if token.kind == "currency" else MOST_BUTTONS) or _owned(pending, token):
                return None
            row = Row(token, "value-first")
            row.take(pending)
            out.append(row)
            pending = []
        elif token.kind in FIGURES and _is_value(token) and pending and pending[0].kind == "word":
            return None  # a word before the number may be its label
        elif row and not pending and token.kind not in FIGURES and token.run == row.label.run:
            row.take([token])
        elif not row and not pending and token.kind in FACTS:
            out.append(token)
        else:
            pending.append(token)
    if any(_is_value(token) for token in pending) or not row:
        return None
    return [*out, *pending]


def _by_column(tokens: list[Token]) -> list[Element] | None:
    """A line of labels over a line of as many numbers."""
    labels = [token for token in tokens if token.kind in LABELS]
    figures = [token for token in tokens if token.kind in FIGURES]
    if len(labels) < 2 or len(labels) != len(figures) or labels[-1].start > figures[0].start:
        return None
    if any(token.kind in ("word", "prose") and labels[0].start < token.start for token in tokens):
        return None
    if not all(_is_value(token) for token in figures) or len({token.run for token in figures}) < len(figures):
        return None
    if [token.column for token in labels] != [token.column for token in figures]:
        return None
    made = [Row(label, "label-first") for label in labels]
    for row, figure in zip(made, figures, strict=True):
        row.take([figure])
    others: list[Element] = [token for token in tokens if token.kind not in LABELS | FIGURES]
    return [*others, *made]


def _owned(pending: Sequence[Token], label: Token) -> bool:
    """Whether a number right before a code in the same run is a price in that currency, `145.47 USD`."""
    last = pending[-1]
    return last.kind == "number" and last.run == label.run and (label.text.isupper() or not label.text[0].isalpha())


def _counted(out: list[Element]) -> list[Element]:
    """Give each row the count that stands before its label, `100 JPY`."""
    found: list[Element] = []
    for element in out:
        if isinstance(element, Row) and not element.count:
            at = len(found)
            while (
                at
                and isinstance(name := found[at - 1], Token)
                and name.kind == "word"
                and name.run == element.label.run
            ):
                at -= 1  # `10 АРМЯН ДРАМЫ AMD`
            count = found[at - 1] if at else None
            if isinstance(count, Token) and count.text in COUNTS:
                element.count = count
                del found[at - 1]
        found.append(element)
    return found


def _is_count(tokens: Sequence[Token], index: int) -> bool:
    token = tokens[index]
    if token.text not in COUNTS:
        return False
    following = (other for other in tokens[index + 1 : index + 5] if other.kind != "word" or other.run != token.run)
    label = next(following, None)
    return bool(label and label.kind in LABELS and (label.run == token.run or label.meets == token.meets))


def _is_value(token: Token) -> bool:
    return token.kind == "range" or (token.kind == "number" and not token.signed and not token.percent)


def _same(left: Token, right: Token) -> bool:
    return left.kind == right.kind == "currency" and left.code == right.code


def _spells_out(label: Token, pair: Token) -> bool:
    """Whether a pair says of a currency what it is priced in, `Euro (EUR/USD)`."""
    return pair.kind == "pair" and label.run == pair.run and label.code in (pair.code, pair.quote)


def _is_sharper(left: Token, right: Token) -> bool:
    return len(left.text) <= len(right.text)


def share(elements: list[Element]) -> list[Element]:
    """Give the loose facts between the rows of a part to the row they follow, or to all rows they head."""
    rows = [element for element in elements if isinstance(element, Row)]
    if not rows:
        return elements
    if len(rows) == 1 and (rows[0].label.soft or _is_quoted(rows[0], elements)):
        named = _name(rows[0], elements)
        if named is not None:
            return named
    gaps: list[list[Token]] = [[]]
    for element in elements:
        if isinstance(element, Row):
            gaps.append([])
        else:
            gaps[-1].append(element)
    dated = sum(any(token.kind in DATED for token in gap) for gap in gaps)
    each = len(rows) == 1 or dated >= len(rows)
    loose = [_share_gap(rows, gaps, index, each=each) for index in range(len(gaps))]
    if len(rows) > 1:
        _head(rows, gaps)
    out: list[Element] = [*loose[0]]
    for row, left in zip(rows, loose[1:], strict=True):
        out += [row, *left]
    return out


def _is_quoted(row: Row, elements: list[Element]) -> bool:
    """Whether a code between another instrument and its number is the unit, `Ethereum | USD 3,100`."""
    before = elements[elements.index(row) - 1] if elements.index(row) else None
    return row.label.kind == "currency" and isinstance(before, Token) and before.kind == "other"


def _name(row: Row, elements: list[Element]) -> list[Element] | None:
    """A sign is a number's unit, not its label, where the number has a name: `$33,33 Silver`."""
    loose = [
        element for element in elements if isinstance(element, Token) and abs(element.run - row.label.run) <= NAMED
    ]
    labels = [token for token in loose if token.kind in LABELS]
    if not labels and not any(token.kind in ("word", "prose") for token in loose):
        return None
    if len(labels) == 1:
        row.units.append(replace(row.label, kind="unit", code=row.label.quote))
        row.label = labels[0]
        return [element for element in elements if element is not labels[0]]
    unit = replace(row.label, kind="unit", code=row.label.quote)
    return [part for element in elements for part in ([unit, *row.figures] if element is row else [element])]


def _share_gap(rows: list[Row], gaps: list[list[Token]], index: int, *, each: bool) -> list[Token]:
    """What a gap's row takes of it: changes always, dates and times where the rows each have theirs."""
    gap = gaps[index]
    before = rows[index - 1] if index else None
    after = rows[index] if index < len(rows) else None
    left: list[Token] = []
    words = 0
    for place, token in enumerate(gap):
        row = before if before and before.order == "label-first" else after if not before or after else before
        if len(rows) == 1:
            row = rows[0]
        stray = token.kind in DATED and not token.led and _is_stray(gap, place, behind=row is before)
        if (
            row
            and words <= MOST_BUTTONS
            and not stray
            and _takes(row, token, each=each, alone=len(rows) == 1, words=words)
        ):
            row.take([token])
        else:
            words += (token.kind == "word" or 9 * (token.kind == "prose")) if row is before else 0
            left.append(token)
    gaps[index] = left
    return left


def _is_stray(gap: Sequence[Token], place: int, *, behind: bool) -> bool:
    """Whether a date or time beside a row heads what comes next, or stands apart from it."""
    if behind:
        return any(token.kind in ("word", "prose") for token in gap[place + 1 : place + 3])
    return any(token.kind in ("word", "prose", "number") for token in gap[place + 1 :]) or not _is_told(gap[place], gap)


def _takes(row: Row, token: Token, *, each: bool, alone: bool, words: int) -> bool:
    if abs(token.run - row.label.run) > NEAR:
        return False
    if token.kind == "number":
        if words:
            return False
        behind = token.start > row.label.start
        if row.has_change or behind != (row.order == "label-first"):
            return False
        return not _is_value(token) or _is_small(row, token)
    if token.kind in DATED:
        return each and not any(fact.kind == token.kind for fact in row.facts)
    if token.kind == "arrow":
        return True
    if token.kind in LABELS and _same(row.label, token):
        return True
    return alone and token.kind in ("market", "side", "column", "unit")


def _is_told(token: Token, gap: Sequence[Token]) -> bool:
    """Whether a date over rows is said to be theirs: the date of a page's head stands over many things."""
    if token.led or token.column:
        return True
    return any(other.kind in ("head", "market", "side") and 0 <= token.run - other.run <= 1 for other in gap)


def _next_to(gap: Iterable[Token]) -> list[Token]:
    """The dates and times of a gap that no other words part from the row beside it."""
    found = []
    for token in gap:
        if token.kind in DATED:
            found.append(token)
        elif token.kind not in FACTS:
            break
    return found[::-1]


def _is_small(row: Row, token: Token) -> bool:
    """Whether an unsigned number right behind a row can be its change."""
    value = next((figure for figure in row.figures if figure.kind == "number"), None)
    if not value or row.order != "label-first" or not 0 <= token.run - value.run <= 1:
        return False
    size, whole = amount(token.name, None), amount(value.name, None)
    return bool(size is not None and whole and size < whole / 4)


def _head(rows: list[Row], gaps: list[list[Token]]) -> None:
    """Tell the rows what heads them; a head of columns replaces the one before, a last date is for all."""
    context: list[Token] = []
    for row, gap in zip(rows, gaps, strict=False):
        if any(token.kind in ("side", "column") for token in gap):
            context = []
        dates = [token for token in _next_to(reversed(gap)) if _is_told(token, gap)]
        facts = [token for token in gap if token.kind in FACTS - DATED] + dates
        kinds = {token.kind for token in facts}
        context = [token for token in context if token.kind not in kinds] + facts
        row.heed(token for token in context if abs(token.run - row.label.run) <= FAR)
    last = [token for token in _next_to(gaps[-1]) if token.led]
    for row in rows:
        row.heed(last)
