"""`rates official`: load a central bank's series into the store, asking only for the days that are missing."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rates.cli.common import (
    FormatOption,
    JsonOption,
    LastOption,
    OutputOption,
    SinceOption,
    StoreOption,
    UntilOption,
    emit,
    now,
    open_store,
    plain,
    span,
)
from rates.cli.talk import Progress, complain, say
from rates.config import store_folder
from rates.errors import UsageError

if TYPE_CHECKING:
    from rates.official import Bank, Book, Loaded, Revision
    from storage import Store

EXAMPLES = """
rates official                               the banks that can be asked
rates official cbr USD EUR --since 2024-01-01
rates official cbr USD --file export.xlsx    a bank's export instead of its site
rates official ecb --all-history --again     every day anew: what has the bank changed?
"""
COLUMNS = ["instrument", "days", "first", "last", "new", "changed"]
YEAR, MONTH = timedelta(days=365), timedelta(days=31)
AT_ONCE = 50
MANY, MANY_DAYS = 10, 400


def command(
    bank: Annotated[
        str | None, typer.Argument(metavar="BANK", help="cbr, ecb, nbu, nbk, nbrb or cbu; none: list them.")
    ] = None,
    currencies: Annotated[
        list[str] | None, typer.Argument(metavar="CUR", help="USD EUR ...; none: the bank's main ones.")
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option("--file", metavar="FILE", help="Read this export (- is stdin) instead of asking the bank."),
    ] = None,
    since: SinceOption = None,
    until: UntilOption = None,
    last: LastOption = None,
    all_history: Annotated[bool, typer.Option("--all-history", help="From the bank's first day on.")] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Ask for days already stored too, to see what the bank has changed.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("-n", "--dry-run", help="Load, count, store nothing.")] = False,
    format: FormatOption = None,  # noqa: A002  the option's name
    json: JsonOption = False,
    output: OutputOption = None,
    store: StoreOption = None,
) -> int:
    """Load a central bank's official series: live, or from a file."""
    from rates.official import BANKS, bank_of, load_file

    if bank is None:
        emit([_facts(each) for each in BANKS.values()], list(_facts(BANKS["cbr"])), format=format, json_flag=json)
        return 0
    the_bank, moment = bank_of(bank.lower()), now()
    codes = [_code(each, the_bank) for each in dict.fromkeys(currencies or [])]
    if all_history and (since or last):
        raise UsageError("--all-history already says since when", hint="leave --since and --last out")
    first, end = span(since, until, last, today=moment.date())
    target = open_store(store, create=not dry_run) if not dry_run or store_folder(store).exists() else None
    book = _book(the_bank, target)
    tally = Tally({the_bank.instrument(code): [] for code in codes})
    if file:
        answers: Iterable[Loaded] = [load_file(the_bank, file, codes, now=moment, book=book, since=first, until=end)]
    else:
        first = the_bank.since if all_history else first
        answers = _live(the_bank, codes, book, since=first, until=end, moment=moment, again=again)
    try:
        _store(answers, tally, None if dry_run else target)
    finally:
        _tell(tally.revisions)
    emit(tally.rows() if any(tally.days.values()) else [], COLUMNS, format=format, json_flag=json, output=output)
    return _leave(the_bank, book, tally, "nothing" if dry_run else str(store_folder(store)))


@dataclass(slots=True)
class Tally:
    """What a run brought: the days of each instrument, how many were new, and the rates that the bank changed."""

    days: dict[str, list[date]] = field(default_factory=dict)
    new: Counter[str] = field(default_factory=Counter)
    revisions: list["Revision"] = field(default_factory=list)

    def add(self, loaded: "Loaded") -> None:
        """Count one answer."""
        for instrument, days in loaded.seen.items():
            self.days.setdefault(instrument, []).extend(days)
        self.new.update(loaded.new)
        self.revisions.extend(loaded.revisions)

    def rows(self) -> list[dict[str, Any]]:
        """A row an instrument, for the table."""
        changed = Counter(each.instrument for each in self.revisions)
        return [
            {
                "instrument": name,
                "days": len(set(days)),
                "first": min(days, default=None),
                "last": max(days, default=None),
                "new": self.new[name],
                "changed": changed[name],
            }
            for name, days in sorted(self.days.items())
        ]


