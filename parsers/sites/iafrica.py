"""iAfrica (iafrica.com): `$ = R 9.88 £ = R 15.05 Oil = $ 102.17 Last Update: 17:04 03 Jun 13`."""

from parsers.site import Site

SITE = Site(
    name="iafrica",
    hosts=("iafrica.com",),
    zone="Africa/Johannesburg",
    languages=("en-ZA",),
    home="ZAR",
    decimal=".",
    marks=(("widget_indicatorsList",),),
    block=("widget_indicatorsList",),
)
