"""Rates in a page's JSON state: `{"ticker":"EURUSD","value":"1.1058","change":"-0.0022","timestamp":"2019-..."}`.

Only an object that names a currency pair, its value and its change or time is a quote: pages hold constants of their
advertising and shops in the same shape.
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
VALUES = ("value", "last", "lastPrice", "price", "rate", "close")
CHANGES = ("change", "netChange", "priceChange", "delta", "diff")
PERCENTS = ("perChange", "percentChange", "changePercent", "pctChange", "change_percent", "changePct")
STAMPS = ("mdTimestamp", "timestamp", "lastTradeTime", "updated", "updatedAt", "time", "date")
PRINTED = ("localTimeZoneTimestamp", *STAMPS)
REACH = 3000
DECODER = json.JSONDecoder(parse_float=str, parse_int=str)


def read_state(page: Document, setting: Setting) -> list[Printed]:
    """The pairs that a page's scripts hold, each once."""
    if not any(f'"{name}"' in page.text for name in NAMES):
        return []
    found: dict[str, Printed] = {}
    for match in PAIR.finditer(page.text):
        if match[1] in CODES and match[2] in CODES and match[1] != match[2]:
            for start, state in _objects(page.text, match.start()):
                quote = _quote(page, (match[1], match[2]), start, state, setting)
                if quote:
                    found.setdefault(quote.instrument, quote)
    return list(found.values())


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
        label="".join(pair),
        value=value,
        start=start,
        end=end,
        value_start=at.end(),
        text=" ".join(part for part in ("/".join(pair), value, change, percent) if part),
        change=change,
        change_percent=percent,
        decimal=".",
        published=_first(state, PRINTED)[1],
        stamp=_instant(stamp),
        reasons=() if setting.market or setting.known else ("market-unknown",),
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
