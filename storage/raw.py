"""Raw captures as WARC 1.1: each answer with its headers, on disk before anybody reads it.

A writer has a file of its own for each day and a gzip member for each record, and never opens the file of another run:
a member that a kill cut short is the last of its file and spoils nothing. `name.warc.gz@offset` is a record's place.

Bodies are kept unpacked, so that a record's digest is its capture's. What the server said of its packing stays under
`X-Crawler-` names, as Common Crawl does it, since under its own name other readers would unpack the body once more.
"""

import os
import secrets
import zlib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import urlsplit

from rates import __version__
from rates.errors import StoreError
from storage.files import disk, make_folder, replace

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import BufferWARCWriter

NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
SAME_BYTES = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
PACKING = frozenset({"content-encoding", "content-length", "transfer-encoding"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A server's answer: `content` is the body unpacked, empty for a 304; `asked` are the request's headers."""

    url: str
    status: int
    phrase: str
    headers: tuple[tuple[str, str], ...]
    content: bytes = field(repr=False)
    captured_at: datetime
    asked: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """An answer read back; `digest` is the sha256 of the content.

    A `revisit` has no content, and the digest of the page that had not changed: the server said so, or sent it again.
    """

    source: str
    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    content: bytes = field(repr=False)
    captured_at: datetime
    digest: str
    revisit: bool


class RawArchive:
    """The folder of raw captures. Any number of processes may write to it, each through an archive of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()
        self._file: Path | None = None
        self._turn: tuple[date, int] | None = None

    def write(self, answer: Answer) -> str:
        """Keep an answer; when this returns its source, the record survives a kill and a power cut.

        Raises StoreError where the disk does not take it, and then nothing of the record is left.
        """
        digest = f"sha256:{sha256(answer.content).hexdigest()}"
        writer = _writer()
        record = writer.create_warc_record(
            answer.url,
            "response",
            payload=BytesIO(answer.content),
            length=len(answer.content),
            warc_headers_dict={"WARC-Date": _date(answer.captured_at), "WARC-Payload-Digest": digest},
            http_headers=_said(answer),
        )
        if answer.asked:
            writer.write_request_response_pair(_request(writer, answer), record)
        else:
            writer.write_record(record)
        return self._append(writer.get_contents(), answer.captured_at)

    def write_revisit(self, answer: Answer, *, digest: str, captured_at: datetime) -> str:
        """Keep a 304, or the same bytes again: `digest` and `captured_at` are of the first capture. Else as `write`."""
        writer = _writer()
        record = writer.create_revisit_record(
            answer.url,
            f"sha256:{digest}",
            answer.url,
            _date(captured_at),
            http_headers=_said(answer),
            warc_headers_dict={"WARC-Date": _date(answer.captured_at)},
        )
        record.rec_headers.replace_header("WARC-Profile", NOT_MODIFIED if answer.status == 304 else SAME_BYTES)
        writer.write_record(record)
        return self._append(writer.get_contents(), answer.captured_at)

    def read(self, source: str) -> Record:
        """Read the record at `name.warc.gz@offset`. Raises StoreError: gone, cut short, or not the bytes written."""
        name, _, offset = source.rpartition("@")
        path = self.folder / name
        if not name or not offset.isdecimal():
            raise StoreError(f"{source!r} is not the place of a record: it has the form name.warc.gz@offset")
        with disk(path, "read"), path.open("rb") as file:
            file.seek(int(offset))
            return _record(file, source)

    def _append(self, members: bytes, captured_at: datetime) -> str:
        path, self._file = self._today(captured_at.astimezone(UTC).date()), None
        with disk(path, "write to"), path.open("r+b", buffering=0) as file:
            start = end = file.seek(0, os.SEEK_END)
            try:
                rest = memoryview(members)
                while rest:
                    rest = rest[file.write(rest) :]
                os.fsync(file.fileno())
                end += len(members)
            finally:
                file.truncate(end)
        # Only a file whose tail is whole is written to again.
        self._file = path
        return f"{path.name}@{start}"

    def _today(self, day: date) -> Path:
        """This archive's file of the day, made when it is first needed."""
        if self._file and self._turn == (day, os.getpid()):
            return self._file
        self._turn = (day, os.getpid())
        path = self.folder / f"rates-{day:%Y%m%d}-{os.getpid()}-{secrets.token_hex(4)}.warc.gz"
        writer = _writer()
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": f"news-rates/{__version__}"}))
        with disk(self.folder, "write to"):
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            make_folder(self.folder)
            replace(path, writer.get_contents())
        return path


def _writer() -> "BufferWARCWriter":
    from warcio.warcwriter import BufferWARCWriter

    return BufferWARCWriter(gzip=True, warc_version="1.1")


def _date(moment: datetime) -> str:
    """Microseconds are kept: the id of a sighting depends on its moment."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _said(answer: Answer) -> "StatusAndHeaders":
    from warcio.statusandheaders import StatusAndHeaders

    headers = [(f"X-Crawler-{name}" if name.lower() in PACKING else name, value) for name, value in answer.headers]
    if answer.content:
        headers.append(("Content-Length", str(len(answer.content))))
    return StatusAndHeaders(f"{answer.status} {answer.phrase}", headers, protocol="HTTP/1.1")


def _request(writer: "BufferWARCWriter", answer: Answer) -> "ArcWarcRecord":
    from warcio.statusandheaders import StatusAndHeaders

    url = urlsplit(answer.url)
    target = f"{url.path or '/'}?{url.query}" if url.query else url.path or "/"
    headers = StatusAndHeaders(f"GET {target} HTTP/1.1", list(answer.asked), is_http_request=True)
    return writer.create_warc_record(answer.url, "request", http_headers=headers)


def _record(file: BinaryIO, source: str) -> Record:
    from warcio.archiveiterator import ArchiveIterator

    raw = next(ArchiveIterator(BytesIO(_member(file, source))), None)
    if raw is None or raw.rec_type not in {"response", "revisit"}:
        raise StoreError(f"no answer at {source}, but another record", hint=_hint(source))
    return Record(
        source=source,
        url=raw.rec_headers.get_header("WARC-Target-URI"),
        status=int(raw.http_headers.get_statuscode()),
        headers=tuple(raw.http_headers.headers),
        content=raw.raw_stream.read(),
        captured_at=datetime.fromisoformat(raw.rec_headers.get_header("WARC-Date")),
        digest=raw.rec_headers.get_header("WARC-Payload-Digest").removeprefix("sha256:"),
        revisit=raw.rec_type == "revisit",
    )


def _member(file: BinaryIO, source: str) -> bytes:
    """The gzip member that begins here, checked to its end: warcio itself stops where it is cut and does not say so."""
    inflate = zlib.decompressobj(zlib.MAX_WBITS | 16)
    content = bytearray()
    try:
        while not inflate.eof and (piece := file.read(1 << 16)):
            content += inflate.decompress(piece)
    except zlib.error as error:
        raise StoreError(f"no whole record at {source}: {error}", hint=_hint(source)) from error
    if not inflate.eof:
        raise StoreError(f"no whole record at {source}: it is cut short", hint=_hint(source))
    return bytes(content)


def _hint(source: str) -> str:
    return f"`warcio check -v {source.rpartition('@')[0]}` lists the file's records"
