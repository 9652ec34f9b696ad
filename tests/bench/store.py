"""What the store costs, as ratios within one run: `python tests/bench/store.py [PAGES]`.

PAGES appends of one page each (three observations and a ledger row), then the reading of that folder as it is and
compacted, beside polars' bare scan of the same files, which checks nothing and unites nothing.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import polars as pl

from storage import Store
from tests.storage.killing import QUOTES, append_batch, quotes
from tests.storage.rows import visit


def seconds(work: Callable[[], object], *, times: int = 3) -> float:
    """The best of a few runs."""
    best = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def bare(store: Store) -> pl.DataFrame:
    """All rows as polars alone reads them."""
    return pl.scan_parquet(sorted((store.path / "observations").glob("*.parquet"))).collect()


def durable_write(folder: Path) -> None:
    """What the disk itself asks for a durable file: write, fsync, rename, fsync of the folder."""
    path = folder / "one.tmp"
    with path.open("wb") as file:
        file.write(bytes(10_000))
        file.flush()
        os.fsync(file.fileno())
    path.rename(folder / "one")
    descriptor = os.open(folder, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)


def report(what: str, part: float, whole: float, base: str) -> None:
    """One line: a time, and how many times its base."""
    print(f"{what:<46}{part * 1000:>10.2f} ms  {part / whole:7.3f} x {base}")


def main(pages: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(Path(folder) / "store", create=True)
        append_batch(store, 0, 1)
        page = iter(range(1, pages + 1))
        append = seconds(lambda: append_batch(store, next(page), 1), times=pages)
        durable = seconds(lambda: durable_write(Path(folder)), times=20)
        report("append of a page (2 files)", append, 2 * durable, "two bare durable writes")
        many = [row for number in range(pages) for row in quotes(number)]
        ledger = [visit(number) for number in range(pages)]
        bulk = Store.open(Path(folder) / "bulk", create=True)
        together = seconds(lambda: bulk.append(observations=many, visits=ledger), times=1)
        report(f"append of {pages} pages at once, a page", together / pages, append, "append of a page")

        print(f"\n{pages * QUOTES + QUOTES} rows in {pages + 1} files")
        scan = seconds(lambda: bare(store))
        read = seconds(store.observations)
        report("bare polars scan", scan, scan, "itself")
        report("observations(), every digest checked", read, scan, "bare scan")
        report("known_visits()", seconds(store.known_visits), scan, "bare scan")
        compaction = seconds(store.compact, times=1)
        report("compact()", compaction, read, "observations() before")

        print("\nthe same rows compacted")
        compact_scan, compact_read = seconds(lambda: bare(store)), seconds(store.observations)
        report("bare polars scan", compact_scan, compact_scan, "itself")
        report("observations(), every digest checked", compact_read, compact_scan, "bare scan")
        report("observations()", compact_read, read, "before compaction")


if __name__ == "__main__":
    words = argparse.ArgumentParser(description="Measure the store.")
    words.add_argument("pages", type=int, nargs="?", default=2000)
    main(**vars(words.parse_args()))
