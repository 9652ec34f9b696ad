"""The general grammar: zones of a page to rows, rows to quotes, the same for every site and for plain text."""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from parsers.document import Document
from parsers.former import is_former
from parsers.icons import direction_of, icon_currency
from parsers.indices import name_euros, name_indices
from parsers.items import rows
from parsers.quotes import read_widget
from parsers.refine import refine
from parsers.rows import DATED, FIGURES, WORDS, is_value
from parsers.scan import read_tokens
from parsers.setting import Setting
from parsers.structure import DEEP, places
from parsers.tokens import Token, read_entities
from parsers.tongue import Tongue
from parsers.widgets import home_of_words, widgets
from parsers.zones import LONGEST, zones
from rates.model import Printed


def read_general(page: Document, setting: Setting) -> list[Printed]:
    """Every quote that the page's own words make certain."""
    found: list[Printed] = []
    seen: set[tuple[object, ...]] = set()
    for first, last in zones(page, setting.tongue):
        tokens = list(name_euros(name_indices(_tokens(page, first, last, setting)), setting.tongue.home))
        if not setting.tongue.home and (home := home_of_words(tokens)):
            settled = replace(setting, tongue=replace(setting.tongue, home=home), guessed=True)
            return read_general(page, settled)
        if setting.former and is_former(tokens, setting.former):
            past = replace(setting.tongue, home=setting.former.code)
            return read_general(page, replace(setting, tongue=past, former=None))
        for widget in widgets(rows(tokens, flat=not page.html), tokens, setting):
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


@lru_cache(maxsize=1 << 13)
def _read_run(text: str, tongue: Tongue) -> tuple[tuple[Token, ...], bool, bool, bool]:
    """The tokens of a run, whether it only leads to the next, `Last update:`, and whether a slash begins or ends it.

    Pages repeat most of their runs.
    """
    tokens = list(read_tokens(text, tongue.home))
    if len(tokens) == 1 and tokens[0].kind in WORDS:
        return tuple(tokens), False, False, False
    spoken = [token.kind for token in tokens if token.kind != "mark"]
    leads = bool(spoken) and set(spoken) == {"silent"}
    refined = tuple(refine(tokens, tongue) if tokens else ())
    return refined, leads, tokens[:1] != [] and tokens[0].text == "/", tokens[-1:] != [] and tokens[-1].text == "/"


def _tokens(page: Document, first: int, last: int, setting: Setting) -> Iterator[Token]:
    led = slashed = False
    before: Token | None = None
    meets = DEEP  # with the last token, over runs that have none
    for run, place in zip(range(first, last), places(page, first, last), strict=True):
        start, end = page.runs[run]
        meets = min(meets, place.meets)
        if end - start > LONGEST[page.html]:
            yield Token("prose", "", start, end, run, meets)
            meets = DEEP
            continue
        piece = read_entities(page.text[start:end], start)
        patterns, leads, starts, ends = _read_run(piece.text, setting.tongue)
        refined = [pattern.placed(piece, run, place) for pattern in patterns]
        if refined:
            head = refined[0]
            head.meets = meets
            head.led |= led and (head.kind in DATED or head.dayish)
            head.slashed |= (slashed or starts) and head.kind == "number" and before is not None and is_value(before)
            if head.kind not in WORDS:
                head.direction = head.direction or direction_of(place.tags if head.kind in FIGURES else place.wraps)
        if place.trails and before and before.kind in FIGURES:
            before.direction = before.direction or direction_of(place.trails)
        before = refined[-1] if refined else before
        led, slashed = leads, ends
        labelled = any(token.kind in ("currency", "pair", "other") for token in refined)
        code = icon_currency(place, setting.tongue) if refined and not labelled and refined[0].kind in FIGURES else None
        if code and code != setting.tongue.home:
            label = Token("currency", code, refined[0].start, refined[0].start, run, meets, place.column)
            label.code = code
            yield label
        yield from refined
        meets = DEEP if refined else meets
