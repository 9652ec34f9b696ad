"""Raw captures: read back as they came, readable by other tools, and whole up to the last one after a kill."""

import gzip
import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from fastwarc import ArchiveIterator

from rates.errors import StoreError
from storage.raw import Answer, RawArchive, Record

ROOT = Path(__file__).resolve().parents[2]
PAGE = "<p>USD ЦБ: 92,51 (-0,79)".encode() * 50
SENT = (("Content-Type", "text/html; charset=utf-8"), ("Content-Encoding", "gzip"), ("ETag", '"1"'))
ANSWER = Answer(
    url="https://www.rbc.ru/a?b=1",
    status=200,
    phrase="OK",
    headers=SENT,
    content=PAGE,
    captured_at=datetime(2024, 4, 24, 22, 10, 0, 250, tzinfo=UTC),
    asked=(("Host", "www.rbc.ru"), ("User-Agent", "news-rates")),
)
DIGEST = sha256(PAGE).hexdigest()


def _check(path: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "warcio.cli", "check", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_an_answer_is_read_back_as_it_came(tmp_path: Path) -> None:
    archive = RawArchive(tmp_path / "raw")
    source = archive.write(ANSWER)
    assert archive.read(source) == Record(
        source=source,
        url="https://www.rbc.ru/a?b=1",
        status=200,
        headers=(
            ("Content-Type", "text/html; charset=utf-8"),
            ("X-Crawler-Content-Encoding", "gzip"),
            ("ETag", '"1"'),
            ("Content-Length", str(len(PAGE))),
        ),
        content=PAGE,
        captured_at=ANSWER.captured_at,
        digest=DIGEST,
        revisit=False,
    )


@pytest.mark.parametrize(
    ("status", "profile"), [(304, b"1.1/revisit/server-not-modified"), (200, b"1.1/revisit/identical-payload-digest")]
)
def test_a_page_that_has_not_changed_is_kept_as_a_revisit(tmp_path: Path, status: int, profile: bytes) -> None:
    archive = RawArchive(tmp_path)
    again = replace(ANSWER, status=status, content=b"", captured_at=datetime(2024, 4, 25, tzinfo=UTC))
    source = archive.write_revisit(again, digest=DIGEST, captured_at=ANSWER.captured_at)
    record = archive.read(source)
    assert (record.revisit, record.status, record.digest, record.content) == (True, status, DIGEST, b"")
    assert record.captured_at == datetime(2024, 4, 25, tzinfo=UTC)
    written = gzip.decompress((tmp_path / source.partition("@")[0]).read_bytes())
    assert b"WARC-Profile: http://netpreserve.org/warc/" + profile in written
    assert b"WARC-Refers-To-Date: 2024-04-24T22:10:00.000250Z" in written


def test_a_record_is_on_disk_before_its_source_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = RawArchive(tmp_path)
    archive.write(ANSWER)
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: synced.append(os.fstat(descriptor).st_size))
    name = archive.write(ANSWER).partition("@")[0]
    assert synced == [(tmp_path / name).stat().st_size]


def test_each_day_and_each_archive_has_its_own_file(tmp_path: Path) -> None:
    first, second = RawArchive(tmp_path), RawArchive(tmp_path)
    next_day = replace(ANSWER, captured_at=ANSWER.captured_at + timedelta(hours=2))
    sources = [first.write(ANSWER), first.write(ANSWER), first.write(next_day), second.write(ANSWER)]
    names = [source.partition("@")[0] for source in sources]
    assert names[0] == names[1]
    assert len(set(names)) == 3
    assert [name[:14] for name in names] == ["rates-20240424", "rates-20240424", "rates-20240425", "rates-20240424"]
    assert [second.read(source).content for source in sources] == [PAGE] * 4


def test_other_tools_read_the_file_and_find_its_digests_right(tmp_path: Path) -> None:
    archive = RawArchive(tmp_path)
    source = archive.write(ANSWER)
    archive.write_revisit(replace(ANSWER, status=304, content=b""), digest=DIGEST, captured_at=ANSWER.captured_at)
    name, _, offset = source.partition("@")
    checked = _check(tmp_path / name)
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")
    with (tmp_path / name).open("rb") as file:
        records = ArchiveIterator(file, parse_http=False)
        kinds = [(record.headers["WARC-Type"], record.verify_block_digest()) for record in records]
    assert kinds == [("warcinfo", True), ("response", True), ("request", True), ("revisit", True)]
    with (tmp_path / name).open("rb") as file:
        file.seek(int(offset))
        record = next(iter(ArchiveIterator(file, parse_http=True)))
        assert record.verify_payload_digest()
        assert (record.record_date, record.reader.read()) == (ANSWER.captured_at, PAGE)
        assert record.headers["WARC-Target-URI"] == "https://www.rbc.ru/a?b=1"


@pytest.mark.parametrize("cut", [20, 300, 2100])
def test_a_record_cut_short_is_said_and_the_ones_before_it_stand(tmp_path: Path, cut: int) -> None:
    archive = RawArchive(tmp_path)
    noise = os.urandom(2000)
    whole, broken = archive.write(ANSWER), archive.write(replace(ANSWER, content=noise, asked=()))
    path = tmp_path / whole.partition("@")[0]
    path.write_bytes(path.read_bytes()[:-cut])
    with pytest.raises(StoreError, match=f"^no whole record at {broken}: it is cut short$"):
        archive.read(broken)
    assert archive.read(whole).content == PAGE


def test_a_flipped_bit_is_said(tmp_path: Path) -> None:
    archive = RawArchive(tmp_path)
    source = archive.write(replace(ANSWER, content=os.urandom(200_000), asked=()))
    path = tmp_path / source.partition("@")[0]
    content = bytearray(path.read_bytes())
    content[-100_000] ^= 1
    path.write_bytes(content)
    with pytest.raises(StoreError, match=r"no whole record at .* incorrect data check"):
        archive.read(source)


@pytest.mark.parametrize(
    ("place", "problem"),
    [
        ("@0", "no answer at .*@0, but another record"),
        ("@7", "no whole record at .*@7: Error"),
        ("@99999999", "cut short"),
    ],
)
def test_a_place_without_a_record_is_said(tmp_path: Path, place: str, problem: str) -> None:
    archive = RawArchive(tmp_path)
    name = archive.write(ANSWER).partition("@")[0]
    with pytest.raises(StoreError, match=problem):
        archive.read(f"{name}{place}")


def test_a_file_that_is_gone_and_a_name_that_is_none_are_said(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"^cannot read .*a\.warc\.gz: No such file or directory$"):
        RawArchive(tmp_path).read("a.warc.gz@5")
    with pytest.raises(StoreError, match="is not the place of a record"):
        RawArchive(tmp_path).read("page.html")


WRITER = """
import sys
from dataclasses import replace
from pathlib import Path
from storage.raw import RawArchive
from tests.storage.test_raw import ANSWER
archive = RawArchive(Path(sys.argv[1]))
while True:
    print(archive.write(ANSWER), flush=True)
"""


def test_after_a_kill_every_acknowledged_record_is_there(tmp_path: Path) -> None:
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout
    sources = [writer.stdout.readline().strip() for _ in range(50)]
    writer.send_signal(signal.SIGKILL)
    sources += [line.strip() for line in writer.stdout if line.endswith("\n")]
    writer.wait()
    writer.stdout.close()
    archive = RawArchive(tmp_path)
    assert [archive.read(source).content for source in sources] == [PAGE] * len(sources)
    assert archive.write(ANSWER).partition("@")[0] not in {source.partition("@")[0] for source in sources}
