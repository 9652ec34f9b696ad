"""The NGS network of city portals (161.ru and others): banks' cash rates beside the Bank of Russia's.

    покупка | продажа | ЦБ РФ
    57,00   | 57,49   | 57,11 0,27

The currency is an icon (`fa-usd`), the sign of the change a class (`exchange_inc`).
"""

from parsers.site import Site

SITE = Site(
    name="ngs",
    hosts=("161.ru", "ngs.ru", "e1.ru", "74.ru", "63.ru", "59.ru", "72.ru", "76.ru", "93.ru", "116.ru", "v1.ru"),
    languages=("ru",),
    home="RUB",
    decimal=",",
    market="cash",
    marks=(("header_widget_exchange",),),
    block=("header_widget_exchange",),
)
