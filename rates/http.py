"""One polite way to the network: bounded bodies, paced hosts, few retries, and only http(s), after redirects too.

What may pass by itself (a timeout, a cut connection, 429 and 5xx) is tried again, waiting as long as the server asks;
what will not (404, a forbidden redirect, an answer too large) is not. A status is the caller's to judge.
"""

import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import TYPE_CHECKING, Self
from urllib.parse import urlencode, urljoin, urlsplit

from rates import __version__
from rates.errors import FetchError

if TYPE_CHECKING:
    import httpx2

USER_AGENT = f"news-rates/{__version__}"
WORTH_RETRYING = frozenset({429, 500, 502, 503, 504})
LONGEST_WAIT = timedelta(days=1)
GZIP = b"\x1f\x8b"
REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """Bounds of a fetch: seconds, bytes and counts. `pace` is the least time between two requests to one host.

    `timeout` is for one silence of the server, `deadline` for the whole fetch with its retries; `patience` is the
    longest `Retry-After` that is waited for. `size` bounds the body both as sent and unpacked.
    """

    timeout: float = 20.0
    deadline: float = 300.0
    size: int = 64 * 2**20
    attempts: int = 3
    wait: float = 1.0
    patience: float = 60.0
    pace: float = 0.0
    redirects: int = 5
    user_agent: str = USER_AGENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """An answer with its body unpacked: `url` is where the redirects ended, `headers` are as they were sent."""

    url: str
    status: int
    phrase: str
    headers: tuple[tuple[str, str], ...]
    content: bytes = field(repr=False)

    def header(self, name: str) -> str | None:
        """The first header of that name, in any case."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


class _TryLater(Exception):  # noqa: N818 - a signal to the retry loop, never seen outside
    def __init__(self, response: Response) -> None:
        self.response = response


class Http:
    """A pool of connections with manners; a context manager. Raises `FetchError` when no whole answer comes."""

    def __init__(self, manners: Manners | None = None, *, transport: "httpx2.BaseTransport | None" = None) -> None:
        import httpx2

        self.manners = manners or Manners()
        self._due: dict[str, float] = {}
        self._client = httpx2.Client(
            timeout=self.manners.timeout,
            headers={"User-Agent": self.manners.user_agent, "Accept-Encoding": "gzip"},
            transport=transport,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def get(
        self,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        check: Callable[[str], object] | None = None,
    ) -> Response:
        """Fetch `url`; `check` sees each address before it is asked, redirects too, and may raise to forbid it."""
        import stamina

        stamina.instrumentation.set_on_retry_hooks([])  # its default hook writes to stdout where structlog is about
        self._client.cookies.clear()  # they hold along redirects, but no page is asked as one who was there before
        until = time.monotonic() + self.manners.deadline
        start = _with_params(url, params)
        try:
            with _network_errors(start):
                for attempt in stamina.retry_context(
                    on=self._backoff,
                    attempts=self.manners.attempts,
                    timeout=self.manners.deadline,
                    wait_initial=self.manners.wait,
                    wait_max=self.manners.patience,
                    wait_jitter=self.manners.wait,
                ):
                    with attempt:
                        return self._follow(start, headers=headers or {}, check=check, until=until)
        except _TryLater as later:
            return later.response
        raise AssertionError  # a retry loop returns or raises

    def _follow(
        self, url: str, *, headers: Mapping[str, str], check: Callable[[str], object] | None, until: float
    ) -> Response:
        for _ in range(self.manners.redirects + 1):
            _only_http(url)
            if check:
                check(url)
            self._keep_pace(url)
            response = self._ask(url, headers=headers, until=until)
            target = response.header("location")
            if response.status not in REDIRECTS or target is None:
                if response.status in WORTH_RETRYING:
                    raise _TryLater(response)
                return response
            url = _joined(url, target)
        raise FetchError(f"more than {self.manners.redirects} redirects, the last to {url}")

    def _ask(self, url: str, *, headers: Mapping[str, str], until: float) -> Response:
        with self._client.stream("GET", url, headers=dict(headers)) as answer:
            body = self._body(answer, url=url, until=until)
            return Response(
                url=url,
                status=answer.status_code,
                phrase=answer.reason_phrase,
                headers=tuple(answer.headers.multi_items()),
                content=body,
            )

    def _body(self, answer: "httpx2.Response", *, url: str, until: float) -> bytes:
        body = bytearray()
        for piece in answer.iter_raw():
            body += piece
            if len(body) > self.manners.size:
                raise FetchError(f"the answer is larger than {self.manners.size} bytes: {url}")
            if time.monotonic() > until:
                raise FetchError(f"the answer takes longer than {self.manners.deadline:g} s: {url}")
        encoding = answer.headers.get("content-encoding", "identity").strip().lower()
        if encoding in {"gzip", "x-gzip"} and body:
            return _unpacked(bytes(body), size=self.manners.size, url=url)
        if encoding not in {"identity", "", "gzip", "x-gzip"}:
            raise FetchError(f"the answer is packed as {encoding!r}, which was not asked for: {url}")
        return bytes(body)

    def _keep_pace(self, url: str) -> None:
        host = urlsplit(url).netloc
        time.sleep(max(0.0, self._due.get(host, 0.0) - time.monotonic()))
        self._due[host] = time.monotonic() + self.manners.pace

    def _backoff(self, error: Exception) -> bool | float:
        import httpx2

        if isinstance(error, _TryLater):
            asked = retry_after(error.response, now=datetime.now(UTC))
            if asked is None:
                return True
            return asked.total_seconds() if asked.total_seconds() <= self.manners.patience else False
        return isinstance(error, httpx2.TimeoutException | httpx2.NetworkError | httpx2.RemoteProtocolError)


@contextmanager
def _network_errors(url: str) -> Iterator[None]:
    import httpx2

    try:
        yield
    except httpx2.TimeoutException as error:
        raise FetchError(f"no answer in time ({type(error).__name__}): {url}") from error
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise FetchError(f"{error or type(error).__name__}: {url}") from error


def _with_params(url: str, params: Mapping[str, str] | None) -> str:
    return f"{url}{'&' if '?' in url else '?'}{urlencode(params)}" if params else url


def _joined(url: str, target: str) -> str:
    try:
        return urljoin(url, target)
    except ValueError as error:
        raise FetchError(f"{url} redirects to {target!r}, which is no address") from error


def _only_http(url: str) -> None:
    try:
        scheme = urlsplit(url).scheme
    except ValueError as error:
        raise FetchError(f"{url} is no address ({error})") from error
    if scheme not in {"http", "https"}:
        raise FetchError(f"only http and https are fetched, not {url}")


def _unpacked(body: bytes, *, size: int, url: str) -> bytes:
    """The content of a gzip body, which may have several members; what stands after them is no part of it."""
    content = bytearray()
    while True:
        inflate = zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            content += inflate.decompress(body, size + 1 - len(content))
        except zlib.error as error:
            raise FetchError(f"the answer's gzip is damaged ({error}): {url}") from error
        if len(content) > size:
            raise FetchError(f"the answer unpacks to more than {size} bytes: {url}")
        if not inflate.eof:
            raise FetchError(f"the answer's gzip is cut short: {url}")
        body = inflate.unused_data
        if not body.startswith(GZIP):
            return bytes(content)


def retry_after(answer: Response, *, now: datetime) -> timedelta | None:
    """How long the server asks to wait, by a count of seconds or a date, at most a day; None where it says neither."""
    said = (answer.header("retry-after") or "").strip()
    if said.isascii() and said.isdecimal():
        return min(timedelta(seconds=int(said[:9])), LONGEST_WAIT)
    try:
        return min(max(parsedate_to_datetime(said) - now, timedelta(0)), LONGEST_WAIT)
    except (ValueError, TypeError, OverflowError):
        return None
