"""Trouble told once, and its end told once, to a webhook that is a real server."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from rates.settings import Notify
from rates.status.alerts import Alert, Told, sender, tell
from rates.status.troubles import Trouble
from tests.collect.test_once import no_room
from tests.collect.webhook import Hook

NOON = datetime(2024, 4, 24, 12, tzinfo=UTC)
SILENT = Trouble("rbc", "silent", NOON, "not read for 30m: refused")


@pytest.fixture
def hook() -> Iterator[Hook]:
    with Hook() as hook:
        yield hook


def test_one_message_when_it_begins_and_one_when_it_is_over(hook: Hook, tmp_path: Path) -> None:
    send = sender(Notify(webhook=hook.url))
    assert send
    for minutes, troubles in ((0, [SILENT]), (15, [SILENT]), (30, []), (45, []), (60, [SILENT])):
        tell(troubles, Told(tmp_path / "alerts.json"), now=NOON + timedelta(minutes=minutes), send=send)
    begun = {"text": "rbc: not read for 30m: refused", "state": "begun", "key": "rbc:silent"}
    over = {"text": "over: rbc: not read for 30m: refused", "state": "over", "key": "rbc:silent"}
    first, later = "2024-04-24T12:00:00+00:00", "2024-04-24T13:00:00+00:00"
    assert hook.bodies == [begun | {"since": first}, over | {"since": first}, begun | {"since": later}]


def test_what_could_not_be_sent_is_sent_with_the_next_look(hook: Hook, tmp_path: Path) -> None:
    send = sender(Notify(webhook=hook.url))
    assert send
    hook.refuse = True
    sent, unsent = tell([SILENT], Told(tmp_path / "alerts.json"), now=NOON, send=send)
    assert (sent, len(unsent)) == ([], 1)
    hook.refuse = False
    sent, unsent = tell([SILENT], Told(tmp_path / "alerts.json"), now=NOON, send=send)
    assert (sent, unsent) == ([Alert("begun", "rbc:silent", "rbc: not read for 30m: refused", NOON)], [])


def test_on_a_full_disk_a_collector_that_stays_tells_a_trouble_once(hook: Hook, tmp_path: Path) -> None:
    send, told = sender(Notify(webhook=hook.url)), Told(tmp_path / "alerts.json")
    assert send
    with no_room():
        for minutes in (0, 15, 30):
            tell([SILENT], told, now=NOON + timedelta(minutes=minutes), send=send)
    tell([SILENT], told, now=NOON + timedelta(minutes=45), send=send)
    tell([], told, now=NOON + timedelta(hours=1), send=send)
    assert [body["state"] for body in hook.bodies] == ["begun", "over"]
    assert Told(tmp_path / "alerts.json").read() == {}


def test_nobody_to_tell_is_nobody_told() -> None:
    assert sender(Notify()) is None
