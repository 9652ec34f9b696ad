"""Whose a change is, and which way it went: a wrong sign is worse than none."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from parsers.magnitudes import amount
from parsers.prices import LARGEST_CHANGE
from parsers.rows import Price
from parsers.tokens import Token
from parsers.widgets import Widget
from rates.model import Direction, Printed

LARGEST_PERCENT = Decimal(60)


def with_changes(
    quotes: list[tuple[Price, Printed]],
    changes: list[Token],
    facts: list[Token],
    widget: Widget,
    around: Direction | None,
) -> list[Printed]:
    """The quotes with their changes: of its table cell, of both ends of a range, of the later of two days, or its own.

    Where two sides share a row nothing tells whose a change is.
    """
    token = quotes[0][0].token
    columns = {price.token.column for price, _ in quotes} if token.column else set()
    if len(quotes) > 1 and columns and any(change.column in columns for change in changes):
        return [
            _changed(
                quote, [change for change in changes if change.column == price.token.column], facts, widget, around
            )
            for price, quote in quotes
        ]
    if all(price.token is token for price, _ in quotes) and token.kind == "range" and not token.percent:
        return [_changed(quote, changes, facts, widget, around) for _, quote in quotes]
    if len(quotes) == len(changes) > 1:
        each = zip(quotes, sorted(changes, key=lambda change: change.start), strict=True)
        return [_changed(quote, [change], facts, widget, around) for (_, quote), change in each]
    if columns and (one := _beside(quotes, changes)) is not None:
        return [
            _changed(quote, changes if at == one else [], facts, widget, around) for at, (_, quote) in enumerate(quotes)
        ]
    if len(quotes) == 1 or (quotes[0][0].date and not quotes[0][1].side):
        last = quotes[-1][1]
        return [*(quote for _, quote in quotes[:-1]), _changed(last, changes, facts, widget, around)]
    return [quote for _, quote in quotes]


def _beside(quotes: list[tuple[Price, Printed]], changes: list[Token]) -> int | None:
    """Which market's price in a table's row the changes stand behind, with another market's behind them."""
    if len({price.market and price.market.name for price, _ in quotes}) < len(quotes):
        return None
    starts = [price.start for price, _ in quotes]
    places = {bisect_right(starts, change.start) for change in changes}
    place = places.pop() if len(places) == 1 else 0
    return place - 1 if 0 < place < len(starts) else None


def _changed(
    quote: Printed, changes: list[Token], facts: list[Token], widget: Widget, around: Direction | None
) -> Printed:
    value = amount(quote.value, widget.decimal)
    absolute = next((token for token in changes if not token.percent and _possible(token, value, widget)), None)
    percent = next((token for token in changes if token.percent and _possible(token, None, widget)), None)
    token = absolute or percent
    if not token:
        return quote
    return replace(
        quote,
        change=absolute.text if absolute else None,
        change_percent=percent.text if percent else None,
        direction=_direction(token, facts, widget, around),
    )


def _possible(token: Token, value: Decimal | None, widget: Widget) -> bool:
    size = amount(token.name, widget.decimal)
    if size is None:
        return False
    return size <= (LARGEST_PERCENT if value is None else value * LARGEST_CHANGE)


def _direction(token: Token, facts: Iterable[Token], widget: Widget, around: Direction | None) -> Direction | None:
    """The sign of an unsigned change: an arrow, a class, or the minus that other rows of the widget print."""
    if token.signed:
        return None
    arrow = next((fact.direction for fact in facts if fact.kind == "arrow"), None)
    if widget.signed:  # a minus is printed where there is one
        return "up" if "down" not in (arrow, token.direction, around) else None
    return arrow or token.direction or around
