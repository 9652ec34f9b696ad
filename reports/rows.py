"""A value of a series in words: the row that the tables of the page show."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from rates.series import Point, Series, Sighting
from reports.checks import Badge, badge, state
from reports.wording import DATED_BY, amount, percent, signed, time_words, weekday_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A value in words; every field is text as it came, to be escaped by the template."""

    id: str
    day: str
    iso_day: str
    value: str
    change: str
    official: str
    difference: str
    badge: Badge
    reasons: str
    published: str
    captured: str
    dated_by: str
    seen: int
    others: str
    quote_text: str
    source: str
    url: str | None
    link: str | None
    printed_day: str


def row_of(seen: Sighting, line: Series, bank: Point | None, decimals: int) -> Row:
    """The row of a sighting beside the rate in force; `decimals` is what its column needs."""
    point = seen if isinstance(seen, Point) else None
    rate = bank.value * seen.nominal / bank.nominal if bank else None
    return Row(
        id=seen.id,
        day=weekday_words(point.day) if point else "",
        iso_day=point.day.isoformat() if point else "",
        value=amount(seen.value, decimals),
        change=percent(seen.change_percent) if seen.change is None else signed(seen.change, decimals),
        official="" if rate is None else amount(rate, 4),
        difference="" if rate is None else signed(seen.value - rate, 4),
        badge=badge(state(seen, official=line.official)),
        reasons=", ".join([*([seen.explanation] if seen.explanation else []), *seen.reasons]),
        published=time_words(seen.published_at, line.zone) or seen.published_text or "",
        captured=time_words(seen.captured_at, line.zone),
        dated_by=DATED_BY[seen.dated_by],
        seen=point.sightings if point else 1,
        others=", ".join(amount(value, decimals) for value in point.others) if point else "",
        quote_text=seen.quote_text,
        source=seen.source,
        url=seen.url,
        link=seen.url if seen.url and _is_web(seen.url) else None,
        printed_day=seen.value_date_text or "",
    )


def _is_web(url: str) -> bool:
    """Only an http address becomes a link; a page may say `javascript:` and worse."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)
