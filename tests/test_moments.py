"""Printed dates and times are read as they stand: no year, no zone and no order is made up."""

from datetime import UTC, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from rates.model import DateOrder
from rates.moments import Moment, read_moment

EST = timezone(timedelta(hours=-5))


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("24 апр, 17:11", Moment(None, 4, 24, 17, 11)),
        ("24 апр,\u00a017:11", Moment(None, 4, 24, 17, 11)),
        ("Инвестиции, 24 апр, 17:11", Moment(None, 4, 24, 17, 11)),
        ("31 дек 2023, 23:10", Moment(2023, 12, 31, 23, 10)),
        ("25 апреля", Moment(None, 4, 25)),
        ("на 25\u00a0апреля", Moment(None, 4, 25)),
        ("24 апреля 2024 г., 17:11", Moment(2024, 4, 24, 17, 11)),
        ("17:11", Moment(hour=17, minute=11)),
        ("Обновлено в 9:05", Moment(hour=9, minute=5)),
        ("06/03", Moment(None, 3, 6)),
        ("05.03", Moment(None, 3, 5)),
        ("01-03-2022", Moment(2022, 3, 1)),
        ("Дата: 05.12.2015", Moment(2015, 12, 5)),
        ("24.04.24 17:11", Moment(2024, 4, 24, 17, 11)),
        ("17:04 03 Jun 13", Moment(2013, 6, 3, 17, 4)),
        ("03 Jun 99", Moment(1999, 6, 3)),
        ("10:15 | 05.05.2024", Moment(2024, 5, 5, 10, 15)),
        ("2018/6/20", Moment(2018, 6, 20)),
        ("2024-04-24T17:11:30+03:00", Moment(2024, 4, 24, 17, 11, clock=timezone(timedelta(hours=3)))),
        ("Mon, 03 Jun 2013 17:04:00 GMT", Moment(2013, 6, 3, 17, 4, weekday=0, clock=UTC)),
        ("17:11 МСК, 24 апреля", Moment(None, 4, 24, 17, 11, clock=ZoneInfo("Europe/Moscow"))),
        ("Суббота, 24 марта, 20:25", Moment(None, 3, 24, 20, 25, weekday=5)),
        ("Apr 24, 2024 5:11 PM", Moment(2024, 4, 24, 17, 11)),
        ("12:05 AM April 24", Moment(None, 4, 24, 0, 5)),
        ("30 Nisan 2024 Salı", Moment(2024, 4, 30, weekday=1)),
        ("15 Aralık", Moment(None, 12, 15)),
        ("3 de marzo de 2022", Moment(2022, 3, 3)),
        ("joi, 3 martie 2022", Moment(2022, 3, 3, weekday=3)),
        ("1er mars 2024 à 17h11", Moment(2024, 3, 1, 17, 11)),
        ("24 квітня 2024 р.", Moment(2024, 4, 24)),
        ("24 красавіка", Moment(None, 4, 24)),
        ("24 сәуір", Moment(None, 4, 24)),
        ("6月19日 16:56", Moment(None, 6, 19, 16, 56)),
        ("завтра", Moment(relative=1)),
        ("Вчера в 23:10", Moment(hour=23, minute=10, relative=-1)),
        ("сегодня, 17:11", Moment(hour=17, minute=11, relative=0)),
        ("29 фев", Moment(None, 2, 29)),
        ("29.02.2024", Moment(2024, 2, 29)),
    ],
)
def test_a_printed_form_is_read_as_it_stands(text: str, moment: Moment) -> None:
    assert read_moment(text) == moment


@pytest.mark.parametrize(
    ("text", "order", "moment"),
    [
        ("6/20 0:16", "MDY", Moment(None, 6, 20, 0, 16)),
        ("7:01 AM EST 11/20/19", "MDY", Moment(2019, 11, 20, 7, 1, clock=EST)),
        ("06/03", "MDY", Moment(None, 6, 3)),
        ("06/03", "YMD", Moment(None, 6, 3)),
        ("6/20 0:16", "DMY", None),
    ],
)
def test_the_order_of_day_and_month_is_the_sites_and_is_not_bent(
    text: str, order: DateOrder, moment: Moment | None
) -> None:
    assert read_moment(text, order=order) == moment


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "   ",
            "31 апреля",
            "29.02.2023",
            "25:00",
            "24 апр, 17:60",
            "13:10 PM",
            "35.75",
            "1.2605",
            "98,91 (-0,65)",
        ),
        *("2 часа назад", "через 3 дня", "вчера и завтра", "с 23 по 25 апреля", "EUR ЦБ", "24 апр " * 20),
    ],
)
def test_what_is_no_moment_or_an_impossible_one_is_none(text: str) -> None:
    assert read_moment(text, languages=("ru",)) is None


@pytest.mark.parametrize(
    ("text", "language", "moment"),
    [
        ("24 huhtikuuta", "fi", Moment(None, 4, 24)),
        ("24. dubna 2024", "cs", Moment(2024, 4, 24)),
        ("24 huhtikuuta 17:11", "fi", Moment(None, 4, 24, 17, 11)),
    ],
)
def test_dateparser_reads_the_rest_in_the_pages_language_and_adds_no_year(
    text: str, language: str, moment: Moment
) -> None:
    assert read_moment(text) is None
    assert read_moment(text, languages=(language,)) == moment
