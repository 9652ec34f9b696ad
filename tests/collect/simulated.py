"""A clock that jumps: sleeping takes no time, so a year passes in minutes."""

from collections.abc import Callable
from datetime import datetime, timedelta


class SimulatedClock:
    """Time moves only when somebody sleeps; `at` has something happen when a moment is reached."""

    def __init__(self, start: datetime) -> None:
        self._now, self._stopped = start, False
        self._plans: list[tuple[datetime, Callable[[], object]]] = []

    def now(self) -> datetime:
        return self._now

    def sleep(self, seconds: float) -> None:
        self._now += timedelta(seconds=max(0.0, seconds))
        due = [plan for plan in self._plans if plan[0] <= self._now]
        self._plans = [plan for plan in self._plans if plan[0] > self._now]
        for _, act in due:
            act()

    def jump(self, span: timedelta) -> None:
        """Be set to another time, as by hand or after a suspension."""
        self._now += span

    def stopped(self) -> bool:
        return self._stopped

    def stop(self) -> None:
        self._stopped = True

    def at(self, moment: datetime, act: Callable[[], object]) -> None:
        self._plans.append((moment, act))
