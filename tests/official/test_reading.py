"""Numbers, dates and XML as banks write them, and what is refused rather than understood."""

from datetime import date
from decimal import Decimal

import pytest

from rates.official.reading import code, day, number, read_json, read_xml, signed, units


@pytest.mark.parametrize(
    ("text", "value"),
    [("92,5058", "92.5058"), ("12194.21", "12194.21"), ("3", "3"), (" 0,570006 ", "0.570006"), ("36.20", "36.20")],
)
def test_a_rate_is_read_with_the_digits_it_has(text: str, value: str) -> None:
    assert str(number(text)) == value


@pytest.mark.parametrize(
    "text", ["", "0", "0,0000", "-1", "1e5", "NaN", "1 092,5", "1.092,5", "٣", "1,", ",5", "1.2345678"]
)
def test_what_is_not_plainly_a_rate_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a rate$"):
        number(text)


@pytest.mark.parametrize("text", ["2024-04-25", "25.04.2024", "2024-04-25T00:00:00", "4/25/2024", "04/25/24"])
def test_every_way_to_write_a_date(text: str) -> None:
    assert day(text) == date(2024, 4, 25)


@pytest.mark.parametrize("text", ["", "25/04/2024", "25.04.24", "2024-04-25T10:00:00", "31.04.2024", "2024.04.25"])
def test_a_date_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a date$"):
        day(text)


def test_nominals_are_powers_of_ten() -> None:
    assert [units(text) for text in ("1", "10", "1000000", "1.0")] == [1, 10, 1000000, 1]
    for text in ("0", "2", "-1", "1.5", "", "01"):
        with pytest.raises(ValueError, match=r"is not a nominal$"):
            units(text)


def test_a_banks_own_difference_may_be_zero_or_negative() -> None:
    assert [signed(text) for text in ("-16.5", "0", "0.00", "+1,10")] == [
        Decimal("-16.5"),
        Decimal(0),
        Decimal("0.00"),
        Decimal("1.10"),
    ]


def test_a_code_is_three_capital_letters() -> None:
    assert code(" USD ") == "USD"
    for text in ("usd", "US", "USDT", "ДОЛ"):
        with pytest.raises(ValueError, match=r"is not a currency code$"):
            code(text)


def test_json_keeps_the_digits_that_were_sent() -> None:
    assert read_json(b'[{"rate": 3.3920, "units": 1}]') == [{"rate": Decimal("3.3920"), "units": 1}]
    assert str(read_json(b'[{"rate": 3.3920}]')[0]["rate"]) == "3.3920"


def test_xml_is_read_in_the_encoding_it_declares() -> None:
    root = read_xml('<?xml version="1.0" encoding="windows-1251"?><Name>Евро</Name>'.encode("cp1251"))
    assert (root.tag, root.text) == ("Name", "Евро")


@pytest.mark.parametrize(
    "content",
    [
        b'<!DOCTYPE a SYSTEM "http://127.0.0.1/x.dtd"><a/>',
        b"<!DOCTYPE a><a/>",
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode("utf-16"),
    ],
)
def test_any_dtd_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"^the XML declares a DTD, which may hide entities$"):
        read_xml(content)


@pytest.mark.parametrize("content", [b"", b"<a>", b"<a></b>", b"text", b'<?xml version="1.0" encoding="no-such"?><a/>'])
def test_damaged_xml_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"^the XML is damaged or cut short"):
        read_xml(content)


def test_xml_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rates.official.reading.ELEMENTS", 1_000)
    with pytest.raises(ValueError, match=r"^the XML is deeper or longer than any rate table$"):
        read_xml(b"<r>" + b"<a/>" * 1_001 + b"</r>")
