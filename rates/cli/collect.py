"""`rates collect`: fetch the configured pages that are due, keep them raw, read them into the store."""

import signal
from typing import TYPE_CHECKING, Annotated

import typer

from rates.cli.common import JsonOption, StoreOption, emit, fixings_of, open_store
from rates.cli.talk import VERBOSE, complain, say
from rates.config import load, store_folder
from rates.errors import RatesError, UsageError

if TYPE_CHECKING:
    from rates.collect.once import Call, Collector, Pass
    from rates.status.alerts import Told

COLUMNS = ["site", "result", "outcome", "quotes", "url", "reason"]


def command(
    sites: Annotated[
        list[str] | None, typer.Argument(help="Only these sites, and at once; none: all that are due.")
    ] = None,
    every: Annotated[
        str | None, typer.Option("--every", help="Keep on, a pass each 15m, 1h ... until SIGTERM.")
    ] = None,
    wait: Annotated[bool, typer.Option("--wait", help="Wait for another collector of this store to end.")] = False,
    json: JsonOption = False,
    store: StoreOption = None,
) -> int:
    """Fetch the configured pages once, or again and again; robots.txt and each host's pace are kept."""
    from rates.cli.status import told_of
    from rates.collect.clock import SystemClock
    from rates.collect.session import collecting

    settings = load(flags={("store",): str(store)} if store else {}).settings
    target = open_store(store_folder(store), create=True)
    clock = SystemClock()
    signal.signal(signal.SIGTERM, lambda *_: clock.stop())
    with collecting(
        settings,
        target,
        clock=clock,
        wait=wait,
        fixings=lambda: fixings_of(target),
        on_call=_say_call,
        on_wait=lambda who: say(f"waiting for another collector of this store: {who}"),
    ) as collector:
        if every:
            return _keep_on(collector, sites or [], every=every, told=told_of(target))
        done = collector.one_pass(sites or [], at_once=bool(sites))
        after(collector, told_of(target))
        say(_summary(done))
        if json:
            emit([_row(call) for call in done.calls], COLUMNS, json_flag=True)
        return _code(done)


def _keep_on(collector: "Collector", sites: list[str], *, every: str, told: "Told") -> int:
    from random import Random

    from rates.amounts import read_duration
    from rates.collect.loop import run

    try:
        span = read_duration(every)
    except ValueError as error:
        raise UsageError(f"--every: {error}", hint="write --every 15m") from error

    def one_pass() -> None:
        done = collector.one_pass(sites)
        after(collector, told)
        if done.calls:
            say(_summary(done))

    passes = run(one_pass, every=span, clock=collector.clock, chance=Random())  # noqa: S311  jitter keeps no secret
    say(f"ended as asked, after {passes} passes")
    return 0


def after(collector: "Collector", told: "Told") -> None:
    """What follows a pass: a compaction when it is worth its while, and a look whether there is trouble to tell."""
    from rates.collect.session import tidy

    tidy(collector.store)
    try:
        _look(collector, told)
    except RatesError as error:  # a disk that takes nothing, a folder that is gone: no reason to collect less
        complain(str(error), error.hint, 1)


def _look(collector: "Collector", told: "Told") -> None:
    notify = collector.settings.notify
    if not (notify.webhook or notify.apprise or notify.textfile):
        return
    from rates.cli.status import notify_of
    from rates.status import look
    from rates.status.prometheus import write_textfile

    found = look(collector.settings, collector.store, now=collector.clock.now())
    notify_of(found, notify, told)
    if notify.textfile:
        write_textfile(found, notify.textfile)


def _summary(done: "Pass") -> str:
    counts = ", ".join(f"{count} {result}" for result, count in sorted(done.counts.items())) or "nothing is due"
    return f"{done.started_at:%Y-%m-%d %H:%M:%S} UTC: {counts}; {sum(call.quotes for call in done.calls)} quotes"


def _say_call(call: "Call") -> None:
    trouble = call.result == "failed"
    text = f"{call.site}: {call.url}: {call.result}" + (f", {call.reason}" if call.reason else "")
    say(text) if trouble else say(text, level=VERBOSE)


def _row(call: "Call") -> dict[str, str | int | None]:
    return {name: getattr(call, name) for name in COLUMNS}


def _code(done: "Pass") -> int:
    failed = done.counts["failed"]
    if done.waiting:
        return complain(f"{done.waiting} rows could not be written to the store", "free some space on its disk", 1)
    if not failed:
        return 0
    return 1 if failed == len(done.calls) else 3
