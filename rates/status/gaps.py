"""Stretches in which a site was not read, each with its reasons: what failed, or that nobody was there to try."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from rates.status.hours import open_time
from rates.status.sightings import Sighting

if TYPE_CHECKING:
    from rates.settings import Site

NOBODY = "the collector did not run or could not write"


@dataclass(frozen=True, slots=True)
class Gap:
    """From the last reading before it to the first after it (None: it goes on). `missed` counts readings not made."""

    site: str
    since: datetime
    until: datetime | None
    missed: int
    reasons: tuple[str, ...]


def gaps(name: str, site: "Site", seen: Sequence[Sighting], *, now: datetime) -> list[Gap]:
    """The gaps of a site's visits, in order of time."""
    found: list[Gap] = []
    last: datetime | None = None
    failures: list[Sighting] = []
    for each in [*seen, None]:
        if each is not None and each.failed:
            failures.append(each)
            continue
        until = each.at if each else now
        if last and (missed := missed_readings(site, last, until)):
            found.append(Gap(name, last, each.at if each else None, missed, _reasons(failures, missed)))
        last, failures = until, []
    return found


def missed_readings(site: "Site", since: datetime, until: datetime) -> int:
    """How many readings the cadence asks for between two moments, both of which have one of their own."""
    # A reading may come half a cadence late before the next one is due.
    return max(0, round(open_time(site, since, until) / site.cadence) - 1)


def _reasons(failures: Sequence[Sighting], missed: int) -> tuple[str, ...]:
    counted = Counter(each.reason or "failed" for each in failures)
    if missed > len(failures):
        counted[NOBODY] = missed - len(failures)
    return tuple(f"{reason} ({count})" for reason, count in counted.most_common())
