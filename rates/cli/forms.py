"""Rows as text or bytes: a table for reading, JSON, CSV or Parquet, every number exact."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from unicodedata import combining, east_asian_width

from rates.cli.talk import printable

Row = Mapping[str, Any]
Types = Mapping[str, Any]

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Format(StrEnum):
    """The forms rows can leave in."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"


def as_text(rows: Sequence[Row], columns: Sequence[str], form: Format, *, types: Types | None = None) -> str:
    """Rows as text: every key as data, or `columns` as a table for reading."""
    if form is Format.JSON:
        return json.dumps([plain(row) for row in rows], ensure_ascii=False, indent=2) + "\n"
    if form is Format.JSONL:
        return "".join(json.dumps(plain(row), ensure_ascii=False) + "\n" for row in rows)
    if form is Format.CSV:
        return _csv(rows, list(rows[0] if rows else types or columns))
    return _table(rows, columns)


def as_parquet(rows: Sequence[Row], *, types: Types | None = None) -> bytes:
    """Rows as a Parquet file; without `types` its columns are what these rows happen to hold."""
    import polars as pl

    from storage.tables import columns_of

    cells = [{key: list(cell) if isinstance(cell, tuple) else cell for key, cell in row.items()} for row in rows]
    buffer = io.BytesIO()
    pl.DataFrame(cells, schema=columns_of(types) if types else None, infer_schema_length=None).write_parquet(buffer)
    return buffer.getvalue()


def plain(value: Any) -> Any:
    """A value as JSON has it: numbers exact as strings, times as ISO 8601, absent as null."""
    if isinstance(value, Decimal):
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    if isinstance(value, Mapping):
        return {key: plain(each) for key, each in value.items()}
    return value


def _csv(rows: Sequence[Row], keys: Sequence[str]) -> str:
    text = io.StringIO(newline="")
    out = csv.writer(text, lineterminator="\n")
    out.writerow(keys)
    out.writerows([_csv_cell(row[key]) for key in keys] for row in rows)
    return text.getvalue()


def _csv_cell(value: Any) -> Any:
    """Text that a spreadsheet would run as a formula gets an apostrophe in front (OWASP, CSV injection)."""
    cell = plain(value)
    if isinstance(cell, list):
        cell = " ".join(str(each) for each in cell)
    if isinstance(value, str | list | tuple) and str(cell).startswith(_FORMULA):
        return f"'{cell}"
    return cell


def _table(rows: Sequence[Row], columns: Sequence[str]) -> str:
    if not rows:
        return ""
    aligned = [_column(name, [row[name] for row in rows]) for name in columns]
    return "".join("  ".join(line).rstrip() + "\n" for line in zip(*aligned, strict=True))


def _column(name: str, values: Sequence[Any]) -> list[str]:
    """The header and the cells, as wide as the widest; numbers stand point under point."""
    cells = [_cell(value) for value in values]
    numbers = all(isinstance(value, Decimal | int | None) for value in values)
    if numbers:
        deepest = max(len(_decimals(cell)) for cell in cells)
        cells = [cell + " " * (deepest - len(_decimals(cell))) for cell in cells]
    wide = max(map(_width, [name, *cells]))
    blanks = [" " * (wide - _width(cell)) for cell in [name, *cells]]
    return [blank + cell if numbers else cell + blank for cell, blank in zip([name, *cells], blanks, strict=True)]


def _decimals(cell: str) -> str:
    return "".join(cell.partition(".")[1:])


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    cell = plain(value)
    return printable(" ".join(cell) if isinstance(cell, list) else str(cell)).replace("\n", " ")


def _width(text: str) -> int:
    return sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text)
