"""One pass: every page that is due is asked for, kept raw, read, and entered in the ledger, one after another.

The raw answer is on disk before anybody parses it, and the ledger's row comes last. So a kill at any point costs at
most one page's turn, and a raw record without a ledger row is read at the next start. The memory is saved after the
pass; after a kill it is brought up to the ledger.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from rates.collect import answers, ledger, structure
from rates.collect.clock import Clock
from rates.collect.fetch import Fetcher
from rates.collect.memory import Memory, PageMemory
from rates.collect.refusals import Deferred
from rates.errors import FetchError, StoreError, UsageError
from rates.http import Response
from rates.ingest import Reading, read
from rates.model import Capture, Visit

if TYPE_CHECKING:
    from rates.fixings import Fixings
    from rates.settings import Settings, Site
    from storage import Store
    from storage.raw import RawArchive, Record

Result = Literal["read", "unchanged", "failed", "deferred"]
AGAIN = timedelta(hours=1)
TOLERANCE = 10  # a page is due a tenth of its cadence early, since wake-ups have jitter
# What a bug in a parser raises. The page is kept raw and counted as failed; the other sites are collected all the same.
PARSER_BUGS = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
UNSENT = 100_000  # rows that wait for a disk; the oldest go when there are more
_ADDRESS = re.compile(r"https?://([^/?#\s)]+)[^\s)']*")
NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What came of asking for one page; `quotes` counts the observations that are new with it."""

    site: str
    url: str
    result: Result
    reason: str | None = None
    outcome: str | None = None
    quotes: int = 0


@dataclass(slots=True)
class Pass:
    """What came of a pass, page by page; `waiting` rows could not be written and go with a later pass."""

    started_at: datetime
    calls: list[Call] = field(default_factory=list)
    waiting: int = 0

    @property
    def counts(self) -> Counter[str]:
        """How many pages were read, unchanged, failed, deferred."""
        return Counter(call.result for call in self.calls)


