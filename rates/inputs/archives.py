"""Web archives to captures: the pages among the records of a WARC, WET or ARC, each with its time and offset.

A record that cannot be read is told and the next one taken; a damaged archive is told and what came before it stands.
"""

import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import IO, TYPE_CHECKING, Any

from rates.errors import InputError
from rates.inputs.http_message import charset_of
from rates.inputs.limits import LARGEST_PAGE, too_large
from rates.model import Capture

if TYPE_CHECKING:
    from rates.inputs.files import Found

_KINDS = frozenset({"response", "resource", "conversion"})
_PAGES = ("text/", "application/xhtml", "application/json", "application/xml")
_PROTOCOLS = ["HTTP/1.0", "HTTP/1.1", "HTTP/2.0", "HTTP/2", "HTTP/3"]
_AGAIN = "download the archive again; one that was gzipped as a whole is read after `gunzip`"


def records(file: IO[bytes], name: str, *, any_type: bool = False) -> Iterator["Found"]:
    """The pages of an archive, and an error for each record that should be one and cannot be read.

    With `any_type` an answer is a page whatever its type: what we collected we asked for as one.
    """
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    archive = ArchiveIterator(file, no_record_parse=True, arc2warc=True)
    archive.INC_RECORD = ""  # it would print a warning by itself; its count is told below
    try:
        for record in archive:
            source = f"{name}@{archive.offset}"
            found = _page(record, source, any_type=any_type)
            archive.read_to_end()
            _whole(record, source)
            if found:
                yield found
    except (ArchiveLoadFailed, EOFError, zlib.error, UnicodeDecodeError, ValueError) as error:
        said = str(error).partition(", first line")[0]  # which would print the damage itself
        what = next(iter(said.strip().splitlines()), type(error).__name__)
        raise InputError(f"{name}: the archive is damaged after some records ({what})", hint=_AGAIN) from error
    if archive.err_count:
        raise InputError(f"{name}: {archive.err_count} of its records are not as long as they say", hint=_AGAIN)


def _whole(record: Any, source: str) -> None:
    """warcio ends a cut record without a word; its unread length tells."""
    if not record.rec_headers.get_header("Content-Length") or record.raw_stream.limit > 0:
        raise InputError(f"{source}: the archive is cut short in this record", hint="download the archive again")


def _page(record: Any, source: str, *, any_type: bool) -> "Found | None":
    from warcio.statusandheaders import StatusAndHeadersParserException

    try:
        return _capture(record, source, any_type=any_type)
    except (StatusAndHeadersParserException, EOFError):
        what = "it does not begin as an HTTP answer does"
    except zlib.error as error:
        what = str(error)
    return source, InputError(f"{source}: the answer in this record cannot be read: {what}", hint=_AGAIN)


def _capture(record: Any, source: str, *, any_type: bool) -> "Found | None":
    """The capture of a record that holds a page; None for any other, and for an answer that is no success."""
    if record.rec_type not in _KINDS:
        return None
    headers = record.rec_headers
    record.http_headers = http = _http(record)
    said = (http and http.get_header("Content-Type")) or headers.get_header("Content-Type") or ""
    if not (any_type or said.lower().startswith(_PAGES)) or (http and not http.get_statuscode().startswith("2")):
        return None
    content = _content(record)
    if len(content) > LARGEST_PAGE:
        return source, too_large(source)
    stamp = headers.get_header("WARC-Date") or ""
    taken = _instant(stamp)
    return Capture(
        content=content,
        source=source,
        url=headers.get_header("WARC-Target-URI"),
        captured_at=taken,
        captured_by="warc" if taken else None,
        captured_on_day=bool(taken) and "T" not in stamp,
        charset="utf-8" if record.rec_type == "conversion" else charset_of(said),
        media_type=said.split(";")[0].strip().lower(),
    )


def _http(record: Any) -> Any:
    """The head of the answer in a record; None where the record is the page itself."""
    from warcio.statusandheaders import StatusAndHeadersParser

    address = record.rec_headers.get_header("WARC-Target-URI") or "http:"
    if record.rec_type != "response" or not address.startswith(("http:", "https:")):
        return None
    return StatusAndHeadersParser(_PROTOCOLS).parse(record.raw_stream)


def _content(record: Any) -> bytes:
    """The page, one byte longer than allowed if it is too large."""
    import brotli

    packed = (record.http_headers and record.http_headers.get_header("Content-Encoding")) or ""
    if packed.lower() != "br":
        return bytes(record.content_stream().read(LARGEST_PAGE + 1))
    record.http_headers.remove_header("Content-Encoding")  # warcio cannot unpack it
    content = record.content_stream().read(LARGEST_PAGE + 1)
    try:
        return bytes(brotli.Decompressor().process(content, output_buffer_limit=LARGEST_PAGE + 1) or content)
    except brotli.error:
        return bytes(content)  # some crawlers unpack a body and keep its header


def _instant(stamp: str) -> datetime | None:
    """WARC-Date is in UTC, and may be only a day; what is no time at all says nothing."""
    try:
        moment = datetime.fromisoformat(stamp)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
