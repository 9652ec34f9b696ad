"""The soak in short: some days of collection with faults, kills and a full disk, and its account.

The whole of it, a year of 15-minute passes, is `python tests/bench/soak.py`.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.collect.account import account
from tests.collect.bulletins import fortnight
from tests.collect.soaking import Plan, Window, soak

START = datetime(2024, 4, 17, 15, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def test_some_days_with_faults_lose_nothing_and_store_nothing_else(tmp_path: Path) -> None:
    windows = [
        Window("alfa", START + DAY, START + DAY + 7 * HOUR, "500"),
        Window("alfa", START + 2 * DAY, START + 2 * DAY + 7 * HOUR, "429 3600"),
        Window("beta", START + DAY, START + DAY + 9 * HOUR, "truncated"),
        Window("beta", START + 2 * DAY, START + 2 * DAY + 9 * HOUR, "redirect http://169.254.169.254/latest/"),
        Window("", START + 3 * DAY, START + 4 * DAY, "disk"),
    ]
    plan = Plan(
        folder=tmp_path,
        start=START,
        end=START + 7 * DAY,
        every=2 * HOUR,
        quotes=fortnight(),
        windows=windows,
        redesign=(START + 5 * DAY, START + 7 * DAY),
        kills=2,
    )
    course = soak(plan)
    found = account(plan, course)
    assert course.left == []
    assert [name for name, met in found.met.items() if not met] == []
    assert (found.missing, found.foreign, found.doubled) == ([], [], 0)
    assert found.shown > 30
    assert found.hasty == {}
    assert found.unexplained == []
    assert found.false_alarms == []
    assert found.rebuilt_after is not None
    assert found.rebuilt_after <= DAY
    assert {name for name, told in found.noticed if not told} == set()
