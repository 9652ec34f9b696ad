"""Raw captures read again, and a row followed back to its bytes; other people's tools read the same records."""

import gzip
import json
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from rates.cli import run
from rates.ingest import Reading, read
from rates.model import Capture
from storage import Store
from tests.collect.desk import START, site
from tests.collect.newsroom import Newsroom
from tests.collect.simulated import SimulatedClock
from tests.collect.test_commands import configure


@pytest.fixture
def collected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store with two pages, one of them seen twice, and the folder that it is in."""
    clock = SimulatedClock(START + timedelta(days=2))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    with Newsroom(site(clock, robots=None)) as room, Newsroom(site(clock, packed=True, charset="cp1251")) as other:
        configure(
            tmp_path, room.url + "/", more=f'[sites.other]\npages = ["{other.url}/"]\nparser = "rbc"\nprivate = true\n'
        )
        run(["collect"])
        run(["collect", "rbc"])
    return tmp_path


def test_reading_again_gives_the_same_rows(collected: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["reparse", "--json"]) == 0
    out, err = capsys.readouterr()
    assert (json.loads(out), err) == ([], "2 captures read again: 4 rows the same, 0 gained, 0 lost, 0 changed\n")


def test_a_page_is_read_again_whatever_its_server_called_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = SimulatedClock(START + timedelta(days=2))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    with Newsroom(site(clock, robots=None, media="application/octet-stream")) as room:
        configure(tmp_path, room.url + "/")
        run(["collect"])
    capsys.readouterr()
    assert run(["reparse", "-f", "csv"]) == 0
    assert capsys.readouterr().err == "1 captures read again: 2 rows the same, 0 gained, 0 lost, 0 changed\n"


def test_a_page_that_redirects_to_another_host_is_read_again_as_the_site_it_was_collected_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = SimulatedClock(START + timedelta(days=2))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    with Newsroom(site(clock, robots=None)) as there:
        target = f"redirect {there.url}/"
        moved = site(clock, faults=lambda now, path: target if path == "/" else None)
        with Newsroom(moved) as here:
            configure(tmp_path, here.url + "/", more=f'[sites.other]\npages = ["{there.url}/x"]\nprivate = true\n')
            run(["collect", "rbc"])
    capsys.readouterr()
    assert run(["reparse", "-f", "csv"]) == 0
    assert capsys.readouterr().err == "1 captures read again: 2 rows the same, 0 gained, 0 lost, 0 changed\n"
    id_ = Store.open(tmp_path / "store").observations()["id"][0]
    assert run(["trace", id_, "-f", "csv"]) == 0
    assert "reads,rbc@" in capsys.readouterr().out


def test_a_parser_that_reads_otherwise_is_shown_and_stored_beside_on_request(
    collected: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rates.reparse.read", _otherwise)
    capsys.readouterr()
    assert run(["reparse", "--write", "--json"]) == 0
    out, err = capsys.readouterr()
    rows = json.loads(out)
    assert sorted((row["what"], row["instrument"], row["changes"]) for row in rows) == [
        ("changed", "USD/RUB", "market: cbr -> moex"),
        ("changed", "USD/RUB", "market: cbr -> moex"),
        ("lost", "EUR/RUB", ""),
        ("lost", "EUR/RUB", ""),
    ]
    assert err == "2 captures read again: 0 rows the same, 0 gained, 2 lost, 2 changed; stored\n"
    store = Store.open(collected / "store")
    current, all_readings = store.observations(), store.observations(history=True)
    assert sorted(current.select("instrument", "market").rows()) == [
        *[("EUR/RUB", "cbr")] * 2,
        *[("USD/RUB", "moex")] * 2,
    ]
    assert sorted(all_readings.select("instrument", "market").rows()) == [
        *[("EUR/RUB", "cbr")] * 2,
        *[("USD/RUB", "cbr")] * 2,
        *[("USD/RUB", "moex")] * 2,
    ]


def _otherwise(capture: Capture, **options: Any) -> Reading:
    """A parser that takes the dollar's rate for the exchange's, and does not see the euro."""
    found = read(capture, **options)
    rows = [replace(row, market="moex") for row in found.resolved.observations if row.instrument == "USD/RUB"]
    return Reading(found.page, replace(found.resolved, observations=tuple(rows)), found.visit)


def test_a_row_is_followed_back_to_its_bytes(collected: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = Store.open(collected / "store").observations()
    row = next(row for row in rows.iter_rows(named=True) if row["instrument"] == "USD/RUB")
    capsys.readouterr()
    assert run(["trace", row["id"][:12], "--json"]) == 0
    steps = json.loads(capsys.readouterr().out)
    told = {step["step"]: step["text"] for step in steps}
    assert told["row"] == "rbc USD/RUB cbr 92.51"
    assert told["snippet"].startswith("Курс доллара на 25 апреля")
    assert "USD ЦБ: 92,51" in told["snippet"]
    assert told["reads"] == "the same today"
    assert {step["what"] for step in steps if step["step"] == "evidence"} >= {"value", "value_date", "published_at"}
    name, _, offset = row["source"].rpartition("@")
    lies = next(step["what"] for step in steps if step["step"] == "bytes")
    assert lies == f"{collected / 'store/raw' / name}, the record at byte {offset}"


def test_the_page_itself_can_be_had(collected: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    from hashlib import sha256

    row = Store.open(collected / "store").observations().row(0, named=True)
    capfdbinary.readouterr()
    assert run(["trace", row["id"], "--raw"]) == 0
    sys.stdout.flush()
    assert sha256(capfdbinary.readouterr().out).hexdigest() == row["digest"]


def test_a_row_that_is_not_there_is_told(collected: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["trace", "0000000000"]) == 1
    assert "no row has an id that begins with 0000000000" in capsys.readouterr().err


def test_a_row_of_a_saved_page_is_followed_to_its_file(collected: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (collected / "saved.html").write_text("Курс доллара на 25 апреля\nUSD ЦБ: 92,51 (-0,79)\nИнвестиции, 24 апр, 17:11")
    run(["ingest", "saved.html", "--captured-at", "2024-04-25T01:10+03:00", "--site", "rbc"])
    rows = Store.open(collected / "store").observations()
    row = next(row for row in rows.iter_rows(named=True) if row["source"].endswith("saved.html"))
    capsys.readouterr()
    assert run(["trace", row["id"]]) == 0
    assert "USD ЦБ: 92,51 (-0,79)" in capsys.readouterr().out
    (collected / "saved.html").write_text("something else")
    assert run(["trace", row["id"]]) == 1
    assert "holds other bytes now than the row was read from" in capsys.readouterr().err


def test_foreign_tools_read_the_raw_records(collected: Path) -> None:
    from fastwarc.warc import ArchiveIterator

    files = sorted((collected / "store/raw").glob("*.warc.gz"))
    checked = subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", "-v", *map(str, files)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (checked.returncode, "failed" in checked.stdout) == (0, False)
    kinds: list[str] = []
    for file in files:
        with gzip.open(file) as whole:
            assert whole.read().startswith(b"WARC/1.1")
        with file.open("rb") as stream:
            for record in ArchiveIterator(stream, verify_digests=False):
                kinds.append(record.headers["WARC-Type"])
                if record.headers["WARC-Type"] == "response":
                    assert "USD ЦБ: 92,51" in record.reader.read().decode(record.http_charset or "utf-8")
    assert sorted(kinds) == ["response", "response", "revisit", "warcinfo", "warcinfo"]
