"""Where rows go: exact in every form, the same columns on any day, and an end with a word where they cannot go."""

import io
import json
import os
import pty
import subprocess
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from rates.cli.common import emit
from rates.cli.forms import Format, as_parquet, as_text
from rates.ingest import ingest
from rates.inputs import captures
from storage import Store
from tests.cli.conftest import Rates
from tests.cli.test_bad_input import ends

TAKEN = ("--captured-at", "2024-04-25T01:10+03:00")


@pytest.fixture
def stored(rates: Rates, feed: Path, tmp_path: Path) -> Rates:
    """`rates` with the feed's two quotes in its store."""
    taken = datetime(2024, 4, 24, 22, 10, tzinfo=UTC)
    ingest(captures([str(feed)], now=taken, captured_at=taken), Store.open(tmp_path / "store", create=True), now=taken)
    return rates


def run(folder: Path, words: str) -> subprocess.CompletedProcess[bytes]:
    env = {**os.environ, "HOME": str(folder), "RATES_STORE": str(folder / "store")}
    command = ["bash", "-c", f"{sys.executable} -m rates.cli {words}"]
    return subprocess.run(command, capture_output=True, cwd=folder, env=env, check=False)


def terminal(folder: Path, *words: str) -> str:
    """What a command prints on a terminal."""
    ours, theirs = pty.openpty()
    done = subprocess.Popen([sys.executable, "-m", "rates.cli", *words], cwd=folder, stdout=theirs, stderr=theirs)
    os.close(theirs)
    shown = b""
    try:
        while piece := os.read(ours, 4096):
            shown += piece
    except OSError:  # how Linux says that a terminal's other side has closed
        pass
    finally:
        os.close(ours)
    done.wait(60)
    return shown.decode()


def test_parquet_keeps_numbers_exact_and_has_the_same_columns_where_nothing_is_found(
    stored: Rates, tmp_path: Path
) -> None:
    for words in (["USD/RUB", "-o", "one.parquet"], ["GBP/RUB", "-o", "none.parquet"]):
        stored("show", *words)
    one, none = (pl.read_parquet(tmp_path / name) for name in ("one.parquet", "none.parquet"))
    assert one.select("day", "value", "change", "change_percent", "published_at").rows() == [
        (date(2024, 4, 25), Decimal("92.51"), Decimal("-0.79"), None, datetime(2024, 4, 24, 14, 11, tzinfo=UTC))
    ]
    assert one.schema == none.schema
    assert (one.schema["change_percent"], one.schema["others"]) == (pl.Decimal(18, 6), pl.List(pl.Decimal(18, 6)))


def test_parquet_goes_through_a_pipe(stored: Rates, tmp_path: Path) -> None:
    content = run(tmp_path, "show USD/RUB -f parquet").stdout
    assert pl.read_parquet(io.BytesIO(content))["value"].to_list() == [Decimal("92.510000")]


def test_csv_has_the_same_header_where_nothing_is_found(stored: Rates) -> None:
    assert stored("show", "GBP/RUB", "-f", "csv").out == stored("show", "-f", "csv").out.splitlines(True)[0]


def test_a_full_disk_behind_stdout_is_told(stored: Rates, tmp_path: Path) -> None:
    for form in ("table", "parquet"):
        done = run(tmp_path, f"show -f {form} > /dev/full")
        assert (done.returncode, done.stderr.decode().splitlines()) == (
            1,
            ["error: cannot write to stdout: No space left on device", "hint: choose another file with -o"],
        )


def test_talk_that_nobody_can_hear_stops_no_work(stored: Rates, tmp_path: Path) -> None:
    done = run(tmp_path, "init --here 2> /dev/full")
    assert done.returncode == 0


def test_a_closed_stdout_is_told(stored: Rates, tmp_path: Path) -> None:
    done = run(tmp_path, "show >&-")
    assert (done.returncode, done.stderr.decode().splitlines()[0]) == (1, "error: stdout is closed")


def test_what_answers_before_a_command_runs_tells_a_full_disk_too(tmp_path: Path) -> None:
    for words in ("--version", "--help", "show --help"):
        done = run(tmp_path, f"{words} > /dev/full")
        told = ["error: stdout: No space left on device", "hint: check the disk, or where the output goes"]
        assert (done.returncode, done.stderr.decode().splitlines()) == (1, told)


def test_a_stderr_that_takes_nothing_stops_no_work(rates: Rates, feed: Path, tmp_path: Path) -> None:
    for closed in ("2>&-", "2> /dev/full"):
        done = run(tmp_path, f"parse {feed} none.txt -f csv {closed}")
        assert [line.split(",")[1] for line in done.stdout.decode().splitlines()] == [
            "instrument",
            "EUR/RUB",
            "USD/RUB",
        ]
        assert done.returncode == 3


def test_the_bytes_of_a_page_go_where_they_are_asked_for(stored: Rates, feed: Path, tmp_path: Path) -> None:
    row = json.loads(stored("show", "USD/RUB", "--json").out)[0]["id"]
    assert stored("trace", row, "--raw", "-o", "page.txt").out == ""
    assert (tmp_path / "page.txt").read_bytes() == feed.read_bytes()


def test_a_closed_stdin_is_told(rates: Rates, tmp_path: Path) -> None:
    done = run(tmp_path, "parse - <&-")
    assert (done.returncode, done.stderr.decode().splitlines()[0]) == (1, "error: standard input is closed")


