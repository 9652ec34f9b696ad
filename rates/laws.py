"""Laws that sound quotes keep: a break is a reason on the row, never a repair.

`stale-block`: the block is older than its page, though its bank has fixed since. `change-breaks`: value minus change
is not the value before. `far-outlier`: 1.4 times its neighbours or more, which no official rate from 1999 to 2026 was.
All are quiet where the bank may be silent: weekends, May, New Year.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from statistics import median
from typing import NamedTuple

from rates.calendars import BANKS, follow, may_be_silent
from rates.fingerprint import tolerance

STALE, BREAKS, OUTLIER = "stale-block", "change-breaks", "far-outlier"
FAR = Decimal("1.4")
_AROUND = 3
_REACH_DAYS = 31


class Point(NamedTuple):
    """A dated value of a series, per `nominal` as printed."""

    id: str
    day: date
    value: Decimal
    change: Decimal | None
    nominal: int


def is_stale(market: str, value_date: date, page_day: date) -> bool:
    """Whether the market's bank must have fixed for a newer day by the day of the page."""
    return not may_be_silent(market, value_date, page_day)


def broken_laws(market: str, points: Iterable[Point]) -> dict[str, tuple[str, ...]]:
    """The points of one series (one site, market, instrument, side; any order) that break a law, and which."""
    days: dict[date, list[Point]] = defaultdict(list)
    for point in points:
        days[point.day].append(point)
    ordered = [days[day] for day in sorted(days)]
    found: dict[str, tuple[str, ...]] = {}
    for at, group in enumerate(ordered):
        before = ordered[at - 1] if at else None
        around = [near[0] for near in ordered[max(0, at - _AROUND) : at] + ordered[at + 1 : at + 1 + _AROUND]]
        judged: dict[tuple[object, ...], tuple[str, ...]] = {}
        for point in group:
            said = (point.value, point.change, point.nominal)  # most sightings of a day say the same
            if said not in judged:
                breaks = (BREAKS,) if before and _breaks(market, point, before) else ()
                judged[said] = breaks + ((OUTLIER,) if _is_far(point, around) else ())
            if judged[said]:
                found[point.id] = judged[said]
    return found


def _breaks(market: str, point: Point, before: Sequence[Point]) -> bool:
    """Only for fixings, whose value before is known to be the neighbour; sightings that differ tell nothing."""
    last = before[0]
    if market not in BANKS or point.change is None or not follow(market, last.day, point.day):
        return False
    if any(other.value != last.value for other in before) or last.nominal != point.nominal:
        return False
    slack = tolerance(point.value) + tolerance(point.change) + tolerance(last.value)
    return abs(point.value - point.change - last.value) > slack


def _is_far(point: Point, around: Sequence[Point]) -> bool:
    near = [each.value / each.nominal for each in around if abs((each.day - point.day).days) <= _REACH_DAYS]
    if len(near) < 2 or max(near) / min(near) >= FAR:
        return False
    ratio = point.value / point.nominal / median(near)
    return ratio >= FAR or ratio * FAR <= 1
