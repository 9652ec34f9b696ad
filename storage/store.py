"""The append-only store: a folder a table, immutable Parquet files in it, and the set union of them as the rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

from rates.model import Event, Observation, Rejection, Visit
from storage.compaction import Compaction, compact
from storage.doctor import Finding, examine, examine_raw, missing
from storage.marker import open_folder
from storage.shelf import Shelf
from storage.tables import CAPTURES, EVENTS, OBSERVATIONS, REJECTIONS, TABLES, Row, Table, frame_of
from storage.union import union

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True)
class Store:
    """An open store. Any number of processes may read, append and compact it at once; nothing is kept open."""

    path: Path
    marker: Path

    @classmethod
    def open(cls, path: Path, *, create: bool = False) -> Self:
        """Open the store at `path`; with `create`, make one where there is nothing yet. Raises StoreError."""
        path = path.absolute()
        return cls(path, open_folder(path, create=create))

    def append(
        self,
        *,
        observations: Iterable[Observation] = (),
        rejections: Iterable[Rejection] = (),
        events: Iterable[Event] = (),
        visits: Iterable[Visit] = (),
    ) -> None:
        """Store a batch durably: when this returns, it survives a kill and a power cut.

        The ledger goes last, so a batch that was cut off is one whose captures are read again, which doubles nothing.
        Raises StoreError: the disk is full, the folder may not be written, or a value does not fit its column.
        """
        batch: list[tuple[Table, list[Row]]] = [
            (OBSERVATIONS, list(observations)),
            (REJECTIONS, list(rejections)),
            (EVENTS, list(events)),
            (CAPTURES, list(visits)),
        ]
        frames = [(self.shelf(table), frame_of(table, rows)) for table, rows in batch if rows]
        for shelf, frame in frames:
            shelf.add(frame)

    def observations(self, *, as_of: datetime | None = None, history: bool = False) -> "pl.DataFrame":
        """Observations, sorted: the current reading of each, or the one that was current at `as_of`.

        `history` gives every reading. Columns are the fields of `model.Observation`. Raises StoreError on a damaged
        file rather than leaving its rows out.
        """
        return self._read(OBSERVATIONS, as_of=as_of, history=history)

    def rejections(self, *, as_of: datetime | None = None, history: bool = False) -> "pl.DataFrame":
        """Rejections, as `observations` gives observations."""
        return self._read(REJECTIONS, as_of=as_of, history=history)

    def events(self, *, as_of: datetime | None = None, history: bool = False) -> "pl.DataFrame":
        """Dated headlines, as `observations` gives observations."""
        return self._read(EVENTS, as_of=as_of, history=history)

    def visits(self, *, as_of: datetime | None = None, history: bool = False) -> "pl.DataFrame":
        """The ledger, a row a capture, as `observations` gives observations."""
        return self._read(CAPTURES, as_of=as_of, history=history)

    def known_visits(self) -> set[str]:
        """Ids of the captures that were read and stored whole."""
        _, frame = self.shelf(CAPTURES).load(["id"])
        return set(frame.get_column("id"))

    def compact(self) -> tuple[Compaction, ...]:
        """Merge each table's files into sorted, larger ones without repeated rows; safe beside readers and writers."""
        return tuple(compact(self.shelf(table)) for table in TABLES)

    def doctor(self) -> list[Finding]:
        """Look at every file, and for what the ledger counted. Raises StoreError where a folder cannot be read."""
        findings = [finding for table in TABLES for finding in examine(self.shelf(table))]
        findings += examine_raw(self.path / "raw")
        if any(finding.damage for finding in findings):
            return findings
        return [*findings, *missing(self.visits(), self.observations(), self.shelf(OBSERVATIONS).folder)]

    def shelf(self, table: Table) -> Shelf:
        """The files of one table."""
        return Shelf(table, self.path / table.name, self.marker)

    def _read(self, table: Table, *, as_of: datetime | None, history: bool) -> "pl.DataFrame":
        import polars as pl

        _, frame = self.shelf(table).load()
        if as_of is not None:
            frame = frame.filter(pl.col("ingested_at") <= as_of)
        return union(table, frame, history=history)
