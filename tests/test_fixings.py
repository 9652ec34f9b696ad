"""The official series answers by day, by day and month, and with exact changes per unit."""

import pickle
from datetime import date
from decimal import Decimal

import pytest

from rates.fixings import Fixing, Fixings


def usd(*days: tuple[str, str]) -> Fixings:
    return Fixings(("cbr", "USD/RUB", date.fromisoformat(day), Decimal(value), 1) for day, value in days)


def test_a_change_is_the_exact_difference_and_the_first_day_has_none() -> None:
    found = usd(("2024-04-25", "92.5058"), ("2024-04-24", "93.2918"))
    assert found.on("cbr", "USD/RUB", date(2024, 4, 24)) == Fixing(date(2024, 4, 24), Decimal("93.2918"), 1, None)
    assert found.on("cbr", "USD/RUB", date(2024, 4, 25)) == Fixing(
        date(2024, 4, 25), Decimal("92.5058"), 1, Decimal("-0.7860")
    )


def test_a_change_is_per_unit_where_the_nominal_flips() -> None:
    found = Fixings(
        [
            ("cbr", "CNY/RUB", date(2024, 1, 10), Decimal("99.5000"), 10),
            ("cbr", "CNY/RUB", date(2024, 1, 11), Decimal("10.0500"), 1),
            ("cbr", "CNY/RUB", date(2024, 1, 12), Decimal("99.0000"), 10),
        ]
    )
    changes = [fixing.change for day in (10, 11, 12) if (fixing := found.on("cbr", "CNY/RUB", date(2024, 1, day)))]
    assert changes == [None, Decimal("0.1000"), Decimal("-1.5000")]


def test_a_new_unit_of_money_is_no_change() -> None:
    found = usd(("1997-12-30", "5960.0000"), ("1998-01-01", "5.9600"))
    fixing = found.on("cbr", "USD/RUB", date(1998, 1, 1))
    assert fixing is not None
    assert fixing.change is None


def test_between_fixings_the_last_one_is_in_force() -> None:
    found = usd(("2024-04-27", "92.0134"), ("2024-05-01", "91.7791"))
    in_force = found.in_force("cbr", "USD/RUB", date(2024, 4, 29))
    assert in_force is not None
    assert in_force.day == date(2024, 4, 27)
    assert found.on("cbr", "USD/RUB", date(2024, 4, 29)) is None
    assert found.in_force("cbr", "USD/RUB", date(2024, 4, 26)) is None
    assert found.in_force("cbr", "USD/RUB", date(2024, 5, 2)) is None


def pieces(*days: tuple[str, str, str | None]) -> Fixings:
    return Fixings.from_rows(
        {
            "market": "cbr",
            "instrument": "USD/RUB",
            "nominal": 1,
            "value_date": date.fromisoformat(day),
            "value": Decimal(value),
            "change": None if change is None else Decimal(change),
        }
        for day, value, change in days
    )


@pytest.mark.parametrize("change", [None, "-0.2312"])
def test_in_a_hole_of_a_series_loaded_in_pieces_nothing_is_in_force(change: str | None) -> None:
    found = pieces(
        ("2024-03-29", "92.2628", "-0.3142"),
        ("2024-03-30", "92.3660", "0.1032"),
        ("2024-06-01", "90.1915", change),
        ("2024-06-04", "89.2916", "-0.8999"),
    )
    in_force = [found.in_force("cbr", "USD/RUB", date(2024, month, day)) for month, day in [(3, 30), (4, 1), (6, 2)]]
    assert [fixing and (fixing.day, fixing.change) for fixing in in_force] == [
        (date(2024, 3, 30), Decimal("0.1032")),
        None,
        (date(2024, 6, 1), None if change is None else Decimal(change)),
    ]


def test_a_new_unit_of_money_is_no_hole() -> None:
    found = pieces(("1997-12-30", "5960.0000", "0.0000"), ("1998-01-01", "5.9600", None))
    in_force = found.in_force("cbr", "USD/RUB", date(1997, 12, 31))
    assert in_force is not None
    assert in_force.value == Decimal("5960.0000")


def test_a_change_as_the_store_rounds_it_is_the_exact_one() -> None:
    found = pieces(("2024-03-29", "1.0000", None), ("2024-04-02", "1.0000006", "0.000001"))
    fixing = found.on("cbr", "USD/RUB", date(2024, 4, 2))
    assert fixing is not None
    assert fixing.change == Decimal("0.0000006")


def test_the_fixings_between_two_prices_of_a_unit_come_cheapest_first() -> None:
    found = Fixings(
        [
            ("cbr", "CNY/RUB", date(2024, 1, 10), Decimal("99.5000"), 10),
            ("cbr", "CNY/RUB", date(2024, 1, 11), Decimal("10.0500"), 1),
            ("cbr", "CNY/RUB", date(2024, 1, 12), Decimal("9.9000"), 1),
        ]
    )
    near = found.priced("cbr", "CNY/RUB", Decimal("9.9"), Decimal("9.95"))
    assert [fixing.day for fixing in near] == [date(2024, 1, 12), date(2024, 1, 10)]
    assert found.priced("cbr", "EUR/RUB", Decimal(1), Decimal(100)) == []


def test_rows_of_the_store_become_fixings_and_the_series_survives_pickling() -> None:
    row = {"market": "cbr", "instrument": "USD/RUB", "value": Decimal("92.505800"), "nominal": 1, "change": None}
    found = Fixings.from_rows([row | {"value_date": date(2024, 4, 25)}, row | {"value_date": None}])
    again = pickle.loads(pickle.dumps(found))  # noqa: S301 - our own bytes
    assert again.on("cbr", "USD/RUB", date(2024, 4, 25)) == found.on("cbr", "USD/RUB", date(2024, 4, 25))
    assert again.lines() == (("cbr", "USD/RUB"),)
    assert ("cbr", "USD/RUB") in again
