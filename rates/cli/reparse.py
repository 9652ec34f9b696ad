"""`rates reparse`: today's parsers over all raw captures, and what that would change."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from rates.cli.common import (
    FormatOption,
    JsonOption,
    OutputOption,
    StoreOption,
    emit,
    fixings_of,
    now,
    open_store,
    plain,
)
from rates.cli.talk import Progress, complain, say
from rates.config import load

if TYPE_CHECKING:
    from rates.reparse import Difference

COLUMNS = ["what", "instrument", "value_date", "value", "captured_at", "site", "changes", "id"]


def command(
    write: Annotated[bool, typer.Option("--write", help="Store what reads differently, as later readings.")] = False,
    format: FormatOption = None,  # noqa: A002  the option's name
    json: JsonOption = False,
    output: OutputOption = None,
    store: StoreOption = None,
) -> int:
    """Read all raw captures again and print the rows gained, lost and changed."""
    from rates.collect.session import raw_folder
    from rates.reparse import reparse

    settings, target = load().settings, open_store(store)
    progress = Progress("captures")
    done = reparse(
        target,
        raw_folder(settings, target.path),
        now=now(),
        settings=settings,
        fixings=fixings_of(target),
        write=write,
        on_capture=progress.step,
    )
    progress.end()
    emit([_row(each) for each in done.differences], COLUMNS, format=format, json_flag=json, output=output)
    for error in done.damaged:
        complain(str(error), "`rates doctor` tells what a kill cut short from what is lost", 1)
    counts = ", ".join(f"{_count(done.differences, what)} {what}" for what in ("gained", "lost", "changed"))
    say(f"{done.captures} captures read again: {done.same} rows the same, {counts}" + ("; stored" if write else ""))
    if done.differences and not write:
        say("`rates reparse --write` stores the gained and the changed beside the earlier readings")
    return 0 if done.captures else complain("no raw captures here", "rates collect", 4)


def _count(differences: "list[Difference]", what: str) -> int:
    return sum(1 for each in differences if each.what == what)


def _row(each: "Difference") -> dict[str, Any]:
    from dataclasses import asdict

    changes = "; ".join(f"{name}: {plain(old)} -> {plain(new)}" for name, (old, new) in each.changes.items())
    return asdict(each) | {"changes": changes}
