"""The Wall Street Journal (wsj.com): a market strip in the page's JSON state, `"ticker":"EURUSD","value":"1.1058"`."""

from parsers.site import Site

SITE = Site(
    name="wsj",
    hosts=("wsj.com",),
    zone="America/New_York",
    languages=("en-US",),
    home="USD",
    market="forex",
    decimal=".",
    date_order="MDY",
    marks=(("quotes.wsj.com",),),
    block=('"type":"Currency"',),
)
