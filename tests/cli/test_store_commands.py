"""`rates ingest`, `show`, `report` and `demo` as a user sees them."""

import json
import shutil
from pathlib import Path

from tests.cli.conftest import Rates
from tests.cli.test_bad_input import ends

TAKEN = "2024-04-25T01:10+03:00"


def test_the_same_page_again_and_under_another_name_counts_once(rates: Rates, feed: Path, tmp_path: Path) -> None:
    shutil.copy(feed, tmp_path / "copy.txt")
    for name in ("feed.txt", "feed.txt", "copy.txt"):
        assert rates("ingest", name, "--captured-at", TAKEN).code == 0
    (row,) = json.loads(rates("show", "USD/RUB", "--json").out)
    assert (row["day"], row["value"], row["change"], row["sightings"]) == ("2024-04-25", "92.51", "-0.79", 1)
    assert (row["published_at"], row["captured_at"]) == ("2024-04-24T17:11:00+03:00", "2024-04-25T01:10:00+03:00")
    import polars as pl

    assert pl.scan_parquet(tmp_path / "store/captures/*.parquet").collect().height == 2


def test_a_dry_run_makes_no_store(rates: Rates, feed: Path, tmp_path: Path) -> None:
    run = rates("ingest", feed, "--captured-at", TAKEN, "--dry-run")
    assert (run.code, run.err) == (0, "1 input: 1 with quotes; quotes: 2 ok -> nothing\n")
    assert not (tmp_path / "store").exists()


def test_a_dry_run_has_no_report(rates: Rates, feed: Path) -> None:
    ends(rates("ingest", feed, "--dry-run", "--report", "r.html"), 2, "--dry-run stores nothing for --report to draw")


def test_a_run_without_values_says_that_no_report_was_written(rates: Rates, tmp_path: Path) -> None:
    (tmp_path / "plain.txt").write_text("Доллар дорожает, пишут газеты.", "utf-8")
    run = rates("ingest", "plain.txt", "plain.txt", "none.txt", "nor.txt", "--report", "r.html")
    assert run.err.splitlines() == [
        f"4 inputs: 2 no-block, 2 failed, 1 known before; quotes: none -> {tmp_path}/store",
        "error: none.txt: no such file, folder or pattern",
        "hint: check the name, or quote the pattern",
        "error: nor.txt: no such file, folder or pattern",
        "error: plain.txt: no currency quotes stand on the page",
        "hint: `rates sites list` shows the known sites; --site reads a page as one of them",
        "no values to draw: r.html was not written",
    ]


def test_what_is_not_in_the_store_is_told_with_what_is(rates: Rates, feed: Path) -> None:
    rates("ingest", feed, "--captured-at", TAKEN)
    run = rates("show", "GBP/RUB")
    assert (run.code, run.err) == (4, "error: no values for this\nhint: the store holds EUR/RUB, USD/RUB\n")


def test_a_list_has_a_row_a_series(rates: Rates, feed: Path) -> None:
    rates("ingest", feed, "--captured-at", TAKEN)
    rates("ingest", feed)
    assert rates("show", "--list").out.splitlines() == [
        "instrument  market  side  site  days  first       last        value  undated",
        "EUR/RUB     cbr           rbc      1  2024-04-25  2024-04-25  98.91        1",
        "USD/RUB     cbr           rbc      1  2024-04-25  2024-04-25  92.51        1",
    ]


