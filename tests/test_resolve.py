"""A page understood: days, minutes, what settled them, and what stays open."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rates.evidence import Evidence
from rates.model import Capture, Headline, Observation, Page, Printed, sighting_id
from rates.resolve import Resolved, resolve_page

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
EURO = Printed(
    instrument="EUR/RUB",
    kind="fx",
    market="cbr",
    label="EUR ЦБ",
    value="98,91",
    change="-0,65",
    decimal=",",
    value_date="25 апреля",
    published="24 апр, 17:11",
    start=10,
    end=80,
    value_start=40,
    text="Курс евро на 25 апреля EUR ЦБ: 98,91 (-0,65) Инвестиции, 24 апр, 17:11",
)
PIECES = [
    "29 фев",
    "25 апреля",
    "31.12",
    "/",
    ".",
    ", ",
    " ",
    "17:11",
    "02:30",
    "24",
    "2024",
    "0000",
    "завтра",
    "вчера",
    "сб",
    "z",
]
DOLLAR = replace(EURO, instrument="USD/RUB", label="USD ЦБ", value="92,51", change="-0,79", start=90, value_start=120)


def headline(published: str, stamp: str | None = None) -> Headline:
    return Headline(
        title="Новость", published=published, start=0, end=7, stamp=datetime.fromisoformat(stamp) if stamp else None
    )


def resolve(
    *printed: Printed,
    at: str | None = None,
    on_day: bool = False,
    headlines: tuple[Headline, ...] = (),
    zone: str | None = "Europe/Moscow",
    stamps: tuple[datetime, ...] = (),
) -> Resolved:
    page = Page(
        site="rbc", parser="rbc@1", outcome="quotes", zone=zone, printed=printed, headlines=headlines, stamps=stamps
    )
    captured_at = datetime.fromisoformat(at) if at else None
    capture = Capture(content=b"page", source="page.html", captured_at=captured_at, captured_on_day=on_day)
    return resolve_page(page, capture, now=NOW)


def only(found: Resolved) -> Observation:
    assert len(found.observations) == 1
    return found.observations[0]


def days(row: Observation) -> tuple[str | None, str | None, str, str, tuple[str, ...]]:
    return (
        row.value_date.isoformat() if row.value_date else None,
        row.published_at.isoformat() if row.published_at else None,
        row.dated_by,
        row.status,
        row.reasons,
    )


DATED = ("2024-04-25", "2024-04-24T17:11:00+03:00", "capture", "ok", ())


def test_the_page_we_started_from_is_dated_by_its_capture() -> None:
    found = resolve(EURO, DOLLAR, at="2024-04-25T01:10+03:00")
    assert [(row.instrument, row.value, row.change) for row in found.observations] == [
        ("EUR/RUB", Decimal("98.91"), Decimal("-0.65")),
        ("USD/RUB", Decimal("92.51"), Decimal("-0.79")),
    ]
    assert [days(row) for row in found.observations] == [DATED, DATED]
    assert found.captured_at == datetime.fromisoformat("2024-04-25T01:10+03:00")


def test_without_a_capture_time_the_printed_day_is_kept_and_stays_undated() -> None:
    row = only(resolve(EURO))
    assert days(row) == (None, None, "none", "undated", ())
    assert (row.value_date_text, row.published_text, row.captured_at) == ("25 апреля", "24 апр, 17:11", None)


def test_a_row_tells_where_it_stands() -> None:
    row = only(resolve(EURO, at="2024-04-25T01:10+03:00"))
    assert row.id == sighting_id(row.digest, 40, row.captured_at)
    assert (row.span_start, row.span_end, row.value_start, row.source) == (10, 80, 40, "page.html")
    assert (row.quote_text, row.ingested_at) == (EURO.text, NOW)


def test_a_clock_time_alone_is_of_the_captures_local_day_or_the_day_before() -> None:
    bare = replace(EURO, published="17:11")
    assert days(only(resolve(bare, at="2024-04-24T18:00+03:00"))) == DATED
    assert days(only(resolve(bare, at="2024-04-24T17:01+03:00"))) == DATED
    assert days(only(resolve(bare, at="2024-04-25T00:30+03:00"))) == DATED


def test_midnight_is_moscows_and_not_utcs() -> None:
    bare = replace(EURO, published="23:58")
    late = only(resolve(bare, at="2024-04-24T21:05+00:00"))
    assert days(late) == ("2024-04-25", "2024-04-24T23:58:00+03:00", "capture", "ok", ())
    new_year = replace(EURO, value_date="1 января", published="31 дек, 12:00")
    row = only(resolve(new_year, at="2013-12-31T20:30+00:00"))
    assert days(row) == ("2014-01-01", "2013-12-31T12:00:00+04:00", "capture", "ok", ())


def test_a_printed_year_settles_both_days() -> None:
    full = replace(EURO, published="31 дек 2023, 23:10", value_date="10 января")
    assert days(only(resolve(full))) == ("2024-01-10", "2023-12-31T23:10:00+03:00", "printed", "ok", ())
    value = replace(EURO, value_date="25.04.2024")
    assert days(only(resolve(value))) == ("2024-04-25", "2024-04-24T17:11:00+03:00", "printed", "ok", ())


def test_a_printed_year_after_the_capture_is_suspect() -> None:
    full = replace(EURO, value_date="25.04.2034", published=None)
    assert days(only(resolve(full, at="2024-04-25T01:10+03:00"))) == (
        "2034-04-25",
        None,
        "printed",
        "suspect",
        ("after-capture",),
    )


def test_a_publication_printed_with_its_year_after_the_capture_is_suspect() -> None:
    ahead = replace(EURO, value_date=None, published="27 апр 2024, 17:11")
    assert days(only(resolve(ahead, at="2024-04-25T01:10+03:00"))) == (
        None,
        "2024-04-27T17:11:00+03:00",
        "printed",
        "suspect",
        ("after-capture",),
    )


def test_a_machine_stamp_that_agrees_with_the_printed_minute_settles_the_year() -> None:
    stamped = replace(EURO, stamp=datetime(2024, 4, 24, 14, 11, 38, tzinfo=UTC))
    row = only(resolve(stamped, at="2031-01-01T00:00+00:00"))
    assert days(row) == ("2024-04-25", "2024-04-24T17:11:00+03:00", "machine", "ok", ("stale-block",))


def test_a_machine_stamp_of_a_year_after_the_capture_is_suspect() -> None:
    stamped = replace(EURO, stamp=datetime(2024, 4, 24, 14, 11, tzinfo=UTC))
    assert days(only(resolve(stamped, at="2022-05-25T01:10+03:00"))) == (
        *("2024-04-25", "2024-04-24T17:11:00+03:00", "machine", "suspect"),
        ("after-capture",),
    )
    bare = replace(EURO, published="17:11")
    feed = (headline("17:20", "2024-04-24T14:20:08+00:00"),)
    assert only(resolve(bare, at="2022-05-25T01:10+03:00", headlines=feed)).status == "suspect"


def test_a_publication_counted_from_the_capture_falls_where_the_value_date_has_another_year() -> None:
    printed = replace(EURO, value_date="25.04.2023")
    row = only(resolve(printed, at="2024-04-25T01:10+03:00"))
    assert days(row) == (
        *("2023-04-25", "2023-04-24T17:11:00+03:00", "printed", "ok"),
        ("stale-block",),
    )
    today = replace(printed, published="сегодня, 17:11")
    assert days(only(resolve(today, at="2024-04-24T18:00+03:00"))) == (
        *("2023-04-25", None, "printed", "ok"),
        ("page-older", "stale-block"),
    )


def test_a_machine_stamp_of_another_minute_settles_nothing() -> None:
    stamped = replace(EURO, stamp=datetime(2023, 4, 24, 14, 12, tzinfo=UTC))
    row = only(resolve(stamped, at="2024-04-25T01:10+03:00"))
    assert days(row) == ("2024-04-25", "2024-04-24T17:11:00+03:00", "capture", "ok", ("stamp-disagrees",))


def test_the_newest_machine_stamp_of_the_page_is_its_capture_time_where_none_is_known() -> None:
    found = resolve(EURO, headlines=(headline("01:05", "2024-04-24T22:05:21+00:00"),))
    assert (found.captured_at, found.captured_by) == (datetime(2024, 4, 24, 22, 5, 21, tzinfo=UTC), "page")
    assert days(only(found)) == ("2024-04-25", "2024-04-24T17:11:00+03:00", "machine", "ok", ())


def test_29_february_exists_in_leap_years_only() -> None:
    leap = replace(EURO, value_date="1 марта", published="29 фев, 12:00")
    row = only(resolve(leap, at="2024-03-01T10:00+03:00"))
    assert days(row) == ("2024-03-01", "2024-02-29T12:00:00+03:00", "capture", "ok", ())
    assert days(only(resolve(leap, at="2023-03-01T10:00+03:00"))) == (None, None, "none", "undated", ())


def test_the_doubled_hour_of_2014_10_26_leaves_the_minute_open_and_the_day_settled() -> None:
    doubled = replace(EURO, value_date="28 октября", published="26 окт, 01:30")
    row = only(resolve(doubled, at="2014-10-27T12:00+03:00"))
    assert days(row) == ("2014-10-28", None, "capture", "ok", ("clock-doubled",))
    stamped = replace(doubled, stamp=datetime(2014, 10, 25, 22, 30, tzinfo=UTC))
    assert days(only(resolve(stamped))) == ("2014-10-28", "2014-10-26T01:30:00+03:00", "machine", "ok", ())


def test_a_page_taken_in_the_second_run_of_the_doubled_hour_has_the_first_run_behind_it() -> None:
    before = replace(EURO, value_date="28 октября", published="26 окт, 01:50")
    row = only(resolve(before, at="2014-10-26T01:05+03:00"))
    assert days(row) == ("2014-10-28", None, "capture", "ok", ("clock-doubled",))


def test_a_skipped_hour_leaves_the_minute_open_and_the_day_settled() -> None:
    skipped = replace(EURO, value_date="29 марта", published="27 мар, 02:30")
    row = only(resolve(skipped, at="2011-03-27T12:00+04:00"))
    assert days(row) == ("2011-03-29", None, "capture", "ok", ("clock-skipped",))


def test_moscow_was_four_hours_ahead_in_the_winter_of_2013() -> None:
    winter = replace(EURO, value_date="4 декабря", published="3 дек, 12:00")
    assert days(only(resolve(winter, at="2013-12-03T18:00+04:00"))) == (
        "2013-12-04",
        "2013-12-03T12:00:00+04:00",
        "capture",
        "ok",
        (),
    )


def test_beyond_31_days_the_year_stays_open() -> None:
    assert days(only(resolve(EURO, at="2024-05-25T12:00+03:00"))) == (*DATED[:4], ("stale-block",))
    assert days(only(resolve(EURO, at="2024-05-26T12:00+03:00"))) == (None, None, "none", "undated", ())


def test_tomorrow_counts_from_the_captures_local_day() -> None:
    tomorrow = replace(EURO, value_date="завтра", published=None)
    assert days(only(resolve(tomorrow, at="2011-08-15T22:49+04:00"))) == ("2011-08-16", None, "capture", "ok", ())


def test_tomorrow_of_an_older_page_is_not_the_captures() -> None:
    tomorrow = replace(EURO, value_date="завтра")
    assert days(only(resolve(tomorrow, at="2025-02-20T00:30+03:00"))) == (None, None, "none", "undated", ())
    assert days(only(resolve(tomorrow, at="2024-05-20T00:30+03:00"))) == (*DATED[:4], ("stale-block",))
    old = (headline("12:00"), headline("24 апр, 23:10"))
    late = resolve(replace(tomorrow, published=None), at="2024-05-20T18:00+03:00", headlines=old)
    assert days(only(late)) == (None, None, "none", "undated", ())


def test_today_at_a_time_that_lies_ahead_is_the_day_before() -> None:
    today = replace(EURO, published="сегодня, 17:11")
    assert days(only(resolve(today, at="2024-04-25T00:30+03:00"))) == DATED
    assert days(only(resolve(today, at="2024-04-24T17:30+03:00"))) == DATED


def test_two_value_dates_on_one_page_are_each_their_own() -> None:
    dollar = replace(DOLLAR, value_date="06/03", published=None)
    euro = replace(EURO, value_date="05/03", published=None)
    found = resolve(dollar, euro, at="2009-03-05T11:44+03:00")
    assert [row.value_date for row in found.observations] == [date(2009, 3, 6), date(2009, 3, 5)]


def test_a_capture_known_by_its_day_dates_a_stamp_of_that_evening() -> None:
    evening = replace(EURO, published="24 апр, 23:10")
    row = only(resolve(evening, at="2024-04-24T00:00+00:00", on_day=True))
    assert days(row) == ("2024-04-25", "2024-04-24T23:10:00+03:00", "capture", "ok", ())


def test_an_unknown_zone_leaves_the_instant_open_and_the_day_settled() -> None:
    row = only(resolve(EURO, at="2024-04-25T01:10+03:00", zone=None))
    assert days(row) == ("2024-04-25", None, "capture", "ok", ("zone-unknown",))


def test_a_quote_with_no_printed_day_is_of_its_capture_and_has_no_value_date() -> None:
    plain = replace(EURO, value_date=None, published=None)
    assert days(only(resolve(plain, at="2024-04-25T01:10+03:00"))) == (
        None,
        None,
        "capture",
        "ok",
        ("no-date-printed",),
    )
    assert days(only(resolve(plain))) == (None, None, "none", "undated", ("no-date-printed",))


def test_a_bare_time_that_its_value_date_refutes_is_of_an_older_page_and_stays_open() -> None:
    bare = replace(EURO, published="17:11")
    row = only(resolve(bare, at="2024-05-01T18:00+03:00"))
    assert days(row) == ("2024-04-25", None, "capture", "ok", ("page-older", "stale-block"))


def test_bare_times_of_a_page_older_than_its_capture_stay_open() -> None:
    old = (headline("12:00"), headline("24 апр, 23:10"))
    found = resolve(EURO, at="2024-05-01T18:00+03:00", headlines=old)
    assert [event.published_at for event in found.events] == [None, datetime.fromisoformat("2024-04-24T23:10+03:00")]
    fresh = resolve(EURO, at="2024-04-25T18:00+03:00", headlines=old)
    assert fresh.events[0].published_at == datetime.fromisoformat("2024-04-25T12:00+03:00")


def test_bare_times_belong_to_the_day_that_the_feeds_machine_stamps_prove() -> None:
    feed = (headline("20:55", "2020-02-16T17:55:21+00:00"), headline("20:54"))
    found = resolve(replace(EURO, value_date=None, published="11:30"), at="2020-03-19T10:00+03:00", headlines=feed)
    assert [event.published_at for event in found.events] == [
        datetime.fromisoformat("2020-02-16T20:55+03:00"),
        datetime.fromisoformat("2020-02-16T20:54+03:00"),
    ]
    assert days(only(found)) == (None, "2020-02-16T11:30:00+03:00", "machine", "ok", ())


def test_a_bare_time_after_the_newest_machine_stamp_may_be_of_either_day_and_stays_open() -> None:
    bare = replace(EURO, value_date=None, published="23:31")
    newest = (datetime(2024, 10, 20, 6, 25, 29, tzinfo=UTC),)
    assert days(only(resolve(bare, stamps=newest))) == (None, None, "none", "undated", ())
    earlier = replace(bare, published="09:20")
    assert days(only(resolve(earlier, stamps=newest))) == (None, "2024-10-20T09:20:00+03:00", "machine", "ok", ())


def test_a_capture_time_that_cannot_be_one_dates_nothing() -> None:
    for year in ("0001", "9999"):
        assert days(only(resolve(EURO, at=f"{year}-04-25T01:10+00:00"))) == (None, None, "none", "undated", ())


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from(PIECES), max_size=6).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=6).map("".join),
    st.none() | st.datetimes(timezones=st.just(UTC)),
    st.none() | st.datetimes(datetime(1971, 1, 1), datetime(2286, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.booleans(),
    st.sampled_from(["Europe/Moscow", "America/New_York", None]),
)
def test_nothing_that_a_page_prints_raises_and_every_quote_ends_somewhere(
    value_date: str, published: str, at: datetime | None, stamp: datetime | None, on_day: bool, zone: str | None
) -> None:
    quote = replace(EURO, value_date=value_date, published=published, stamp=stamp)
    feed = (replace(headline(published), stamp=stamp), headline("12:00"))
    found = resolve(
        quote, replace(quote, value="?"), at=at.isoformat() if at else None, on_day=on_day, zone=zone, headlines=feed
    )
    assert (len(found.observations), len(found.rejections), len(found.events)) == (1, 1, 2)


def test_a_value_that_cannot_be_read_is_a_rejection_and_nothing_is_lost() -> None:
    found = resolve(EURO, replace(DOLLAR, value="—"), at="2024-04-25T01:10+03:00")
    assert (len(found.observations), len(found.rejections)) == (1, 1)
    refused = found.rejections[0]
    assert (refused.reason, refused.label, refused.value_text, refused.value_start) == (
        "not-a-number",
        "USD ЦБ",
        "—",
        120,
    )
    assert refused.id == sighting_id(refused.digest, 120, refused.captured_at)


def test_the_chain_of_evidence_names_text_rule_candidates_and_decision() -> None:
    found = resolve(EURO, at="2024-04-25T01:10+03:00")
    assert found.evidence == {
        found.observations[0].id: (
            Evidence("value", "98,91", "decimal mark ','", (), "98.91"),
            Evidence("change", "-0,65", "decimal mark ','", (), "-0.65"),
            Evidence(
                "published_at",
                "24 апр, 17:11",
                "rule 2: newest year within 31 days",
                ("2024-04-24", "2023-04-24"),
                "2024-04-24T17:11:00+03:00",
            ),
            Evidence(
                "value_date",
                "25 апреля",
                "rule 4: next such day after publication",
                ("2024-04-25", "2025-04-25"),
                "2024-04-25",
            ),
        )
    }


@pytest.mark.parametrize("text", ["когда-то", "25", "завтра-послезавтра"])
def test_a_value_date_that_no_form_reads_is_kept_as_text_and_stays_undated(text: str) -> None:
    row = only(resolve(replace(EURO, value_date=text), at="2024-04-25T01:10+03:00"))
    assert (row.value_date, row.value_date_text, row.status, row.reasons) == (
        None,
        text,
        "undated",
        ("value-date-unread",),
    )
