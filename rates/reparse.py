"""Today's parsers over all raw captures: which rows would come, go or change against what the store holds now.

Nothing stored is touched. With `write` the captures that read differently are stored again, as later readings beside
the earlier ones; a row that no longer comes stays, since a store forgets nothing.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from rates.errors import InputError
from rates.ingest import Reading, read
from rates.inputs.archives import records
from rates.model import Capture, Observation

if TYPE_CHECKING:
    import polars as pl

    from rates.fixings import Fixings
    from rates.settings import Settings
    from storage import Store

# Who read it, when, and under which name of its file: another reading of the same quote differs in these by nature.
OF_THE_READING = frozenset({"ingested_at", "parser", "source"})
COMPARED = tuple(each.name for each in fields(Observation) if each.name not in OF_THE_READING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A row that differs; `changes` says which fields, as old and new."""

    what: Literal["gained", "lost", "changed"]
    id: str
    instrument: str
    value: Any
    value_date: Any
    captured_at: datetime | None
    site: str
    source: str
    changes: Mapping[str, tuple[Any, Any]]


@dataclass(slots=True)
class Reparsed:
    """What came of it: captures read, rows that read the same, what differs, and archives that are damaged."""

    captures: int = 0
    same: int = 0
    differences: list[Difference] = field(default_factory=list)
    damaged: list[InputError] = field(default_factory=list)


def reparse(
    store: "Store",
    raw: Path,
    *,
    now: datetime,
    settings: "Settings | None" = None,
    fixings: "Fixings | None" = None,
    write: bool = False,
    on_capture: Callable[[], None] = lambda: None,
) -> Reparsed:
    """Read every raw capture again and compare; a file at a time, so an archive of years fits into memory.

    Raises StoreError where the store cannot be read, or with `write` not written.
    """
    result = Reparsed()
    stored, visits = store.observations(), store.visits()
    for path in sorted(raw.glob("*.warc.gz")):
        readings = [_read(each, visits, settings, now=now, fixings=fixings) for each in _captures(path, result.damaged)]
        held = _held(stored, {each.visit.digest for each in readings})
        differing = []
        for reading in readings:
            on_capture()
            found, same = compare(reading, held)
            result.captures += 1
            result.same += same
            result.differences += found
            if found:
                differing.append(reading)
        if write:
            _store(store, differing)
    return result


def compare(
    reading: Reading, held: Mapping[tuple[str, datetime | None], Mapping[str, Any]]
) -> tuple[list[Difference], int]:
    """What differs between a reading and the stored rows of its capture, and how many rows are the same.

    `held` maps a capture's digest and time to its rows, by id.
    """
    before = held.get((reading.visit.digest, reading.visit.captured_at), {})
    after = {row.id: asdict(row) for row in reading.resolved.observations}
    found = [_difference("lost", before[id_]) for id_ in before.keys() - after.keys()]
    found += [_difference("gained", after[id_]) for id_ in after.keys() - before.keys()]
    same = 0
    for id_ in before.keys() & after.keys():
        changes = _changes(before[id_], after[id_])
        if changes:
            found.append(_difference("changed", after[id_], changes))
        else:
            same += 1
    return sorted(found, key=lambda each: (each.what, each.instrument, each.id)), same


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    return {name: (before[name], after[name]) for name in COMPARED if _plain(before[name]) != _plain(after[name])}


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _difference(
    what: Literal["gained", "lost", "changed"],
    row: Mapping[str, Any],
    changes: Mapping[str, tuple[Any, Any]] | None = None,
) -> Difference:
    shown = ("id", "instrument", "value", "value_date", "captured_at", "site", "source")
    return Difference(what=what, changes=changes or {}, **{name: row[name] for name in shown})


def _captures(path: Path, damaged: list[InputError]) -> Iterator[Capture]:
    """The captures of a raw file, named as the collector names them."""
    try:
        with path.open("rb") as file:
            yield from (each for each in records(file, path.name, any_type=True) if isinstance(each, Capture))
    except InputError as error:
        damaged.append(error)


def _read(
    capture: Capture,
    visits: "pl.DataFrame",
    settings: "Settings | None",
    *,
    now: datetime,
    fixings: "Fixings | None",
) -> Reading:
    name = collected_as(capture, visits, settings)
    parser = settings.sites[name].parser if settings and name else None
    found = read(capture, now=now, site=parser, fixings=fixings)
    return replace(found, visit=replace(found.visit, site=name or found.visit.site))


def collected_as(capture: Capture, visits: "pl.DataFrame", settings: "Settings | None") -> str | None:
    """The configured site that a capture was collected for: the ledger's word, since a redirect may lead elsewhere."""
    if settings is None:
        return None
    same = (visits["digest"] == capture.digest) & (visits["captured_at"] == capture.captured_at)
    known = [site for site in visits.filter(same)["site"] if site in settings.sites]
    return known[0] if known else settings.site_at(capture.url)


def _held(
    stored: "pl.DataFrame", digests: Collection[str]
) -> Mapping[tuple[str, datetime | None], dict[str, Mapping[str, Any]]]:
    found: dict[tuple[str, datetime | None], dict[str, Mapping[str, Any]]] = {}
    for row in stored.filter(stored["digest"].is_in(list(digests))).iter_rows(named=True):
        found.setdefault((row["digest"], row["captured_at"]), {})[row["id"]] = row
    return found


def _store(store: "Store", readings: Sequence[Reading]) -> None:
    if readings:
        store.append(
            observations=[row for each in readings for row in each.resolved.observations],
            rejections=[row for each in readings for row in each.resolved.rejections],
            events=[row for each in readings for row in each.resolved.events],
            visits=[each.visit for each in readings],
        )
