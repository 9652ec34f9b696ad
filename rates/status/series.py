"""The last value of each series, and whether its bank must have fixed a newer one since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from rates.calendars import may_be_silent

if TYPE_CHECKING:
    import polars as pl

GRACE = timedelta(hours=2)
ALIVE = timedelta(days=30)
KEY = ("site", "instrument", "market", "side")


@dataclass(frozen=True, slots=True)
class SeriesStatus:
    """A series' newest value date, value and sighting; `late`: its bank has published since, unseen by us."""

    site: str
    instrument: str
    market: str
    side: str | None
    value_date: date | None
    value: Decimal
    captured_at: datetime | None
    late: bool


def series(
    observations: "pl.DataFrame", *, now: datetime, zones: Mapping[str, str], read_at: Mapping[str, datetime]
) -> Sequence[SeriesStatus]:
    """The series of the current observations. `zones` are the sites' zones, `read_at` when each was last read.

    Late is judged as of that reading: what nobody looked for is not late, the site is silent. A bank's own rows are
    never late here, and a series that has not been sighted for a month is over.
    """
    import polars as pl

    newest = (
        observations.sort("value_date", "published_at", "captured_at", "id", nulls_last=False)
        .group_by(KEY, maintain_order=True)
        .agg(pl.col("value_date", "value").last(), pl.col("captured_at").max())
        .sort(KEY, nulls_last=False)
    )
    return [
        SeriesStatus(
            site=row["site"],
            instrument=row["instrument"],
            market=row["market"],
            side=row["side"],
            value_date=row["value_date"],
            value=row["value"],
            captured_at=row["captured_at"],
            late=_late(row, now=now, read_at=read_at.get(row["site"], now), zone=zones.get(row["site"], "UTC")),
        )
        for row in newest.iter_rows(named=True)
    ]


def _late(row: Mapping[str, Any], *, now: datetime, read_at: datetime, zone: str) -> bool:
    market, last, sighted = row["market"], row["value_date"], row["captured_at"]
    if row["site"] == market or last is None or sighted is None or now - sighted > ALIVE:
        return False
    return not may_be_silent(market, last, (read_at - GRACE).astimezone(ZoneInfo(zone)).date())
