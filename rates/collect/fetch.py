"""One page over the network, the polite way: robots.txt first, the host's pace kept, only public addresses.

Both are asked before every single request, so retries and redirects to other hosts obey them too.
"""

from collections.abc import Mapping
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from rates.collect import robots
from rates.collect.clock import Clock
from rates.collect.memory import HostMemory, Memory
from rates.collect.refusals import Deferred
from rates.errors import FetchError
from rates.http import Http, Manners, Response, retry_after

if TYPE_CHECKING:
    from rates.settings import Settings


class Fetcher:
    """The network as the settings allow it; a context manager."""

    def __init__(self, settings: "Settings", *, clock: Clock, memory: Memory) -> None:
        from rates.collect.guard import GuardedTransport

        self._settings, self._clock, self._memory = settings, clock, memory
        self._asked = False
        self._agent = settings.user_agent.partition("/")[0]
        sites = [(urlsplit(page), site) for site in settings.sites.values() for page in site.pages]
        self._paces = {page.netloc: site.pace for page, site in sites if site.pace}
        self._private = {(page.hostname, page.port or _PORTS[page.scheme]) for page, site in sites if site.private}
        manners = _manners(settings)
        self._http = Http(manners, transport=GuardedTransport(self._may_be_private, deadline=manners.deadline))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.__exit__(kind, error, trace)

    def begin_slowly(self) -> None:
        """After a kill nobody knows when a host was asked last: each has its whole pace before it is asked again."""
        for host in self._memory.hosts.values():
            host.asked_at = self._clock.now()

    def get(self, url: str, *, headers: Mapping[str, str]) -> Response:
        """The answer, whatever its status. `FetchError` says why there is none, `Deferred` that it is not yet time."""
        self._asked = False
        try:
            answer = self._http.get(url, headers=headers, check=self._before_page)
        except Deferred as why:
            if self._asked and not self._clock.stopped():
                raise FetchError(f"the first try failed, and {why}") from why
            raise
        if answer.status in {429, 503}:
            asked = retry_after(answer, now=self._clock.now())
            self._memory.host(urlsplit(answer.url).netloc).patience_at = self._clock.now() + asked if asked else None
        return answer

    def _before_page(self, url: str) -> None:
        name = urlsplit(url).netloc
        host = self._memory.host(name)
        self._in_time(name, host)
        robots.keep_fresh(
            host, url, now=self._clock.now(), get=lambda each: self._http.get(each, check=self._keep_pace)
        )
        robots.check(host, url, agent=self._agent)
        self._keep_pace(url)
        self._asked = True

    def _keep_pace(self, url: str) -> None:
        name = urlsplit(url).netloc
        host = self._memory.host(name)
        self._in_time(name, host)
        self._clock.sleep((self._due(name, host) - self._clock.now()).total_seconds())
        if self._clock.stopped():
            raise Deferred("the collector is ending")
        host.asked_at = self._clock.now()

    def _due(self, name: str, host: HostMemory) -> datetime:
        """When the host may be asked next, by the pace that the settings and its robots.txt want."""
        pace = max(self._paces.get(name) or self._settings.limits.pace, robots.delay(host, agent=self._agent))
        return host.asked_at + pace if host.asked_at else self._clock.now()

    def _in_time(self, name: str, host: HostMemory) -> None:
        """Whether the host may be asked within this pass. Its own wish is a reason, the pace only another turn."""
        if host.patience_at and host.patience_at > self._clock.now():
            raise FetchError("the host has asked to be left alone for a while")
        if (due := self._due(name, host)) - self._clock.now() > self._settings.limits.patience:
            raise Deferred(f"the host is not to be asked before {due:%Y-%m-%d %H:%M:%S} UTC")

    def _may_be_private(self, host: str, port: int) -> bool:
        return (host, port) in self._private


_PORTS = {"http": 80, "https": 443}


def _manners(settings: "Settings") -> Manners:
    """The bounds for one page. A pace and a Retry-After are kept here, across passes, not by waiting in one."""
    limits = settings.limits
    return Manners(
        timeout=limits.timeout.total_seconds(),
        deadline=limits.deadline.total_seconds(),
        size=limits.size,
        attempts=limits.attempts,
        wait=limits.wait.total_seconds(),
        patience=0.0,
        redirects=limits.redirects,
        user_agent=settings.agent,
    )
