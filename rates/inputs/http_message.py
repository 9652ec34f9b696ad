"""Bytes to a capture: a saved HTTP answer (`curl -i`) gives its Date and charset, anything else is the page itself."""

import re
from datetime import UTC, datetime
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime

from rates.model import Capture

_HEAD_END = re.compile(rb"\r?\n\r?\n")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_LONGEST_HEAD = 64 * 1024


def capture_of_bytes(content: bytes, *, source: str) -> Capture:
    """A capture of the bytes; the head of a saved HTTP answer is taken off and understood."""
    end = _HEAD_END.search(content, 0, _LONGEST_HEAD) if content.startswith(b"HTTP/") else None
    if end is None:
        return Capture(content=content, source=source)
    _, _, head = content[: end.start()].partition(b"\n")
    headers = BytesHeaderParser().parsebytes(head)
    taken = header_date(headers.get("Date"))
    return Capture(
        content=content[end.end() :],
        source=source,
        captured_at=taken,
        captured_by="http" if taken else None,
        charset=charset_of(headers.get("Content-Type")),
        media_type=headers.get_content_type() if "Content-Type" in headers else None,
    )


def charset_of(content_type: str | None) -> str | None:
    """The charset that a Content-Type header names."""
    match = _CHARSET.search(content_type or "")
    return match[1] if match else None


def header_date(text: str | None) -> datetime | None:
    """The time of a Date header in UTC; None where there is none or it is no date."""
    try:
        taken = parsedate_to_datetime(text or "")
    except ValueError:
        return None
    return taken.replace(tzinfo=taken.tzinfo or UTC).astimezone(UTC)
