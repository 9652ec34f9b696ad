"""The facts of a site that its text does not say: hosts, zone, languages, home currency, number style, markets."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from parsers.document import Document
from rates.model import DateOrder, DecimalMark, Headline, Printed

Layout = Callable[[Document], list[Printed]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What is known of a site. `market` is the market of its rows that name none; None where that is not known.

    `marks` are groups of strings: a page without an address is the site's when it holds all strings of one group.
    `block` are strings that show that the page has the site's block, read or not; `shown` are such strings of its
    visible text.
    `signs` are currency signs and words that mean another currency here than elsewhere.
    `layouts` read shapes that the general grammar cannot; `settle` adds to a quote what its markup says and its
    text doesn't; `headlines` and `stamps` read the news feed and the
    machine stamps of the page.
    """

    name: str
    hosts: tuple[str, ...]
    zone: str | None = None
    languages: tuple[str, ...] = ()
    home: str | None = None
    decimal: DecimalMark | None = None
    charset: str | None = None
    market: str | None = None
    date_order: DateOrder = "DMY"
    version: int = 1
    marks: tuple[tuple[str, ...], ...] = ()
    block: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    signs: Mapping[str, str] = field(default_factory=dict)
    layouts: tuple[Layout, ...] = ()
    settle: Callable[[Document, Printed], Printed] | None = None
    headlines: Callable[[Document], list[Headline]] | None = None
    stamps: Callable[[Document], list[datetime]] | None = None

    @property
    def parser(self) -> str:
        """Name and version of the parser, as rows carry it."""
        return f"{self.name}@{self.version}"

    def owns(self, host: str) -> bool:
        """Whether a host is one of the site's or lies under one."""
        return any(host == mine or host.endswith("." + mine) for mine in self.hosts)
