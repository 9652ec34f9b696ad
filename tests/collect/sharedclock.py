"""A simulated clock in a file that two processes map: the collector moves it, the newsroom reads it."""

import mmap
import struct
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path


class SharedClock:
    """Like `SimulatedClock`, and it outlives the process that moves it."""

    def __init__(self, path: Path, start: datetime | None = None) -> None:
        if start is not None:
            path.write_bytes(struct.pack("d", start.timestamp()))
        with path.open("r+b") as file:
            self._shared = mmap.mmap(file.fileno(), 8)
        self._stopped = False
        self.on_sleep: Callable[[datetime], object] = lambda now: None

    def now(self) -> datetime:
        return datetime.fromtimestamp(struct.unpack("d", self._shared[:8])[0], UTC)

    def set(self, now: datetime) -> None:
        self._shared[:8] = struct.pack("d", now.timestamp())

    def sleep(self, seconds: float) -> None:
        self.set(self.now() + timedelta(seconds=max(0.0, seconds)))
        self.on_sleep(self.now())

    def stopped(self) -> bool:
        return self._stopped

    def stop(self) -> None:
        self._stopped = True
