"""Loading a bank's series: ask for the days that are missing, answer by answer, or read a file of them.

An answer that fails stops the run and leaves the answers before it: the next run asks only for what is missing. The
range asked for is a little wider than what is missing, since a rate's change needs the rate before it.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import takewhile
from pathlib import Path

from rates.errors import OfficialError
from rates.http import Http
from rates.model import Capture, Observation, Visit, visit_id
from rates.official.asking import Asking
from rates.official.bank import Bank, Batch
from rates.official.book import DAY, Book, covers_text, days, settled_until
from rates.official.exports import read_export
from rates.official.rows import enter

LONGEST_GAP = timedelta(days=14)  # 13 days without a rate have been seen, over the New Year
WEEKEND = timedelta(days=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A published rate that the bank has changed."""

    instrument: str
    day: date
    before: Decimal
    after: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What one answer or file brought: rows that say something new, what changed, and its row of the ledger.

    `seen` are the days within the range asked for, by instrument, new or not; `new` those never seen before.
    """

    observations: tuple[Observation, ...]
    revisions: tuple[Revision, ...]
    seen: dict[str, list[date]]
    new: Counter[str]
    visit: Visit


def load(
    bank: Bank,
    starts: Mapping[str, date],
    *,
    until: date,
    http: Http,
    now: datetime,
    book: Book | None = None,
    again: bool = False,
) -> Iterator[Loaded]:
    """Ask for the days from each currency's start on that `book` misses, or `again` for all. Raises `OfficialError`."""
    book = book if book is not None else Book()
    days_of = {currency: _days(bank, book, currency, start, until, again=again) for currency, start in starts.items()}
    wanted = {currency: each for currency, each in days_of.items() if each}
    if not wanted:
        return
    ask = Asking(bank=bank, http=http)
    batches = bank.fetch(ask, wanted)
    since = min(starts.values())
    while True:
        try:
            batch = next(batches, None)
            if batch is None:
                return
            yield take(bank, batch, book, captured_at=now, now=now, since=since, until=until)
        except ValueError as error:
            raise ask.wrong(str(error)) from error


def load_file(
    bank: Bank,
    path: Path,
    currencies: Collection[str] = (),
    *,
    now: datetime,
    book: Book | None = None,
    since: date | None = None,
    until: date | None = None,
) -> Loaded:
    """Read a file of official rates. Raises `OfficialError` where it is not one, and then nothing of it counts."""
    batch = read_export(bank, path, currencies)
    first, last = since or date.min, until or date.max
    try:
        return take(bank, batch, book or Book(), captured_at=None, now=now, since=first, until=last)
    except ValueError as error:
        raise OfficialError(f"{path}: {error}", hint="mend the file: a day has one rate") from error


def read_file(bank: Bank, path: Path, *, now: datetime) -> tuple[Observation, ...]:
    """All rates of a file as observations, with no store in view."""
    return load_file(bank, path, now=now).observations


def take(
    bank: Bank, batch: Batch, book: Book, *, captured_at: datetime | None, now: datetime, since: date, until: date
) -> Loaded:
    """Enter a batch into the book and say what it brought."""
    rows = [
        (row, old)
        for row, old in enter(bank, batch, book, captured_at=captured_at, now=now)
        if row.value_date and since <= row.value_date <= until
    ]
    observations = tuple(row for row, _ in rows)
    seen: dict[str, list[date]] = {}
    for rate in batch.rates:
        if since <= rate.day <= until:
            seen.setdefault(rate.instrument, []).append(rate.day)
    return Loaded(
        observations=observations,
        revisions=tuple(
            Revision(instrument=row.instrument, day=row.value_date, before=old.unit, after=row.value / row.nominal)
            for row, old in rows
            if row.value_date and old and (old.value, old.nominal) != (row.value, row.nominal)
        ),
        seen=seen,
        new=Counter(row.instrument for row, old in rows if old is None),
        visit=_visit(bank, batch, len(observations), captured_at=captured_at, now=now, since=since, until=until),
    )


def _days(bank: Bank, book: Book, currency: str, since: date, until: date, *, again: bool) -> list[date]:
    """The days to ask for: those missing, and some before the first (for a range, after the last) for the changes."""
    instrument = bank.instrument(currency)
    missing = days(since, until) if again else book.missing(instrument, since, until)
    if not missing:
        return []
    if not bank.by_day:
        return days(max(missing[0] - LONGEST_GAP, bank.since), min(missing[-1] + LONGEST_GAP, until))
    known = book.rates.get(instrument, {})
    lead = takewhile(lambda each: each not in known, reversed(days(missing[0] - WEEKEND, missing[0] - DAY)))
    return [each for each in reversed(list(lead)) if each >= bank.since] + missing


def _visit(
    bank: Bank, batch: Batch, count: int, *, captured_at: datetime | None, now: datetime, since: date, until: date
) -> Visit:
    capture = Capture(content=batch.answer.content, source=batch.answer.source, url=batch.answer.url)
    final = min(until, settled_until(now))
    return Visit(
        id=visit_id(capture, captured_at),
        digest=capture.digest,
        url=capture.url,
        source=capture.source,
        captured_at=captured_at,
        captured_by="now" if captured_at else None,
        ingested_at=now,
        site=bank.code,
        parser=f"official-{bank.code}@1",
        outcome="quotes" if batch.rates else "no-block",
        reason=covers_text(batch.covers, first=since, last=final),
        size=len(capture.content),
        observations=count,
        rejections=0,
        events=0,
    )
