"""The dollar in April 2024: the bank's true figures, what a feed printed of them, and a page that means harm."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from rates.model import Observation
from rates.series import Series, series_of
from storage.tables import OBSERVATIONS, frame_of
from tests.storage.rows import observation

NOW = datetime(2024, 5, 1, 9, 0, tzinfo=UTC)
BANK = {
    date(2024, 3, 30): "92.3660",
    date(2024, 4, 2): "92.2914",
    date(2024, 4, 3): "92.5254",
    date(2024, 4, 4): "92.3892",
    date(2024, 4, 5): "92.3058",
    date(2024, 4, 6): "92.4155",
    date(2024, 4, 9): "92.5810",
    date(2024, 4, 10): "92.7463",
    date(2024, 4, 11): "93.2198",
    date(2024, 4, 12): "93.7196",
    date(2024, 4, 13): "93.4419",
    date(2024, 4, 16): "93.5891",
    date(2024, 4, 17): "94.0742",
    date(2024, 4, 18): "94.3242",
    date(2024, 4, 19): "94.0922",
    date(2024, 4, 20): "93.4409",
    date(2024, 4, 23): "93.2519",
    date(2024, 4, 24): "93.2918",
    date(2024, 4, 25): "92.5058",
    date(2024, 4, 26): "92.1314",
    date(2024, 4, 27): "92.0134",
}
CHANGE = {"2024-04-25": "-0.79", "2024-04-26": "-0.37", "2024-04-27": "-0.12", "2024-04-02": "-0.07"}
HARM = (
    '</script><script>alert(1)</script><img src=x onerror=alert(2)> "quoted" <b>bold</b> <a href="https://x.test">a</a>'
)


def official() -> list[Observation]:
    """The bank's rows."""
    return [
        observation(500 + number, site="cbr", value=Decimal(value), value_date=day, change=None, dated_by="printed")
        for number, (day, value) in enumerate(BANK.items())
    ]


def printed(*, leave_out: Iterable[date] = (), **changes: Any) -> list[Observation]:
    """The feed's rows: two decimals, published at 17:11 of the day before."""
    rows = []
    for number, (day, value) in enumerate(BANK.items()):
        if day in leave_out:
            continue
        change = CHANGE.get(day.isoformat())
        row = {
            "value": Decimal(value).quantize(Decimal("0.01")),
            "change": change and Decimal(change),
            "value_date": day,
            "published_at": datetime(day.year, day.month, day.day, 14, 11, tzinfo=UTC) - timedelta(days=1),
        }
        rows.append(observation(number, **(row | changes)))
    return rows


def lines_of(rows: Iterable[Observation], verdicts: dict[str, str] | None = None) -> list[Series]:
    """The series of these rows, told in Moscow's time."""
    return series_of(frame_of(OBSERVATIONS, rows), zones={"rbc": "Europe/Moscow"}, verdicts=verdicts)


def april() -> list[Series]:
    """The feed beside the bank: one value differs, one is suspect, one dated by the bank, one undated, one missing."""
    rows = {row.value_date: row for row in printed(leave_out=[date(2024, 4, 18)])}
    changed = {
        date(2024, 4, 10): {"value": Decimal("93.75")},
        date(2024, 4, 16): {"status": "suspect", "reasons": ("change-breaks-series",)},
        date(2024, 4, 20): {"dated_by": "official"},
    }
    fixed = [observation(number, **_again(row, changed)) for number, row in enumerate(rows.values())]
    verdicts = {row.id: "differ" if row.value_date == date(2024, 4, 10) else "rounding" for row in fixed}
    undated = observation(
        900, status="undated", dated_by="none", value_date=None, published_at=None, reasons=("no-capture-time",)
    )
    return lines_of([*official(), *fixed, undated], verdicts)


def _again(row: Observation, changed: dict[date, dict[str, Any]]) -> dict[str, Any]:
    kept = {"value": row.value, "change": row.change, "value_date": row.value_date, "published_at": row.published_at}
    return kept | changed.get(row.value_date or date.min, {})
