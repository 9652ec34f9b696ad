"""Stored rows heard again: what is settled later is a later reading, and hearing twice changes nothing."""

from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from rates.fixings import Fixings
from rates.model import Observation
from rates.review import SiteFacts, review

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
FIRST = datetime(2026, 11, 1, tzinfo=UTC)
ROW = Observation(
    id="dollar",
    instrument="USD/RUB",
    kind="fx",
    market="cbr",
    side=None,
    value=Decimal("92.510000"),
    nominal=1,
    change=Decimal("-0.790000"),
    change_percent=None,
    value_date=None,
    value_date_text="25 апреля",
    published_at=None,
    published_text="24 апр, 17:11",
    captured_at=None,
    ingested_at=FIRST,
    dated_by="none",
    status="undated",
    reasons=(),
    site="rbc",
    url=None,
    parser="rbc@1",
    source="page.txt",
    span_start=0,
    span_end=40,
    value_start=10,
    quote_text="USD ЦБ: 92,51 (-0,79)",
    digest="page",
)
FIXINGS = Fixings(
    ("cbr", "USD/RUB", date.fromisoformat(day), Decimal(value), 1)
    for day, value in [
        ("2018-04-24", "61.750000"),
        ("2018-04-25", "61.663300"),
        ("2024-04-24", "93.291800"),
        ("2024-04-25", "92.505800"),
        ("2024-04-26", "92.131400"),
    ]
)
SETTLED = replace(
    ROW,
    value_date=date(2024, 4, 25),
    published_at=datetime(2024, 4, 24, 14, 11, tzinfo=UTC),
    dated_by="official",
    status="ok",
    ingested_at=NOW,
)


def facts(site: str) -> SiteFacts:
    assert site == "rbc"
    return SiteFacts("Europe/Moscow", "DMY", ("ru",))


def again(
    *rows: Observation, fixings: Fixings = FIXINGS, self_timed: set[tuple[str, datetime | None]] | None = None
) -> list[Observation]:
    stored: list[dict[str, Any]] = [asdict(row) | {"reasons": list(row.reasons)} for row in rows]
    return review(stored, fixings, facts=facts, now=NOW, self_timed=self_timed or set())


def test_an_undated_row_is_settled_when_the_bank_is_heard() -> None:
    assert again(ROW) == [SETTLED]


def test_hearing_the_result_again_changes_nothing() -> None:
    assert again(SETTLED) == []


def test_without_an_official_series_nothing_is_settled() -> None:
    assert again(ROW, fixings=Fixings(())) == []


def test_a_row_that_stays_open_says_why_once() -> None:
    odd = replace(ROW, value=Decimal("92.570000"))
    noted = replace(odd, reasons=("official-no-year",), ingested_at=NOW)
    assert again(odd) == [noted]
    assert again(noted) == []


def test_a_fixing_from_after_the_capture_is_doubted_unless_the_page_itself_told_the_time() -> None:
    early = datetime(2015, 10, 1, tzinfo=UTC)
    row, settled = replace(ROW, captured_at=early), replace(SETTLED, captured_at=early)
    reasons = ("capture:2015-10-01", "official:2024-04-25")
    assert again(row) == [replace(settled, status="suspect", reasons=reasons)]
    assert again(row, self_timed={("page", early)}) == [settled]


def test_a_row_that_its_capture_dated_wrongly_becomes_suspect_once() -> None:
    captured = replace(
        ROW,
        captured_at=datetime(2018, 4, 24, 22, 10, tzinfo=UTC),
        value_date=date(2018, 4, 25),
        published_at=datetime(2018, 4, 24, 14, 11, tzinfo=UTC),
        dated_by="capture",
        status="ok",
    )
    reasons = ("capture:2018-04-25", "official:2024-04-25")
    doubted = replace(SETTLED, captured_at=captured.captured_at, status="suspect", reasons=reasons)
    assert again(captured) == [doubted]
    assert again(doubted) == []


def test_a_difference_from_the_bank_is_doubted_and_cleared_when_the_bank_corrects_itself() -> None:
    dated = replace(SETTLED, value=Decimal("92.570000"), dated_by="capture", ingested_at=FIRST)
    doubted = replace(dated, status="suspect", reasons=("official-differs",), ingested_at=NOW)
    assert again(dated) == [doubted]
    assert again(doubted) == []
    corrected = Fixings(
        ("cbr", "USD/RUB", date(2024, 4, day), Decimal(value), 1)
        for day, value in [(24, "93.3600"), (25, "92.5700"), (26, "92.1314")]
    )
    assert again(doubted, fixings=corrected) == [replace(dated, ingested_at=NOW)]


def test_a_far_outlier_is_suspect_and_an_unfitting_change_is_noted() -> None:
    days = [
        ("a", 23, "93.25", "-0.19"),
        ("b", 24, "93.29", "0.14"),
        ("c", 25, "925.10", None),
        ("d", 26, "92.13", None),
    ]
    rows = [
        replace(
            SETTLED,
            id=name,
            digest=name,
            market="ecb",
            value_date=date(2024, 4, day),
            value=Decimal(value),
            change=None if change is None else Decimal(change),
            dated_by="printed",
            ingested_at=FIRST,
        )
        for name, day, value, change in days
    ]
    later = again(*rows)
    assert [(row.id, row.status, row.reasons) for row in later] == [
        ("b", "ok", ("change-breaks",)),
        ("c", "suspect", ("far-outlier",)),
    ]
    assert again(rows[0], *later, rows[3]) == []


def test_the_banks_own_rows_are_not_heard() -> None:
    assert again(replace(ROW, site="cbr")) == []
