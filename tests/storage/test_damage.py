"""Damage is never read over: every reader names the file, and the doctor says what is wrong with it."""

import os
import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from rates.errors import StoreError
from rates.model import Observation
from storage import Store
from storage.doctor import FROM_A_COPY, Finding
from storage.files import write_once
from storage.raw import RawArchive
from tests.storage.rows import later, observation, rows_of, visit
from tests.storage.test_raw import ANSWER


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store.open(tmp_path / "store", create=True)
    store.append(observations=[observation(1)], visits=[visit()])
    store.append(observations=[observation(2)])
    return store


def _files(store: Store, table: str = "observations") -> list[Path]:
    return sorted((store.path / table).glob("*.parquet"))


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-9])


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


DAMAGE = [
    (_empty, "it is empty"),
    (_cut, "it was cut short"),
    (_flip, "its bytes are not the ones that its name promises"),
]


@pytest.mark.parametrize(("harm", "problem"), DAMAGE)
def test_a_damaged_file_stops_the_reader_with_its_name(
    store: Store, harm: Callable[[Path], None], problem: str
) -> None:
    path = _files(store)[1]
    harm(path)
    with pytest.raises(StoreError) as caught:
        store.observations()
    assert str(caught.value) == f"{path} is damaged: {problem}"
    assert caught.value.hint == f"run `rates doctor --store {store.path}`"
    assert store.doctor() == [Finding(path, problem, FROM_A_COPY)]


def test_a_compaction_does_not_vouch_for_damaged_rows(store: Store) -> None:
    before = _files(store)
    _flip(before[0])
    with pytest.raises(StoreError, match="is damaged"):
        store.compact()
    assert _files(store) == before


def test_one_damaged_table_leaves_the_others_readable(store: Store) -> None:
    _empty(_files(store)[0])
    assert len(store.visits()) == 1
    assert len(store.known_visits()) == 1


def test_a_healthy_store_has_no_findings(store: Store) -> None:
    assert store.doctor() == []


def test_a_parquet_file_that_the_store_did_not_write_is_named(store: Store) -> None:
    stranger = store.path / "observations" / "mine.parquet"
    pl.DataFrame({"a": [1]}).write_parquet(stranger)
    assert [finding.path for finding in store.doctor()] == [stranger]


def test_a_file_of_another_table_is_named(store: Store) -> None:
    moved = _files(store)[0].rename(store.path / "captures" / _files(store)[0].name)
    assert store.doctor() == [Finding(moved, "its columns are not those of captures", "move it out of the store")]
    with pytest.raises(StoreError, match=r"^cannot read .*/captures/.*: its columns are not those of captures"):
        store.visits()


def test_a_file_of_a_newer_version_asks_for_that_version(store: Store) -> None:
    rows = pl.read_parquet(_files(store)[0]).with_columns(pl.lit("x").alias("confidence"))
    rows.write_parquet(store.path / "new.parquet")
    content = (store.path / "new.parquet").read_bytes()
    path = write_once(store.path / "observations", content)
    told = "it has columns that this version does not know: confidence"
    assert store.doctor() == [Finding(path, told, "update rates")]
    with pytest.raises(StoreError) as caught:
        store.observations()
    assert (str(caught.value), caught.value.hint) == (f"cannot read {path}: {told}", "update rates")


def test_what_cannot_be_opened_is_found_and_ends_no_examination(store: Store) -> None:
    _cut(_files(store)[0])
    odd = store.path / "observations" / "folder.parquet"
    odd.mkdir()
    assert [(finding.path, finding.problem) for finding in store.doctor()] == [
        (_files(store)[0], "it was cut short"),
        (odd, f"cannot read {odd}: Is a directory"),
    ]


def test_a_lost_file_is_missed_by_the_ledger(store: Store) -> None:
    for path in _files(store):
        path.unlink()
    (finding,) = store.doctor()
    assert finding.problem == "1 captures in the ledger lost all their quotes, first page.txt"
    assert finding.damage


def test_without_the_ledger_a_damaged_page_is_read_again(store: Store) -> None:
    before = rows_of(store.observations(), Observation)
    _files(store)[0].unlink()
    shutil.rmtree(store.path / "captures")
    assert store.known_visits() == set()
    store.append(observations=[observation(1), observation(2)], visits=[visit()])
    assert rows_of(store.observations(), Observation) == before
    assert [finding for finding in store.doctor() if finding.damage] == []


def test_raw_captures_are_looked_at_too(store: Store) -> None:
    archive = RawArchive(store.path / "raw")
    archive.write(replace(ANSWER, content=os.urandom(300_000)))
    assert store.doctor() == []
    (path,) = (store.path / "raw").iterdir()
    content = bytearray(path.read_bytes())
    path.write_bytes(content[:-20])
    (cut,) = store.doctor()
    assert (cut.path, cut.problem) == (path, "its last record is being written, or was cut short by a kill")
    assert not cut.damage
    content[150_000] ^= 1
    path.write_bytes(content)
    (changed,) = store.doctor()
    assert changed.problem == "a record is damaged: Error -3 while decompressing data: incorrect data check"
    assert changed.damage


def test_a_leftover_is_ignored_and_swept_when_it_is_old(store: Store) -> None:
    folder = store.path / "observations"
    old, new = folder / ".1-a.tmp", folder / ".2-b.tmp"
    for path in (old, new):
        path.write_bytes(b"PAR1 half a file")
    os.utime(old, (time.time() - 4000, time.time() - 4000))
    assert len(store.observations()) == 2
    assert [(finding.path, finding.damage) for finding in store.doctor()] == [(old, False), (new, False)]
    assert store.compact()[0].swept == 1
    assert [path for path in folder.iterdir() if path.suffix == ".tmp"] == [new]


def test_rows_stored_twice_are_worth_a_compaction(store: Store) -> None:
    store.append(observations=[observation(1, ingested_at=later(3))])
    (finding,) = store.doctor()
    assert finding.problem == "3 files, 1 rows stored more than once and read once"
    assert not finding.damage


def test_a_file_where_a_table_should_be_stops_only_that_table(store: Store) -> None:
    before = rows_of(store.observations(), Observation)
    table = store.path / "rejections"
    table.write_text("a file where the folder should be")
    with pytest.raises(StoreError, match=r"^cannot read .*rejections: Not a directory$"):
        store.rejections()
    assert rows_of(store.observations(), Observation) == before
