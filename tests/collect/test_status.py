"""What status says of a ledger: ages, gaps, reasons, and which silences are no trouble."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from rates.collect.ledger import failure
from rates.model import Capture
from rates.settings import Settings, Site
from rates.status import look
from rates.status.gaps import Gap, gaps
from rates.status.hours import open_time
from rates.status.series import SeriesStatus
from rates.status.sightings import Sighting
from rates.status.troubles import troubles
from rates.status.yields import dry_since
from storage import Store

MOSCOW = ZoneInfo("Europe/Moscow")
QUARTER = timedelta(minutes=15)
NOON = datetime(2024, 4, 24, 12, tzinfo=UTC)
SITE = Site.model_validate({"pages": ["http://a.test/"], "zone": "Europe/Moscow", "bank": "cbr"})
DAYTIME = SITE.model_copy(update={"hours": (datetime(1, 1, 1, 8).time(), datetime(1, 1, 1, 22).time())})  # noqa: DTZ001


def seen(at: datetime, reason: str | None = None, *, quotes: int = 2) -> Sighting:
    return Sighting(at, "failed" if reason else "quotes", reason, 0 if reason else quotes, unchanged=False)


def kinds(visits: Sequence[Sighting], now: datetime, **facts: object) -> list[tuple[str, str]]:
    options = {"site": SITE, "rebuilt_at": None, "series": ()} | facts
    found = troubles("a", seen=visits, now=now, **options)  # type: ignore[arg-type]
    return [(each.kind, each.text) for each in found]


def test_a_site_read_on_time_is_in_no_trouble() -> None:
    assert kinds([seen(NOON)], NOON + timedelta(minutes=28)) == []


def test_a_dead_source_is_noticed_within_its_cadence_plus_one() -> None:
    visits = [seen(NOON), seen(NOON + QUARTER, "refused"), seen(NOON + 2 * QUARTER, "refused")]
    assert kinds(visits, NOON + 2 * QUARTER) == [("silent", "not read for 30m: refused")]


def test_a_collector_that_is_gone_is_noticed_too() -> None:
    assert kinds([seen(NOON)], NOON + timedelta(hours=3)) == [
        ("silent", "not read for 3h: the collector did not run or could not write")
    ]


def test_what_a_wrong_clock_has_put_into_the_future_hides_no_silence(tmp_path: Path) -> None:
    settings = Settings(sites={"a": SITE})
    store = Store.open(tmp_path / "store", create=True)
    page = Capture(content=b"", source="http://a.test/", url="http://a.test/")
    ahead = replace(failure("a", page, "", now=NOON + timedelta(days=900)), outcome="no-block", reason=None)
    store.append(visits=[ahead])
    assert [each.kind for each in look(settings, store, now=NOON).troubles] == ["never"]


def test_a_site_that_was_never_read_says_why() -> None:
    assert kinds([seen(NOON, "refused")], NOON) == [("never", "it was never read: refused")]
    assert kinds([], NOON) == [("never", "it was never read: the collector did not run or could not write")]


def test_outside_its_hours_a_site_may_be_silent() -> None:
    evening, morning = datetime(2024, 4, 24, 22, tzinfo=MOSCOW), datetime(2024, 4, 25, 8, tzinfo=MOSCOW)
    asked = [evening + timedelta(hours=5), morning + QUARTER, morning + 2 * QUARTER]
    found = [troubles("a", DAYTIME, [seen(evening)], now=now, rebuilt_at=None, series=()) for now in asked]
    assert [[each.kind for each in each_time] for each_time in found] == [[], [], ["silent"]]
    assert open_time(DAYTIME, evening - timedelta(hours=1), morning + timedelta(hours=2)) == timedelta(hours=3)


def test_a_maximum_age_goes_over_the_cadence() -> None:
    at = NOON + timedelta(hours=2)
    assert kinds([seen(NOON)], at, max_age=timedelta(hours=3)) == []
    assert kinds([seen(NOON)], at, max_age=timedelta(hours=1)) != []


def test_every_gap_has_its_reasons() -> None:
    refused = [seen(NOON + number * QUARTER, "refused") for number in (1, 2)]
    visits = [seen(NOON), *refused, seen(NOON + 3 * QUARTER), seen(NOON + 7 * QUARTER), seen(NOON + 8 * QUARTER, "500")]
    assert gaps("a", SITE, visits, now=NOON + 10 * QUARTER) == [
        Gap("a", NOON, NOON + 3 * QUARTER, 2, ("refused (2)",)),
        Gap("a", NOON + 3 * QUARTER, NOON + 7 * QUARTER, 3, ("the collector did not run or could not write (3)",)),
        Gap("a", NOON + 7 * QUARTER, None, 2, ("500 (1)", "the collector did not run or could not write (1)")),
    ]


def test_one_late_reading_is_no_gap() -> None:
    visits = [seen(NOON), seen(NOON + timedelta(minutes=20)), seen(NOON + timedelta(minutes=31))]
    assert gaps("a", SITE, visits, now=NOON + timedelta(minutes=40)) == []


def feed(first: date, last: date, *, dry_from: date | None = None) -> list[Sighting]:
    """Hourly visits to a feed that shows the rates from 17:11 until 23:00 of each day on which the bank publishes."""
    from rates.calendars import must_fix

    visits, moment = [], datetime.combine(first, datetime.min.time(), MOSCOW)
    while moment.date() <= last:
        day = moment.date()
        shows = must_fix("cbr", day + timedelta(days=1)) and 18 <= moment.hour < 23
        quotes = 2 if shows and (dry_from is None or day < dry_from) else 0
        visits.append(
            Sighting(moment.astimezone(UTC), "quotes" if quotes else "no-block", None, quotes, unchanged=False)
        )
        moment += timedelta(hours=1)
    return visits


@pytest.mark.parametrize("year", [2021, 2022, 2023, 2024, 2025])
def test_a_feed_without_quotes_on_holidays_and_weekends_is_not_dry(year: int) -> None:
    visits = feed(date(year, 4, 1), date(year + 1, 3, 31))
    alarms = [
        now.date()
        for number in range(24 * 20, len(visits), 12)
        if (now := visits[number].at) and dry_since(SITE, visits[max(0, number - 840) : number + 1], now=now)
    ]
    assert alarms == []


def test_a_feed_that_has_gone_dry_is_noticed_the_same_evening() -> None:
    visits = feed(date(2024, 7, 1), date(2024, 8, 2), dry_from=date(2024, 8, 1))
    evening = datetime(2024, 8, 1, 20, tzinfo=MOSCOW)
    before = [each for each in visits if each.at < evening]
    assert dry_since(SITE, before, now=evening - timedelta(minutes=1)) is None
    assert dry_since(SITE, before, now=evening) == date(2024, 8, 1)
    assert dry_since(SITE, visits, now=visits[-1].at) == date(2024, 8, 1)


def test_a_site_that_is_closed_by_the_evening_is_judged_by_its_whole_day() -> None:
    hours = (datetime(1, 1, 1, 9).time(), datetime(1, 1, 1, 18, 30).time())  # noqa: DTZ001
    site = SITE.model_copy(update={"hours": hours})
    visits = feed(date(2024, 7, 1), date(2024, 8, 1), dry_from=date(2024, 8, 1))
    by_day = [each for each in visits if site.open_at(each.at)]
    assert dry_since(site, by_day, now=datetime(2024, 7, 31, 20, tzinfo=MOSCOW)) is None
    assert dry_since(site, by_day, now=datetime(2024, 8, 1, 20, tzinfo=MOSCOW)) == date(2024, 8, 1)


def test_a_feed_that_stays_dry_for_months_is_told_all_along() -> None:
    visits = feed(date(2024, 6, 1), date(2024, 10, 31), dry_from=date(2024, 8, 1))
    mornings = [each.at for each in visits if each.at.date() >= date(2024, 8, 2) and each.at.hour == 6]
    view = timedelta(days=35)
    told = [dry_since(SITE, [each for each in visits if now - view < each.at <= now], now=now) for now in mornings]
    assert len(told) == 91
    assert None not in told


def test_a_page_that_never_had_a_quote_is_told_on_its_first_evening() -> None:
    visits = feed(date(2024, 7, 1), date(2024, 7, 1), dry_from=date(2024, 7, 1))
    assert dry_since(SITE, visits[:19], now=visits[18].at) is None
    assert dry_since(SITE, visits, now=visits[-1].at) == date(2024, 7, 1)


def test_a_page_that_is_lost_among_others_that_are_read_is_told() -> None:
    pages = {"http://a.test/": NOON, "http://a.test/gone": NOON - timedelta(days=3), "http://a.test/new": None}
    site = SITE.model_copy(update={"pages": tuple(pages)})
    text = "2 of its 3 pages cannot be read: http://a.test/gone, http://a.test/new"
    assert kinds([seen(NOON)], NOON, site=site, pages=pages) == [("pages", text)]
    assert kinds([seen(NOON)], NOON, site=site, pages={"http://a.test/": NOON}) == []


def test_a_rebuilt_page_and_a_late_series_are_troubles() -> None:
    from decimal import Decimal

    late = SeriesStatus("a", "USD/RUB", "cbr", None, date(2024, 4, 23), Decimal("93.25"), NOON, late=True)
    assert kinds([seen(NOON)], NOON, rebuilt_at=NOON, series=[late]) == [
        ("layout", "the page has been rebuilt: much of its frame is gone"),
        ("late", "USD/RUB: nothing newer than the rate for 2024-04-23"),
    ]


def test_a_site_that_was_read_long_ago_was_read(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "store", create=True)
    page = Capture(content=b"<p>", source="a", url="http://a.test/")
    long_ago = NOON - timedelta(days=100)
    read = replace(failure("a", page, "x", now=long_ago), outcome="quotes", reason=None)
    store.append(visits=[read, failure("a", page, "refused", now=NOON)])
    found = look(Settings(sites={"a": SITE}), store, now=NOON)
    assert [(each.kind, each.text) for each in found.troubles] == [("silent", "not read for 100d: refused")]
    assert (found.sites[0].last_read, found.sites[0].failed) == (long_ago, 1)
