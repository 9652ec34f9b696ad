"""MosNews (mosnews.com): pairs upside down, `RUR/USD 26.78 +0.12%`, among indices and metals."""

from parsers.site import Site

SITE = Site(
    name="mosnews",
    hosts=("mosnews.com",),
    zone="Europe/Moscow",
    languages=("en",),
    home="RUB",
    decimal=".",
    charset="cp1251",
    marks=(("mosnews.com", "<!--INDICATORS-->"),),
    block=("<!--INDICATORS-->",),
)
