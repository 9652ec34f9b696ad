"""What is already known of a bank's series: its rates, and the days for which it has answered that there are none.

A run asks for the days that are missing, wherever they lie, and not for what comes after the newest one: an answer
that failed half-way leaves a hole, and a hole is asked for again. Which days an answer spoke for stands in the ledger,
in the words of the visit's reason. Yesterday and later are never settled: a rate may still be set.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from rates.official.bank import Cover

DAY = timedelta(days=1)
_COVER = re.compile(r"([A-Z]{3}/[A-Z]{3}) (\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)")


@dataclass(frozen=True, slots=True)
class Entry:
    """A known rate, as far as a later answer may differ from it."""

    value: Decimal
    nominal: int
    change: Decimal | None
    reasons: tuple[str, ...]

    @property
    def unit(self) -> Decimal:
        """The price of one unit of the base currency."""
        return self.value / self.nominal


@dataclass(slots=True)
class Book:
    """The rates by instrument and day, and the settled days beside them."""

    rates: dict[str, dict[date, Entry]] = field(default_factory=dict)
    settled: dict[str, set[date]] = field(default_factory=dict)

    def enter(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Take the official rows of a store: instrument, value_date, value, nominal, change, reasons."""
        for row in rows:
            self.rates.setdefault(row["instrument"], {})[row["value_date"]] = Entry(
                Decimal(row["value"]), row["nominal"], row["change"], tuple(row["reasons"])
            )

    def settle(self, covers: Iterable[Cover]) -> None:
        """Take the days that an answer spoke for."""
        for cover in covers:
            self.settled.setdefault(cover.instrument, set()).update(days(cover.first, cover.last))

    def missing(self, instrument: str, first: date, last: date) -> list[date]:
        """The days in the range without a rate that the bank has not yet said it has none for."""
        known, settled = self.rates.get(instrument, {}), self.settled.get(instrument, set())
        return [each for each in days(first, last) if each not in known and each not in settled]

    def before(self, instrument: str, day: date, ordered: Sequence[date]) -> Entry | None:
        """The rate before that day; None too where a day between the two is not accounted for."""
        place = bisect_left(ordered, day)
        if not place:
            return None
        previous, settled = ordered[place - 1], self.settled.get(instrument, set())
        if all(each in settled for each in days(previous + DAY, day - DAY)):
            return self.rates[instrument][previous]
        return None


def days(first: date, last: date) -> list[date]:
    """Every day from the first to the last."""
    return [first + DAY * step for step in range((last - first).days + 1)]


def covers_text(covers: Iterable[Cover], *, first: date, last: date) -> str:
    """The days that an answer settles, for the ledger: those of the range asked for, within `first` and `last`."""
    inside = [(each, max(each.first, first), min(each.last, last)) for each in covers]
    final = ", ".join(f"{each.instrument} {start}..{end}" for each, start, end in inside if start <= end)
    return f"covers {final or 'no day for good'}"


def covers_of(reason: str | None) -> list[Cover]:
    """The covers that a visit's reason tells."""
    return [
        Cover(instrument=name, first=date.fromisoformat(first), last=date.fromisoformat(last))
        for name, first, last in _COVER.findall(reason or "")
    ]


def settled_until(now: datetime) -> date:
    """The last day of which an answer given now is final, in any of the banks' zones."""
    return now.date() - DAY * 2
