"""The values of a row, each with its side, market or day: from table columns, from headings in order, or not at all."""

from dataclasses import replace
from decimal import Decimal

from parsers.magnitudes import amount
from parsers.market import market_of
from parsers.rows import Price, Row
from parsers.setting import Setting
from parsers.tokens import Token
from parsers.widgets import Widget
from rates.model import Side

NEAR_EQUAL = (Decimal("0.7"), Decimal("1.4"))

MOST_SPREAD = Decimal("1.2")

LARGEST_CHANGE = Decimal("0.25")


def without_days(row: Row, widget: Widget) -> tuple[list[Token], list[Token]]:
    """Figures and facts, with `18.10` beside a value taken for the date it is."""
    figures, facts = list(row.figures), [*row.facts]
    settled = widget.decimal == "." and len(widget.rows) > 1  # then the list has been asked
    if not settled and sum(1 for token in figures if _plain(token)) > 1:
        for token in [token for token in figures if token.dayish]:
            others = [other for other in figures if _plain(other) and other is not token]
            if others and (widget.decimal == "," or not any(_alike(token, other, widget) for other in others)):
                figures.remove(token)
                facts.append(replace(token, kind="date"))
    return figures, facts


def _plain(token: Token) -> bool:
    return token.kind == "range" or not (token.signed or token.percent)


def _alike(left: Token, right: Token, widget: Widget) -> bool:
    one, two = amount(left.name, widget.decimal), amount((right.ends or (right.name,))[0], widget.decimal)
    return bool(one and two and NEAR_EQUAL[0] <= one / two <= NEAR_EQUAL[1])


def prices_of(
    row: Row, figures: list[Token], facts: list[Token], widget: Widget, setting: Setting
) -> tuple[list[Price], list[Token]]:
    """The values of a row with their sides, and its changes; no values where they can be taken in two ways."""
    plain = [token for token in figures if _plain(token)]
    changes = [token for token in figures if not _plain(token)]
    asides = [token for token in row.context if token.name == "aside" and token.kind == "column"]
    plain = [token for token in plain if not any(_covers(head, token) for head in asides)]
    if not plain or (len(plain) == 1 and any(not head.column for head in asides)):
        return [], []  # a spread, a high, a low
    if by_column := _by_column(row, plain, changes):
        return by_column
    zeros = [token for token in plain if amount(token.name, widget.decimal) == 0]
    own = [token for token in facts if token.kind == "side"]
    if len(zeros) == 1 and len(plain) == len(own) == 2:  # `Compra 0,00 Venta 1.448`: nobody buys
        plain, own = [
            [one for one, token in zip(pair, plain, strict=True) if token not in zeros] for pair in (plain, own)
        ]
        zeros = []
    if len(zeros) < len(plain):  # `0,00 92,51`: nothing costs nothing
        changes += zeros
        plain = [token for token in plain if token not in zeros]
    changes += [token for token in plain[1:] if _is_change(token, plain[0], widget)]
    plain = [token for token in plain if token not in changes]
    prices = [price for token in plain for price in _ends(token)]
    if len(prices) == 1:
        own = [token for token in own if "/" not in token.name]
        if len(own) == 1 and not prices[0].side:
            prices[0].side = own[0].name  # type: ignore[assignment]
        return prices, changes
    return _sided(row, prices, facts, changes, widget, setting), changes


def _ends(token: Token) -> list[Price]:
    if token.kind != "range":
        return [Price(token, token.name, token.start + token.text.find(token.name))]
    bid, ask = token.ends
    sides: tuple[Side | None, Side | None] = (None, None) if token.percent else ("bid", "ask")
    return [Price(token, bid, token.start, sides[0]), Price(token, ask, token.end - token.tail, sides[1])]


def _is_change(token: Token, value: Token, widget: Widget) -> bool:
    if token.kind == "range" or value.kind == "range":
        return False
    one, two = amount(token.name, widget.decimal), amount(value.name, widget.decimal)
    return one is not None and two is not None and one < two * LARGEST_CHANGE


