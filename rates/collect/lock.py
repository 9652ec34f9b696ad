"""One collector a store: the second leaves with a message, or waits if told to. The lock ends with its process."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rates.collect.clock import Clock
from rates.errors import RatesError, StoreError

LOOK_AGAIN_SECONDS = 1.0


class Busy(RatesError):  # noqa: N818  it names a state, not a fault
    """Another collector works on this store."""


@contextmanager
def sole_collector(
    folder: Path, *, clock: Clock, wait: bool = False, on_wait: Callable[[str], None] = lambda who: None
) -> Iterator[None]:
    """Hold the collectors' lock of a store's folder. `Busy` where another holds it and `wait` is not set.

    `on_wait` hears once who is waited for.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise StoreError(f"cannot lock {folder}: {error.strerror}", hint="check who owns the store") from error
    try:
        if not _taken(descriptor):
            _wait(descriptor, clock=clock, wait=wait, on_wait=on_wait)
        _sign(descriptor, clock)
        yield
    finally:
        os.close(descriptor)


def _wait(descriptor: int, *, clock: Clock, wait: bool, on_wait: Callable[[str], None]) -> None:
    holder = os.pread(descriptor, 200, 0).decode("utf-8", "replace").strip() or "an unnamed process"
    if not wait:
        raise Busy(f"another collector works on this store: {holder}", hint="let it work, or add --wait")
    on_wait(holder)
    while not _taken(descriptor):
        clock.sleep(LOOK_AGAIN_SECONDS)
        if clock.stopped():
            raise Busy(f"asked to end while waiting for another collector: {holder}")


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _sign(descriptor: int, clock: Clock) -> None:
    """Who holds it, for the message only; a full disk does not matter here."""
    line = f"process {os.getpid()} since {clock.now():%Y-%m-%d %H:%M:%S} UTC"
    try:
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, line.encode(), 0)
    except OSError:
        return
