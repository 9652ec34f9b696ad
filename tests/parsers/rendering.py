"""Sidebars to be read back: rows of rates in the forms, locales and number styles of the world, as HTML and as text."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple


@dataclass(frozen=True, slots=True, kw_only=True)
class Locale:
    """A country's page: where it lies, its words, and what its currency pays for others, about."""

    host: str
    language: str
    home: str
    decimal: str
    rates: dict[str, str]
    names: dict[str, str]
    heading: str
    sides: tuple[str, ...]


class Style(NamedTuple):
    """How numbers are printed: what parts thousands, which minus, whether a rise has a plus."""

    group: str = ""
    minus: str = "-"
    plus: str = "+"


class Row(NamedTuple):
    """One rate to print. `second` is the selling price; `percent` says what `change` is."""

    code: str
    value: Decimal
    second: Decimal | None = None
    change: Decimal | None = None
    percent: bool = False
    nominal: int = 1


IN_MARKUP = ("table", "list", "blocks")
IN_LINES = (*IN_MARKUP, "text lines", "text cells")
ANYWHERE = (*IN_LINES, "one line")
# Where a form says what is what. A value before its label needs the row's own element: in running text it might as
# well belong to the label before it.
FORMS = {
    "label value": ANYWHERE,
    "label: value": ANYWHERE,
    "label value unit": ANYWHERE,
    "nominal label value": ANYWHERE,
    "equation": ANYWHERE,
    "glued": ANYWHERE,
    "value label": IN_MARKUP,
    "label value change": ANYWHERE,
    "label value (change)": ANYWHERE,
    "label change value": ANYWHERE,
    "change value label": IN_MARKUP,
    "label buy sell": IN_LINES,
    "label buy / sell": IN_LINES,
}
LABELS = ("code", "name", "sign", "code and name", "pair")
SIGNS = {"USD": "$", "EUR": "€", "GBP": "£"}
LOCALES = [
    Locale(
        host="gazeta.example.ru",
        language="ru",
        home="RUB",
        decimal=",",
        rates={"USD": "92.51", "EUR": "98.91", "CNY": "12.72"},
        names={"USD": "Доллар", "EUR": "Евро", "CNY": "Юань"},
        heading="Курсы валют",
        sides=("Покупка", "Продажа"),
    ),
    Locale(
        host="novyny.example.ua",
        language="uk",
        home="UAH",
        decimal=",",
        rates={"USD": "39.59", "EUR": "42.30", "PLN": "9.82"},
        names={"USD": "Долар", "EUR": "Євро", "PLN": "Злотий"},
        heading="Курси валют",
        sides=("Купівля", "Продаж"),
    ),
    Locale(
        host="zhanalyk.example.kz",
        language="kk",
        home="KZT",
        decimal=".",
        rates={"USD": "444.32", "EUR": "474.15", "RUB": "4.79"},
        names={"USD": "Доллар", "EUR": "Еуро", "RUB": "Рубль"},
        heading="Валюта бағамы",
        sides=("Сатып алу", "Сату"),
    ),
    Locale(
        host="gazete.example.tr",
        language="tr",
        home="TRY",
        decimal=",",
        rates={"USD": "32.51", "EUR": "34.78", "GBP": "40.65"},
        names={"USD": "Dolar", "EUR": "Euro", "GBP": "Sterlin"},
        heading="Döviz Kurları",
        sides=("Alış", "Satış"),
    ),
    Locale(
        host="gazeta.example.pl",
        language="pl",
        home="PLN",
        decimal=",",
        rates={"USD": "4.03", "EUR": "4.31", "CHF": "4.41"},
        names={"USD": "Dolar", "EUR": "Euro", "CHF": "Frank szwajcarski"},
        heading="Kursy walut",
        sides=("Kupno", "Sprzedaż"),
    ),
    Locale(
        host="noviny.example.cz",
        language="cs",
        home="CZK",
        decimal=",",
        rates={"USD": "23.05", "EUR": "25.12", "GBP": "29.31"},
        names={"USD": "Dolar", "EUR": "Euro", "GBP": "Libra"},
        heading="Kurzy měn",
        sides=("Nákup", "Prodej"),
    ),
    Locale(
        host="ziar.example.ro",
        language="ro",
        home="RON",
        decimal=",",
        rates={"USD": "4.64", "EUR": "4.97", "GBP": "5.81"},
        names={"USD": "Dolar", "EUR": "Euro", "GBP": "Liră sterlină"},
        heading="Curs valutar",
        sides=("Cumpărare", "Vânzare"),
    ),
    Locale(
        host="ujsag.example.hu",
        language="hu",
        home="HUF",
        decimal=",",
        rates={"USD": "366.10", "EUR": "393.25", "CHF": "402.70"},
        names={"USD": "Dollár", "EUR": "Euró", "CHF": "Svájci frank"},
        heading="Árfolyamok",
        sides=("Vétel", "Eladás"),
    ),
    Locale(
        host="news.example.za",
        language="en-ZA",
        home="ZAR",
        decimal=".",
        rates={"USD": "18.92", "EUR": "20.24", "GBP": "23.61"},
        names={"USD": "Dollar", "EUR": "Euro", "GBP": "Pound"},
        heading="Exchange rates",
        sides=("Buy", "Sell"),
    ),
    Locale(
        host="diario.example.cl",
        language="es-CL",
        home="CLP",
        decimal=",",
        rates={"USD": "951.20", "EUR": "1017.44", "BRL": "184.05"},
        names={"USD": "Dólar", "EUR": "Euro", "BRL": "Real"},
        heading="Divisas",
        sides=("Compra", "Venta"),
    ),
    Locale(
        host="jornal.example.br",
        language="pt-BR",
        home="BRL",
        decimal=",",
        rates={"USD": "5.15", "EUR": "5.51", "GBP": "6.43"},
        names={"USD": "Dólar", "EUR": "Euro", "GBP": "Libra"},
        heading="Câmbio",
        sides=("Compra", "Venda"),
    ),
    Locale(
        host="shimbun.example.jp",
        language="ja",
        home="JPY",
        decimal=".",
        rates={"USD": "155.34", "EUR": "166.18", "GBP": "193.50"},
        names={"USD": "ドル", "EUR": "ユーロ", "GBP": "ポンド"},
        heading="為替",
        sides=("買値", "売値"),
    ),
    Locale(
        host="sinmun.example.kr",
        language="ko",
        home="KRW",
        decimal=".",
        rates={"USD": "1375.50", "EUR": "1471.20", "CNY": "189.85"},
        names={"USD": "달러", "EUR": "유로", "CNY": "위안"},
        heading="환율",
        sides=("매입", "매도"),
    ),
    Locale(
        host="ribao.example.cn",
        language="zh-CN",
        home="CNY",
        decimal=".",
        rates={"USD": "7.2412", "EUR": "7.7510", "GBP": "9.0312"},
        names={"USD": "美元", "EUR": "欧元", "GBP": "英镑"},
        heading="汇率",
        sides=("买入", "卖出"),
    ),
    Locale(
        host="xabar.example.uz",
        language="uz",
        home="UZS",
        decimal=",",
        rates={"USD": "12650.10", "EUR": "13540.35", "RUB": "137.12"},
        names={"USD": "Dollar", "EUR": "Yevro", "RUB": "Rubl"},
        heading="Valyuta kurslari",
        sides=("Sotib olish", "Sotish"),
    ),
    Locale(
        host="tidning.example.se",
        language="sv",
        home="SEK",
        decimal=",",
        rates={"USD": "10.85", "EUR": "11.61"},
        names={"USD": "Dollar", "EUR": "Euro"},
        heading="Valutakurser",
        sides=("Köp", "Sälj"),
    ),
    Locale(
        host="iton.example.il",
        language="he",
        home="ILS",
        decimal=".",
        rates={"USD": "3.772", "EUR": "4.035"},
        names={"USD": "דולר", "EUR": "אירו"},
        heading="שערי חליפין",
        sides=(),
    ),
    Locale(
        host="zeitung.example.ch",
        language="de-CH",
        home="CHF",
        decimal=".",
        rates={"USD": "0.9142", "EUR": "0.9781", "GBP": "1.1392"},
        names={"USD": "Dollar", "EUR": "Euro", "GBP": "Pfund"},
        heading="Devisen",
        sides=("Ankauf", "Verkauf"),
    ),
]


