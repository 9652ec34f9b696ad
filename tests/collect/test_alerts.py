"""Trouble told once, and its end told once, to a webhook that is a real server."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from rates.settings import Notify
from rates.status.alerts import Alert, sender, tell
from rates.status.troubles import Trouble

NOON = datetime(2024, 4, 24, 12, tzinfo=UTC)
SILENT = Trouble("rbc", "silent", NOON, "not read for 30m: refused")


class Hook:
    """A webhook that keeps what it is sent, and refuses while it is told to."""

    def __init__(self) -> None:
        self.bodies: list[dict[str, str]] = []
        self.refuse = False
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                if not hook.refuse:
                    hook.bodies.append(body)
                self.send_response(503 if hook.refuse else 204)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Nothing is said."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/"


@pytest.fixture
def hook() -> Iterator[Hook]:
    hook = Hook()
    thread = threading.Thread(target=hook.server.serve_forever, args=(0.02,))
    thread.start()
    yield hook
    hook.server.shutdown()
    thread.join()
    hook.server.server_close()


def test_one_message_when_it_begins_and_one_when_it_is_over(hook: Hook, tmp_path: Path) -> None:
    send = sender(Notify(webhook=hook.url))
    assert send
    for minutes, troubles in ((0, [SILENT]), (15, [SILENT]), (30, []), (45, []), (60, [SILENT])):
        tell(troubles, tmp_path / "alerts.json", now=NOON + timedelta(minutes=minutes), send=send)
    begun = {"text": "rbc: not read for 30m: refused", "state": "begun", "key": "rbc:silent"}
    over = {"text": "over: rbc: not read for 30m: refused", "state": "over", "key": "rbc:silent"}
    first, later = "2024-04-24T12:00:00+00:00", "2024-04-24T13:00:00+00:00"
    assert hook.bodies == [begun | {"since": first}, over | {"since": first}, begun | {"since": later}]


def test_what_could_not_be_sent_is_sent_with_the_next_look(hook: Hook, tmp_path: Path) -> None:
    send = sender(Notify(webhook=hook.url))
    assert send
    hook.refuse = True
    sent, unsent = tell([SILENT], tmp_path / "alerts.json", now=NOON, send=send)
    assert (sent, len(unsent)) == ([], 1)
    hook.refuse = False
    sent, unsent = tell([SILENT], tmp_path / "alerts.json", now=NOON, send=send)
    assert (sent, unsent) == ([Alert("begun", "rbc:silent", "rbc: not read for 30m: refused", NOON)], [])


def test_nobody_to_tell_is_nobody_told() -> None:
    assert sender(Notify()) is None
