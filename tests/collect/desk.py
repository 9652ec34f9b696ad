"""Settings, site and fetcher for a newsroom, as a test needs them."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from rates.collect.fetch import Fetcher
from rates.collect.memory import Memory
from rates.settings import Settings
from tests.collect.bulletins import fortnight
from tests.collect.newspages import Feed
from tests.collect.newsroom import NewsSite
from tests.collect.simulated import SimulatedClock

START = datetime(2024, 4, 22, 15, tzinfo=UTC)
LIMITS = {"timeout": "300ms", "deadline": "5s", "wait": "5ms", "attempts": 2, "pace": "1s", "size": "4MB"}


def site(clock: SimulatedClock, name: str = "rbc", **facts: Any) -> NewsSite:
    """An invented site with the fortnight's rates."""
    return NewsSite(feed=Feed(name, fortnight()), now=clock.now, **facts)


def settings(pages: Mapping[str, list[str]], *, limits: Mapping[str, Any] | None = None, **facts: Any) -> Settings:
    """Settings for pages by site, quick and for the loopback."""
    common: dict[str, Any] = {"private": True, "zone": "Europe/Moscow", "bank": "cbr", "parser": "rbc"} | facts
    return Settings.model_validate(
        {
            "contact": "desk@paper.test",
            "user_agent": "news-rates/0",
            "limits": LIMITS | dict(limits or {}),
            "sites": {name: common | {"pages": urls} for name, urls in pages.items()},
        }
    )


def fetcher(clock: SimulatedClock, *pages: str, memory: Memory | None = None, **limits: Any) -> Fetcher:
    """A fetcher for these pages."""
    return Fetcher(settings({"rbc": list(pages)}, limits=limits), clock=clock, memory=memory or Memory())
