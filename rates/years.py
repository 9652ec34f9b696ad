"""Which year a year-less day means: the newest past one, the next one, the nearest one; else none.

The page is rendered when it is taken, so a stamp without a year is of the last weeks (FACTS, "Resolving"). What lies
further away than these limits is left open: a wrong year is worse than none.
"""

from calendar import isleap
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from rates.moments import Moment

SLACK = timedelta(minutes=10)
DAY_SLACK = timedelta(hours=24)
REACH = timedelta(days=31)
AHEAD = timedelta(days=14)  # the New Year gap of the banks is at most 13 days


class Choice(NamedTuple):
    """A settled day, or None, beside the days that were considered, newest first."""

    day: date | None
    candidates: tuple[date, ...]


def days_in(moment: Moment, years: Iterable[int]) -> tuple[date, ...]:
    """The days with that day and month that exist in the years and fall on the printed weekday, if one is printed."""
    month, day, weekday = moment.month or 0, moment.day or 0, moment.weekday
    if month == 2 and day == 29:
        years = [year for year in years if isleap(year)]
    days = tuple([date(year, month, day) for year in years])
    return days if weekday is None else tuple(each for each in days if each.weekday() == weekday)


def newest_past(moment: Moment, at: datetime, slack: timedelta) -> Choice:
    """Rule 2: the newest year that does not put the stamp after `at` plus slack, and within 31 days before `at`.

    `at` is the page's local time, naive. A stamp without a clock time counts from its midnight, with a day's slack.
    """
    latest = at + (DAY_SLACK if moment.hour is None else slack)
    candidates = days_in(moment, (latest.year, latest.year - 1))
    for day in candidates:
        stamp = datetime(day.year, day.month, day.day, moment.hour or 0, moment.minute)  # noqa: DTZ001 - local, as `at` is
        if stamp <= latest:
            return Choice(day if at - stamp <= REACH else None, candidates)
    return Choice(None, candidates)


def next_such(moment: Moment, published: date) -> Choice:
    """Rule 4: the smallest date with that day and month not before the publication day, at most 14 days on."""
    candidates = days_in(moment, (published.year, published.year + 1))
    fits = [day for day in candidates if published <= day <= published + AHEAD]
    return Choice(fits[0] if fits else None, candidates)


def nearest_such(moment: Moment, today: date) -> Choice:
    """A value date that no publication time stands beside: at most 31 days before the page and 14 after it."""
    candidates = days_in(moment, (today.year + 1, today.year, today.year - 1))
    fits = [day for day in candidates if today - REACH <= day <= today + AHEAD]
    return Choice(fits[0] if fits else None, candidates)


def last_such(moment: Moment, value_date: date) -> Choice:
    """Rule 4 backwards: the publication day that a known value date leaves, at most 14 days before it."""
    candidates = days_in(moment, (value_date.year, value_date.year - 1))
    fits = [day for day in candidates if value_date - AHEAD <= day <= value_date]
    return Choice(fits[0] if fits else None, candidates)
