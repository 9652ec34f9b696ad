"""Compaction changes files and never rows."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polars as pl
import pytest

from rates.model import Observation
from storage import Store, compaction
from storage.compaction import Compaction
from storage.files import locked
from tests.storage.rows import event, later, observation, rejection, rows_of, visit


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store.open(tmp_path / "store", create=True)
    for number in range(12):
        store.append(observations=[observation(number % 8, ingested_at=later(number))], visits=[visit(number)])
    store.append(observations=[observation(3, status="suspect", ingested_at=later(30))])
    store.append(rejections=[rejection()], events=[event()])
    return store


def _contents(store: Store) -> list[list[dict[str, object]]]:
    tables = (store.observations, store.rejections, store.events, store.visits)
    return [table(history=history).to_dicts() for table in tables for history in (False, True)]


def test_it_keeps_every_reading_in_one_sorted_file(store: Store) -> None:
    before = _contents(store)
    assert store.compact() == (
        Compaction("observations", 9, 13, 1, 0),
        Compaction("rejections", 1, 1, 1, 0),
        Compaction("events", 1, 1, 1, 0),
        Compaction("captures", 12, 12, 1, 0),
    )
    assert _contents(store) == before
    (path,) = (store.path / "observations").glob("*.parquet")
    assert pl.read_parquet(path).equals(store.observations(history=True))


def test_a_second_one_finds_nothing_to_do(store: Store) -> None:
    store.compact()
    files = sorted(store.path.rglob("*.parquet"))
    store.compact()
    assert sorted(store.path.rglob("*.parquet")) == files


def test_a_large_table_becomes_several_files(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compaction, "ROWS_A_FILE", 4)
    before = _contents(store)
    assert [each.files_after for each in store.compact()] == [3, 1, 1, 3]
    assert _contents(store) == before
    assert [each.files_before for each in store.compact()] == [3, 1, 1, 3]
    assert _contents(store) == before


def test_the_earliest_hour_stands_after_it_too(store: Store) -> None:
    store.compact()
    store.append(observations=[observation(0, ingested_at=later(-60))])
    store.compact()
    rows = rows_of(store.observations(history=True), Observation)
    assert [row.ingested_at for row in rows if row.id == observation(0).id] == [later(-60)]


def test_it_waits_for_a_reader_before_it_removes_files(store: Store) -> None:
    files = set(store.path.glob("observations/*.parquet"))
    with ThreadPoolExecutor(1) as pool:
        with locked(store.marker):
            compaction = pool.submit(store.compact)
            while set(store.path.glob("observations/*.parquet")) == files:
                time.sleep(0.01)
            time.sleep(0.2)
            assert files < set(store.path.glob("observations/*.parquet"))
        compaction.result()
    assert len(set(store.path.glob("observations/*.parquet"))) == 1


def test_a_reader_waits_while_files_are_removed(store: Store) -> None:
    with ThreadPoolExecutor(1) as pool:
        with locked(store.marker, exclusive=True):
            reader = pool.submit(store.observations)
            time.sleep(0.2)
            assert not reader.done()
        assert len(reader.result()) == 8


def test_two_at_once_and_readers_beside_them_see_the_same_rows(store: Store) -> None:
    before = _contents(store)
    with ThreadPoolExecutor(4) as pool:
        for _ in range(8):
            for number in range(6):
                store.append(observations=[observation(number, ingested_at=later(40 + number))])
            both = [pool.submit(store.compact), pool.submit(store.compact)]
            while not all(each.done() for each in both):
                assert _contents(store) == before
            assert [each.result()[0].rows for each in both] == [9, 9]
    assert len(list((store.path / "observations").iterdir())) == 1
