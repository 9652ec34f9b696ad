"""Archives that crawlers write carelessly: one bad record costs that record, and nothing is passed over in silence."""

import gzip
from datetime import UTC, datetime
from pathlib import Path

import brotli
import pytest

from rates.inputs import Failure, captures
from rates.model import Capture

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TAKEN = datetime(2024, 4, 24, 14, 30, tzinfo=UTC)
PAGE = "<html><body>USD ЦБ: 92,51</body></html>".encode()
HTML = b"Content-Type: text/html; charset=utf-8"


def record(
    *,
    url: str | None = "https://news.example/",
    date: str | None = "2024-04-24T14:30:00Z",
    http: bytes = b"HTTP/1.1 200 OK\r\n" + HTML,
    body: bytes = PAGE,
    end: bytes = b"\r\n",
) -> bytes:
    block = http + b"\r\n\r\n" + body
    head = ["WARC/1.0", "WARC-Type: response", "Content-Type: application/http; msgtype=response"]
    head += [f"WARC-Target-URI: {url}"] if url else []
    head += [f"WARC-Date: {date}"] if date else []
    head += [f"Content-Length: {len(block)}", "", ""]
    return end.join(line.encode() for line in head) + block + end + end


def read(folder: Path, *parts: bytes, name: str = "crawl.warc") -> list[Capture | Failure]:
    (folder / name).write_bytes(b"".join(parts))
    return list(captures([str(folder / name)], now=NOW))


def told(found: list[Capture | Failure]) -> list[bytes | str]:
    return [each.content if isinstance(each, Capture) else str(each.error).rpartition("/")[2] for each in found]


def test_a_record_without_a_readable_date_is_read_and_has_no_time(tmp_path: Path) -> None:
    dates = ("not a date", None, "2024-04-24", "2024-04-24T14:30:00Z")
    found = read(tmp_path, *(record(date=date) for date in dates))
    seen = [(each.captured_at, each.captured_by, each.captured_on_day) for each in found if isinstance(each, Capture)]
    assert seen == [
        (None, None, False),
        (None, None, False),
        (datetime(2024, 4, 24, tzinfo=UTC), "warc", True),
        (TAKEN, "warc", False),
    ]


def test_a_record_without_an_address_is_read_and_has_none(tmp_path: Path) -> None:
    found = read(tmp_path, record(url=None), record())
    assert [each.url for each in found if isinstance(each, Capture)] == [None, "https://news.example/"]


def test_a_record_whose_answer_cannot_be_read_is_told_and_the_next_one_is_taken(tmp_path: Path) -> None:
    found = read(tmp_path, record(http=b"SPDY 200\r\n" + HTML), record())
    why = "it does not begin as an HTTP answer does"
    assert told(found) == [f"crawl.warc@0: the answer in this record cannot be read: {why}", PAGE]


def test_an_answer_of_a_newer_http_is_read(tmp_path: Path) -> None:
    assert told(read(tmp_path, record(http=b"HTTP/2 200\r\n" + HTML))) == [PAGE]


def test_headers_with_plain_line_ends_are_read(tmp_path: Path) -> None:
    assert told(read(tmp_path, record(end=b"\n"), record(end=b"\n"))) == [PAGE, PAGE]


def test_bodies_that_are_packed_are_unpacked_and_those_that_only_say_so_are_taken_as_they_are(tmp_path: Path) -> None:
    by_brotli = b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n" + HTML
    by_gzip = by_brotli.replace(b" br", b" gzip")
    found = read(
        tmp_path,
        record(http=by_brotli, body=brotli.compress(PAGE)),
        record(http=by_brotli),
        record(http=by_gzip, body=gzip.compress(PAGE)),
        record(http=by_gzip),
    )
    assert told(found) == [PAGE, PAGE, PAGE, PAGE]


def test_a_packed_body_that_unpacks_beyond_a_page_is_refused(tmp_path: Path) -> None:
    http = b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n" + HTML
    found = read(tmp_path, record(http=http, body=brotli.compress(bytes(70 * 2**20), quality=1)), record())
    assert told(found) == ["crawl.warc@0: larger than 64 MB, too large for a page", PAGE]


def test_a_record_longer_than_it_says_is_told_without_a_word_of_the_library(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    first, last = told(read(tmp_path, record(), b"torn off\r\n", record()))
    assert first == PAGE
    assert str(last) == "crawl.warc: the archive is damaged after some records (Unknown archive format)"
    assert capfd.readouterr() == ("", "")


def test_an_archive_gzipped_as_a_whole_says_how_to_read_it(tmp_path: Path) -> None:
    first, failed = read(tmp_path, gzip.compress(record() + record()), name="crawl.warc.gz")
    assert isinstance(first, Capture)
    assert isinstance(failed, Failure)
    assert "non-chunked gzip" in str(failed.error)
    assert failed.error.hint == "download the archive again; one that was gzipped as a whole is read after `gunzip`"
