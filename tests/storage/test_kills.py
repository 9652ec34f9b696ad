"""Real processes and real SIGKILLs: nothing that was acknowledged is lost, nothing is doubled or half-written."""

import random
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from storage import Store
from tests.storage.killing import (
    PROCESSES,
    append_batch,
    check,
    compactor,
    dying_append,
    dying_compaction,
    quotes,
    start_appender,
)

ROUNDS = 24
PAGES_A_ROUND = 5


@pytest.fixture
def store() -> Iterator[Store]:
    """In memory where there is a folder for that: a kill spares what the system holds, so no disk is waited for."""
    memory = Path("/dev/shm")  # noqa: S108  a folder of its own is made in it
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield Store.open(Path(folder) / "store", create=True)


def test_appenders_and_compactions_killed_at_random(store: Store) -> None:
    chance = random.Random(25042024)
    acknowledged: set[int] = set()
    killed = 0
    for number in range(ROUNDS):
        pages = range(number * PAGES_A_ROUND, (number + 1) * PAGES_A_ROUND)
        workers = [start_appender(store.path, pages, each) for each in (1, 2)]
        compaction = PROCESSES.Process(target=compactor, args=(store.path, 3))
        compaction.start()
        time.sleep(chance.uniform(0, 0.12))
        victims = [workers[0].process, *chance.sample([workers[1].process, compaction], chance.randint(0, 2))]
        for victim in victims:
            victim.kill()
        for process in (workers[0].process, workers[1].process, compaction):
            process.join()
        killed += sum(victim.exitcode == -signal.SIGKILL for victim in victims)
        acknowledged |= workers[0].acknowledged() | workers[1].acknowledged()
        check(store, acknowledged)
    for page in range(ROUNDS * PAGES_A_ROUND):
        append_batch(store, page, 3)
    assert check(store, acknowledged) == set(range(ROUNDS * PAGES_A_ROUND))
    assert killed > ROUNDS / 2


def _died(target: Callable[..., None], *args: object) -> bool:
    process = PROCESSES.Process(target=target, args=args)
    process.start()
    process.join()
    assert process.exitcode in (0, -signal.SIGKILL)
    return process.exitcode != 0


def test_an_append_killed_before_each_of_its_steps(store: Store) -> None:
    append_batch(store, 0, 1)
    in_the_ledger = []
    while _died(dying_append, store.path, page := len(in_the_ledger) + 1, page):
        in_the_ledger.append(page in check(store, set(range(page))))
        append_batch(store, page, 1)
    assert check(store, set(range(page + 1))) == set(range(page + 1))
    # For each of the two files: opened, renamed, its temporary name cleared away, its folder synced.
    assert in_the_ledger == [False, False, False, False, False, False, True, True]


def test_a_compaction_killed_before_each_of_its_steps(store: Store) -> None:
    step, alive = 0, False
    while not alive:
        for page in (2 * step, 2 * step + 1):
            append_batch(store, page, 1)
        before = store.observations(history=True).rows()
        step += 1
        alive = not _died(dying_compaction, store.path, step)
        assert store.observations(history=True).rows() == before
        assert len(store.known_visits()) == 2 * step
        store.compact()
    assert check(store, set(range(2 * step))) == set(range(2 * step))
    assert step > 20


def test_readers_never_see_fewer_rows_beside_writers_and_compactions(store: Store) -> None:
    pages = range(60)
    workers = [start_appender(store.path, pages, each) for each in (1, 2)]
    compactions = [PROCESSES.Process(target=compactor, args=(store.path, 12)) for _ in range(2)]
    for compaction in compactions:
        compaction.start()
    seen: set[str] = set()
    while any(process.is_alive() for process in (*compactions, workers[0].process, workers[1].process)):
        acknowledged = workers[0].acknowledged() | workers[1].acknowledged()
        now = store.observations().get_column("id").to_list()
        assert len(set(now)) == len(now)
        assert seen <= set(now)
        assert {row.id for page in acknowledged for row in quotes(page)} <= set(now)
        seen = set(now)
    assert check(store, set(pages)) == set(pages)
