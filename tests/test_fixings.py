"""The official series answers by day, by day and month, and with exact changes per unit."""

import pickle
from datetime import date
from decimal import Decimal

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
    assert [found.covers("cbr", "USD/RUB", date(2024, 4, day)) for day in (26, 27, 29)] == [False, True, True]
    assert found.covers("cbr", "USD/RUB", date(2024, 5, 2)) is False


def test_the_years_of_a_day_and_month_come_oldest_first() -> None:
    found = usd(("2024-04-25", "92.5058"), ("2018-04-25", "61.6633"), ("2018-04-26", "61.7500"))
    assert [fixing.day.year for fixing in found.same_day_month("cbr", "USD/RUB", 4, 25)] == [2018, 2024]
    assert found.same_day_month("cbr", "EUR/RUB", 4, 25) == ()


def test_rows_of_the_store_become_fixings_and_the_series_survives_pickling() -> None:
    row = {"market": "cbr", "instrument": "USD/RUB", "value": Decimal("92.505800"), "nominal": 1}
    found = Fixings.from_rows([row | {"value_date": date(2024, 4, 25)}, row | {"value_date": None}])
    again = pickle.loads(pickle.dumps(found))  # noqa: S301 - our own bytes
    assert again.on("cbr", "USD/RUB", date(2024, 4, 25)) == found.on("cbr", "USD/RUB", date(2024, 4, 25))
    assert again.lines() == (("cbr", "USD/RUB"),)
    assert ("cbr", "USD/RUB") in again
