"""One table on disk: a folder of immutable Parquet files. Adding is a new file, loading takes all of them, checked."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from rates.errors import StoreError
from storage.files import fault, listing, locked, write_once
from storage.tables import Table, schema_of
from storage.union import union

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True)
class Shelf:
    """The files of `table` in `folder`.

    `lock` is the store's lock file: held shared while files are listed and read, exclusive while a compaction removes
    some, since a folder that changes while it is listed may show neither the old file nor the new one.
    """

    table: Table
    folder: Path
    lock: Path

    def add(self, frame: "pl.DataFrame") -> Path:
        """Store rows durably in a new file; the same rows in any order are the same file. Raises StoreError."""
        buffer = BytesIO()
        union(self.table, frame, history=True).rechunk().write_parquet(buffer)
        return write_once(self.folder, buffer.getvalue())

    def load(self, columns: Sequence[str] = ()) -> "tuple[list[Path], pl.DataFrame]":
        """The files, and all rows in them, repeated ones too (only `columns`, if given).

        Raises StoreError on a damaged file: polars would skip an empty one and read a flipped bit as another value.
        """
        with locked(self.lock):
            paths = listing(self.folder)
            for path in paths:
                if trouble := fault(path):
                    raise StoreError(f"{path} is damaged: {trouble}", hint=f"run `rates doctor --store {self.store}`")
            return paths, self._rows(paths, columns)

    def _rows(self, paths: list[Path], columns: Sequence[str]) -> "pl.DataFrame":
        import polars as pl

        schema = schema_of(self.table)
        if not paths:
            return pl.DataFrame(schema=schema).select(columns or list(schema))
        # Names are taken as they are: a folder may have brackets or an equals sign in its name.
        rows = pl.scan_parquet(paths, schema=schema, glob=False, hive_partitioning=False)
        try:
            return rows.select(columns or list(schema)).collect()
        except pl.exceptions.PolarsError as error:
            for path in paths:
                if told := self.strange(path):
                    raise StoreError(f"cannot read {path}: {told[0]}", hint=told[1]) from error
            reason = str(error).splitlines()[0]
            hint = f"run `rates doctor --store {self.store}`"
            raise StoreError(f"cannot read {self.folder}: {reason}", hint=hint) from error

    def strange(self, path: Path) -> tuple[str, str] | None:
        """Why a whole file does not hold rows of this table as they are known here, and what to do; else None."""
        import polars as pl

        known = schema_of(self.table)
        try:
            held = dict(pl.read_parquet_schema(path))
        except pl.exceptions.PolarsError:
            return "it is not a Parquet file", "move it out of the store"
        if held == known:
            return None
        if held.items() > known.items():
            more = ", ".join(sorted(set(held) - set(known)))
            return f"it has columns that this version does not know: {more}", "update rates"
        return f"its columns are not those of {self.table.name}", "move it out of the store"

    @property
    def store(self) -> Path:
        """The store that the table is in."""
        return self.lock.parent
