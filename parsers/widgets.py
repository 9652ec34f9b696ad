"""Rows that stand together, and what only the whole list can say: number style, heading, whether it is of prices.

A number in its label's own currency is a price, and one price makes its whole list a price list.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from parsers.grammar_words import BANK_HOMES, HEADING_HOMES, MARKET_HOMES, weak_heads
from parsers.magnitudes import amount
from parsers.market import QUALIFIERS
from parsers.rows import FIGURES, Row, is_value
from parsers.setting import Setting
from parsers.tokens import Token
from rates.model import DecimalMark
from rates.numbers import number_style
from rates.words import fold

MOST_WORDS = 3
APART = 6  # runs between the rows of one widget
EURO_IN_DOLLARS = Decimal("0.8"), Decimal("1.62")  # its lowest of 2000 and its highest of 2008, with room
PARITY = Decimal("0.94")  # below it since 2003 no more, and whole numbers are prices


@dataclass(frozen=True, slots=True)
class Widget:
    """Neighbouring rows and what they show together."""

    rows: tuple[Row, ...]
    headed: bool
    decimal: DecimalMark | None
    priced: bool
    signed: bool
    bases: frozenset[str]
    per_home: bool = False  # the list says what a unit of the home currency buys


def home_of_words(tokens: Sequence[Token]) -> str | None:
    """The home currency of a page that says no more of its country than whose bank fixes the rates, or its heading."""
    for first, second in pairwise([*tokens, Token("mark", "", 0, 0, -1)]):
        if first.kind == "head":
            phrase = f"{first.text} {second.text}" if second.run == first.run else first.text
            if home := HEADING_HOMES.get(fold(phrase)) or HEADING_HOMES.get(fold(first.text)):
                return home
    for token in tokens:
        if token.kind == "market":
            home = BANK_HOMES.get(token.name) or MARKET_HOMES.get(token.name) or MARKET_HOMES.get(fold(token.text))
            if home:
                return home
    return None


def widgets(rows: Sequence[Row], tokens: Sequence[Token], setting: Setting) -> Iterator[Widget]:
    """The rows of a zone in groups that stand together."""
    words = sorted(token.run for token in tokens if token.kind in ("word", "prose"))
    group: list[Row] = []
    for row in sorted(rows, key=lambda row: row.label.start):
        if group and _are_apart(group[-1], row, words):
            yield _widget(group, tokens, setting)
            group = []
        group.append(row)
    if group:
        yield _widget(group, tokens, setting)


def _are_apart(above: Row, below: Row, words: Sequence[int]) -> bool:
    """Whether too much stands between two rows for them to be of one list."""
    first, last = above.tokens[-1].run, below.tokens[0].run
    return last - first > APART or bisect_left(words, last) - bisect_right(words, first) > MOST_WORDS


def _widget(rows: list[Row], tokens: Sequence[Token], setting: Setting) -> Widget:
    figures = [
        end for row in rows for token in row.figures if not token.dayish for end in (token.ends or (token.name,))
    ]
    decimal = number_style(figures) or setting.decimal
    first, last = rows[0].tokens[0].run, rows[-1].tokens[-1].run
    heads = [
        token
        for token in tokens
        if token.kind in ("head", "market")
        and first - APART <= token.run <= last
        and (token.name not in QUALIFIERS or any(abs(token.run - row.label.run) <= 1 for row in rows))
        and not _is_title(token, rows)
    ]
    return Widget(
        tuple(rows),
        headed=any(token.kind == "market" or fold(token.text) not in weak_heads() for token in heads) or len(heads) > 1,
        decimal=decimal,
        priced=_is_priced(rows)
        or _is_price(tokens, rows)
        or _is_repeated(rows)
        or _is_off_market(rows, decimal)
        or _is_interest(tokens, rows),
        signed=any(
            token.text[:1] in "-−–" or "-" in token.text for row in rows for token in row.figures if token.signed
        ),
        bases=frozenset(row.label.code for row in rows if row.label.kind == "currency"),
    )


def _is_title(head: Token, rows: Sequence[Row]) -> bool:
    """Whether a heading is only the title of the column of currencies beside the names of funds or goods."""
    if head.kind != "head" or not head.column or not all(row.named for row in rows):
        return False
    return all(row.label.column and row.label.column[0] == head.column[0] > 0 for row in rows)


def _is_priced(rows: Sequence[Row]) -> bool:
    return any(unit.code == row.label.code for row in rows for unit in row.units if unit.code)


def _is_repeated(rows: Sequence[Row]) -> bool:
    """Whether one label has several values with nothing to tell them apart, as on a list of goods."""
    values: dict[tuple[str, ...], set[str]] = {}
    for row in rows:
        if row.label.kind == "currency" and not any(word.run == row.label.run for word in row.words):
            facts = [token for token in (*row.facts, *row.context) if token.kind in ("market", "side", "date", "time")]
            key = (row.label.code, *sorted({token.name + token.text for token in facts}))
            values.setdefault(key, set()).add(" ".join(token.name for token in row.figures))
    return any(len(different) > 1 for different in values.values())


def _is_interest(tokens: Sequence[Token], rows: Sequence[Row]) -> bool:
    """Whether a list is of interest: under `LIBOR 3M`, a column `% p.a.` or a heading `Deposit rates`."""
    above = [token for token in tokens if token.start < rows[0].label.start and rows[0].label.run - token.run <= APART]
    heads = {token.run for token in above if token.kind == "head"}
    found = False
    for token in above:
        if token.kind == "column" and token.name == "interest":
            found |= token.column is not None or token.run in heads
        elif token.kind == "other" and token.instrument and token.instrument.kind == "rate":
            found = True
        elif token.kind in FIGURES:
            found = False  # it was that number's
    return found


def _is_price(tokens: Sequence[Token], rows: Sequence[Row]) -> bool:
    runs = {token.run for row in rows for token in row.tokens}
    near = runs | {run - 1 for run in runs}
    return any(token.kind == "column" and token.name == "price" and token.run in near for token in tokens) and not any(
        token.kind == "head" for token in tokens
    )


def _is_off_market(rows: Sequence[Row], decimal: DecimalMark | None) -> bool:
    """Whether a list without a market has the euro where it never stood to the dollar: fees and fares of two lands."""
    values: dict[str, Decimal] = {}
    for row in rows:
        if row.count or any(token.kind in ("market", "side") for token in (*row.facts, *row.context)):
            return False
        value = next((token for token in row.figures if is_value(token)), None)
        size = amount(value.name, decimal) if value else None
        if size and row.label.kind == "currency":
            values.setdefault(row.label.code, size)
    if not {"USD", "EUR"} <= values.keys():
        return False
    euro, dollar = values["EUR"], values["USD"]
    low, high = EURO_IN_DOLLARS
    return not (PARITY if euro % 1 == dollar % 1 == 0 else low) <= euro / dollar <= high
