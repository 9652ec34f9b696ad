"""The series a command was asked for, out of the store: instruments, days, and what was known as of a time."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rates.cli.common import fixings_of, instant, now, open_store, span
from rates.errors import UsageError

if TYPE_CHECKING:
    from rates.series import Series
    from storage import Store


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
    from rates.verify import verdicts_of

    opened = open_store(store) if store is None or isinstance(store, Path) else store
    first, end = span(since, until, last, today=now().date())
    moment, on_day = instant(as_of, "--as-of")
    if on_day:
        raise UsageError(f"--as-of {as_of!r} is a day, not a time", hint=f"write it as {as_of}T23:59+00:00")
    rows = opened.observations(as_of=moment)
    fixings = fixings_of(opened)
    return series_of(
        rows,
        instruments=[each.upper() for each in instruments] or None,
        since=first,
        until=end,
        zones={site.name: site.zone for site in known_sites() if site.zone},
        verdicts=verdicts_of(rows, fixings) if fixings else None,
    )


def points(line: "Series", *, undated: bool = False) -> list[dict[str, Any]]:
    """The values of a series as rows: its own keys first, then the point's."""
    own = {key: getattr(line, key) for key in ("instrument", "kind", "market", "side", "site")}
    return [own | asdict(point) for point in (line.undated if undated else line.points)]
