"""What every command shares: its options, where the store lies, and rows going out as table, JSON, CSV or Parquet."""

import json
import re
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO
from unicodedata import east_asian_width

import typer

from rates.cli.talk import printable
from rates.config import store_folder
from rates.errors import RatesError, UsageError

if TYPE_CHECKING:
    from rates.fixings import Fixings
    from storage import Store

Row = Mapping[str, Any]


class Format(StrEnum):
    """The forms rows can leave in."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"


FormatOption = Annotated[
    Format | None, typer.Option("-f", "--format", help="table, json, jsonl, csv or parquet; -o's ending decides too.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="The same as --format json.")]
OutputOption = Annotated[Path | None, typer.Option("-o", "--output", help="Write to this file instead of stdout.")]
StoreOption = Annotated[
    Path | None, typer.Option("--store", help="The store's folder (else RATES_STORE, the config, the data folder).")
]
SinceOption = Annotated[str | None, typer.Option("-s", "--since", help="First day, inclusive (YYYY-MM-DD).")]
UntilOption = Annotated[str | None, typer.Option("-e", "--until", help="Last day, inclusive (YYYY-MM-DD).")]
LastOption = Annotated[str | None, typer.Option("--last", help="Only the last stretch of time: 30d, 6w, 3m or 1y.")]
AsOfOption = Annotated[str | None, typer.Option("--as-of", help="What was known at this time (ISO 8601).")]
CapturedAtOption = Annotated[
    str | None, typer.Option("--captured-at", help="When the pages were taken: ISO 8601 with an offset, or a date.")
]
UrlOption = Annotated[str | None, typer.Option("--url", help="The address a saved page came from.")]
SiteOption = Annotated[str | None, typer.Option("--site", help="Read the pages as this site's.")]

_ENDINGS = {".json": Format.JSON, ".jsonl": Format.JSONL, ".csv": Format.CSV, ".parquet": Format.PARQUET}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def now() -> datetime:
    """The one place where a command reads the clock."""
    return datetime.now(UTC)


def open_store(given: Path | None, *, create: bool = False) -> "Store":
    """The store of this run."""
    from storage import Store

    return Store.open(store_folder(given), create=create)


def known_fixings(given: Path | None) -> "Fixings | None":
    """The official series that the store holds; None where there is no store yet or it holds none."""
    if not (store_folder(given) / "observations").is_dir():
        return None
    return fixings_of(open_store(given))


def fixings_of(store: "Store") -> "Fixings | None":
    """The official rows of a store as fixings."""
    from rates.fixings import Fixings

    rows = store.observations()
    official = rows.filter(rows["site"] == rows["market"])
    return Fixings.from_rows(official.iter_rows(named=True)) if official.height else None


def day(text: str | None, option: str) -> date | None:
    """A date option."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{option} {text!r} is not a date", hint="write it as 2024-04-25") from None


def instant(text: str | None, option: str) -> tuple[datetime | None, bool]:
    """A time option, and whether it is only a date; a time without an offset is refused, not guessed."""
    if text is None:
        return None, False
    hint = "write it as 2024-04-25T01:10+03:00, or as a date 2024-04-25"
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{option} {text!r} is not a time", hint=hint) from None
    if re.fullmatch(r"\d{4}-?\d\d-?\d\d", text):
        return moment.replace(tzinfo=UTC), True
    if moment.tzinfo is None:
        raise UsageError(f"{option} {text!r} does not say its offset from UTC", hint=hint)
    return moment, False


def span(since: str | None, until: str | None, last: str | None, *, today: date) -> tuple[date | None, date | None]:
    """The days asked for by --since, --until and --last."""
    first, end = day(since, "--since"), day(until, "--until")
    if last:
        match = re.fullmatch(r"(\d{1,4})([dwmy])", last)
        if not match or first:
            raise UsageError(f"--last {last!r} cannot be used", hint="write --last 30d, 6w, 3m or 1y, without --since")
        days = int(match[1]) * {"d": 1, "w": 7, "m": 30.4375, "y": 365.25}[match[2]]
        first = (end or today) - timedelta(days=round(days))
    if first and end and first > end:
        raise UsageError(f"--since {first} is after --until {end}", hint="swap them")
    return first, end


