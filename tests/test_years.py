"""Rules 2 and 4: which year a day without one means, and when it means none."""

from datetime import date, datetime, timedelta

import pytest

from rates.moments import Moment, read_moment
from rates.years import DAY_SLACK, SLACK, last_such, nearest_such, newest_past, next_such


def stamp(text: str) -> Moment:
    moment = read_moment(text)
    assert moment is not None
    return moment


@pytest.mark.parametrize(
    ("text", "at", "day"),
    [
        ("24 апр, 17:11", "2024-04-25T01:10", date(2024, 4, 24)),
        ("31 дек, 23:58", "2024-01-01T00:05", date(2023, 12, 31)),
        ("1 янв, 00:03", "2024-01-01T00:05", date(2024, 1, 1)),
        ("24 апр, 17:11", "2024-04-24T17:01", date(2024, 4, 24)),
        ("24 апр, 17:11", "2024-04-24T17:00", None),
        ("24 апр, 17:11", "2024-05-25T17:11", date(2024, 4, 24)),
        ("24 апр, 17:11", "2024-05-25T17:12", None),
        ("1 янв, 00:03", "2023-12-31T23:55", date(2024, 1, 1)),
        ("29 фев, 12:00", "2024-03-01T10:00", date(2024, 2, 29)),
        ("29 фев, 12:00", "2023-03-01T10:00", None),
        ("24 апр", "2024-04-23T12:00", date(2024, 4, 24)),
        ("25 апр", "2024-04-23T12:00", None),
        ("Суббота, 24 марта, 20:25", "2018-03-24T20:30", date(2018, 3, 24)),
        ("Пятница, 24 марта, 20:25", "2018-03-24T20:30", None),
    ],
)
def test_a_stamp_takes_the_newest_year_not_after_the_page_with_ten_minutes_slack_and_31_days_reach(
    text: str, at: str, day: date | None
) -> None:
    assert newest_past(stamp(text), datetime.fromisoformat(at), SLACK).day == day


def test_a_capture_known_by_its_day_has_24_hours_of_slack() -> None:
    midnight = datetime.fromisoformat("2024-04-24T00:00")
    assert newest_past(stamp("24 апр, 23:59"), midnight, DAY_SLACK).day == date(2024, 4, 24)
    assert newest_past(stamp("25 апр, 00:01"), midnight, DAY_SLACK).day is None


@pytest.mark.parametrize(
    ("text", "published", "day"),
    [
        ("25 апреля", date(2024, 4, 24), date(2024, 4, 25)),
        ("25 апреля", date(2024, 4, 25), date(2024, 4, 25)),
        ("1 января", date(2013, 12, 31), date(2014, 1, 1)),
        ("31 декабря", date(2013, 12, 30), date(2013, 12, 31)),
        ("10 января", date(2024, 12, 28), date(2025, 1, 10)),
        ("12 января", date(2024, 12, 28), None),
        ("23 апреля", date(2024, 4, 24), None),
        ("29 февраля", date(2024, 2, 28), date(2024, 2, 29)),
        ("29 февраля", date(2023, 2, 28), None),
    ],
)
def test_a_value_date_is_the_next_such_day_after_publication_at_most_14_days_on(
    text: str, published: date, day: date | None
) -> None:
    assert next_such(stamp(text), published).day == day


def test_31_december_to_10_january_every_value_date_is_found_from_its_publication() -> None:
    for gap in range(15):
        for back in range(11):
            published = date(2021, 12, 31) + timedelta(days=back)
            value_date = published + timedelta(days=gap)
            assert next_such(Moment(None, value_date.month, value_date.day), published).day == value_date


def test_a_value_date_alone_is_the_nearest_from_31_days_before_the_page_to_14_after() -> None:
    assert nearest_such(stamp("06/03"), date(2009, 3, 5)).day == date(2009, 3, 6)
    assert nearest_such(stamp("10.01"), date(2008, 12, 30)).day == date(2009, 1, 10)
    assert nearest_such(stamp("28.12"), date(2009, 1, 5)).day == date(2008, 12, 28)
    assert nearest_such(stamp("01.02"), date(2009, 3, 5)).day is None
    assert nearest_such(stamp("20.03"), date(2009, 3, 5)).day is None


def test_a_known_value_date_leaves_the_publication_day_of_the_last_14_days() -> None:
    assert last_such(stamp("24 апр, 17:11"), date(2024, 4, 25)).day == date(2024, 4, 24)
    assert last_such(stamp("31 дек, 12:00"), date(2014, 1, 1)).day == date(2013, 12, 31)
    assert last_such(stamp("26 апр, 12:00"), date(2024, 4, 25)).day is None
