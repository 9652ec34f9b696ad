"""`rates show`: the series as a table or as data, one value a day."""

from typing import Annotated

import typer

from rates.cli.common import (
    AsOfOption,
    FormatOption,
    InstrumentsArgument,
    JsonOption,
    LastOption,
    OutputOption,
    RejectedOption,
    SinceOption,
    StoreOption,
    UntilOption,
    emit,
    open_store,
)
from rates.cli.talk import counted, say

EXAMPLES = """
rates show --list                            which series there are
rates show USD/RUB --since 2024-04-01 -o april.csv
rates show USD/RUB --last 1y -f parquet > usd.parquet
rates show --undated                         what no line holds yet
"""
VALUES = ["instrument", "market", "side", "site", "day", "value", "change", "change_percent", "status", "sightings"]
REJECTED = ["site", "captured_at", "label", "value_text", "reason", "quote_text", "source"]
LISTED = ["instrument", "market", "side", "site", "days", "first", "last", "value", "undated"]
UNDATED = ["instrument", "market", "site", "value", "change", "value_date_text", "published_text", "id"]


def command(
    instruments: InstrumentsArgument = None,
    since: SinceOption = None,
    until: UntilOption = None,
    last: LastOption = None,
    as_of: AsOfOption = None,
    listed: Annotated[bool, typer.Option("--list", help="A row a series, not a row a day.")] = False,
    undated: Annotated[bool, typer.Option("--undated", help="Only the quotes whose day is open.")] = False,
    rejected: RejectedOption = False,
    format: FormatOption = None,  # noqa: A002  the option's name
    json: JsonOption = False,
    output: OutputOption = None,
    store: StoreOption = None,
) -> int:
    """Print the series as a table or data, one value a day."""
    from rates.cli.lines import known_at, lines_of, nothing_found, overview, points, types_of_points
    from rates.model import Rejection
    from storage.tables import hints_of

    if rejected:
        rows = open_store(store).rejections(as_of=known_at(as_of)).rows(named=True)
        emit(rows, REJECTED, types=hints_of(Rejection), format=format, json_flag=json, output=output)
        return 0
    lines = lines_of(store, instruments or [], since=since, until=until, last=last, as_of=as_of)
    if listed and lines:
        emit([overview(line) for line in lines], LISTED, format=format, json_flag=json, output=output)
        return 0
    rows = [row for line in lines for row in points(line, undated=undated)]
    waiting = sum(len(line.undated) for line in lines)
    columns, types = UNDATED if undated else VALUES, types_of_points(undated=undated)
    emit(rows, columns, types=types, format=format, json_flag=json, output=output)
    if waiting and not undated:
        where = "`rates show --undated` lists them, `rates resolve` settles them"
        say(f"on no line: {counted(waiting, 'undated quote')}; {where}")
    if not rows and not waiting:
        return nothing_found(store)
    return 0
