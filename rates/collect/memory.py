"""What the collector remembers between passes: validators of each page, each host's robots.txt and when it is due.

It is a memory only: losing it costs a few unconditional requests and no data, so it is written whole and not fsynced.
"""

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Self

from rates.http import LONGEST_WAIT
from rates.model import Outcome, Visit

SLACK = timedelta(minutes=10)
TRUST = timedelta(days=1)


@dataclass(slots=True, kw_only=True)
class PageMemory:
    """A page as it was last seen. `source` and `captured_at` are of the capture that a 304 sights again.

    `whole_at` is when its bytes last came, be they new or not.
    """

    tried_at: datetime | None = None
    read_at: datetime | None = None
    whole_at: datetime | None = None
    etag: str | None = None
    modified: str | None = None
    digest: str | None = None
    source: str | None = None
    url: str | None = None
    captured_at: datetime | None = None
    outcome: Outcome | None = None
    parser: str | None = None
    marks: list[str] = field(default_factory=list)
    changed_at: datetime | None = None

    @property
    def validators(self) -> dict[str, str]:
        """The headers of a conditional request."""
        known = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in known.items() if value} if self.digest else {}

    def doubt(self, now: datetime) -> None:
        """Ask for the whole page once a day: a validator that lies would show the same page for ever."""
        if self.whole_at is None or now - self.whole_at >= TRUST:
            self.etag = self.modified = None

    def note(self, visit: Visit, *, etag: str | None, modified: str | None) -> None:
        """Remember a capture that is in the store, and what the server will know it by."""
        self.etag, self.modified = etag, modified
        self.digest, self.source, self.url = visit.digest, visit.source, visit.url
        self.captured_at = self.read_at = self.whole_at = visit.captured_at
        self.outcome, self.parser = visit.outcome, visit.parser


@dataclass(slots=True, kw_only=True)
class HostMemory:
    """A host: when it was last asked; its robots.txt (None: it has none) and when that was read or last failed.

    `patience_at` is until when the host itself asked to be left alone.
    """

    asked_at: datetime | None = None
    patience_at: datetime | None = None
    robots: str | None = None
    robots_at: datetime | None = None
    robots_failed_at: datetime | None = None


@dataclass(slots=True)
class Memory:
    """The pages by address, the hosts by name and port, and the raw records that the store does not have yet.

    `at_work` stands while a collector runs, so whoever finds it set follows one that was killed.
    """

    path: Path | None = None
    pages: dict[str, PageMemory] = field(default_factory=dict)
    hosts: dict[str, HostMemory] = field(default_factory=dict)
    owed: list[str] = field(default_factory=list)
    at_work: bool = False

    @classmethod
    def open(cls, path: Path) -> Self:
        """The memory at `path`; an absent or damaged file is an empty one, and damage is taken for a kill's."""
        try:
            saved = json.loads(path.read_text(encoding="utf-8"))
            pages = {url: PageMemory(**_times(each)) for url, each in saved["pages"].items()}
            hosts = {host: HostMemory(**_times(each)) for host, each in saved["hosts"].items()}
            return cls(path, pages, hosts, saved["owed"], saved["at_work"])
        except FileNotFoundError:
            return cls(path)
        except (UnicodeDecodeError, ValueError, KeyError, TypeError, AttributeError):
            return cls(path, at_work=True)

    def page(self, url: str) -> PageMemory:
        """What is known of a page; empty at first."""
        return self.pages.setdefault(url, PageMemory())

    def host(self, name: str) -> HostMemory:
        """What is known of a host; empty at first."""
        return self.hosts.setdefault(name, HostMemory())

    def forget_future(self, now: datetime) -> None:
        """Forget times that lie ahead: noted by a clock that was wrong, they would silence a page until they come."""
        for page in self.pages.values():
            page.tried_at, page.read_at = _past(page.tried_at, now), _past(page.read_at, now)
            page.whole_at = _past(page.whole_at, now)
            page.changed_at = min(page.changed_at, now) if page.changed_at else None
        for host in self.hosts.values():
            host.asked_at = min(host.asked_at, now) if host.asked_at else None
            host.robots_at, host.robots_failed_at = _past(host.robots_at, now), _past(host.robots_failed_at, now)
            host.patience_at = _past(host.patience_at, now + LONGEST_WAIT)

    def save(self) -> None:
        """Write it beside and put it in place. OSError where the disk does not take it."""
        if self.path is None:
            return
        saved = {
            "pages": {url: asdict(page) for url, page in self.pages.items()},
            "hosts": {name: asdict(host) for name, host in self.hosts.items()},
            "owed": self.owed,
            "at_work": self.at_work,
        }
        self.path.parent.mkdir(parents=True, exist_ok=True)
        beside = self.path.with_suffix(".new")
        beside.write_text(json.dumps(saved, default=datetime.isoformat), encoding="utf-8")
        beside.replace(self.path)


def _past(moment: datetime | None, now: datetime) -> datetime | None:
    return moment if moment and moment <= now + SLACK else None


def _times(saved: dict[str, Any]) -> dict[str, Any]:
    return {
        name: datetime.fromisoformat(value) if value and name.endswith("_at") else value
        for name, value in saved.items()
    }
