"""Value and change, as printed, against the official ones."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from rates.fingerprint import Claim, agrees, alike, change_agrees, is_common, tolerance, value_agrees
from rates.fixings import Fixing, Fixings

APRIL = Fixing(date(2024, 4, 25), Decimal("92.5058"), 1, Decimal("-0.7860"))


def claim(value: str, change: str | None = None, percent: str | None = None, nominal: int = 1) -> Claim:
    return Claim(
        "cbr",
        "USD/RUB",
        Decimal(value),
        nominal,
        Decimal(change) if change else None,
        Decimal(percent) if percent else None,
    )


def test_a_printed_number_is_half_a_unit_of_its_last_place_exact_and_never_worse_than_half_a_kopeck() -> None:
    printed = ["92.51", "92.506", "92.5058", "92.5", "92", "0"]
    assert [tolerance(Decimal(text)) for text in printed] == [
        Decimal(text) for text in ("0.005", "0.0005", "0.00005", "0.005", "0.005", "0.005")
    ]


def test_both_ways_of_rounding_a_half_agree() -> None:
    half = APRIL._replace(value=Decimal("92.5050"))
    assert [value_agrees(claim(text), half) for text in ("92.50", "92.51", "92.52")] == [True, True, False]


def test_the_change_is_the_rounded_exact_difference_and_not_that_of_rounded_values() -> None:
    assert agrees(claim("92.51", "-0.79"), APRIL)
    assert not agrees(claim("92.51", "-0.78"), APRIL)


def test_a_printed_zero_is_any_change_below_half_a_kopeck() -> None:
    flat = APRIL._replace(change=Decimal("0.0041"))
    assert change_agrees(claim("92.51", "0"), flat)
    assert not change_agrees(claim("92.51", "0"), flat._replace(change=Decimal("0.0051")))


def test_a_change_in_percent_is_checked_against_the_rate_before() -> None:
    assert change_agrees(claim("92.506", percent="-0.84"), APRIL)
    assert not change_agrees(claim("92.506", percent="-0.83"), APRIL)


def test_values_are_compared_per_nominal() -> None:
    tenge = Fixing(date(2024, 4, 25), Decimal("20.8600"), 100, Decimal("0.1000"))
    assert agrees(claim("20.86", "0.10", nominal=100), tenge)
    assert agrees(claim("0.2086", "0.0010", nominal=1), tenge)
    assert not value_agrees(claim("20.86", nominal=1), tenge)


@pytest.mark.parametrize(
    ("value", "change", "strong"), [("92.51", "-0.79", True), ("92.51", None, False), ("92.5058", None, True)]
)
def test_a_claim_stands_alone_with_a_change_or_with_four_decimals(value: str, change: str | None, strong: bool) -> None:
    assert claim(value, change).strong is strong


def test_what_is_alike_has_the_claims_value_and_its_change() -> None:
    days = [("2023-04-24", "93.2918"), ("2023-04-25", "92.5058"), ("2024-04-24", "92.0000"), ("2024-04-25", "92.5058")]
    fixings = Fixings(("cbr", "USD/RUB", date.fromisoformat(day), Decimal(value), 1) for day, value in days)
    assert [fixing.day for fixing in alike(claim("92.51", "-0.79"), fixings)] == [date(2023, 4, 25)]
    assert [fixing.day for fixing in alike(claim("92.51"), fixings)] == [date(2023, 4, 25), date(2024, 4, 25)]


def test_what_more_than_one_day_in_a_hundred_has_is_no_fingerprint() -> None:
    rates = [("cbr", "USD/RUB", date(2024, 1, 1) + timedelta(days=day), Decimal(60 + day), 1) for day in range(200)]
    held = [(*rate[:3], Decimal("50.5000"), 1) for rate in rates[-5:]]  # the change is 0 on four days of 200
    said = claim("50.50", "0")
    common, rare = Fixings([*rates[:-5], *held]), Fixings([*rates[:-5], *held[:-2]])
    assert [len(alike(said, fixings)) for fixings in (common, rare)] == [4, 2]
    assert [is_common(alike(said, fixings), said, fixings) for fixings in (common, rare)] == [True, False]
