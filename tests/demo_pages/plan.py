"""What a bundled page is: its value date, when it was taken, and how it is written."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MOSCOW = ZoneInfo("Europe/Moscow")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One page; `dated` says whether the manifest tells when it was taken, `feed` whether it has its feed."""

    name: str
    day: date
    taken: datetime
    currencies: tuple[str, ...] = ("EUR", "USD")
    charset: str = "utf-8"
    ticker: bool = False
    dated: bool = True
    feed: bool = True

    @property
    def text(self) -> bool:
        return self.name.endswith(".txt")

    @property
    def published(self) -> datetime:
        minute, second = 8 + self.day.toordinal() % 9, self.day.toordinal() * 7 % 60
        return datetime.combine(self.day - timedelta(days=1), time(17, minute, second), MOSCOW)
