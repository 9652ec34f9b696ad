"""Durations and sizes with their units."""

from datetime import timedelta

import pytest

from rates.amounts import read_duration, read_size, write_duration


@pytest.mark.parametrize(
    ("text", "seconds"), [("15m", 900), ("90s", 90), ("1h30m", 5400), ("2d", 172800), ("1w", 604800), ("20ms", 0.02)]
)
def test_a_duration_is_read_by_its_units(text: str, seconds: float) -> None:
    assert read_duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["15", "", "m", "15 minutes", "-5m", "0s", "1.5h"])
def test_a_duration_without_a_clear_unit_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a duration|is no time"):
        read_duration(text)


def test_a_size_is_read_in_decimal_units() -> None:
    assert [read_size(text) for text in ("500KB", "8 mb", "1GB", "7B")] == [500_000, 8_000_000, 1_000_000_000, 7]


def test_a_duration_is_written_as_it_is_read() -> None:
    assert [write_duration(read_duration(text)) for text in ("15m", "1d2h", "90s", "5ms")] == [
        "15m",
        "1d2h",
        "1m30s",
        "5ms",
    ]
    assert write_duration(timedelta(0)) == "0s"
