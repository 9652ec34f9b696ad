"""Rates in a page's JSON state: `{"ticker":"EURUSD","value":"1.1058","change":"-0.0022","timestamp":"2019-..."}`.

Only an object that names a currency pair, or a currency that is not the page's own, with its value, its change and its
time is a quote: pages hold constants of their advertising and shops in the same shape.
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime

from parsers.document import Document
from parsers.magnitudes import amount, plausible
from parsers.setting import Setting
from rates.currencies import CODES
from rates.model import Printed

NAMES = ("ticker", "symbol", "pair")
PAIR = re.compile(rf'"(?:{"|".join(NAMES)})"\s*:\s*"([A-Z]{{3}})[/_-]?([A-Z]{{3}})(?:=X?)?"')
CODE_NAMES = ("code", "charCode", "currencyCode")
CODE = re.compile(rf'"(?:{"|".join(CODE_NAMES)})"\s*:\s*"([A-Z]{{3}})"')
VALUES = ("value", "last", "lastPrice", "price", "rate", "close")
CHANGES = ("change", "netChange", "priceChange", "delta", "diff")
PERCENTS = ("perChange", "percentChange", "changePercent", "pctChange", "change_percent", "changePct")
STAMPS = ("mdTimestamp", "timestamp", "lastTradeTime", "updated", "updatedAt", "time", "date")
PRINTED = ("localTimeZoneTimestamp", *STAMPS)
DAY = re.compile(r"\d{4}-\d\d-\d\d")
REACH = 3000
DECODER = json.JSONDecoder(parse_float=str, parse_int=str)


def read_state(page: Document, setting: Setting) -> list[Printed]:
    """The pairs that a page's scripts hold, each once."""
    found: dict[str, Printed] = {}
    for base, other, at in _named(page.text, setting.tongue.home):
        if base in CODES and other in CODES and base != other:
            for start, state in _objects(page.text, at):
                quote = _quote(page, (base, other), start, state, setting)
                if quote:
                    found.setdefault(quote.instrument, quote)
    return list(found.values())


def _named(text: str, home: str | None) -> Iterator[tuple[str, str, int]]:
    """The pairs that objects name, and where; a currency alone is priced in the page's own."""
    if any(f'"{name}"' in text for name in NAMES):
        yield from ((match[1], match[2], match.start()) for match in PAIR.finditer(text))
    if home and any(f'"{name}"' in text for name in CODE_NAMES):
        yield from ((match[1], home, match.start()) for match in CODE.finditer(text))


def _objects(text: str, at: int) -> Iterator[tuple[int, Mapping[str, object]]]:
    """The smallest object around a place, where it can be read."""
    start = text.rfind("{", max(0, at - REACH), at)
    if start < 0:
        return
    try:
        state, length = DECODER.raw_decode(text[start : at + REACH])
    except ValueError:
        return
    if start + length > at and isinstance(state, dict):
        yield start, state


def _quote(
    page: Document, pair: tuple[str, str], start: int, state: Mapping[str, object], setting: Setting
) -> Printed | None:
    named = any(name in state for name in NAMES)
    value_key, value = _first(state, VALUES)
    _, change = _first(state, CHANGES)
    _, percent = _first(state, PERCENTS)
    _, stamp = _first(state, STAMPS)
    size = amount(value, ".") if value else None
    if not value or not (change or percent) or not stamp or not size or not plausible(size, *pair):
        return None
    at = re.compile(rf'"{value_key}"\s*:\s*"?').search(page.text, start)
    if not at:
        return None
    end = page.text.index("}", at.end())
    return Printed(
        instrument="/".join(pair),
        kind="fx",
        market=setting.market or "unknown",
        label="".join(pair) if named else pair[0],
        value=value,
        start=start,
        end=end,
        value_start=at.end(),
        text=" ".join(part for part in ("/".join(pair), value, change, percent) if part),
        change=change,
        change_percent=percent,
        direction=None if (change or percent or "")[:1] in "+-" else "up",
        decimal=".",
        published=None if DAY.fullmatch(stamp) else _first(state, PRINTED)[1],
        value_date=stamp if DAY.fullmatch(stamp) else None,
        stamp=_instant(stamp),
        reasons=(
            *(("home-guessed",) if setting.guessed and not named else ()),
            *(() if setting.market or setting.known else ("market-unknown",)),
        ),
    )


def _first(state: Mapping[str, object], keys: tuple[str, ...]) -> tuple[str, str | None]:
    for key in keys:
        value = state.get(key)
        if isinstance(value, str) and value:
            return key, value
    return "", None


def _instant(text: str) -> datetime | None:
    try:
        stamp = datetime.fromisoformat(text)
    except ValueError:
        return None
    return stamp if stamp.tzinfo else None
