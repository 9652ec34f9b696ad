"""The day a quote is for and the minute it was published, each with the rule that settled it, or open with a reason.

Evidence goes from the strongest to the weakest: a printed year, a machine stamp on the quote, the page's now, the
value date for the publication time. What contradicts itself is not bent to fit.
"""

from datetime import date, datetime, tzinfo
from typing import NamedTuple

from rates.clocks import instant
from rates.evidence import Evidence
from rates.model import DatedBy, Status
from rates.moments import Moment
from rates.today import Today
from rates.years import AHEAD, Choice, days_in, last_such, nearest_such, newest_past, next_such

STAMPED = "machine stamp"
BESIDE = "rule 5: the year of the fixings on the same page"


class Settled(NamedTuple):
    """A day and, for a publication time, the instant; what settled the year, the rule, and what it chose from."""

    day: date | None = None
    at: datetime | None = None
    by: DatedBy = "none"
    rule: str = "nothing printed"
    candidates: tuple[date, ...] = ()
    reasons: tuple[str, ...] = ()


class Dated(NamedTuple):
    """A quote with its days settled as far as the evidence goes, and what that makes of its row."""

    value: Settled
    published: Settled
    by: DatedBy
    status: Status
    reasons: tuple[str, ...]

    def chain(self, published_text: str, value_text: str) -> tuple[Evidence, Evidence]:
        """How both days were settled, one link each."""
        return _link("published_at", published_text, self.published), _link("value_date", value_text, self.value)


def date_quote(
    *,
    value_moment: Moment | None,
    value_text: str | None,
    published_moment: Moment | None,
    published_text: str | None,
    stamp: datetime | None,
    today: Today,
    zone: tzinfo | None,
) -> Dated:
    """Settle both days of a quote from print, machine stamp and the page's now, then each from the other."""
    published = settle_published(published_moment, stamp, today, zone, printed=published_text is not None)
    value = settle_value_date(value_moment, published, published_moment, today, printed=value_text is not None)
    if published_moment and _is_refuted(published, published_moment, value):
        published = published._replace(day=None, at=None, by="none", reasons=(*published.reasons, "page-older"))
    if published.day is None and published_moment and published_moment.day and value.day:
        published = published_before(published_moment, value, zone)
    return judged(value, published, today, value_text=value_text, published_text=published_text)


def judged(
    value: Settled, published: Settled, today: Today, *, value_text: str | None, published_text: str | None
) -> Dated:
    """What settled days make of a row: `undated` while a printed day stays open, `suspect` on a contradiction."""
    reasons = (*value.reasons, *published.reasons)
    leading = value if value_text is not None else published
    if contradicts(value, published, today):
        return Dated(value, published, leading.by, "suspect", (*reasons, "after-capture"))
    if value_text is None and published_text is None and published.day is None:
        by: DatedBy = "capture" if today.kind in {"live", "day", "late"} else "none"
        return Dated(value, published, by, "ok" if by == "capture" else "undated", (*reasons, "no-date-printed"))
    return Dated(value, published, leading.by, "ok" if leading.day else "undated", reasons)


def settle_published(
    moment: Moment | None,
    stamp: datetime | None,
    today: Today,
    zone: tzinfo | None,
    *,
    printed: bool,
    proved: date | None = None,
) -> Settled:
    """Settle a publication time from its print, its machine stamp and the page's now.

    `printed` says whether there is a text at all: one that no form reads is `published-unread`. `proved` is a day of
    the page that the official series proved: it gives the year where nothing else does.
    """
    if moment is None:
        unread = Settled(rule="not read", reasons=("published-unread",)) if printed else Settled()
        return _by_stamp(stamp, zone, unread.reasons) if stamp else unread
    zone = moment.clock or zone
    disagrees: tuple[str, ...] = ()
    if stamp:
        agreed = _agreed(moment, stamp, zone)
        if agreed:
            return agreed
        disagrees = ("stamp-disagrees",)
    rule, by, choice = _published_day(moment, today)
    if choice.day is None and proved and moment.day:
        rule, by, choice = BESIDE, "official", nearest_such(moment, proved)
    if choice.day is None:
        return Settled(None, None, "none", rule, choice.candidates, disagrees)
    at, why = clock_on(choice.day, moment, zone)
    return Settled(choice.day, at, by, rule, choice.candidates, disagrees + why)


