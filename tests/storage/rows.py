"""Rows to store: one true observation and the rows around it, each to be changed where a test needs it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any, TypeVar

import polars as pl

from rates.model import Event, Observation, Rejection, Visit

R = TypeVar("R", Observation, Rejection, Event, Visit)

NOON = datetime(2024, 4, 25, 12, 0, tzinfo=UTC)
DIGEST = sha256(b"page").hexdigest()


def name(number: int) -> str:
    """An id that looks like one and can be told from the others."""
    return sha256(str(number).encode()).hexdigest()


def observation(number: int = 0, **changes: Any) -> Observation:
    """The dollar of 25 April 2024, as the sidebar printed it."""
    row = Observation(
        id=name(number),
        instrument="USD/RUB",
        kind="fx",
        market="cbr",
        side=None,
        value=Decimal("92.51"),
        nominal=1,
        change=Decimal("-0.79"),
        change_percent=None,
        value_date=date(2024, 4, 25),
        value_date_text="25 апреля",
        published_at=datetime(2024, 4, 24, 14, 11, tzinfo=UTC),
        published_text="24 апр, 17:11",
        captured_at=datetime(2024, 4, 24, 22, 10, tzinfo=UTC),
        ingested_at=NOON,
        dated_by="capture",
        status="ok",
        reasons=(),
        site="rbc",
        url="https://www.rbc.ru/a",
        parser="rbc@1",
        source="page.txt",
        span_start=10,
        span_end=60,
        value_start=40,
        quote_text="USD ЦБ: 92,51 (-0,79)",
        digest=DIGEST,
    )
    return replace(row, **changes)


def rejection(number: int = 0, **changes: Any) -> Rejection:
    """A number that can be read in two ways."""
    row = Rejection(
        id=name(number),
        reason="number",
        detail="1.085 is 1085 or 1.085",
        label="USD ЦБ",
        value_text="1.085",
        captured_at=datetime(2024, 4, 24, 22, 10, tzinfo=UTC),
        ingested_at=NOON,
        site="rbc",
        url=None,
        parser="rbc@1",
        source="page.txt",
        span_start=10,
        span_end=60,
        value_start=40,
        quote_text="USD ЦБ: 1.085",
        digest=DIGEST,
    )
    return replace(row, **changes)


def event(number: int = 0, **changes: Any) -> Event:
    """A headline of the feed."""
    row = Event(
        id=name(number),
        title="ЦБ сохранил ставку",
        section="Экономика",
        published_at=datetime(2024, 4, 24, 14, 0, tzinfo=UTC),
        published_text="17:00",
        dated_by="capture",
        link=None,
        captured_at=datetime(2024, 4, 24, 22, 10, tzinfo=UTC),
        ingested_at=NOON,
        site="rbc",
        url=None,
        parser="rbc@1",
        source="page.txt",
        span_start=100,
        span_end=140,
        digest=DIGEST,
    )
    return replace(row, **changes)


def visit(number: int = 0, **changes: Any) -> Visit:
    """The ledger's row of the page that all the others are from."""
    row = Visit(
        id=name(number),
        digest=DIGEST,
        url=None,
        source="page.txt",
        captured_at=datetime(2024, 4, 24, 22, 10, tzinfo=UTC),
        captured_by="option",
        ingested_at=NOON,
        site="rbc",
        parser="rbc@1",
        outcome="quotes",
        reason=None,
        size=2048,
        observations=1,
        rejections=1,
        events=1,
    )
    return replace(row, **changes)


def later(minutes: int) -> datetime:
    """A moment so many minutes after the first ingestion."""
    return NOON + timedelta(minutes=minutes)


def rows_of(frame: pl.DataFrame, row: type[R]) -> list[R]:
    """The rows of a table as the model's objects, in the frame's order; times are in UTC."""
    return [row(**{key: _value(value) for key, value in each.items()}) for each in frame.iter_rows(named=True)]


def _value(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(value)
    return value.astimezone(UTC) if isinstance(value, datetime) else value
