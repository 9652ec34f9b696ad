"""`rates parse`: print the quotes of pages, store nothing; `--explain` prints how each field was settled."""

from typing import Annotated, Any

import typer

from rates.cli.common import (
    CapturedAtOption,
    FormatOption,
    InputsArgument,
    JsonOption,
    OutputOption,
    RejectedOption,
    SiteOption,
    StoreOption,
    UrlOption,
    capture_time,
    emit,
    known_fixings,
    now,
)
from rates.cli.outcomes import leave, tell
from rates.cli.talk import Progress

EXAMPLES = """
rates parse page.html --captured-at 2024-04-25T01:10+03:00
rates parse saved/ -f jsonl                  a line a quote, of every page in a folder
rates parse 'crawl-*.warc.gz' -o quotes.parquet
curl -si https://news.example/ | rates parse -
rates parse page.html --explain              how each field was settled
"""
QUOTES = ["instrument", "market", "side", "value", "change", "change_percent", "value_date", "published_at", "status"]
EVIDENCE = ["instrument", "market", "field", "text", "rule", "candidates", "decided"]
REJECTED = ["source", "label", "value_text", "reason", "quote_text"]
EVENTS = ["published_at", "section", "title", "dated_by"]


def command(
    inputs: InputsArgument,
    captured_at: CapturedAtOption = None,
    url: UrlOption = None,
    site: SiteOption = None,
    explain: Annotated[bool, typer.Option("--explain", help="Print how each field was settled.")] = False,
    events: Annotated[bool, typer.Option("--events", help="Print the dated headlines instead.")] = False,
    rejected: RejectedOption = False,
    format: FormatOption = None,  # noqa: A002  the option's name
    json: JsonOption = False,
    output: OutputOption = None,
    store: StoreOption = None,
) -> int:
    """Print the quotes of pages; store nothing."""
    from rates.ingest import Tally, count, read
    from rates.inputs import Failure, captures

    moment, on_day = capture_time(captured_at)
    fixings, tally, rows = known_fixings(store), Tally(), []
    progress = Progress("pages")
    for found in captures(inputs, now=now(), captured_at=moment, captured_on_day=on_day, url=url):
        progress.step()
        if isinstance(found, Failure):
            tally.failures.append(found)
            continue
        reading = read(found, now=now(), site=site, fixings=fixings)
        count(tally, reading)
        rows += _rows(reading, explain=explain, events=events, rejected=rejected)
    progress.end()
    columns, types = _shape(explain=explain, events=events, rejected=rejected)
    if len({row.get("source") for row in rows}) > 1 and "source" not in columns:
        columns = [*columns, "source"]  # rows of several pages say which is whose
    emit(rows, columns, types=types, format=format, json_flag=json, output=output)
    tell(tally, asked=captured_at is None)
    return leave(tally)


def _rows(reading: Any, *, explain: bool, events: bool, rejected: bool) -> list[dict[str, Any]]:
    from dataclasses import asdict

    resolved = reading.resolved
    if events:
        return [asdict(event) for event in resolved.events]
    if rejected:
        return [asdict(row) for row in resolved.rejections]
    if not explain:
        return [asdict(row) for row in resolved.observations]
    return [
        {"id": row.id, "instrument": row.instrument, "market": row.market, **asdict(step)}
        for row in resolved.observations
        for step in resolved.evidence[row.id]
    ]


def _shape(*, explain: bool, events: bool, rejected: bool) -> tuple[list[str], dict[str, Any]]:
    """The columns of the table, and all keys of the data with their types."""
    from rates.evidence import Evidence
    from rates.model import Event, Observation, Rejection
    from storage.tables import hints_of

    if events:
        return EVENTS, hints_of(Event)
    if rejected:
        return REJECTED, hints_of(Rejection)
    if not explain:
        return QUOTES, hints_of(Observation)
    return EVIDENCE, {"id": str, "instrument": str, "market": str} | hints_of(Evidence)
