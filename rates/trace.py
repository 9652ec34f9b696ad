"""From a row back to the bytes: the record it was read from, the snippet on its page, how each field was settled.

The bytes are read again by today's parser, so the trace also says whether the row still reads the same.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rates.collect.answers import capture_of_record
from rates.errors import RatesError, StoreError
from rates.ingest import read
from rates.inputs import captures
from rates.model import Capture
from rates.reparse import COMPARED, collected_as

if TYPE_CHECKING:
    from rates.evidence import Evidence
    from rates.fixings import Fixings
    from rates.settings import Settings
    from storage import Store

SHORTEST = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """A row, the capture it stands in, the snippet as its page has it now, its evidence, and what reads otherwise.

    `changes` maps a field to its stored and its present value; `gone` says that the quote is not read any more.
    """

    row: Mapping[str, Any]
    capture: Capture
    place: str
    snippet: str
    evidence: tuple["Evidence", ...]
    changes: Mapping[str, tuple[Any, Any]]
    gone: bool


def row_of(store: "Store", id_: str) -> Mapping[str, Any]:
    """The current row whose id begins so. RatesError where there is none, or more than one."""
    if len(id_) < SHORTEST:
        raise RatesError(f"{id_!r} is too short for an id", hint=f"give at least {SHORTEST} characters of it")
    rows = store.observations()
    found = rows.filter(rows["id"].str.starts_with(id_.lower()))
    if found.height != 1:
        many = f"{found.height} rows have an id that begins" if found.height else "no row has an id that begins"
        raise RatesError(f"{many} with {id_}", hint="`rates show --json` prints the ids")
    return found.row(0, named=True)


def trace(
    store: "Store",
    raw: Path,
    id_: str,
    *,
    now: datetime,
    settings: "Settings | None" = None,
    fixings: "Fixings | None" = None,
) -> Trace:
    """Follow a row back. RatesError where the row, its record or its file is not there, or holds other bytes."""
    row = row_of(store, id_)
    capture, place = _open(row, raw, now=now)
    if capture.digest != row["digest"]:
        raise RatesError(f"{row['source']} holds other bytes now than the row was read from", hint="rates doctor")
    capture = replace(capture, url=row["url"], captured_at=row["captured_at"], source=row["source"])
    name = collected_as(capture, store.visits(), settings)
    parser = settings.sites[name].parser if settings and name else None
    reading = read(capture, now=now, site=parser, fixings=fixings)
    again = next((each for each in reading.resolved.observations if each.id == row["id"]), None)
    present = asdict(again) if again else {}
    return Trace(
        row=row,
        capture=capture,
        place=place,
        snippet=reading.page.text[row["span_start"] : row["span_end"]],
        evidence=reading.resolved.evidence.get(row["id"], ()),
        changes={name: (row[name], present[name]) for name in COMPARED if again and _other(row[name], present[name])},
        gone=again is None,
    )


def _open(row: Mapping[str, Any], raw: Path, *, now: datetime) -> tuple[Capture, str]:
    """The capture at a row's source, and in words where it lies."""
    from storage.raw import RawArchive

    name, at, offset = row["source"].rpartition("@")
    if at and (raw / name).is_file():
        capture = capture_of_record(RawArchive(raw).read(row["source"]))
        return capture, f"{raw / name}, the record at byte {offset}"
    return _elsewhere(row["source"], now=now), row["source"]


def _elsewhere(source: str, *, now: datetime) -> Capture:
    """A source that is not in the raw folder: a file, a member of one, or a record of an archive somewhere else."""
    file = source.rpartition("@")[0] or source.partition("!")[0]
    for place in dict.fromkeys((file, source)):
        if Path(place).is_file() and (found := next(_named(place, source, now=now), None)):
            return found
    raise StoreError(f"{source} is not there any more", hint="run the command from the folder it was ingested in")


def _named(place: str, source: str, *, now: datetime) -> Iterator[Capture]:
    for each in captures([place], now=now):
        if isinstance(each, Capture) and each.source == source:
            yield each


def _other(stored: object, present: object) -> bool:
    return stored != (list(present) if isinstance(present, tuple) else present)
