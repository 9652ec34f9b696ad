"""The units for the machine's scheduler."""

import shutil
import subprocess
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from rates.errors import UsageError
from rates.schedule import cron_line, cron_times, systemd_calendar, systemd_units


@pytest.mark.parametrize("user", [None, "daemon"])
def test_systemd_accepts_the_units(tmp_path: Path, user: str | None) -> None:
    verify = shutil.which("systemd-analyze")
    if verify is None:
        pytest.skip("systemd-analyze is not installed")
    folder = tmp_path / "100% a store"
    folder.mkdir()
    command = ["/bin/echo", "collect", "--store", str(folder)]
    units = systemd_units(command, every=timedelta(minutes=15), writes=[folder], user=user)
    for unit in units:
        (tmp_path / unit.name).write_text(unit.text)
    paths = [str(tmp_path / unit.name) for unit in units]
    said = subprocess.run([verify, "verify", "--man=no", *paths], capture_output=True, text=True, check=False)
    assert (said.returncode, said.stdout + said.stderr) == (0, "")


def test_systemd_wakes_at_the_times_meant() -> None:
    verify = shutil.which("systemd-analyze")
    if verify is None:
        pytest.skip("systemd-analyze is not installed")
    for every, step in ((timedelta(minutes=15), 900), (timedelta(hours=6), 21600), (timedelta(days=1), 86400)):
        calendar = systemd_calendar(every)
        said = subprocess.run(
            [verify, "calendar", "--base-time=2024-04-24 00:00:00 UTC", "--iterations=3", calendar],
            capture_output=True,
            text=True,
            check=True,
            env={"TZ": "UTC", "LC_ALL": "C"},
        ).stdout
        times = [line.partition(": ")[2][4:23] for line in said.splitlines() if "elapse" in line or "Iter" in line]
        moments = [datetime.fromisoformat(each) for each in times]
        assert [(later - earlier).total_seconds() for earlier, later in pairwise(moments)] == [
            step,
            step,
        ]


def test_the_service_may_write_to_its_folders_only() -> None:
    folders = [Path("/a"), Path("/b c")]
    service, _ = systemd_units(["/bin/rates", "collect"], every=timedelta(hours=1), writes=folders, user="desk")
    assert 'ReadWritePaths=/a "/b c"\n' in service.text
    assert "User=desk\n" in service.text
    assert "ProtectSystem=strict\n" in service.text
    assert "Type=oneshot\n" in service.text


def test_a_users_own_unit_asks_for_nothing_that_its_manager_may_not_do() -> None:
    service, _ = systemd_units(["/bin/rates", "collect"], every=timedelta(hours=1))
    needs_rights = ("User=", "Protect", "Private", "ReadWritePaths", "CapabilityBoundingSet")
    assert [line for line in service.text.splitlines() if line.startswith(needs_rights)] == []
    assert "NoNewPrivileges=yes\n" in service.text


def test_the_timer_catches_up_after_the_machine_slept() -> None:
    _, timer = systemd_units(["/bin/rates", "collect"], every=timedelta(minutes=15), writes=[])
    assert "OnCalendar=*:0/15\nPersistent=true\n" in timer.text


def test_cron_runs_the_command_at_the_same_times() -> None:
    line = cron_line(["/opt/rates", "collect", "--store", "/my store/100%"], every=timedelta(minutes=15))
    assert line == "*/15 * * * * /opt/rates collect --store '/my store/100\\%'"
    assert [cron_times(timedelta(hours=hours)) for hours in (1, 6, 24)] == ["0 */1 * * *", "0 */6 * * *", "0 0 * * *"]


@pytest.mark.parametrize("minutes", [7, 45, 90, 60 * 48])
def test_times_that_do_not_divide_evenly_are_refused(minutes: int) -> None:
    with pytest.raises(UsageError, match="evenly"):
        systemd_calendar(timedelta(minutes=minutes))
