"""Reads a printed date or time as what stands there: a year only where a year is printed.

The forms below are what sidebars print; dateparser reads the rest, with its languages set, and never judges the year.
Which year a year-less stamp means is for `rates.years` to settle.
"""

import re
from calendar import isleap
from datetime import datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import NamedTuple

from rates.model import DateOrder
from rates.months import CLOCKS, MONTHS, RELATIVE, WEEKDAYS

_DAYS_IN_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_LONGEST = 80
_YEARS = range(1900, 2101)
_BASES = (datetime(2000, 3, 5, 1, 2), datetime(2004, 8, 19, 13, 47))  # noqa: DTZ001 - no field of the two agrees


class Moment(NamedTuple):
    """A printed moment: None is what was not printed.

    `relative` counts days from the page's today; `weekday` runs from Monday 0 to Sunday 6; `clock` is a printed zone.
    A day and a month stand together or not at all, and so do hour and minute. A date may be 29 February of no year.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    hour: int | None = None
    minute: int = 0
    relative: int | None = None
    weekday: int | None = None
    clock: tzinfo | None = None


_TIME = r"(?P<H>\d{1,2})[:h](?P<M>\d{2})(?::\d{2}(?:[.,]\d+)?)?(?!\d)(?:\s*(?P<ap>[ap])\.?m\b\.?)?"
_CLOCK = r"(?:\s*(?P<z>z\b|[+-]\d{2}:?\d{2}\b|[^\W\d_]{2,4}\b))?"
_THEN_TIME = rf"(?:\D*?{_TIME}{_CLOCK})?(?P<tail>\D*)"
_TIME_THEN = rf"(?P<lead>\D*?){_TIME}{_CLOCK}\D*?"
_YEAR = r"(?:[\s,./-]*(?:de\s+|del\s+)?(?P<y>\d{4})(?![\d:])|[\s./-]+'?(?P<yy>\d{2})(?![\d:.,/h]))?"
_DAY_MONTH = rf"(?P<d>\d{{1,2}})(?:-?(?:го|st|nd|rd|th|er|º)\b)?[\s./-]*(?:de\s+)?(?P<word>[^\W\d_]{{3,}})\.?{_YEAR}"
_MONTH_DAY = rf"(?P<word>[^\W\d_]{{3,}})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:]){_YEAR}"
_NUMERIC = r"(?P<a>\d{1,2})(?P<s>[./-])(?P<b>\d{1,2})(?:(?P=s)(?:(?P<y>\d{4})|(?P<yy>\d{2})))?(?!\d)"
_ISO = r"(?P<y>\d{4})(?P<s>[./-])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?!\d)"
_KANJI = r"(?:(?P<y>\d{4})年)?\s*(?P<m>\d{1,2})月\s*(?P<d>\d{1,2})日"

_MOST = re.compile(r"(?:(\d{1,2})[ \xa0]([^\W\d_]{3,})(?:,[ \xa0]|$))?(?:(\d{1,2}):(\d{2}))?")  # nine stamps of ten

_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"(?P<lead>\D*?){_DAY_MONTH}{_THEN_TIME}",
        rf"{_TIME_THEN}(?P<tail>\D*)",
        rf"(?P<lead>\D*?){_NUMERIC}{_THEN_TIME}",
        rf"(?P<lead>\D*?){_ISO}{_THEN_TIME}",
        rf"(?P<lead>\D*?\b|){_MONTH_DAY}{_THEN_TIME}",
        rf"(?P<lead>\D*?){_KANJI}{_THEN_TIME}",
        rf"{_TIME_THEN}{_DAY_MONTH}(?P<tail>\D*)",
        rf"{_TIME_THEN}{_NUMERIC}(?P<tail>\D*)",
        rf"{_TIME_THEN}{_ISO}(?P<tail>\D*)",
        rf"{_TIME_THEN}\b{_MONTH_DAY}(?P<tail>\D*)",
    )
)
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")


def read_moment(text: str, *, order: DateOrder = "DMY", languages: tuple[str, ...] = ()) -> Moment | None:
    """The moment that a short printed text names, or None where it names none, two, or an impossible one.

    `order` settles `06/03` and is never bent: `6/20` is no date where the day comes first. Words around the date are
    let pass ("Инвестиции, 24 апр, 17:11"), other digits are not. `languages` lets dateparser read what no form does.
    """
    if (most := _MOST.fullmatch(text)) and (plain := _plain(*most.groups())):
        return plain
    folded = text.strip().lower()
    if not folded or len(folded) > _LONGEST:
        return None
    for form in _FORMS:
        if match := form.fullmatch(folded):
            moment = _moment(match.groupdict(), order)
            if moment:
                return moment
    if not any(character.isdigit() for character in folded):
        return _relative(folded)
    if languages and _WORD.search(folded):
        return _by_dateparser(text.strip(), order, languages)
    return None


def _plain(day: str | None, word: str | None, hour: str | None, minute: str | None) -> Moment | None:
    month, number = (MONTHS.get(word), int(day)) if day and word else (None, None)
    if number is not None and not (month and 1 <= number <= _DAYS_IN_MONTH[month - 1]):
        return None
    if hour is None or minute is None:
        return Moment(None, month, number) if number else None
    time = int(hour), int(minute)
    return Moment(None, month, number, *time) if time[0] < 24 and time[1] < 60 else None


def _moment(found: dict[str, str | None], order: DateOrder) -> Moment | None:
    date = _date(found, order)
    time = _time(found)
    if date is None or time is None:
        return None
    year, month, day = date
    hour, minute = time
    around = f"{found['lead']} {found['tail']}"
    named = _WORD.findall(around) if around != " " else ()
    weekday = next((WEEKDAYS[word] for word in named if word in WEEKDAYS), None)
    relative = None if day else next((RELATIVE[word] for word in named if word in RELATIVE), None)
    return Moment(year, month, day, hour, minute, relative, weekday, _clock(found.get("z")))


def _date(found: dict[str, str | None], order: DateOrder) -> tuple[int | None, int | None, int | None] | None:
    if word := found.get("word"):
        month, day = MONTHS.get(word), int(found["d"] or 0)
    elif "m" in found:
        month, day = int(found["m"] or 0), int(found["d"] or 0)
    elif "a" in found:
        first, second = int(found["a"] or 0), int(found["b"] or 0)
        day, month = (first, second) if order == "DMY" else (second, first)
    else:
        return None, None, None
    if not month or month > 12 or not 1 <= day <= _DAYS_IN_MONTH[month - 1]:
        return None
    year = _year(found)
    if year is not None and year not in _YEARS:
        return None
    if year and day == 29 and month == 2 and not isleap(year):
        return None
    return year, month, day


def _year(found: dict[str, str | None]) -> int | None:
    if full := found.get("y"):
        return int(full)
    if short := found.get("yy"):
        return int(short) + (1900 if int(short) > 68 else 2000)  # POSIX: 69 is 1969
    return None


def _time(found: dict[str, str | None]) -> tuple[int | None, int] | None:
    if found.get("H") is None:
        return None, 0
    hour, minute, half = int(found["H"] or 0), int(found["M"] or 0), found.get("ap")
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return (hour, minute) if hour < 24 and minute < 60 else None


def _clock(word: str | None) -> tzinfo | None:
    if not word or word[0] not in "+-":
        return CLOCKS.get(word or "")
    ahead = timedelta(hours=int(word[1:3]), minutes=int(word[-2:]))
    return timezone(-ahead if word[0] == "-" else ahead)


def _relative(folded: str) -> Moment | None:
    days = {RELATIVE[word] for word in _WORD.findall(folded) if word in RELATIVE}
    return Moment(relative=days.pop()) if len(days) == 1 else None


@lru_cache(maxsize=1024)
def _by_dateparser(text: str, order: DateOrder, languages: tuple[str, ...]) -> Moment | None:
    """Two readings from two bases: what differs between them was not printed but filled in."""
    import dateparser

    settings = {"DATE_ORDER": order, "PARSERS": ["absolute-time"]}
    one, other = (
        dateparser.parse(text, languages=list(languages), settings={**settings, "RELATIVE_BASE": base})
        for base in _BASES
    )
    if one is None or other is None or (one.month, one.day) != (other.month, other.day):
        return None
    timed = (one.hour, one.minute) == (other.hour, other.minute) != (0, 0)
    return Moment(
        year=one.year if one.year == other.year else None,
        month=one.month,
        day=one.day,
        hour=one.hour if timed else None,
        minute=one.minute if timed else 0,
        clock=one.tzinfo,
    )
