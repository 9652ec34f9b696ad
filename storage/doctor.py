"""A look at every file of a store, changing nothing: damage keeps rows from being read, the rest is worth knowing."""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rates.errors import StoreError
from storage.files import disk, fault, leftovers, listing, locked
from storage.shelf import Shelf
from storage.union import union

if TYPE_CHECKING:
    import polars as pl

# Without the ledger every page is read again, which doubles nothing.
FROM_A_COPY = "put it back from a copy; without one, move it and the folder captures away and ingest the pages again"
MANY_FILES = 1000
GZIP = zlib.MAX_WBITS | 16


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about `path`, in words, and what to do. `damage`: rows cannot be read, or are missing."""

    path: Path
    problem: str
    hint: str
    damage: bool = True


def examine(shelf: Shelf) -> list[Finding]:
    """What is wrong with one table, or worth knowing, sorted by path."""
    with locked(shelf.lock):
        paths = listing(shelf.folder)
        damage = [finding for path in paths for finding in _damage(shelf, path)]
        left = [_leftover(path) for path in leftovers(shelf.folder)]
    return damage + left + ([] if damage else _repeats(shelf))


def examine_raw(folder: Path) -> list[Finding]:
    """What is wrong with the raw captures in `folder`, each gzip member checked to its end, sorted by path."""
    return [finding for path in sorted(folder.glob("*.warc.gz")) for finding in _raw(path)]


def _raw(path: Path) -> Iterator[Finding]:
    try:
        with disk(path, "read"):
            whole = _ends_whole(path)
    except zlib.error as error:
        yield Finding(path, f"a record is damaged: {error}", "put it back from a copy; what was read from it is stored")
        return
    if not whole:
        hint = "nothing to do: the records before it are whole, and its page was taken again"
        yield Finding(path, "its last record is being written, or was cut short by a kill", hint, damage=False)


def _ends_whole(path: Path) -> bool:
    """Whether the last gzip member is there to its end. Raises zlib.error where a checksum is wrong."""
    inflate, whole = zlib.decompressobj(GZIP), True
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            while piece:
                inflate.decompress(piece)
                piece, whole = inflate.unused_data, inflate.eof
                if whole:
                    inflate = zlib.decompressobj(GZIP)
    return whole


def _damage(shelf: Shelf, path: Path) -> Iterator[Finding]:
    try:
        trouble = fault(path)
    except StoreError as error:
        yield Finding(path, str(error), "put a file there that can be read, or move it out of the store")
        return
    if trouble:
        yield Finding(path, trouble, FROM_A_COPY)
    elif told := shelf.strange(path):
        yield Finding(path, *told)


def _leftover(path: Path) -> Finding:
    hint = "nothing to do: `rates compact` removes it when it is an hour old"
    return Finding(path, "a file that is being written, or that a killed writer left", hint, damage=False)


def _repeats(shelf: Shelf) -> list[Finding]:
    paths, frame = shelf.load()
    more = len(frame) - len(union(shelf.table, frame, history=True))
    if not more and len(paths) <= MANY_FILES:
        return []
    problem = f"{len(paths)} files, {more} rows stored more than once and read once"
    return [Finding(shelf.folder, problem, f"`rates compact --store {shelf.store}` makes it smaller", damage=False)]


def missing(visits: "pl.DataFrame", observations: "pl.DataFrame", folder: Path) -> Sequence[Finding]:
    """Captures whose quotes the ledger counted and of which the store has not one: a file of theirs is gone."""
    import polars as pl

    counted = visits.filter(pl.col("observations") > 0)
    lost = counted.join(observations.select("digest"), on="digest", how="anti").sort("id")
    if lost.is_empty():
        return []
    problem = f"{len(lost)} captures in the ledger lost all their quotes, first {lost['source'][0]}"
    return [Finding(folder, problem, FROM_A_COPY)]
