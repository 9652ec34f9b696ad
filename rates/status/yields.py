"""Has a site's parser gone blind? Its yield against its own past, in the evenings of days on which its bank publishes.

By the evening the day's rate is out everywhere (the last of the banks publishes at 18:30 of its own time). An evening
is dry if no visit saw a quote. The first is told where others had some, or where none was ever seen; a site that lost
them so long ago that none is in view stays dry by its many dry evenings.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from rates.calendars import BANKS, expected_value_date, must_fix
from rates.status.sightings import Sighting

if TYPE_CHECKING:
    from rates.settings import Site

ENOUGH_DAYS = 5
EVENING, JUDGED = time(19), time(20)


def dry_since(site: "Site", seen: Sequence[Sighting], *, now: datetime) -> date | None:
    """The first day, on the site's own calendar, since which its pages have had no quotes; None while they have."""
    days = _evenings(site, seen)
    wet = [day for day, quotes in days.items() if quotes]
    dry = [day for day in days if (not wet or day > wet[-1]) and _is_over(site, day, now=now)]
    told = max(len(wet), len(dry)) >= ENOUGH_DAYS or not any(each.quotes for each in seen)
    return dry[0] if dry and told else None


def _is_over(site: "Site", day: date, *, now: datetime) -> bool:
    return now >= datetime.combine(day, JUDGED, ZoneInfo(site.zone))


def _evenings(site: "Site", seen: Sequence[Sighting]) -> Mapping[date, int]:
    """The most quotes that a visit saw, on each evening of a publishing day that had visits."""
    zone, days = ZoneInfo(site.zone), dict[date, int]()
    for each in seen:
        local = each.at.astimezone(zone)
        if not each.failed and _counts(site, local):
            days[local.date()] = max(days.get(local.date(), 0), each.quotes)
    return {day: quotes for day, quotes in days.items() if _publishes(site.bank, day)}


def _counts(site: "Site", local: datetime) -> bool:
    """Whether a visit falls into the evening; of a site that is closed by then, each visit of the day does."""
    return local.time() >= EVENING or not site.open_at(datetime.combine(local.date(), EVENING, local.tzinfo))


def _publishes(bank: str | None, day: date) -> bool:
    return bank is None or bank not in BANKS or must_fix(bank, expected_value_date(bank, day))
