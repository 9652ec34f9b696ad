"""Moskovsky Komsomolets and its regions (mk.ru).

    $ 76.35   € 89.25                          (the head of 2020, under a hidden "Курсы валюты:")
    Курс ЦБ / 60.95 Доллар / 67.82 Евро        (the regions: the value stands before its name)

Russian pages with decimal points.
"""

from parsers.site import Site

SITE = Site(
    name="mk",
    hosts=("mk.ru", "mk-kz.kz", "mk.kz"),
    zone="Europe/Moscow",
    languages=("ru",),
    home="RUB",
    decimal=".",
    marks=(("header__currency-item",), ("finance-price", "finance-label")),
    block=("header__currency", "finance-price"),
)
