"""`rates demo`: the whole job on bundled pages: official series, pages, store, report."""

import os
import tomllib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from rates.cli.common import fixings_of, now, write_out
from rates.cli.ingest import summary
from rates.cli.outcomes import tell
from rates.cli.report import draw
from rates.cli.talk import say
from rates.errors import StoreError
from rates.model import Capture

BUNDLED = Path(__file__).parent.parent / "demo"


def command(
    folder: Annotated[
        Path, typer.Option("--dir", metavar="DIR", help="Where the pages, the store and the report go.")
    ] = Path("rates-demo"),
) -> int:
    """Run the whole job on bundled pages: into a store, and out as a report with charts."""
    from rates.ingest import ingest
    from rates.official import bank_of, read_file
    from storage import Store

    report = folder / "report.html"
    try:
        store = Store.open(folder / "store", create=True)
    except StoreError as error:
        raise StoreError(str(error), hint="name another folder with --dir") from error
    store.append(observations=read_file(bank_of("cbr"), BUNDLED / "official_cbr.csv", now=now()))
    tally = ingest(saved_pages(folder / "pages"), store, now=now(), fixings=fixings_of(store))
    say(summary(tally, str(folder / "store")))
    tell(tally, asked=False)
    draw(store, report, title="Exchange rates in a news feed, February to April 2024")
    say(f"next: open {report}, or `rates show USD/RUB --store {folder / 'store'}`")
    write_out(os.fsencode(f"{report}\n"))
    return 0


def saved_pages(folder: Path) -> Iterator[Capture]:
    """The sample pages, put into `folder` to be looked at and traced, with their manifest's addresses and times."""
    folder.mkdir(exist_ok=True)
    manifest = tomllib.loads((BUNDLED / "pages.toml").read_text(encoding="utf-8"))
    for page in manifest["page"]:
        taken: datetime | None = page.get("captured_at")
        content = (BUNDLED / "pages" / page["file"]).read_bytes()
        write_out(content, folder / page["file"])
        yield Capture(
            content=content,
            source=str(folder / page["file"]),
            url=page.get("url"),
            captured_at=taken,
            captured_by="option" if taken else None,
        )
