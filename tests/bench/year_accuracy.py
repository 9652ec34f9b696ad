"""How often the year of a sidebar's quotes is right: run `python tests/bench/year_accuracy.py [every-nth-day]`.

For every official day of USD and EUR since 1999 a page is written in the sidebar's shape (two decimals, the change as
the rounded exact difference, "(0)" for nothing, no year anywhere), parsed and resolved with the official series: with
no capture time, and captured so many days after it was made. Then with damage. `wrong year` and `wrong day` (a
neighbour's, at most 31 days off) are asserted, status ok; `suspect` rows assert nothing, `suspect right` have the right
day all the same. A capture later than the series' end cannot be checked against it: those stand apart.
"""

import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import NamedTuple
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from parsers import parse
from rates.fixings import Fixing, Fixings
from rates.model import Capture, Page
from rates.resolve import resolve_page

RATES = Path(__file__).resolve().parents[2] / "../shared/official/cbr_rates.csv"
MOSCOW = ZoneInfo("Europe/Moscow")
GENITIVE = [
    *("января", "февраля", "марта", "апреля", "мая", "июня"),
    *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
]
SHORT = ["янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"]
LAGS: tuple[int | None, ...] = (None, 0, 1, 7, 30, 180, 365, 3650)
END = date(2026, 8, 22)
NOW = datetime(2026, 8, 23, tzinfo=UTC)
CENT = Decimal("0.01")


class Sidebar(NamedTuple):
    """What the page prints: the day of the label, and value and change of each currency; `truth` is the true day."""

    truth: date
    label: date
    euro: tuple[str, str]
    dollar: tuple[str, str]


def official() -> Fixings:
    """The recorded USD and EUR series."""
    with RATES.open(encoding="utf-8") as file:
        return Fixings(
            (
                "cbr",
                f"{row['currency']}/RUB",
                date.fromisoformat(row["date"]),
                Decimal(row["rate"]),
                int(row["nominal"]),
            )
            for row in csv.DictReader(file)
            if row["currency"] in {"USD", "EUR"}
        )


def printed(fixing: Fixing) -> tuple[str, str]:
    """Value and change as the sidebar prints them."""
    change = (fixing.change or Decimal(0)).quantize(CENT, ROUND_HALF_UP)
    value = fixing.value.quantize(CENT, ROUND_HALF_UP)
    return f"{value}".replace(".", ","), f"{change:+}".replace(".", ",") if change else "0"


def sidebars(fixings: Fixings) -> list[Sidebar]:
    """A sidebar for every day on which both currencies were fixed, changes known."""
    found = []
    day = date(1999, 1, 2)
    while day <= END:
        euro, dollar = fixings.on("cbr", "EUR/RUB", day), fixings.on("cbr", "USD/RUB", day)
        if euro and dollar and euro.change is not None and dollar.change is not None:
            found.append(Sidebar(day, day, printed(euro), printed(dollar)))
        day += timedelta(days=1)
    return found


def label(sidebar: Sidebar) -> str:
    """The printed value date."""
    return f"{sidebar.label.day} {GENITIVE[sidebar.label.month - 1]}"


def read(sidebar: Sidebar) -> tuple[Capture, Page]:
    """The page as text, parsed; its capture time is unknown."""
    published = sidebar.truth - timedelta(days=1)
    stamp = f"Инвестиции, {published.day} {SHORT[published.month - 1]}, 17:11"
    lines = ["Лента новостей"]
    for name, code, (value, change) in (("евро", "EUR", sidebar.euro), ("доллара", "USD", sidebar.dollar)):
        lines += [f"Курс {name} на {label(sidebar)}", f"{code} ЦБ: {value} ({change})", stamp]
    lines.append("Прогноз погоды на неделю Общество, 01:05")
    capture = Capture(content="\n".join(lines).encode(), source="page.txt")
    return capture, parse(capture, site="rbc")


def reprinted(reading: tuple[Capture, Page], sidebar: Sidebar, only: str = "") -> tuple[Capture, Page]:
    """A parsed page with what another sidebar prints in its places, or one currency of it; parsing takes longer."""
    capture, parsed = reading
    sides = {"EUR/RUB": sidebar.euro, "USD/RUB": sidebar.dollar}
    quotes = tuple(
        replace(quote, value=value, change=change, value_date=label(sidebar))
        for quote in parsed.printed
        for value, change in (sides[quote.instrument],)
        if only in quote.instrument
    )
    return capture, replace(parsed, printed=quotes)


