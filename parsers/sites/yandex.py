"""The front page of Yandex (yandex.ru): two days of the Bank of Russia's rates with the change between them.

         13/08              завтра
USD ЦБ   29,4452  −0,5876   28,8576
"""

from parsers.site import Site

SITE = Site(
    name="yandex",
    hosts=("yandex.ru", "ya.ru"),
    zone="Europe/Moscow",
    languages=("ru",),
    home="RUB",
    decimal=",",
    marks=(("b-stocks", "yandex.ru"),),
    block=("b-stocks", "Котировки"),
)
