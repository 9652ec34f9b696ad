"""Immutable files named by the sha256 of their bytes: written whole or not at all, checked whenever they are read.

A file is written under a temporary name, fsynced, renamed, and its folder fsynced: after that it is never changed.
"""

import errno
import fcntl
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import file_digest, sha256
from pathlib import Path

from rates.errors import StoreError

SUFFIX = ".parquet"
LEFTOVER = ".tmp"
MAGIC = b"PAR1"
# A writer needs seconds; one that is stopped for longer fails at its rename and tries again.
LEFTOVER_AGE_SECONDS = 3600.0


@contextmanager
def disk(path: Path, verb: str) -> Iterator[None]:
    """Say an `OSError` as a `StoreError` that names the path, the trouble and the way out."""
    try:
        yield
    except OSError as error:
        raise StoreError(f"cannot {verb} {path}: {error.strerror or error}", hint=_way_out(error)) from error


def _way_out(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "free some space on that disk and run the same command again: nothing was half-written"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return "check who owns the folder and whether it may be written, or name another with --store"
    return "check the disk, then run `rates doctor`"


def write_once(folder: Path, content: bytes) -> Path:
    """Put `content` into `folder` under its digest, durably, and return the path; the same content is the same file."""
    path = folder / f"{sha256(content).hexdigest()}{SUFFIX}"
    with disk(folder, "write to"):
        make_folder(folder)
        replace(path, content)
    return path


def make_folder(folder: Path) -> None:
    """Make `folder` in an existing one, durably; one that is there already is left as it is."""
    if not folder.is_dir():
        folder.mkdir(exist_ok=True)
        sync(folder.parent)


def replace(path: Path, content: bytes) -> None:
    """Write `content` at `path` so that a reader, or a kill, finds all of it or nothing. Raises OSError."""
    temporary = path.with_name(f".{os.getpid()}-{secrets.token_hex(8)}{LEFTOVER}")
    try:
        with temporary.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.rename(path)
    finally:
        temporary.unlink(missing_ok=True)
    sync(path.parent)


def sync(folder: Path) -> None:
    """Make the names in `folder` durable. Raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def listing(folder: Path) -> list[Path]:
    """The table's files in `folder`, sorted by name; a folder that is not there yet has none."""
    return sorted(path for path in _entries(folder) if path.suffix == SUFFIX)


def leftovers(folder: Path) -> list[Path]:
    """Temporary files in `folder`: of writers at work, and of killed ones."""
    return sorted(path for path in _entries(folder) if path.suffix == LEFTOVER)


def _entries(folder: Path) -> list[Path]:
    with disk(folder, "read"):
        try:
            return list(folder.iterdir())
        except FileNotFoundError:
            return []


def sweep(folder: Path) -> int:
    """Remove what killed writers left behind over an hour ago; return how many files that were."""
    old = [path for path in leftovers(folder) if _age(path) > LEFTOVER_AGE_SECONDS]
    with disk(folder, "clean"):
        for path in old:
            path.unlink(missing_ok=True)
    return len(old)


def _age(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def fault(path: Path) -> str | None:
    """What is wrong with the bytes of a file, in words, or None: its name must be their sha256."""
    with disk(path, "read"), path.open("rb") as file:
        if file_digest(file, "sha256").hexdigest() == path.stem:
            return None
        size = file.tell()
        if not size:
            return "it is empty"
        file.seek(max(0, size - len(MAGIC)))
        return "it was cut short" if file.read() != MAGIC else "its bytes are not the ones that its name promises"


@contextmanager
def locked(path: Path, *, exclusive: bool = False) -> Iterator[None]:
    """Hold the advisory lock of the file `path`, shared or exclusive; it ends with the process, however that ends."""
    with disk(path, "lock"):
        descriptor = os.open(path, (os.O_RDWR | os.O_CREAT) if exclusive else os.O_RDONLY, 0o666)
    try:
        with disk(path, "lock"):
            fcntl.flock(descriptor, fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH)
        yield
    finally:
        os.close(descriptor)
