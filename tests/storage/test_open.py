"""What is a store and what is not: every refusal says what is there and what to do."""

import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from rates.errors import StoreError
from storage import Store
from tests.storage.rows import observation, visit

ROOT = Path(__file__).resolve().parents[2]


def _refusal(path: Path, *, create: bool = False) -> tuple[str, str | None]:
    with pytest.raises(StoreError) as caught:
        Store.open(path, create=create)
    return str(caught.value), caught.value.hint


def test_a_missing_folder_is_no_store(tmp_path: Path) -> None:
    path = tmp_path / "none"
    assert _refusal(path) == (
        f"there is no store at {path}",
        f"`rates ingest INPUT... --store {path}` makes a store there",
    )
    assert not path.exists()


def test_an_empty_folder_is_no_store_until_it_is_made_one(tmp_path: Path) -> None:
    assert _refusal(tmp_path)[0] == f"{tmp_path} is empty, not a store yet"
    Store.open(tmp_path, create=True)
    assert (tmp_path / "store.json").read_text() == '{"layout": 1}\n'
    assert Store.open(tmp_path) == Store.open(tmp_path, create=True)


def test_parents_are_made_too(tmp_path: Path) -> None:
    Store.open(tmp_path / "a" / "b" / "c", create=True).append(observations=[observation()])
    assert len(Store.open(tmp_path / "a" / "b" / "c").observations()) == 1


@pytest.mark.parametrize("create", [False, True])
def test_a_file_is_no_store(tmp_path: Path, create: bool) -> None:
    path = tmp_path / "page.html"
    path.write_text("<p>")
    assert _refusal(path, create=create) == (f"{path} is a file, and a store is a folder", "name a folder with --store")


@pytest.mark.parametrize("create", [False, True])
def test_a_folder_with_other_things_in_it_is_left_alone(tmp_path: Path, create: bool) -> None:
    (tmp_path / "letter.txt").write_text("dear")
    message = f"{tmp_path} is not a store: it holds other things and no store.json"
    assert _refusal(tmp_path, create=create) == (message, "name another folder")
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_store_that_lost_its_marker_is_told_how_to_put_it_back(tmp_path: Path) -> None:
    Store.open(tmp_path, create=True).append(observations=[observation()], visits=[visit()])
    (tmp_path / "store.json").unlink()
    assert _refusal(tmp_path)[1] == 'name another folder, or put back store.json: {"layout": 1}'
    (tmp_path / "store.json").write_text('{"layout": 1}')
    assert len(Store.open(tmp_path).observations()) == 1


def test_a_newer_layout_asks_for_an_update(tmp_path: Path) -> None:
    (tmp_path / "store.json").write_text('{"layout": 2}')
    assert _refusal(tmp_path) == (
        f"{tmp_path} has layout 2, and this version reads layout 1",
        "update rates, or name another store with --store",
    )


@pytest.mark.parametrize("content", ["", "{}", "[]", "\x00\xff", "7"])
def test_a_broken_marker_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "store.json").write_text(content, encoding="latin-1")
    message, hint = _refusal(tmp_path, create=True)
    assert message == f"{tmp_path / 'store.json'} cannot be read as a store's marker"
    assert hint == 'if the folder is a store, write {"layout": 1} into that file'


def test_a_parent_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    path = tmp_path / "file" / "store"
    assert _refusal(path, create=True) == (
        f"{path} lies in a file, not in a folder",
        "name another folder with --store",
    )


def test_many_openers_make_one_store(tmp_path: Path) -> None:
    path = tmp_path / "store"
    with ThreadPoolExecutor(16) as pool:
        stores = list(pool.map(lambda _: Store.open(path, create=True), range(64)))
    assert set(stores) == {Store.open(path)}
    assert [entry.name for entry in path.iterdir()] == ["store.json"]


SAY = """
import os
import sys
from pathlib import Path
from rates.errors import StoreError
from storage import Store
from tests.storage.rows import observation
import polars
if os.geteuid() == 0:
    os.setuid(65534)
try:
    store = Store.open(Path(sys.argv[1]))
    if sys.argv[2] == "append":
        store.append(observations=[observation(2)])
    print(len(store.observations()), "rows")
except StoreError as error:
    print(error, error.hint, sep="\\n")
"""


def _as_nobody(path: Path, task: str) -> str:
    """What a process without root's rights says to opening the store and to its task."""
    command = [sys.executable, "-c", SAY, str(path), task]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.stdout


@pytest.fixture
def open_path(tmp_path: Path) -> Path:
    for folder in (tmp_path, *tmp_path.parents):
        if Path(tempfile.gettempdir()) in folder.parents:
            folder.chmod(0o755)
    return tmp_path / "store"


WAY_OUT = "check who owns the folder and whether it may be written, or name another with --store"


def test_an_unreadable_folder_is_said(open_path: Path) -> None:
    Store.open(open_path, create=True)
    open_path.chmod(0o000)
    try:
        assert _as_nobody(open_path, "read") == f"cannot open {open_path}: Permission denied\n{WAY_OUT}\n"
    finally:
        open_path.chmod(0o755)


def test_a_folder_that_may_only_be_read_can_be_read_and_not_written(open_path: Path) -> None:
    Store.open(open_path, create=True).append(observations=[observation()])
    table = open_path / "observations"
    table.chmod(0o555)
    assert _as_nobody(open_path, "append") == f"cannot write to {table}: Permission denied\n{WAY_OUT}\n"
    assert _as_nobody(open_path, "read") == "1 rows\n"
    assert [path.suffix for path in table.iterdir()] == [".parquet"]
