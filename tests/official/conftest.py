"""A real HTTP server on the loopback that plays what a test hands it, and `rates official` run against it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import IO

import pytest

from rates.cli import run
from rates.http import Manners


@dataclass
class Play:
    """One answer: `act` writes more, or less, to the socket than a decent answer would."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    act: Callable[[IO[bytes]], None] | None = None


@dataclass
class Stage:
    """The server: set `reply` to a function of the path and query that was asked."""

    url: str = ""
    asked: list[str] = field(default_factory=list)
    cookies: list[str | None] = field(default_factory=list)
    reply: Callable[[str], Play] = lambda path: Play(status=404)

    def plays(self, *answers: Play) -> None:
        """Play these answers one after the other, the last one for ever."""
        queue = list(answers)
        self.reply = lambda path: queue.pop(0) if len(queue) > 1 else queue[0]


@pytest.fixture
def stage() -> Iterator[Stage]:
    """A running server with nothing to play yet."""
    it = Stage()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            it.asked.append(self.path)
            it.cookies.append(self.headers["Cookie"])
            play = it.reply(self.path)
            self.send_response(play.status)
            length = {} if play.act else {"Content-Length": str(len(play.body))}
            for name, value in {**length, **play.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                self.wfile.write(play.body)
                if play.act:
                    play.act(self.wfile)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name it has above
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    it.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield it
    server.shutdown()
    thread.join()
    server.server_close()


@dataclass(frozen=True)
class Run:
    """What a run of `rates official` printed and how it ended."""

    code: int
    out: str
    err: str


Official = Callable[..., Run]
QUICK = Manners(size=2**20, timeout=10, wait=0.01, pace=0.0)
IMPATIENT = replace(QUICK, timeout=0.3)


@pytest.fixture
def official(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Official:
    """Run `rates official` against the stage, into a store of the test's own, with less patience than in earnest."""
    monkeypatch.setattr("rates.official.asking.MANNERS", QUICK)
    monkeypatch.setenv("RATES_STORE", str(tmp_path / "store"))
    monkeypatch.setenv("RATES_OFFICIAL_BASE", stage.url)

    def call(*words: str | Path) -> Run:
        code = run(["official", *map(str, words)])
        printed = capsys.readouterr()
        return Run(code, printed.out, printed.err)

    return call


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Where `official` stores."""
    return tmp_path / "store"
