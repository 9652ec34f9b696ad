"""Facts between rows: a change or a time belongs to the row it stands at, a heading to all rows that it heads."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from parsers.grammar_words import BANK_HOMES
from parsers.magnitudes import amount
from parsers.pairing import MOST_BUTTONS
from parsers.rows import DATED, FACTS, FRACTION, LABELS, Element, Row, is_value, same
from parsers.tokens import Token

NEAR, FAR, NAMED = 6, 40, 3


def share(elements: list[Element]) -> list[Element]:
    """Give the loose facts between the rows of a part to the row they follow, or to all rows they head."""
    rows = [element for element in elements if isinstance(element, Row)]
    if not rows or len(rows) == len(elements):
        return elements
    if len(rows) == 1 and (rows[0].label.soft or _is_quoted(rows[0], elements)):
        named = _name(rows[0], elements)
        if named is not None:
            return named
    if len(rows) == 1:
        rows[0].named |= any(
            isinstance(element, Token) and element.kind == "word" and abs(element.run - rows[0].label.run) <= NAMED
            for element in elements
        )
    elif _are_goods(rows, elements):
        for row in rows:
            row.named = True
    gaps: list[list[Token]] = [[]]
    for element in elements:
        if isinstance(element, Row):
            gaps.append([])
        else:
            gaps[-1].append(element)
    dated = [any(token.kind in DATED for token in gap) for gap in gaps]
    each = len(rows) == 1 or all(dated[1:]) or all(dated[:-1])
    loose = [_share_gap(rows, gaps, index, each=each) for index in range(len(gaps))]
    if len(rows) > 1:
        _head(rows, gaps)
    out: list[Element] = [*loose[0]]
    for row, left in zip(rows, loose[1:], strict=True):
        out += [row, *left]
    return out


def _are_goods(rows: list[Row], elements: list[Element]) -> bool:
    """Whether each row has a sign for its label and a line of words before it, `Чайник | € 89,90 | Утюг | $ 92,90`."""
    named = [
        row for before, row in pairwise(elements) if isinstance(before, Token) and before.kind in ("word", "prose")
    ]
    return all(row.label.soft and row in named for row in rows)


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
        follower = gap[place + 1] if place + 1 < len(gap) else None
        stray = token.kind in DATED and not token.led and _is_stray(gap, place, behind=row is before)
        if (
            row
            and words <= MOST_BUTTONS
            and not stray
            and _takes(row, token, each=each, alone=len(rows) == 1, words=words, follower=follower)
        ):
            row.take([token])
            if token.kind == "market" and index == 0 and _is_of_heading(gap, token):
                left.append(token)  # `Курсы ЦБ: USD 31,19` heads the rows that follow as well
        else:
            words += (token.kind == "word" or 9 * (token.kind == "prose")) if row is before else 0
            left.append(token)
    gaps[index] = left
    return left


def _is_stray(gap: Sequence[Token], place: int, *, behind: bool) -> bool:
    """Whether a date or time beside a row heads what comes next, or stands apart from it."""
    if behind:
        named = any(token.kind in ("word", "prose") and token.run != gap[place].run for token in gap[:place])
        return named or any(token.kind in ("word", "prose") for token in gap[place + 1 : place + 3])
    return any(token.kind in ("word", "prose", "number") for token in gap[place + 1 :]) or not _is_told(gap[place], gap)


def _takes(row: Row, token: Token, *, each: bool, alone: bool, words: int, follower: Token | None) -> bool:
    if abs(token.run - row.label.run) > NEAR:
        return False
    if token.kind == "number":
        if words or (follower and follower.kind == "word" and follower.run == token.run and is_value(token)):
            return False  # `100 złotych` counts what comes next
        behind = token.start > row.label.start
        if row.has_change or behind != (row.order == "label-first"):
            return False
        return not is_value(token) or _is_small(row, token)
    if token.kind in DATED:
        return each and not any(fact.kind == token.kind for fact in row.facts)
    if token.kind == "arrow":
        return True
    if token.kind in LABELS and same(row.label, token):
        return True
    if token.kind == "unit" and follower and follower.kind == "number":
        return False  # another number's
    return alone and token.kind in ("market", "side", "column", "unit")


def _is_of_heading(gap: Sequence[Token], token: Token) -> bool:
    return any(other.kind == "head" and other.run == token.run for other in gap)


def _is_told(token: Token, gap: Sequence[Token]) -> bool:
    """Whether a date over rows is said to be theirs: the date of a page's head stands over many things."""
    if token.led or token.column:
        return True
    return any(other.kind in ("head", "market", "side") and 0 <= token.run - other.run <= 1 for other in gap)


