"""The official series as they answer questions: what was fixed on a day, what was in force, what had a price.

A series may have been loaded in pieces. In a hole, which the change of the first fixing after it betrays, nothing is in
force: an old rate must not pass for the bank's word.

A change is the exact difference to the fixing before, per unit, times the nominal: nominals flip (10 TRY one day, 1 TRY
the next), and the bank's printed change is this difference rounded, not the difference of rounded values. Where a unit
costs ten times more or less than the day before, the money itself was renamed (RUB 1998, BYN 2016): no change.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, Self

Line = tuple[str, str]  # market and instrument
NEEDED = ("market", "instrument", "value_date", "value", "nominal", "change")
_NEW_UNIT = Decimal(10)
_FINEST = Decimal("0.000001")  # the store keeps changes so


class Fixing(NamedTuple):
    """An official rate: `value` per `nominal`; `change` per nominal too, None where the rate before is not known."""

    day: date
    value: Decimal
    nominal: int
    change: Decimal | None

    @property
    def unit(self) -> Decimal:
        """The price of one unit of the base currency."""
        return self.value / self.nominal


class Fixings:
    """Official series by market and instrument. Built once, read only; survives pickling."""

    __slots__ = ("_after_hole", "_by_price", "_days", "_lines")

    def __init__(
        self,
        rates: Iterable[tuple[str, str, date, Decimal, int]],
        *,
        changes: Mapping[tuple[str, str, date], Decimal | None] | None = None,
    ) -> None:
        """`rates` are (market, instrument, day, value, nominal) in any order; of two for one day the last stands.

        `changes` are the known ones of (market, instrument, day), None where the rate before is not known.
        """
        found: dict[Line, dict[date, tuple[Decimal, int]]] = defaultdict(dict)
        for market, instrument, day, value, nominal in rates:
            found[market, instrument][day] = (value, nominal)
        self._lines = {line: _with_changes(days) for line, days in found.items()}
        self._after_hole: dict[Line, set[date]] = defaultdict(set)
        for (market, instrument, day), change in (changes or {}).items():
            fixing = self._lines[market, instrument][day]
            if not _same(fixing.change, change):
                self._after_hole[market, instrument].add(day)
                self._lines[market, instrument][day] = fixing._replace(change=change)
        self._days = {line: tuple(days) for line, days in self._lines.items()}
        self._by_price = {line: sorted(days.values(), key=_unit) for line, days in self._lines.items()}

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping[str, Any]]) -> Self:
        """From a store's official rows, as mappings with the keys `NEEDED`; those without a day are passed over."""
        dated = [row for row in rows if row["value_date"] is not None]
        return cls(
            ((row["market"], row["instrument"], row["value_date"], row["value"], row["nominal"]) for row in dated),
            changes={(row["market"], row["instrument"], row["value_date"]): row["change"] for row in dated},
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
        """The newest fixing whose value date is not after the day; None outside the series and in a hole of it."""
        days = self._days.get((market, instrument), ())
        at = bisect_right(days, day)
        if not at or day > days[-1]:
            return None
        if days[at - 1] < day and days[at] in self._after_hole.get((market, instrument), ()):
            return None
        return self._lines[market, instrument][days[at - 1]]

    def neighbours(self, market: str, instrument: str, day: date) -> tuple[Fixing, ...]:
        """The fixings before and after the one in force on a day, where there are any."""
        days = self._days.get((market, instrument), ())
        at = bisect_right(days, day) - 1
        return tuple(self._lines[market, instrument][days[near]] for near in (at - 1, at + 1) if 0 <= near < len(days))

    def priced(self, market: str, instrument: str, low: Decimal, high: Decimal) -> list[Fixing]:
        """The fixings of all days whose price of one unit lies between two prices, cheapest first."""
        line = self._by_price.get((market, instrument), [])
        return line[bisect_left(line, low, key=_unit) : bisect_right(line, high, key=_unit)]

    def count(self, market: str, instrument: str) -> int:
        """How many days have a fixing."""
        return len(self._days.get((market, instrument), ()))


def is_new_unit(before: Decimal, now: Decimal) -> bool:
    """Whether the money was renamed between two prices of one unit: no currency here moved tenfold in a day."""
    return not 1 / _NEW_UNIT < now / before < _NEW_UNIT


def _unit(fixing: Fixing) -> Decimal:
    return fixing.unit


def _same(change: Decimal | None, known: Decimal | None) -> bool:
    return change == known or (change is not None and known is not None and abs(change - known) <= _FINEST)


def _with_changes(days: dict[date, tuple[Decimal, int]]) -> dict[date, Fixing]:
    fixings: dict[date, Fixing] = {}
    before: Decimal | None = None
    for day in sorted(days):
        value, nominal = days[day]
        unit = value / nominal
        change = (unit - before) * nominal if before and not is_new_unit(before, unit) else None
        fixings[day] = Fixing(day, value, nominal, change)
        before = unit
    return fixings
