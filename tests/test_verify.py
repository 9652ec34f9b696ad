"""Each observed fixing against the bank: what agrees, what differs, and what explains the difference."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from rates.fixings import Fixings
from rates.verify import Verdict, verify

OFFICIAL = [
    ("USD/RUB", "2024-04-20", "93.4409", 1),
    ("USD/RUB", "2024-04-23", "93.2519", 1),
    ("USD/RUB", "2024-04-24", "93.2918", 1),
    ("USD/RUB", "2024-04-25", "92.5058", 1),
    ("USD/RUB", "2024-04-26", "92.1314", 1),
    ("EUR/RUB", "2024-04-24", "99.5609", 1),
    ("EUR/RUB", "2024-04-25", "98.9118", 1),
    ("JPY/RUB", "2024-04-25", "59.7454", 100),
]
FIXINGS = Fixings(
    ("cbr", instrument, date.fromisoformat(day), Decimal(value), nominal)
    for instrument, day, value, nominal in OFFICIAL
)


def row(value: str, change: str | None = None, day: str = "2024-04-25", **other: Any) -> dict[str, Any]:
    return {
        "id": "a",
        "site": "rbc",
        "instrument": "USD/RUB",
        "market": "cbr",
        "side": None,
        "value": Decimal(value),
        "nominal": 1,
        "change": None if change is None else Decimal(change),
        "change_percent": None,
        "value_date": date.fromisoformat(day),
        "dated_by": "capture",
        "status": "ok",
        "digest": "d",
        "quote_text": "USD ЦБ",
        **other,
    }


def only(*rows: dict[str, Any]) -> Verdict:
    found = verify(rows, FIXINGS)
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("value", "change", "agreements"),
    [
        ("92.51", "-0.79", ("rounding", "rounding", "rounding")),
        ("92.5058", "-0.7860", ("equal", "equal", "equal")),
        ("92.505800", "-0.79", ("equal", "rounding", "rounding")),
        ("92.51", None, ("rounding", None, "rounding")),
        ("92.52", "-0.79", ("differ", "rounding", "differ")),
        ("92.51", "-0.97", ("rounding", "differ", "differ")),
    ],
)
def test_value_and_change_are_compared_each_and_the_worse_one_counts(
    value: str, change: str | None, agreements: tuple[str, str | None, str]
) -> None:
    verdict = only(row(value, change))
    assert (verdict.value_agreement, verdict.change_agreement, verdict.verdict) == agreements
    assert (verdict.official_value, verdict.official_change) == (Decimal("92.5058"), Decimal("-0.7860"))


@pytest.mark.parametrize(
    ("seen", "explanation"),
    [
        (row("93.29", "0.04"), "the rate of the neighbouring day 2024-04-24"),
        (row("92.13"), "the rate of the neighbouring day 2024-04-26"),
        (row("98.91", "-0.65"), "the rate of EUR/RUB"),
        (row("93.44"), "a stale block: the rate of 2024-04-20"),
        (row("925.06"), "the rate per 10, not per 1"),
        (row("59.75", instrument="JPY/RUB"), "the rate per 100, not per 1"),
        (row("94.10", side="sell"), "a buying or selling price"),
        (row("92.51", "-0.78"), "difference of the rounded values"),
        (row("92.51", "0.79"), "the sign turned round"),
        (row("92.51", "0.04"), "the change of 2024-04-24"),
        (row("90.00", "-0.79"), None),
    ],
)
def test_a_difference_is_explained_where_an_explanation_fits(seen: dict[str, Any], explanation: str | None) -> None:
    verdict = only(seen)
    assert (verdict.verdict, verdict.explanation) == ("differ", explanation)


def test_a_price_that_the_same_page_prints_for_buyers_explains_a_difference() -> None:
    cash = row("94.10", market="cash", side="sell")
    assert only(cash, row("94.10")).explanation == "a buying or selling price"


def test_a_change_in_percent_is_compared_in_percent() -> None:
    verdict = only(row("92.506", change_percent=Decimal("-0.84")))
    assert (verdict.change, verdict.change_agreement) == (Decimal("-0.84"), "rounding")


def test_a_day_without_its_own_fixing_has_the_rate_in_force() -> None:
    assert only(row("93.44", day="2024-04-21")).verdict == "rounding"
    assert only(row("93.44", day="2024-04-22")).verdict == "rounding"


def test_outside_the_official_days_there_is_nothing_to_compare() -> None:
    assert only(row("92.51", day="2024-04-27")).verdict == "no-official"
    assert only(row("92.51", instrument="CNY/RUB")).verdict == "no-official"


def test_rows_of_the_bank_itself_of_other_markets_and_without_a_day_are_not_compared() -> None:
    rows = [row("92.51", site="cbr"), row("92.51", market="moex"), row("92.51") | {"value_date": None}]
    assert verify(rows, FIXINGS) == []


def test_a_row_that_the_official_series_dated_confirms_nothing() -> None:
    assert only(row("92.51", "-0.79")).confirms is True
    assert only(row("92.51", "-0.79", dated_by="official")).confirms is False


def test_the_page_of_2009_shows_two_days_and_both_are_right() -> None:
    fixings = Fixings(
        [
            ("cbr", "USD/RUB", date(2009, 3, 5), Decimal("36.2284"), 1),
            ("cbr", "USD/RUB", date(2009, 3, 6), Decimal("35.8899"), 1),
            ("cbr", "EUR/RUB", date(2009, 3, 4), Decimal("45.8071"), 1),
            ("cbr", "EUR/RUB", date(2009, 3, 5), Decimal("45.3543"), 1),
        ]
    )
    rows = [
        row("35.8899", "-0.3385", day="2009-03-06"),
        row("45.3543", "-0.4528", day="2009-03-05", instrument="EUR/RUB"),
    ]
    assert [verdict.verdict for verdict in verify(rows, fixings)] == ["equal", "equal"]
