"""A look at every file of a store, changing nothing: damage keeps rows from being read, the rest is worth knowing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from storage.files import fault, leftovers, listing, locked
from storage.shelf import Shelf
from storage.tables import schema_of
from storage.union import union

if TYPE_CHECKING:
    import polars as pl

FROM_A_COPY = "put it back from a copy, or move it out of the store: `rates reparse --write` reads its pages again"
MANY_FILES = 1000


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


def _damage(shelf: Shelf, path: Path) -> Iterator[Finding]:
    import polars as pl

    if trouble := fault(path):
        yield Finding(path, trouble, FROM_A_COPY)
        return
    try:
        schema = pl.read_parquet_schema(path)
    except pl.exceptions.PolarsError:
        yield Finding(path, "it is not a Parquet file", "move it out of the store")
        return
    if dict(schema) != schema_of(shelf.table):
        yield Finding(path, f"its columns are not those of {shelf.table.name}", "move it out of the store")


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
    return [Finding(folder, problem, "put the missing files back from a copy, or run `rates reparse --write`")]
