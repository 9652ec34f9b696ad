"""The collector's only sense of time: what it is, and waiting, which a request to stop cuts short."""

import threading
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Time as the collector sees it; the tests bring one that runs a year in minutes."""

    def now(self) -> datetime:
        """The present moment, in UTC."""

    def sleep(self, seconds: float) -> None:
        """Wait so long, or until `stop` is called."""

    def stopped(self) -> bool:
        """Whether the collector was asked to end."""


class SystemClock:
    """The machine's clock; `stop` may be called from a signal handler."""

    def __init__(self) -> None:
        self._stop = threading.Event()

    def now(self) -> datetime:
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        self._stop.wait(max(0.0, seconds))

    def stopped(self) -> bool:
        return self._stop.is_set()

    def stop(self) -> None:
        """Ask the collector to end after the page at hand."""
        self._stop.set()