def verdicts(reading: tuple[Capture, Page], truth: date, lag: int | None, fixings: Fixings) -> Iterator[str]:
    """What became of each quote of a page that was captured `lag` days after it was made."""
    made = datetime.combine(truth, time(1, 10), MOSCOW)
    capture, parsed = reading
    capture = replace(capture, captured_at=None if lag is None else made + timedelta(days=lag))
    for row in resolve_page(parsed, capture, now=NOW, fixings=fixings).observations:
        if row.status != "ok" or row.value_date is None:
            yield "suspect right" if row.value_date == truth else row.status
        elif row.value_date == truth:
            yield "right"
        else:
            yield "wrong day" if abs(row.value_date - truth) <= timedelta(days=31) else "wrong year"


def other_digit(text: str, random: Random) -> str:
    """One digit of a number altered."""
    at = random.choice([place for place, character in enumerate(text) if character.isdigit()])
    return text[:at] + random.choice([digit for digit in "0123456789" if digit != text[at]]) + text[at + 1 :]


def value_digit(sidebar: Sidebar, random: Random, _: date) -> Sidebar:
    """One digit of the dollar's value."""
    return sidebar._replace(dollar=(other_digit(sidebar.dollar[0], random), sidebar.dollar[1]))


def change_digit(sidebar: Sidebar, random: Random, _: date) -> Sidebar:
    """One digit of the dollar's change."""
    return sidebar._replace(dollar=(sidebar.dollar[0], other_digit(sidebar.dollar[1], random)))


def swapped(sidebar: Sidebar, _: Random, __: date) -> Sidebar:
    """The labels of USD and EUR."""
    return sidebar._replace(euro=sidebar.dollar, dollar=sidebar.euro)


def neighbour(sidebar: Sidebar, _: Random, other: date) -> Sidebar:
    """The label of the neighbouring day."""
    return sidebar._replace(label=other)


CELLS = ("right", "undated", "suspect right", "suspect", "wrong day", "wrong year")


def show(title: str, counts: Counter[str]) -> None:
    """A line of the table."""
    total = counts.total()
    print(f"{title:66} {total:6}" + "".join(f"{counts[cell]:8} {counts[cell] / max(total, 1):7.2%}" for cell in CELLS))


def run(every: int = 1) -> dict[str, Counter[str]]:
    """All counts by the name of the run, each `every`-th official day."""
    fixings = official()
    bars = sidebars(fixings)
    after = {bar.truth: following.truth for bar, following in pairwise(bars)}
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for bar in bars[:-1:every]:
        reading = read(bar)
        for lag in LAGS:
            found[_name("whole", bar, lag)].update(verdicts(reading, bar.truth, lag, fixings))
        for code in ("USD", "EUR"):
            alone = reprinted(reading, bar, code)
            found[_name(f"whole, {code} alone", bar, None)].update(verdicts(alone, bar.truth, None, fixings))
        random = Random(bar.truth.toordinal())
        for damage in (value_digit, change_digit, swapped, neighbour):
            broken = damage(bar, random, after[bar.truth])
            for only in ("", "USD"):
                for lag in (None, 0, 365):
                    name = _name(f"{damage.__name__}{only and ', USD alone'}", bar, lag)
                    found[name].update(verdicts(reprinted(reading, broken, only), bar.truth, lag, fixings))
    return dict(sorted(found.items(), key=lambda each: ("whole" not in each[0], "after" in each[0])))


def _name(what: str, bar: Sidebar, lag: int | None) -> str:
    if lag is None:
        return f"{what}, no capture time"
    beyond = bar.truth + timedelta(days=lag) > END
    return f"{what}, {lag} days later" + (", after the series' end" if beyond else "")


def main() -> None:
    """Print the table."""
    print(f"{'':66} {'quotes':>6}" + "".join(f"{cell:>16}" for cell in CELLS))
    for name, counts in run(int(sys.argv[1]) if len(sys.argv) > 1 else 1).items():
        show(name, counts)


if __name__ == "__main__":
    main()
