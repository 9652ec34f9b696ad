"""Laws of the set union: shards, their order and their compaction change nothing, and what was known stays known."""

from random import Random

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from rates.model import Observation
from storage.tables import OBSERVATIONS, frame_of
from storage.union import union
from tests.storage.rows import later, observation, rows_of

READINGS = st.builds(
    lambda number, minute, status, reasons, source, url: observation(
        number, ingested_at=later(minute), status=status, reasons=reasons, source=source, url=url
    ),
    st.integers(0, 3),
    st.integers(0, 3),
    st.sampled_from(["ok", "undated"]),
    st.sampled_from([(), ("a",), ("a", "b")]),
    st.sampled_from(["x", "y"]),
    st.sampled_from([None, "u"]),
)
ROWS = st.lists(READINGS, min_size=1, max_size=12)


def _united(*frames: pl.DataFrame) -> pl.DataFrame:
    return union(OBSERVATIONS, pl.concat(frames), history=True)


def _frame(rows: list[Observation]) -> pl.DataFrame:
    return frame_of(OBSERVATIONS, rows)


@settings(max_examples=60, deadline=None)
@given(ROWS, st.randoms(use_true_random=False), st.integers(0, 12))
def test_shards_in_any_order_and_compacted_or_not_are_the_same_rows(
    rows: list[Observation], chance: Random, cut: int
) -> None:
    whole = _united(_frame(rows))
    shuffled = chance.sample(rows, len(rows))
    first, second = _frame(shuffled[:cut]), _frame(shuffled[cut:])
    assert _united(second, first, first).equals(whole)
    assert _united(_united(second), _united(first)).equals(whole)
    assert _united(whole).equals(whole)


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_the_current_reading_is_the_last_of_its_history(rows: list[Observation]) -> None:
    history = rows_of(_united(_frame(rows)), Observation)
    current = rows_of(union(OBSERVATIONS, _frame(rows), history=False), Observation)
    assert {row.id: row for row in current} == {row.id: row for row in history}
    assert len(current) == len({row.id for row in rows})


@settings(max_examples=60, deadline=None)
@given(ROWS, ROWS)
def test_what_was_known_at_a_moment_is_not_changed_by_what_comes_later(
    before: list[Observation], after: list[Observation]
) -> None:
    then = pl.col("ingested_at") <= later(3)
    known = _united(_frame(before))
    newer = _frame(after).with_columns(pl.col("ingested_at") + pl.duration(minutes=10))
    assert union(OBSERVATIONS, pl.concat([known, newer]).filter(then), history=True).equals(known)
    both = _united(known, newer)
    assert set(rows_of(known, Observation)) <= set(rows_of(both, Observation))
