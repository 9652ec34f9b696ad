"""One row a line and day: which day a stored row stands on, and which of several sightings of a day is shown.

The day of a row is its value date; a live quote has none and takes the local day it was published on or, where the
capture dated it, the day it was captured. A fixing without a value date has no day. Of several sightings of a day the
newest sound one is shown: published last, else captured last.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

QUOTED_MARKETS = frozenset({"moex", "forex", "futures", "cash", "unknown"})
LINE = ("instrument", "market", "side", "site")


def is_fixing(kind: str, market: str) -> bool:
    """Whether a market has one value a day, set for that day."""
    return kind == "fx" and market not in QUOTED_MARKETS


def daily(
    rows: pl.DataFrame, zones: Mapping[str, str], *, since: date | None = None, until: date | None = None
) -> pl.DataFrame:
    """The observations chosen, line by line and day by day, the undated ones last in each line.

    Beside the columns of `rows` there are `day` (null for an undated row), `sightings` (how many rows the day has) and
    `values` (the different values they show; null for an undated row). `since` and `until` are inclusive.
    """
    import polars as pl

    kept = rows.with_columns(day=_day(zones))
    if since is not None:
        kept = kept.filter(pl.col("day").is_null() | (pl.col("day") >= since))
    if until is not None:
        kept = kept.filter(pl.col("day").is_null() | (pl.col("day") <= until))
    return _chosen(kept).sort(_in_order())


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
    days = dated.group_by(*LINE, "day", maintain_order=True).agg(
        pl.exclude(*LINE, "day").first(), sightings=pl.len(), values=pl.col("value").unique()
    )
    undated = rows.filter(pl.col("day").is_null()).with_columns(sightings=pl.lit(1, pl.UInt32), values=pl.lit(None))
    return pl.concat([days, undated], how="diagonal_relaxed")


def _in_order() -> list[pl.Expr]:
    import polars as pl

    official = pl.col("site") == pl.col("market")
    line = [pl.col("instrument"), pl.col("market"), official, pl.col("side").fill_null(""), pl.col("site")]
    return [*line, pl.col("day").is_null(), pl.col("day"), pl.col("captured_at"), pl.col("id")]
