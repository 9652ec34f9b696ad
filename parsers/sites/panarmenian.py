"""PanARMENIAN (panarmenian.net): `USD 476.98 EUR 527.92 RUR 7.49`, in drams that are nowhere printed."""

from parsers.site import Site

SITE = Site(
    name="panarmenian",
    hosts=("panarmenian.net",),
    zone="Asia/Yerevan",
    languages=("en", "ru", "hy"),
    home="AMD",
    decimal=".",
    marks=(("panarmenian.net", "curweath"),),
    block=("curweath",),
)
