"""What a central bank published: the figures of the Bank of Russia, as the newsroom prints them.

A fortnight is written out; a longer stretch comes from the official series where a caller has it.
"""

import csv
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

MOSCOW = ZoneInfo("Europe/Moscow")
FORTNIGHT = {
    "2024-04-16": ("93.5891", "99.7934"),
    "2024-04-17": ("94.0742", "99.9341"),
    "2024-04-18": ("94.3242", "100.2787"),
    "2024-04-19": ("94.0922", "100.5316"),
    "2024-04-20": ("93.4409", "99.5797"),
    "2024-04-23": ("93.2519", "99.3648"),
    "2024-04-24": ("93.2918", "99.5609"),
    "2024-04-25": ("92.5058", "98.9118"),
    "2024-04-26": ("92.1314", "98.7079"),
    "2024-04-27": ("92.0134", "98.7187"),
    "2024-04-28": ("91.7791", "98.0270"),
}


@dataclass(frozen=True, slots=True)
class Quote:
    """A rate as it is printed: two decimals, and its change against the fixing before."""

    currency: str
    day: date
    published: datetime
    value: Decimal
    change: Decimal


def fortnight() -> list[Quote]:
    """The quotes of 17 to 28 April 2024."""
    return _quotes({date.fromisoformat(day): tuple(map(Decimal, pair)) for day, pair in FORTNIGHT.items()})


def official_year(file: Path, *, first: date, last: date) -> list[Quote]:
    """The quotes of the days between, from `date,currency,nominal,rate` rows."""
    rates: dict[date, dict[str, Decimal]] = {}
    with file.open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            if row["currency"] in {"USD", "EUR"} and first <= date.fromisoformat(row["date"]) <= last:
                rates.setdefault(date.fromisoformat(row["date"]), {})[row["currency"]] = Decimal(row["rate"])
    return _quotes({day: (pair["USD"], pair["EUR"]) for day, pair in rates.items()})


def _quotes(fixings: dict[date, tuple[Decimal, ...]]) -> list[Quote]:
    days = sorted(fixings)
    quotes = []
    for before, day in pairwise(days):
        published = datetime.combine(day - timedelta(days=1), time(17, 11), MOSCOW)
        for place, currency in enumerate(("USD", "EUR")):
            value, change = fixings[day][place], fixings[day][place] - fixings[before][place]
            quotes.append(Quote(currency, day, published, _cents(value), _cents(change)))
    return quotes


def _cents(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)
