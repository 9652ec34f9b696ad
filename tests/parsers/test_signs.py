"""A change has the sign that was printed, or that its own row shows; never that of the row beside it."""

import pytest

from parsers import parse
from rates.model import Capture, Printed


def read(body: str, *, url: str = "https://example.com.tr/") -> list[Printed]:
    content = f"<html><ul>{body}</ul><p>Haberler</p></html>"
    return [
        quote
        for quote in parse(Capture(content=content.encode(), source="page", url=url)).printed
        if quote.kind == "fx"
    ]


def signs(body: str, **options: str) -> list[tuple[str, str | None, str | None]]:
    return [(q.instrument[:3], q.change or q.change_percent, q.direction) for q in read(body, **options)]


def test_an_arrow_behind_a_row_is_of_that_row() -> None:
    body = "".join(
        f'<li>{name} {value} % {change}<span class="arrow-{way}"></span></li>'
        for name, value, change, way in (("DOLAR", "3,9246", "0,74", "down"), ("EURO", "4,8235", "0,53", "up"))
    )
    assert signs(body) == [("USD", "% 0,74", "down"), ("EUR", "% 0,53", "up")]


def test_an_arrow_between_label_and_value_is_of_the_change_behind_them() -> None:
    body = "<li>USD ▲ 41,25 0,10</li><li>EUR ▼ 44,90 0,05</li>"
    assert signs(body, url="https://example.ua/") == [("USD", "0,10", "up"), ("EUR", "0,05", "down")]


def test_the_class_of_a_row_or_of_the_change_says_which_way() -> None:
    rows = '<li class="down"><b>USD</b> 32,4510 <i>%0,12</i></li><li class="up"><b>EUR</b> 34,8012 <i>%0,08</i></li>'
    cells = '<li>USD 32,45 <i class="negative">0,12</i></li><li>EUR 34,80 <i class="positive">0,08</i></li>'
    assert signs(rows) == [("USD", "%0,12", "down"), ("EUR", "%0,08", "up")]
    assert signs(cells) == [("USD", "0,12", "down"), ("EUR", "0,08", "up")]


def test_where_the_list_prints_its_minuses_what_has_none_went_up() -> None:
    body = "<li>USD 28,44 <i>-0,12</i></li><li>EUR 34,32 <i>0,10</i></li>"
    assert signs(body, url="https://example.ua/") == [("USD", "-0,12", None), ("EUR", "0,10", "up")]


def test_a_sign_that_nothing_shows_stays_open() -> None:
    body = "<li>USD 28,44 <i>0,12</i></li><li>EUR 34,32 <i>0,10</i></li>"
    assert signs(body, url="https://example.ua/") == [("USD", "0,12", None), ("EUR", "0,10", None)]


@pytest.mark.parametrize("minus", ["-", "−", "–", "&minus;", "&#8722;"])
def test_every_minus_is_a_minus(minus: str) -> None:
    (usd, _) = read(f"<li>USD 28,44 {minus}0,12</li><li>EUR 34,32 +0,10</li>", url="https://example.ua/")
    assert usd.change is not None
    assert usd.change.lstrip("-−–") == "0,12"
    assert usd.change != "0,12"
