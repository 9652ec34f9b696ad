"""Captures into the store: each is read, resolved and appended, and ends as observations, rejections or a reason."""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from datetime import datetime
from multiprocessing import active_children, get_context
from signal import SIG_BLOCK, SIG_UNBLOCK, SIGINT, pthread_sigmask
from typing import TYPE_CHECKING

from rates.errors import RatesError
from rates.inputs import Failure
from rates.model import Capture, Page, Visit, visit_id
from rates.resolve import Resolved, resolve_page

if TYPE_CHECKING:
    from rates.fixings import Fixings
    from storage import Store

BATCH = 256
HANDFUL, HANDFUL_BYTES = 32, 256 * 1024


@dataclass(frozen=True, slots=True)
class Reading:
    """What one capture gave: the page as printed, the page as understood, and its row of the ledger."""

    page: Page
    resolved: Resolved
    visit: Visit


@dataclass(slots=True)
class Tally:
    """What came of a run: inputs in = pages with quotes + pages with another outcome + failures."""

    outcomes: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    known: int = 0
    rejections: int = 0
    failures: list[Failure] = field(default_factory=list)
    unread: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def inputs(self) -> int:
        """Pages and failures together."""
        return self.outcomes.total() + len(self.failures)


def read(capture: Capture, *, now: datetime, site: str | None = None, fixings: "Fixings | None" = None) -> Reading:
    """Read one capture. A page that holds nothing says so in its visit's outcome and reason; nothing is raised."""
    from parsers import parse

    page = parse(capture, site=site)
    resolved = resolve_page(page, capture, now=now, fixings=fixings)
    visit = Visit(
        id=visit_id(capture, resolved.captured_at),
        digest=capture.digest,
        url=capture.url,
        source=capture.source,
        captured_at=resolved.captured_at,
        captured_by=resolved.captured_by,
        ingested_at=now,
        site=page.site,
        parser=page.parser,
        outcome=page.outcome,
        reason=page.reason,
        size=len(capture.content),
        observations=len(resolved.observations),
        rejections=len(resolved.rejections),
        events=len(resolved.events),
    )
    return Reading(page, resolved, visit)


def ingest(
    captures: Iterable[Capture | Failure],
    store: "Store | None",
    *,
    now: datetime,
    site: str | None = None,
    fixings: "Fixings | None" = None,
    jobs: int = 1,
    on_input: Callable[[], None] = lambda: None,
) -> Tally:
    """Read all captures and append what they give, a batch at a time; a visit that the ledger holds adds nothing.

    Without a store this is a dry run: everything is read and counted, nothing is kept.
    """
    tally = Tally()
    known = store.known_visits() if store else set()
    batch: list[Reading] = []
    for found in _read_all(captures, now=now, site=site, fixings=fixings, jobs=jobs):
        on_input()
        if isinstance(found, Failure):
            tally.failures.append(found)
            continue
        count(tally, found)
        if found.visit.id in known:
            tally.known += 1
            continue
        known.add(found.visit.id)
        batch.append(found)
        if len(batch) == BATCH:
            _append(store, batch)
            batch = []
    _append(store, batch)
    return tally


def count(tally: Tally, found: Reading) -> None:
    """Add one reading to the tally."""
    tally.outcomes[found.visit.outcome] += 1
    tally.statuses.update(row.status for row in found.resolved.observations)
    tally.rejections += len(found.resolved.rejections)
    if found.visit.outcome != "quotes":
        tally.unread[found.visit.source] = (found.visit.outcome, found.visit.reason or "")


def _append(store: "Store | None", batch: list[Reading]) -> None:
    if store and batch:
        store.append(
            observations=[row for each in batch for row in each.resolved.observations],
            rejections=[row for each in batch for row in each.resolved.rejections],
            events=[row for each in batch for row in each.resolved.events],
            visits=[each.visit for each in batch],
        )


def _read_all(
    captures: Iterable[Capture | Failure], *, now: datetime, site: str | None, fixings: "Fixings | None", jobs: int
) -> Iterator[Reading | Failure]:
    if jobs == 1:
        yield from _read_each(captures, now=now, site=site, fixings=fixings)
        return
    # A forked child of a process that runs polars' threads may hang, so the workers are spawned.
    with ProcessPoolExecutor(jobs, get_context("spawn"), _set_up, (now, site, fixings)) as pool:
        waiting: deque[Future[list[Reading | Failure]]] = deque()
        try:
            for handful in _handfuls(captures):
                waiting.append(_handed(pool, handful))
                if len(waiting) > 2 * jobs:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        except BrokenProcessPool as error:
            for worker in active_children():
                worker.terminate()  # one that was being started just then is missed by the pool, which waits for it
            hint = "read with fewer --jobs if memory ran out; what is stored stays, and the next run goes on from it"
            raise RatesError("a worker process was ended from outside", hint=hint) from error


def _read_each(
    captures: Iterable[Capture | Failure], *, now: datetime, site: str | None, fixings: "Fixings | None"
) -> Iterator[Reading | Failure]:
    for found in captures:
        yield found if isinstance(found, Failure) else read(found, now=now, site=site, fixings=fixings)


def _handfuls(captures: Iterable[Capture | Failure]) -> Iterator[list[Capture | Failure]]:
    """Small pages together, since handing one over costs a third of reading it; a large one alone."""
    handful: list[Capture | Failure] = []
    size = 0
    for found in captures:
        handful.append(found)
        size += len(found.content) if isinstance(found, Capture) else 0
        if size >= HANDFUL_BYTES or len(handful) == HANDFUL:
            yield handful
            handful, size = [], 0
    if handful:
        yield handful


def _handed(pool: ProcessPoolExecutor, handful: list[Capture | Failure]) -> Future[list[Reading | Failure]]:
    """Hand captures over. A worker inherits the blocked signal: Ctrl-C is for the process that the user started."""
    pthread_sigmask(SIG_BLOCK, {SIGINT})
    try:
        return pool.submit(_read_in_worker, handful)
    except OSError as error:  # the pool broke, and closed its pipe between two steps of this one
        raise BrokenProcessPool from error
    finally:
        pthread_sigmask(SIG_UNBLOCK, {SIGINT})


_worker: dict[str, tuple[datetime, str | None, "Fixings | None"]] = {}


def _set_up(now: datetime, site: str | None, fixings: "Fixings | None") -> None:
    _worker["facts"] = (now, site, fixings)


def _read_in_worker(handful: list[Capture | Failure]) -> list[Reading | Failure]:
    now, site, fixings = _worker["facts"]
    return list(_read_each(handful, now=now, site=site, fixings=fixings))
