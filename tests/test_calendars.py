"""When the banks fix, and when their silence means nothing."""

import csv
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from rates.calendars import expected_value_date, follow, may_be_silent, must_fix

RATES = Path(__file__).resolve().parents[1] / "../shared/official/cbr_rates.csv"


@pytest.mark.parametrize(
    ("bank", "published", "day"),
    [
        ("cbr", date(2024, 4, 24), date(2024, 4, 25)),
        ("cbr", date(2024, 4, 26), date(2024, 4, 27)),
        ("cbr", date(2024, 4, 27), date(2024, 4, 28)),
        ("ecb", date(2024, 4, 24), date(2024, 4, 24)),
        ("nbu", date(2026, 2, 27), date(2026, 3, 2)),
        ("nbk", date(2026, 3, 31), date(2026, 4, 1)),
    ],
)
def test_a_fixing_is_for_the_day_that_its_bank_sets_it_for(bank: str, published: date, day: date) -> None:
    assert expected_value_date(bank, published) == day


def test_a_weekend_of_the_bank_of_russia_is_silent_from_saturday_to_monday() -> None:
    saturday = date(2024, 4, 20)
    assert may_be_silent("cbr", saturday, date(2024, 4, 22))
    assert not may_be_silent("cbr", saturday, date(2024, 4, 23))


def test_new_year_and_may_raise_no_alarm_and_a_fortnight_does() -> None:
    assert may_be_silent("cbr", date(2024, 12, 31), date(2025, 1, 9))
    assert may_be_silent("cbr", date(2025, 4, 30), date(2025, 5, 12))
    assert not may_be_silent("cbr", date(2024, 12, 31), date(2025, 1, 15))


def test_the_ecb_is_silent_at_easter_and_not_on_other_fridays() -> None:
    assert may_be_silent("ecb", date(2024, 3, 28), date(2024, 4, 1))
    assert not may_be_silent("ecb", date(2024, 3, 28), date(2024, 4, 2))
    assert must_fix("ecb", date(2024, 4, 5))


def test_a_bank_that_lists_every_day_is_never_silent_and_an_unknown_one_always_may_be() -> None:
    assert not may_be_silent("nbrb", date(2026, 3, 14), date(2026, 3, 15))
    assert may_be_silent("moex", date(2024, 4, 1), date(2024, 6, 1))


@pytest.mark.skipif(not RATES.exists(), reason="the official series does not stand beside the project")
def test_all_value_dates_of_the_bank_of_russia_since_1999_follow_one_another_without_an_alarm() -> None:
    with RATES.open(encoding="utf-8") as file:
        days = sorted(
            date.fromisoformat(row["date"])
            for row in csv.DictReader(file)
            if row["currency"] == "USD" and row["date"] >= "1999"
        )
    assert len(days) == 6854
    assert [(earlier, later) for earlier, later in pairwise(days) if not follow("cbr", earlier, later)] == []
    assert sum(must_fix("cbr", day) for day in days) == 6255