@dataclass(slots=True, kw_only=True)
class Collector:
    """Everything a pass works with. `fixings` gives the official series that the store holds, when it is needed."""

    settings: "Settings"
    store: "Store"
    raw: "RawArchive"
    memory: Memory
    fetcher: Fetcher
    clock: Clock
    fixings: Callable[[], "Fixings | None"] = lambda: None
    on_call: Callable[[Call], None] = lambda call: None
    unsent: list[Visit] = field(default_factory=list)

    def one_pass(self, sites: Collection[str] = (), *, at_once: bool = False) -> Pass:
        """Ask for the pages that are due, or for all of `sites` `at_once`. A page's trouble never stops the pass.

        Raises UsageError for a site that the configuration does not have.
        """
        outcome = Pass(self.clock.now())
        self.memory.forget_future(outcome.started_at)
        self.pay()
        for name, site, url in self._turns(sites, at_once=at_once):
            if self.clock.stopped():
                break
            call = self._visit(name, site, url)
            outcome.calls.append(call)
            self.on_call(call)
        self._send()
        self.remember()
        outcome.waiting = len(self.unsent) + len(self.memory.owed)
        return outcome

    def pay(self) -> int:
        """Read raw records that the store could not take when they came; return how many it has taken now."""
        paid = 0
        for source in [*self.memory.owed]:
            record = self._record(source)
            try:
                if record:
                    self.read_late(answers.capture_of_record(record))
            except StoreError:
                break  # it still takes nothing
            self.memory.owed.remove(source)
            paid += record is not None
        return paid

    def _record(self, source: str) -> "Record | None":
        try:
            return self.raw.read(source)
        except StoreError:
            return None  # it was never whole, or its file is gone: there is nothing to read

    def read_late(self, capture: Capture) -> None:
        """Read a raw record into the store, as its page's site or its host's. StoreError where it cannot be kept."""
        name = self.settings.site_at(capture.url) or urlsplit(capture.url or "").netloc
        found = self.read(capture, self.settings.sites.get(name), name=name, now=self.clock.now())
        if not isinstance(found, str):
            keep(self.store, found)

    def _turns(self, sites: Collection[str], *, at_once: bool) -> list[tuple[str, "Site", str]]:
        if unknown := sorted(set(sites) - set(self.settings.sites)):
            known = ", ".join(self.settings.sites) or "none"
            raise UsageError(f"the configuration has no site {unknown[0]!r}", hint=f"sites: {known}")
        now = self.clock.now()
        turns = [
            (name, site, url)
            for name, site in self.settings.sites.items()
            if (not sites or name in sites) and (at_once or site.open_at(now))
            for url in site.pages
            if at_once or is_due(self.memory.page(url), cadence=site.cadence, now=now)
        ]
        return sorted(turns, key=lambda turn: self.memory.page(turn[2]).tried_at or NEVER)

    def _visit(self, name: str, site: "Site", url: str) -> Call:
        page = self.memory.page(url)
        page.doubt(self.clock.now())
        try:
            answer = self.fetcher.get(url, headers=page.validators)
            now = self.clock.now().replace(microsecond=0)
            page.tried_at = now
            call = self._take(name, site, url, answer, now=now)
        except Deferred as why:
            return Call(site=name, url=url, result="deferred", reason=str(why))
        except (FetchError, StoreError) as error:
            page.tried_at = now = self.clock.now().replace(microsecond=0)
            call = self._failed(name, url, _reason(error, url), now=now)
        return call

    def _take(self, name: str, site: "Site", url: str, answer: Response, *, now: datetime) -> Call:
        page = self.memory.page(url)
        if answer.status == 304 and page.validators:
            return self._unchanged(name, url, answer, now=now)
        if answer.status != 200:
            return self._failed(name, url, f"the server answers {answer.status} {answer.phrase}".strip(), now=now)
        if page.url == answer.url and page.digest == sha256(answer.content).hexdigest():
            page.etag, page.modified, page.whole_at = answer.header("etag"), answer.header("last-modified"), now
            return self._unchanged(name, url, answer, now=now)
        return self._changed(name, site, url, answer, now=now)

    def _changed(self, name: str, site: "Site", url: str, answer: Response, *, now: datetime) -> Call:
        source = self.raw.write(answers.kept(answer, now=now))
        self.memory.owed.append(source)
        capture = answers.capture_of(answer, source=source, now=now)
        found = self.read(capture, site, name=name, now=now)
        if isinstance(found, str):
            self.memory.owed.remove(source)
            return self._failed(name, url, found, now=now, capture=capture)
        keep(self.store, found)
        self.memory.owed.remove(source)
        visit = found.visit
        page = self.memory.page(url)
        page.note(visit, etag=answer.header("etag"), modified=answer.header("last-modified"))
        structure.look(page, answer.content, now=now)
        return Call(
            site=name,
            url=url,
            result="read",
            outcome=visit.outcome,
            reason=visit.reason,
            quotes=visit.observations,
        )

    def read(self, capture: Capture, site: "Site | None", *, name: str, now: datetime) -> Reading | str:
        """Read a capture as `site`'s; a bug of its parser is told, not raised."""
        try:
            found = read(capture, now=now, site=site.parser if site else None, fixings=self.fixings())
        except PARSER_BUGS as bug:
            return f"the parser fell over: {type(bug).__name__}: {bug}"
        return Reading(found.page, found.resolved, replace(found.visit, site=name))

    def _unchanged(self, name: str, url: str, answer: Response, *, now: datetime) -> Call:
        """The same capture sighted again: a revisit record and a row of the ledger, and nothing is parsed."""
        page = self.memory.page(url)
        if page.digest is None or page.url is None or page.captured_at is None:
            return self._failed(name, url, "the server answers 304 to an unconditional request", now=now)
        again = answers.kept(replace(answer, url=page.url, content=b""), now=now)
        source = self.raw.write_revisit(again, digest=page.digest, captured_at=page.captured_at)
        page.read_at = now
        self.unsent.append(ledger.sighting(name, page, source=source, now=now))
        return Call(site=name, url=url, result="unchanged", outcome=page.outcome)

    def _failed(self, name: str, url: str, reason: str, *, now: datetime, capture: Capture | None = None) -> Call:
        visit = ledger.failure(name, capture or Capture(content=b"", source=url, url=url), reason, now=now)
        self.unsent = [*self.unsent[-UNSENT:], visit]
        return Call(site=name, url=url, result="failed", reason=reason)

    def _send(self) -> None:
        """Enter failures and revisits in the ledger; while the disk takes nothing they wait for a later pass."""
        try:
            self.store.append(visits=self.unsent)
        except StoreError:
            return
        self.unsent = []

    def remember(self, *, at_work: bool = True) -> None:
        """Save the memory, as far as the disk takes it."""
        self.memory.at_work = at_work
        try:
            self.memory.save()
        except OSError:
            return  # a lost memory costs a request, and the page's own failure has told about the disk


def is_due(page: PageMemory, *, cadence: timedelta, now: datetime) -> bool:
    """Whether a page's cadence has passed since it was last read; one that failed has another turn after an hour."""
    early = cadence / TOLERANCE
    read = page.read_at is None or now - page.read_at >= cadence - early
    return read and (page.tried_at is None or now - page.tried_at >= min(cadence, AGAIN) - early)


def keep(store: "Store", found: Reading) -> None:
    """Put a reading into the store, its ledger row last. StoreError where the disk does not take it."""
    store.append(
        observations=found.resolved.observations,
        rejections=found.resolved.rejections,
        events=found.resolved.events,
        visits=[found.visit],
    )


def _reason(error: FetchError | StoreError, url: str) -> str:
    """Why, without the page's own address and with hosts only of others, so that the same trouble reads the same."""
    return _ADDRESS.sub(r"\1", str(error).removesuffix(f": {url}"))
