"""What is wrong with a site, each trouble once: never read, silent, in part silent, rebuilt, dry, or late."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from rates.amounts import write_duration
from rates.status.gaps import NOBODY
from rates.status.hours import open_time
from rates.status.series import SeriesStatus
from rates.status.sightings import Sighting
from rates.status.yields import dry_since

if TYPE_CHECKING:
    from rates.settings import Site

Kind = Literal["never", "silent", "pages", "layout", "yield", "late"]
EARLY = 10  # a tenth of the cadence, by which a pass may come early


@dataclass(frozen=True, slots=True)
class Trouble:
    """One trouble of a site. Its key names it in alerts: the same trouble is told once."""

    site: str
    kind: Kind
    since: datetime | None
    text: str

    @property
    def key(self) -> str:
        """What tells one trouble from another."""
        return f"{self.site}:{self.kind}"


def troubles(
    name: str,
    site: "Site",
    seen: Sequence[Sighting],
    *,
    now: datetime,
    rebuilt_at: datetime | None,
    series: Sequence[SeriesStatus],
    max_age: timedelta | None = None,
    pages: Mapping[str, datetime | None] | None = None,
) -> list[Trouble]:
    """The troubles of one site; `rebuilt_at` is when its page's frame was found changed, `series` what it shows.

    `pages` are those that were asked for, with when each was last read.
    """
    limit = max_age or 2 * site.cadence - site.cadence / EARLY
    silence = _silence(name, site, seen, now=now, limit=limit)
    found = [silence or _lost_pages(name, site, pages or {}, now=now, limit=limit)]
    if rebuilt_at:
        found.append(Trouble(name, "layout", rebuilt_at, "the page has been rebuilt: much of its frame is gone"))
    if dry := dry_since(site, seen, now=now):
        found.append(Trouble(name, "yield", None, f"no quotes on its pages since {dry}, though its bank publishes"))
    if late := [each for each in series if each.late]:
        last = max(each.value_date for each in late if each.value_date)
        text = f"{', '.join(sorted({each.instrument for each in late}))}: nothing newer than the rate for {last}"
        found.append(Trouble(name, "late", None, text))
    return [each for each in found if each]


def _silence(name: str, site: "Site", seen: Sequence[Sighting], *, now: datetime, limit: timedelta) -> Trouble | None:
    last = next((each.at for each in reversed(seen) if not each.failed), None)
    failure = next((each for each in reversed(seen) if each.failed and (last is None or each.at > last)), None)
    why = failure.reason if failure and open_time(site, failure.at, now) < 2 * site.cadence else NOBODY
    if last is None:
        return Trouble(name, "never", None, f"it was never read: {why}") if site.open_at(now) else None
    age = open_time(site, last, now)
    if age < limit or not site.open_at(now):
        return None
    return Trouble(name, "silent", last, f"not read for {write_duration(now.replace(microsecond=0) - last)}: {why}")


def _lost_pages(
    name: str, site: "Site", pages: Mapping[str, datetime | None], *, now: datetime, limit: timedelta
) -> Trouble | None:
    """Pages that are not read any more, or never were, on a site of which others are."""
    lost = [url for url, at in pages.items() if at is None or open_time(site, at, now) >= limit]
    if not lost or not site.open_at(now):
        return None
    since = min(filter(None, (pages[url] for url in lost)), default=None)
    return Trouble(
        name, "pages", since, f"{len(lost)} of its {len(site.pages)} pages cannot be read: {', '.join(lost)}"
    )
