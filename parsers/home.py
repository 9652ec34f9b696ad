"""The currency that a page's country pays with: from its address, else from the language that it states.

A guess from here is said to be one in every row that rests on it.
"""

import re

from rates.currencies import country_currency

LANGUAGE = re.compile(r"<html\b[^>]*?\blang\s*=\s*[\"']?([a-zA-Z]{2,3}(?:[-_][a-zA-Z]{2,4})?)\b", re.IGNORECASE)
LOCALE = re.compile(r"og:locale[\"']?\s+content\s*=\s*[\"']?([a-zA-Z]{2}_[a-zA-Z]{2})\b", re.IGNORECASE)
# What else a head says of the country: `geo.region`, `"inLanguage": "es-AR"`, `"addressCountry": "AR"`.
STATED = re.compile(
    r"""(?:geo\.(?:region|country)|addressCountry|inLanguage)["']?\s*(?:content=|:)\s*["']"""
    r"""(?:([A-Z]{2})(?:-\w{1,3})?|[a-z]{2}[-_]([A-Za-z]{2}))["']"""
)
STATEMENTS = ("geo.region", "geo.country", "addressCountry", "inLanguage")
HEAD = 30_000
DOMAINS = {"uk": "GB", "su": "RU", "xn--p1ai": "RU", "xn--j1amh": "UA", "xn--90ais": "BY", "xn--80ao21a": "KZ"}
# Country codes that are sold as words, and ends that are no country's.
WORLDWIDE = frozenset(
    ["io", "tv", "me", "co", "ai", "fm", "cc", "ws", "to", "eu", "ly", "gg", "la", "so", "st", "vc", "nu", "su"]
) - {"su"}
# Languages with one country that anyone would name first.
COUNTRIES = dict(
    pair.split(":")
    for pair in [
        "tr:TR",
        "pl:PL",
        "cs:CZ",
        "hu:HU",
        "uk:UA",
        "ro:RO",
        "bg:BG",
        "ja:JP",
        "ko:KR",
        "th:TH",
        "vi:VN",
        "he:IL",
        "ka:GE",
        "hy:AM",
        "az:AZ",
        "kk:KZ",
        "uz:UZ",
        "mn:MN",
        "sr:RS",
        "mk:MK",
        "sq:AL",
        "da:DK",
        "sv:SE",
        "nb:NO",
        "no:NO",
        "is:IS",
        "id:ID",
        "be:BY",
        "ky:KG",
        "tg:TJ",
    ]
)


def page_language(text: str) -> str | None:
    """The language that a page states, as printed: `tr`, `es-CL`."""
    at = max(text.find("<html", 0, HEAD), text.find("<HTML", 0, HEAD))
    found = LANGUAGE.match(text, at) if at >= 0 else None
    return found[1].replace("_", "-") if found else None


def guess_country(text: str, host: str | None, language: str | None) -> str | None:
    """The country of a page (ISO 3166); None where neither address nor language names one."""
    return (
        _of_host(host)
        or _of_region(language)
        or _of_statement(text)
        or _of_locale(text)
        or COUNTRIES.get((language or "")[:2].lower())
    )


def guess_home(text: str, host: str | None, language: str | None) -> str | None:
    """The home currency of a page: its country's today."""
    country = guess_country(text, host, language)
    return country_currency(country) if country else None


def _of_host(host: str | None) -> str | None:
    *_, second, end = ("", "", *(host or "").split("."))
    if end in DOMAINS:
        return DOMAINS[end]
    national = end not in WORLDWIDE or second in ("com", "org", "net", "gov", "gob", "edu")
    return end.upper() if len(end) == 2 and national else None


def _of_region(language: str | None) -> str | None:
    region = (language or "").partition("-")[2]
    return region.upper() if len(region) == 2 else None


def _of_statement(text: str) -> str | None:
    for name in STATEMENTS:
        at = text.find(name, 0, HEAD)
        if at >= 0 and (found := STATED.match(text, at)):
            return (found[1] or found[2]).upper()
    return None


def _of_locale(text: str) -> str | None:
    at = text.find("og:locale", 0, HEAD)
    found = LOCALE.match(text, at) if at >= 0 else None
    return found[1][3:].upper() if found else None
