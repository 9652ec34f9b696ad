"""Labels over their numbers: a line of currencies over lines of as many numbers, each led by its bank, side or day.

A line of a table stands under its head column for column; anything else between them, and the list is not made so.
"""

from collections.abc import Sequence
from dataclasses import replace

from parsers.rows import FACTS, FIGURES, LABELS, Element, Row, is_value
from parsers.tokens import Token


def by_column(tokens: Sequence[Token]) -> list[Element] | None:
    """A row for each number and the label over it; None where the list isn't made so."""
    labels = [token for token in tokens if token.kind in LABELS]
    figures = [token for token in tokens if token.kind in FIGURES]
    lines = len(figures) // len(labels) if len(labels) > 1 else 0
    if not lines or len(figures) != lines * len(labels) or labels[-1].start > figures[0].start:
        return None
    if any(token.kind in ("word", "prose") and labels[0].start < token.start for token in tokens):
        return None
    if not all(is_value(token) for token in figures) or len({token.run for token in figures}) < len(figures):
        return None
    columns = [token.column for token in labels]
    if [token.column for token in figures] != columns * lines or (lines > 1 and None in columns):
        return None
    made: list[Element] = [
        token for token in tokens if token.kind not in LABELS | FIGURES and token.start < labels[0].start
    ]
    last = labels[-1].start
    for line in range(lines):
        values = figures[line * len(labels) : (line + 1) * len(labels)]
        facts = [token for token in tokens if token.kind in FACTS and last < token.start < values[0].start]
        for label, value in zip(labels, values, strict=True):
            row = Row(replace(label), "label-first")
            row.take([value, *facts])
            made.append(row)
        last = values[-1].start
    rest = {token.start for token in (*labels, *figures)}
    used = {token.start for element in made for token in (element.tokens if isinstance(element, Row) else [element])}
    return [*made, *(token for token in tokens if token.start not in rest | used)]
