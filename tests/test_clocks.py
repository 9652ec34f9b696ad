"""Rule 9: Moscow's clock as it was; an hour that was skipped or came twice stays open."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from rates.clocks import instant

MOSCOW = ZoneInfo("Europe/Moscow")


@pytest.mark.parametrize(
    ("day", "hour", "utc"),
    [
        (date(2009, 3, 5), 11, datetime(2009, 3, 5, 8, tzinfo=UTC)),
        (date(2010, 7, 1), 11, datetime(2010, 7, 1, 7, tzinfo=UTC)),
        (date(2011, 3, 27), 1, datetime(2011, 3, 26, 22, tzinfo=UTC)),
        (date(2011, 3, 27), 3, datetime(2011, 3, 26, 23, tzinfo=UTC)),
        (date(2013, 12, 1), 11, datetime(2013, 12, 1, 7, tzinfo=UTC)),
        (date(2014, 10, 26), 0, datetime(2014, 10, 25, 20, tzinfo=UTC)),
        (date(2014, 10, 26), 2, datetime(2014, 10, 25, 23, tzinfo=UTC)),
        (date(2024, 4, 24), 17, datetime(2024, 4, 24, 14, tzinfo=UTC)),
    ],
)
def test_moscow_is_four_hours_ahead_from_2011_03_27_to_2014_10_26(day: date, hour: int, utc: datetime) -> None:
    assert instant(day, hour, 0, MOSCOW)[0] == utc


def test_the_hour_that_moscow_had_twice_on_2014_10_26_stays_open() -> None:
    assert instant(date(2014, 10, 26), 1, 0, MOSCOW) == (None, "clock-doubled")
    assert instant(date(2014, 10, 26), 1, 59, MOSCOW) == (None, "clock-doubled")


def test_the_hour_that_moscow_skipped_on_2011_03_27_stays_open() -> None:
    assert instant(date(2011, 3, 27), 2, 0, MOSCOW) == (None, "clock-skipped")
    assert instant(date(2009, 3, 29), 2, 30, MOSCOW) == (None, "clock-skipped")
