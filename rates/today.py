"""What the page calls now: the capture's local time, or the newest machine stamp where no capture time is known.

A page may be taken long after it was made (a cache, a copy of a copy). Its own feed shows that: the machine stamps of
its headlines, or a newest dated headline more than a day before the capture. A bare "17:11" then belongs to the page's
day and not to the capture's, and stays open where that day is not known.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Literal

from rates.model import Capture, CapturedBy, DatedBy, Page
from rates.moments import Moment
from rates.years import DAY_SLACK, SLACK, Choice, newest_past

_YEARS = range(1990, 2101)  # an archive's damaged date is no time to count from
Kind = Literal["live", "day", "stamp", "late", "none"]


@dataclass(frozen=True, slots=True)
class Today:
    """The page's now in one zone.

    `at` is naive local time (None: nothing says when). `kind` says how it is known: `live` to the minute, `day` by
    its date alone, `stamp` by a machine stamp that the page may be younger than, `late` where the page is older
    than its capture. `bare_day` is the day of a clock time that stands alone, where machine stamps prove it.
    """

    at: datetime | None
    slack: timedelta
    kind: Kind
    bare_day: date | None = None

    @property
    def day(self) -> date | None:
        """The local day, where anything says when the page was made."""
        return self.at.date() if self.at else None

    @property
    def by(self) -> DatedBy:
        """What a day that follows from this was dated by."""
        return "none" if self.at is None else "machine" if self.kind == "stamp" else "capture"

    def day_of_clock(self, hour: int, minute: int) -> Choice:
        """Rule 3: today, or the day before where that would lie in the future."""
        if self.bare_day:
            return Choice(self.bare_day, (self.bare_day,))
        if self.at is None or self.kind == "late":
            return Choice(None, ())
        today, yesterday = self.at.date(), self.at.date() - timedelta(days=1)
        if self.kind == "day" or datetime.combine(today, time(hour, minute)) <= self.at + SLACK:
            return Choice(today, (today, yesterday))
        return Choice(None if self.kind == "stamp" else yesterday, (today, yesterday))


def capture_time(page: Page, capture: Capture) -> tuple[datetime | None, CapturedBy | None]:
    """Rule 1: what the input says, else the newest machine stamp on the page."""
    if capture.captured_at:
        return capture.captured_at, capture.captured_by
    own = (item.stamp for items in (page.headlines, page.printed) for item in items)
    stamps = [*page.stamps, *(stamp for stamp in own if stamp)]
    return (max(stamps), "page") if stamps else (None, None)


def day_of(captured_at: datetime | None) -> date | None:
    """The day of a capture, in its own offset; None for what cannot be the time of one."""
    return captured_at.date() if captured_at and captured_at.year in _YEARS else None


def today_of(
    page: Page, capture: Capture, zone: tzinfo | None, feed: Sequence[tuple[Moment | None, datetime | None]]
) -> Today:
    """The page's now in a zone; `feed` is the printed moment and the machine stamp of each headline."""
    at, by = capture_time(page, capture)
    if at is None or at.year not in _YEARS:
        return Today(None, SLACK, "none")
    stamps = [stamp for _, stamp in feed if stamp]
    bare = [stamp for moment, stamp in feed if stamp and _is_bare(moment)]
    bare_day = max(bare).astimezone(zone).date() if bare and zone else None
    if by == "page":
        return Today(_local(at, zone), DAY_SLACK, "stamp", bare_day)
    if capture.captured_on_day:
        return Today(at.replace(tzinfo=None), DAY_SLACK, "day", bare_day)
    if stamps and at - max(stamps) > DAY_SLACK:
        return Today(_local(max(stamps), zone), DAY_SLACK, "stamp", bare_day)
    live = Today(_local(at, zone), SLACK if zone else DAY_SLACK, "live", bare_day)
    return Today(live.at, live.slack, "late") if bare_day is None and _is_late(live, feed) else live


def _is_bare(moment: Moment | None) -> bool:
    return moment is not None and moment.day is None and moment.relative is None


def _local(at: datetime, zone: tzinfo | None) -> datetime:
    """Naive local time. In the second run of a doubled hour the whole of the first one lies behind."""
    local = at.astimezone(zone or UTC)
    return local.replace(tzinfo=None, fold=0) + timedelta(hours=local.fold)


def _is_late(today: Today, feed: Sequence[tuple[Moment | None, datetime | None]]) -> bool:
    """Whether bare clock times stand beside a newest dated headline that is more than a day older than the capture."""
    dated = [moment for moment, _ in feed if moment and moment.day]
    if not dated or today.at is None or not any(_is_bare(moment) for moment, _ in feed):
        return False
    days = [newest_past(moment, today.at, today.slack).day for moment in dated if moment.year is None]
    newest = max((day for day in days if day), default=None)
    return newest is None or today.at.date() - newest > timedelta(days=1)
