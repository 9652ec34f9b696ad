"""What tells a rate from a price: magnitudes, the home currency, and a page's own state."""

from decimal import Decimal

import pytest

from parsers import parse
from parsers.home import guess_home
from parsers.magnitudes import nominals, plausible
from rates.model import Capture, Page


def read(content: str, url: str | None = None) -> Page:
    return parse(Capture(content=content.encode(), source="page", url=url))


def test_a_rate_upside_down_a_yen_for_a_yuan_and_a_price_are_not_plausible() -> None:
    assert plausible(Decimal("92.51"), "USD", "RUB")
    assert not plausible(Decimal("92.51"), "RUB", "USD")
    assert not plausible(Decimal("11.06"), "JPY", "RUB")
    assert not plausible(Decimal("15.99"), "EUR", "USD")
    assert plausible(Decimal("15.99"), "EUR", "VES")  # a currency without bounds is not judged


def test_a_rate_by_the_hundred_is_told_by_its_size() -> None:
    assert nominals(Decimal("19.868"), "KZT", "RUB") == [100]
    assert nominals(Decimal("92.51"), "USD", "RUB") == [1]
    assert nominals(Decimal(9251), "USD", "RUB") == []  # nobody quotes dollars by the hundred without saying so


@pytest.mark.parametrize(
    ("host", "language", "currency"),
    [
        ("news.ua", "ru", "UAH"),
        ("example.co.uk", "en", "GBP"),
        ("example.com.co", "es", "COP"),
        ("example.tv", "es-CL", "CLP"),
        ("example.com", "tr", "TRY"),
        ("example.io", "en", None),
        (None, "ru", None),
    ],
)
def test_the_home_currency_is_of_the_address_then_of_the_language(
    host: str | None, language: str, currency: str | None
) -> None:
    assert guess_home("<html>", host, language) == currency


def test_a_guessed_home_currency_and_an_unnamed_market_are_said_to_be_so() -> None:
    (usd, _) = read("<html><li>USD 41,25</li><li>EUR 44,90</li>", "https://example.ua/").printed
    assert (usd.instrument, usd.market, usd.reasons) == ("USD/UAH", "unknown", ("home-guessed", "market-unknown"))


def test_without_a_home_currency_there_is_no_quote() -> None:
    page = read("<html><li>USD 41,25</li><li>EUR 44,90</li>", "https://example.com/")
    assert (page.printed, page.outcome, page.reason) == ((), "no-block", "no currency quotes stand on the page")


def test_a_bank_by_name_says_whose_currency_it_is() -> None:
    (usd, eur) = read("Курс НБУ\nUSD 41,25\nEUR 44,90\n").printed
    assert [(quote.instrument, quote.market) for quote in (usd, eur)] == [("USD/UAH", "nbu"), ("EUR/UAH", "nbu")]


STATE = '{"ticker":"EURUSD","value":"1.1058","change":"-0.0022","timestamp":"2019-11-20T07:01:54-05:00"}'


@pytest.mark.parametrize(
    ("state", "values"),
    [
        (STATE, ["1.1058"]),
        (STATE.replace('"change":"-0.0022",', ""), []),  # a constant has no change
        (STATE.replace("EURUSD", "AAPL"), []),
        (STATE.replace("1.1058", "110.58"), []),
        ('{"GBP":{"USD":1.29}}', []),
        ('{"code":"USD","symbol":"USD","value":1.0,"change":0,"date":"2024-01-01"}', []),
    ],
)
def test_the_state_of_a_page_is_read_where_it_is_a_quote(state: str, values: list[str]) -> None:
    page = read(f"<html><p>x</p><script>var s = [{state}]</script></html>")
    assert [quote.value for quote in page.printed] == values
    assert all(page.text[quote.value_start :].startswith(quote.value) for quote in page.printed)


def test_values_of_one_list_settle_its_decimal_mark() -> None:
    (usd, _) = read("<html><li>USD 67,670</li><li>EUR 73,672 1,9</li>", "https://example.ru/").printed
    assert usd.decimal == ","


def test_two_values_without_a_word_of_sides_or_days_are_left() -> None:
    assert read("<html><li>USD 92,10 93,40</li><li>EUR 98,10 99,40</li>", "https://example.ru/").printed == ()


def test_an_address_that_is_none_is_passed_over() -> None:
    page = read('<html><link rel=canonical href="https://www.habero"><p>x</p>')
    assert (page.site, page.outcome) == ("unknown", "no-block")


def test_a_word_elsewhere_on_the_page_does_not_name_the_market() -> None:
    page = read(
        "<html><p>Dólar blue</p><p>example.com</p><li>EUR/NOK 11,43</li><li>USD/NOK 10,68</li>", "https://example.no/"
    )
    assert [quote.market for quote in page.printed] == ["unknown", "unknown"]
