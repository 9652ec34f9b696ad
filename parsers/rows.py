"""A row: a label with its figures and the facts printed for it, and the names of the kinds of tokens."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from parsers.tokens import Token
from rates.model import Side

LABELS = frozenset(("currency", "pair", "other"))

FIGURES = frozenset(("number", "range"))

FACTS = frozenset(("date", "time", "market", "side", "column", "head", "arrow"))

WORDS = frozenset(("word", "prose"))

DATED = frozenset(("date", "time"))

COUNTS = frozenset(("1", "10", "100", "1000", "10000", "1 000", "10 000", "1000000"))

FRACTION = re.compile(r"[.,]\d{2,}$|[.,]\d$")

Order = Literal["label-first", "value-first"]


@dataclass(slots=True, eq=False)
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
    named: bool = False  # something unknown stands with it: it may be what the number is the price of

    @property
    def has_value(self) -> bool:
        """Whether one of the figures can be a price."""
        return any(is_value(token) for token in self.figures)

    @property
    def has_change(self) -> bool:
        """Whether one of the figures is a change."""
        return any(not is_value(token) for token in self.figures)

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


def is_value(token: Token) -> bool:
    """Whether a figure can be a price: no sign, no percent."""
    return token.kind == "range" or (token.kind == "number" and not token.signed and not token.percent)


def same(left: Token, right: Token) -> bool:
    """Whether two labels name one currency."""
    return left.kind == right.kind == "currency" and left.code == right.code


@dataclass(slots=True)
class Price:
    """One value of a row with what is its own."""

    token: Token
    text: str
    start: int
    side: Side | None = None
    market: Token | None = None
    date: Token | None = None
