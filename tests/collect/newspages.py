"""The pages of an invented news site: a feed of headlines among which the bank's rates stand, as RBC's does.

A page changes when an item arrives, and at the site's midnight, when today's clock times get a date.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256

from tests.collect.bulletins import MOSCOW, Quote

MONTHS = ("янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
MONTHS_OF = (
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
)
NAMES = {"USD": "доллара", "EUR": "евро"}
SECTIONS = ("Политика", "Общество", "Экономика", "Спорт")
SLOT = timedelta(minutes=20)
LENGTH = 16


@dataclass(frozen=True, slots=True)
class Shown:
    """A page at a moment: its bytes' text, its version, and the quotes that a reader finds on it."""

    html: str
    version: str
    changed: datetime
    quotes: tuple[Quote, ...]


class Feed:
    """The feed of one site. `busy` is the share of twenty-minute slots of a day in which a headline appears."""

    def __init__(self, name: str, quotes: Sequence[Quote], *, busy: float = 0.7) -> None:
        self.name, self.quotes, self.busy = name, sorted(quotes, key=lambda each: each.published), busy
        self._times = [each.published for each in self.quotes]
        self._render = lru_cache(maxsize=4)(self._page)

    def shown(self, now: datetime, *, redesigned: bool = False) -> Shown:
        """The page at `now`; after the redesign its numbers are drawn by a script and stand nowhere in the text."""
        items = self._items(now)
        today = now.astimezone(MOSCOW).date()
        midnight = datetime.combine(today, datetime.min.time(), MOSCOW)
        return self._render(items, max(items[0][0], midnight), redesigned)

    def _items(self, now: datetime) -> tuple[tuple[datetime, Quote | str], ...]:
        reach = bisect_right(self._times, now)
        items: list[tuple[datetime, Quote | str]] = [(each.published, each) for each in self.quotes[:reach][-4:]]
        slot = datetime.fromtimestamp(now.timestamp() // SLOT.total_seconds() * SLOT.total_seconds(), UTC)
        headlines = 0
        while headlines < LENGTH:
            chance = sha256(f"{self.name} {slot.isoformat()}".encode()).digest()
            moment = slot + timedelta(minutes=chance[1] % 20)
            night = slot.astimezone(MOSCOW).hour < 7
            if moment <= now and chance[0] / 256 < (self.busy / 4 if night else self.busy):
                items.append((moment, f"Событие {chance[2:5].hex()}: что известно к этому часу"))
                headlines += 1
            slot -= SLOT
        return tuple(sorted(items, key=lambda each: (each[0], str(each[1])), reverse=True)[:LENGTH])

    def _page(self, items: tuple[tuple[datetime, Quote | str], ...], changed: datetime, redesigned: bool) -> Shown:
        today = changed.astimezone(MOSCOW)
        rows = "\n".join(_row(moment, item, today, redesigned) for moment, item in items)
        html = _PAGE.format(name=self.name, rows=rows, feed="indicators-grid" if redesigned else "news-feed__wrapper")
        quotes = () if redesigned else tuple(item for _, item in items if isinstance(item, Quote))
        return Shown(html, sha256(html.encode()).hexdigest()[:16], changed.astimezone(UTC), quotes)


def _row(moment: datetime, item: Quote | str, today: datetime, redesigned: bool) -> str:
    local = moment.astimezone(MOSCOW)
    clock = (
        f"{local:%H:%M}" if local.date() == today.date() else f"{local.day} {MONTHS[local.month - 1]}, {local:%H:%M}"
    )
    if redesigned:
        return (
            f'<article class="card"><h4 class="card__title">{_title(item, "")}</h4><time>{local:%H:%M}</time></article>'
        )
    section = "Инвестиции, " if isinstance(item, Quote) else SECTIONS[local.minute % 4] + ",\u00a0"
    stamp = "" if isinstance(item, Quote) else f' data-modif="{int(moment.timestamp())}"'
    return (
        f'<a href="/{local:%d/%m/%Y}/" class="news-feed__item"{stamp}><span class="news-feed__item__title">'
        f'{_title(item, _rate(item))}</span> <span class="news-feed__item__date">'
        f'<span class="news-feed__item__date-text">{section}{clock}</span></span></a>'
    )


def _title(item: Quote | str, rate: str) -> str:
    if isinstance(item, str):
        return item
    return f"Курс {NAMES[item.currency]} на {item.day.day} {MONTHS_OF[item.day.month - 1]}\n{rate}"


def _rate(item: Quote | str) -> str:
    if isinstance(item, str):
        return ""
    return f"<span>{item.currency} ЦБ: {_comma(item.value)}</span>   <span>({_signed(item.change)})</span>"


def _signed(change: Decimal) -> str:
    return "0" if not change else ("+" if change > 0 else "-") + _comma(abs(change))


def _comma(value: Decimal) -> str:
    return f"{value:f}".replace(".", ",")


_PAGE = """<!doctype html>
<html lang="ru"><head><meta charset="{{charset}}"><link rel="canonical" href="{{path}}">
<title>{name}: новости</title></head><body>
<header class="topline"><nav class="topline__menu"><a href="/">Главная</a> <a href="/q">Деньги</a></nav></header>
<main class="article"><h1 class="article__title">Вклад от 30 тыс. до 40 млн рублей</h1>
<p class="article__text">Лицензия № 1000. В прошлом году, 12 января, в 10:45 говорили о другом.</p></main>
<aside class="sidebar"><h3 class="sidebar__title">Лента новостей</h3><div class="{feed}">
{rows}
</div></aside><footer class="footer">0+</footer></body></html>
"""
