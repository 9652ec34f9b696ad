"""A news site on the loopback: a real threaded HTTP server whose pages follow a clock and which fails when told to.

It keeps a record of every request it saw, with the simulated time, so a test can count what it was asked.
"""

import gzip
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

from tests.collect.newspages import Feed, Shown

Fault = str
Faults = Callable[[datetime, str], Fault | None]
BOMB = gzip.compress(bytes(200_000_000), compresslevel=9)


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as the server saw it, and how it was answered."""

    path: str
    at: datetime
    status: int
    fault: Fault | None = None
    shown: Shown | None = None


@dataclass(slots=True, kw_only=True)
class NewsSite:
    """One site: its feed, its robots.txt, the headers it sends, and the faults it has at a given time.

    A `lying` one says that nothing has changed to whoever has been there before.
    """

    feed: Feed
    now: Callable[[], datetime]
    robots: str | None = "User-agent: *\nCrawl-delay: 2\nDisallow: /private\n"
    media: str = "text/html"
    charset: str = "utf-8"
    etag: bool = True
    modified: bool = True
    packed: bool = False
    lying: bool = False
    faults: Faults = lambda now, path: None
    redesign: tuple[datetime, datetime] | None = None
    asked: list[Asked] = field(default_factory=list)

    def shown(self, now: datetime) -> Shown:
        """The page at a moment. A redesign, and its end, change the page as an item does."""
        turns = [turn for turn in self.redesign or () if turn <= now]
        shown = self.feed.shown(now, redesigned=len(turns) == 1)
        return replace(shown, changed=max([shown.changed, *turns]))

    def note(self, path: str, status: int, *, fault: Fault | None = None, shown: Shown | None = None) -> None:
        self.asked.append(Asked(path, self.now(), status, fault, shown))


class Newsroom:
    """Serves a `NewsSite` at `url` until the block ends."""

    def __init__(self, site: NewsSite, *, tls: ssl.SSLContext | None = None, port: int = 0) -> None:
        self.site, self._tls, self.port = site, tls, port
        self.open()
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}"

    def open(self) -> None:
        """Take connections, at the same port as before."""
        self._server = _Server(("127.0.0.1", self.port), _Handler)
        self._server.site = self.site
        if self._tls:
            self._server.socket = self._tls.wrap_socket(self._server.socket, server_side=True)
        self.port = int(self._server.server_address[1])
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def shut(self) -> None:
        """Refuse new connections, and drop those that are open at their next request."""
        self._server.gone = True
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.shut()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64
    site: NewsSite
    gone = False

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that leaves in the middle is part of the game."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True
    timeout = 60

    def log_message(self, *_: object) -> None:
        """The record is kept in `asked`."""

    def do_GET(self) -> None:
        site, now = self.server.site, self.server.site.now()
        fault = site.faults(now, self.path)
        if self.server.gone:
            _fail(self, "reset")
        elif fault:
            site.note(self.path, _STATUS.get(fault.partition(" ")[0], 0), fault=fault)
            _fail(self, fault)
        elif self.path == "/robots.txt":
            self._robots(site)
        else:
            self._page(site, site.shown(now))

    def _robots(self, site: NewsSite) -> None:
        status = 404 if site.robots is None else 200
        site.note(self.path, status)
        self.answer(status, (site.robots or "nothing here").encode(), {"Content-Type": "text/plain"})

    def _page(self, site: NewsSite, shown: Shown) -> None:
        if self._known(site, shown):
            site.note(self.path, 304, shown=shown)
            self.answer(304, b"", self._validators(site, shown))
            return
        body = shown.html.format(charset=site.charset, path=self.path).encode(site.charset)
        headers = {"Content-Type": f"{site.media}; charset={site.charset}"} | self._validators(site, shown)
        if site.packed:
            body, headers = gzip.compress(body, 1), headers | {"Content-Encoding": "gzip"}
        site.note(self.path, 200, shown=shown)
        self.answer(200, body, headers)

    def _known(self, site: NewsSite, shown: Shown) -> bool:
        if site.lying:
            return "If-None-Match" in self.headers or "If-Modified-Since" in self.headers
        if site.etag and "If-None-Match" in self.headers:
            return bool(self.headers["If-None-Match"] == f'"{shown.version}"')
        since = self.headers.get("If-Modified-Since")
        return bool(site.modified and since and parsedate_to_datetime(since) >= shown.changed.replace(microsecond=0))

    def _validators(self, site: NewsSite, shown: Shown) -> dict[str, str]:
        etag = {"ETag": f'"{shown.version}"'} if site.etag else {}
        return etag | ({"Last-Modified": format_datetime(shown.changed, usegmt=True)} if site.modified else {})

    def answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()


_STATUS = {
    "429": 429,
    "500": 500,
    "503": 503,
    "404": 404,
    "bomb": 200,
    "truncated": 200,
    "huge": 200,
    "charset": 200,
    "redirect": 302,
    "loop": 302,
}


def _fail(handler: _Handler, fault: Fault) -> None:
    """Fail as told: `reset`, `slow`, `drip`, `bomb`, `truncated`, `huge`, `charset`, `loop`, `redirect`, a status."""
    kind, _, detail = fault.partition(" ")
    page = {"Content-Type": "text/html"}
    if kind == "reset":
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        handler.close_connection = True
        handler.connection.close()
    elif kind == "slow":
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.flush()
        time.sleep(float(detail or 1))
        handler.close_connection = True
    elif kind == "drip":
        for letter in b"HTTP/1.1 200 OK\r\nX-Padding: " + b"." * 100:
            handler.wfile.write(bytes([letter]))
            handler.wfile.flush()
            time.sleep(0.05)
    elif kind == "bomb":
        handler.answer(200, BOMB, page | {"Content-Encoding": "gzip"})
    elif kind == "truncated":
        body = gzip.compress(_broken_page(handler).encode())
        handler.answer(200, body[: len(body) // 2], page | {"Content-Encoding": "gzip"})
    elif kind == "huge":
        handler.answer(200, bytes(30_000_000), page)
    elif kind == "charset":
        body = _broken_page(handler).format(charset="utf-8", path=handler.path).encode("cp1251")
        handler.answer(200, body, {"Content-Type": "text/html; charset=utf-8"})
    elif kind in {"loop", "redirect"}:
        handler.answer(302, b"", {"Location": detail or f"{handler.path}?{time.monotonic_ns()}"})
    else:
        handler.answer(int(kind), b"not now", page | ({"Retry-After": detail} if detail else {}))


def _broken_page(handler: _Handler) -> str:
    site = handler.server.site
    return site.shown(site.now()).html
