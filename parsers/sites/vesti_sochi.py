"""Vesti Sochi (vesti-sochi.tv): a Joomla module, `USD 67,670 -0,099 ... Дата: 05.12.2015`.

Three decimals with a comma; a rise has no plus; yesterday's value hides in a `title`. The module prints the Bank of
Russia's rates.
"""

from parsers.site import Site

SITE = Site(
    name="vesti_sochi",
    hosts=("vesti-sochi.tv",),
    zone="Europe/Moscow",
    languages=("ru",),
    home="RUB",
    decimal=",",
    market="cbr",
    marks=(("vesti-sochi.tv/modules/mod_jextcurrency",),),
    block=("jextcurrency",),
)
