"""Rows made up from forms, locales and number styles, printed as HTML and as text, are read back exactly.

The general grammar reads them: no site is known, and the home currency is told by the address, by the page's language
or by the pair that is printed.
"""

from decimal import Decimal
from typing import NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parsers import parse
from parsers.home import COUNTRIES
from rates.figures import Figures, read_figures
from rates.model import Capture, Printed
from tests.parsers.rendering import FORMS, LABELS, LOCALES, Locale, Row, Style, cells, render

AROUND = """<!DOCTYPE html>
<html lang="{language}"><body><div><a href="/">1</a> <a href="/a">2</a></div>
<aside>{block}</aside>
<h1>A bridge of 12 arches</h1><p>It was built in 2024 by 350 people, and 40 of them went on to build another.</p>
</body></html>"""
BESIDE = "\n\n\nA bridge of 12 arches\n\nIt was built in 2024 by 350 people, and 40 of them went on to build another.\n"
GROUPS = {",": ("", " ", "\xa0", "\u202f", "."), ".": ("", ",", " ", "\xa0", "\u202f")}
Read = tuple[str, str | None, int, Decimal, Decimal | None, Decimal | None]


class Sidebar(NamedTuple):
    """A page with the rows it prints."""

    content: str
    url: str | None
    locale: Locale
    rows: list[Row]

    def expected(self) -> list[Read]:
        read: list[Read] = []
        for row in self.rows:
            pair, side = f"{row.code}/{self.locale.home}", None if row.second is None else "buy"
            changes = (None, row.change) if row.percent else (row.change, None)
            read.append((pair, side, row.nominal, row.value, *changes))
            if row.second is not None:
                read.append((pair, "sell", row.nominal, row.second, None, None))
        return read


@st.composite
def sidebars(draw: st.DrawFn) -> Sidebar:
    locale, form = draw(st.sampled_from(LOCALES)), draw(st.sampled_from(list(FORMS)))
    if "sell" in form and not locale.sides:
        form = "label value"
    known_by = draw(st.sampled_from(("address", "language", "pair") if _speaks_of_one(locale) else ("address", "pair")))
    kind = "pair" if known_by == "pair" else draw(st.sampled_from(_labels(form, locale)))
    shape = draw(st.sampled_from(_shapes(form, kind, known_by, locale)))
    style = Style(
        group=draw(st.sampled_from(GROUPS[locale.decimal])),
        minus=draw(st.sampled_from("-−–")),
        plus=draw(st.sampled_from(("+", "") if form in ("label value change", "label value (change)") else "+")),
    )
    rows = _rows(draw, form, locale, style)
    head = locale.sides if "sell" in form else ()
    table = [cells(row, form, kind, locale, style) for row in rows]
    block = render(table, shape, ("", *head) if shape in ("table", "blocks") and form == "label buy sell" else head)
    if draw(st.booleans()):
        block = f"{locale.heading}\n{block}" if shape.startswith("text") else f"<h4>{locale.heading}</h4>\n{block}"
    language = "en" if known_by == "pair" else locale.language
    content = block + BESIDE if shape.startswith("text") else AROUND.format(language=language, block=block)
    url = {"address": f"https://{locale.host}/a", "pair": "https://news.example.com/a"}.get(known_by)
    return Sidebar(content, url, locale, rows)


def _speaks_of_one(locale: Locale) -> bool:
    """Whether the page's language names one country."""
    return "-" in locale.language or locale.language in COUNTRIES


def _labels(form: str, locale: Locale) -> list[str]:
    if form == "glued":
        return ["sign"] if locale.home != "CLP" else ["code and name"]
    if form == "equation":
        return ["code"]
    mine = [kind for kind in LABELS if not (kind == "sign" and locale.home == "CLP")]  # there $ is the peso
    return [kind for kind in mine if not (kind == "pair" and form == "nominal label value")]


def _shapes(form: str, kind: str, known_by: str, locale: Locale) -> list[str]:
    shapes = list(FORMS[form])
    if known_by == "language":  # text does not state one
        shapes = [shape for shape in shapes if not shape.startswith("text")]
    return shapes


def _rows(draw: st.DrawFn, form: str, locale: Locale, style: Style) -> list[Row]:
    percent = draw(st.booleans())
    year = draw(st.integers(9100, 10900))  # the currencies of one list move against the home one together
    rows = []
    for code in draw(st.permutations(list(locale.rates))):
        about = Decimal(locale.rates[code])
        value = (about * year * draw(st.integers(9900, 10100)) / 10**8).quantize(about)
        second = (value * Decimal("1.012")).quantize(about) if "sell" in form else None
        change = _change(draw, value, percent=percent) if "change" in form else None
        if "change value" in form:
            change = change or Decimal("-0.01")  # a leading 0.00 has no sign to tell it from a value
        nominal = draw(st.sampled_from((1, 1, 10, 100))) if form == "nominal label value" else 1
        rows.append(Row(code, value * nominal, second, change, percent, nominal))
    if not style.plus and all(row.change is None or row.change >= 0 for row in rows):
        rows[0] = rows[0]._replace(change=-abs(rows[0].change or Decimal("0.01")) or Decimal("-0.01"))
    return rows


def _change(draw: st.DrawFn, value: Decimal, *, percent: bool) -> Decimal:
    share = draw(st.integers(-150, 150).filter(bool))
    return Decimal(share) / 100 if percent else (value * share / 10000).quantize(value) + 0  # there is no -0.00


def _read(quote: Printed) -> Read:
    figures = read_figures(quote)
    assert isinstance(figures, Figures)
    return quote.instrument, quote.side, quote.nominal, figures.value, figures.change, figures.change_percent


@settings(max_examples=1500, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(sidebars())
def test_what_a_form_prints_is_read_back_exactly(sidebar: Sidebar) -> None:
    page = parse(Capture(content=sidebar.content.encode(), source="page", url=sidebar.url))
    assert sorted(map(str, map(_read, page.printed))) == sorted(map(str, sidebar.expected()))
    assert all(page.text.startswith(quote.value, quote.value_start) for quote in page.printed)
