"""Changes: exact, per unit and times the row's own nominal, and never across a new unit of money."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from rates.model import Observation
from rates.official import bank_of, read_file

NOW = datetime(2026, 8, 22, 12, 0, tzinfo=UTC)


def _rows(tmp_path: Path, lines: Iterable[str], bank: str = "cbr") -> tuple[Observation, ...]:
    path = tmp_path / "rates.csv"
    path.write_text("\n".join(["date,currency,nominal,rate", *lines]) + "\n")
    return read_file(bank_of(bank), path, now=NOW)


def _changes(rows: Iterable[Observation]) -> list[tuple[str, int, Decimal | None, tuple[str, ...]]]:
    return [(str(row.value), row.nominal, row.change, row.reasons) for row in rows]


def test_a_change_across_a_nominal_that_flips_is_per_unit_times_its_own_nominal(tmp_path: Path) -> None:
    lines = [
        "2020-08-15,TRY,1,9.9300",
        "2020-08-18,TRY,10,98.6889",
        "2020-08-20,TRY,10,99.3815",
        "2020-08-21,TRY,1,10.0784",
    ]
    assert _changes(_rows(tmp_path, lines)) == [
        ("9.9300", 1, None, ()),
        ("98.6889", 10, Decimal("-0.6111"), ()),
        ("99.3815", 10, Decimal("0.6926"), ()),
        ("10.0784", 1, Decimal("0.14025"), ()),
    ]  # fmt: skip


def test_the_rouble_of_1998_has_no_change_and_the_old_one_says_so(tmp_path: Path) -> None:
    lines = [
        "1997-12-27,USD,1,5958.0000",
        "1997-12-30,USD,1,5960.0000",
        "1998-01-01,USD,1,5.9600",
        "1998-01-06,USD,1,5.9630",
    ]
    assert _changes(_rows(tmp_path, lines)) == [
        ("5958.0000", 1, None, ("old-unit",)),
        ("5960.0000", 1, Decimal("2.0000"), ("old-unit",)),
        ("5.9600", 1, None, ("redenominated",)),
        ("5.9630", 1, Decimal("0.0030"), ()),
    ]  # fmt: skip


def test_the_lira_of_2005_has_no_change(tmp_path: Path) -> None:
    lines = ["2004-12-31,TRY,1000000,20.4652", "2005-01-01,TRY,1,20.6925", "2005-01-12,TRY,1,20.2059"]
    assert _changes(_rows(tmp_path, lines)) == [
        ("20.4652", 1000000, None, ()),
        ("20.6925", 1, None, ("redenominated",)),
        ("20.2059", 1, Decimal("-0.4866"), ()),
    ]


def test_the_dollar_of_the_european_central_bank_is_the_quote_currency(tmp_path: Path) -> None:
    (_, row) = _rows(tmp_path, ["2024-04-24,USD,1,1.0686", "2024-04-25,USD,1,1.0720"], bank="ecb")
    assert (row.instrument, row.market, row.site, row.value, row.change) == (
        "EUR/USD",
        "ecb",
        "ecb",
        Decimal("1.0720"),
        Decimal("0.0034"),
    )


@pytest.mark.parametrize("order", [1, -1])
def test_the_order_of_a_file_does_not_matter(order: int, tmp_path: Path) -> None:
    lines = ["2024-04-24,USD,1,93.2918", "2024-04-25,USD,1,92.5058", "2024-04-26,USD,1,92.1314"][::order]
    rows = sorted(_rows(tmp_path, lines), key=lambda row: row.value_date or date.min)
    assert [row.change for row in rows] == [None, Decimal("-0.7860"), Decimal("-0.3744")]


def test_value_minus_change_is_the_value_before_times_the_nominals(tmp_path: Path) -> None:
    lines = ["2020-08-15,TRY,1,9.9300", "2020-08-18,TRY,10,98.6889", "2020-08-21,TRY,1,10.0784"]
    rows = _rows(tmp_path, lines)
    for before, row in pairwise(rows):
        assert row.change is not None
        assert (row.value - row.change) / row.nominal == before.value / before.nominal
