"""RBC (rbc.ru): the news feed, with the Bank of Russia's rates among its items.

    Курс евро на 25 апреля
    EUR ЦБ: 98,91 (-0,65)
    Инвестиции, 24 апр, 17:11

In markup an item carries `data-modif`, the unix second of its last change, which is the printed minute with its
year; feed JSON carries `publish_date_t` behind the item. A rate item may be hidden (`g-hidden`) and true.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from zoneinfo import ZoneInfo

from parsers.document import Document, plain
from parsers.site import Site
from rates.model import Headline, Printed

S = r"(?:[\s\0\xa0]|&nbsp;|&#160;)"
MINUS = r"(?:[-+−–]|&minus;|&ndash;|&#8722;|&#8211;)"
DAY = rf"\d{{1,2}}{S}+[а-яё]{{3,8}}\.?(?:{S}+\d{{4}})?"
PUBLISHED = rf"(?:{DAY},{S}*)?\d{{1,2}}:\d{{2}}(?!\d)"
MARKET = r"ЦБ(?:\s+РФ)?|Бирж\b\.?|Нал\b\.?"
SECTION = r"[A-ZА-ЯЁ][\w-]*(?: (?:и |в |на )?[\w-]+)?"

RATE = re.compile(
    rf"(?:Курс{S}+[а-яё]+{S}+на{S}+(?P<day>{DAY}){S}*+)?"
    rf"(?P<label>(?:(?P<code>USD|EUR|CNY){S}+(?P<market>{MARKET})|(?P<market2>{MARKET}){S}+(?P<code2>USD|EUR|CNY)))"
    rf":{S}*+(?P<value>\d+(?:[,.]\d+)?)"
    rf"(?:{S}*+\({S}*+(?P<change>{MINUS}?{S}?\d+(?:[,.]\d+)?{S}?%?){S}*+\))?"
    rf"(?:{S}*+(?P<section>{SECTION}),{S}*+(?P<published>{PUBLISHED}))?"
)
DATED = re.compile(rf"(?P<section>{SECTION}){S}?,{S}*+(?P<published>{PUBLISHED})(?=\s*+(?:\0|\Z))")
SECTIONS = re.compile(
    r"(?:^|\s)(Технологии и медиа|Свое дело|Своё дело|РБК \w+|Life|Quote|[A-ZА-ЯЁ][\w-]*)$"
)  # in text the section follows its headline with nothing between them
MODIFIED = re.compile(r'data-modif="(\d{9,10})"')
FEED_JSON = re.compile(r'"publish_date_t":\s*"?(\d{9,10})')
PAGE_CLOCK = re.compile(r'saveData">\s*+<b>(\d\d):(\d\d)&nbsp;(\d\d)/(\d\d)/(\d{4})<')
CODE = re.compile("USD|EUR|CNY|Бирж|Нал|ЦБ")
TIME_LAST = re.compile(r":(?<=\d:)\d{2}\s*+(?=\0|\Z)")  # from its colon: a literal is sought faster than a digit
TITLE_REACH, STAMP_REACH = 80, 80
HREF = re.compile(r'<a\b[^>]*\bhref="([^"]*)"', re.IGNORECASE)
ITEM_REACH = 4000  # no item's markup is longer
INDICATOR = re.compile(r'"ticker":"(?P<code>USD|EUR|CNY) (?P<market>ЦБ|Бирж)\.?"')
PREPARED = re.compile(r'"prepared":\{([^{}]*"closevalue":"[\d\s,]+"[^{}]*)\}')
FACT = re.compile(r'"(closevalue|change|maxDealDate)":"([^"]+)"')
TICKER_REACH = 400
TICKER = re.compile(r"/(?:ticker|cb\.0)/(\d+)(?!.*/(?:ticker|cb\.0)/\d)", re.DOTALL)
FIXINGS = frozenset(("72413", "72383", "72377"))  # USD, EUR and CNY of the Bank of Russia
SHORTEST_TITLE = 5
MARKETS = {"Ц": "cbr", "Б": "moex", "Н": "cash"}


def read_feed(page: Document) -> list[Printed]:
    """The rate items of the news feed."""
    return [_rate(page, match, before) for before, match in _with_previous_end(_rates(page))]


def read_headlines(page: Document) -> list[Headline]:
    """The feed's headlines with section and time; a rate item is none."""
    rates = {match.end() for match in _rates(page)}
    dated = (match for match in _dated(page) if match.end() not in rates)
    headlines = (_headline(page, match, before) for before, match in _with_previous_end(dated))
    return [headline for headline in headlines if headline]


