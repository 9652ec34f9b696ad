"""Stored rows to series: one line an instrument, market, side and site, in value-date order, one value a day.

What a fixing showed otherwise on a day stays beside its value, since a fixing has one value and a market has many.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Any

from rates.daily import LINE, daily, is_fixing
from rates.model import DatedBy, Kind, Side, Status

if TYPE_CHECKING:
    import polars as pl

# The longest stretch without a new rate: the Bank of Russia's New Year gap is 13 days.
LONGEST_STAND = timedelta(days=14)
_Said = tuple[Mapping[str, str], Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A stored row as a series shows it: the value, and where and when it was printed."""

    id: str
    value: Decimal
    nominal: int
    change: Decimal | None
    change_percent: Decimal | None
    value_date_text: str | None
    published_at: datetime | None
    published_text: str | None
    captured_at: datetime | None
    dated_by: DatedBy
    status: Status
    reasons: tuple[str, ...]
    url: str | None
    parser: str
    source: str
    quote_text: str
    verdict: str | None = None
    explanation: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Point(Sighting):
    """The value of one day: the sighting chosen, how many there were, and the other values they showed."""

    day: date
    sightings: int
    others: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One line: `points` by day, and the sightings that no evidence has given a day yet.

    `zone` is the IANA zone the site's days and clock times are told in.
    """

    instrument: str
    kind: Kind
    market: str
    side: Side | None
    site: str
    zone: str
    points: tuple[Point, ...]
    undated: tuple[Sighting, ...] = ()

    @property
    def official(self) -> bool:
        """Whether the bank itself is the source: its site is the market that it fixes."""
        return self.site == self.market

    @property
    def fixing(self) -> bool:
        """Whether a value stands until the next one, as a bank's rate does and a market's price does not."""
        return is_fixing(self.kind, self.market)


def series_of(
    rows: pl.DataFrame,
    *,
    instruments: Collection[str] | None = None,
    since: date | None = None,
    until: date | None = None,
    zones: Mapping[str, str] | None = None,
    verdicts: Mapping[str, str] | None = None,
    explanations: Mapping[str, str] | None = None,
) -> list[Series]:
    """The series in the observations of a store, ordered by instrument, market, side and site, the official one last.

    `rows` has the columns of `rates.model.Observation`. `since` and `until` are inclusive days. `zones` gives a
    site's IANA zone (UTC where it is silent), `verdicts` and `explanations` what `rates.verify` says of an id.
    """
    import polars as pl

    if instruments is not None:
        rows = rows.filter(pl.col("instrument").is_in(list(instruments)))
    lines = daily(rows, zones or {}, since=since, until=until).iter_rows(named=True)
    said = (verdicts or {}, explanations or {})
    return [_series(list(line), zones=zones or {}, said=said) for _, line in groupby(lines, key=_line_of)]


def official_of(line: Series, lines: Iterable[Series]) -> Series | None:
    """The official series of a line's instrument and market; None where there is none or the line is that one."""
    if line.official:
        return None
    same = (other for other in lines if other.instrument == line.instrument and other.market == line.market)
    return next((other for other in same if other.official), None)


def in_force(official: Series | None, day: date) -> Point | None:
    """The official rate that stands on a day: the last one set for it or before, no longer than a rate stands."""
    if official is None:
        return None
    index = bisect_right(official.points, day, key=lambda point: point.day)
    latest = official.points[index - 1] if index else None
    return latest if latest and day - latest.day <= LONGEST_STAND else None


def missing_days(line: Series, official: Series) -> tuple[date, ...]:
    """The days the bank has a rate for, between a line's first and last, that the line has no value for."""
    if not line.points:
        return ()
    seen = {point.day for point in line.points}
    first, last = line.points[0].day, line.points[-1].day
    return tuple(point.day for point in official.points if first < point.day < last and point.day not in seen)


def _line_of(row: Mapping[str, Any]) -> tuple[str | None, ...]:
    return tuple(row[column] for column in LINE)


def _series(rows: Sequence[dict[str, Any]], *, zones: Mapping[str, str], said: _Said) -> Series:
    first = rows[0]
    told = [(row, _sighting(row, said)) for row in rows]
    return Series(
        **{column: first[column] for column in (*LINE, "kind")},
        zone=zones.get(first["site"], "UTC"),
        points=tuple(
            Point(**sighting, day=row["day"], sightings=row["sightings"], others=_others(row))
            for row, sighting in told
            if row["day"]
        ),
        undated=tuple(Sighting(**sighting) for row, sighting in told if not row["day"]),
    )


def _sighting(row: dict[str, Any], said: _Said) -> dict[str, Any]:
    verdict, explanation = (each.get(row["id"]) for each in said)
    kept = {column.name: row.get(column.name) for column in fields(Sighting)}
    return kept | {"reasons": tuple(row["reasons"] or ()), "verdict": verdict, "explanation": explanation}


def _others(row: dict[str, Any]) -> tuple[Decimal, ...]:
    if not is_fixing(row["kind"], row["market"]):
        return ()
    return tuple(sorted(value for value in row["values"] if value != row["value"]))
