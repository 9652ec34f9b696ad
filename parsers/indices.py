"""An index that bears the name of its market: `ММВБ 11:33 683.86 -0.26%` heads nothing, it has a number of its own."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from parsers.magnitudes import amount, plausible
from parsers.rows import DATED, FIGURES, LABELS
from parsers.tokens import Token
from rates.instruments import instrument_of

LEAST = Decimal(300)  # points: no rouble rate is so high
COMPANY = 2
FOLLOWED = FIGURES | {"arrow"}  # what ends the thing before: behind a name the euro is the unit of its price
EURO = frozenset(("Euro", "EURO", "Eurokurs"))
FINE = re.compile(r"[01],\d{3,5}")
PLAIN = re.compile(r"\d{3}|(?:19|20)\d\d")  # a currency's number, a year


def name_indices(tokens: Iterable[Token]) -> Iterator[Token]:
    """The tokens of a zone, a market's name before a number of points turned into the index's."""
    waiting: list[Token] = []
    before: Token | None = None
    for token in tokens:
        if waiting and token.kind in DATED:
            waiting.append(token)
            continue
        if waiting:
            yield _index(waiting[0]) if _is_points(token) else waiting[0]
            yield from waiting[1:]
            waiting = []
        labelled = before is not None and before.kind in LABELS and before.run == token.run
        before = token
        if token.kind == "market" and not labelled and instrument_of(token.text):
            waiting = [token]
        else:
            yield token
    yield from waiting


def name_euros(tokens: Iterable[Token], home: str | None) -> Iterator[Token]:
    """The tokens of a zone, the euro among indices turned into its pair: `DAX 18.869 | Euro 1,0883 | Gold 2.386`.

    In a euro country a number of that size beside two things of the world's markets is its price in dollars.
    """
    if home != "EUR":
        yield from tokens
        return
    others = 0
    before: Token | None = None
    held: Token | None = None
    for token in tokens:
        if held:
            yield replace(held, kind="pair", code="EUR", quote="USD") if _is_dollars(token) else held
            held = None
        others += token.kind == "other"
        if (
            token.kind == "unit"
            and token.code == "EUR"
            and token.text in EURO
            and others >= COMPANY
            and before
            and before.kind in FOLLOWED
        ):
            held = token
        else:
            yield token
        before = token
    if held:
        yield held


def _is_dollars(token: Token) -> bool:
    size = amount(token.name, ",") if token.kind == "number" and FINE.fullmatch(token.name) else None
    return size is not None and plausible(size, "EUR", "USD")


def _index(token: Token) -> Token:
    return replace(token, kind="other", name="", instrument=instrument_of(token.text))


def _is_points(token: Token) -> bool:
    if token.kind != "number" or token.signed or token.percent or PLAIN.fullmatch(token.name):
        return False
    size = amount(token.name, None)
    return size is not None and size >= LEAST