def read_stamps(page: Document) -> list[datetime]:
    """When the feed's items last changed, and the clock that the front pages of 2009 printed in full."""
    stamps = {_instant(match[1]) for match in _anchored(page.text, 'data-modif="', MODIFIED)}
    if page.escapes:
        stamps |= {_instant(match[1]) for match in _anchored(page.text, '"publish_date_t"', FEED_JSON)}
    for match in _anchored(page.text, 'saveData">', PAGE_CLOCK):
        hour, minute, day, month, year = map(int, match.groups())
        stamps.add(datetime(year, month, day, hour, minute, tzinfo=ZoneInfo("Europe/Moscow")).astimezone(UTC))
    return sorted(stamps)


def _rates(page: Document) -> Iterator[re.Match[str]]:
    end = 0
    for match in CODE.finditer(page.visible):
        start = page.visible.rfind("Курс", max(end, match.start() - TITLE_REACH), match.start())
        rate = RATE.match(page.visible, start) if start >= 0 else None
        rate = rate or RATE.match(page.visible, match.start())
        if rate and rate.start() >= end:
            end = rate.end()
            yield rate


def _dated(page: Document) -> Iterator[re.Match[str]]:
    end = 0
    for match in TIME_LAST.finditer(page.visible):
        start = page.starts[page.run_at(match.start())]
        near = max(end, start, match.start() - STAMP_REACH)
        found = (DATED.match if page.html and near == start else DATED.search)(page.visible, near, match.end())
        end = match.end()
        if found:
            yield found


