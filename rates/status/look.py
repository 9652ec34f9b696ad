"""One look at everything: the ledger, the observations and the collector's memory, against the configuration."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from rates.collect.memory import Memory
from rates.collect.session import FOLDER
from rates.status.gaps import Gap, gaps, missed_readings
from rates.status.series import SeriesStatus, series
from rates.status.sightings import Sighting, sightings
from rates.status.troubles import Trouble, troubles

if TYPE_CHECKING:
    from rates.settings import Settings, Site
    from storage import Store

PAST = timedelta(days=35)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteStatus:
    """A site within the window: its visits by what came of them, and `coverage`, the percentage of the readings due."""

    site: str
    last_read: datetime | None
    age: timedelta | None
    tried: int
    read: int
    unchanged: int
    failed: int
    reasons: Mapping[str, int]
    coverage: int | None
    quotes: int | None


@dataclass(frozen=True, slots=True)
class Status:
    """Everything that a look found; no troubles means that all is well."""

    at: datetime
    sites: Sequence[SiteStatus]
    series: Sequence[SeriesStatus]
    gaps: Sequence[Gap]
    troubles: Sequence[Trouble]


def look(
    settings: "Settings",
    store: "Store",
    *,
    now: datetime,
    window: timedelta = timedelta(days=1),
    max_age: timedelta | None = None,
) -> Status:
    """Look at a store as its configuration means it to be. Counts and gaps are of the `window` before now.

    Raises StoreError where the store cannot be read.
    """
    seen = sightings(store.visits(), since=now - max(PAST, window), until=now)
    known = [(name, each, site) for name, site in settings.sites.items() for each in _names(name, site)]
    reads = {name: next((each.at for each in reversed(found) if not each.failed), now) for name, found in seen.items()}
    rows = series(
        store.observations(),
        now=now,
        zones={row_site: site.zone for _, row_site, site in known},
        read_at={row_site: reads[name] for name, row_site, _ in known if name in reads},
    )
    memory = Memory.open(store.path / FOLDER / "memory.json")
    memory.forget_future(now)
    found: list[Trouble] = []
    for name, site in settings.sites.items():
        found += troubles(
            name,
            site,
            seen.get(name, ()),
            now=now,
            rebuilt_at=min(filter(None, (memory.page(url).changed_at for url in site.pages)), default=None),
            series=[each for each in rows if each.site in _names(name, site)],
            max_age=max_age or settings.notify.max_age,
            pages={url: page.read_at for url in site.pages if (page := memory.page(url)).tried_at},
        )
    since = now - window
    return Status(
        at=now,
        sites=[_site(name, site, seen.get(name, ()), now=now, since=since) for name, site in settings.sites.items()],
        series=rows,
        gaps=[
            gap
            for name, site in settings.sites.items()
            for gap in gaps(name, site, seen.get(name, ()), now=now)
            if gap.until is None or gap.until > since
        ],
        troubles=found,
    )


def _names(name: str, site: "Site") -> set[str]:
    """The names under which the site's rows may stand: its own, its parser's, or its host's."""
    hosts = {(urlsplit(page).hostname or "").removeprefix("www.") for page in site.pages}
    return {name, *hosts, *({site.parser} if site.parser else ())}


def _site(name: str, site: "Site", seen: Sequence[Sighting], *, now: datetime, since: datetime) -> SiteStatus:
    reads = [each for each in seen if not each.failed]
    recent = [each for each in seen if each.at >= since]
    failed = [each for each in recent if each.failed]
    return SiteStatus(
        site=name,
        last_read=reads[-1].at if reads else None,
        age=now - reads[-1].at if reads else None,
        tried=len(recent),
        read=sum(1 for each in recent if not each.failed and not each.unchanged),
        unchanged=sum(1 for each in recent if each.unchanged),
        failed=len(failed),
        reasons=dict(Counter(each.reason or "failed" for each in failed).most_common()),
        coverage=_coverage(site, reads, now=now, since=since),
        quotes=reads[-1].quotes if reads else None,
    )


def _coverage(site: "Site", reads: Sequence[Sighting], *, now: datetime, since: datetime) -> int | None:
    """The share of the readings asked for since then, or since the first one, that were made."""
    start = max(since, reads[0].at) if reads else since
    moments = [start, *(each.at for each in reads if each.at > start), now]
    asked = missed_readings(site, start, now) + 1
    missed = sum(missed_readings(site, one, other) for one, other in pairwise(moments))
    return round(100 * max(0, asked - missed) / asked) if reads else None
