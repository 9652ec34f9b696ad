"""The banks' calendars: which day a published fixing is for, and over which days a bank may publish nothing.

The Bank of Russia sets a rate on a working day for the next calendar day, so value dates run from Tuesday to Saturday,
and Sunday or Monday only after working weekends. Its quiet days are those value dates that had no fixing in some year
from 1999 to 2026, holidays as they are moved about; the longest silence is 13 days, at New Year.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

_DAY = timedelta(days=1)
_SATURDAY = 5
Rule = Literal["next day", "next working day", "same day"]
Span = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Calendar:
    """A bank's habits. `quiet` are first and last (month, day) of value dates that may have no fixing of their own.

    `closed` are first and last value date of a silence that came once. `every_day` banks list a rate for each
    calendar day; `longest` is the most days from one value date to the next.
    """

    rule: Rule
    quiet: tuple[Span, ...] = ()
    closed: tuple[tuple[date, date], ...] = ()
    every_day: bool = False
    easter: bool = False
    longest: int = 7


BANKS: Mapping[str, Calendar] = {
    "cbr": Calendar(
        "next day",
        quiet=(
            ((1, 1), (1, 11)),
            ((2, 23), (2, 26)),
            ((3, 8), (3, 11)),
            ((4, 30), (5, 12)),
            ((6, 12), (6, 15)),
            ((11, 4), (11, 9)),
            ((12, 12), (12, 14)),
            ((12, 29), (12, 31)),
        ),
        closed=((date(2020, 3, 31), date(2020, 4, 6)),),  # the paid days off of the epidemic
        longest=14,
    ),
    "ecb": Calendar("same day", quiet=(((1, 1), (1, 1)), ((5, 1), (5, 1)), ((12, 25), (12, 26))), easter=True),
    "nbk": Calendar(
        "next working day",
        quiet=(
            ((1, 1), (1, 9)),
            ((3, 7), (3, 11)),
            ((3, 21), (3, 26)),
            ((5, 1), (5, 12)),
            ((7, 6), (7, 9)),
            ((8, 30), (9, 2)),
            ((10, 25), (10, 28)),
            ((12, 16), (12, 20)),
        ),
        longest=10,
    ),
    "nbu": Calendar("next working day", every_day=True),
    "nbrb": Calendar("next day", every_day=True),
    "cbu": Calendar("next day", quiet=(((1, 1), (1, 5)), ((3, 8), (3, 11)), ((3, 20), (3, 26)), ((9, 1), (9, 4)))),
}


def expected_value_date(bank: str, published: date) -> date:
    """The day that a fixing published on a day is for. KeyError for a bank without a calendar."""
    rule = BANKS[bank].rule
    if rule == "same day":
        return published
    day = published + _DAY
    while rule == "next working day" and day.weekday() >= _SATURDAY:
        day += _DAY
    return day


def must_fix(bank: str, day: date) -> bool:
    """Whether the bank has a fixing of its own for that day in every year. KeyError for a bank without a calendar."""
    calendar = BANKS[bank]
    if calendar.every_day:
        return True
    made = day - _DAY if calendar.rule == "next day" else day
    return made.weekday() < _SATURDAY and not _is_quiet(calendar, day)


def may_be_silent(bank: str, since: date, until: date) -> bool:
    """Whether a bank that fixed for `since` may have no newer fixing whose value date is `until` or before.

    True for weekends and holidays, and for a bank without a calendar: what is not known raises no alarm.
    """
    calendar = BANKS.get(bank)
    if calendar is None or until <= since:
        return True
    if (until - since).days >= calendar.longest:
        return False
    return not any(must_fix(bank, day) for day in _days(since + _DAY, until))


def follow(bank: str, earlier: date, later: date) -> bool:
    """Whether two value dates may be neighbours: no day between them must have a fixing."""
    return earlier < later and may_be_silent(bank, earlier, later - _DAY)


def _is_quiet(calendar: Calendar, day: date) -> bool:
    if any(first <= day <= last for first, last in calendar.closed):
        return True
    near_easter = calendar.easter and (day - _easter(day.year)).days in {-2, 1}
    return near_easter or any(first <= (day.month, day.day) <= last for first, last in calendar.quiet)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + number * _DAY for number in range((last - first).days + 1))


def _easter(year: int) -> date:
    """Easter Sunday by Butcher's rule for the Gregorian calendar (Meeus, Astronomical Algorithms, ch. 8)."""
    century, rest = divmod(year, 100)
    golden = year % 19
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
