"""Which site a page is of: as asked, by its address, by the address it states itself, or by the site's marks."""

import re
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from urllib.parse import urlsplit

from parsers import sites
from parsers.site import Site
from rates.errors import UsageError

UNKNOWN = "unknown"
STATED = ("canonical", "og:url", "<base ")
ADDRESS = re.compile(r"""(?:href|content)=["']?(https?://[^"'\s>]+)""", re.IGNORECASE)
HEAD = 100_000


@cache
def known_sites() -> tuple[Site, ...]:
    """Every site that has a module in `parsers.sites`, by name."""
    names = sorted(module.name for module in iter_modules(sites.__path__))
    return tuple(import_module(f"{sites.__name__}.{name}").SITE for name in names)


def site_named(name: str) -> Site:
    """A site by name or host; `unknown` and hosts without a module get the general grammar."""
    for site in known_sites():
        if name == site.name or site.owns(name):
            return site
    if name == UNKNOWN or "." in name:
        return Site(name=name, hosts=())
    raise UsageError(f"no site is called {name!r}", hint="rates sites list")


def find_site(text: str, *, url: str | None, name: str | None) -> Site:
    """The site of a page, from the surest evidence there is."""
    if name:
        return site_named(name)
    if host := host_of(url):
        return site_named(host)
    if (host := stated_host(text)) and (site := site_named(host)).hosts:
        return site
    marked = (site for site in known_sites() if any(all(mark in text for mark in group) for group in site.marks))
    return next(marked, None) or site_named(host or UNKNOWN)


def host_of(url: str | None) -> str | None:
    """The host of a web address, without `www.`."""
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    host = host.removeprefix("www.") if host else ""
    return host if "." in host else None


def stated_host(text: str) -> str | None:
    """The host of the address that a page gives as its own."""
    for mark in STATED:
        at = text.find(mark, 0, HEAD)
        if at >= 0:
            start = text.rfind("<", 0, at + 1)
            if found := ADDRESS.search(text, start, text.find(">", at) + 1 or start + 500):
                return host_of(found[1])
    return None
