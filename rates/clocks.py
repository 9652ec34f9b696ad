"""Local clock times to instants: an hour that was skipped or that came twice is left open, never adjusted.

`zoneinfo` raises for neither: a skipped time does not survive the way to UTC and back, a doubled one has two offsets.
Moscow's offset is +4 from 2011-03-27 to 2014-10-26, when 01:00-01:59 came twice and both were called MSK.
"""

from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache

SKIPPED = "clock-skipped"
DOUBLED = "clock-doubled"


def instant(day: date, hour: int, minute: int, zone: tzinfo) -> tuple[datetime | None, str | None]:
    """The aware time of a local clock on a day; or None and why: `clock-skipped`, `clock-doubled`."""
    first = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)
    if day not in _turns(zone, day.year) or first.utcoffset() == first.replace(fold=1).utcoffset():
        return first, None
    there_and_back = first.astimezone(UTC).astimezone(zone)
    same = there_and_back.replace(tzinfo=None, fold=0) == first.replace(tzinfo=None)
    return None, DOUBLED if same else SKIPPED


@lru_cache(maxsize=256)
def _turns(zone: tzinfo, year: int) -> frozenset[date]:
    """The days of a year on which the zone's clock is put forward or back."""
    midnights = [datetime(year, 1, 1, tzinfo=zone) + timedelta(days=number) for number in range(367)]
    offsets = [midnight.utcoffset() for midnight in midnights]
    return frozenset(midnights[at].date() for at in range(366) if offsets[at] != offsets[at + 1])
