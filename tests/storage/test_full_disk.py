"""A disk that fills up: the error says so, nothing is half-written, and after some cleaning the same batch goes in."""

import os
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from rates.errors import StoreError
from rates.model import Observation
from storage import Store
from storage.raw import RawArchive
from tests.storage.rows import observation, rows_of, visit
from tests.storage.test_raw import ANSWER

WAY_OUT = "free some space on that disk and run the same command again: nothing was half-written"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    command = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(tmp_path)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a small disk")
    yield tmp_path
    subprocess.run(["umount", str(tmp_path)], check=True)


def _fill(disk: Path, *, leave: int) -> Path:
    filler = disk / "filler"
    space = os.statvfs(disk)
    filler.write_bytes(bytes(space.f_bavail * space.f_frsize - leave))
    return filler


@pytest.mark.parametrize("leave", [0, 4096, 8192, 16384])
def test_a_batch_that_does_not_fit_leaves_nothing_of_its_ledger(small_disk: Path, leave: int) -> None:
    store = Store.open(small_disk / "store", create=True)
    store.append(observations=[observation(0)], visits=[visit(0)])
    filler = _fill(small_disk, leave=leave)
    with pytest.raises(StoreError) as caught:
        store.append(observations=[observation(1)], visits=[visit(1)])
    assert str(caught.value).endswith("No space left on device")
    assert caught.value.hint == WAY_OUT
    assert [path.name for path in store.path.rglob("*.tmp")] == []
    assert store.known_visits() == {visit(0).id}
    assert store.doctor() == []
    filler.unlink()
    store.append(observations=[observation(1)], visits=[visit(1)])
    assert rows_of(store.observations(history=True), Observation) == sorted(
        [observation(0), observation(1)], key=lambda row: row.id
    )


def test_a_compaction_that_does_not_fit_removes_nothing(small_disk: Path) -> None:
    store = Store.open(small_disk / "store", create=True)
    for number in range(3):
        store.append(observations=[observation(number)])
    _fill(small_disk, leave=0)
    with pytest.raises(StoreError, match="No space left on device"):
        store.compact()
    assert len(store.observations()) == 3


def test_a_store_is_not_half_made(small_disk: Path) -> None:
    filler = _fill(small_disk, leave=0)
    with pytest.raises(StoreError, match="No space left on device"):
        Store.open(small_disk / "store", create=True)
    filler.unlink()
    assert len(Store.open(small_disk / "store", create=True).observations()) == 0


def test_a_raw_record_that_does_not_fit_leaves_a_whole_file(small_disk: Path) -> None:
    archive = RawArchive(small_disk / "raw")
    large = replace(ANSWER, content=os.urandom(20000), asked=())
    kept = archive.write(large)
    path = small_disk / "raw" / kept.partition("@")[0]
    before = path.read_bytes()
    filler = _fill(small_disk, leave=12288)
    with pytest.raises(StoreError, match="No space left on device"):
        archive.write(large)
    assert path.read_bytes() == before
    filler.unlink()
    again = archive.write(large)
    assert [archive.read(source).content for source in (kept, again)] == [large.content] * 2
