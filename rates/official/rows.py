"""Rates become rows of the store: each with its exact change to the rate before, per unit and times its own nominal.

A change never spans a new unit of money: where a unit costs ten times more, or less, than on the day before, the
row says `redenominated` and has no change (RUB 1998, TRY 2005, BYN 2016; no currency here moved so far in a day).
Rates in roubles from before a redenomination are kept as published and say `old-unit`.
"""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256

from rates.fixings import is_new_unit
from rates.model import Observation, official_id
from rates.official.bank import Bank, Batch, Rate, kind_of
from rates.official.book import Book, Entry

NEW_UNIT = {"RUB": date(1998, 1, 1), "BYN": date(2016, 7, 1)}
_SIX = Decimal("0.000001")


def enter(
    bank: Bank, batch: Batch, book: Book, *, captured_at: datetime | None, now: datetime
) -> Iterator[tuple[Observation, Entry | None]]:
    """The rows of a batch that tell something new, each with what was known before; the book learns them.

    ValueError where the batch gives two rates for one day.
    """
    digest = sha256(batch.answer.content).hexdigest()
    book.settle(batch.covers)
    for instrument in sorted({rate.instrument for rate in batch.rates}):
        fresh = _by_day([rate for rate in batch.rates if rate.instrument == instrument])
        page = book.rates.setdefault(instrument, {})
        known = {day: page.get(day) for day in fresh}
        page.update({day: known[day] or Entry(rate.value, rate.nominal, None, ()) for day, rate in fresh.items()})
        ordered = sorted(page)
        for day, rate in fresh.items():
            entry = _entry(rate, book.before(instrument, day, ordered))
            old = page[day] if known[day] else None
            if old and (entry == old or _says_less(entry, old)):
                continue
            page[day] = entry
            yield _observation(bank, batch, rate, entry, digest=digest, captured_at=captured_at, now=now), old


def _says_less(entry: Entry, old: Entry) -> bool:
    """A narrower answer does not know the rate before, and must not take back what a wider one gave."""
    same = (entry.value, entry.nominal) == (old.value, old.nominal)
    return same and entry.change is None and set(entry.reasons) <= set(old.reasons)


def _by_day(rates: list[Rate]) -> dict[date, Rate]:
    days: dict[date, Rate] = {}
    for rate in sorted(rates, key=lambda rate: rate.day):
        other = days.setdefault(rate.day, rate)
        if (other.value, other.nominal) != (rate.value, rate.nominal):
            raise ValueError(f"two rates of {rate.instrument} for {rate.day}: {other.text} and {rate.text}")
    return days


def _entry(rate: Rate, before: Entry | None) -> Entry:
    reasons = (
        ["old-unit"] if any(rate.day < NEW_UNIT.get(code, date.min) for code in rate.instrument.split("/")) else []
    )
    now = Entry(rate.value, rate.nominal, None, ())
    if before and is_new_unit(before.unit, now.unit):
        return Entry(rate.value, rate.nominal, None, (*reasons, "redenominated"))
    change = (now.unit - before.unit) * rate.nominal if before else None
    if change is not None and change != change.quantize(_SIX):
        change = change.quantize(_SIX)  # as fine as the store keeps; nominals flipping by 1000 get there
    if change and rate.printed_change is not None and rate.printed_change != change:
        reasons.append("bank-change-differs")
    return Entry(rate.value, rate.nominal, change, tuple(reasons))


def _observation(
    bank: Bank, batch: Batch, rate: Rate, entry: Entry, *, digest: str, captured_at: datetime | None, now: datetime
) -> Observation:
    return Observation(
        id=official_id(bank.code, rate.instrument, rate.day),
        instrument=rate.instrument,
        kind=kind_of(rate.instrument),
        market=bank.code,
        side=None,
        value=rate.value,
        nominal=rate.nominal,
        change=entry.change,
        change_percent=None,
        value_date=rate.day,
        value_date_text=rate.day_text,
        published_at=None,
        published_text=None,
        captured_at=captured_at,
        ingested_at=now,
        dated_by="printed",
        status="ok",
        reasons=entry.reasons,
        site=bank.code,
        url=batch.answer.url,
        parser=f"official-{bank.code}@1",
        source=batch.answer.source,
        span_start=0,
        span_end=0,
        value_start=0,
        quote_text=f"{rate.nominal} {rate.instrument} {rate.text} {rate.day_text}",
        digest=digest,
    )
