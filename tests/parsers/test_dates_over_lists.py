"""The one date that a heading says is its list's goes to every row, however long the list."""

from parsers import parse
from rates.model import Capture

ROWS = "".join(
    f"<tr><td>{code}</td><td>{number}</td><td>Neka zemlja</td><td>1</td><td>{value}</td></tr>"
    for code, number, value in (
        ("EUR", 978, "117,2433"), ("AUD", 36, "66,7597"), ("CAD", 124, "74,4922"), ("CZK", 203, "4,7046"),
        ("JPY", 392, "0,7198"), ("RUB", 643, "1,2811"), ("CHF", 756, "125,7705"), ("GBP", 826, "138,9633"),
        ("USD", 840, "103,4804"), ("BAM", 977, "59,9455"), ("PLN", 985, "27,6276"),
    )
)  # fmt: skip
HEAD = "<h3>Kursna lista<br>formirana na dan 21.5.2025.</h3><table><tr><th>Naziv zemlje</th><th>Kurs</th></tr>"


def test_the_date_of_a_long_list_is_that_of_its_last_row_too() -> None:
    content = f"<html lang=sr><body>{HEAD}{ROWS}</table></body></html>"
    page = parse(Capture(content=content.encode(), source="page", url="https://vesti.rs/"))
    assert [quote.value_date for quote in page.printed] == ["21.5.2025"] * 11
