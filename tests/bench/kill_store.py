"""Hundreds of rounds of writers and compactions killed at random: `python tests/bench/kill_store.py [ROUNDS] [SEED]`.

A round: two processes append the same pages, two compact, a reader looks on, and at a random moment some or all of them
get SIGKILL. After each round the store is checked; at the end every page is stored once more, and each must be there
exactly once. Prints its counts; any breach is an AssertionError.
"""

import argparse
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from storage import Store
from tests.storage.killing import PROCESSES, append_batch, check, compactor, start_appender

PAGES_A_ROUND = 6


def play(store: Store, number: int, chance: random.Random, counts: Counter[str]) -> set[int]:
    """One round; returns the pages that were acknowledged in it."""
    pages = range(number * PAGES_A_ROUND, (number + 1) * PAGES_A_ROUND)
    workers = [start_appender(store.path, pages, each) for each in (1, 2)]
    compactions = [PROCESSES.Process(target=compactor, args=(store.path, 4)) for _ in range(2)]
    for compaction in compactions:
        compaction.start()
    processes = {"writers": [worker.process for worker in workers], "compactions": compactions}
    until = time.monotonic() + chance.uniform(0, 0.25)
    seen = 0
    while time.monotonic() < until:
        rows = len(store.observations())
        assert rows >= seen, "a reader saw rows go"
        seen = rows
        counts["reads beside them"] += 1
    for kind, members in processes.items():
        for process in chance.sample(members, chance.choice((0, 1, 1, 2))):
            process.kill()
        for process in members:
            process.join()
            counts[f"{kind} killed at work"] += process.exitcode == -signal.SIGKILL
    return workers[0].acknowledged() | workers[1].acknowledged()


def main(rounds: int, seed: int) -> None:
    """Play the rounds in a folder of their own and print what came of them."""
    chance, counts, acknowledged = random.Random(seed), Counter[str](), set[int]()
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(Path(folder) / "store", create=True)
        for number in range(rounds):
            acknowledged |= play(store, number, chance, counts)
            known = check(store, acknowledged)
        counts["leftovers of killed writers"] = len(list(store.path.rglob("*.tmp")))
        for page in range(rounds * PAGES_A_ROUND):
            append_batch(store, page, 3)
        stored = check(store, acknowledged)
        assert stored == set(range(rounds * PAGES_A_ROUND))
        store.compact()
        assert check(store, stored) == stored
    print(f"{rounds} rounds, seed {seed}, {time.monotonic() - start:.0f} s")
    print(f"{len(acknowledged)} pages acknowledged, {len(known)} in the ledger after the last kill, none lost")
    print(f"{len(stored)} pages after storing all of them again, each exactly once; no damaged file")
    for what, count in sorted(counts.items()):
        print(f"{count} {what}")


if __name__ == "__main__":
    words = argparse.ArgumentParser(description="Kill writers and compactions of a store at random.")
    words.add_argument("rounds", type=int, nargs="?", default=300)
    words.add_argument("seed", type=int, nargs="?", default=25042024)
    main(**vars(words.parse_args()))
