"""Inputs to captures: a file, folder, glob, URL, .gz, .zip, WARC, WET, ARC or standard input, each bounded in size.

When a capture was taken (DESIGN rule 1): what the caller said, WARC-Date, the saved HTTP Date header; live input is
taken now. A file's own time is not evidence.
"""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from rates.errors import FetchError, InputError, RatesError
from rates.inputs.files import Found, files_of, open_file, read_stream, shown
from rates.model import Capture


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that gave no capture: counted, shown, never dropped."""

    source: str
    error: RatesError


def captures(
    inputs: Iterable[str],
    *,
    now: datetime,
    captured_at: datetime | None = None,
    captured_on_day: bool = False,
    url: str | None = None,
) -> Iterator[Capture | Failure]:
    """The captures of all inputs in order, and a `Failure` for each that cannot be read."""
    for each in inputs:
        for found in _captures_of(each, now=now):
            if isinstance(found, Capture):
                if captured_at:
                    found = replace(
                        found, captured_at=captured_at, captured_by="option", captured_on_day=captured_on_day
                    )
                if url:
                    found = replace(found, url=shown(url))
            yield found


def _captures_of(each: str, *, now: datetime) -> Iterator[Capture | Failure]:
    try:
        if each == "-":
            yield from _told(_standard_input(now))
        elif "://" in each:
            yield _live(each, now)
        else:
            for path in files_of(each):
                yield from _of_file(str(path))
    except RatesError as error:
        yield Failure(each, error)


def _of_file(path: str) -> Iterator[Capture | Failure]:
    try:
        yield from _told(open_file(path))
    except RatesError as error:
        yield Failure(path, error)


def _told(found: Iterable[Found]) -> Iterator[Capture | Failure]:
    for each in found:
        yield each if isinstance(each, Capture) else Failure(*each)


def _standard_input(now: datetime) -> Iterator[Found]:
    """A page that comes in is taken now; what an archive holds was taken when it says."""
    if sys.stdin is None:
        raise InputError("standard input is closed", hint="name a file instead of -")
    for found in read_stream(sys.stdin.buffer, "-"):
        if isinstance(found, Capture) and found.source == "-" and not found.captured_at:
            yield replace(found, captured_at=now, captured_by="now")
        else:
            yield found


def _live(url: str, now: datetime) -> Capture:
    from rates.http import Http
    from rates.inputs.http_message import charset_of

    try:
        with Http() as http:
            answer = http.get(url)
    except FetchError as error:
        raise InputError(str(error), hint="check the address and the network") from error
    if not 200 <= answer.status < 300:
        raise InputError(f"{url}: the server answers {answer.status} {answer.phrase}", hint="check the address")
    said = answer.header("content-type")
    return Capture(
        content=answer.content,
        source=url,
        url=answer.url,
        captured_at=now,
        captured_by="now",
        charset=charset_of(said),
        media_type=(said or "").split(";")[0].strip().lower() or None,
    )
