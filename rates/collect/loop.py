"""Pass after pass until told to stop: never two at once, and what was missed while one ran long is not made up.

The grid is the wall clock's. It is looked at every minute, since the machine may be suspended or its clock set: a
passed slot is then followed at once, and a clock set back is not waited for until it has come round again.

A plain loop rather than APScheduler: one thread, one clock that the tests can drive, no job store to disagree with the
ledger. Which page is due is for the pass to know; the loop only wakes it.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from rates.collect.clock import Clock

LONGEST_JITTER = timedelta(seconds=30)
LOOK_AGAIN = timedelta(minutes=1)


def run(one_pass: Callable[[], object], *, every: timedelta, clock: Clock, chance: Random) -> int:
    """Call `one_pass` at the start and then every so often until the clock is stopped; return how many passes ran.

    A wake-up comes up to a twentieth of `every`, at most 30 s, after its time, so that many collectors don't knock
    at one moment.
    """
    passes, slot = 0, clock.now()
    while not clock.stopped():
        one_pass()
        passes += 1
        slot = next_slot(slot, every=every, now=clock.now())
        jitter = min(every / 20, LONGEST_JITTER) * chance.random()
        _sleep(slot + jitter, longest=every + jitter, clock=clock)
    return passes


def _sleep(until: datetime, *, longest: timedelta, clock: Clock) -> None:
    """Wait for a moment at most `longest` away; once it is farther, the clock was set back, and the wait is over."""
    while timedelta(0) < (left := until - clock.now()) <= longest and not clock.stopped():
        clock.sleep(min(left, LOOK_AGAIN).total_seconds())


def next_slot(slot: datetime, *, every: timedelta, now: datetime) -> datetime:
    """The first moment of the grid through `slot`, but not `slot` itself, that has not passed."""
    return slot + every * (-((slot - now) // every) or 1)
