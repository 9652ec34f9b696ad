"""Stored rows to series: one line an instrument, market, side and site, in value-date order, one value a day.

The day of a row is its value date; a live quote has none and takes the local day it was published on or, where the
capture dated it, the day it was captured. Of several sightings of a day the newest sound one is drawn: published last,
else captured last. What a fixing showed otherwise stays beside it, since a fixing has one value and a market has many.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Any

from rates.model import DatedBy, Kind, Side, Status

if TYPE_CHECKING:
    import polars as pl

QUOTED_MARKETS = frozenset({"moex", "forex", "futures", "cash", "unknown"})
_LINE = ("instrument", "market", "side", "site")


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


def is_fixing(kind: str, market: str) -> bool:
    """Whether a market has one value a day, set for that day."""
    return kind == "fx" and market not in QUOTED_MARKETS


def series_of(
    rows: pl.DataFrame,
    *,
    instruments: Collection[str] | None = None,
    markets: Collection[str] | None = None,
    since: date | None = None,
    until: date | None = None,
    zones: Mapping[str, str] | None = None,
    verdicts: Mapping[str, str] | None = None,
) -> list[Series]:
    """The series in the observations of a store, ordered by instrument, market, side and site, the official one last.

    `rows` has the columns of `rates.model.Observation`. `since` and `until` are inclusive days. `zones` gives a
    site's IANA zone (UTC where it is silent), `verdicts` what the official series says of an observation's id.
    """
    import polars as pl

    kept = rows.with_columns(day=_day(zones or {}))
    for column, wanted in (("instrument", instruments), ("market", markets)):
        if wanted is not None:
            kept = kept.filter(pl.col(column).is_in(list(wanted)))
    if since is not None:
        kept = kept.filter(pl.col("day").is_null() | (pl.col("day") >= since))
    if until is not None:
        kept = kept.filter(pl.col("day").is_null() | (pl.col("day") <= until))
    lines = _chosen(kept).sort(_in_order()).iter_rows(named=True)
    return [_series(list(line), zones=zones or {}, verdicts=verdicts or {}) for _, line in groupby(lines, key=_line_of)]


def official_of(line: Series, lines: Iterable[Series]) -> Series | None:
    """The official series of a line's instrument and market; None where there is none or the line is that one."""
    if line.official:
        return None
    same = (other for other in lines if other.instrument == line.instrument and other.market == line.market)
    return next((other for other in same if other.official), None)


def missing_days(line: Series, official: Series) -> tuple[date, ...]:
    """The days the bank has a rate for, between a line's first and last, that the line has no value for."""
    if not line.points:
        return ()
    seen = {point.day for point in line.points}
    first, last = line.points[0].day, line.points[-1].day
    return tuple(point.day for point in official.points if first < point.day < last and point.day not in seen)


def _day(zones: Mapping[str, str]) -> pl.Expr:
    """The day a row stands on: null for an undated one, and for a fixing that says no value date."""
    import polars as pl

    fixing = (pl.col("kind") == "fx") & ~pl.col("market").is_in(list(QUOTED_MARKETS))
    open_day = fixing | (pl.col("status") == "undated") | (pl.col("dated_by") == "none")
    captured = pl.when(pl.col("dated_by") == "capture").then(_local_day("captured_at", zones))
    seen = pl.coalesce(_local_day("published_at", zones), captured)
    return pl.coalesce(pl.col("value_date"), pl.when(~open_day).then(seen))


def _local_day(column: str, zones: Mapping[str, str]) -> pl.Expr:
    import polars as pl

    local = [
        pl.when(pl.col("site") == site).then(pl.col(column).dt.convert_time_zone(zone).dt.date())
        for site, zone in zones.items()
    ]
    return pl.coalesce(*local, pl.col(column).dt.date())


def _chosen(rows: pl.DataFrame) -> pl.DataFrame:
    """One row a line and day, its sightings counted and their values listed; undated rows stay as they are."""
    import polars as pl

    best = [pl.col("status") == "ok", pl.col("published_at"), pl.col("captured_at"), pl.col("id")]
    dated = rows.filter(pl.col("day").is_not_null()).sort(best, descending=True, nulls_last=True)
    days = dated.group_by(*_LINE, "day", maintain_order=True).agg(
        pl.exclude(*_LINE, "day").first(), sightings=pl.len(), values=pl.col("value").unique()
    )
    undated = rows.filter(pl.col("day").is_null()).with_columns(sightings=pl.lit(1, pl.UInt32), values=pl.lit(None))
    return pl.concat([days, undated], how="diagonal_relaxed")


def _in_order() -> list[pl.Expr]:
    import polars as pl

    official = pl.col("site") == pl.col("market")
    line = [pl.col("instrument"), pl.col("market"), official, pl.col("side").fill_null(""), pl.col("site")]
    return [*line, pl.col("day").is_null(), pl.col("day"), pl.col("captured_at"), pl.col("id")]


def _line_of(row: Mapping[str, Any]) -> tuple[str | None, ...]:
    return tuple(row[column] for column in _LINE)


def _series(rows: Sequence[dict[str, Any]], *, zones: Mapping[str, str], verdicts: Mapping[str, str]) -> Series:
    first = rows[0]
    told = [(row, _sighting(row, verdicts)) for row in rows]
    return Series(
        **{column: first[column] for column in (*_LINE, "kind")},
        zone=zones.get(first["site"], "UTC"),
        points=tuple(
            Point(**sighting, day=row["day"], sightings=row["sightings"], others=_others(row))
            for row, sighting in told
            if row["day"]
        ),
        undated=tuple(Sighting(**sighting) for row, sighting in told if not row["day"]),
    )


def _sighting(row: dict[str, Any], verdicts: Mapping[str, str]) -> dict[str, Any]:
    said = {column.name: row.get(column.name) for column in fields(Sighting)}
    return said | {"reasons": tuple(row["reasons"] or ()), "verdict": verdicts.get(row["id"])}


def _others(row: dict[str, Any]) -> tuple[Decimal, ...]:
    if not is_fixing(row["kind"], row["market"]):
        return ()
    return tuple(sorted(value for value in row["values"] if value != row["value"]))
