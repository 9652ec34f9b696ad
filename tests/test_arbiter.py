"""Rules 5 to 8: what the official series settles, what it doubts, and what it leaves open."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from rates.evidence import Evidence
from rates.fixings import Fixings
from rates.model import Capture, Headline, Observation, Page, Printed
from rates.resolve import Resolved, resolve_page

RATES = Path(__file__).resolve().parents[1] / "../shared/official/cbr_rates.csv"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TAKEN = datetime.fromisoformat("2024-04-25T01:10+03:00")
FIXINGS = Fixings(
    ("cbr", pair, date.fromisoformat(day), Decimal(value), 1)
    for pair, day, value in [
        ("USD/RUB", "2018-04-24", "61.7500"),
        ("USD/RUB", "2018-04-25", "61.6633"),
        ("USD/RUB", "2024-04-24", "93.2918"),
        ("USD/RUB", "2024-04-25", "92.5058"),
        ("USD/RUB", "2025-04-24", "81.4933"),
        ("USD/RUB", "2025-04-25", "83.1325"),
        ("USD/RUB", "2025-04-26", "82.6466"),
        ("EUR/RUB", "2018-04-24", "75.5400"),
        ("EUR/RUB", "2018-04-25", "75.3900"),
        ("EUR/RUB", "2024-04-24", "99.5609"),
        ("EUR/RUB", "2024-04-25", "98.9118"),
        ("EUR/RUB", "2025-04-24", "92.7746"),
        ("EUR/RUB", "2025-04-25", "94.6031"),
        ("EUR/RUB", "2025-04-26", "94.0571"),
    ]
)
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
    text="",
)
DOLLAR = replace(EURO, instrument="USD/RUB", label="USD ЦБ", value="92,51", change="-0,79", value_start=120)


def resolve(
    *printed: Printed,
    at: datetime | None = None,
    fixings: Fixings = FIXINGS,
    headlines: tuple[str, ...] = (),
    stamps: tuple[datetime, ...] = (),
) -> Resolved:
    feed = tuple(
        Headline(title="Новость", published=text, start=place, end=place) for place, text in enumerate(headlines)
    )
    page = Page(
        site="rbc",
        parser="rbc@1",
        outcome="quotes",
        zone="Europe/Moscow",
        printed=printed,
        headlines=feed,
        stamps=stamps,
    )
    capture = Capture(content=b"page", source="page.html", captured_at=at)
    return resolve_page(page, capture, now=NOW, fixings=fixings)


Days = tuple[str | None, str | None, str, str, tuple[str, ...]]


def days(row: Observation) -> Days:
    return (
        row.value_date.isoformat() if row.value_date else None,
        row.published_at.isoformat() if row.published_at else None,
        row.dated_by,
        row.status,
        row.reasons,
    )


def seen(*printed: Printed, at: datetime | None = None) -> list[Days]:
    return [days(row) for row in resolve(*printed, at=at).observations]


BY_BANK = ("2024-04-25", "2024-04-24T17:11:00+03:00", "official", "ok", ())
BY_CAPTURE = ("2024-04-25", "2024-04-24T17:11:00+03:00", "capture", "ok", ())


def open_because(*reasons: str) -> Days:
    return (None, None, "none", "undated", reasons)


def test_without_a_capture_time_value_and_change_settle_the_year_and_the_minute() -> None:
    assert seen(EURO, DOLLAR) == [BY_BANK, BY_BANK]


def test_a_capture_that_agrees_with_the_bank_keeps_the_day_as_its_own() -> None:
    assert seen(EURO, DOLLAR, at=TAKEN) == [BY_CAPTURE, BY_CAPTURE]


def test_a_capture_too_late_for_the_year_leaves_it_to_the_bank() -> None:
    assert (
        seen(EURO, DOLLAR, at=TAKEN.replace(month=11))
        == [("2024-04-25", "2024-04-24T17:11:00+03:00", "official", "ok", ("stale-block",))] * 2
    )


def test_a_capture_of_the_next_year_and_the_bank_disagree_and_the_row_names_both_days() -> None:
    late = ("2024-04-25", "2024-04-24T17:11:00+03:00", "official", "suspect")
    reasons = ("capture:2025-04-25", "official:2024-04-25", "stale-block")
    assert seen(EURO, DOLLAR, at=TAKEN.replace(year=2025)) == [(*late, reasons)] * 2


def test_a_fixing_from_after_the_capture_is_suspect_and_the_row_names_both_days() -> None:
    early = ("2024-04-25", "2024-04-24T17:11:00+03:00", "official", "suspect")
    reasons = ("capture:2015-10-01", "official:2024-04-25")
    assert seen(EURO, DOLLAR, at=TAKEN.replace(year=2015, month=10, day=1)) == [(*early, reasons)] * 2


def test_a_publication_from_after_the_capture_is_suspect() -> None:
    reasons = ("capture:2024-04-22", "official:2024-04-25")
    doubted = ("2024-04-25", "2024-04-24T17:11:00+03:00", "official", "suspect", reasons)
    assert seen(EURO, DOLLAR, at=TAKEN.replace(day=22)) == [doubted] * 2
    assert seen(EURO, DOLLAR, at=TAKEN.replace(day=24)) == [BY_BANK] * 2  # a clock may be some hours off


def test_a_page_may_be_younger_than_its_newest_machine_stamp() -> None:
    found = resolve(EURO, DOLLAR, stamps=(TAKEN.replace(year=2015, month=10),))
    assert [days(row) for row in found.observations] == [BY_BANK, BY_BANK]


def test_a_publication_of_another_year_falls_with_the_capture_that_gave_it() -> None:
    fixings = Fixings(
        ("cbr", "USD/RUB", date.fromisoformat(day), Decimal(value), 1)
        for day, value in [("2020-02-28", "65.6097"), ("2020-02-29", "66.9909")]
    )
    leap = replace(DOLLAR, value="66,99", change="+1,38", value_date="29 февраля", published="28 фев, 17:11")
    at = datetime.fromisoformat("2021-03-01T10:00+03:00")
    assert days(resolve(leap, at=at, fixings=fixings).observations[0]) == (
        "2020-02-29",
        "2020-02-28T17:11:00+03:00",
        "official",
        "suspect",
        ("capture:2021-02-28", "official:2020-02-29", "stale-block"),
    )
    printed = replace(leap, published="28 фев 2021, 17:11")
    row = resolve(printed, at=at, fixings=fixings).observations[0]
    assert days(row) == (None, "2021-02-28T17:11:00+03:00", "none", "undated", ("page-disagrees",))


def test_a_value_that_no_year_has_stays_undated() -> None:
    assert seen(replace(DOLLAR, value="92,57")) == [open_because("official-no-year")]
    assert seen(replace(DOLLAR, change="-0,78")) == [open_because("official-no-year")]


def test_a_printed_weekday_is_evidence_of_the_year() -> None:
    assert seen(replace(DOLLAR, value_date="четверг, 25 апреля")) == [BY_BANK]
    assert seen(replace(DOLLAR, value_date="пятница, 25 апреля")) == [open_because("official-no-year")]


def test_a_value_that_two_years_have_stays_undated() -> None:
    twice = Fixings(
        ("cbr", "USD/RUB", date.fromisoformat(day), Decimal(value), 1)
        for day, value in [
            ("2023-04-24", "93.2918"),
            ("2023-04-25", "92.5058"),
            ("2024-04-24", "93.2918"),
            ("2024-04-25", "92.5058"),
        ]
    )
    assert days(resolve(DOLLAR, fixings=twice).observations[0]) == open_because("official-two-years")


def test_of_two_years_the_one_after_the_capture_is_impossible() -> None:
    changes = [
        ("2023-04-24", "93.2918"),
        ("2023-04-25", "92.5058"),
        ("2024-04-24", "93.2918"),
        ("2024-04-25", "92.5058"),
    ]
    twice = [("cbr", "USD/RUB", date.fromisoformat(day), Decimal(value), 1) for day, value in changes]
    other = [("cbr", "USD/RUB", date(2020, 1, 1) + timedelta(days=day), Decimal(60), 1) for day in range(100)]
    row = resolve(DOLLAR, fixings=Fixings([*twice, *other]), at=TAKEN.replace(year=2023, month=7)).observations[0]
    assert (row.value_date, row.dated_by, row.status) == (date(2023, 4, 25), "official", "ok")


def test_a_rate_that_the_bank_held_for_months_needs_a_second_quote_of_its_page() -> None:
    held = [("nbu", "USD/UAH", date(2006, 4, day), Decimal("505.0000"), 100) for day in range(1, 31)]
    floating = [("nbu", "EUR/UAH", date(2006, 4, day), Decimal(f"{610 + day}.2000"), 100) for day in (24, 25)]
    facts = {"market": "nbu", "nominal": 100, "published": None}
    dollar = replace(DOLLAR, instrument="USD/UAH", value="505,00", change="0,00", **facts)
    euro = replace(EURO, instrument="EUR/UAH", value="635,20", change="+1,00", **facts)
    alone = resolve(dollar, fixings=Fixings(held)).observations[0]
    assert days(alone) == open_because("official-unsupported")
    both = resolve(dollar, euro, fixings=Fixings([*held, *floating])).observations
    assert [days(row) for row in both] == [("2006-04-25", None, "official", "ok", ())] * 2


def test_a_value_without_a_change_needs_a_second_quote_of_its_page() -> None:
    euro, dollar = replace(EURO, change=None), replace(DOLLAR, change=None)
    assert seen(dollar) == [open_because("official-unsupported")]
    assert seen(euro, dollar) == [BY_BANK, BY_BANK]
    assert seen(EURO, dollar) == [BY_BANK, BY_BANK]
    assert seen(replace(dollar, value="92,5058")) == [BY_BANK]


def test_quotes_of_one_page_that_point_to_different_years_discredit_each_other() -> None:
    old = replace(DOLLAR, value="61,66", change="-0,09")
    assert seen(EURO, old) == [open_because("page-disagrees"), open_because("page-disagrees")]


def test_swapped_labels_settle_nothing() -> None:
    euro = replace(EURO, value=DOLLAR.value, change=DOLLAR.change)
    dollar = replace(DOLLAR, value=EURO.value, change=EURO.change)
    assert seen(euro, dollar) == [open_because("official-no-year"), open_because("official-no-year")]


def test_a_captured_value_that_the_bank_did_not_fix_is_suspect_and_keeps_its_day() -> None:
    assert seen(replace(DOLLAR, value="92,57"), at=TAKEN) == [
        ("2024-04-25", "2024-04-24T17:11:00+03:00", "capture", "suspect", ("official-differs",))
    ]


def test_a_captured_change_that_is_misprinted_does_not_shake_the_day() -> None:
    assert seen(replace(DOLLAR, change="-0,78"), at=TAKEN) == [BY_CAPTURE]


def test_a_quote_beside_fixings_of_another_year_is_doubted_with_its_capture() -> None:
    moex = replace(DOLLAR, market="moex", value="95,00", change="+0,10")
    found = seen(EURO, moex, at=TAKEN.replace(year=2025))
    assert found[1][2:] == ("capture", "suspect", ("page-disagrees",))


def test_a_day_beside_the_pages_fixings_takes_their_year() -> None:
    moex = replace(DOLLAR, market="moex", value="92,60", change=None, value_date="24.04", published=None)
    item = replace(moex, value_date=None, published="24 апр, 18:50")
    assert seen(EURO, moex, item) == [
        BY_BANK,
        ("2024-04-24", None, "official", "ok", ("year-beside-fixing",)),
        (None, "2024-04-24T18:50:00+03:00", "official", "ok", ("year-beside-fixing",)),
    ]
    assert seen(moex) == [open_because()]
    assert seen(EURO, replace(moex, value_date="24.09")) == [BY_BANK, open_because()]


def test_dated_headlines_beside_the_pages_fixings_take_their_year_and_bare_ones_stay_open() -> None:
    found = resolve(EURO, headlines=("24 апр, 23:38", "01:05"))
    assert [(event.published_at, event.dated_by) for event in found.events] == [
        (datetime.fromisoformat("2024-04-24T23:38+03:00"), "official"),
        (None, "none"),
    ]


def test_a_printed_year_stands_against_the_bank_and_is_suspect() -> None:
    assert seen(replace(DOLLAR, value_date="25.04.2018", published=None)) == [
        ("2018-04-25", None, "printed", "suspect", ("official-differs",))
    ]


def test_a_machine_stamp_on_the_quote_stands_against_the_bank_and_is_suspect() -> None:
    stamped = replace(DOLLAR, stamp=datetime(2025, 4, 24, 14, 11, 38, tzinfo=UTC))
    assert seen(stamped) == [("2025-04-25", "2025-04-24T17:11:00+03:00", "machine", "suspect", ("official-differs",))]


def test_on_a_sunday_the_rate_of_saturday_is_in_force_and_not_doubted() -> None:
    sunday = replace(DOLLAR, value="82,65", change=None, value_date="27 апреля", published=None)
    fixings = Fixings(
        ("cbr", "USD/RUB", date.fromisoformat(day), Decimal(value), 1)
        for day, value in [("2025-04-25", "83.1325"), ("2025-04-26", "82.6466"), ("2025-04-29", "82.4900")]
    )
    at = datetime.fromisoformat("2025-04-27T12:00+03:00")
    assert days(resolve(sunday, at=at, fixings=fixings).observations[0]) == ("2025-04-27", None, "capture", "ok", ())


def test_the_chain_of_evidence_ends_with_what_stands_against_the_row() -> None:
    found = resolve(replace(DOLLAR, value="92,57"), at=TAKEN)
    assert found.evidence[found.observations[0].id][-1] == Evidence("status", "", "official-differs", (), "suspect")


def test_the_chain_of_evidence_tells_what_the_bank_says() -> None:
    found = resolve(DOLLAR)
    assert found.evidence[found.observations[0].id][-3:] == (
        Evidence(
            "value_date",
            "25 апреля",
            "rule 5: one year's fixing with this value and change",
            ("2024-04-25",),
            "2024-04-25",
        ),
        Evidence(
            "official",
            "92.51 (-0.79)",
            "rule 5: one year's fixing with this value and change",
            ("2024-04-25 92.5058 (-0.786)",),
            "2024-04-25",
        ),
        Evidence("bank", "2024-04-25", "the official rate of that day", (), "92.5058 (-0.786)"),
    )


@pytest.mark.skipif(not RATES.exists(), reason="the official series does not stand beside the project")
def test_no_wrong_year_over_the_official_days_and_every_undamaged_page_is_dated() -> None:
    from tests.bench import year_accuracy

    found = year_accuracy.run(every=150)
    whole = {name: counts for name, counts in found.items() if name.startswith("whole")}
    assert {name: dict(counts) for name, counts in whole.items() if "no capture time" in name} == {
        "whole, no capture time": {"right": 92},
        "whole, USD alone, no capture time": {"right": 46},
        "whole, EUR alone, no capture time": {"right": 46},
    }
    checked = {name: counts["wrong year"] for name, counts in found.items() if "after the series' end" not in name}
    assert set(checked.values()) == {0}
    assert sum(counts["undated"] + counts["wrong day"] for counts in whole.values()) == 0
