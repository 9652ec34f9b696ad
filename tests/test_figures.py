"""Value and change of a quote: an unreadable value is refused, an unreadable change left out, both with a reason."""

from dataclasses import replace
from decimal import Decimal

import pytest

from rates.figures import Figures, Unreadable, read_figures
from rates.model import Printed

QUOTE = Printed(
    instrument="EUR/RUB",
    kind="fx",
    market="cbr",
    label="EUR ЦБ",
    value="98,91",
    start=0,
    end=20,
    value_start=8,
    text="EUR ЦБ: 98,91 (-0,65)",
    decimal=",",
)


def test_value_and_signed_change_are_exact_decimals() -> None:
    assert read_figures(replace(QUOTE, change="(-0,65)")) == Figures(Decimal("98.91"), Decimal("-0.65"))


def test_a_zero_change_needs_no_sign_and_an_absent_one_is_none() -> None:
    assert read_figures(replace(QUOTE, change="(0)")) == Figures(Decimal("98.91"), Decimal(0))
    assert read_figures(QUOTE) == Figures(Decimal("98.91"))


def test_a_change_printed_with_a_percent_sign_is_a_percentage_wherever_it_was_found() -> None:
    assert read_figures(replace(QUOTE, change="-0,75%")) == Figures(Decimal("98.91"), None, Decimal("-0.75"))
    assert read_figures(replace(QUOTE, change_percent="+0,42")) == Figures(Decimal("98.91"), None, Decimal("0.42"))


def test_an_unsigned_change_takes_the_direction_that_the_page_shows() -> None:
    assert read_figures(replace(QUOTE, change="0,65", direction="down")) == Figures(Decimal("98.91"), Decimal("-0.65"))
    assert read_figures(replace(QUOTE, change="0,65", direction="up")) == Figures(Decimal("98.91"), Decimal("0.65"))


def test_an_unsigned_change_without_direction_stays_open() -> None:
    assert read_figures(replace(QUOTE, change="0,65")) == Figures(Decimal("98.91"), reasons=("change-sign-open",))


def test_a_printed_sign_stands_against_the_shown_direction_and_says_so() -> None:
    assert read_figures(replace(QUOTE, change="-0,65", direction="up")) == Figures(
        Decimal("98.91"), Decimal("-0.65"), reasons=("change-direction-disagrees",)
    )


def test_a_change_that_cannot_be_read_is_left_out_and_the_value_stands() -> None:
    assert read_figures(replace(QUOTE, change="n/a")) == Figures(Decimal("98.91"), reasons=("change-unread",))


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("—", "not-a-number"),
        ("0,00", "not-positive"),
        ("-98,91", "not-positive"),
        ("98,91%", "value-is-percent"),
        ("1000000000000", "out-of-range"),
        ("0,0000001", "out-of-range"),
    ],
)
def test_a_value_that_is_no_price_is_refused_with_a_reason(value: str, reason: str) -> None:
    found = read_figures(replace(QUOTE, value=value))
    assert isinstance(found, Unreadable)
    assert found.reason == reason


def test_an_interest_rate_may_be_a_percentage_and_below_zero() -> None:
    assert read_figures(replace(QUOTE, kind="rate", value="-0,03%")) == Figures(Decimal("-0.03"))