def emit(
    rows: Sequence[Row],
    columns: Sequence[str],
    *,
    format: Format | None = None,  # noqa: A002  the option's name
    json_flag: bool = False,
    output: Path | None = None,
) -> None:
    """Write rows: every key as data, or `columns` as a table for reading."""
    chosen = Format.JSON if json_flag else format or _ENDINGS.get(output.suffix if output else "", Format.TABLE)
    if chosen is Format.PARQUET:
        _write_parquet(rows, output)
        return
    if output is None:
        _write(rows, columns, chosen, sys.stdout)
        sys.stdout.flush()
        return
    try:
        with output.open("w", encoding="utf-8", newline="") as file:
            _write(rows, columns, chosen, file)
    except OSError as error:
        raise RatesError(f"cannot write {output}: {error.strerror}", hint="choose another file for -o") from error


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


def _write(rows: Sequence[Row], columns: Sequence[str], chosen: Format, file: TextIO) -> None:
    if chosen is Format.JSON:
        file.write(json.dumps([plain(row) for row in rows], ensure_ascii=False, indent=2) + "\n")
    elif chosen is Format.JSONL:
        file.writelines(json.dumps(plain(row), ensure_ascii=False) + "\n" for row in rows)
    elif chosen is Format.CSV:
        _write_csv(rows, columns, file)
    else:
        _write_table(rows, columns, file)


def _write_csv(rows: Sequence[Row], columns: Sequence[str], file: TextIO) -> None:
    import csv

    keys = list(rows[0]) if rows else list(columns)
    out = csv.writer(file, lineterminator="\n")
    out.writerow(keys)
    out.writerows([_csv_cell(row[key]) for key in keys] for row in rows)


def _csv_cell(value: Any) -> Any:
    """Text that a spreadsheet would run as a formula gets an apostrophe in front (OWASP, CSV injection)."""
    cell = plain(value)
    if isinstance(cell, list):
        cell = " ".join(str(each) for each in cell)
    if isinstance(value, str | list | tuple) and str(cell).startswith(_FORMULA):
        return f"'{cell}"
    return cell


def _write_parquet(rows: Sequence[Row], output: Path | None) -> None:
    import polars

    frame = polars.DataFrame(
        [{key: list(cell) if isinstance(cell, tuple) else cell for key, cell in row.items()} for row in rows],
        infer_schema_length=None,
    )
    if output:
        try:
            frame.write_parquet(output)
        except OSError as error:
            raise RatesError(f"cannot write {output}: {error}", hint="choose another file for -o") from error
    elif sys.stdout.isatty():
        raise UsageError("parquet is not for a terminal", hint="add -o rates.parquet")
    else:
        frame.write_parquet(sys.stdout.buffer)


def _write_table(rows: Sequence[Row], columns: Sequence[str], file: TextIO) -> None:
    if not rows:
        return
    cells = [[_cell(row[column]) for column in columns] for row in rows]
    right = [all(isinstance(row[column], Decimal | int | None) for row in rows) for column in columns]
    widths = [max(_width(text) for text in column) for column in zip(columns, *cells, strict=True)]
    for line in [list(columns), *cells]:
        padded = [
            " " * (width - _width(text)) + text if flush else text + " " * (width - _width(text))
            for text, width, flush in zip(line, widths, right, strict=True)
        ]
        file.write("  ".join(padded).rstrip() + "\n")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    cell = plain(value)
    return printable(" ".join(cell) if isinstance(cell, list) else str(cell)).replace("\n", " ")


def _width(text: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)
