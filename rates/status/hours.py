"""A site's open hours on the time line: only in them is anything expected of it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from rates.settings import Site


def open_time(site: "Site", since: datetime, until: datetime) -> timedelta:
    """How long the site was open between two moments."""
    if site.hours is None:
        return max(until - since, timedelta(0))
    return sum((end - start for start, end in open_spans(site, since, until)), timedelta(0))


def open_spans(site: "Site", since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The open spans between two moments, in UTC; hours that pass midnight belong to the day they begin on."""
    if site.hours is None:
        yield since, until
        return
    (first, last), zone = site.hours, ZoneInfo(site.zone)
    day = since.astimezone(zone).date() - timedelta(days=1)
    while day <= until.astimezone(zone).date():
        start, end = _moment(day, first, zone), _moment(day + timedelta(days=last < first), last, zone)
        if max(start, since) < min(end, until):
            yield max(start, since), min(end, until)
        day += timedelta(days=1)


def _moment(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, zone).astimezone(UTC)
