"""Sidebars as the world's pages print them, in miniature: each is read exactly, or, where it is none, not at all.

The pages of `forms.txt` are ours, after shapes seen in many countries; a shape that was read wrong is added there.
"""

from pathlib import Path

import pytest

from parsers import parse
from rates.model import Capture, Printed

FORMS = (Path(__file__).parent / "forms.txt").read_text(encoding="utf-8").split("\n## ")[1:]
AROUND = """<html lang="{language}"><body><div class=top><a href=/>Home</a> <a href=/news>News</a></div>{body}
<div class=art><h1>Some title of a story 2024</h1><p>Long prose about 12 things and 2024 years. More of it.</p></div>
</body></html>"""


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.partition(" |")[0])
def test_a_list_of_rates_is_read_exactly_and_anything_else_is_left(form: str) -> None:
    head, *lines = form.strip().splitlines()
    _, url, language = head.split(" | ")
    body = "\n".join(line for line in lines if not line.startswith("= "))
    content = body if language == "text" else AROUND.format(language=language, body=body)
    page = parse(Capture(content=content.encode(), source="page", url=url))
    truths = sorted(line for line in lines if line.startswith("= "))
    told = max((line.count(" | ") for line in truths), default=0) + 1
    read = sorted("= " + " | ".join(_fields(quote)[:told]) for quote in page.printed if quote.kind == "fx")
    assert read == truths


def _fields(quote: Printed) -> list[str]:
    change = quote.change or quote.change_percent
    fields = (quote.instrument, quote.value, quote.side, change, quote.market, quote.value_date, quote.published)
    return [field or "-" for field in fields]


def test_an_index_with_its_markets_name_heads_no_rates() -> None:
    rows = "<tr><td>MOEX</td><td>2 295,10</td><td>0,2%</td></tr><tr><td>EUR/RUB</td><td>70,7268</td><td>-0,1%</td></tr>"
    page = parse(
        Capture(content=AROUND.format(language="ru", body=f"<table>{rows}</table>").encode(), source="page", url=None)
    )
    assert [(quote.instrument, quote.kind, quote.market) for quote in page.printed] == [
        ("IMOEX", "index", "unknown"),
        ("EUR/RUB", "fx", "unknown"),
    ]


def test_a_banks_column_gives_its_name_to_its_own_values_alone() -> None:
    lines = "Валюта\nКупівля\nПродаж\nНБУ\nUSD\n41,20\n41,65\n41,3456\nEUR\n44,90\n45,60\n45,0711\n"
    page = parse(Capture(content=lines.encode(), source="page", url="https://novyny.ua/"))
    assert [(quote.value, quote.side, quote.market) for quote in page.printed] == [
        ("41,20", "buy", "unknown"),
        ("41,65", "sell", "unknown"),
        ("41,3456", None, "nbu"),
        ("44,90", "buy", "unknown"),
        ("45,60", "sell", "unknown"),
        ("45,0711", None, "nbu"),
    ]


def test_the_change_of_a_row_never_takes_the_number_of_another_thing() -> None:
    page = parse(
        Capture(content="USD ЦБ 92,51 EUR ЦБ 98,91\nПогода +5\n".encode(), source="page", url="https://example.ru/")
    )
    assert [(quote.value, quote.change) for quote in page.printed] == [("92,51", None), ("98,91", None)]
