"""What every command shares: its options, where the store lies, and where its rows go."""

import os
import re
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rates.cli.forms import Format, Row, Types, as_parquet, as_text
from rates.cli.forms import plain as plain
from rates.cli.talk import leave_stdout, printable
from rates.config import store_folder
from rates.errors import RatesError, UsageError

if TYPE_CHECKING:
    from rates.fixings import Fixings
    from storage import Store

STDOUT = Path("-")

FormatOption = Annotated[
    Format | None,
    typer.Option("-f", "--format", metavar="FORM", help="table, json, jsonl, csv or parquet; -o's ending decides too."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="The same as --format json.")]
InputsArgument = Annotated[
    list[str], typer.Argument(metavar="INPUT", help="Files, folders, globs, URLs, archives, or - for stdin.")
]
InstrumentsArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="INSTRUMENT", help="USD/RUB, BRENT ...; all where none is named."),
]
OutputOption = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write to this file; - is stdout.")
]
StoreOption = Annotated[
    Path | None,
    typer.Option("--store", metavar="DIR", help="The store's folder (else RATES_STORE, the config, the data folder)."),
]
SinceOption = Annotated[
    str | None, typer.Option("-s", "--since", metavar="DAY", help="First day, inclusive (YYYY-MM-DD).")
]
UntilOption = Annotated[
    str | None, typer.Option("-e", "--until", metavar="DAY", help="Last day, inclusive (YYYY-MM-DD).")
]
LastOption = Annotated[
    str | None, typer.Option("--last", metavar="SPAN", help="Only the last stretch of time: 30d, 6w, 3m or 1y.")
]
AsOfOption = Annotated[
    str | None, typer.Option("--as-of", metavar="TIME", help="What was known at this time (ISO 8601).")
]
CapturedAtOption = Annotated[
    str | None,
    typer.Option(
        "--captured-at", metavar="TIME", help="When the pages were taken: ISO 8601 with an offset, or a date."
    ),
]
UrlOption = Annotated[str | None, typer.Option("--url", metavar="URL", help="The address a saved page came from.")]
SiteOption = Annotated[str | None, typer.Option("--site", metavar="SITE", help="Read the pages as this site's.")]

RejectedOption = Annotated[bool, typer.Option("--rejected", help="Print what could not be understood instead.")]


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


def fixings_of(store: "Store", *, as_of: datetime | None = None) -> "Fixings | None":
    """The official rows of a store as fixings, as they were known at a time."""
    from rates.fixings import NEEDED, Fixings

    rows = store.observations(as_of=as_of)
    official = rows.filter(rows["site"] == rows["market"]).select(NEEDED)
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


def capture_time(text: str | None) -> tuple[datetime | None, bool]:
    """The time that --captured-at names, and whether it is only a date; no page was taken in the future."""
    moment, on_day = instant(text, "--captured-at")
    if moment and moment > now() + timedelta(days=1):
        raise UsageError(f"--captured-at {text!r} lies in the future", hint="say when the pages were taken")
    return moment, on_day


def span(since: str | None, until: str | None, last: str | None, *, today: date) -> tuple[date | None, date | None]:
    """The days asked for by --since, --until and --last."""
    first, end = day(since, "--since"), day(until, "--until")
    if last:
        match = re.fullmatch(r"(\d{1,4})([dwmy])", last)
        if not match or first:
            raise UsageError(f"--last {last!r} cannot be used", hint="write --last 30d, 6w, 3m or 1y, without --since")
        days = round(int(match[1]) * {"d": 1, "w": 7, "m": 30.4375, "y": 365.25}[match[2]])
        last_day = end or today
        first = last_day - timedelta(days=min(days, (last_day - date.min).days))
    if first and end and first > end:
        raise UsageError(f"--since {first} is after --until {end}", hint="swap them")
    return first, end


def emit(
    rows: Sequence[Row],
    columns: Sequence[str],
    *,
    types: Types | None = None,
    format: Format | None = None,  # noqa: A002  the option's name
    json_flag: bool = False,
    output: Path | None = None,
) -> None:
    """Write rows: every key as data, or `columns` as a table for reading. `types` gives the keys where no row does."""
    file = None if output == STDOUT else output
    chosen = Format.JSON if json_flag else format or _form_of(file)
    if chosen is not Format.PARQUET:
        write_out(as_text(rows, columns, chosen, types=types), file)
    elif not file and sys.stdout and sys.stdout.isatty():
        raise UsageError("parquet is not for a terminal", hint="add -o rates.parquet")
    else:
        write_out(as_parquet(rows, types=types), file)


def write_out(content: str | bytes, file: Path | None = None) -> None:
    """Write to a file, or to stdout; text goes as UTF-8. RatesError where that cannot be done."""
    to_terminal = not file and sys.stdout and sys.stdout.isatty()
    if isinstance(content, str) and not to_terminal:
        content = content.encode("utf-8", "replace")
    elif isinstance(content, str):  # what a page printed must not drive a terminal
        content = printable(content).encode(sys.stdout.encoding, "replace")
    try:
        if file:
            _to_file(content, file)
        else:
            _to_stdout(content)
    except BrokenPipeError:
        sys.exit(141)  # 128 + SIGPIPE, as a shell counts
    except OSError as error:
        where = file or "to stdout"
        raise RatesError(f"cannot write {where}: {error.strerror}", hint="choose another file with -o") from error


def _to_file(content: bytes, file: Path) -> None:
    """A file is there whole, or as it was; what is no file (a pipe, a device) is written to as it is."""
    if file.exists() and not file.is_file():
        file.write_bytes(content)
        return
    target = file.resolve()  # what a link names is written, not the link
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _to_stdout(content: bytes) -> None:
    if sys.stdout is None:
        raise RatesError("stdout is closed", hint="choose a file with -o")
    try:
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
    except OSError:
        leave_stdout(1)
        raise


def _form_of(file: Path | None) -> Format:
    """The format that a file's ending names; without an ending, or as .txt, the table."""
    ending = file.suffix.lower().removeprefix(".") if file else ""
    if ending in {"", "txt"}:
        return Format.TABLE
    if ending not in set(Format):
        hint = "end it in .json, .jsonl, .csv, .parquet or .txt, or say the format with -f"
        raise UsageError(f"-o {file}: its ending names no format of rows", hint=hint)
    return Format(ending)
