"""A row understood as far as its own words go: instrument, market, nominal, dates as printed.

What makes a row a rate and no price: a pair in its label; or a foreign currency in a list under a heading or beside
other foreign currencies, with the page's home currency known.
"""

from dataclasses import replace

from parsers.changes import with_changes
from parsers.magnitudes import amount, nominals, plausible
from parsers.market import is_marked, market_of
from parsers.prices import is_spread, prices_of, without_days
from parsers.rows import Price, Row, is_value
from parsers.setting import Setting
from parsers.tokens import Token
from parsers.widgets import Widget
from rates.currencies import WORDLIKE
from rates.model import DecimalMark, Printed

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

# Where lists say how many rupees and pesos a home unit buys, for those who send them home.
GULF = frozenset(("AED", "SAR", "QAR", "OMR", "KWD", "BHD"))

FEW = 2


def read_widget(widget: Widget, setting: Setting) -> list[Printed]:
    """The quotes of a widget; what is no currency is read only beside currencies, or beside another of its kind."""
    read = [(row, _read_row(row, widget, setting)) for row in widget.rows]
    if setting.tongue.home != "USD" and any("per-home-unit" in quote.reasons for _, some in read for quote in some):
        widget = replace(widget, per_home=True)  # one that can be read in one way tells how the whole list is made
        read = [(row, _read_row(row, widget, setting)) for row in widget.rows]
    listed = {
        quote.instrument
        for row, quotes in read
        if not _is_headed(row, widget) or _is_dealt(row, widget)
        for quote in quotes
    }
    quotes = [quote for row, some in read for quote in some if _is_headed(row, widget) or len(listed) > 1]
    if any(quote.kind == "fx" for quote in quotes) or len({quote.instrument for quote in quotes}) > 1:
        return quotes
    return []


def _is_headed(row: Row, widget: Widget) -> bool:
    """Whether a row is a rate by more than the company it keeps."""
    return (
        row.label.kind != "currency"
        or widget.headed
        or is_marked(row)
        or row.count is not None
        or _is_dealt(row, widget)
    )


def _read_row(row: Row, widget: Widget, setting: Setting) -> list[Printed]:
    figures, facts = without_days(row, widget)
    prices, changes = prices_of(row, figures, facts, widget, setting)
    read = [(price, _quote(row, price, facts, widget, setting)) for price in prices]
    quotes = [(price, quote) for price, quote in read if quote]
    if len(quotes) < len(prices) and all(price.side for price in prices):
        return []  # where one side makes no sense the other is no rate
    return with_changes(quotes, changes, facts, widget, row.label.direction) if quotes else []


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
    market = market_of(row, price, setting) if kind == "fx" else "unknown"
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
        return None if _is_headline(row) and not row.has_change else (label.code, label.quote)
    dealt = _is_dealt(row, widget)
    if widget.priced and not dealt:
        return None
    units = [unit.code for unit in row.units if unit.code and unit.code != label.code]
    quote = units[0] if units else home
    if not quote or quote == label.code:
        return None
    listed = len(widget.bases - {quote}) > 1
    if not _is_headed(row, widget) and (not listed or (_is_of_goods(widget) and not dealt)):
        return None
    if label.text in WORDLIKE and not (widget.headed or is_marked(row) or units or len(widget.bases) > FEW):
        return None
    if _is_headline(row):
        return None
    if not units and setting.guessed:
        reasons.append("home-guessed")
    return label.code, quote


def _is_headline(row: Row) -> bool:
    """Whether the run of a number goes on in words, `Dolar 3.92 Lirayı Aştı`."""
    return any(word.run == figure.run and word.start > figure.start for word in row.words for figure in row.figures)


def _is_dealt(row: Row, widget: Widget) -> bool:
    """Whether a row has what no goods have: a price to buy at and one to sell at, near each other."""
    sides = {token.name for token in (*row.facts, *row.context) if token.kind == "side"}
    sizes = [amount(token.name, widget.decimal) for token in row.figures if is_value(token)]
    return {"buy", "sell"} <= sides and len(sizes) == 2 and (is_spread(*sizes) or is_spread(*reversed(sizes)))


def _is_of_goods(widget: Widget) -> bool:
    """Whether a list names things beside its numbers, and too few currencies for the names to be theirs."""
    return len(widget.bases) <= FEW and any(row.named and row.label.kind == "currency" for row in widget.rows)


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
            turned = plausible(value, quote, base) and (
                widget.per_home or _is_turned(widget) or not plausible(value, base, quote, nominal=nominal)
            )
            return (f"{quote}/{base}", 1, decimal, ["per-home-unit"]) if turned else None
        if plausible(value, base, quote, nominal=nominal):
            return f"{base}/{quote}", nominal, decimal, []
        if labelled and not known_quote and plausible(value, quote, base) and (base == home or _is_major(quote, base)):
            return f"{quote}/{base}", 1, decimal, ["inverted-label"]
        if not labelled and not known_quote and quote in GULF and plausible(value, quote, base):
            return f"{quote}/{base}", 1, decimal, ["per-home-unit"]
        possible = [] if counted or (labelled and quote != home) else nominals(value, base, quote)
        if len(possible) == 1:
            return f"{base}/{quote}", possible[0], decimal, ["nominal-inferred"]
    return None


def _is_turned(widget: Widget) -> bool:
    """Whether a list is the ECB's, which is per euro."""
    facts = (token for row in widget.rows for token in (*row.facts, *row.context))
    return any(token.kind == "market" and token.name == "ecb" for token in facts)


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