def test_a_file_is_written_whole_or_stays_as_it_was(stored: Rates, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "old.csv").write_text("before")
    assert stored("show", "-o", "out/old.csv").code == 0
    assert stored("report", "-o", "out/report.html").code == 0
    assert sorted(path.name for path in folder.iterdir()) == ["old.csv", "report.html"]
    limit = "ulimit -f 0; trap '' XFSZ"  # as on a full disk: no file may grow
    for name in ("old.csv", "report.html"):
        before = (folder / name).read_bytes()
        words = f"show -o out/{name}" if name == "old.csv" else f"report -o out/{name}"
        done = subprocess.run(
            ["bash", "-c", f"{limit}; {sys.executable} -m rates.cli {words} --store store"],
            capture_output=True,
            cwd=tmp_path,
            check=False,
        )
        assert (done.returncode, f"error: cannot write out/{name}: File too large" in done.stderr.decode()) == (1, True)
        assert (folder / name).read_bytes() == before
    assert sorted(path.name for path in folder.iterdir()) == ["old.csv", "report.html"]


def test_a_link_stays_a_link_and_a_name_of_any_bytes_is_given_back(stored: Rates, tmp_path: Path) -> None:
    (tmp_path / "link.csv").symlink_to("real.csv")
    assert stored("show", "-o", "link.csv").code == 0
    assert ((tmp_path / "link.csv").is_symlink(), (tmp_path / "real.csv").stat().st_size > 0) == (True, True)
    done = run(tmp_path, r"report -o $'odd\xff.html'")
    assert (done.returncode, done.stdout) == (0, b"odd\xff.html\n")


def test_letters_that_utf8_cannot_write_are_marked_in_data(tmp_path: Path) -> None:
    emit([{"text": "a\ud800b"}], ["text"], format=Format.CSV, output=tmp_path / "odd.csv")
    assert (tmp_path / "odd.csv").read_bytes() == b"text\na?b\n"


def test_a_report_that_cannot_be_written_is_told(stored: Rates, tmp_path: Path) -> None:
    for where in ("missing/report.html", "."):
        run = stored("report", "-o", where)
        assert (run.code, f"error: cannot write {where}: " in run.err) == (1, True)
    assert [path.name for path in tmp_path.glob("*.html*")] == []


def test_a_file_that_cannot_be_written_is_told(stored: Rates) -> None:
    ends(stored("show", "-f", "csv", "-o", "none/rates"), 1, "cannot write none/rates: No such file or directory")
    ends(stored("show", "-f", "parquet", "-o", "/dev/full"), 1, "cannot write /dev/full: No space left on device")


def test_an_ending_decides_in_any_case_and_an_unknown_one_is_refused(stored: Rates, tmp_path: Path) -> None:
    assert stored("show", "-o", "ONE.JSONL").code == 0
    assert (tmp_path / "ONE.JSONL").read_text(encoding="utf-8").startswith('{"instrument"')
    ends(stored("show", "-o", "page.html"), 2, "-o page.html: its ending names no format of rows")


def test_a_hyphen_is_stdout(stored: Rates, tmp_path: Path) -> None:
    assert stored("show", "-o", "-").out == stored("show").out
    assert stored("report", "-o", "-").out.startswith("<!doctype html>")
    assert not (tmp_path / "-").exists()


def test_data_is_utf8_whatever_the_locale_says(stored: Rates, tmp_path: Path) -> None:
    env = {**os.environ, "PYTHONIOENCODING": "latin-1", "RATES_STORE": str(tmp_path / "store")}
    command = [sys.executable, "-m", "rates.cli", "show", "USD/RUB", "-f", "csv"]
    csv = subprocess.run(command, capture_output=True, env=env, check=True).stdout
    assert "25 апреля" in csv.decode("utf-8")


def test_what_a_page_or_a_name_holds_does_not_drive_the_terminal(tmp_path: Path) -> None:
    evil = "Лента новостей\nБум \x1b[2J\x9b31m Общество, 24 апр, 23:38\n"
    (tmp_path / "\x1b[31mred.txt").write_text(evil, encoding="utf-8")
    for words in (["--events", "-f", "csv"], []):
        shown = terminal(tmp_path, "parse", ".", *TAKEN, "--color", "never", *words)
        assert "red.txt" in shown or "Бум" in shown
        assert [char for char in shown if not char.isprintable() and char not in "\r\n"] == []


def test_a_table_sets_point_under_point_and_wide_letters_under_each_other() -> None:
    rows = [
        {"name": "ドル", "value": Decimal("92.51"), "text": "a\u00a0b\x07"},
        {"name": "е\u0301", "value": Decimal("1234.5678"), "text": None},
        {"name": "x", "value": None, "text": "1\n2"},
        {"name": "y", "value": 7, "text": ""},
    ]
    assert as_text(rows, ["name", "value", "text"], Format.TABLE).splitlines() == [
        "name      value  text",
        "ドル    92.51    a b\ufffd",
        "е\u0301     1234.5678",
        "x                1 2",
        "y        7",
    ]


def test_rows_without_types_have_the_columns_that_they_hold() -> None:
    content = as_parquet([{"day": date(2024, 4, 25), "of": ("a", "b")}])
    assert pl.read_parquet(io.BytesIO(content)).rows() == [(date(2024, 4, 25), ["a", "b"])]


def test_a_stretch_longer_than_the_calendar_is_all_there_is(stored: Rates) -> None:
    assert stored("show", "--last", "9999y").code == 0
    assert stored("show", "--last", "1y", "--until", "0001-01-01").code == 4
