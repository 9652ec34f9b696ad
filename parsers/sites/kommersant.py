"""Kommersant (kommersant.ru): `$ 80,22 € 90,38 ¥ 11,06 IMOEX 2924,21` in the head; the yen sign is the yuan's."""

from parsers.site import Site

SITE = Site(
    name="kommersant",
    hosts=("kommersant.ru",),
    zone="Europe/Moscow",
    languages=("ru",),
    home="RUB",
    charset="cp1251",
    signs={"¥": "CNY"},
    marks=(("actual__money",),),
    block=("actual__money",),
)
