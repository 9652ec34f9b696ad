"""Numbers, days, times and names as a reader sees them: exact digits, a true minus, months in words."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from html import escape
from zoneinfo import ZoneInfo

from rates.series import Series

MARKETS = {
    "bnr": "National Bank of Romania",
    "cbr": "Bank of Russia",
    "cbu": "Central Bank of Uzbekistan",
    "ecb": "European Central Bank",
    "nbk": "National Bank of Kazakhstan",
    "nbrb": "National Bank of Belarus",
    "nbu": "National Bank of Ukraine",
    "tcmb": "Central Bank of Türkiye",
    "cash": "cash",
    "forex": "forex",
    "futures": "futures",
    "moex": "Moscow Exchange",
    "unknown": "market not named",
}
DATED_BY = {
    "printed": "the printed date",
    "machine": "the page's time stamp",
    "capture": "the capture's time",
    "official": "the bank's own series",
    "none": "nothing yet",
}
MINUS = "\N{MINUS SIGN}"
THIN = "\N{NARROW NO-BREAK SPACE}"


def places(values: Iterable[Decimal]) -> int:
    """How many decimals a column needs to show every value exactly; the store's padding zeros don't count."""
    exponents = (value.normalize().as_tuple().exponent for value in values)
    return max((-exponent for exponent in exponents if isinstance(exponent, int)), default=0)


def amount(value: Decimal, decimals: int) -> str:
    """`12345.5` with two decimals is `12 345.50`: exact, never rounded, since `decimals` covers the value."""
    grouped = f"{value:,.{max(decimals, places([value]))}f}"
    return grouped.replace(",", THIN).replace("-", MINUS)


def signed(value: Decimal | None, decimals: int) -> str:
    """A change with its sign; zero has none, and an absent one is nothing."""
    if value is None:
        return ""
    return ("+" if value > 0 else "") + amount(value, decimals)


def percent(value: Decimal | None) -> str:
    """A change printed in percent, with its sign."""
    return "" if value is None else f"{signed(value, places([value]))}{THIN}%"


def day_words(day: date) -> str:
    """`25 Apr 2024`."""
    return f"{day.day} {day:%b %Y}"


def weekday_words(day: date) -> str:
    """`Thu 25 Apr 2024`."""
    return f"{day:%a} {day_words(day)}"


def time_words(moment: datetime | None, zone: str) -> str:
    """`24 Apr 2024, 17:11 MSK` in the site's zone."""
    if moment is None:
        return ""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{day_words(local.date())}, {local:%H:%M %Z}"


def market_name(market: str) -> str:
    """The market in words; a code nobody has named stays as it is."""
    return MARKETS.get(market, market)


def line_name(line: Series) -> str:
    """`Bank of Russia, official` or `rbc · Bank of Russia` or `rbc · cash, buy`."""
    if line.official:
        return f"{market_name(line.market)}, official"
    return f"{line.site} · {market_name(line.market)}" + (f", {line.side}" if line.side else "")


def label(text: str) -> str:
    """Text for a label of Plotly, which reads tags, links and entities there, but no entity of a quotation mark."""
    return escape(text, quote=False)


def day_runs(days: Iterable[date], known: Iterable[date]) -> list[str]:
    """Missing days as runs: those that follow each other among the `known` days are told as first to last."""
    position = {day: index for index, day in enumerate(known)}
    runs: list[list[date]] = []
    for day in days:
        if runs and position[day] == position[runs[-1][-1]] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return [_run_words(run) for run in runs]


def _run_words(run: list[date]) -> str:
    if len(run) == 1:
        return day_words(run[0])
    return f"{day_words(run[0])} to {day_words(run[-1])} ({len(run)} days)"
