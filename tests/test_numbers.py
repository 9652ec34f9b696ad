"""Printed numbers: every style of the news pages, and a refusal where two readings are possible."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rates.model import DecimalMark
from rates.numbers import Number, NumberError, number_style, read_number

PLAIN = [
    ("98,91", "98.91"),
    ("92.51", "92.51"),
    ("7500", "7500"),
    ("0", "0"),
    ("4,95", "4.95"),
    ("1.2605", "1.2605"),
    ("35.8899", "35.8899"),
    ("32,5090", "32.5090"),
    ("103,770", None),
    ("0,099", "0.099"),
    ("0.030", "0.030"),
    ("1234,567", "1234.567"),
    (",62", "0.62"),
    (".0022", "0.0022"),
    ("1 314", "1314"),
    ("68 677,00", "68677.00"),
    ("68\u00a0688,000", "68688.000"),
    ("2\u2009773,70", "2773.70"),
    ("2\u202f751,90", "2751.90"),
    ("1'234.50", "1234.50"),
    ("1\u2019234\u2019567.5", "1234567.5"),
    ("1.235,50", "1235.50"),
    ("3,037.42", "3037.42"),
    ("1.235.500", "1235500"),
    ("1.235.500,25", "1235500.25"),
    ("1,23,456.78", "123456.78"),
    ("９２．５１", "92.51"),
]


@pytest.mark.parametrize(("text", "value"), [row for row in PLAIN if row[1]])
def test_a_number_that_has_one_reading_needs_no_style(text: str, value: str) -> None:
    assert read_number(text) == Number(Decimal(value), signed=False, percent=False, text=text)
    assert str(read_number(text).value) == value


@pytest.mark.parametrize(
    ("text", "value", "signed", "percent"),
    [
        ("-0,79", "-0.79", True, False),
        ("\u22120,5876", "-0.5876", True, False),
        ("\u20130,65", "-0.65", True, False),
        ("+317,00", "317.00", True, False),
        ("+ 0,03", "0.03", True, False),
        ("±0.000", "0.000", True, False),
        ("(-0,79)", "-0.79", True, False),
        ("(+0,1)", "0.1", True, False),
        ("(0)", "0", False, False),
        ("(0,65)", "0.65", False, False),
        ("-0,00", "0.00", True, False),
        ("%-0,09", "-0.09", True, True),
        ("%2,05", "2.05", False, True),
        ("-%0,09", "-0.09", True, True),
        ("-0,1%", "-0.1", True, True),
        ("(\u22120,42 %)", "-0.42", True, True),
        ("-0.56％", "-0.56", True, True),
        ("-$0.50", "-0.50", True, False),
        ("$-0.50", "-0.50", True, False),
    ],
)
def test_signs_percents_and_parentheses_are_read(text: str, value: str, signed: bool, percent: bool) -> None:
    assert read_number(text) == Number(Decimal(value), signed=signed, percent=percent, text=text)
    assert str(read_number(text).value) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("$856,74", "856.74"),
        ("$32.257,34", "32257.34"),
        ("92,51 ₽", "92.51"),
        ("R 9.88", "9.88"),
        ("R$ 5,07", "5.07"),
        ("US$1.07", "1.07"),
        ("25,30 Kč", "25.30"),
        ("3,98 zł", "3.98"),
        ("60,95 руб.", "60.95"),
        ("109.85円", "109.85"),
    ],
)
def test_a_glued_currency_sign_is_left_out(text: str, value: str) -> None:
    assert read_number(text).value == Decimal(value)


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [
        ("1.085", ".", "1.085"),
        ("1.085", ",", "1085"),
        ("1,234", ",", "1.234"),
        ("1,234", ".", "1234"),
        ("€121.216", ".", "121.216"),
        ("₽95,600", ",", "95.600"),
        ("-1,932", ",", "-1.932"),
        ("98,91", ",", "98.91"),
        ("1 314", ".", "1314"),
        ("7500", ",", "7500"),
    ],
)
def test_the_widgets_decimal_mark_settles_what_the_number_leaves_open(
    text: str, decimal: DecimalMark, value: str
) -> None:
    assert str(read_number(text, decimal=decimal).value) == value


@pytest.mark.parametrize(
    ("text", "decimal", "reason"),
    [
        ("1.085", None, "ambiguous"),
        ("1,234", None, "ambiguous"),
        ("€121.216", None, "ambiguous"),
        ("±0.5", None, "ambiguous"),
        ("98,91", ".", "style"),
        ("37.99", ",", "style"),
        ("1.235,50", ".", "style"),
        ("1.235.500", ".", "style"),
        ("0,099", ".", "style"),
        ("92 51", None, "grouping"),
        ("1.23.456", None, "grouping"),
        ("1 234.567 890", None, "grouping"),
        ("1.234'567,5", None, "grouping"),
        ("", None, "not-a-number"),
        ("-", None, "not-a-number"),
        ("—0,79", None, "not-a-number"),
        ("63.", None, "not-a-number"),
        ("17:11", None, "not-a-number"),
        ("109.85-86", None, "not-a-number"),
        ("40 млн ₽", None, "not-a-number"),
        ("(-0,79", None, "not-a-number"),
        ("--5", None, "not-a-number"),
        ("-$-5", None, "not-a-number"),
        ("%5%", None, "not-a-number"),
        ("٩٢", None, "not-a-number"),
        ("1e5", None, "not-a-number"),
        ("²", None, "not-a-number"),
    ],
)
def test_what_is_not_one_number_is_refused_with_its_reason(text: str, decimal: DecimalMark | None, reason: str) -> None:
    with pytest.raises(NumberError) as caught:
        read_number(text, decimal=decimal)
    assert caught.value.reason == reason


def test_a_run_of_ten_thousand_digits_is_refused_by_its_length() -> None:
    with pytest.raises(NumberError) as caught:
        read_number("9" * 10_000)
    assert caught.value.reason == "too-long"
    assert len(str(caught.value)) < 80


@pytest.mark.parametrize(
    ("texts", "mark"),
    [
        (["32,5090", "9.915,62"], ","),
        (["37.99", "41.62", "3,037.42"], "."),
        (["67,670", "-0,099"], ","),
        (["1.085", "0.92"], "."),
        (["1.235.500", "1.085"], ","),
        (["\u22120,5876", "ЦБ", "17:11"], ","),
        (["1.085", "121.216"], None),
        (["6780", "6850"], None),
        (["98,91", "37.99"], None),
        ([], None),
    ],
)
def test_a_widgets_numbers_settle_its_decimal_mark_together(texts: list[str], mark: DecimalMark | None) -> None:
    assert number_style(texts) == mark


amounts = st.decimals(min_value=0, max_value=10**12, places=4) | st.decimals(min_value=0, max_value=10**9, places=3)
styles = st.sampled_from([(",", "."), (".", ","), (" ", ","), ("\u00a0", ","), ("\u202f", "."), ("'", "."), ("", ",")])
signs = st.sampled_from([("", 1), ("-", -1), ("\u2212", -1), ("\u2013", -1), ("+", 1)])
frames = st.sampled_from(["{}", "({})", "{}%", "%{}", "{} ₽", " {} "])


@given(amounts, styles, signs, frames)
def test_a_decimal_printed_in_any_style_reads_back_exactly(
    amount: Decimal, style: tuple[str, DecimalMark], sign: tuple[str, int], frame: str
) -> None:
    group, mark = style
    printed = f"{amount:,f}".replace(",", "G").replace(".", mark).replace("G", group)
    assert read_number(frame.format(sign[0] + printed), decimal=mark).value == amount * sign[1]


@given(st.text(max_size=60))
def test_any_text_is_a_number_or_a_number_error(text: str) -> None:
    with suppress(NumberError):
        assert read_number(text).value.is_finite()
