"""What makes a folder a store: `store.json`, which names the layout of the files beside it."""

import json
from pathlib import Path

from rates.errors import StoreError
from storage.files import LEFTOVER, disk, make_folder, replace

LAYOUT = 1
NAME = "store.json"
CONTENT = json.dumps({"layout": LAYOUT})


def open_folder(path: Path, *, create: bool) -> Path:
    """Check that `path` is a store that this version reads, making it one if asked; return its marker.

    Raises StoreError: nothing there, a file, a folder with other things in it, unreadable, or of a newer layout.
    """
    marker = path / NAME
    with disk(path, "open"):
        if create:
            _create(path, marker)
        if not marker.is_file():
            raise _not_a_store(path)
        _check(marker)
    return marker


def _create(path: Path, marker: Path) -> None:
    # Another process may be making the same store: what it has made by now is looked at after what lies beside it.
    if path.exists() and not path.is_dir():
        raise _not_a_store(path)
    if any(parent.is_file() for parent in path.parents):
        raise StoreError(f"{path} lies in a file, not in a folder", hint="name another folder with --store")
    path.parent.mkdir(parents=True, exist_ok=True)
    make_folder(path)
    if _others(path) and not marker.is_file():
        raise _not_a_store(path)
    if not marker.is_file():
        replace(marker, CONTENT.encode() + b"\n")


def _others(path: Path) -> bool:
    return any(entry.suffix != LEFTOVER for entry in path.iterdir())


def _looks_like_one(path: Path) -> bool:
    return (path / "observations").is_dir() and (path / "captures").is_dir()


def _not_a_store(path: Path) -> StoreError:
    make = f"`rates ingest INPUT... --store {path}` makes a store there"
    if not path.exists():
        return StoreError(f"there is no store at {path}", hint=make)
    if not path.is_dir():
        return StoreError(f"{path} is a file, and a store is a folder", hint="name a folder with --store")
    if _others(path):
        hint = f"name another folder, or put back {NAME}: {CONTENT}" if _looks_like_one(path) else "name another folder"
        return StoreError(f"{path} is not a store: it holds other things and no {NAME}", hint=hint)
    return StoreError(f"{path} is empty, not a store yet", hint=make)


def _check(marker: Path) -> None:
    try:
        layout = json.loads(marker.read_bytes())["layout"]
    except (ValueError, KeyError, TypeError) as error:
        hint = f"if the folder is a store, write {CONTENT} into that file"
        raise StoreError(f"{marker} cannot be read as a store's marker", hint=hint) from error
    if layout != LAYOUT:
        hint = "update rates, or name another store with --store"
        raise StoreError(f"{marker.parent} has layout {layout}, and this version reads layout {LAYOUT}", hint=hint)
