"""A server's answer as the raw archive keeps it and as the parsers take it."""

from datetime import datetime
from typing import TYPE_CHECKING

from rates.http import Response
from rates.inputs.http_message import charset_of
from rates.model import Capture, CapturedBy

if TYPE_CHECKING:
    from storage.raw import Answer, Record


def kept(answer: Response, *, now: datetime) -> "Answer":
    """The answer for the archive, with the time that the ledger will say."""
    from storage.raw import Answer

    return Answer(
        url=answer.url,
        status=answer.status,
        phrase=answer.phrase,
        headers=answer.headers,
        content=answer.content,
        captured_at=now,
    )


def capture_of(answer: Response, *, source: str, now: datetime) -> Capture:
    """The answer as a capture; the charset that the header says comes before the page's own."""
    return _capture(answer.content, answer.header("content-type"), source=source, url=answer.url, at=now, by="now")


def capture_of_record(record: "Record") -> Capture:
    """A raw record as the same capture that it was when it came."""
    said = next((value for name, value in record.headers if name.lower() == "content-type"), None)
    at = record.captured_at
    return _capture(record.content, said, source=record.source, url=record.url, at=at, by="warc")


def _capture(content: bytes, said: str | None, *, source: str, url: str, at: datetime, by: CapturedBy) -> Capture:
    return Capture(
        content=content,
        source=source,
        url=url,
        captured_at=at,
        captured_by=by,
        charset=charset_of(said),
        media_type=(said or "").partition(";")[0].strip().lower() or None,
    )
