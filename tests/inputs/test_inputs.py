"""Inputs to captures: what each kind of file gives, when it was taken, and what a damaged one says."""

import gzip
import io
import os
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from rates.inputs import Failure, captures
from rates.model import Capture

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
PAGE = "<html><body>USD ЦБ: 92,51</body></html>".encode()


def read(*inputs: Path | str) -> list[Capture | Failure]:
    return list(captures([str(each) for each in inputs], now=NOW))


def only(*inputs: Path | str) -> Capture:
    (found,) = read(*inputs)
    assert isinstance(found, Capture), found
    return found


def failure(*inputs: Path | str) -> str:
    (found,) = read(*inputs)
    assert isinstance(found, Failure), found
    return str(found.error)


def written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def test_a_page_is_its_bytes_and_no_time_is_taken_from_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, "page.html", PAGE)
    found = only(path)
    assert (found.content, found.source, found.captured_at) == (PAGE, str(path), None)


def test_a_folder_gives_its_files_in_order_and_passes_over_hidden_ones(tmp_path: Path) -> None:
    for name in ("b.html", "a/z.html", "a.html", ".hidden"):
        written(tmp_path, name, PAGE)
    found = [Path(each.source).relative_to(tmp_path).as_posix() for each in read(tmp_path) if isinstance(each, Capture)]
    assert found == ["a.html", "b.html", "a/z.html"]


def test_a_glob_names_files(tmp_path: Path) -> None:
    written(tmp_path, "a.html", PAGE)
    written(tmp_path, "b.txt", PAGE)
    assert only(f"{tmp_path}/*.html").source == f"{tmp_path}/a.html"


def test_a_gzipped_page_is_unpacked(tmp_path: Path) -> None:
    assert only(written(tmp_path, "page.html.gz", gzip.compress(PAGE))).content == PAGE


def test_a_cut_gzip_is_a_failure(tmp_path: Path) -> None:
    path = written(tmp_path, "page.html.gz", gzip.compress(PAGE)[:-9])
    assert failure(path).startswith(f"{path}: the gzip is damaged")


def test_each_member_of_a_zip_is_a_capture_named_after_it(tmp_path: Path) -> None:
    path = tmp_path / "pages.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("one.html", PAGE)
        archive.writestr("two.html.gz", gzip.compress(PAGE))
    found = read(path)
    assert [(each.source, each.content) for each in found if isinstance(each, Capture)] == [
        (f"{path}!one.html", PAGE),
        (f"{path}!two.html.gz", PAGE),
    ]


def test_a_saved_answer_gives_its_date_and_charset(tmp_path: Path) -> None:
    head = (
        b"HTTP/1.1 200 OK\r\nDate: Wed, 24 Apr 2024 14:30:00 GMT\r\nContent-Type: text/html; charset=windows-1251\r\n"
    )
    found = only(written(tmp_path, "page.http", head + b"\r\n" + PAGE))
    assert (found.content, found.captured_at, found.captured_by, found.charset, found.media_type) == (
        PAGE,
        datetime(2024, 4, 24, 14, 30, tzinfo=UTC),
        "http",
        "windows-1251",
        "text/html",
    )


def warc(folder: Path, *, gzipped: bool = True) -> Path:
    path = folder / ("crawl.warc.gz" if gzipped else "crawl.warc")
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=gzipped)
        for name, kind, media in [("page", "response", "text/html; charset=utf-8"), ("pic", "response", "image/png")]:
            http = StatusAndHeaders("200 OK", [("Content-Type", media)], protocol="HTTP/1.1")
            record = writer.create_warc_record(
                f"https://news.example/{name}",
                kind,
                payload=io.BytesIO(PAGE),
                http_headers=http,
                warc_headers_dict={"WARC-Date": "2024-04-24T14:30:00Z"},
            )
            writer.write_record(record)
        text = writer.create_warc_record(
            "https://news.example/text",
            "conversion",
            payload=io.BytesIO("USD ЦБ: 92,51".encode()),
            warc_content_type="text/plain",
            warc_headers_dict={"WARC-Date": "2024-04-25T14:30:00Z"},
        )
        writer.write_record(text)
    return path


@pytest.mark.parametrize("gzipped", [True, False])
def test_a_warc_gives_its_pages_and_texts_with_time_address_and_offset(tmp_path: Path, gzipped: bool) -> None:
    path = warc(tmp_path, gzipped=gzipped)
    page, text = read(path)
    assert isinstance(page, Capture)
    assert isinstance(text, Capture)
    assert (page.content, page.url, page.captured_at, page.captured_by, page.charset, page.source) == (
        PAGE,
        "https://news.example/page",
        datetime(2024, 4, 24, 14, 30, tzinfo=UTC),
        "warc",
        "utf-8",
        f"{path}@0",
    )
    assert (text.content.decode(), text.url, text.media_type) == (
        "USD ЦБ: 92,51",
        "https://news.example/text",
        "text/plain",
    )


def test_a_cut_warc_gives_what_came_before_the_cut_and_says_so(tmp_path: Path) -> None:
    path = warc(tmp_path)
    path.write_bytes(path.read_bytes()[:-60])
    *whole, last = read(path)
    assert [type(each) for each in whole] == [Capture]
    assert isinstance(last, Failure)
    assert str(last.error).endswith(": the archive is cut short in this record")


