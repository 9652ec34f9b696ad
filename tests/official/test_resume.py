"""What a second run asks for: the days that are missing, wherever they lie, and no other; what changed is told."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from rates.http import Http
from rates.official import Book, bank_of, load
from rates.official.bank import Cover
from rates.official.book import covers_of, covers_text, settled_until
from storage import Store
from tests.official.conftest import QUICK, Official, Play, Stage
from tests.official.playing import DOLLARS, cbr, nbk

TENGE = {
    "2024-04-22": ("445.05", "-1.00"),
    "2024-04-23": ("444.82", "-0.23"),
    "2024-04-24": ("443.61", "-1.21"),
    "2024-04-25": ("443.35", "-0.26"),
}


def _asked_days(stage: Stage) -> list[str]:
    days = [parse_qs(urlsplit(path).query)["fdate"][0] for path in stage.asked]
    stage.asked.clear()
    return days


def _values(store: Path, *, history: bool = False) -> list[tuple[str, str, str | None]]:
    rows = Store.open(store).observations(history=history)
    return [
        (str(row["value_date"]), f"{row['value'].normalize()}", row["change"] and f"{row['change'].normalize()}")
        for row in rows.iter_rows(named=True)
    ]


def test_days_without_a_rate_are_not_asked_for_again(official: Official, stage: Stage) -> None:
    stage.reply = cbr(DOLLARS)
    words = ("cbr", "usd", "--since", "2024-04-23", "--until", "2024-05-04")
    first = official(*words)
    assert (first.code, len(stage.asked)) == (0, 2)
    assert first.out == (
        "instrument  days  first       last        new  changed\n"
        "USD/RUB        8  2024-04-23  2024-05-04    8        0\n"
    )
    second = official(*words)
    assert (second.code, second.err) == (0, "nothing is missing; --again asks for the stored days too\n")
    assert len(stage.asked) == 2


def test_an_answer_that_fails_half_way_leaves_the_days_before_it_and_is_asked_for_again(
    official: Official, stage: Stage, store: Path
) -> None:
    well = nbk(TENGE)
    stage.reply = lambda path: Play(status=404) if "24.04.2024" in path else well(path)
    words = ("nbk", "USD", "-s", "2024-04-22", "-e", "2024-04-25")
    failed = official(*words)
    assert failed.code == 1
    assert failed.err.splitlines()[0] == (
        "error: the National Bank of Kazakhstan: answered 404 Not Found: "
        f"{stage.url}/rss/get_rates.cfm?fdate=24.04.2024"
    )
    assert [day for day, *_ in _values(store)] == ["2024-04-22", "2024-04-23"]
    _asked_days(stage)
    stage.reply = well
    assert official(*words).code == 0
    assert _asked_days(stage) == ["24.04.2024", "25.04.2024"]
    assert [(day, value, change) for day, value, change in _values(store)] == [
        ("2024-04-22", "445.05", None),
        ("2024-04-23", "444.82", "-0.23"),
        ("2024-04-24", "443.61", "-1.21"),
        ("2024-04-25", "443.35", "-0.26"),
    ]


def test_a_hole_is_filled_though_newer_days_are_there(official: Official, stage: Stage, store: Path) -> None:
    stage.reply = nbk(TENGE)
    official("nbk", "USD", "-s", "2024-04-22", "-e", "2024-04-22")
    official("nbk", "USD", "-s", "2024-04-25", "-e", "2024-04-25")
    stage.asked.clear()
    assert official("nbk", "USD", "-s", "2024-04-22", "-e", "2024-04-25").code == 0
    assert _asked_days(stage) == ["23.04.2024", "24.04.2024"]
    assert [day for day, *_ in _values(store)] == ["2024-04-22", "2024-04-23", "2024-04-24", "2024-04-25"]


def test_a_past_value_that_changed_is_kept_beside_the_old_one_and_told(
    official: Official, stage: Stage, store: Path
) -> None:
    stage.reply = cbr(DOLLARS)
    official("cbr", "USD", "-s", "2024-04-23", "-e", "2024-04-27")
    stage.reply = cbr({**DOLLARS, "2024-04-25": "92,6058"})
    run = official("cbr", "USD", "-s", "2024-04-23", "-e", "2024-04-27", "--again")
    assert run.code == 0
    assert run.err.splitlines() == [
        "changed: USD/RUB for 2024-04-25 was 92.5058, is now 92.6058; both are kept",
        f"0 new rates, 1 changed -> {store}",
    ]
    assert run.out == (
        "instrument  days  first       last        new  changed\n"
        "USD/RUB        5  2024-04-23  2024-04-27    0        1\n"
    )
    current = _values(store)
    assert current[2:4] == [("2024-04-25", "92.6058", "-0.686"), ("2024-04-26", "92.1314", "-0.4744")]
    assert len(current) == 5
    assert {("2024-04-25", "92.5058", "-0.786"), ("2024-04-25", "92.6058", "-0.686")} <= set(
        _values(store, history=True)
    )


def test_asking_again_for_what_has_not_changed_stores_nothing_new(
    official: Official, stage: Stage, store: Path
) -> None:
    stage.reply = cbr(DOLLARS)
    words = ("cbr", "USD", "-s", "2024-04-23", "-e", "2024-05-04")
    official(*words)
    before = _values(store, history=True)
    assert official(*words, "--again").code == 0
    assert _values(store, history=True) == before
    assert len(stage.asked) == 4


def test_an_older_range_loaded_later_completes_the_first_change(official: Official, stage: Stage, store: Path) -> None:
    rates = {"2024-04-24": "93,2918", "2024-04-25": "92,5058"}
    stage.reply = cbr({"2024-04-25": "92,5058"})
    official("cbr", "USD", "-s", "2024-04-25", "-e", "2024-04-25")
    assert _values(store) == [("2024-04-25", "92.5058", None)]
    stage.reply = cbr(rates)
    official("cbr", "USD", "-s", "2024-04-20", "-e", "2024-04-25")
    assert _values(store) == [("2024-04-24", "93.2918", None), ("2024-04-25", "92.5058", "-0.786")]


def test_a_dry_run_asks_and_counts_and_makes_no_store(official: Official, stage: Stage, store: Path) -> None:
    stage.reply = cbr(DOLLARS)
    run = official("cbr", "USD", "-s", "2024-04-23", "-e", "2024-04-27", "-n")
    assert (run.code, run.err) == (0, "5 new rates, 0 changed -> nothing\n")
    assert not store.exists()


def test_the_ledger_says_which_days_an_answer_spoke_for(official: Official, stage: Stage, store: Path) -> None:
    stage.reply = cbr(DOLLARS)
    official("cbr", "USD", "-s", "2024-04-23", "-e", "2024-05-04")
    (visit,) = Store.open(store).visits().iter_rows(named=True)
    assert (visit["site"], visit["outcome"], visit["observations"], visit["reason"]) == (
        "cbr",
        "quotes",
        8,
        "covers USD/RUB 2024-04-23..2024-05-04",
    )


def test_covers_are_read_as_they_are_written_and_clipped_to_what_was_asked() -> None:
    covers = [
        Cover(instrument="USD/RUB", first=date(2024, 4, 11), last=date(2024, 4, 26)),
        Cover(instrument="EUR/RUB", first=date(2024, 4, 1), last=date(2024, 4, 2)),
    ]
    text = covers_text(covers, first=date(2024, 4, 25), last=date(2024, 4, 30))
    assert text == "covers USD/RUB 2024-04-25..2024-04-26"
    assert covers_of(text) == [Cover(instrument="USD/RUB", first=date(2024, 4, 25), last=date(2024, 4, 26))]
    assert covers_of(None) == []


def test_yesterday_and_later_are_never_settled() -> None:
    assert settled_until(datetime(2024, 4, 25, 23, 0, tzinfo=UTC)) == date(2024, 4, 23)


def test_a_book_misses_what_is_neither_known_nor_settled() -> None:
    book = Book()
    book.enter(
        [
            {
                "instrument": "USD/RUB",
                "value_date": date(2024, 4, 24),
                "value": Decimal("93.2918"),
                "nominal": 1,
                "change": None,
                "reasons": [],
            }
        ]
    )
    book.settle([Cover(instrument="USD/RUB", first=date(2024, 4, 26), last=date(2024, 4, 27))])
    assert book.missing("USD/RUB", date(2024, 4, 23), date(2024, 4, 28)) == [
        date(2024, 4, 23),
        date(2024, 4, 25),
        date(2024, 4, 28),
    ]


def test_a_change_over_days_that_were_not_asked_for_stays_open(official: Official, stage: Stage, store: Path) -> None:
    stage.reply = nbk({**TENGE, "2024-04-29": ("442.05", "0.50")})
    official("nbk", "USD", "-s", "2024-04-22", "-e", "2024-04-22")
    official("nbk", "USD", "-s", "2024-04-29", "-e", "2024-04-29")
    assert _values(store) == [("2024-04-22", "445.05", None), ("2024-04-29", "442.05", None)]
    official("nbk", "USD", "-s", "2024-04-23", "-e", "2024-04-29", "--again")
    assert _values(store)[-1] == ("2024-04-29", "442.05", "-1.3")


def test_a_narrower_file_does_not_take_back_a_known_change(official: Official, stage: Stage, tmp_path: Path) -> None:
    stage.reply = cbr(DOLLARS)
    official("cbr", "USD", "-s", "2024-04-25", "-e", "2024-04-25")
    path = tmp_path / "day.csv"
    path.write_text("date,currency,nominal,rate\n2024-04-25,USD,1,92.5058\n")
    assert official("cbr", "--file", path).err.startswith("0 new rates, 0 changed")
    assert _values(tmp_path / "store", history=True) == [("2024-04-25", "92.5058", "-0.786")]


def test_a_file_with_years_left_out_says_nothing_of_them(official: Official, tmp_path: Path, store: Path) -> None:
    path = tmp_path / "dollar.csv"
    days = [("2001-03-01", "28.6500"), ("2001-06-01", "29.0900"), ("2024-04-25", "92.5058"), ("2024-04-26", "92.1314")]
    path.write_text("date,currency,nominal,rate\n" + "".join(f"{day},USD,1,{rate}\n" for day, rate in days))
    official("cbr", "--file", path)
    assert _values(store) == [
        ("2001-03-01", "28.65", None),
        ("2001-06-01", "29.09", "0.44"),
        ("2024-04-25", "92.5058", None),
        ("2024-04-26", "92.1314", "-0.3744"),
    ]


def test_an_answer_settles_no_day_for_which_a_rate_may_still_come(stage: Stage) -> None:
    stage.reply = cbr(DOLLARS)
    with Http(QUICK) as http:
        (loaded,) = load(
            replace(bank_of("cbr"), site=stage.url),
            {"USD": date(2024, 4, 20)},
            until=date(2024, 4, 26),
            http=http,
            now=datetime(2024, 4, 25, 10, 0, tzinfo=UTC),
        )
    assert loaded.visit.reason == "covers USD/RUB 2024-04-20..2024-04-23"


def test_a_wider_file_tells_that_the_first_rate_was_in_new_money(official: Official, tmp_path: Path) -> None:
    path = tmp_path / "dollar.csv"
    lines = ["date,currency,nominal,rate", "1998-01-01,USD,1,5.9600"]
    path.write_text("\n".join(lines))
    official("cbr", "--file", path)
    path.write_text("\n".join([*lines, "1997-12-30,USD,1,5960.0000"]))
    official("cbr", "--file", path)
    rows = Store.open(tmp_path / "store").observations()
    assert [(str(row["value_date"]), row["change"], row["reasons"]) for row in rows.iter_rows(named=True)] == [
        ("1997-12-30", None, ["old-unit"]),
        ("1998-01-01", None, ["redenominated"]),
    ]


def test_an_answer_about_tomorrow_settles_nothing() -> None:
    covers = [Cover(instrument="USD/RUB", first=date(2024, 4, 26), last=date(2024, 4, 26))]
    text = covers_text(covers, first=date(2024, 4, 26), last=date(2024, 4, 23))
    assert (text, covers_of(text)) == ("covers no day for good", [])


def test_an_interrupted_run_keeps_what_has_come(stage: Stage, tmp_path: Path) -> None:
    stage.reply = nbk(TENGE)
    words = ["official", "nbk", "USD", "-s", "2024-04-24", "-e", "2024-06-30"]
    env = {**os.environ, "RATES_STORE": str(tmp_path / "store"), "RATES_OFFICIAL_BASE": stage.url}
    run = subprocess.Popen([sys.executable, "-m", "rates.cli", *words], env=env)
    until = time.monotonic() + 60
    while not any("26.04.2024" in path for path in stage.asked) and time.monotonic() < until:
        time.sleep(0.05)
    run.send_signal(signal.SIGINT)
    assert run.wait(timeout=60) == 130
    assert [day for day, *_ in _values(tmp_path / "store")] == ["2024-04-24", "2024-04-25"]
