"""The four tables of the store: the dataclasses of `rates.model` as Parquet columns.

Money is decimal(18,6) and instants are UTC microseconds. What does not fit exactly is an error: polars itself would
round a seventh decimal, and take a time without a zone for UTC, without a word.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from types import UnionType
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin, get_type_hints

from rates.errors import StoreError
from rates.model import Event, Observation, Rejection, Visit

if TYPE_CHECKING:
    import polars as pl

Row = Observation | Rejection | Event | Visit

DECIMALS = 6
DIGITS = 18
_LIMIT = Decimal(10) ** (DIGITS - DECIMALS)


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its folder's name, the dataclass of its rows, and the columns that its rows are sorted by."""

    name: str
    row: type[Row]
    order: tuple[str, ...]


OBSERVATIONS = Table(
    "observations", Observation, ("instrument", "market", "value_date", "published_at", "captured_at", "value_start")
)
REJECTIONS = Table("rejections", Rejection, ("site", "captured_at", "digest", "value_start"))
EVENTS = Table("events", Event, ("site", "published_at", "captured_at", "span_start"))
CAPTURES = Table("captures", Visit, ("captured_at", "site", "digest"))
# The order they are written in: a capture's row in the ledger comes last, when everything it counts is there.
TABLES = (OBSERVATIONS, REJECTIONS, EVENTS, CAPTURES)


@cache
def schema_of(table: Table) -> "dict[str, pl.DataType]":
    """Column names and polars types of a table, in the order of the dataclass."""
    return columns_of(hints_of(table.row))


def columns_of(hints: Mapping[str, Any]) -> "dict[str, pl.DataType]":
    """The column that holds each annotated value exactly."""
    return {name: _column_of(hint) for name, hint in hints.items()}


def _column_of(hint: Any) -> "pl.DataType":
    import polars as pl

    kind = _plain(hint)
    if kind is tuple:
        return pl.List(_column_of(get_args(hint)[0]))
    columns: dict[type, pl.DataType] = {
        str: pl.String(),
        int: pl.Int64(),
        Decimal: pl.Decimal(DIGITS, DECIMALS),
        date: pl.Date(),
        datetime: pl.Datetime("us", "UTC"),
    }
    return columns[kind]


def hints_of(row: type) -> dict[str, Any]:
    """The fields of a dataclass with their annotations, in order."""
    hints = get_type_hints(row)
    return {field.name: hints[field.name] for field in fields(row)}


def _plain(hint: Any) -> type:
    if get_origin(hint) in (Union, UnionType):
        (hint,) = (part for part in get_args(hint) if part is not type(None))
    return str if get_origin(hint) is Literal else get_origin(hint) or hint


def frame_of(table: Table, rows: Sequence[Row]) -> "pl.DataFrame":
    """Rows as a DataFrame of the table's schema. Raises StoreError on a value that its column cannot hold exactly."""
    import polars as pl

    columns = {name: _column(table, name, _plain(hint), rows) for name, hint in hints_of(table.row).items()}
    return pl.DataFrame(columns, schema=schema_of(table))


def _column(table: Table, name: str, kind: type, rows: Sequence[Any]) -> list[Any]:
    values = [getattr(row, name) for row in rows]
    if fits := _FITS.get(kind):
        for row, value in zip(rows, values, strict=True):
            if value is not None and not fits(value):
                raise _misfit(table, name, row, value)
    return values


def _misfit(table: Table, name: str, row: Any, value: object) -> StoreError:
    return StoreError(
        f"{table.name}: {name} {value!r} does not fit its column exactly, in {row.source!r}, id {row.id}",
        hint="nothing of this batch was stored: leave that input out, and please report it",
    )


def _fits_money(value: Decimal) -> bool:
    return value.is_finite() and abs(value) < _LIMIT and value == round(value, DECIMALS)


def _fits_instant(value: datetime) -> bool:
    return value.tzinfo is not None


def _fits_text(value: str) -> bool:
    return value.isascii() or value == value.encode("utf-8", "replace").decode()


_FITS: dict[type, Callable[[Any], bool]] = {Decimal: _fits_money, datetime: _fits_instant, str: _fits_text}
