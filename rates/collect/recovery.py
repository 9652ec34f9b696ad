"""What a kill, a full disk or a lost memory left undone is made good when work begins.

Raw records that never reached the ledger are read: those in files written after the memory was saved, and those that
the memory knows to be owed. What the memory has lost is taken from the ledger.
"""

from collections.abc import Iterator
from pathlib import Path

from rates.collect.once import Collector
from rates.errors import InputError
from rates.inputs.archives import records
from rates.model import Capture, visit_id

DAY_SECONDS = 86400.0


def make_good(collector: Collector) -> int:
    """Bring store and memory together; return how many captures were read. StoreError where they cannot be kept."""
    killed = collector.memory.at_work
    owed = {each.source: each for each in _owed(collector)}
    forgotten = [url for url in _pages(collector) if killed or owed or url not in collector.memory.pages]
    known = collector.store.known_visits() if owed else set()
    missing = [each for each in owed.values() if visit_id(each, each.captured_at) not in known]
    for capture in missing:
        collector.read_late(capture)
    collector.memory.owed = [source for source in collector.memory.owed if source not in owed]
    if killed:
        collector.fetcher.begin_slowly()
    _remember(collector, forgotten)
    return len(missing) + collector.pay()


def _remember(collector: Collector, urls: list[str]) -> None:
    """Put the ledger's last success of each page into the memory, so that the page is due from there."""
    if not urls:
        return
    visits = collector.store.visits()
    seen = visits.filter(visits["url"].is_in(urls) & (visits["outcome"] != "failed")).sort("captured_at", "id")
    for row in seen.unique("url", keep="last", maintain_order=True).iter_rows(named=True):
        page = collector.memory.page(row["url"])
        if page.read_at is not None and page.read_at >= row["captured_at"]:
            continue
        if page.digest != row["digest"]:
            first = seen.filter((seen["url"] == row["url"]) & (seen["digest"] == row["digest"])).row(0, named=True)
            page.etag = page.modified = None
            page.digest, page.source, page.captured_at = first["digest"], first["source"], first["captured_at"]
        page.url, page.outcome, page.parser = row["url"], row["outcome"], row["parser"]
        page.read_at = page.tried_at = row["captured_at"]


def _pages(collector: Collector) -> list[str]:
    return [url for site in collector.settings.sites.values() for url in site.pages]


def _owed(collector: Collector) -> Iterator[Capture]:
    for path in _written_since(collector):
        try:
            with path.open("rb") as file:
                yield from (each for each in records(file, path.name, any_type=True) if isinstance(each, Capture))
        except InputError:
            continue  # the last record was cut short by the kill; those before it have been given


def _written_since(collector: Collector) -> list[Path]:
    """Files that may hold more than the memory knows; after a kill a clock that was set back is allowed for."""
    memory = collector.memory.path
    since = memory.stat().st_mtime if memory and memory.exists() else 0.0
    if collector.memory.at_work:
        since -= DAY_SECONDS
    # A file system's clock has steps of some milliseconds, so the same time may be later.
    return sorted(path for path in collector.raw.folder.glob("*.warc.gz") if path.stat().st_mtime >= since)
