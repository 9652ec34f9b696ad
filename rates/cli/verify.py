"""`rates verify`: each observed fixing against the official one; what differs, and what explains it."""

from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from rates.cli.common import (
    AsOfOption,
    FormatOption,
    JsonOption,
    LastOption,
    OutputOption,
    SinceOption,
    StoreOption,
    UntilOption,
    emit,
    fixings_of,
    now,
    open_store,
    span,
)
from rates.cli.lines import known_at
from rates.cli.talk import complain, say

if TYPE_CHECKING:
    from rates.verify import Verdict

OBSERVED = ["instrument", "site", "value_date", "dated_by", "value"]
COLUMNS = [*OBSERVED, "official_value", "change", "official_change", "verdict"]
EXPLAINED = [*COLUMNS, "explanation"]
MISMATCH, NOTHING = 5, 4


class FailOn(StrEnum):
    """Which finding makes the command fail."""

    DIFFER = "differ"
    VALUE = "value"
    NO_OFFICIAL = "no-official"
    NEVER = "never"


def command(
    instruments: Annotated[list[str] | None, typer.Argument(help="USD/RUB ...; all where none is named.")] = None,
    since: SinceOption = None,
    until: UntilOption = None,
    last: LastOption = None,
    as_of: AsOfOption = None,
    fail_on: Annotated[
        FailOn, typer.Option("--fail-on", help="Exit 5 on any difference, a value's, a rate the bank lacks; or never.")
    ] = FailOn.DIFFER,
    differing: Annotated[bool, typer.Option("--differing", help="Print only what differs.")] = False,
    format: FormatOption = None,  # noqa: A002  the option's name
    json: JsonOption = False,
    output: OutputOption = None,
    store: StoreOption = None,
) -> int:
    """Compare observed fixings with the official series."""
    from dataclasses import asdict

    from rates.verify import verify

    opened = open_store(store)
    first, end = span(since, until, last, today=now().date())
    moment = known_at(as_of)
    rows = opened.observations(as_of=moment)
    fixings = fixings_of(opened, as_of=moment)
    if fixings is None:
        then = f" as of {as_of}" if as_of else ""
        return complain(f"the store holds no official series{then}", "rates official cbr", NOTHING)
    wanted = {each.upper() for each in instruments or []}
    found = [
        verdict
        for verdict in verify(rows.iter_rows(named=True), fixings)
        if (not wanted or verdict.instrument in wanted)
        and (first is None or verdict.value_date >= first)
        and (end is None or verdict.value_date <= end)
    ]
    if not found:
        return complain("no dated fixing of these banks to compare", "rates show lists the series", NOTHING)
    shown = [verdict for verdict in found if verdict.verdict == "differ"] if differing else found
    columns = EXPLAINED if any(verdict.explanation for verdict in shown) else COLUMNS
    if shown or json:
        emit([asdict(verdict) for verdict in shown], columns, format=format, json_flag=json, output=output)
    _tell(found)
    return MISMATCH if any(_fails(verdict, fail_on) for verdict in found) else 0


def _fails(verdict: "Verdict", fail_on: FailOn) -> bool:
    if fail_on is FailOn.NEVER:
        return False
    if fail_on is FailOn.VALUE:
        return verdict.value_agreement == "differ"
    if fail_on is FailOn.NO_OFFICIAL:
        return verdict.verdict in {"differ", "no-official"}
    return verdict.verdict == "differ"


def _tell(found: list["Verdict"]) -> None:
    counts = Counter[str](verdict.verdict for verdict in found if verdict.confirms)
    words = ("equal", "rounding", "differ", "no-official")
    said = ", ".join(f"{counts[word]} {word}" for word in words if counts[word])
    say(f"{counts.total()} compared" + (f": {said}" if said else ""))
    own = sum(not verdict.confirms for verdict in found)
    if own:
        say(f"{own} more were dated by the official series itself: that they agree is no confirmation of it")
