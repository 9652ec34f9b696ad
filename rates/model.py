"""The words of the project as frozen values: capture, page, printed quote, observation, rejection, event, visit.

Times are aware and UTC inside; money is `Decimal`. What was printed stands beside what was understood.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Literal

Kind = Literal["fx", "crypto", "commodity", "index", "rate"]
Side = Literal["buy", "sell", "bid", "ask"]
Direction = Literal["up", "down"]
DecimalMark = Literal[",", "."]
DateOrder = Literal["DMY", "MDY", "YMD"]
CapturedBy = Literal["option", "warc", "http", "now", "page"]
DatedBy = Literal["printed", "machine", "capture", "official", "none"]
Status = Literal["ok", "undated", "suspect"]
Outcome = Literal["quotes", "no-block", "block-unread", "not-a-page", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """Bytes as they came, where they lie, and when they were taken.

    `source` is a path, a URL, or `file@offset` for a record of a WARC. `captured_at` is None while nothing says it;
    `captured_on_day` means that only its date is known. `charset` and `media_type` are what an HTTP header said.
    """

    content: bytes = field(repr=False)
    source: str
    url: str | None = None
    captured_at: datetime | None = None
    captured_by: CapturedBy | None = None
    captured_on_day: bool = False
    charset: str | None = None
    media_type: str | None = None
    digest: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "digest", sha256(self.content).hexdigest())


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A printed quote: strings as the page has them, and what the row's own words settle.

    `start:end` spans the snippet in the page's decoded text and `value_start` the value in it, which is what tells
    two quotes of one row apart. `instrument` is `USD/RUB`: units of RUB per `nominal` USD. `decimal` is the number
    style of the widget. `value_date` and `published` are the printed texts; `stamp` is a machine stamp that belongs
    to this quote alone. `direction` is a sign given by a class, an icon or the widget's other rows.
    """

    instrument: str
    kind: Kind
    market: str
    label: str
    value: str
    start: int
    end: int
    value_start: int
    text: str
    side: Side | None = None
    nominal: int = 1
    change: str | None = None
    change_percent: str | None = None
    direction: Direction | None = None
    decimal: DecimalMark | None = None
    value_date: str | None = None
    published: str | None = None
    section: str | None = None
    zone: str | None = None
    stamp: datetime | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """A dated headline of a news feed as printed; it fixes the page's "today" and is kept as an event."""

    title: str
    published: str
    start: int
    end: int
    section: str | None = None
    url: str | None = None
    stamp: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A capture read by a parser: quotes and headlines as printed, and the facts that reading them needs.

    `zone` is the site's IANA zone (None: unknown, so clock times stay open); `stamps` are the machine stamps of the
    page itself; `outcome` is never `quotes` when `printed` is empty, and `reason` says in a sentence why.
    """

    site: str
    parser: str
    outcome: Outcome
    reason: str | None = None
    zone: str | None = None
    date_order: DateOrder = "DMY"
    languages: tuple[str, ...] = ()
    printed: tuple[Printed, ...] = ()
    headlines: tuple[Headline, ...] = ()
    stamps: tuple[datetime, ...] = ()
    text: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """A printed quote understood: one row of the store. Keys and their order are the JSON's and the Parquet's.

    `published_at` and `captured_at` carry an offset (the site's) or UTC; the store keeps the instant.
    """

    id: str
    instrument: str
    kind: Kind
    market: str
    side: Side | None
    value: Decimal
    nominal: int
    change: Decimal | None
    change_percent: Decimal | None
    value_date: date | None
    value_date_text: str | None
    published_at: datetime | None
    published_text: str | None
    captured_at: datetime | None
    ingested_at: datetime
    dated_by: DatedBy
    status: Status
    reasons: tuple[str, ...]
    site: str
    url: str | None
    parser: str
    source: str
    span_start: int
    span_end: int
    value_start: int
    quote_text: str
    digest: str

    @property
    def official(self) -> bool:
        """Whether the bank itself is the source: its site is the market that it fixes."""
        return self.site == self.market


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """A printed quote that could not be understood: what was printed and a short code that says why."""

    id: str
    reason: str
    detail: str
    label: str
    value_text: str
    captured_at: datetime | None
    ingested_at: datetime
    site: str
    url: str | None
    parser: str
    source: str
    span_start: int
    span_end: int
    value_start: int
    quote_text: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A dated headline understood: `published_at` is None where its day stays open."""

    id: str
    title: str
    section: str | None
    published_at: datetime | None
    published_text: str
    dated_by: DatedBy
    link: str | None
    captured_at: datetime | None
    ingested_at: datetime
    site: str
    url: str | None
    parser: str
    source: str
    span_start: int
    span_end: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A row of the ledger: what came of one capture. Its id is the capture's: digest, url or source, captured_at."""

    id: str
    digest: str
    url: str | None
    source: str
    captured_at: datetime | None
    captured_by: CapturedBy | None
    ingested_at: datetime
    site: str | None
    parser: str | None
    outcome: Outcome
    reason: str | None
    size: int
    observations: int
    rejections: int
    events: int


def sighting_id(digest: str, value_start: int, captured_at: datetime | None) -> str:
    """The id of a sighting: the same on any machine, in any order, for any parser that finds the same value."""
    return _hash("sighting", digest, str(value_start), _instant(captured_at))


def visit_id(capture: Capture, captured_at: datetime | None) -> str:
    """The id of a capture in the ledger: its bytes, its name and its time."""
    return sighted_id(capture.digest, capture.url or capture.source, captured_at)


def sighted_id(digest: str, name: str, captured_at: datetime | None) -> str:
    """The same id from a digest alone, for a page that the server says has not changed; `name` is its address."""
    return _hash("visit", digest, name, _instant(captured_at))


def official_id(market: str, instrument: str, day: date) -> str:
    """The id of an official rate: a value that the bank changes later is a later reading of the same id."""
    return _hash("official", market, instrument, day.isoformat())


def _instant(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat() if moment else ""


def _hash(*parts: str) -> str:
    return sha256("\x1f".join(parts).encode()).hexdigest()
