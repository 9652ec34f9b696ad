"""Web archives to captures: the pages among the records of a WARC, WET or ARC, each with its time and offset."""

import zlib
from collections.abc import Iterator
from datetime import datetime
from typing import IO, TYPE_CHECKING, Any

from rates.errors import InputError
from rates.inputs.http_message import charset_of
from rates.inputs.limits import LARGEST_PAGE
from rates.model import Capture

if TYPE_CHECKING:
    from rates.inputs.files import Found

_KINDS = frozenset({"response", "resource", "conversion"})
_PAGES = ("text/", "application/xhtml", "application/json", "application/xml")


def records(file: IO[bytes], name: str) -> Iterator["Found"]:
    """The pages of an archive; a damaged end is told and what came before it stands."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    archive = ArchiveIterator(file, arc2warc=True)
    try:
        for record in archive:
            said = _page_type(record)
            content = record.content_stream().read(LARGEST_PAGE + 1) if said else b""
            source = f"{name}@{archive.get_record_offset()}"  # asking for it reads the record to its end
            _whole(record, source)
            if said:
                yield _capture(record, content, said, source)
    except (ArchiveLoadFailed, EOFError, zlib.error, UnicodeDecodeError, ValueError) as error:
        raise InputError(f"{name}: the archive is damaged after some records ({error})") from error


def _whole(record: Any, source: str) -> None:
    """warcio ends a cut record without a word; its unread length tells."""
    if not record.rec_headers.get_header("Content-Length") or record.raw_stream.limit > 0:
        raise InputError(f"{source}: the archive is cut short in this record", hint="download the archive again")


def _page_type(record: Any) -> str | None:
    """The content type of a record that is a page; None for any other record, and for an answer that is no success."""
    http = record.http_headers
    if record.rec_type not in _KINDS or (http and not http.get_statuscode().startswith("2")):
        return None
    said = (http and http.get_header("Content-Type")) or record.rec_headers.get_header("Content-Type") or ""
    return said if said.startswith(_PAGES) else None


def _capture(record: Any, content: bytes, said: str, source: str) -> "Found":
    if len(content) > LARGEST_PAGE:
        return source, InputError(f"{source}: larger than {LARGEST_PAGE >> 20} MB, too large for a page")
    return Capture(
        content=content,
        source=source,
        url=record.rec_headers.get_header("WARC-Target-URI"),
        captured_at=datetime.fromisoformat(record.rec_headers.get_header("WARC-Date")),
        captured_by="warc",
        charset="utf-8" if record.rec_type == "conversion" else charset_of(said),
        media_type=said.split(";")[0].strip().lower(),
    )
