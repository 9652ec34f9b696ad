"""Reading is a set union: the same rows come out whatever files hold them, in whatever order, however often.

Rows of one id and one content are one row, the one that was stored first. A row of the same id with another content
is a later reading: the newest is current. What a row says is its content; when and where it was met is not.
"""

from typing import TYPE_CHECKING

from storage.tables import Table, schema_of

if TYPE_CHECKING:
    import polars as pl

MET = ("ingested_at", "source", "url")


def union(table: Table, frame: "pl.DataFrame", *, history: bool) -> "pl.DataFrame":
    """The rows of `frame` once each, sorted: every reading of every id with `history`, else the newest of each."""
    import polars as pl

    repeated = frame.get_column("id").is_duplicated()
    if not repeated.any():
        return frame.sort(*table.order, "id")
    readings = _readings(table, frame.filter(repeated))
    if not history:
        readings = readings.unique("id", keep="last", maintain_order=True)
    rows = pl.concat([frame.filter(~repeated), readings])
    return rows.sort(*table.order, "id", "ingested_at", maintain_order=True)


def _readings(table: Table, frame: "pl.DataFrame") -> "pl.DataFrame":
    # Two contents stored in one instant: an empty cell sorts first, so the reading that settled more is the newest.
    import polars as pl

    content = [name for name in schema_of(table) if name not in MET]
    ranks = [pl.col(name).list.join("\n") if name == "reasons" else pl.col(name) for name in content]
    met = frame.sort(*MET).unique(content, keep="first", maintain_order=True)
    return met.sort("ingested_at", *ranks)
