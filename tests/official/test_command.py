"""`rates official` as a user meets it: its table and forms, its defaults, and what it says when asked wrongly."""

import json
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from rates.cli.common import now
from tests.official.conftest import Official, Play, Stage
from tests.official.playing import DOLLARS, cbr, cbr_dynamic


def test_without_a_bank_it_lists_them(official: Official) -> None:
    run = official()
    assert run.code == 0
    assert [line.split()[0] for line in run.out.splitlines()] == ["bank", "cbr", "ecb", "nbu", "nbk", "nbrb", "cbu"]


def test_its_rows_leave_as_json(official: Official, stage: Stage) -> None:
    stage.reply = cbr(DOLLARS)
    run = official("CBR", "usd", "-s", "2024-04-25", "-e", "2024-04-26", "--json")
    assert json.loads(run.out) == [
        {"instrument": "USD/RUB", "days": 2, "first": "2024-04-25", "last": "2024-04-26", "new": 2, "changed": 0}
    ]


def test_by_itself_it_asks_for_a_year_up_to_tomorrow(official: Official, stage: Stage) -> None:
    stage.reply = cbr(DOLLARS)
    assert official("cbr", "USD").code == 4
    asked = parse_qs(urlsplit(stage.asked[-1]).query)
    today = now().date()
    assert asked["date_req1"] == [f"{today - timedelta(days=365 + 14):%d/%m/%Y}"]
    assert asked["date_req2"] == [f"{today + timedelta(days=1):%d/%m/%Y}"]


def test_by_itself_it_goes_on_from_the_first_day_stored(official: Official, stage: Stage, tmp_path: Path) -> None:
    path = tmp_path / "dollar.xml"
    path.write_bytes(cbr_dynamic("R01235", DOLLARS))
    official("cbr", "--file", path)
    stage.reply = cbr(DOLLARS)
    assert official("cbr", "USD").code == 0
    asked = parse_qs(urlsplit(stage.asked[-1]).query)
    assert asked["date_req1"] == [f"{date(2024, 5, 5) - timedelta(days=14):%d/%m/%Y}"]


def test_all_history_begins_with_the_banks_first_day(official: Official, stage: Stage) -> None:
    stage.reply = cbr(DOLLARS)
    assert official("cbr", "USD", "--all-history", "-e", "2024-05-04").code == 0
    assert parse_qs(urlsplit(stage.asked[-1]).query)["date_req1"] == ["01/07/1992"]


def test_a_bank_without_rates_for_the_days_leaves_with_4(official: Official, stage: Stage) -> None:
    stage.reply = cbr({})
    run = official("cbr", "USD", "-s", "2024-01-02", "-e", "2024-01-03")
    assert (run.code, run.out) == (4, "")
    assert run.err == "error: the Bank of Russia gave no rates for these days\nhint: ask for other days with --since\n"


@pytest.mark.parametrize(
    ("words", "error", "hint"),
    [
        (["fed"], "'fed' is not a bank that can be asked", "one of: cbr, ecb, nbu, nbk, nbrb, cbu"),
        (
            ["ecb", "USD", "eur"],
            "the European Central Bank sets no rate of EUR, its own currency",
            "name another currency",
        ),
        (["cbr", "dollar"], "'dollar' is not a currency code", "write it as USD"),
        (["cbr", "-s", "25.04.2024"], "--since '25.04.2024' is not a date", "write it as 2024-04-25"),
        (
            ["cbr", "-s", "2024-04-25", "-e", "2024-04-24"],
            "--since 2024-04-25 is after --until 2024-04-24",
            "swap them",
        ),
        (
            ["cbr", "--all-history", "--last", "1y"],
            "--all-history already says since when",
            "leave --since and --last out",
        ),
    ],
)
def test_what_cannot_be_asked_is_a_usage_error(words: list[str], error: str, hint: str, official: Official) -> None:
    run = official(*words)
    assert (run.code, run.out, run.err) == (2, "", f"error: {error}\nhint: {hint}\n")


def test_a_slow_bank_says_how_long_its_history_takes(official: Official, stage: Stage) -> None:
    stage.plays(Play(status=403))
    run = official("nbk", "USD", "-s", "2020-01-01", "-e", "2024-12-31")
    assert run.err.splitlines()[:2] == [
        "the National Bank of Kazakhstan is asked a day at a time: up to 1,826 requests, 0 minutes or more",
        "interrupt it when you like: what has come stays, and the next run asks only for the rest",
    ]
