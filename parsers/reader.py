"""A capture read: its site found, its text decoded, its quotes and headlines as printed."""

from parsers.decode import decode, is_binary
from parsers.discovery import UNKNOWN, find_site, host_of, site_named, stated_host
from parsers.document import Document, document
from parsers.former import FORMER
from parsers.grammar import read_general
from parsers.home import guess_country, page_language
from parsers.setting import Setting
from parsers.site import Site
from parsers.state import read_state
from parsers.tongue import Tongue
from rates.currencies import country_currency
from rates.model import Capture, Outcome, Page, Printed


def parse(capture: Capture, *, site: str | None = None) -> Page:
    """Read the quotes of a page. `site` names its parser; else the address and the page itself say which.

    Never raises for what the bytes are: a page that cannot be read has an outcome and a reason. Raises `UsageError`
    for a site that does not exist.
    """
    asked = site_named(site) if site else None
    if not capture.content.strip() or is_binary(capture.content):
        return _not_a_page(capture, asked)
    guess = asked or site_named(host_of(capture.url) or UNKNOWN)
    text = decode(capture.content, declared=capture.charset, fallback=guess.charset)
    facts = find_site(text, url=capture.url, name=site)
    page = document(text)
    printed = read_quotes(page, facts, _setting(text, facts, host_of(capture.url)))
    outcome, reason = _outcome(page, facts, printed)
    return Page(
        site=facts.name,
        parser=facts.parser,
        outcome=outcome,
        reason=reason,
        zone=facts.zone,
        date_order=facts.date_order,
        languages=facts.languages,
        printed=tuple(printed),
        headlines=tuple(facts.headlines(page)) if facts.headlines else (),
        stamps=tuple(facts.stamps(page)) if facts.stamps else (),
        text=text,
    )


def read_quotes(page: Document, site: Site, setting: Setting) -> list[Printed]:
    """The quotes of a page in its order: the site's own layouts first, then the general grammar."""
    found: dict[int, Printed] = {}
    own = [quote for layout in site.layouts for quote in layout(page)]
    read = [*own, *read_general(page, setting)]
    for quote in read or read_state(page, setting):
        found.setdefault(quote.value_start, site.settle(page, quote) if site.settle else quote)
    return [found[start] for start in sorted(found)]


def _setting(text: str, site: Site, host: str | None) -> Setting:
    language = site.languages[0] if site.languages else page_language(text)
    host = host or stated_host(text)
    country = None if site.home else guess_country(text, host, language)
    home = site.home or (country_currency(country) if country else None)
    return Setting(
        Tongue(home, language, tuple(site.signs.items())),
        guessed=not site.home,
        market=site.market,
        known=bool(site.hosts),
        decimal=site.decimal,
        former=FORMER.get(country or ""),
    )


def _outcome(page: Document, site: Site, printed: list[Printed]) -> tuple[Outcome, str | None]:
    if printed:
        return "quotes", None
    if any(mark in page.text for mark in site.block) or any(mark in page.visible for mark in site.shown):
        return "block-unread", f"the page has the block of {site.name}, in a shape that its parser does not read"
    return "no-block", "no currency quotes stand on the page"


def _not_a_page(capture: Capture, asked: Site | None) -> Page:
    site = asked or site_named(host_of(capture.url) or UNKNOWN)
    reason = "the bytes are not text" if capture.content.strip() else "there is nothing in it"
    return Page(site=site.name, parser=site.parser, outcome="not-a-page", reason=reason, zone=site.zone)
