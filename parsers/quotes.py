"""A row understood as far as its own words go: instrument, market, sides, values, change, dates as printed.

What makes a row a rate and no price: a pair in its label; or a foreign currency in a list under a heading or beside
other foreign currencies, with the page's home currency known. A number in the label's own currency is a price, and
one price makes its whole list a price list.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from parsers.grammar_words import BANK_HOMES, BANKS, weak_heads
from parsers.items import Row
from parsers.magnitudes import amount, nominals, plausible
from parsers.refine import Tongue
from parsers.tokens import Token
from rates.currencies import WORDLIKE
from rates.model import DecimalMark, Direction, Printed, Side
from rates.numbers import number_style
from rates.words import fold

APART = 6  # runs between the rows of one widget
BIG_UNITS = frozenset(
    [
        "PYG",
        "CLP",
        "COP",
        "IDR",
        "KRW",
        "VND",
        "UZS",
        "IRR",
        "LAK",
        "KHR",
        "UGX",
        "TZS",
        "MNT",
        "LBP",
        "IQD",
        "BYR",
        "CRC",
        "MMK",
        "NGN",
        "AMD",
        "HUF",
        "ISK",
        "RSD",
        "ARS",
    ]
)
MAJORS = ("EUR", "USD", "GBP")
# Where a lone `USD 1.0850` is how much of it the home currency buys; near one it can be either, and is left.
PER_UNIT = frozenset(("EUR", "GBP", "USD", "AUD", "NZD"))
FEW = 2
NEAR_EQUAL = (Decimal("0.7"), Decimal("1.4"))
MOST_SPREAD = Decimal("1.2")
LARGEST_CHANGE = Decimal("0.25")
LARGEST_PERCENT = Decimal(60)


@dataclass(frozen=True, slots=True)
class Widget:
    """Neighbouring rows and what they show together."""

    rows: tuple[Row, ...]
    headed: bool
    decimal: DecimalMark | None
    priced: bool
    signed: bool
    bases: frozenset[str]


@dataclass(frozen=True, slots=True)
class Setting:
    """What the page and its site add: home currency and whether it is a guess, the market of rows that name none."""

    tongue: Tongue
    guessed: bool = False
    market: str | None = None
    known: bool = False
    decimal: DecimalMark | None = None


@dataclass(slots=True)
class Price:
    """One value of a row with what is its own."""

    token: Token
    text: str
    start: int
    side: Side | None = None
    market: Token | None = None
    date: Token | None = None


def home_of_markets(tokens: Iterable[Token]) -> str | None:
    """The home currency of a page that says no more of its country than whose bank fixes the rates."""
    for token in tokens:
        if token.kind == "market":
            home = BANK_HOMES.get(token.name) or ("RUB" if token.name == "moex" or fold(token.text) == "цб" else None)
            if home:
                return home
    return None


def widgets(rows: Sequence[Row], tokens: Sequence[Token], setting: Setting) -> Iterator[Widget]:
    """The rows of a zone in groups that stand together."""
    group: list[Row] = []
    for row in sorted(rows, key=lambda row: row.label.start):
        if group and row.tokens[0].run - group[-1].tokens[-1].run > APART:
            yield _widget(group, tokens, setting)
            group = []
        group.append(row)
    if group:
        yield _widget(group, tokens, setting)


def _widget(rows: list[Row], tokens: Sequence[Token], setting: Setting) -> Widget:
    figures = [
        end for row in rows for token in row.figures if not token.dayish for end in (token.ends or (token.name,))
    ]
    first, last = rows[0].tokens[0].run, rows[-1].tokens[-1].run
    heads = [token for token in tokens if token.kind in ("head", "market") and first - APART <= token.run <= last]
    return Widget(
        tuple(rows),
        headed=any(token.kind == "market" or fold(token.text) not in weak_heads() for token in heads) or len(heads) > 1,
        decimal=number_style(figures) or setting.decimal,
        priced=_is_priced(rows) or _is_price(tokens, rows) or _is_repeated(rows),
        signed=any(
            token.text[:1] in "-−–" or "-" in token.text for row in rows for token in row.figures if token.signed
        ),
        bases=frozenset(row.label.code for row in rows if row.label.kind == "currency"),
    )


def _is_priced(rows: Sequence[Row]) -> bool:
    return any(unit.code == row.label.code for row in rows for unit in row.units if unit.code)


def _is_repeated(rows: Sequence[Row]) -> bool:
    """Whether one label has several values with nothing to tell them apart, as on a list of goods."""
    values: dict[tuple[str, ...], set[str]] = {}
    for row in rows:
        if row.label.kind == "currency":
            facts = [token for token in (*row.facts, *row.context) if token.kind in ("market", "side", "date", "time")]
            key = (row.label.code, *sorted({token.name or token.text for token in facts}))
            values.setdefault(key, set()).add(" ".join(token.name for token in row.figures))
    return any(len(different) > 1 for different in values.values())


def _is_price(tokens: Sequence[Token], rows: Sequence[Row]) -> bool:
    runs = {token.run for row in rows for token in row.tokens}
    near = runs | {run - 1 for run in runs}
    return any(token.kind == "column" and token.name == "price" and token.run in near for token in tokens) and not any(
        token.kind == "head" for token in tokens
    )


def read_widget(widget: Widget, setting: Setting) -> list[Printed]:
    """The quotes of a widget; what is no currency is read only beside currencies, or beside another of its kind."""
    quotes = [quote for row in widget.rows for quote in _read_row(row, widget, setting)]
    if any(quote.kind == "fx" for quote in quotes) or len({quote.instrument for quote in quotes}) > 1:
        return quotes
    return []


def _read_row(row: Row, widget: Widget, setting: Setting) -> list[Printed]:
    figures, facts = _without_days(row, widget)
    prices, changes = _prices(row, figures, facts, widget, setting)
    read = [(price, _quote(row, price, facts, widget, setting)) for price in prices]
    quotes = [(price, quote) for price, quote in read if quote]
    return _with_changes(quotes, changes, facts, widget, row.label.direction) if quotes else []


def _without_days(row: Row, widget: Widget) -> tuple[list[Token], list[Token]]:
    """Figures and facts, with `18.10` beside a value taken for the date it is."""
    figures, facts = list(row.figures), [*row.facts]
    if sum(1 for token in figures if _plain(token)) > 1:
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


def _prices(
    row: Row, figures: list[Token], facts: list[Token], widget: Widget, setting: Setting
) -> tuple[list[Price], list[Token]]:
    """The values of a row with their sides, and its changes; no values where they can be taken in two ways."""
    plain = [token for token in figures if _plain(token)]
    changes = [token for token in figures if not _plain(token)]
    if not plain:
        return [], []
    if by_column := _by_column(row, plain, changes):
        return by_column
    changes += [token for token in plain[1:] if _is_change(token, plain[0], widget)]
    plain = [token for token in plain if token not in changes]
    prices = [price for token in plain for price in _ends(token)]
    if len(prices) == 1:
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
        if token.column in taken or ("column" in named and named["column"].name == "change"):
            changes.append(token)
            continue
        if not over:
            return None
        if "column" in named and named["column"].name == "nominal":
            row.count = token
            continue
        taken.add(token.column or (0, 0))
        price = Price(token, token.name, token.start + token.text.find(token.name))
        price.side = named["side"].name if "side" in named else None  # type: ignore[assignment]
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
        for price, head in zip(prices, sorted(heads, key=lambda head: head.start), strict=True):
            price.side = head.name if head.kind == "side" else None  # type: ignore[assignment]
            price.market = head if head.kind == "market" else None
        return prices
    days = [token for token in row.context if token.kind == "date"]
    if len(prices) == 2 and len(days) == 2:
        for price, day in zip(prices, days, strict=True):
            price.date = day
        return prices
    if len(prices) == 2 and prices[0].side:
        return prices
    values = [amount(price.text, widget.decimal) for price in prices]
    if len(prices) == 2 and prices[1].token.slashed and _is_spread(values[0], values[1]):
        prices[0].side, prices[1].side = "buy", "sell"  # `41.20/41.65`
        return prices
    if (
        len(prices) == 2
        and _market(row, prices[0], setting) == "cash"
        and None not in values
        and values[0] != values[1]
    ):
        high = values[0] > values[1]  # type: ignore[operator]
        prices[0].side, prices[1].side = ("sell", "buy") if high else ("buy", "sell")
        return prices
    return []


def _is_spread(low: Decimal | None, high: Decimal | None) -> bool:
    return low is not None and high is not None and low < high < low * MOST_SPREAD


def _quote(row: Row, price: Price, facts: list[Token], widget: Widget, setting: Setting) -> Printed | None:
    label = row.label
    decimal = widget.decimal
    reasons: list[str] = []
    nominal = int("".join(filter(str.isdigit, row.count.text))) if row.count else 1
    if label.kind == "other":
        if not label.instrument:
            return None
        instrument, kind = label.instrument.name, label.instrument.kind
    else:
        pair = _pair(row, widget, setting, reasons)
        if not pair:
            return None
        settled = _settled(
            price,
            pair,
            nominal,
            bool(row.count),
            widget,
            label.kind == "pair",
            any(unit.code == pair[1] for unit in row.units),
            setting.tongue.home,
        )
        if not settled:
            return None
        instrument, nominal, decimal, more = settled
        kind = "fx"
        reasons += more
    market = _market(row, price, setting) if kind == "fx" else "unknown"
    if (
        kind == "fx"
        and market == "unknown"
        and label.kind == "pair"
        and setting.tongue.home
        not in (
            None,
            *instrument.split("/"),
        )
    ):
        market = "forex"
    if market == "unknown" and not setting.known and kind == "fx":
        reasons.append("market-unknown")
    tokens = [token for token in row.tokens if token.kind != "arrow"]
    value_date, published = _dates(row, price, facts)
    return Printed(
        instrument=instrument,
        kind=kind,
        market=market,
        label=" ".join(token.text for token in tokens if token.kind in ("currency", "pair", "other", "market")),
        value=price.text,
        start=min(token.start for token in tokens),
        end=max(token.end for token in tokens),
        value_start=price.start,
        text=" ".join(token.text for token in tokens),
        side=price.side,
        nominal=nominal,
        decimal=decimal,
        value_date=value_date,
        published=published,
        reasons=tuple(reasons),
    )


def _pair(row: Row, widget: Widget, setting: Setting, reasons: list[str]) -> tuple[str, str] | None:
    """Base and quote currency, where the row is a rate at all."""
    label, home = row.label, setting.tongue.home
    if label.kind == "pair":
        return label.code, label.quote
    if widget.priced:
        return None
    units = [unit.code for unit in row.units if unit.code and unit.code != label.code]
    quote = units[0] if units else home
    if not quote or quote == label.code:
        return None
    listed = len(widget.bases - {quote}) > 1
    marked = any(token.kind == "market" for token in (*row.facts, *row.context))
    if not (listed or widget.headed or marked or row.count):
        return None
    if label.text in WORDLIKE and not (widget.headed or marked or units or len(widget.bases) > FEW):
        return None
    if any(word.run == figure.run and word.start > figure.start for word in row.words for figure in row.figures):
        return None  # `Dolar 3.92 Lirayı Aştı` is a headline
    if not units and setting.guessed:
        reasons.append("home-guessed")
    return label.code, quote


def _settled(
    price: Price,
    pair: tuple[str, str],
    nominal: int,
    counted: bool,
    widget: Widget,
    labelled: bool,
    known_quote: bool,
    home: str | None,
) -> tuple[str, int, DecimalMark | None, list[str]] | None:
    """The instrument right way round, its nominal and the number's style; None where no reading is possible."""
    base, quote = pair
    for decimal in (widget.decimal,) if widget.decimal else _marks(price.text):
        value = amount(price.text, decimal)
        if not value or not _is_rate(price.text, quote, labelled or counted or bool(price.side)):
            return None
        if not labelled and not known_quote and quote in PER_UNIT:
            turned = plausible(value, quote, base) and not plausible(value, base, quote, nominal=nominal)
            return (f"{quote}/{base}", 1, decimal, ["per-home-unit"]) if turned else None
        if plausible(value, base, quote, nominal=nominal):
            return f"{base}/{quote}", nominal, decimal, []
        if labelled and not known_quote and plausible(value, quote, base) and (base == home or _is_major(quote, base)):
            return f"{quote}/{base}", 1, decimal, ["inverted-label"]
        possible = [] if counted or (labelled and quote != home) else nominals(value, base, quote)
        if len(possible) == 1:
            return f"{base}/{quote}", possible[0], decimal, ["nominal-inferred"]
    return None


