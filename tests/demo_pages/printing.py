"""A planned page as the feed prints it: as text, or as HTML with the class names and stamps of the real one.

The value is rounded half up to kopecks; the change is the rounded exact difference, and `(0)` where that is nothing.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from hashlib import sha256

from tests.demo_pages.news import ADVERT, HEADLINES, PROSE
from tests.demo_pages.plan import Plan

Rates = dict[str, dict[date, Decimal]]

KOPECK = Decimal("0.01")
FULL = ("января", "февраля", "марта", "апреля", "мая")
SHORT = ("янв", "фев", "мар", "апр", "мая")
NAMES = {"EUR": "евро", "USD": "доллара", "CNY": "юаня"}
TICKERS = {"EUR": 72383, "USD": 72413, "CNY": 72377}


def figures(series: dict[date, Decimal], day: date) -> tuple[str, str]:
    """Value and change as the feed prints them."""
    before = max(each for each in series if each < day)
    change = (series[day] - series[before]).quantize(KOPECK, ROUND_HALF_UP)
    value = series[day].quantize(KOPECK, ROUND_HALF_UP)
    return str(value).replace(".", ","), f"{change:+}".replace(".", ",") if change else "0"


def clock(moment: datetime, taken: datetime) -> str:
    """A feed's clock time, with its day only where that isn't the page's today."""
    day = "" if moment.date() == taken.date() else f"{moment.day} {SHORT[moment.month - 1]}, "
    return f"{day}{moment:%H:%M}"


def headlines(plan: Plan) -> Iterator[tuple[str, str, datetime]]:
    moment = plan.taken
    for turn in range(7):
        moment -= timedelta(minutes=4 + turn * 11, seconds=17)
        section, title = HEADLINES[(plan.day.toordinal() * 3 + plan.taken.hour + turn) % len(HEADLINES)].split("|")
        yield section, title, moment


def text_page(plan: Plan, rates: Rates) -> str:
    lines = ["Перейти к основному контенту", "", *article(plan), "", *ADVERT, "", "Лента новостей"]
    for currency in plan.currencies:
        value, change = figures(rates[currency], plan.day)
        lines += [
            f"Курс {NAMES[currency]} на {plan.day.day} {FULL[plan.day.month - 1]}",
            f"{currency} ЦБ: {value} ({change})",
            f"Инвестиции, {clock(plan.published, plan.taken)}",
        ]
    lines += [f"{title} {section}, {clock(moment, plan.taken)}" for section, title, moment in headlines(plan)]
    return "\n".join(lines) + "\n"


def html_page(plan: Plan, rates: Rates) -> str:
    title, *paragraphs = article(plan)
    parts = [
        f'<!DOCTYPE html>\n<html lang="ru">\n<head>\n<meta charset="{plan.charset}">',
        f"<title>{title}</title>\n</head>\n<body>",
        ticker(plan, rates) if plan.ticker else "",
        f'<div class="article">\n<h1 class="article__header__title">{title}</h1>',
        *(f"<p>{paragraph}</p>" for paragraph in paragraphs if paragraph),
        '</div>\n<div class="banner">' + "".join(f"<div>{line}</div>" for line in ADVERT) + "</div>",
        feed(plan, rates) if plan.feed else "",
        "</body>\n</html>\n",
    ]
    return "\n".join(part for part in parts if part)


def article(plan: Plan) -> Sequence[str]:
    title = HEADLINES[plan.day.toordinal() % len(HEADLINES)].split("|")[1]
    return [title, "", PROSE[plan.day.toordinal() % len(PROSE)], PROSE[(plan.day.toordinal() + 1) % len(PROSE)]]


def ticker(plan: Plan, rates: Rates) -> str:
    items = []
    for currency in ("USD", "EUR", "CNY"):
        value, change = figures(rates[currency], plan.day)
        way = {"+": "grow", "-": "fall"}.get(change[0], "zero")
        items.append(
            f'<a href="https://www.rbc.ru/quote/ticker/{TICKERS[currency]}" title="{currency}, {plan.day:%d.%m}" '
            'class="key-indicators__item">\n'
            f'<span class="key-indicators__top"><span class="key-indicators__name">{currency}</span>\n'
            f'<span class="key-indicators__subname">ЦБ {plan.day:%d.%m}</span></span>\n'
            f'<span class="key-indicators__val"><span class="key-indicators__diff">{value}</span>\n'
            f'<span class="key-indicators__diff key-indicators__diff_{way}">{change}</span></span></a>'
        )
    return '<div class="key-indicators">\n' + "\n".join(items) + "\n</div>"


def feed(plan: Plan, rates: Rates) -> str:
    items = [rate_item(plan, currency, figures(rates[currency], plan.day)) for currency in plan.currencies]
    for section, title, moment in headlines(plan):
        modified = int(moment.timestamp())
        key = f"{modified - 900:08x}{sha256(title.encode()).hexdigest()[:16]}"
        items.append(
            f'<a href="https://www.rbc.ru/?from=newsfeed" id="id_newsfeed_{key}" data-modif="{modified}" '
            'class="news-feed__item js-news-feed-item">\n'
            f'<span class="news-feed__item__title">\n  {title}\n</span>\n'
            '<span class="news-feed__item__date"><span class="news-feed__item__date-text">'
            f"{section},&nbsp;{clock(moment, plan.taken)}</span></span></a>"
        )
    head = '<div class="news-feed__wrapper js-news-feed">\n<div class="news-feed__header">Лента новостей</div>'
    return "\n".join([head, *items, "</div>"])


def rate_item(plan: Plan, currency: str, printed: tuple[str, str]) -> str:
    value, change = printed
    hidden = "g-hidden " if plan.day.day % 3 == 0 else ""  # the real feed hides some, and they are true
    modified = int(plan.published.timestamp())
    return (
        f'<div class="{hidden}js-news-feed-currency js-news-feed-item" data-modif="{modified}">\n'
        f'<a href="https://www.rbc.ru/quote/ticker/{TICKERS[currency]}" id="id_newsfeed_currencycb{currency.lower()}" '
        'class="news-feed__item">\n<span class="news-feed__item__title news-feed__item_bold">\n'
        f"  Курс {NAMES[currency]} на {plan.day.day} {FULL[plan.day.month - 1]}<br/>\n  {currency} ЦБ: {value}\n"
        f'  <span class="news-feed__item__change">\n    ({change})\n  </span>\n</span>\n'
        '<span class="news-feed__item__date"><span class="news-feed__item__date-text">'
        f"Инвестиции, {clock(plan.published, plan.taken)}</span></span></a></div>"
    )
