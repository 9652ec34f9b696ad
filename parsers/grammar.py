"""The general grammar: zones of a page to rows, rows to quotes, the same for every site and for plain text."""

from collections.abc import Iterator
from dataclasses import replace

from parsers.document import Document
from parsers.items import rows
from parsers.quotes import Setting, home_of_markets, read_widget, widgets
from parsers.refine import refine
from parsers.structure import places
from parsers.tokens import Token, icon_currency, read_entities, read_tokens
from parsers.zones import LONGEST, zones
from rates.model import Printed


def read_general(page: Document, setting: Setting) -> list[Printed]:
    """Every quote that the page's own words make certain."""
    found: list[Printed] = []
    seen: set[tuple[object, ...]] = set()
    for first, last in zones(page, setting.tongue):
        tokens = list(_tokens(page, first, last, setting))
        if not setting.tongue.home and (home := home_of_markets(tokens)):
            settled = replace(setting, tongue=replace(setting.tongue, home=home), guessed=True)
            return read_general(page, settled)
        for widget in widgets(rows(tokens), tokens, setting):
            for quote in read_widget(widget, setting):
                key = (quote.instrument, quote.market, quote.side, quote.value, quote.value_date)
                if key not in seen:
                    seen.add(key)
                    found.append(_in_page(page, quote))
    return found


def _in_page(page: Document, quote: Printed) -> Printed:
    if not page.escapes:
        return quote
    start, end, value = (page.source(at) for at in (quote.start, quote.end - 1, quote.value_start))
    return replace(quote, start=start, end=end + 1, value_start=value)


def _tokens(page: Document, first: int, last: int, setting: Setting) -> Iterator[Token]:
    led = False
    for run, place in zip(range(first, last), places(page, first, last), strict=True):
        start, end = page.runs[run]
        if end - start > LONGEST[page.html]:
            yield Token("prose", "", start, end, run, place.meets)
            continue
        tokens = list(read_tokens(read_entities(page.text[start:end], start), run, place, setting.tongue.home))
        if tokens:
            tokens[0].led = led
        spoken = [token for token in tokens if token.kind != "mark"]
        led = bool(spoken) and all(token.kind == "silent" for token in spoken)
        refined = refine(tokens, setting.tongue) if tokens else []
        code = icon_currency(place)
        labelled = any(token.kind in ("currency", "pair", "other") for token in refined)
        if refined and code and code != setting.tongue.home and not labelled:
            label = Token("currency", code, refined[0].start, refined[0].start, run, place.meets, place.column)
            label.code = code
            yield label
        yield from refined
