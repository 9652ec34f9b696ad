"""Processes that append and compact until they are killed, and what must hold of the store at every moment after.

They are forked by a server that has polars loaded, so that a round takes milliseconds. A batch is one page: three
observations and its row of the ledger. Workers that share a range of batches store the same input twice.
"""

import os
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from rates.model import Observation
from storage import Store
from tests.storage.rows import NOON, later, name, observation, rows_of, visit

PROCESSES = get_context("forkserver")
PROCESSES.set_forkserver_preload(["polars", "storage", "tests.storage.rows"])
QUOTES = 3
# What Python reports of its work on files: each is a moment to die at.
FILE_EVENTS = frozenset({"open", "os.rename", "os.remove", "os.mkdir", "os.scandir", "os.listdir"})


def quotes(batch: int) -> list[Observation]:
    """The observations of a page; their ids are of this page alone."""
    return [observation(QUOTES * batch + number, value_start=number, digest=name(batch)) for number in range(QUOTES)]


def append_batch(store: Store, batch: int, worker: int) -> None:
    """Store a page as `worker` met it: at its own time and under its own name."""
    met = [replace(row, ingested_at=later(worker), source=f"{worker}.txt") for row in quotes(batch)]
    store.append(observations=met, visits=[visit(batch, ingested_at=later(worker), digest=name(batch), observations=3)])


def appender(path: Path, batches: Iterable[int], worker: int, acknowledged: Connection) -> None:
    """Append pages one by one, saying so after each."""
    store = Store.open(path, create=True)
    for batch in batches:
        append_batch(store, batch, worker)
        acknowledged.send_bytes(str(batch).encode())


def compactor(path: Path, rounds: int) -> None:
    """Compact again and again."""
    for _ in range(rounds):
        Store.open(path).compact()


def dying_append(path: Path, batch: int, step: int) -> None:
    """Append one page, and be killed just before the given step among the files."""
    store = Store.open(path)
    with _killed_at(step, path):
        append_batch(store, batch, 0)


def dying_compaction(path: Path, step: int) -> None:
    """Compact, and be killed just before the given step among the files."""
    store = Store.open(path)
    store.observations()
    with _killed_at(step, path):
        store.compact()


@contextmanager
def _killed_at(step: int, path: Path) -> Iterator[None]:
    left = step

    def count(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        if event == "fcntl.flock" or (event in FILE_EVENTS and str(arguments[0]).startswith(str(path))):
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)
    yield
    left = 0


@dataclass(slots=True)
class Worker:
    """An appender at work, and the pages that it has acknowledged."""

    process: ForkServerProcess
    pipe: Connection
    pages: set[int] = field(default_factory=set)

    def acknowledged(self) -> set[int]:
        """The pages that it has acknowledged until now, also when it is dead by now."""
        try:
            while not self.pipe.closed and self.pipe.poll():
                self.pages.add(int(self.pipe.recv_bytes()))
        except EOFError:
            self.pipe.close()
        return self.pages


def start_appender(path: Path, batches: range, worker: int) -> Worker:
    """Start an appender and return when it runs."""
    mine, theirs = PROCESSES.Pipe(duplex=False)
    process = PROCESSES.Process(target=appender, args=(path, batches, worker, theirs))
    process.start()
    theirs.close()
    return Worker(process, mine)


def check(store: Store, acknowledged: set[int]) -> set[int]:
    """Assert that each acknowledged page is there once, that none is there in part, and that no file is damaged.

    Returns the pages of the ledger.
    """
    rows = rows_of(store.observations(history=True), Observation)
    found = {row.id: replace(row, ingested_at=NOON, source="page.txt") for row in rows}
    assert len(found) == len(rows), "a row is there twice"
    known = store.known_visits()
    pages = {batch for batch in range(max(acknowledged, default=0) + 200) if name(batch) in known}
    assert len(pages) == len(known), "a page that nobody stored"
    assert acknowledged <= pages, "an acknowledged page is gone"
    expected = {row.id: row for batch in range(max(pages, default=0) + 200) for row in quotes(batch)}
    assert all(found[id_] == expected[id_] for id_ in found), "a row differs from what was stored"
    assert all(row.id in found for batch in pages for row in quotes(batch)), "a page without all its rows"
    assert not [finding for finding in store.doctor() if finding.damage], "damage"
    return pages