def _live(
    bank: "Bank",
    codes: list[str],
    book: "Book",
    *,
    since: date | None,
    until: date | None,
    moment: datetime,
    again: bool,
) -> Iterator["Loaded"]:
    """Ask the bank; without a first day, from the first one stored and at least for the last year (or month)."""
    from rates.http import Http
    from rates.official import load
    from rates.official.asking import MANNERS

    recent = moment.date() - (MONTH if bank.by_day else YEAR)
    starts = {
        code: since or min([*book.rates.get(bank.instrument(code), []), recent]) for code in codes or list(bank.main)
    }
    end = until or moment.date() + timedelta(days=bank.ahead)
    count = (end - min(starts.values())).days
    if bank.by_day and count > MANY_DAYS:
        minutes = count * MANNERS.pace / 60
        say(f"{bank.name} is asked a day at a time: up to {count:,} requests, {minutes:,.0f} minutes or more")
        say("interrupt it when you like: what has come stays, and the next run asks only for the rest")
    progress = Progress("answers")
    with Http(MANNERS) as http:
        for loaded in load(bank, starts, until=end, http=http, now=moment, book=book, again=again):
            progress.step()
            yield loaded
    progress.end()


def _store(answers: Iterable["Loaded"], tally: Tally, target: "Store | None") -> None:
    """Store answers some at a time, and what has come before an error."""
    waiting: list[Loaded] = []
    known = target.known_visits() if target else set()
    try:
        for loaded in answers:
            tally.add(loaded)
            waiting.append(loaded)
            if len(waiting) == AT_ONCE:
                _append(target, waiting, known)
                waiting = []
    finally:
        _append(target, waiting, known)


def _append(target: "Store | None", batch: list["Loaded"], known: set[str]) -> None:
    if target and batch:
        target.append(
            observations=[row for loaded in batch for row in loaded.observations],
            visits=[loaded.visit for loaded in batch if loaded.visit.id not in known],
        )


def _book(bank: "Bank", store: "Store | None") -> "Book":
    from rates.official import Book
    from rates.official.book import covers_of

    book = Book()
    if store:
        rows = store.observations()
        own = rows.filter(
            (rows["site"] == bank.code) & (rows["market"] == bank.code) & rows["value_date"].is_not_null()
        )
        book.enter(own.iter_rows(named=True))
        visits = store.visits()
        for reason in visits.filter(visits["site"] == bank.code)["reason"]:
            book.settle(covers_of(reason))
    return book


def _tell(revisions: list["Revision"]) -> None:
    for each in revisions[:MANY]:
        was, is_now = plain(each.before), plain(each.after)
        say(f"changed: {each.instrument} for {each.day} was {was}, is now {is_now}; both are kept")
    if len(revisions) > MANY:
        say(f"... and {len(revisions) - MANY} more rates changed")


def _leave(bank: "Bank", book: "Book", tally: Tally, where: str) -> int:
    if not any(tally.days.values()):
        if not book.rates:
            return complain(f"{bank.name} gave no rates for these days", "ask for other days with --since", 4)
        say("nothing is missing; --again asks for the stored days too")
        return 0
    say(f"{tally.new.total():,} new rates, {len(tally.revisions):,} changed -> {where}")
    return 0


def _facts(bank: "Bank") -> dict[str, Any]:
    return {
        "bank": bank.code,
        "name": bank.name,
        "currency": bank.currency,
        "main": list(bank.main),
        "since": bank.since,
    }


def _code(text: str, bank: "Bank") -> str:
    code = text.upper()
    if not (len(code) == 3 and code.isascii() and code.isalpha()):
        raise UsageError(f"{text!r} is not a currency code", hint="write it as USD")
    if code == bank.currency:
        raise UsageError(f"{bank.name} sets no rate of {code}, its own currency", hint="name another currency")
    return code
