"""The ledger's visits of a site as status needs them: when, what came of it, and how many quotes stood there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

COLUMNS = ("captured_at", "site", "outcome", "reason", "digest", "observations", "size")


@dataclass(frozen=True, slots=True)
class Sighting:
    """One visit. `quotes` of a page that had not changed are those of its first capture."""

    at: datetime
    outcome: str
    reason: str | None
    quotes: int
    unchanged: bool

    @property
    def failed(self) -> bool:
        """Whether nothing could be read."""
        return self.outcome == "failed"


def sightings(visits: "pl.DataFrame", *, since: datetime, until: datetime) -> Mapping[str, Sequence[Sighting]]:
    """The visits between two moments by site, and each site's last reading however old, in order of time.

    What a wrong clock has put after `until` tells nothing of how things are, and is left out.
    """
    import polars as pl

    visits = visits.filter(pl.col("captured_at") <= until)
    quotes = visits.group_by("digest").agg(pl.col("observations").max().alias("quotes"))
    read_at = pl.col("captured_at").filter(pl.col("outcome") != "failed")
    wanted = (pl.col("captured_at") >= since) | (pl.col("captured_at") == read_at.max().over("site"))
    rows = (
        visits.filter(wanted & pl.col("site").is_not_null())
        .select(COLUMNS)
        .join(quotes, on="digest", how="left")
        .sort("captured_at", "site", "digest")
    )
    found: dict[str, list[Sighting]] = {}
    for at, site, outcome, reason, _, seen, size, first in rows.iter_rows():
        unchanged = outcome != "failed" and seen == 0 and size == 0
        found.setdefault(site, []).append(Sighting(at, outcome, reason, 0 if outcome == "failed" else first, unchanged))
    return found
