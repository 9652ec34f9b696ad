"""Laws of sound quotes: what breaks them is named, true days of the bank never are."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from rates.fixings import Fixings
from rates.laws import Point, broken_laws, is_stale

RATES = Path(__file__).resolve().parents[1] / "../shared/official/cbr_rates.csv"


def points(*days: tuple[str, str, str | None]) -> list[Point]:
    return [
        Point(day, date.fromisoformat(day), Decimal(value), None if change is None else Decimal(change), 1)
        for day, value, change in days
    ]


def test_value_minus_change_is_the_value_before() -> None:
    sound = points(("2024-04-24", "93.29", "0.04"), ("2024-04-25", "92.51", "-0.79"), ("2024-04-26", "92.13", "-0.37"))
    assert broken_laws("cbr", sound) == {}
    broken = points(("2024-04-24", "93.29", "0.04"), ("2024-04-25", "92.51", "-0.97"))
    assert broken_laws("cbr", broken) == {"2024-04-25": ("change-breaks",)}


def test_a_change_over_a_gap_in_what_was_seen_says_nothing() -> None:
    gap = points(("2024-04-23", "93.25", "-0.19"), ("2024-04-25", "92.51", "-0.79"))
    assert broken_laws("cbr", gap) == {}


def test_the_change_law_is_quiet_over_a_weekend_and_over_new_year() -> None:
    weekend = points(("2024-04-20", "93.44", "-0.64"), ("2024-04-23", "93.25", "-0.19"))
    new_year = points(("2023-12-30", "89.69", "-1.61"), ("2024-01-10", "90.40", "0.72"))
    assert broken_laws("cbr", weekend + new_year) == {}


def test_the_change_law_is_for_fixings_only() -> None:
    assert broken_laws("moex", points(("2024-04-24", "93.29", None), ("2024-04-25", "92.51", "-0.10"))) == {}


def test_a_slipped_decimal_mark_is_a_far_outlier() -> None:
    slipped = points(
        ("2024-04-23", "93.25", None),
        ("2024-04-24", "93.29", None),
        ("2024-04-25", "925.1", None),
        ("2024-04-26", "92.13", None),
    )
    assert broken_laws("cbr", slipped) == {"2024-04-25": ("far-outlier",)}


def test_values_with_no_neighbours_within_a_month_are_not_judged() -> None:
    assert broken_laws("cbr", points(("2014-04-25", "35.66", None), ("2024-04-25", "92.51", None))) == {}


@pytest.mark.parametrize(
    ("value_date", "page_day", "stale"),
    [
        (date(2024, 4, 25), date(2024, 4, 25), False),
        (date(2024, 4, 25), date(2024, 4, 24), False),
        (date(2024, 4, 25), date(2024, 4, 26), True),
        (date(2020, 2, 15), date(2020, 2, 16), False),
        (date(2024, 12, 31), date(2025, 1, 9), False),
        (date(2024, 12, 31), date(2025, 1, 15), True),
    ],
)
def test_a_block_is_stale_when_its_bank_must_have_fixed_since(value_date: date, page_day: date, stale: bool) -> None:
    assert is_stale("cbr", value_date, page_day) is stale


def test_a_market_without_a_calendar_is_never_stale() -> None:
    assert is_stale("moex", date(2024, 4, 25), date(2024, 5, 25)) is False


@pytest.mark.skipif(not RATES.exists(), reason="the official series does not stand beside the project")
def test_the_whole_official_history_since_1999_breaks_no_law_rounded_as_sidebars_print_it() -> None:
    cent = Decimal("0.01")
    with RATES.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["currency"] in {"USD", "EUR"} and row["date"] >= "1999"]
    fixings = Fixings(
        ("cbr", row["currency"], date.fromisoformat(row["date"]), Decimal(row["rate"]), 1) for row in rows
    )
    for currency in ("USD", "EUR"):
        days = [date.fromisoformat(row["date"]) for row in rows if row["currency"] == currency]
        series = [
            Point(str(day), day, fixing.value.quantize(cent), fixing.change and fixing.change.quantize(cent), 1)
            for day in days
            if (fixing := fixings.on("cbr", currency, day))
        ]
        assert (len(series), broken_laws("cbr", series)) == (6854, {})
