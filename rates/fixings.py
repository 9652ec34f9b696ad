"""The official series as they answer questions: what was fixed on a day, and in which years a day and month was.

A change is the exact difference to the fixing before, per unit, times the nominal: nominals flip (10 TRY one day, 1 TRY
the next), and the bank's printed change is this difference rounded, not the difference of rounded values. Where a unit
costs ten times more or less than the day before, the money itself was renamed (RUB 1998, BYN 2016): no change.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, Self

Line = tuple[str, str]  # market and instrument
_NEW_UNIT = Decimal(10)


class Fixing(NamedTuple):
    """An official rate: `value` per `nominal`; `change` per nominal too, None on the first day of a series."""

    day: date
    value: Decimal
    nominal: int
    change: Decimal | None


class Fixings:
    """Official series by market and instrument. Built once, read only; survives pickling."""

    __slots__ = ("_by_month_day", "_days", "_lines")

    def __init__(self, rates: Iterable[tuple[str, str, date, Decimal, int]]) -> None:
        """`rates` are (market, instrument, day, value, nominal) in any order; of two for one day the last stands."""
        found: dict[Line, dict[date, tuple[Decimal, int]]] = defaultdict(dict)
        for market, instrument, day, value, nominal in rates:
            found[market, instrument][day] = (value, nominal)
        self._lines = {line: _with_changes(days) for line, days in found.items()}
        self._days = {line: tuple(days) for line, days in self._lines.items()}
        self._by_month_day: dict[tuple[str, str, int, int], list[Fixing]] = defaultdict(list)
        for line, days in self._lines.items():
            for fixing in days.values():
                self._by_month_day[*line, fixing.day.month, fixing.day.day].append(fixing)

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping[str, Any]]) -> Self:
        """From observations as mappings (a store's official rows); rows without a value date are passed over."""
        return cls(
            (row["market"], row["instrument"], row["value_date"], row["value"], row["nominal"])
            for row in rows
            if row["value_date"] is not None
        )

    def __contains__(self, line: object) -> bool:
        """Whether there is any fixing of a (market, instrument)."""
        return line in self._lines

    def lines(self) -> tuple[Line, ...]:
        """Every (market, instrument), sorted."""
        return tuple(sorted(self._lines))

    def on(self, market: str, instrument: str, day: date) -> Fixing | None:
        """The fixing whose value date is exactly that day."""
        return self._lines.get((market, instrument), {}).get(day)

    def in_force(self, market: str, instrument: str, day: date) -> Fixing | None:
        """The newest fixing whose value date is not after the day."""
        days = self._days.get((market, instrument), ())
        at = bisect_right(days, day)
        return self._lines[market, instrument][days[at - 1]] if at else None

    def neighbours(self, market: str, instrument: str, day: date) -> tuple[Fixing, ...]:
        """The fixings before and after the one in force on a day, where there are any."""
        days = self._days.get((market, instrument), ())
        at = bisect_right(days, day) - 1
        return tuple(self._lines[market, instrument][days[near]] for near in (at - 1, at + 1) if 0 <= near < len(days))

    def covers(self, market: str, instrument: str, day: date) -> bool:
        """Whether the day lies between the first and the last fixing, so that a missing one means that none was set."""
        days = self._days.get((market, instrument), ())
        return bool(days) and days[0] <= day <= days[-1]

    def same_day_month(self, market: str, instrument: str, month: int, day: int) -> tuple[Fixing, ...]:
        """The fixings of all years on that day and month, oldest first."""
        return tuple(self._by_month_day.get((market, instrument, month, day), ()))


def _with_changes(days: dict[date, tuple[Decimal, int]]) -> dict[date, Fixing]:
    fixings: dict[date, Fixing] = {}
    before: Decimal | None = None
    for day in sorted(days):
        value, nominal = days[day]
        unit = value / nominal
        same_unit = before is not None and 1 / _NEW_UNIT < unit / before < _NEW_UNIT
        fixings[day] = Fixing(day, value, nominal, (unit - before) * nominal if before and same_unit else None)
        before = unit
    return fixings
