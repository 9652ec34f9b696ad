"""An index that bears the name of its market: `ММВБ 11:33 683.86 -0.26%` heads nothing, it has a number of its own."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from parsers.magnitudes import amount
from parsers.rows import DATED, LABELS
from parsers.tokens import Token
from rates.instruments import instrument_of

LEAST = Decimal(300)  # points: no rouble rate is so high
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


def _index(token: Token) -> Token:
    return replace(token, kind="other", name="", instrument=instrument_of(token.text))


def _is_points(token: Token) -> bool:
    if token.kind != "number" or token.signed or token.percent or PLAIN.fullmatch(token.name):
        return False
    size = amount(token.name, None)
    return size is not None and size >= LEAST
