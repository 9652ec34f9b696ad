"""Finanz.ru: one table row mixes indices, commodities and pairs, `EUR/RUB 70,7268 -0,1% Нефть 66,0 1,5%`."""

from parsers.site import Site

SITE = Site(
    name="finanz",
    hosts=("finanz.ru",),
    zone="Europe/Moscow",
    languages=("ru",),
    home="RUB",
    decimal=",",
    marks=(("/birzhevyye-tovary/",),),
    block=('href="/valyuty/',),
)