def _by_column(row: Row, plain: list[Token], changes: list[Token]) -> tuple[list[Price], list[Token]] | None:
    """Values that stand in table columns with heads: sides, markets, days."""
    heads = [token for token in row.context if token.column and token.kind in ("side", "market", "date", "column")]
    if not heads or any(not token.column for token in plain) or len(plain) < 2:
        return None
    prices: list[Price] = []
    changes = list(changes)
    taken: set[tuple[int, int]] = set()
    for token in plain:
        over = [head for head in heads if _covers(head, token)]
        named = {head.kind: head for head in over}
        beside = [other for other in plain if other.column == token.column]
        sides = [head for head in over if head.kind == "side"]
        shared = len(sides) == len(beside) > 1  # `Buy / Sell` over `92.51 / 93.62`
        if token.slashed and not shared:
            return None
        if (token.column in taken and not shared) or ("column" in named and named["column"].name == "change"):
            changes.append(token)
            continue
        if not over:
            return None
        if "column" in named and named["column"].name == "nominal":
            row.count = token
            continue
        taken.add(token.column or (0, 0))
        price = Price(token, token.name, token.start + token.text.find(token.name))
        side = sides[beside.index(token)] if shared else named.get("side")
        price.side = side.name if side else None  # type: ignore[assignment]
        price.market, price.date = named.get("market"), named.get("date")
        prices.append(price)
    return (prices, changes) if prices else None


def _covers(head: Token, token: Token) -> bool:
    return bool(head.column and token.column and head.column[0] <= token.column[0] < head.column[1])


def _sided(
    row: Row, prices: list[Price], facts: list[Token], changes: list[Token], widget: Widget, setting: Setting
) -> list[Price]:
    sides = [token for token in facts if token.kind == "side"] or [
        token for token in row.context if token.kind == "side"
    ]
    names = [name for token in sides for name in token.name.split("/")]
    if len(names) == len(prices):
        for price, name in zip(prices, names, strict=True):
            price.side = name  # type: ignore[assignment]
        return prices
    heads = [token for token in row.context if token.kind in ("side", "market") or token.name == "middle"]
    if len(prices) == len(heads) > 2 and not changes:
        parted = any(head.kind == "market" for head in heads)  # then the bank's is one of the prices
        for price, head in zip(prices, sorted(heads, key=lambda head: head.start), strict=True):
            price.side = head.name if head.kind == "side" else None  # type: ignore[assignment]
            other = replace(head, kind="market", name="unknown") if parted else None
            price.market = head if head.kind == "market" else other
        return prices
    if _each_of_a_market(prices, facts):
        return prices
    days = [token for token in row.context if token.kind == "date"]
    if len(prices) == 2 and len(days) == 2:
        for price, day in zip(prices, days, strict=True):
            price.date = day
        return prices
    if len(prices) == 2 and prices[0].side:
        return prices
    values = [amount(price.text, widget.decimal) for price in prices]
    if len(prices) == 2 and prices[1].token.slashed and is_spread(values[0], values[1]):
        prices[0].side, prices[1].side = "buy", "sell"  # `41.20/41.65`
        return prices
    if (
        len(prices) == 2
        and market_of(row, prices[0], setting) == "cash"
        and None not in values
        and values[0] != values[1]
    ):
        high = values[0] > values[1]  # type: ignore[operator]
        prices[0].side, prices[1].side = ("sell", "buy") if high else ("buy", "sell")
        return prices
    return []


def _each_of_a_market(prices: list[Price], facts: list[Token]) -> bool:
    """Give each price the market that stands before it in its own run, `ЦБ 57,11 | Биржа 57,21`, where each has one."""
    markets = {token.run: token for token in facts if token.kind == "market"}
    own = [markets.get(price.token.run) for price in prices]
    if len({token.name for token in own if token}) < len(prices):
        return False
    for price, market in zip(prices, own, strict=True):
        price.market = market
    return True


def is_spread(low: Decimal | None, high: Decimal | None) -> bool:
    """Whether two values can be the two sides of one rate."""
    return low is not None and high is not None and low < high < low * MOST_SPREAD
