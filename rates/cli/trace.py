"""`rates trace`: from a row back to the bytes it was read from."""

from typing import TYPE_CHECKING, Annotated

import typer

from rates.cli.common import (
    STDOUT,
    FormatOption,
    JsonOption,
    OutputOption,
    StoreOption,
    emit,
    fixings_of,
    now,
    open_store,
    plain,
    write_out,
)
from rates.cli.talk import say
from rates.config import load

if TYPE_CHECKING:
    from rates.trace import Trace

COLUMNS = ["step", "what", "text"]


def command(
    id: Annotated[str, typer.Argument(help="A row's id, or its first characters.")],  # noqa: A002  the argument's name
    raw: Annotated[bool, typer.Option("--raw", help="Write the page's bytes instead.")] = False,
    format: FormatOption = None,  # noqa: A002  the option's name
    json: JsonOption = False,
    output: OutputOption = None,
    store: StoreOption = None,
) -> int:
    """Show a row's record, its snippet, how each field was settled, and whether it still reads the same."""
    from rates.collect.session import raw_folder
    from rates.trace import trace

    settings, target = load().settings, open_store(store)
    place = raw_folder(settings, target.path)
    found = trace(target, place, id, now=now(), settings=settings, fixings=fixings_of(target))
    if raw:
        write_out(found.capture.content, None if output == STDOUT else output)
        return 0
    emit(_rows(found), COLUMNS, format=format, json_flag=json, output=output)
    if found.gone:
        say("today's parser does not read this quote any more")
    return 0


def _rows(found: "Trace") -> list[dict[str, str]]:
    row = found.row
    steps = [
        ("row", row["id"], f"{row['site']} {row['instrument']} {row['market']} {plain(row['value'])}"),
        ("capture", row["url"] or row["source"], f"taken {plain(row['captured_at'])}, sha256 {found.capture.digest}"),
        ("bytes", found.place, f"{len(found.capture.content)} bytes, the same that were read"),
        ("snippet", f"{row['span_start']}:{row['span_end']}", " ".join(found.snippet.split())),
    ]
    for each in found.evidence:
        of = f" (of {', '.join(each.candidates)})" if each.candidates else ""
        steps.append(("evidence", each.field, f"{each.text!r}: {each.rule} -> {each.decided or 'open'}{of}"))
    for name, (old, new) in found.changes.items():
        steps.append(("differs", name, f"{plain(old)} -> {plain(new)}"))
    if found.gone:
        steps.append(("differs", "row", "not read any more"))
    elif not found.changes:
        steps.append(("reads", row["parser"], "the same today"))
    return [dict(zip(COLUMNS, step, strict=True)) for step in steps]
