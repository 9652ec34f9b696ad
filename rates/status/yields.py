"""Has a site's parser gone blind? Its yield against its own past, on days when its bank publishes.

A day is dry if no visit saw a quote although, on every publishing day before, one had been seen by that hour.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from rates.calendars import BANKS, expected_value_date, must_fix
from rates.status.sightings import Sighting

if TYPE_CHECKING:
    from rates.settings import Site

ENOUGH_DAYS, ENOUGH_VISITS = 5, 3
GRACE = timedelta(hours=1)


def dry_since(site: "Site", seen: Sequence[Sighting], *, now: datetime) -> date | None:
    """The first day, on the site's own calendar, since which its pages have had no quotes; None while they have."""
    days = _by_day(site, seen)
    wet = [day for day, visits in days.items() if _first_quote(visits) is not None]
    dry = [day for day in days if not wet or day > wet[-1]]
    usual = [_first_quote(days[day]) for day in wet[-ENOUGH_DAYS * 4 :]]
    if len(wet) < ENOUGH_DAYS or not dry:
        return None
    latest = max(first for first in usual if first is not None)
    return next((day for day in dry if _is_over(site, day, latest, days[day], now=now)), None)


def _is_over(site: "Site", day: date, latest: time, visits: Sequence[tuple[time, int]], *, now: datetime) -> bool:
    due = datetime.combine(day, latest, ZoneInfo(site.zone)) + GRACE
    return now >= due and len(visits) >= ENOUGH_VISITS


def _by_day(site: "Site", seen: Sequence[Sighting]) -> Mapping[date, list[tuple[time, int]]]:
    """The readings of each publishing day: local time and quotes."""
    zone, days = ZoneInfo(site.zone), dict[date, list[tuple[time, int]]]()
    for each in seen:
        if not each.failed:
            local = each.at.astimezone(zone)
            days.setdefault(local.date(), []).append((local.time(), each.quotes))
    return {day: visits for day, visits in days.items() if _publishes(site.bank, day)}


def _publishes(bank: str | None, day: date) -> bool:
    return bank is None or bank not in BANKS or must_fix(bank, expected_value_date(bank, day))


def _first_quote(visits: Sequence[tuple[time, int]]) -> time | None:
    return next((clock for clock, quotes in visits if quotes), None)
