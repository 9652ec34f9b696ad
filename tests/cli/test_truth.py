"""`rates resolve` and `rates verify`: evidence that arrives later, and what the bank says of what was seen."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.cli.conftest import Rates

TAKEN = "2024-04-25T01:10+03:00"
BANK = """date,currency,nominal,rate
2018-04-24,USD,1,61.7500
2018-04-25,USD,1,61.6633
2024-04-24,USD,1,93.2918
2024-04-25,USD,1,92.5058
2024-04-26,USD,1,92.1314
2024-04-24,EUR,1,99.5609
2024-04-25,EUR,1,98.9118
2024-04-26,EUR,1,98.7128
"""


def bank(rates: Rates, tmp_path: Path) -> None:
    (tmp_path / "bank.csv").write_text(BANK)
    assert rates("official", "cbr", "--file", "bank.csv").code == 0


def stored(rates: Rates) -> list[tuple[Any, ...]]:
    found = json.loads(rates("verify", "--json", "--fail-on", "never").out)
    return [(row["instrument"], row["value_date"], row["dated_by"], row["verdict"], row["confirms"]) for row in found]


BY_BANK = [
    ("EUR/RUB", "2024-04-25", "official", "rounding", False),
    ("USD/RUB", "2024-04-25", "official", "rounding", False),
]


def test_with_the_banks_series_a_page_of_unknown_time_gets_its_day_and_confirms_nothing(
    rates: Rates, feed: Path, tmp_path: Path
) -> None:
    bank(rates, tmp_path)
    assert rates("ingest", feed).code == 0
    assert stored(rates) == BY_BANK
    run = rates("verify")
    assert run.code == 0
    assert run.err == (
        "0 compared\n2 more were dated by the official series itself: that they agree is no confirmation of it\n"
    )


def test_undated_rows_are_settled_when_the_series_arrives_and_not_twice(
    rates: Rates, feed: Path, tmp_path: Path
) -> None:
    rates("ingest", feed)
    before = rates("resolve")
    assert (before.code, before.out) == (0, "")
    assert before.err.splitlines() == [
        "0 settled, 0 doubted, 0 cleared, 0 noted; 2 still undated",
        "the series of the Bank of Russia is not in the store: `rates official cbr --all-history` loads all years",
    ]
    bank(rates, tmp_path)
    assert "2 settled" in rates("resolve", "--dry-run").err
    settled = rates("resolve", "--json")
    assert [(row["instrument"], row["published_at"], row["status"]) for row in json.loads(settled.out)] == [
        ("EUR/RUB", "2024-04-24T17:11:00+03:00", "ok"),
        ("USD/RUB", "2024-04-24T17:11:00+03:00", "ok"),
    ]
    assert rates("resolve").err == "0 settled, 0 doubted, 0 cleared, 0 noted; 0 still undated\n"
    assert stored(rates) == BY_BANK


def test_what_stays_undated_may_be_of_the_years_that_were_not_loaded(rates: Rates, feed: Path, tmp_path: Path) -> None:
    (tmp_path / "bank.csv").write_text("date,currency,nominal,rate\n2025-11-26,USD,1,78.9500\n")
    rates("official", "cbr", "--file", "bank.csv")
    rates("ingest", feed)
    assert rates("resolve").err.splitlines()[-1] == (
        "the series of the Bank of Russia begins on 2025-11-26 in the store: "
        "`rates official cbr --all-history` loads all years"
    )


def test_a_captured_page_is_compared_and_agrees(rates: Rates, feed: Path, tmp_path: Path) -> None:
    bank(rates, tmp_path)
    rates("ingest", feed, "--captured-at", TAKEN)
    run = rates("verify", "usd/rub", "--json")
    assert (run.code, run.err) == (0, "1 compared: 1 rounding\n")
    (row,) = json.loads(run.out)
    assert (row["value"], row["official_value"], row["change"], row["official_change"]) == (
        "92.51",
        "92.5058",
        "-0.79",
        "-0.786",
    )


def test_as_of_a_time_the_bank_is_heard_as_it_was_known_then(rates: Rates, feed: Path, tmp_path: Path) -> None:
    bank(rates, tmp_path)
    rates("ingest", feed, "--captured-at", TAKEN)
    before = datetime.now(UTC).isoformat()
    (tmp_path / "changed.csv").write_text(BANK.replace("92.5058", "92.6058"))
    assert "changed: USD/RUB for 2024-04-25" in rates("official", "cbr", "--file", "changed.csv").err
    assert [rates("verify", "USD/RUB", *more).code for more in ([], ["--as-of", before])] == [5, 0]
    assert rates("verify", "--as-of", "2024-04-25T01:10+03:00").err == (
        "error: the store holds no official series as of 2024-04-25T01:10+03:00\nhint: rates official cbr\n"
    )


def test_a_doubt_that_the_bank_takes_back_is_cleared(rates: Rates, feed: Path, tmp_path: Path) -> None:
    (tmp_path / "wrong.csv").write_text(BANK.replace("92.5058", "92.6058"))
    rates("official", "cbr", "--file", "wrong.csv")
    rates("ingest", feed, "--captured-at", TAKEN)
    assert json.loads(rates("show", "USD/RUB", "--json").out)[0]["status"] == "suspect"
    bank(rates, tmp_path)
    assert rates("resolve").err == "0 settled, 0 doubted, 1 cleared, 0 noted; 0 still undated\n"
    assert json.loads(rates("show", "USD/RUB", "--json").out)[0]["status"] == "ok"


def test_the_table_tells_which_rows_the_bank_itself_dated(rates: Rates, feed: Path, tmp_path: Path) -> None:
    bank(rates, tmp_path)
    rates("ingest", feed)
    assert [line.split()[:4] for line in rates("verify").out.splitlines()] == [
        ["instrument", "site", "value_date", "dated_by"],
        ["EUR/RUB", "rbc", "2024-04-25", "official"],
        ["USD/RUB", "rbc", "2024-04-25", "official"],
    ]


def test_where_nobody_asked_the_bank_an_old_rate_is_not_its_word(rates: Rates, feed: Path, tmp_path: Path) -> None:
    (tmp_path / "bank.csv").write_text(BANK + "2024-04-30,USD,1,91.7791\n2024-05-03,USD,1,92.0538\n")
    for piece in (["--until", "2024-04-24"], ["--since", "2024-04-30"]):
        assert rates("official", "cbr", "--file", "bank.csv", *piece).code == 0
    rates("ingest", feed, "--captured-at", TAKEN)
    run = rates("verify", "USD/RUB", "--json")
    assert (run.code, run.err) == (0, "1 compared: 1 no-official\n")


def test_a_difference_ends_with_code_5_and_its_explanation(rates: Rates, feed: Path, tmp_path: Path) -> None:
    bank(rates, tmp_path)
    swapped = feed.read_text().replace("EUR ЦБ: 98,91 (-0,65)", "EUR ЦБ: 92,51 (-0,79)")
    (tmp_path / "swapped.txt").write_text(swapped)
    rates("ingest", "swapped.txt", "--captured-at", TAKEN)
    run = rates("verify", "--differing", "--json")
    assert run.code == 5
    (row,) = json.loads(run.out)
    assert (row["instrument"], row["verdict"], row["explanation"]) == ("EUR/RUB", "differ", "the rate of USD/RUB")
    assert run.err == "2 compared: 1 rounding, 1 differ\n"
    assert rates("verify", "--fail-on", "never").code == 0


def test_without_a_series_or_without_fixings_there_is_nothing_to_compare(
    rates: Rates, feed: Path, tmp_path: Path
) -> None:
    rates("ingest", feed, "--captured-at", TAKEN)
    run = rates("verify")
    assert (run.code, run.out) == (4, "")
    assert run.err == "error: the store holds no official series\nhint: rates official cbr\n"
    bank(rates, tmp_path)
    assert rates("verify", "CHF/RUB").code == 4
