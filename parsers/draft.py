"""A new site drafted from a saved page: the facts that the page gives away, as the text of a module.

What the page does not settle (its market, its zone where a country has several) is left out for the author to add.
"""

import json
import re
from importlib import resources

from parsers.discovery import UNKNOWN, find_site, host_of, stated_host
from parsers.home import COUNTRIES, DOMAINS, guess_home, page_language
from parsers.site import Site
from rates.currencies import country_currency
from rates.errors import UsageError
from rates.model import Page

NAME = re.compile(r"[a-z][a-z0-9_]*")
WIDEST = 118
TEMPLATE = '''"""{about}"""

from parsers.site import Site

SITE = Site(
{facts})
'''


def draft_site(name: str, text: str, *, url: str | None) -> Site:
    """The facts of the site of a decoded page. Raises UsageError where it has no host or another site owns it."""
    if not NAME.fullmatch(name) or name == UNKNOWN:
        raise UsageError(
            f"{name!r} cannot name a module", hint="use small letters, digits and _, as in rates sites list"
        )
    host = host_of(url) or stated_host(text)
    if not host:
        raise UsageError("nothing says which site the page is of", hint="add --url with the address it was saved from")
    owner = find_site("", url=f"https://{host}/", name=None)
    if owner.hosts:
        raise UsageError(f"{host} is {owner.name}'s already", hint=f"add a fixture folder to tests/sites/{owner.name}")
    language = page_language(text)
    home = guess_home(text, host, language)
    return Site(
        name=name,
        hosts=(host,),
        zone=_only_zone(_country(host, language, home)),
        languages=(language,) if language else (),
        home=home,
    )


def module_text(site: Site, page: Page) -> str:
    """The module of a drafted site; its docstring shows the first rows that the general grammar reads."""
    facts = {"name": site.name, "hosts": site.hosts, "zone": site.zone, "languages": site.languages, "home": site.home}
    lines = [f"    {name}={_literal(value)},\n" for name, value in facts.items() if value]
    return TEMPLATE.format(about=_about(site, page), facts="".join(lines))


def _about(site: Site, page: Page) -> str:
    rows = dict.fromkeys(quote.text for quote in page.printed)
    about = f"{site.hosts[0]}: "
    shown = ""
    for row in rows:
        longer = f"{shown} {row}".strip()
        if len(about) + len(longer) > WIDEST - len('"""``."""'):
            break
        shown = longer
    clean = shown.replace("\\", "/").replace('"', "'")
    return f"{about}`{clean}`." if clean else f"{about}no rates that the general grammar reads."


def _literal(value: str | tuple[str, ...]) -> str:
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return f"({', '.join(map(_literal, value))},)"


def _country(host: str, language: str | None, home: str | None) -> str | None:
    end = host.rpartition(".")[2]
    spoken, _, region = (language or "").partition("-")
    named = (DOMAINS.get(end, end.upper()), region.upper(), COUNTRIES.get(spoken.lower(), ""))
    return next(
        (country for country in named if home and len(country) == 2 and country_currency(country) == home), None
    )


def _only_zone(country: str | None) -> str | None:
    """The zone of a country that has one (IANA's zone.tab)."""
    table = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    found = [row[2] for row in rows if row[0] == country]
    return found[0] if len(found) == 1 else None
