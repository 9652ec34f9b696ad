"""What isn't an exchange rate is recognised as what it is."""

import pytest

from rates import currencies, instruments
from rates.instruments import Instrument, instrument_of
from rates.model import Kind


@pytest.mark.parametrize(
    ("label", "name", "kind"),
    [
        ("BTC/USD", "BTC/USD", "crypto"),
        ("BITCOIN", "BTC/USD", "crypto"),
        ("биткоин", "BTC/USD", "crypto"),
        ("ETH/USDT", "ETH/USDT", "crypto"),
        ("USDT/RUB", "USDT/RUB", "crypto"),
        ("USDTRUB", "USDT/RUB", "crypto"),
        ("BRENT", "BRENT", "commodity"),
        ("Нефть Brent (ICE)", "BRENT", "commodity"),
        ("Нефть", "OIL", "commodity"),
        ("NY原油", "WTI", "commodity"),
        ("Oil Urals", "URALS", "commodity"),
        ("Золото", "XAU/USD", "commodity"),
        ("ONS ALTIN", "XAU/USD", "commodity"),
        ("Altın", "GOLD", "commodity"),
        ("GRAM ALTIN", "XAU-GRAM/TRY", "commodity"),
        ("ÇEYREK ALTIN", "XAU-QUARTER/TRY", "commodity"),
        ("GÜMÜŞ GRAM", "XAG-GRAM/TRY", "commodity"),
        ("Platinum", "XPT/USD", "commodity"),
        ("ММВБ", "IMOEX", "index"),
        ("РТС:", "RTSI", "index"),
        ("NYダウ", "DJIA", "index"),
        ("日経平均", "NIKKEI-225", "index"),
        ("BIST 100", "BIST-100", "index"),
        ("S&P/RUX Index", "RUX", "index"),
        ("UF", "UF/CLP", "index"),
        ("FAİZ", "INTEREST/TRY", "rate"),
        ("長期金利", "JP-10Y", "rate"),
        ("RUONIA", "RUONIA", "rate"),
    ],
)
def test_a_label_names_its_instrument(label: str, name: str, kind: Kind) -> None:
    assert instrument_of(label) == Instrument(name, kind)


@pytest.mark.parametrize(
    "label", ["", "USD", "USD/RUB", "EURUSD", "евро", "BA", "ton", "link", "Прямой эфир", "BTC/XXX", "x" * 10_000]
)
def test_what_names_no_instrument_names_none(label: str) -> None:
    assert instrument_of(label) is None


def test_no_word_is_both_a_currency_and_an_instrument() -> None:
    assert set(instruments.words()) & set(currencies.words()) == set()


def test_a_standard_name_has_one_kind_and_is_no_currency_pair() -> None:
    named = set(instruments.words().values())
    assert len({each.name for each in named}) == len(named)
    for each in named:
        base, _, quote = each.name.partition("/")
        assert not ({base, quote} <= currencies.CODES)
