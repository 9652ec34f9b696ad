"""What a kill, a full disk or a lost memory left undone is made good when work begins.

Raw records that never reached the ledger are read: those that the memory knows to be owed, and those in files written
after the memory was saved. A memory that is gone is begun again from the ledger's last success of each page.
"""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from rates.collect.once import Collector, keep
from rates.errors import InputError, StoreError
from rates.inputs.archives import records
from rates.inputs.http_message import charset_of
from rates.model import Capture, visit_id


def recover(collector: Collector) -> int:
    """Read what is owed into the store; return how many captures that were. StoreError where it cannot be kept."""
    owed = {each.source: each for each in _owed(collector)}
    if not owed:
        return 0
    known = collector.store.known_visits()
    missing = [each for each in owed.values() if visit_id(each, each.captured_at) not in known]
    for capture in missing:
        _read(collector, capture)
    collector.memory.owed.clear()
    return len(missing)


def remember(collector: Collector) -> None:
    """Fill an empty memory from the ledger, so that a page is due from its last stored success. StoreError."""
    memory = collector.memory
    urls = [url for site in collector.settings.sites.values() for url in site.pages if url not in memory.pages]
    if not urls:
        return
    visits = collector.store.visits()
    seen = visits.filter(visits["url"].is_in(urls) & (visits["outcome"] != "failed")).sort("captured_at")
    for row in seen.iter_rows(named=True):
        page = memory.page(row["url"])
        first_at = page.captured_at if page.digest == row["digest"] else row["captured_at"]
        page.digest, page.source, page.url = row["digest"], row["source"], row["url"]
        page.outcome, page.parser = row["outcome"], row["parser"]
        page.captured_at, page.read_at, page.tried_at = first_at, row["captured_at"], row["captured_at"]


def _read(collector: Collector, capture: Capture) -> None:
    host, sites = urlsplit(capture.url or "").netloc, collector.settings.sites
    name = next(
        (name for name, site in sites.items() if any(urlsplit(page).netloc == host for page in site.pages)), host
    )
    found = collector.read(capture, sites.get(name), name=name, now=collector.clock.now())
    if not isinstance(found, str):
        keep(collector.store, found)


def _owed(collector: Collector) -> Iterator[Capture]:
    for source in collector.memory.owed:
        try:
            record = collector.raw.read(source)
        except StoreError:
            continue  # the record was never whole, or its file is gone: there is nothing to read
        said = {name.lower(): value for name, value in record.headers}.get("content-type", "")
        yield Capture(
            content=record.content,
            source=source,
            url=record.url,
            captured_at=record.captured_at,
            captured_by="warc",
            charset=charset_of(said),
            media_type=said.partition(";")[0].strip().lower() or None,
        )
    for path in _written_since(collector):
        try:
            with path.open("rb") as file:
                yield from (each for each in records(file, path.name) if isinstance(each, Capture))
        except InputError:
            continue  # the last record was cut short by the kill; those before it have been given


def _written_since(collector: Collector) -> list[Path]:
    memory = collector.memory.path
    since = memory.stat().st_mtime_ns if memory and memory.exists() else 0
    return sorted(path for path in collector.raw.folder.glob("*.warc.gz") if path.stat().st_mtime_ns > since)
