"""`rates ingest`: read pages into the store."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rates.cli.common import (
    CapturedAtOption,
    InputsArgument,
    SiteOption,
    StoreOption,
    UrlOption,
    capture_time,
    fixings_of,
    now,
    open_store,
)
from rates.cli.outcomes import leave, tell
from rates.cli.talk import Progress, counted, say
from rates.config import store_folder
from rates.errors import UsageError

if TYPE_CHECKING:
    from rates.ingest import Tally

EXAMPLES = """
rates ingest saved/ crawl.warc.gz --jobs 4
rates ingest page.html --captured-at 2024-04-25 --report report.html
rates ingest saved/ --dry-run                read and count; store nothing
"""


def command(
    inputs: InputsArgument,
    captured_at: CapturedAtOption = None,
    url: UrlOption = None,
    site: SiteOption = None,
    store: StoreOption = None,
    jobs: Annotated[int, typer.Option("-j", "--jobs", metavar="N", min=1, help="Read with N processes.")] = 1,
    dry_run: Annotated[bool, typer.Option("-n", "--dry-run", help="Read, count, store nothing.")] = False,
    report: Annotated[
        Path | None, typer.Option("--report", metavar="FILE", help="Also draw the store's report.")
    ] = None,
) -> int:
    """Read pages into the store: what they quote, their headlines, and a ledger row for each."""
    from rates.ingest import ingest
    from rates.inputs import captures

    if dry_run and report:
        raise UsageError("--dry-run stores nothing for --report to draw", hint="leave one of the two out")
    moment, on_day = capture_time(captured_at)
    target = None if dry_run else open_store(store, create=True)
    progress = Progress("pages")
    tally = ingest(
        captures(inputs, now=now(), captured_at=moment, captured_on_day=on_day, url=url),
        target,
        now=now(),
        site=site,
        fixings=fixings_of(target) if target else None,
        jobs=jobs,
        on_input=progress.step,
    )
    progress.end()
    say(summary(tally, "nothing" if dry_run else str(store_folder(store))))
    tell(tally, asked=captured_at is None)
    if report and target:
        from rates.cli.report import draw

        if not draw(target, report):
            say(f"no values to draw: {report} was not written")
    return leave(tally)


def summary(tally: "Tally", where: str) -> str:
    """One line: what was read and where it went."""
    pages = [f"{tally.outcomes['quotes']:,} with quotes"] if tally.outcomes["quotes"] else []
    pages += [f"{count:,} {outcome}" for outcome, count in sorted(tally.outcomes.items()) if outcome != "quotes"]
    pages += [f"{len(tally.failures):,} failed"] if tally.failures else []
    pages += [f"{tally.known:,} known before"] if tally.known else []
    quotes = ", ".join(f"{count:,} {status}" for status, count in sorted(tally.statuses.items())) or "none"
    return f"{counted(tally.inputs, 'input')}: {', '.join(pages) or 'none'}; quotes: {quotes} -> {where}"
