"""`rates ingest`: read pages into the store."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rates.cli.common import (
    CapturedAtOption,
    SiteOption,
    StoreOption,
    UrlOption,
    fixings_of,
    instant,
    now,
    open_store,
)
from rates.cli.outcomes import leave, tell
from rates.cli.talk import Progress, say
from rates.config import store_folder

if TYPE_CHECKING:
    from rates.ingest import Tally


def command(
    inputs: Annotated[list[str], typer.Argument(help="Files, folders, globs, URLs, archives, or - for stdin.")],
    captured_at: CapturedAtOption = None,
    url: UrlOption = None,
    site: SiteOption = None,
    store: StoreOption = None,
    jobs: Annotated[int, typer.Option("-j", "--jobs", min=1, help="Read with this many processes.")] = 1,
    dry_run: Annotated[bool, typer.Option("-n", "--dry-run", help="Read, count, store nothing.")] = False,
    report: Annotated[Path | None, typer.Option("--report", help="Also draw the store's report to this file.")] = None,
) -> int:
    """Read pages into the store: what they quote, their headlines, and a ledger row for each."""
    from rates.ingest import ingest
    from rates.inputs import captures

    moment, on_day = instant(captured_at, "--captured-at")
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

        draw(target, report)
    return leave(tally)


def summary(tally: "Tally", where: str) -> str:
    """One line: what was read and where it went."""
    quotes = ", ".join(f"{count:,} {status}" for status, count in sorted(tally.statuses.items())) or "no"
    outcomes = ", ".join(f"{count:,} {outcome}" for outcome, count in sorted(tally.outcomes.items())) or "none"
    known = f", {tally.known:,} known before" if tally.known else ""
    failed = f", {len(tally.failures):,} failed" if tally.failures else ""
    return f"{tally.inputs:,} inputs: {outcomes}{failed}{known}; {quotes} quotes -> {where}"
