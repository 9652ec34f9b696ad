"""Files to captures: what a path names (file, folder, glob), and what a file holds, told by its first bytes."""

import gzip
import os
import zlib
from collections.abc import Iterator
from glob import glob
from io import BytesIO
from pathlib import Path
from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo

from rates.errors import InputError, RatesError
from rates.inputs.archives import records
from rates.inputs.http_message import capture_of_bytes
from rates.inputs.limits import LARGEST_PAGE, too_large
from rates.model import Capture

Found = Capture | tuple[str, RatesError]

_ZIP, _GZIP, _ARCHIVES = b"PK\x03\x04", b"\x1f\x8b", (b"WARC/", b"filedesc:")
_SNIFF = 16


def files_of(name: str) -> Iterator[Path]:
    """The files a name stands for, in a fixed order. InputError where there is none."""
    path = Path(name)
    if not name:
        raise InputError("an input without a name", hint="name a file, a folder, a URL, or - for stdin")
    if os.path.isdir(name):  # noqa: PTH112  Path.is_dir raises where a name is too long
        yield from _walk(path)
    elif os.path.lexists(name):
        yield path
    elif found := sorted(glob(name, recursive=True)):  # noqa: PTH207  Path.glob takes no absolute pattern
        yield from (each for each in map(Path, found) if each.is_file())
    else:
        raise InputError(f"{name}: no such file, folder or pattern", hint="check the name, or quote the pattern")


def open_file(path: str) -> Iterator[Found]:
    """The captures of one file: a page, a saved answer, or all that an archive holds."""
    try:
        with Path(path).open("rb") as file:
            yield from read_stream(file, shown(path))
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}", hint="check the file and its permissions") from error


def read_stream(file: IO[bytes], name: str) -> Iterator[Found]:
    """The captures of an open file; from a pipe, no more than the largest page is taken."""
    if not file.seekable():
        content = file.read(LARGEST_PAGE + 1)
        if len(content) > LARGEST_PAGE:
            hint = "save it to a file, and name that"
            raise InputError(f"{name}: more than {LARGEST_PAGE >> 20} MB through a pipe", hint=hint)
        file = BytesIO(content)
    yield from _contents(file, name, depth=0)


def shown(path: str) -> str:
    """A path or address as text that can be stored and printed: what a user names need not be UTF-8."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _walk(folder: Path) -> Iterator[Path]:
    """The files below a folder; sockets, pipes and devices are passed over, and what cannot be listed is told last."""
    refused: list[OSError] = []
    empty = True
    for parent, folders, names in os.walk(folder, onerror=refused.append):
        folders.sort()
        for path in (Path(parent) / name for name in sorted(names) if not name.startswith(".")):
            if path.is_file() or not path.exists():
                empty = False
                yield path
    if refused:
        raise InputError(f"{refused[0].filename}: {refused[0].strerror}", hint="check the folder's permissions")
    if empty:
        raise InputError(f"{folder}: the folder holds no files", hint="name a folder of saved pages")


def _contents(file: IO[bytes], name: str, *, depth: int) -> Iterator[Found]:
    start = file.read(_SNIFF)
    file.seek(0)
    if start.startswith(_ARCHIVES):
        yield from records(file, name)
    elif start.startswith(_ZIP) and depth == 0:
        yield from _zip(file, name)
    elif start.startswith(_GZIP) and depth < 2:
        yield from _gzip(file, name, depth=depth)
    else:
        content = file.read(LARGEST_PAGE + 1)
        if len(content) > LARGEST_PAGE:
            raise too_large(name)
        yield capture_of_bytes(content, source=name)


def _gzip(file: IO[bytes], name: str, *, depth: int) -> Iterator[Found]:
    try:
        with gzip.open(file) as inner:
            start = inner.read(_SNIFF)
            if start.startswith(_ARCHIVES):
                file.seek(0)
                yield from records(file, name)
                return
            content = start + inner.read(LARGEST_PAGE + 1 - len(start))
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InputError(f"{name}: the gzip is damaged ({error})", hint="save or download the file again") from error
    yield from _contents(BytesIO(content), name, depth=depth + 1)


def _zip(file: IO[bytes], name: str) -> Iterator[Found]:
    try:
        with ZipFile(file) as archive:
            for member in archive.infolist():
                if not member.is_dir():
                    yield from _member(archive, member, f"{name}!{member.filename}")
    except BadZipFile as error:
        raise InputError(f"{name}: the zip is damaged ({error})", hint="save or download the file again") from error


def _member(archive: ZipFile, member: ZipInfo, name: str) -> Iterator[Found]:
    try:
        with archive.open(member) as inner:
            yield from _contents(BytesIO(inner.read(LARGEST_PAGE + 1)), name, depth=1)
    except RatesError as error:
        yield name, error
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        yield name, InputError(f"{name}: cannot be unpacked ({error})", hint="unpack the archive by hand")