def _told(dates: Sequence[Token], gap: Sequence[Token]) -> list[Token]:
    """The dates that are said to be of the rows, and those that stand in line with one, `16.01 | 17.01`."""
    found: list[Token] = []
    for token in dates:
        if _is_told(token, gap) or (
            found and token.kind == found[-1].kind == "date" and token.run - found[-1].run <= 1
        ):
            found.append(token)
    return found


def _next_to(gap: Iterable[Token]) -> list[Token]:
    """The dates and times of a gap that no other words part from the row beside it."""
    found = []
    for token in gap:
        if token.kind in DATED:
            found.append(token)
        elif token.kind not in FACTS:
            break
    return found[::-1]


def _announced(gap: Sequence[Token]) -> list[Token]:
    """The one date that a heading says is its list's, `Tabela 096/A/NBP/2025 z dnia 2025-05-20`."""
    heads = [token.run for token in gap if token.kind in ("head", "market")]
    dates = [
        token for token in gap if token.kind == "date" and token.led and any(abs(token.run - run) <= 1 for run in heads)
    ]
    return dates if len(dates) == 1 else []


def _again(gap: Sequence[Token], context: Sequence[Token]) -> list[Token]:
    """A date alone between the rows of a list that began with one: the rows behind it are of another day."""
    dated = any(token.kind == "date" for token in context)
    return list(gap) if dated and len(gap) == 1 and gap[0].kind == "date" else []


def _is_small(row: Row, token: Token) -> bool:
    """Whether an unsigned number right behind a row can be its change."""
    value = next((figure for figure in row.figures if figure.kind == "number"), None)
    if not value or row.order != "label-first" or not 0 <= token.run - value.run <= 1:
        return False
    if FRACTION.search(value.name) and not FRACTION.search(token.name):
        return False  # `0` beside `105.33` counts something
    size, whole = amount(token.name, None), amount(value.name, None)
    return bool(size is not None and whole and size < whole / 4)


def _head(rows: list[Row], gaps: list[list[Token]]) -> None:
    """Tell the rows what heads them; a head of columns replaces the one before, a last date is for all."""
    context: list[Token] = []
    above = 0  # the run of what was read last
    for row, gap in zip(rows, gaps, strict=False):
        parted = max((at for at, token in enumerate(gap) if token.kind == "prose"), default=-1)
        gap = gap[parted + 1 :]
        if parted >= 0 or any(token.kind in ("side", "column") for token in gap):
            context = []
        dates = _told(_next_to(reversed(gap)), gap) or _announced(gap) or _again(gap, context)
        facts = [token for token in gap if token.kind in FACTS - DATED] + dates
        kinds = {token.kind for token in facts}
        context = [token for token in context if token.kind not in kinds] + facts
        above = max([above, *(token.run for token in facts)])
        if row.label.run - above > FAR:
            context = []
        above = row.label.run
        if context:
            row.heed(context)
    last = [token for token in _next_to(gaps[-1]) if token.led] + _source(rows, gaps[-1])
    for row in rows if last else ():
        row.heed(last)


def _source(rows: Sequence[Row], gap: Sequence[Token]) -> list[Token]:
    """The bank that a note right under a list names as its source, where nothing else says whose the rates are."""
    told = any(token.kind == "market" for row in rows for token in (*row.facts, *row.context))
    note = [token for token in gap if gap and token.run == gap[0].run]
    banks = [token for token in note if token.kind == "market" and (token.name == "bank" or token.name in BANK_HOMES)]
    told |= len(banks) != 1 or sum(token.kind == "word" for token in note) > MOST_BUTTONS
    return [] if told or gap[0].run - rows[-1].tokens[-1].run > 2 else banks
