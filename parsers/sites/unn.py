"""Ukrainian National News (unn.com.ua): `USD: 28,44 -0,1216 EUR: 34,32 0,1003`; a rise has no plus, only a class."""

from parsers.site import Site

SITE = Site(
    name="unn",
    hosts=("unn.com.ua", "unn.ua"),
    zone="Europe/Kyiv",
    languages=("ru", "uk"),
    home="UAH",
    decimal=",",
    marks=(("b-header-rates", "unn.com.ua"),),
    block=("b-header-rates",),
)
