"""The loop and its lock."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from rates.collect.lock import Busy, sole_collector
from rates.collect.loop import next_slot, run
from tests.collect.simulated import SimulatedClock

NOON = datetime(2024, 4, 24, 12, tzinfo=UTC)
QUARTER = timedelta(minutes=15)


def test_passes_keep_to_the_grid_with_a_small_jitter() -> None:
    clock = SimulatedClock(NOON)
    starts: list[datetime] = []

    def one_pass() -> None:
        starts.append(clock.now())
        clock.sleep(40)
        if len(starts) == 200:
            clock.stop()

    assert run(one_pass, every=QUARTER, clock=clock, chance=Random(1)) == 200
    late = [(start - (NOON + number * QUARTER)).total_seconds() for number, start in enumerate(starts)]
    assert late[0] == 0
    assert 0 <= min(late) < 1 < 29 < max(late) <= 30


def test_missed_runs_are_not_piled_up() -> None:
    clock = SimulatedClock(NOON)
    starts: list[datetime] = []

    def one_pass() -> None:
        starts.append(clock.now())
        clock.sleep(50 * 60 if len(starts) == 1 else 10)
        if len(starts) == 3:
            clock.stop()

    run(one_pass, every=QUARTER, clock=clock, chance=Random(1))
    assert [start.replace(second=0, microsecond=0) for start in starts[1:]] == [
        NOON + timedelta(hours=1),
        NOON + timedelta(hours=1, minutes=15),
    ]


def test_a_pass_that_ends_on_the_grid_is_followed_at_once() -> None:
    assert next_slot(NOON, every=QUARTER, now=NOON + QUARTER) == NOON + QUARTER
    assert next_slot(NOON, every=QUARTER, now=NOON) == NOON + QUARTER


def starts_of_passes(clock: SimulatedClock, *, passes: int) -> list[datetime]:
    starts: list[datetime] = []

    def one_pass() -> None:
        starts.append(clock.now())
        if len(starts) == passes:
            clock.stop()

    run(one_pass, every=QUARTER, clock=clock, chance=Random(1))
    return [start.replace(second=0, microsecond=0) for start in starts]


def test_a_clock_set_back_in_the_wait_is_not_waited_for_until_it_has_come_round() -> None:
    clock = SimulatedClock(NOON)
    clock.at(NOON + timedelta(minutes=5), lambda: clock.jump(-timedelta(days=1)))
    assert starts_of_passes(clock, passes=3) == [
        NOON,
        NOON - timedelta(days=1) + timedelta(minutes=5),
        NOON - timedelta(days=1) + timedelta(minutes=15),
    ]


def test_a_slot_that_passed_while_the_machine_slept_is_followed_within_a_minute() -> None:
    clock = SimulatedClock(NOON)
    clock.at(NOON + timedelta(minutes=5), lambda: clock.jump(timedelta(hours=8)))
    assert starts_of_passes(clock, passes=3) == [
        NOON,
        NOON + timedelta(hours=8, minutes=5),
        NOON + timedelta(hours=8, minutes=15),
    ]


def test_after_a_clock_was_set_back_the_grid_goes_on_from_there() -> None:
    assert next_slot(NOON, every=QUARTER, now=NOON - timedelta(minutes=50)) == NOON - timedelta(minutes=45)


def test_a_second_collector_leaves_with_a_message(tmp_path: Path) -> None:
    clock = SimulatedClock(NOON)
    message = r"another collector works on this store: process \d+ since 2024-04-24 12:00:00 UTC"
    with (
        sole_collector(tmp_path, clock=clock),
        pytest.raises(Busy, match=message),
        sole_collector(tmp_path, clock=clock),
    ):
        pass
    with sole_collector(tmp_path, clock=clock):
        pass


def test_a_second_collector_waits_if_told_to(tmp_path: Path) -> None:
    clock, heard = SimulatedClock(NOON), []
    first = sole_collector(tmp_path, clock=clock)
    first.__enter__()
    clock.at(NOON + timedelta(minutes=5), lambda: first.__exit__(None, None, None))
    with sole_collector(tmp_path, clock=clock, wait=True, on_wait=heard.append):
        assert clock.now() == NOON + timedelta(minutes=5)
    assert len(heard) == 1
