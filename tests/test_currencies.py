"""Currency words, signs and codes: what a label means by itself, by the page's home, and where it stays open."""

import subprocess
import sys
from datetime import date

import pytest

from rates.currencies import (
    CODES,
    WORDLIKE,
    country_currency,
    currency_of,
    home_sign,
    is_unit_of,
)


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("USD", "USD"),
        ("RUR", "RUB"),
        ("BYR", "BYR"),
        ("RMB", "CNY"),
        ("eur", "EUR"),
        ("EURO", "EUR"),
        ("Dolar:", "USD"),
        ("(ドル)", "USD"),
        ("доллара", "USD"),
        ("долларов США", "USD"),
        ("Доллар (США)", "USD"),
        ("американским долларом", "USD"),
        ("Dólar", "USD"),
        ("米ドル", "USD"),
        ("美元", "USD"),
        ("ԴՈԼԱՐ", "USD"),
        ("الدولار الأمريكي", "USD"),
        ("δολάριο", "USD"),
        ("€", "EUR"),
        ("евро", "EUR"),
        ("Avro", "EUR"),
        ("ユーロ", "EUR"),
        ("ЄВРО", "EUR"),
        ("£", "GBP"),
        ("фунт стерлингов", "GBP"),
        ("İngiliz Sterlini", "GBP"),
        ("STERLİN", "GBP"),
        ("Lira sterlina", "GBP"),
        ("юаней", "CNY"),
        ("人民元", "CNY"),
        ("иены", "JPY"),
        ("円", "JPY"),
        ("₽", "RUB"),
        ("рубля", "RUB"),
        ("руб.", "RUB"),
        ("Российский рубль", "RUB"),
        ("гривен", "UAH"),
        ("Гривна", "UAH"),
        ("₸", "KZT"),
        ("теңге", "KZT"),
        ("турецкой лиры", "TRY"),
        ("Türk Lirası", "TRY"),
        ("zł", "PLN"),
        ("złotych", "PLN"),
        ("Kč", "CZK"),
        ("чешских крон", "CZK"),
        ("швейцарского франка", "CHF"),
        ("шведская крона", "SEK"),
        ("Peso Ar", "ARS"),
        ("A$", "AUD"),
        ("豪ドル", "AUD"),
        ("US$", "USD"),
        ("R$", "BRL"),
        ("форинт", "HUF"),
        ("лари", "GEL"),
        ("դրամ", "AMD"),
        ("₩", "KRW"),
        ("₪", "ILS"),
        ("₫", "VND"),
        ("лв.", "BGN"),
    ],
)
def test_a_word_that_means_one_currency_needs_no_home(word: str, code: str) -> None:
    assert currency_of(word) == code


@pytest.mark.parametrize(
    ("word", "home", "code"),
    [
        ("$", "RUB", "USD"),
        ("$", "CLP", "USD"),
        ("$", "USD", "USD"),
        ("$", "CAD", None),
        ("Dólar", "CLP", "USD"),
        ("dollar", "AUD", None),
        ("¥", "RUB", "CNY"),
        ("¥", "GBP", "JPY"),
        ("¥", "JPY", "JPY"),
        ("¥", "CNY", "CNY"),
        ("¥", "UAH", None),
        ("¥", None, None),
        ("元", "TWD", "TWD"),
        ("元", "CNY", "CNY"),
        ("Real", "PYG", "BRL"),
        ("Real", "USD", None),
        ("peso", "MXN", "MXN"),
        ("peso", "EUR", None),
        ("manat", "AZN", "AZN"),
        ("манат", "RUB", None),
        ("leu", "RON", "RON"),
        ("лей", "MDL", "MDL"),
        ("lei", "UAH", None),
        ("kronor", "SEK", "SEK"),
        ("крона", "RUB", None),
        ("фунт", "RUB", "GBP"),
        ("pound", "EGP", None),
        ("рубль", "KZT", "RUB"),
        ("рубль", "BYN", None),
        ("белорусский рубль", "RUB", "BYN"),
        ("сом", "KZT", "KGS"),
        ("сум", "KZT", "UZS"),
        ("франк", "RUB", "CHF"),
        ("franc", "XOF", None),
    ],
)
def test_a_shared_word_is_settled_by_the_home_currency_or_left_open(
    word: str, home: str | None, code: str | None
) -> None:
    assert currency_of(word, home=home) == code


@pytest.mark.parametrize(
    ("word", "language", "code"),
    [
        ("juan", "pl", "CNY"),
        ("juan", "es", None),
        ("juan", None, None),
        ("font", "hu", "GBP"),
        ("font", "fr", None),
        ("Rand", "en-ZA", "ZAR"),
        ("Rand", "de", None),
    ],
)
def test_a_word_that_is_something_else_elsewhere_needs_its_language(
    word: str, language: str | None, code: str | None
) -> None:
    assert currency_of(word, language=language) == code


@pytest.mark.parametrize(
    "word", ["", " ", "ЦБ", "BA", "UF", "млн", "BRENT", "FAİZ", "XAU", "usdt", "R", "x" * 10_000, "dollar tree"]
)
def test_what_names_no_currency_names_none(word: str) -> None:
    assert currency_of(word, home="RUB", language="ru") is None


@pytest.mark.parametrize(
    ("word", "currency", "unit"),
    [
        ("$", "CLP", True),
        ("$", "USD", True),
        ("$", "CAD", True),
        ("$", "RUB", False),
        ("pesos", "CLP", True),
        ("R", "ZAR", True),
        ("R", "RUB", False),
        ("₽", "RUB", True),
        ("р.", "RUB", True),
        ("руб.", "BYN", True),
        ("lei", "RON", True),
        ("円", "JPY", True),
        ("ドル", "JPY", False),
        ("", "XOF", False),
    ],
)
def test_a_sign_beside_a_value_may_be_the_home_unit(word: str, currency: str, unit: bool) -> None:
    assert is_unit_of(word, currency) is unit


def test_a_country_prints_its_own_sign() -> None:
    assert [home_sign(code) for code in ("CLP", "USD", "RUB", "ZAR", "XOF")] == ["$", "$", "₽", "R", None]


def test_codes_are_iso_currencies_without_metals_and_test_codes() -> None:
    from babel import Locale

    others = "CNH XAG XAU XBA XBB XBC XBD XFO XFU XPD XPT XRE XSU XTS XUA XXX".split()  # noqa: SIM905 - as CLDR lists them
    assert set(Locale("en").currencies) - CODES <= set(others)
    assert [code in CODES for code in ("USD", "BYR", "XAU", "usd", "USDT")] == [True, True, False, False, False]
    assert WORDLIKE < CODES


def test_a_country_has_its_currency_of_the_day() -> None:
    assert [country_currency(code) for code in ("RU", "cl", "QQ", "")] == ["RUB", "CLP", None, None]
    assert country_currency("HR", on=date(2015, 1, 1)) == "HRK"


def test_the_table_is_read_without_babel() -> None:
    script = "import sys; from rates.currencies import currency_of; currency_of('евро'); print('babel' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