def test_an_arc_is_read_like_a_warc(tmp_path: Path) -> None:
    body = b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE
    head = f"http://news.example/ 127.0.0.1 20090305084400 text/html {len(body)}\n".encode()
    version = b"1 0 test\nURL IP-address Archive-date Content-type Archive-length\n"
    first = f"filedesc://a.arc 0.0.0.0 20090305000000 text/plain {len(version)}\n".encode()
    found = only(written(tmp_path, "a.arc", first + version + b"\n" + head + body + b"\n"))
    assert (found.content, found.captured_at) == (PAGE, datetime(2009, 3, 5, 8, 44, tzinfo=UTC))


def test_what_the_caller_says_of_time_and_address_stands_over_the_archive(tmp_path: Path) -> None:
    told = datetime(2020, 1, 1, tzinfo=UTC)
    first, *_ = captures([str(warc(tmp_path))], now=NOW, captured_at=told, url="https://other.example/")
    assert isinstance(first, Capture)
    assert (first.captured_at, first.captured_by, first.url) == (told, "option", "https://other.example/")


def test_a_name_that_is_not_utf8_is_shown_with_its_bytes(tmp_path: Path) -> None:
    with open(os.fsencode(tmp_path) + b"/bad\xff.html", "wb") as file:  # noqa: PTH123  no Path can name it
        file.write(PAGE)
    assert only(tmp_path).source == f"{tmp_path}/bad\\xff.html"


def test_a_pipe_gives_a_page_and_a_folder_passes_over_pipes_and_sockets(tmp_path: Path) -> None:
    written(tmp_path, "page.html", PAGE)
    os.mkfifo(tmp_path / "pipe")
    assert only(tmp_path).source == f"{tmp_path}/page.html"
    end, start = os.pipe()
    os.write(start, gzip.compress(PAGE))
    os.close(start)
    assert only(f"/dev/fd/{end}").content == PAGE
    os.close(end)


def test_a_device_that_never_ends_is_refused() -> None:
    assert failure("/dev/zero") == "/dev/zero: larger than 64 MB, too large for a page"


def test_links_in_a_circle_end_and_a_broken_one_is_told(tmp_path: Path) -> None:
    written(tmp_path, "page.html", PAGE)
    (tmp_path / "self").symlink_to(tmp_path)
    (tmp_path / "broken").symlink_to("nowhere")
    broken, page = read(tmp_path)
    assert isinstance(broken, Failure)
    assert str(broken.error) == f"{tmp_path}/broken: No such file or directory"
    assert isinstance(page, Capture)


def test_a_folder_within_that_cannot_be_listed_is_told_and_the_rest_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a/locked.html", "b/page.html"):
        written(tmp_path, name, PAGE)
    really = os.scandir

    def scandir(path: str) -> object:  # root reads every folder, so the refusal is played
        if str(path).endswith("/a"):
            raise PermissionError(13, "Permission denied", path)
        return really(path)

    monkeypatch.setattr(os, "scandir", scandir)
    page, refused = read(tmp_path)
    assert isinstance(page, Capture)
    assert isinstance(refused, Failure)
    assert str(refused.error) == f"{tmp_path}/a: Permission denied"


def test_no_name_is_not_the_folder_one_is_in() -> None:
    assert failure("") == "an input without a name"


def test_an_archive_comes_in_by_stdin_with_its_own_times_and_a_page_is_taken_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Piped:
        def __init__(self, content: bytes) -> None:
            self.buffer = io.BytesIO(content)

    monkeypatch.setattr("sys.stdin", Piped(warc(tmp_path).read_bytes()))
    first, _ = read("-")
    assert isinstance(first, Capture)
    assert (first.source, first.captured_at) == ("-@0", datetime(2024, 4, 24, 14, 30, tzinfo=UTC))
    monkeypatch.setattr("sys.stdin", Piped(PAGE))
    assert (only("-").captured_at, only("-").source) == (NOW, "-")
    monkeypatch.setattr("sys.stdin", None)
    assert failure("-") == "standard input is closed"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http://[::1", "http://[::1 is no address (Invalid IPv6 URL)"),
        ("ftp://news.example/page", "only http and https are fetched, not ftp://news.example/page"),
        ("http://127.0.0.1:1/", "[Errno 111] Connection refused: http://127.0.0.1:1/"),
    ],
)
def test_an_address_that_cannot_be_fetched_is_a_failure_with_a_hint(address: str, said: str) -> None:
    (found,) = read(address)
    assert isinstance(found, Failure)
    assert (str(found.error), found.error.hint) == (said, "check the address and the network")


def test_an_address_that_is_not_utf8_is_shown_with_its_bytes(tmp_path: Path) -> None:
    (found,) = captures([str(written(tmp_path, "page.html", PAGE))], now=NOW, url="https://news.example/\udcff")
    assert isinstance(found, Capture)
    assert found.url == "https://news.example/\\xff"


def test_a_missing_file_is_a_failure_that_names_it(tmp_path: Path) -> None:
    assert failure(tmp_path / "none.html") == f"{tmp_path}/none.html: no such file, folder or pattern"


def test_one_bad_input_does_not_stop_the_others(tmp_path: Path) -> None:
    good = written(tmp_path, "good.html", PAGE)
    assert [type(each) for each in read(tmp_path / "none", good)] == [Failure, Capture]


def test_a_damaged_zip_is_a_failure(tmp_path: Path) -> None:
    path = written(tmp_path, "pages.zip", b"PK\x03\x04 and nothing more")
    assert failure(path).startswith(f"{path}: the zip is damaged")


def test_a_gzip_that_unpacks_beyond_a_page_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.gz"
    with gzip.open(path, "wb", 1) as file:
        for _ in range(70):
            file.write(bytes(2**20))
    assert failure(path) == f"{path}: larger than 64 MB, too large for a page"