def test_many_processes_read_the_same_rows_as_one(rates: Rates, process: Rates, feed: Path, tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    for number in range(10, 80):
        text = feed.read_text(encoding="utf-8").replace("92,51", f"92,{number}")
        (pages / f"{number}.txt").write_text(text, encoding="utf-8")
    words = ["ingest", "none.txt", pages, "--captured-at", TAKEN, "--store"]
    alone = rates(*words, tmp_path / "one")
    many = process(*words, tmp_path / "two", "--jobs", "2")
    assert (many.code, many.err.replace("two", "one")) == (alone.code, alone.err)
    one, two = (rates("show", "--store", tmp_path / name, "--json").out for name in ("one", "two"))
    assert one == two
    assert json.loads(one)[-1]["sightings"] == 70


def test_as_of_a_time_before_the_first_page_nothing_was_known(rates: Rates, feed: Path) -> None:
    rates("ingest", feed, "--captured-at", TAKEN)
    assert rates("show", "--as-of", "2020-01-01T00:00+00:00").code == 4


def test_the_report_is_one_file_that_names_itself(rates: Rates, feed: Path, tmp_path: Path) -> None:
    rates("ingest", feed, "--captured-at", TAKEN)
    run = rates("report", "-o", "report.html")
    assert (run.code, run.out) == (0, "report.html\n")
    assert "USD/RUB" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_an_empty_series_is_not_drawn(rates: Rates, feed: Path, tmp_path: Path) -> None:
    rates("ingest", feed, "--captured-at", TAKEN)
    assert rates("report", "GBP/RUB", "-o", "report.html").code == 4
    assert not (tmp_path / "report.html").exists()


def test_the_demo_runs_the_whole_job(rates: Rates, tmp_path: Path) -> None:
    run = rates("demo")
    assert (run.code, run.out) == (0, "rates-demo/report.html\n")
    rows = json.loads(rates("show", "USD/RUB", "--store", "rates-demo/store", "--json").out)
    feed = [row for row in rows if row["market"] == "cbr" and row["site"] != "cbr"]
    assert len(feed) >= 30
    assert {row["verdict"] for row in feed} <= {"equal", "rounding"}
    assert "<script" in (tmp_path / "rates-demo/report.html").read_text(encoding="utf-8")


def test_a_number_of_the_demo_leads_back_to_its_page(rates: Rates) -> None:
    rates("demo", "--dir", "here")
    words = ("--store", "here/store", "--json")
    (row, *_) = json.loads(rates("show", "USD/RUB", "--since", "2024-04-28", *words).out)
    assert row["source"] == "here/pages/2024-04-28T0130.txt"
    steps = {step["step"]: step for step in json.loads(rates("trace", row["id"], *words).out)}
    assert steps["snippet"]["text"] == "Курс доллара на 28 апреля USD ЦБ: 91,78 (-0,23) Инвестиции, 27 апр, 17:13"
    assert steps["reads"]["text"] == "the same today"


def test_the_version_is_printed(process: Rates) -> None:
    from rates import __version__

    assert process("--version").out == f"rates {__version__}\n"


def test_the_demo_names_another_folder_where_it_cannot_write(rates: Rates, tmp_path: Path) -> None:
    (tmp_path / "rates-demo").write_text("in the way")
    run = rates("demo")
    assert (run.code, run.err.splitlines()[-1]) == (1, "hint: name another folder with --dir")


def test_a_wrong_option_is_sent_to_the_help_of_its_command(rates: Rates) -> None:
    run = rates("show", "--bogus")
    assert (run.code, run.err.splitlines()[-1]) == (2, "hint: rates show --help")


def test_the_talk_is_set_before_the_command_or_after_it(rates: Rates, feed: Path) -> None:
    words = ("ingest", feed, "--captured-at", TAKEN, "--dry-run")
    assert [rates(*words, "-q").err, rates("-q", *words).err] == ["", ""]
    assert rates(*words).err == "1 input: 1 with quotes; quotes: 2 ok -> nothing\n"
    assert rates("--color", "always", "show", "--bogus").err.startswith("\x1b[31merror:\x1b[0m ")


def test_help_shows_examples(rates: Rates) -> None:
    assert "\n  Examples:\n    rates show --list  " in rates("show", "--help").out


def test_help_lists_every_command(rates: Rates) -> None:
    from rates.cli import COMMANDS

    text = rates("--help").out
    assert [name for name in COMMANDS if f" {name} " not in text] == []
