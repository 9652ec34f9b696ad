"""Local clock times to instants: an hour that was skipped or that came twice is left open, never adjusted.

`zoneinfo` raises for neither: a skipped time does not survive the way to UTC and back, a doubled one has two offsets.
Moscow's offset is +4 from 2011-03-27 to 2014-10-26, when 01:00-01:59 came twice and both were called MSK.
"""

from datetime import UTC, date, datetime, time, tzinfo

SKIPPED = "clock-skipped"
DOUBLED = "clock-doubled"


def instant(day: date, hour: int, minute: int, zone: tzinfo) -> tuple[datetime | None, str | None]:
    """The aware time of a local clock on a day; or None and why: `clock-skipped`, `clock-doubled`."""
    first = datetime.combine(day, time(hour, minute), zone)
    if first.utcoffset() == first.replace(fold=1).utcoffset():
        return first, None
    there_and_back = first.astimezone(UTC).astimezone(zone)
    same = there_and_back.replace(tzinfo=None, fold=0) == first.replace(tzinfo=None)
    return None, DOUBLED if same else SKIPPED
