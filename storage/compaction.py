"""Compaction: the same rows in fewer, sorted files. What the new files contain is removed after they are durable.

Killed at any instant it leaves every row at least once, and reading is a set union, so the rows stay the same.
"""

from dataclasses import dataclass

from storage.files import disk, locked, sweep
from storage.shelf import Shelf
from storage.union import union

ROWS_A_FILE = 1_000_000


@dataclass(frozen=True, slots=True)
class Compaction:
    """What became of one table: its rows, its files before and after, and the old leftovers removed."""

    table: str
    rows: int
    files_before: int
    files_after: int
    swept: int


def compact(shelf: Shelf) -> Compaction:
    """Compact one table; another compaction of the store waits, readers wait only while old files are removed.

    Raises StoreError on a damaged file: its rows would get a new name that vouches for them.
    """
    turn = shelf.store / "compact.lock"
    with disk(turn, "write to"):
        turn.touch()
    with locked(turn, exclusive=True):
        swept = sweep(shelf.folder)
        paths, frame = shelf.load()
        rows = union(shelf.table, frame, history=True)
        kept = paths if len(paths) < 2 else [shelf.add(part) for part in rows.iter_slices(ROWS_A_FILE)]
        with locked(shelf.lock, exclusive=True), disk(shelf.folder, "clean"):
            for path in set(paths) - set(kept):
                path.unlink(missing_ok=True)
    return Compaction(shelf.table.name, len(rows), len(paths), len(kept), swept)
