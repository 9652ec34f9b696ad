"""A server's answer as the raw archive keeps it and as the parsers take it."""

from datetime import datetime
from typing import TYPE_CHECKING

from rates.http import Response
from rates.inputs.http_message import charset_of
from rates.model import Capture

if TYPE_CHECKING:
    from storage.raw import Answer


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
    said = answer.header("content-type")
    return Capture(
        content=answer.content,
        source=source,
        url=answer.url,
        captured_at=now,
        captured_by="now",
        charset=charset_of(said),
        media_type=(said or "").partition(";")[0].strip().lower() or None,
    )
