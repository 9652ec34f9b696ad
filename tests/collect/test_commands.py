"""The commands of collection, run as a user runs them."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from rates.cli import run
from rates.config import load
from storage import Store
from tests.collect.desk import START, site
from tests.collect.newsroom import Newsroom
from tests.collect.simulated import SimulatedClock
from tests.collect.webhook import Hook


@pytest.fixture
def room() -> Iterator[Newsroom]:
    clock = SimulatedClock(START + timedelta(days=2))
    with Newsroom(site(clock, robots=None)) as newsroom:
        yield newsroom


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in [name for name in os.environ if name.startswith("RATES_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def configure(folder: Path, *pages: str, more: str = "") -> None:
    (folder / "rates.toml").write_text(
        f'contact = "desk@paper.test"\nstore = "{folder}/store"\n[limits]\npace = "5ms"\nwait = "5ms"\n'
        f'[sites.rbc]\npages = {json.dumps(pages)}\ncadence = "1s"\nparser = "rbc"\nprivate = true\n{more}'
    )


def test_init_writes_a_configuration_once_and_it_is_valid(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["init"]) == 0
    settings = load(environ={}).settings
    assert (settings.contact, settings.sites["rbc"].bank) == ("you@example.org", "cbr")
    file = home / "config/rates/rates.toml"
    file.write_text("# mine\n")
    assert run(["init"]) == 1
    assert file.read_text() == "# mine\n"
    assert "is there already, and is left as it is" in capsys.readouterr().err


def test_every_key_of_the_template_is_one_that_may_be_set(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["init", "--print"])
    template = capsys.readouterr().out
    lines = [
        line.removeprefix("# ") if line.startswith("# ") and " = " in line else line for line in template.splitlines()
    ]
    (home / "rates.toml").write_text("\n".join(lines))
    settings = load(environ={}).settings
    assert (settings.limits.size, settings.sites["rbc"].hours is None) == (16_000_000, False)
    assert settings.limits == type(settings.limits)()


def test_config_show_tells_where_each_value_was_set(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    configure(home, "http://127.0.0.1:1/")
    assert run(["config", "show", "--json"]) == 0
    rows = {row["key"]: (row["value"], row["origin"]) for row in json.loads(capsys.readouterr().out)}
    assert rows["limits.pace"] == ("5ms", "rates.toml line 4")
    assert rows["sites.rbc.cadence"] == ("1s", "rates.toml line 8")
    assert rows["limits.timeout"] == ("20s", "default")


def test_collect_without_a_configuration_names_the_next_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["collect"]) == 2
    assert capsys.readouterr().err == (
        "error: no site is configured, so there is nothing to collect\nhint: rates init\n"
    )


def test_collect_reads_the_pages_and_says_so(home: Path, room: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    configure(home, room.url + "/", room.url + "/2")
    assert run(["collect", "--json"]) == 0
    out, err = capsys.readouterr()
    assert [(call["site"], call["result"], call["quotes"]) for call in json.loads(out)] == [("rbc", "read", 2)] * 2
    assert err.endswith(" UTC: 2 read; 4 quotes\n")


def test_some_failures_are_exit_3_and_only_failures_exit_1(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    clock = SimulatedClock(START + timedelta(days=2))
    with Newsroom(site(clock, robots=None, faults=lambda now, path: "404" if path == "/gone" else None)) as room:
        configure(home, room.url + "/", room.url + "/gone")
        assert run(["collect"]) == 3
        configure(home, room.url + "/gone")
        assert run(["collect", "rbc"]) == 1
    assert f"rbc: {room.url}/gone: failed, the server answers 404 Not Found\n" in capsys.readouterr().err


def test_an_unknown_site_is_told_with_the_known_ones(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    configure(home, "http://127.0.0.1:1/")
    assert run(["collect", "rcb"]) == 2
    assert capsys.readouterr().err == "error: the configuration has no site 'rcb'\nhint: sites: rbc\n"


def start(*words: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "rates.cli", *words]
    return subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def until(condition: object, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:  # type: ignore[operator]
        time.sleep(0.02)


def test_sigterm_ends_the_loop_after_the_page_at_hand(home: Path, room: Newsroom) -> None:
    configure(home, room.url + "/")
    collector = start("collect", "--every", "1s")
    until(lambda: len(room.site.asked) > 3)
    collector.send_signal(signal.SIGTERM)
    _, err = collector.communicate(timeout=10)
    assert collector.returncode == 0
    assert err.splitlines()[-1].startswith("ended as asked, after ")
    assert len(Store.open(home / "store").visits()) == len([each for each in room.site.asked if each.path == "/"])


def test_two_collectors_of_one_store_neither_lose_nor_double(home: Path, room: Newsroom) -> None:
    configure(home, room.url + "/")
    file = home / "rates.toml"
    file.write_text(file.read_text().replace('"1s"', '"2s"'))  # two sightings within a second would be one
    first = start("collect", "--every", "1s")
    until(lambda: len(room.site.asked) > 2)
    second = start("collect")
    _, told = second.communicate(timeout=20)
    third = start("collect", "--wait")
    assert third.stderr
    waited = third.stderr.readline()
    first.send_signal(signal.SIGTERM)
    first.communicate(timeout=20)
    third.communicate(timeout=20)
    assert (second.returncode, third.returncode) == (1, 0)
    assert told.startswith(f"error: another collector works on this store: process {first.pid} since ")
    assert told.endswith("hint: let it work, or add --wait\n")
    assert f"waiting for another collector of this store: process {first.pid} since " in waited
    store = Store.open(home / "store")
    assert len(store.visits()) == len([each for each in room.site.asked if each.path == "/"])
    assert len(store.observations()) == 2


@pytest.mark.parametrize("requests", [1, 4, 9])
def test_a_kill_at_any_instant_loses_nothing_and_doubles_nothing(home: Path, room: Newsroom, requests: int) -> None:
    pages = {f"{room.url}/{number}" for number in range(12)}
    configure(home, *sorted(pages))
    collector = start("collect", "-v")
    until(lambda: len(room.site.asked) > requests)
    collector.kill()
    _, told = collector.communicate(timeout=10)
    told_of = {line.split(": ")[1] for line in told.splitlines() if line.endswith(": read")}
    assert told_of <= set(Store.open(home / "store").visits()["url"]) < pages
    again = start("collect")
    again.communicate(timeout=30)
    store = Store.open(home / "store")
    assert again.returncode == 0
    assert set(store.visits()["url"]) == pages
    rows = store.observations()
    assert sorted(rows["url"]) == sorted([*pages, *pages])
    assert rows["digest"].n_unique() == len(pages)


def test_schedule_prints_units_that_run_this_program(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    configure(home, "http://127.0.0.1:1/")
    assert run(["schedule", "systemd", "--system", "--every", "30m"]) == 0
    out = capsys.readouterr().out
    line = next(line for line in out.splitlines() if line.startswith("ExecStart="))
    assert line.startswith(f"ExecStart=/usr/bin/env RATES_CONFIG={home}/rates.toml /")
    assert line.endswith(f" collect --store {home}/store")
    assert f"ReadWritePaths={home}/store\n" in out
    assert "OnCalendar=*:0/30\n" in out


def test_schedule_installs_for_the_user(home: Path) -> None:
    configure(home, "http://127.0.0.1:1/")
    assert run(["schedule", "systemd", "--install"]) == 0
    assert sorted(path.name for path in (home / "config/systemd/user").iterdir()) == [
        "rates-collect.service",
        "rates-collect.timer",
    ]
    assert (home / "store").is_dir()


def test_status_of_a_fresh_collection_is_well(home: Path, room: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    configure(home, room.url + "/")
    text = (home / "rates.toml").read_text().replace('"1s"', '"1h"')
    (home / "rates.toml").write_text(text + f'[notify]\ntextfile = "{home}/rates.prom"\n')
    run(["collect"])
    capsys.readouterr()
    assert run(["status", "--json"]) in {0, 6}
    found = json.loads(capsys.readouterr().out)
    (row,) = found["sites"]
    assert (row["tried"], row["read"], row["unchanged"], row["failed"], row["coverage"]) == (1, 1, 0, 0, 100)
    assert [(each["instrument"], each["value"], each["value_date"]) for each in found["series"]] == [
        ("EUR/RUB", "98.91", "2024-04-25"),
        ("USD/RUB", "92.51", "2024-04-25"),
    ]
    assert [each["kind"] for each in found["troubles"]] == ["late"]  # the newsroom lives in 2024
    metrics = (home / "rates.prom").read_text().splitlines()
    assert 'rates_site_visits{site="rbc",result="read"} 1' in metrics
    assert 'rates_series_value{site="rbc",instrument="USD/RUB",market="cbr",side=""} 92.510000' in metrics


def test_status_of_a_stale_collection_is_exit_6(home: Path, room: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    configure(home, room.url + "/")
    run(["collect"])
    time.sleep(2.1)
    assert run(["status"]) == 6
    out, err = capsys.readouterr()
    assert "rbc" in out.splitlines()[1]
    assert "trouble: rbc: not read for " in err
    run(["status", "--max-age", "1h"])
    assert "not read for" not in capsys.readouterr().err


def test_a_textfile_that_cannot_be_written_is_told_and_the_pages_are_collected(
    home: Path, room: Newsroom, capsys: pytest.CaptureFixture[str]
) -> None:
    configure(home, room.url + "/", more=f'[notify]\ntextfile = "{home}/gone/rates.prom"\n')
    assert run(["collect"]) == 0
    assert f"error: cannot write {home}/gone/rates.prom: No such file or directory\n" in capsys.readouterr().err


def test_collect_tells_of_trouble_when_it_begins_and_when_it_is_over(home: Path) -> None:
    clock = SimulatedClock(START + timedelta(days=2))
    down = site(clock, robots=None, faults=lambda now, path: "404" if path == "/" and clock.now() < up else None)
    up = clock.now() + timedelta(hours=1)
    with Newsroom(down) as room, Hook() as hook:
        configure(home, room.url + "/", more=f'[notify]\nwebhook = "{hook.url}"\nmax_age = "1h"\n')
        run(["collect"])
        run(["collect", "rbc"])
        clock.sleep(3600)
        run(["collect", "rbc"])
    told = [(body["state"], body["key"], body["text"]) for body in hook.bodies]
    never = "rbc: it was never read: the server answers 404 Not Found"
    assert told[0] == ("begun", "rbc:never", never)
    assert ("over", "rbc:never", f"over: {never}") in told
    assert len([each for each in told if each[1] == "rbc:never"]) == 2
