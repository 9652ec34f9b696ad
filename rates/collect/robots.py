"""May this page be asked for, and how often: robots.txt as RFC 9309 reads it.

No robots.txt (4xx) allows all; one that cannot be reached (5xx, 429, no connection) forbids all, unless a copy not
older than 30 days is at hand. A copy is used for a day, and a failed look is repeated after an hour at the earliest.
"""

import math
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from rates.collect.memory import HostMemory
from rates.collect.refusals import Deferred, PrivateAddress, RobotsError
from rates.errors import FetchError
from rates.http import Response

if TYPE_CHECKING:
    from protego import Protego

FRESH, USABLE, AGAIN = timedelta(days=1), timedelta(days=30), timedelta(hours=1)
LONGEST = 500 * 1024
ENDLESS = 86400.0


def keep_fresh(host: HostMemory, url: str, *, now: datetime, get: Callable[[str], Response]) -> None:
    """Bring the host's robots.txt up to date; `get` asks for an address. RobotsError where nothing is known of it."""
    if host.robots_at is not None and now - host.robots_at < FRESH:
        return
    if not (host.robots_at and host.robots_failed_at and now - host.robots_failed_at < AGAIN):
        try:
            answer = get(_address(url))
            reason = f"answers {answer.status}" if answer.status == 429 or answer.status >= 500 else None
        except (Deferred, PrivateAddress):
            raise
        except FetchError as error:
            reason = str(error)
        if reason is None:
            found = 200 <= answer.status < 300
            host.robots = answer.content[:LONGEST].decode("utf-8", "replace") if found else None
            host.robots_at, host.robots_failed_at = now, None
            return
        host.robots_failed_at = now
        if host.robots_at is None or now - host.robots_at > USABLE:
            raise RobotsError(f"robots.txt cannot be reached, so nothing is asked ({reason})")


def check(host: HostMemory, url: str, *, agent: str) -> None:
    """RobotsError where the host's robots.txt forbids `url` to the robot named `agent`."""
    if host.robots is not None and not _rules(host.robots).can_fetch(url, agent):
        raise RobotsError(f"robots.txt forbids it: {url}")


def delay(host: HostMemory, *, agent: str) -> timedelta:
    """The least time between two requests that robots.txt asks for, at most a day."""
    if host.robots is None:
        return timedelta(0)
    rules = _rules(host.robots)
    rate = rules.request_rate(agent)
    asked = max(rules.crawl_delay(agent) or 0.0, rate.seconds / rate.requests if rate and rate.requests else 0.0)
    return timedelta(seconds=min(asked, ENDLESS) if math.isfinite(asked) else ENDLESS)


@lru_cache(maxsize=64)
def _rules(text: str) -> "Protego":
    from protego import Protego

    return Protego.parse(text)


def _address(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/robots.txt"