def _anchored(text: str, anchor: str, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """The matches that begin with a string; to look for the string first is many times faster."""
    at = text.find(anchor)
    while at >= 0:
        if match := pattern.match(text, at):
            yield match
        at = text.find(anchor, at + 1)


def settle_market(page: Document, quote: Printed) -> Printed:
    """A row of the fixing's tab names no market: its link does, by the number of the fixing's ticker."""
    if quote.market != "unknown" or not page.html or page.escapes:
        return quote
    before = page.text[max(0, quote.value_start - TICKER_REACH) : quote.value_start]
    ticker = TICKER.search(before)
    return replace(quote, market="cbr") if ticker and ticker[1] in FIXINGS else quote


def read_indicators(page: Document) -> list[Printed]:
    """The header's indicators as JSON: `"ticker":"USD ЦБ", ..., "prepared":{"closevalue":"92,51","change":"-0,79"}`."""
    found = []
    for match in _anchored(page.text, '"ticker":"', INDICATOR):
        at = page.text.find('"prepared":{', match.end(), match.end() + ITEM_REACH)
        prepared = PREPARED.match(page.text, at) if at >= 0 else None
        if prepared:
            found.append(_indicator(page, match, prepared))
    return found


def _indicator(page: Document, match: re.Match[str], prepared: re.Match[str]) -> Printed:
    facts = {fact[1]: fact for fact in FACT.finditer(page.text, prepared.start(1), prepared.end(1))}
    value, change, day = facts["closevalue"], facts.get("change"), facts.get("maxDealDate")
    percent = change is not None and "%" in change[2]
    start = min(value.start(), match.start())
    return Printed(
        instrument=f"{match['code']}/RUB",
        kind="fx",
        market=MARKETS[match["market"][0]],
        label=f"{match['code']} {match['market']}",
        value=value[2],
        start=page.source(start),
        end=page.source(prepared.end()),
        value_start=page.source(value.start(2)),
        text=" ".join((match["code"], match["market"], *(fact[2] for fact in (day, value, change) if fact))),
        change=change[2] if change and not percent else None,
        change_percent=change[2] if change and percent else None,
        decimal=",",
        value_date=day[2] if day else None,
    )


def _rate(page: Document, match: re.Match[str], before: int) -> Printed:
    change = plain(match["change"])
    percent = change is not None and "%" in change
    return Printed(
        instrument=f"{match['code'] or match['code2']}/RUB",
        kind="fx",
        market=MARKETS[(match["market"] or match["market2"])[0]],
        label=plain(match["label"]) or "",
        value=match["value"],
        start=page.source(page.place(match.start())),
        end=page.source(page.place(match.end() - 1)) + 1,
        value_start=page.source(page.place(match.start("value"))),
        text=plain(match[0]) or "",
        change=None if percent else change,
        change_percent=change if percent else None,
        decimal=",",
        value_date=plain(match["day"]),
        published=plain(match["published"]),
        section=plain(match["section"]),
        stamp=_stamp(page, before, match.start(), match.end()),
    )


def _headline(page: Document, match: re.Match[str], before: int) -> Headline | None:
    run = page.run_at(match.start())
    begin = page.starts[run]
    section = match["section"]
    if begin < match.start():  # text: headline and section share the line
        end = match.end("section")
        found = SECTIONS.search(page.visible, begin, end)
        if not found:
            return None
        section, title = found[1], page.visible[begin : found.start()]
    else:
        begin = page.starts[run - 1] if run else begin
        title = page.visible[begin : match.start()]
        if page.html and "news-feed" not in page.text[page.place(begin) : page.place(match.start())]:
            return None
    if len(title) < SHORTEST_TITLE or begin < before:
        return None
    start = page.place(begin)
    return Headline(
        title=plain(title) or "",
        published=plain(match["published"]) or "",
        start=page.source(start),
        end=page.source(page.place(match.end() - 1)) + 1,
        section=plain(section),
        url=_link(page, start),
        stamp=_stamp(page, before, begin, match.end()),
    )


def _with_previous_end(matches: Iterator[re.Match[str]]) -> Iterator[tuple[int, re.Match[str]]]:
    before = 0
    for match in matches:
        yield before, match
        before = match.end()


def _stamp(page: Document, before: int, start: int, end: int) -> datetime | None:
    """The machine stamp of one item: on its own markup, or beside its markup in feed JSON."""
    head = (page.place(before) if before else 0, page.place(start))
    if modified := _last(MODIFIED, page.text, *head):
        return _instant(modified)
    if not page.escapes:
        return None
    tail = page.text.find('"html"', page.place(end - 1))
    after = FEED_JSON.search(page.text, page.place(end - 1), tail if tail >= 0 else len(page.text))
    stamp = after[1] if after else _last(FEED_JSON, page.text, *head)
    return _instant(stamp) if stamp else None


def _last(pattern: re.Pattern[str], text: str, start: int, end: int) -> str | None:
    found = [match[1] for match in pattern.finditer(text, max(start, end - ITEM_REACH), end)]
    return found[-1] if found else None


def _link(page: Document, start: int) -> str | None:
    opening = page.text.rfind("<a", max(0, start - ITEM_REACH), start) if page.html else -1
    found = HREF.match(page.text, opening, start) if opening >= 0 else None
    return unescape(found[1]) if found else None


def _instant(unix: str) -> datetime:
    return datetime.fromtimestamp(int(unix), UTC)


SITE = Site(
    name="rbc",
    hosts=("rbc.ru", "rbk.ru", "quote.ru"),
    zone="Europe/Moscow",
    languages=("ru",),
    home="RUB",
    charset="cp1251",
    marks=(("news-feed__item",), ("Лента новостей", "USD ЦБ"), ("Лента новостей", "EUR ЦБ"), ("pics.rbc.ru",)),
    block=("feed-currency", "newsfeed_currency", "cb.0/7", 'class="rate"'),
    shown=("USD ЦБ", "EUR ЦБ", "CNY ЦБ"),
    layouts=(read_feed, read_indicators),
    settle=settle_market,
    headlines=read_headlines,
    stamps=read_stamps,
)
