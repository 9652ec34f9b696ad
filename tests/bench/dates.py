"""How fast and how right year-less stamps are dated, beside `dateparser.parse`: run `python tests/bench/dates.py`.

Every day of 2009-2024 is a stamp "24 апр, 17:11", taken from a page 1 hour to 20 days later. Both are asked for the
minute; dateparser gets the language, the page's time as its base, and its preference for the past.
"""

import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import dateparser

from rates.dating import settle_published
from rates.moments import read_moment
from rates.today import Today
from rates.years import SLACK

MOSCOW = ZoneInfo("Europe/Moscow")
MONTHS = ["янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"]
AGES = [timedelta(hours=1), timedelta(days=1), timedelta(days=8), timedelta(days=20)]
DAYS = 365 * 16

Case = tuple[str, Today, datetime]


def cases() -> list[Case]:
    """Printed stamp, the page's now in Moscow (known to the minute), and the true local time."""
    found = []
    for number in range(DAYS):
        stamp = datetime(2009, 1, 1, 8) + timedelta(days=number, minutes=number * 37 % 900)  # noqa: DTZ001 - local
        text = f"{stamp.day} {MONTHS[stamp.month - 1]}, {stamp:%H:%M}"
        found.append((text, Today(stamp + AGES[number % len(AGES)], SLACK, "live"), stamp))
    return found


def by_rates(text: str, today: Today) -> datetime | None:
    """Read and settle a stamp."""
    return settle_published(read_moment(text), None, today, MOSCOW, printed=True).at


def by_dateparser(text: str, today: Today) -> datetime | None:
    """The same of dateparser, with everything it can be told."""
    settings = {"RELATIVE_BASE": today.at, "PREFER_DATES_FROM": "past"}
    return dateparser.parse(text, languages=["ru"], settings=settings)


def by_dateparser_plain(text: str, today: Today) -> datetime | None:
    """What `dateparser.parse(text)` says on its own."""
    return dateparser.parse(text)


def naive(answer: datetime | None) -> datetime | None:
    """The local time of an answer."""
    return answer.replace(tzinfo=None) if answer else None


def measure(read: Callable[[str, Today], datetime | None], some: list[Case]) -> tuple[float, Counter[str]]:
    """Seconds per stamp, and how many were right, wrong and left open."""
    read(*some[0][:2])
    started = time.perf_counter()
    answers = [read(text, today) for text, today, _ in some]
    spent = (time.perf_counter() - started) / len(some)
    verdicts = (
        "open" if answer is None else "right" if answer == truth else "wrong"
        for answer, (_, _, truth) in zip(map(naive, answers), some, strict=True)
    )
    return spent, Counter(verdicts)


def main() -> None:
    """Print the times, their ratios and the counts."""
    all_cases = cases()
    few = all_cases[:: len(all_cases) // 600]
    spent, counts = min((measure(by_rates, all_cases) for _ in range(5)), key=lambda found: found[0])
    print(f"rates                    {spent * 1e6:8.1f} us a stamp  {dict(counts)} of {len(all_cases)}")
    for name, read in (("dateparser, all settings", by_dateparser), ("dateparser.parse(text)", by_dateparser_plain)):
        theirs, verdicts = measure(read, few)
        print(f"{name:24} {theirs * 1e6:8.1f} us a stamp  {dict(verdicts)} of {len(few)}  ratio {theirs / spent:.0f}")


if __name__ == "__main__":
    main()
