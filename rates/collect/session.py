"""A collector at work on a store: alone there, its memory read, what an earlier end left undone made good."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from rates.collect.clock import Clock
from rates.collect.fetch import Fetcher
from rates.collect.lock import sole_collector
from rates.collect.memory import Memory
from rates.collect.once import Call, Collector
from rates.collect.recovery import make_good
from rates.errors import ConfigError

if TYPE_CHECKING:
    from rates.fixings import Fixings
    from rates.settings import Settings
    from storage import Store

FOLDER = "collect"
CROWDED = 1000


@contextmanager
def collecting(
    settings: "Settings",
    store: "Store",
    *,
    clock: Clock,
    wait: bool = False,
    fixings: "Callable[[], Fixings | None]" = lambda: None,
    on_call: Callable[[Call], None] = lambda call: None,
    on_wait: Callable[[str], None] = lambda who: None,
) -> Iterator[Collector]:
    """The collector of `store`. Raises ConfigError, UsageError for a parser that isn't there, StoreError and `Busy`."""
    from storage.raw import RawArchive

    _check(settings)
    folder = store.path / FOLDER
    with sole_collector(folder, clock=clock, wait=wait, on_wait=on_wait):
        memory = Memory.open(folder / "memory.json")
        with Fetcher(settings, clock=clock, memory=memory) as fetcher:
            collector = Collector(
                settings=settings,
                store=store,
                raw=RawArchive(raw_folder(settings, store.path)),
                memory=memory,
                fetcher=fetcher,
                clock=clock,
                fixings=_once_a_day(fixings, clock),
                on_call=on_call,
            )
            make_good(collector)
            collector.remember(at_work=True)
            yield collector
            collector.remember(at_work=False)


def raw_folder(settings: "Settings", store: Path) -> Path:
    """Where the raw captures lie: where the configuration says, else in the store."""
    return settings.raw or store / "raw"


def tidy(store: "Store") -> None:
    """Compact a store that lies in many small files; what goes wrong is said on stderr and tried again next time.

    A compaction takes whole tables into memory. In a process of its own it gives that back, and the collector, which
    may run for months, stays as small as it was.
    """
    if crowded(store):
        words = [sys.executable, "-m", "rates.cli", "compact", "-q", "--store", str(store.path)]
        subprocess.run(words, stdout=subprocess.DEVNULL, check=False)  # noqa: S603  our own command


def crowded(store: "Store") -> bool:
    """Whether a table lies in so many small files that a compaction is worth its while."""
    return any(sum(1 for _ in folder.glob("*.parquet")) > CROWDED for folder in store.path.iterdir() if folder.is_dir())


def _check(settings: "Settings") -> None:
    if not settings.sites:
        raise ConfigError("no site is configured, so there is nothing to collect", hint="rates init")
    if not settings.contact or settings.contact.endswith("example.org"):
        raise ConfigError(
            "`contact` is not set: a site's owner must be able to reach whoever collects from it",
            hint='put contact = "you@your.site" into rates.toml',
        )
    from parsers.discovery import site_named

    for site in settings.sites.values():
        if site.parser:
            site_named(site.parser)


def _once_a_day(load: "Callable[[], Fixings | None]", clock: Clock) -> "Callable[[], Fixings | None]":
    """The official series change once a day, and reading them out of a large store takes a second."""
    loaded: dict[date, Fixings | None] = {}

    def fixings() -> "Fixings | None":
        today = clock.now().date()
        if today not in loaded:
            loaded.clear()
            loaded[today] = load()
        return loaded[today]

    return fixings
