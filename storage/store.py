"""The append-only store: a folder a table, immutable Parquet files in it, and the set union of them as the rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Self

from rates.errors import StoreError
from rates.model import Event, Observation, Rejection, Visit
from storage.files import fault, listing, locked, write_once
from storage.marker import open_folder
from storage.tables import CAPTURES, EVENTS, OBSERVATIONS, REJECTIONS, Table, frame_of, schema_of
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
        batch = ((OBSERVATIONS, observations), (REJECTIONS, rejections), (EVENTS, events), (CAPTURES, visits))
        frames = [(table, frame_of(table, rows)) for table, rows in batch]
        for table, frame in frames:
            if not frame.is_empty():
                write_once(self.folder(table), parquet(union(table, frame, history=True)))

    def observations(self, *, as_of: datetime | None = None, history: bool = False) -> "pl.DataFrame":
        """Observations, sorted: the current reading of each, or the one that was current at `as_of`.

        `history` gives every reading. Columns are the fields of `model.Observation`. Raises StoreError on a damaged
        file rather than leaving its rows out.
        """
        return self.read(OBSERVATIONS, as_of=as_of, history=history)

    def rejections(self, *, as_of: datetime | None = None, history: bool = False) -> "pl.DataFrame":
        """Rejections, as `observations` gives observations."""
        return self.read(REJECTIONS, as_of=as_of, history=history)

    def events(self, *, as_of: datetime | None = None, history: bool = False) -> "pl.DataFrame":
        """Dated headlines, as `observations` gives observations."""
        return self.read(EVENTS, as_of=as_of, history=history)

    def visits(self, *, as_of: datetime | None = None, history: bool = False) -> "pl.DataFrame":
        """The ledger, a row a capture, as `observations` gives observations."""
        return self.read(CAPTURES, as_of=as_of, history=history)

    def known_visits(self) -> set[str]:
        """Ids of the captures that were read and stored whole."""
        with locked(self.marker):
            return set(self._collect(self._scan(CAPTURES).select("id")).get_column("id"))

    def read(self, table: Table, *, as_of: datetime | None = None, history: bool = False) -> "pl.DataFrame":
        """The rows of a table as the public readers give them."""
        import polars as pl

        with locked(self.marker):
            rows = self._scan(table)
            frame = self._collect(rows if as_of is None else rows.filter(pl.col("ingested_at") <= as_of))
        return union(table, frame, history=history)

    def folder(self, table: Table) -> Path:
        """Where the files of a table lie."""
        return self.path / table.name

    def _scan(self, table: Table) -> "pl.LazyFrame":
        paths = listing(self.folder(table))
        for path in paths:
            if trouble := fault(path):
                raise StoreError(f"{path} is damaged: {trouble}", hint=self._doctor)
        return scan(table, paths)

    def _collect(self, rows: "pl.LazyFrame") -> "pl.DataFrame":
        from polars.exceptions import PolarsError

        try:
            return rows.collect()
        except PolarsError as error:
            reason = str(error).splitlines()[0]
            raise StoreError(f"{self.path} cannot be read: {reason}", hint=self._doctor) from error

    @property
    def _doctor(self) -> str:
        return f"run `rates doctor --store {self.path}`"


def scan(table: Table, paths: list[Path]) -> "pl.LazyFrame":
    """All rows of the files `paths`, doubled ones too."""
    import polars as pl

    if not paths:
        return pl.LazyFrame(schema=schema_of(table))
    # Names are taken as they are: a folder may have brackets or an equals sign in its name.
    return pl.scan_parquet(paths, schema=schema_of(table), glob=False, hive_partitioning=False)


def parquet(frame: "pl.DataFrame") -> bytes:
    """A DataFrame as the bytes of a Parquet file; the same rows give the same bytes."""
    buffer = BytesIO()
    frame.rechunk().write_parquet(buffer)
    return buffer.getvalue()