def number(value: Decimal, locale: Locale, style: Style) -> str:
    """An unsigned number: `12 650,10`."""
    whole, _, part = f"{abs(value):f}".partition(".")
    first = len(whole) % 3 or 3
    groups = [whole[:first], *(whole[at : at + 3] for at in range(first, len(whole), 3))]
    return style.group.join(groups) + (locale.decimal + part if part else "")


def change(row: Row, locale: Locale, style: Style) -> str:
    """A change with its sign: `-0,65`, `+0,12%`."""
    assert row.change is not None
    sign = style.minus if row.change < 0 else style.plus if row.change > 0 else ""
    return sign + number(row.change, locale, style) + ("%" if row.percent else "")


def label(code: str, kind: str, locale: Locale) -> str:
    """What a row is called: by code, name, sign, or the whole pair."""
    if kind == "name":
        return locale.names[code]
    if kind == "sign":
        return SIGNS.get(code, code)
    if kind == "code and name":
        return f"{code} {locale.names[code]}"
    return f"{code}/{locale.home}" if kind == "pair" else code


def cells(row: Row, form: str, kind: str, locale: Locale, style: Style) -> list[str]:
    """A row as cells, in the order of the form."""
    name, value = label(row.code, kind, locale), number(row.value, locale, style)
    if form == "value label":
        return [value, name]
    if form == "label: value":
        return [f"{name}:", value]
    if form == "label value change":
        return [name, value, change(row, locale, style)]
    if form == "label value (change)":
        return [name, value, f"({change(row, locale, style)})"]
    if form == "label change value":
        return [name, change(row, locale, style), value]
    if form == "change value label":
        return [change(row, locale, style), value, name]
    if form == "label buy sell":
        assert row.second is not None
        return [name, value, number(row.second, locale, style)]
    if form == "label buy / sell":
        assert row.second is not None
        return [name, f"{value} / {number(row.second, locale, style)}"]
    if form == "glued":
        return [f"{name}{value}"]
    if form == "label value unit":
        return [name, f"{value} {locale.home}"]
    if form == "nominal label value":
        return [f"{row.nominal} {name}", value]
    if form == "equation":
        return [f"1 {name} = {value} {locale.home}"]
    return [name, value]


def render(rows: Sequence[Sequence[str]], shape: str, head: Sequence[str]) -> str:
    """Rows of cells in a shape of markup or of text; `head` are the columns' headings, where there are any."""
    if shape == "table":
        top = "<tr>" + "".join(f"<th>{each}</th>" for each in head) + "</tr>\n" if head else ""
        body = "\n".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
        return f"<table>\n{top}{body}\n</table>"
    if shape == "list":
        items = (" ".join(f"<b>{cell}</b>" for cell in row) for row in (head, *rows) if row)
        return "<ul>\n" + "\n".join(f"<li>{item}</li>" for item in items) + "\n</ul>"
    if shape == "blocks":
        items = ("".join(f"<div>{cell}</div>" for cell in row) for row in (head, *rows) if row)
        return "\n".join(f'<div class="item">{item}</div>' for item in items)
    if shape == "one line":
        return "<p>" + " ".join(" ".join(row) for row in rows) + "</p>"
    if shape == "text lines":
        return "\n".join(" ".join(row) for row in (head, *rows) if row)
    return "\n".join(cell for row in (head, *rows) for cell in row)
