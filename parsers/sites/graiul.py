"""Graiul Maramureșului (graiul.ro): a widget of the national bank's rates, `Curs BNR 01-03-2022 € 4.95 $ 4.42`."""

from parsers.site import Site

SITE = Site(
    name="graiul",
    hosts=("graiul.ro",),
    zone="Europe/Bucharest",
    languages=("ro",),
    home="RON",
    decimal=".",
    marks=(("bnrw-container", "graiul.ro"),),
    block=("bnrw-",),
)
