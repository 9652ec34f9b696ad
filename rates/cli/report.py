"""`rates report`: the series as one self-contained HTML page, with where each number came from."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rates.cli.common import (
    STDOUT,
    AsOfOption,
    InstrumentsArgument,
    LastOption,
    SinceOption,
    StoreOption,
    UntilOption,
    now,
    write_out,
)
from rates.cli.talk import counted, say

if TYPE_CHECKING:
    from storage import Store

EXAMPLES = """
rates report                                 every series, into rates-report.html
rates report USD/RUB --last 1y -o usd.html
rates report --as-of 2024-05-01T00:00+00:00  what was known at the start of May
"""
REPORT = Path("rates-report.html")


def command(
    instruments: InstrumentsArgument = None,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", help="The file to write; - is stdout.")
    ] = REPORT,
    title: Annotated[str, typer.Option("--title", metavar="TEXT", help="The page's title.")] = "Currency series",
    since: SinceOption = None,
    until: UntilOption = None,
    last: LastOption = None,
    as_of: AsOfOption = None,
    store: StoreOption = None,
) -> int:
    """Draw the series as one self-contained HTML page."""
    from rates.cli.lines import nothing_found

    drawn = draw(store, output, instruments or [], title=title, since=since, until=until, last=last, as_of=as_of)
    if not drawn:
        return nothing_found(store)
    if output != STDOUT:
        write_out(os.fsencode(f"{output}\n"))
    return 0


def draw(
    store: "Path | Store | None",
    output: Path,
    instruments: Sequence[str] = (),
    *,
    title: str = "Currency series",
    since: str | None = None,
    until: str | None = None,
    last: str | None = None,
    as_of: str | None = None,
) -> int:
    """Write the report and give the number of series on it; nothing is written where there is none."""
    from rates.cli.lines import known_at, lines_of
    from reports import render

    lines = lines_of(store, instruments, since=since, until=until, last=last, as_of=as_of)
    if lines:
        page = render(lines, title=title, generated_at=now(), as_of=known_at(as_of))
        write_out(page, None if output == STDOUT else output)
        say(f"drew {len(lines)} series with {counted(sum(len(line.points) for line in lines), 'value')}")
    return len(lines)
