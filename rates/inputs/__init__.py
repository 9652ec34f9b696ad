"""Inputs to captures: a file, folder, glob, URL, .gz, .zip, WARC, WET, ARC or standard input, each bounded in size.

When a capture was taken (DESIGN rule 1): what the caller said, WARC-Date, the saved HTTP Date header; live input is
taken now. A file's own time is not evidence.
"""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from rates.errors import InputError, RatesError
from rates.inputs.files import files_of, open_file
from rates.inputs.http_message import capture_of_bytes
from rates.inputs.limits import LARGEST_PAGE
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
                    found = replace(found, url=url)
            yield found


def _captures_of(each: str, *, now: datetime) -> Iterator[Capture | Failure]:
    try:
        if each == "-":
            yield _standard_input(now)
        elif each.startswith(("http://", "https://")):
            yield _live(each, now)
        else:
            for path in files_of(each):
                yield from _of_file(str(path))
    except RatesError as error:
        yield Failure(each, error)


def _of_file(path: str) -> Iterator[Capture | Failure]:
    try:
        for found in open_file(path):
            yield found if isinstance(found, Capture) else Failure(*found)
    except RatesError as error:
        yield Failure(path, error)


def _standard_input(now: datetime) -> Capture:
    content = sys.stdin.buffer.read(LARGEST_PAGE + 1)
    if len(content) > LARGEST_PAGE:
        raise InputError("standard input is too large for a page", hint="pass an archive as a file")
    capture = capture_of_bytes(content, source="-")
    return capture if capture.captured_at else replace(capture, captured_at=now, captured_by="now")


def _live(url: str, now: datetime) -> Capture:
    from rates.http import Http
    from rates.inputs.http_message import charset_of

    with Http() as http:
        answer = http.get(url)
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
