"""A webhook on the loopback that keeps what it is sent."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Self


class Hook:
    """Its `bodies` are the messages taken; it refuses while `refuse` is set."""

    def __init__(self) -> None:
        self.bodies: list[dict[str, str]] = []
        self.refuse = False
        self._server = HTTPServer(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def _handler(hook: Hook) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if not hook.refuse:
                hook.bodies.append(body)
            self.send_response(503 if hook.refuse else 204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """The bodies are kept."""

    return Handler
