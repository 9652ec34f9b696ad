"""`rates parse` as a user sees it."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Rates

SEED = Path(__file__).resolve().parents[2] / "../shared/seed/rbc-article-with-sidebar.txt"
TAKEN = "2024-04-25T01:10+03:00"
SEEN = ("instrument", "market", "value", "change", "value_date", "published_at", "dated_by", "status")


def seen(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row[key] for key in SEEN)


def test_a_captured_page_prints_its_two_quotes_and_nothing_else(rates: Rates, feed: Path) -> None:
    run = rates("parse", feed, "--captured-at", TAKEN, "--json")
    rows = json.loads(run.out)
    assert (run.code, run.err) == (0, "")
    when = ("2024-04-25", "2024-04-24T17:11:00+03:00", "capture", "ok")
    assert [seen(row) for row in rows] == [
        ("EUR/RUB", "cbr", "98.91", "-0.65", *when),
        ("USD/RUB", "cbr", "92.51", "-0.79", *when),
    ]
    text = feed.read_text(encoding="utf-8")
    spans = [text[row["span_start"] : row["span_end"]] for row in rows]
    assert [" ".join(each.split()) for each in spans] == [row["quote_text"] for row in rows]


@pytest.mark.skipif(not SEED.exists(), reason="the page that started the project is not beside this checkout")
def test_the_page_that_started_the_project_gives_its_two_quotes(rates: Rates) -> None:
    rows = json.loads(rates("parse", SEED, "--captured-at", TAKEN, "--json").out)
    when = ("2024-04-25", "2024-04-24T17:11:00+03:00", "capture", "ok")
    assert [seen(row) for row in rows] == [
        ("EUR/RUB", "cbr", "98.91", "-0.65", *when),
        ("USD/RUB", "cbr", "92.51", "-0.79", *when),
    ]


def test_without_a_capture_time_the_year_stays_open_and_the_print_is_kept(rates: Rates, feed: Path) -> None:
    run = rates("parse", feed, "--json")
    assert run.code == 0
    kept = [(row["status"], row["value_date"], row["value_date_text"], row["dated_by"]) for row in json.loads(run.out)]
    assert kept == [("undated", None, "25 апреля", "none")] * 2
    assert "2 undated quotes: no page says the year" in run.err
    assert "hint: say when the page was taken with --captured-at TIME, or load the bank's series" in run.err


def test_standard_input_is_taken_now(rates: Rates, feed: Path) -> None:
    run = rates("parse", "-", "--json", "--captured-at", TAKEN, stdin=feed.read_bytes())
    assert [row["source"] for row in json.loads(run.out)] == ["-", "-"]


def test_the_table_is_for_reading(rates: Rates, feed: Path) -> None:
    lines = rates("parse", feed, "--captured-at", TAKEN).out.splitlines()
    assert lines[0].split()[:4] == ["instrument", "market", "side", "value"]
    assert lines[1].split() == ["EUR/RUB", "cbr", "98.91", "-0.65", "2024-04-25", "2024-04-24", "17:11+03:00", "ok"]


def test_the_headlines_are_dated_events(rates: Rates, feed: Path) -> None:
    rows = json.loads(rates("parse", feed, "--captured-at", TAKEN, "--events", "--json").out)
    assert [(row["title"], row["section"], row["published_at"]) for row in rows] == [
        ("В городе открыли новый мост", "Общество", "2024-04-25T01:05:00+03:00"),
        ("Музей продлил выставку", "Общество", "2024-04-24T23:38:00+03:00"),
    ]


def test_explain_names_what_decided_each_field(rates: Rates, feed: Path) -> None:
    rows = json.loads(rates("parse", feed, "--captured-at", TAKEN, "--explain", "--json").out)
    dollar = {row["field"]: row["decided"] for row in rows if row["instrument"] == "USD/RUB"}
    assert "2024-04-25" in dollar["value_date"]


def test_a_table_of_several_pages_says_which_row_is_whose(rates: Rates, feed: Path, tmp_path: Path) -> None:
    (tmp_path / "second.txt").write_bytes(feed.read_bytes())
    alone = rates("parse", "feed.txt").out.splitlines()
    assert [line.split()[-1] for line in alone] == ["status", "undated", "undated"]
    both = rates("parse", "feed.txt", "second.txt").out.splitlines()
    assert [line.split()[-1] for line in both] == ["source", "feed.txt", "feed.txt", "second.txt", "second.txt"]


def test_csv_keeps_negative_numbers_and_disarms_formulas(rates: Rates, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("Лента новостей\nКурс евро на 25 апреля\nEUR ЦБ: 98,91 (-0,65)\n=1+1, 24 апр, 17:11\n", "utf-8")
    header, row = rates("parse", page, "--captured-at", TAKEN, "-f", "csv").out.splitlines()[:2]
    assert ",-0.65," in row
    assert "=1+1" not in row.replace("'=1+1", "")
    assert header.startswith("id,instrument,")


def test_the_output_file_decides_the_format(rates: Rates, feed: Path, tmp_path: Path) -> None:
    assert rates("parse", feed, "--captured-at", TAKEN, "-o", tmp_path / "out.jsonl").code == 0
    lines = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["instrument"] for line in lines] == ["EUR/RUB", "USD/RUB"]


def test_what_could_not_be_understood_is_told_and_listed(rates: Rates, feed: Path) -> None:
    feed.write_text(feed.read_text("utf-8").replace("98,91 (-0,65)", "98.91 (-0.65)"), "utf-8")
    run = rates("ingest", feed, "--captured-at", TAKEN)
    assert run.err.splitlines()[1:] == [
        "1 printed quote could not be understood",
        "hint: `rates parse --rejected` and `rates show --rejected` list them",
    ]
    for command in (["parse", feed, "--captured-at", TAKEN], ["show"]):
        (row,) = json.loads(rates(*command, "--rejected", "--json").out)
        assert (row["label"], row["value_text"], row["reason"]) == ("EUR ЦБ", "98.91", "style")
