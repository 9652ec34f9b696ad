"""The word-sized line keeps days apart as they are and ends on the last value."""

from datetime import date, timedelta
from decimal import Decimal

from reports.sparkline import sparkline

START = date(2024, 4, 1)


def days(*values: tuple[int, str]) -> list[tuple[date, Decimal]]:
    """Values by their distance from the first day."""
    return [(START + timedelta(days=day), Decimal(value)) for day, value in values]


def test_days_stand_in_true_distance() -> None:
    values = days((0, "92"), (1, "93"), (4, "92.5"))
    assert sparkline(values, steps=True) == "M0.0 26.0H30.0V2.0H120.0V14.0"
    assert sparkline(values, steps=False) == "M0.0 26.0L30.0 2.0L120.0 14.0"


def test_a_value_that_never_moves_is_a_level_line() -> None:
    assert sparkline(days((0, "92"), (1, "92")), steps=False) == "M0.0 26.0L120.0 26.0"


def test_one_day_is_no_line() -> None:
    assert sparkline(days((0, "92")), steps=True) == ""


def test_a_long_series_is_thinned_and_keeps_its_last_value() -> None:
    path = sparkline(days(*((day, str(day)) for day in range(1000))), steps=False)
    assert (path.count("L"), path.rpartition("L")[2]) == (111, "120.0 2.0")
