"""A year of 15-minute passes over five sites that fail in every way we know, on a simulated clock: run and account.

    python tests/bench/soak.py [--days N] [--kills N] [--rates cbr_rates.csv] [--folder DIR]

The rates are the Bank of Russia's own, as `date,currency,nominal,rate`. The passes, requests, kills and files are
real; only time is simulated. The folder should be empty; one in memory (/dev/shm) spares the disk some million fsyncs.
"""

import argparse
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.collect.account import account, summary
from tests.collect.bulletins import official_year
from tests.collect.soaking import Plan, Window, soak

RATES = Path(__file__).resolve().parents[2] / "../shared/official/cbr_rates.csv"
MOST_GROWTH = 1.25
START = datetime(2024, 3, 1, tzinfo=UTC)
FAULTS = (
    "reset",
    "refused",
    "slow 1",
    "429 7200",
    "503 600",
    "500",
    "404",
    "truncated",
    "bomb",
    "huge",
    "charset",
    "loop",
    "redirect http://169.254.169.254/latest/meta-data/",
    "redirect file:///etc/passwd",
    "robots",
)


def windows(days: int) -> list[Window]:
    """Each fault at each of three sites once in the time, five hours long; and a day on which the disk is full."""
    found = []
    for number in range(3 * len(FAULTS)):
        site = ("alfa", "beta", "gamma")[number % 3]
        fault = FAULTS[(number // 3 + 5 * (number % 3)) % len(FAULTS)]
        since = START + timedelta(days=2, hours=8) + number * timedelta(days=days - 4) / (3 * len(FAULTS))
        found.append(Window(site, since, since + timedelta(hours=1 if fault.startswith("slow") else 5), fault))
    full = START + timedelta(days=days * 3 // 5)
    return [*found, Window("", full, full + timedelta(days=1), "disk")]


def main() -> int:
    """Run it and print the account; 1 where anything is not as it should be."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--days", type=int, default=365)
    words.add_argument("--kills", type=int, default=30)
    words.add_argument("--rates", type=Path, default=RATES)
    words.add_argument("--folder", type=Path)
    given = words.parse_args()
    if not given.rates.is_file():
        print(f"no rates at {given.rates}: name a file with --rates")
        return 2
    end = START + timedelta(days=given.days)
    redesign = (START + timedelta(days=given.days * 0.42), START + timedelta(days=given.days * 0.45))
    plan = Plan(
        folder=given.folder or Path(tempfile.mkdtemp(prefix="soak-")),
        start=START,
        end=end,
        every=timedelta(minutes=15),
        quotes=official_year(given.rates, first=START.date() - timedelta(days=14), last=end.date() + timedelta(days=5)),
        windows=windows(given.days),
        redesign=redesign,
        kills=given.kills,
        sites=("alfa", "beta", "gamma", "delta", "epsilon"),
    )
    course = soak(plan, say=lambda line: print(line, flush=True))
    found = account(plan, course, step=timedelta(hours=6))
    print("\n".join(summary(plan, course, found)))
    bad = {
        "missing": found.missing,
        "never shown": found.foreign,
        "too soon": list(found.hasty.items()),
        "unexplained": found.unexplained,
        "false alarms": found.false_alarms,
        "not told in time": [name for name, told in found.noticed if not told],
        "fault not met": [name for name, met in found.met.items() if not met],
        "the collector left": course.left,
        "memory grew": [found.growth] if found.growth > MOST_GROWTH else [],
    }
    for what, rows in bad.items():
        for row in rows[:10]:
            print(f"{what}: {row}")
    return int(any(bad.values()) or found.doubled > 0)


if __name__ == "__main__":
    sys.exit(main())