def settle_value_date(
    moment: Moment | None, published: Settled, stamp: Moment | None, today: Today, *, printed: bool
) -> Settled:
    """Settle a value date from its print, else from the publication day (`published`, printed as `stamp`), else from
    the page's now."""
    if moment is None or (moment.day is None and moment.relative is None):
        return Settled(rule="not read", reasons=("value-date-unread",)) if printed else Settled()
    if moment.relative is not None:
        older = today.kind == "late" or (stamp is not None and stamp.day is not None)
        base = published.day or (None if older else today.day)
        day = date.fromordinal(base.toordinal() + moment.relative) if base else None
        by = published.by if published.day else today.by
        return _chosen(Choice(day, (day,) if day else ()), by, "counted from the page's day")
    if moment.year:
        return _chosen(Choice(date(moment.year, moment.month or 0, moment.day or 0), ()), "printed", "year printed")
    if published.day:
        after = next_such(moment, published.day)
        if after.day or stamp is None or stamp.day or published.by == "machine":
            return _chosen(after, published.by, "rule 4: next such day after publication")
    if today.day is None or (stamp and stamp.day and not published.day):
        return _chosen(Choice(None, ()), "none", "no time to count from")
    near = nearest_such(moment, today.day)
    return _chosen(near, today.by, "nearest such day to the page's")


def published_before(moment: Moment, value: Settled, zone: tzinfo | None) -> Settled:
    """The publication time that a settled value date leaves for a stamp whose year nothing else settled."""
    choice = last_such(moment, value.day) if value.day else Choice(None, ())
    if choice.day is None:
        return Settled(rule="rule 4 backwards: last such day up to the value date", candidates=choice.candidates)
    at, why = clock_on(choice.day, moment, moment.clock or zone)
    rule = "rule 4 backwards: last such day up to the value date"
    return Settled(choice.day, at, value.by, rule, choice.candidates, why)


def clock_on(day: date, moment: Moment, zone: tzinfo | None) -> tuple[datetime | None, tuple[str, ...]]:
    """The instant of a printed clock time on a day; None and a reason where rule 9 or the zone leaves it open."""
    if moment.hour is None:
        return None, ()
    zone = moment.clock or zone
    if zone is None:
        return None, ("zone-unknown",)
    at, why = instant(day, moment.hour, moment.minute, zone)
    return at, (why,) if why else ()


def contradicts(value: Settled, published: Settled, today: Today) -> bool:
    """Whether a printed year or a machine stamp puts the quote after its own capture."""
    if today.day is None or today.kind == "stamp":
        return False
    late = value.day is not None and value.day > today.day + AHEAD
    return late or (published.day is not None and (published.day - today.day).days > 1)


def _published_day(moment: Moment, today: Today) -> tuple[str, DatedBy, Choice]:
    if moment.year:
        return "year printed", "printed", Choice(date(moment.year, moment.month or 0, moment.day or 0), ())
    if moment.relative is not None and (moment.relative or moment.hour is None):
        day = date.fromordinal(today.day.toordinal() + moment.relative) if today.day and today.kind != "late" else None
        return "counted from the page's day", today.by, Choice(day, (day,) if day else ())
    if moment.day is None:
        return "rule 3: today or the day before", today.by, today.day_of_clock(moment.hour or 0, moment.minute)
    if today.at is None:
        return "no time to count from", "none", Choice(None, ())
    return "rule 2: newest year within 31 days", today.by, newest_past(moment, today.at, today.slack)


def _is_refuted(published: Settled, moment: Moment, value: Settled) -> bool:
    """Whether the value date shows that the page is older than the day from which its publication was counted."""
    if published.day is None or value.day is None or published.rule == STAMPED:
        return False
    if moment.day is None:
        return value.day < published.day
    return value.by == "printed" and moment.year is None and abs(published.day - value.day) > AHEAD


def _link(field: str, text: str, settled: Settled) -> Evidence:
    decided = settled.at or settled.day
    candidates = tuple(day.isoformat() for day in settled.candidates)
    return Evidence(field, text, settled.rule, candidates, decided.isoformat() if decided else "")


def _chosen(choice: Choice, by: DatedBy, rule: str) -> Settled:
    return Settled(choice.day, None, by if choice.day else "none", rule, choice.candidates)


def _by_stamp(stamp: datetime, zone: tzinfo | None, reasons: tuple[str, ...]) -> Settled:
    local = stamp.astimezone(zone) if zone else stamp
    return Settled(local.date(), local, "machine", STAMPED, (local.date(),), reasons)


def _agreed(moment: Moment, stamp: datetime, zone: tzinfo | None) -> Settled | None:
    """The machine stamp where it tells the printed minute (or, where only that is printed, the printed day)."""
    local = stamp.astimezone(zone) if zone else stamp
    if moment.hour is not None and (local.minute != moment.minute or (zone is not None and local.hour != moment.hour)):
        return None
    day = local.date()
    if moment.day is not None:
        near = days_in(moment, (day.year + 1, day.year, day.year - 1) if moment.year is None else (moment.year,))
        within = 0 if zone else 1  # in an unknown zone the stamp's own date may be the neighbour
        found = [each for each in near if abs((each - day).days) <= within]
        if not found:
            return None
        day = found[0]
    minute = local.replace(second=0, microsecond=0) if moment.hour is not None else local
    return Settled(day, minute, "machine", STAMPED, (day,))
