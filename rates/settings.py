"""What may be set, with its type, its default and what is refused: the models behind rates.toml.

pydantic lives here and nowhere else, so a command that needs no configuration never loads it.
"""

from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from rates import __version__
from rates.amounts import read_duration, read_size
from rates.calendars import BANKS


def _duration(value: object) -> object:
    return read_duration(value) if isinstance(value, str) else _needs_text(value, timedelta, "a duration", "15m")


def _size(value: object) -> object:
    return read_size(value) if isinstance(value, str) else _needs_text(value, str, "a size", "8MB")


def _needs_text(value: object, kind: type, what: str, example: str) -> object:
    if not isinstance(value, kind):
        raise ValueError(f'{what} is written with its unit, in quotes, such as "{example}"')  # noqa: TRY004
    return value


def _hours(value: object) -> object:
    """`08:00-22:30`, local to the site; `22:00-02:00` goes over midnight."""
    if not isinstance(value, str):
        return value
    first, _, last = value.partition("-")
    try:
        return (time.fromisoformat(first.strip()), time.fromisoformat(last.strip()))
    except ValueError:
        raise ValueError(f'`{value}` is not a span of hours such as "08:00-22:30"') from None


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(f"`{value}` is not an http or https address")
    return value


def _some(value: tuple[str, ...]) -> tuple[str, ...]:
    if not value:
        raise ValueError("a site without pages has nothing to collect")
    return value


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError(f"`{value}` is not a zone of the IANA database, such as Europe/Moscow") from None
    return value


def _bank(value: str) -> str:
    if value not in BANKS:
        raise ValueError(f"`{value}` is no bank whose working days are known: {', '.join(BANKS)}")
    return value


def _folder(value: Path) -> Path:
    try:
        return value.expanduser()
    except RuntimeError:
        raise ValueError(f"`{value}` is in the home of nobody here") from None


def _each_page_once(sites: "dict[str, Site]") -> "dict[str, Site]":
    """Two turns of one page would each take it for read by the other."""
    owner: dict[str, str] = {}
    for name, site in sites.items():
        for page in site.pages:
            if page in owner:
                raise ValueError(f"the page {page} is listed twice, by {owner[page]} and by {name}")
            owner[page] = name
    return sites


Duration = Annotated[timedelta, BeforeValidator(_duration)]
Size = Annotated[int, BeforeValidator(_size)]
Hours = Annotated[tuple[time, time], BeforeValidator(_hours)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
Zone = Annotated[str, AfterValidator(_zone)]
Bank = Annotated[str, AfterValidator(_bank)]
Place = Annotated[Path, AfterValidator(_folder)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Limits(_Strict):
    """Bounds of every fetch: `timeout` for one silence, `deadline` for a page with all its retries."""

    timeout: Duration = timedelta(seconds=20)
    deadline: Duration = timedelta(minutes=2)
    size: Size = 16_000_000
    redirects: int = Field(default=5, ge=0, le=20)
    attempts: int = Field(default=3, ge=1, le=10)
    wait: Duration = timedelta(seconds=1)
    patience: Duration = timedelta(minutes=1)
    pace: Duration = timedelta(seconds=5)


class Notify(_Strict):
    """Who hears of trouble: `max_age` is the age of a site's last page that counts as trouble whatever its cadence."""

    webhook: WebAddress | None = None
    apprise: tuple[str, ...] = ()
    textfile: Place | None = None
    max_age: Duration | None = None


class Site(_Strict):
    """A site's pages and how often they are asked for; `hours` are on the clock of `zone`.

    `parser` names the reader of the pages where their host does not; `bank` is whose working days the rates follow.
    `private` allows addresses that are not public: a loopback or a company's own network.
    """

    pages: Annotated[tuple[WebAddress, ...], AfterValidator(_some)]
    cadence: Duration = timedelta(minutes=15)
    hours: Hours | None = None
    zone: Zone = "UTC"
    parser: str | None = None
    bank: Bank | None = None
    pace: Duration | None = None
    private: bool = False

    def open_at(self, now: datetime) -> bool:
        """Whether `now` lies in the site's hours, both ends included."""
        if self.hours is None:
            return True
        (first, last), clock = self.hours, now.astimezone(ZoneInfo(self.zone)).time().replace(second=0, microsecond=0)
        return first <= clock <= last if first <= last else clock >= first or clock <= last


class Settings(_Strict):
    """The whole configuration."""

    store: Place | None = None
    raw: Place | None = None
    contact: str | None = None
    user_agent: str = f"news-rates/{__version__}"
    limits: Limits = Limits()
    notify: Notify = Notify()
    sites: Annotated[dict[str, Site], AfterValidator(_each_page_once)] = {}

    @property
    def agent(self) -> str:
        """The User-Agent header: who asks, and whom to write to about it."""
        return f"{self.user_agent} (+{self.contact})" if self.contact else self.user_agent

    def site_at(self, url: str | None) -> str | None:
        """The site that has this page, else one with pages at its host, be it with or without `www.`; else None."""
        exact = (name for name, site in self.sites.items() if url in site.pages)
        near = (name for name, site in self.sites.items() if _host(url or "") in map(_host, site.pages))
        return next(exact, None) or next(near, None)


def _host(url: str) -> str:
    return urlsplit(url).netloc.removeprefix("www.")
