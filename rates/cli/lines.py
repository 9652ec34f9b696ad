"""The series a command was asked for, out of the store: instruments, days, and what was known as of a time."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from rates.cli.common import fixings_of, instant, now, open_store, span
from rates.cli.talk import complain
from rates.errors import UsageError

if TYPE_CHECKING:
    from rates.series import Series
    from storage import Store

MANY = 8
OWN = ("instrument", "kind", "market", "side", "site")


def lines_of(
    store: "Path | Store | None",
    instruments: Sequence[str],
    *,
    since: str | None = None,
    until: str | None = None,
    last: str | None = None,
    as_of: str | None = None,
) -> "list[Series]":
    """The series of a store, each point with the bank's verdict where there is one."""
    from parsers.discovery import known_sites
    from rates.series import series_of
    from rates.verify import verify

    opened = open_store(store) if store is None or isinstance(store, Path) else store
    first, end = span(since, until, last, today=now().date())
    moment = known_at(as_of)
    rows, fixings = opened.observations(as_of=moment), fixings_of(opened, as_of=moment)
    verdicts = verify(rows.iter_rows(named=True), fixings) if fixings else []
    return series_of(
        rows,
        instruments=[each.upper() for each in instruments] or None,
        since=first,
        until=end,
        zones={site.name: site.zone for site in known_sites() if site.zone},
        verdicts={each.id: each.verdict for each in verdicts},
        explanations={each.id: each.explanation for each in verdicts if each.explanation},
    )


def known_at(as_of: str | None) -> datetime | None:
    """The time that --as-of names."""
    moment, on_day = instant(as_of, "--as-of")
    if on_day:
        raise UsageError(f"--as-of {as_of!r} is a day, not a time", hint=f"write it as {as_of}T23:59+00:00")
    return moment


def nothing_found(store: "Path | None") -> int:
    """Say that the store has no such values, and which it has; exit code 4."""
    names = sorted(set(open_store(store).observations()["instrument"]))
    more = " ...: `rates show --list`" if len(names) > MANY else ""
    held = f"the store holds {', '.join(names[:MANY])}{more}" if names else "`rates ingest` adds pages"
    return complain("no values for this", held, 4)


def points(line: "Series", *, undated: bool = False) -> list[dict[str, Any]]:
    """The values of a series as rows: its own keys first, then the point's; times in the site's zone."""
    own = {key: getattr(line, key) for key in OWN}
    zone, seen = ZoneInfo(line.zone), line.undated if undated else line.points
    names = [field.name for field in fields(seen[0])] if seen else []
    return [own | {name: _in_zone(getattr(each, name), zone) for name in names} for each in seen]


def _in_zone(value: Any, zone: ZoneInfo) -> Any:
    return value.astimezone(zone) if isinstance(value, datetime) else value


def overview(line: "Series") -> dict[str, Any]:
    """A series as one row: how many days it has, from when to when, and its newest value."""
    first, newest = (line.points[0], line.points[-1]) if line.points else (None, None)
    return {key: getattr(line, key) for key in OWN} | {
        "days": len(line.points),
        "first": first and first.day,
        "last": newest and newest.day,
        "value": newest and newest.value,
        "undated": len(line.undated),
    }


def types_of_points(*, undated: bool = False) -> dict[str, Any]:
    """The keys of those rows and what they hold."""
    from rates.series import Point, Series, Sighting
    from storage.tables import hints_of

    line = hints_of(Series)
    return {key: line[key] for key in OWN} | hints_of(Sighting if undated else Point)