def _is_major(currency: str, other: str) -> bool:
    """Whether one is a currency by which the other is usually counted."""
    return currency in MAJORS and other not in MAJORS


def _marks(text: str) -> tuple[DecimalMark | None, ...]:
    return (None,) if amount(text, None) is not None and not _is_open(text) else (".", ",")


def _is_open(text: str) -> bool:
    head, mark, tail = text.replace(",", ".").rpartition(".")
    return bool(mark) and len(tail) == 3 and head.isdigit() and len(head) <= 3


def _is_rate(text: str, quote: str, sure: bool) -> bool:
    return sure or quote in BIG_UNITS or any(mark in text for mark in ".,")


def _market(row: Row, price: Price, setting: Setting) -> str:
    own = [price.market] if price.market else [token for token in row.facts if token.kind == "market"]
    over = [token for token in row.context if token.kind == "market"]
    found = own or [token for token in over if not (token.column and price.side and price.token.column)]
    name = found[-1].name if found else None
    if name == "bank":
        name = BANKS.get(setting.tongue.home or "")
    if (
        not own
        and row.label.kind == "pair"
        and name in BANK_HOMES
        and BANK_HOMES[name] not in (row.label.code, row.label.quote)
    ):
        name = None
    return name or (setting.market if row.label.kind != "pair" else None) or "unknown"


def _dates(row: Row, price: Price, facts: list[Token]) -> tuple[str | None, str | None]:
    """Value date and published time as printed: a date with a time beside it says when, a date alone which day."""
    if price.date:
        return price.date.text, None
    own = [token for token in facts if token.kind in ("date", "time")]
    dates = [token for token in own if token.kind == "date"] or [t for t in row.context if t.kind == "date"]
    times = [token for token in own if token.kind == "time"] or [t for t in row.context if t.kind == "time"]
    date, time = next(iter(dates), None), next(iter(times), None)
    if date and time and abs(date.run - time.run) <= 1 and (date in own) == (time in own):
        first, second = sorted((date, time), key=lambda token: token.start)
        return None, f"{first.text} {second.text}"
    return date.text if date else None, time.text if time else None


def _with_changes(
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
    if len(quotes) == 1 or (quotes[0][0].date and not quotes[0][1].side):
        last = quotes[-1][1]
        return [*(quote for _, quote in quotes[:-1]), _changed(last, changes, facts, widget, around)]
    return [quote for _, quote in quotes]


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
