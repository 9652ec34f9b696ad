"""Stored rows become one value a day, chosen by a policy that can be said in a sentence."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import permutations
from typing import Any

from rates.model import Observation
from rates.series import Series, in_force, missing_days, official_of, series_of
from storage.tables import OBSERVATIONS, frame_of
from tests.storage.rows import observation

MOSCOW = {"rbc": "Europe/Moscow"}
LATE = datetime(2024, 4, 24, 22, 30, tzinfo=UTC)  # already the 25th in Moscow


def lines(*rows: Observation, **options: Any) -> list[Series]:
    """The series of these rows."""
    return series_of(frame_of(OBSERVATIONS, rows), **options)


def values(line: Series) -> list[tuple[str, str]]:
    """Day and value of each point as text."""
    return [(str(point.day), str(point.value.normalize())) for point in line.points]


def bank(number: int, day: date, value: str) -> Observation:
    """The Bank of Russia's own row."""
    return observation(number, site="cbr", value_date=day, value=Decimal(value), dated_by="printed")


def quote(number: int = 0, **changes: Any) -> Observation:
    """A market's price: it has no value date."""
    return observation(number, market="forex", value_date=None, value_date_text=None, **changes)


def test_a_fixing_stands_on_its_value_date_and_keeps_everything_it_said() -> None:
    (line,) = lines(observation(), zones=MOSCOW)
    (point,) = line.points
    assert (line.instrument, line.market, line.side, line.site, line.zone, line.fixing, line.official) == (
        "USD/RUB",
        "cbr",
        None,
        "rbc",
        "Europe/Moscow",
        True,
        False,
    )
    assert (point.day, point.value, point.change, point.sightings, point.others) == (
        date(2024, 4, 25),
        Decimal("92.51"),
        Decimal("-0.79"),
        1,
        (),
    )
    assert (point.quote_text, point.source, point.published_at) == (
        "USD ЦБ: 92,51 (-0,79)",
        "page.txt",
        datetime(2024, 4, 24, 14, 11, tzinfo=UTC),
    )


def test_the_order_of_rows_changes_nothing() -> None:
    rows = [
        observation(1),
        observation(2, value=Decimal("92.50")),
        observation(3, value_date=date(2024, 4, 26)),
        bank(4, date(2024, 4, 25), "92.5058"),
    ]
    first, *others = [lines(*order) for order in permutations(rows)]
    assert all(other == first for other in others)


def test_the_sighting_published_last_is_drawn_and_the_other_value_stays_beside_it() -> None:
    later = observation().published_at or LATE
    old = observation(1, value=Decimal("92.49"))
    new = observation(2, published_at=later + timedelta(minutes=5), captured_at=later + timedelta(minutes=9))
    (line,) = lines(new, old, observation(3))
    assert values(line) == [("2024-04-25", "92.51")]
    assert (line.points[0].id, line.points[0].sightings, line.points[0].others) == (new.id, 3, (Decimal("92.49"),))


def test_of_one_publication_the_sighting_captured_last_is_drawn() -> None:
    (line,) = lines(observation(1, captured_at=LATE), observation(2, captured_at=LATE + timedelta(hours=1)))
    assert line.points[0].id == observation(2).id


def test_a_suspect_sighting_never_displaces_a_sound_one() -> None:
    suspect = observation(2, status="suspect", reasons=("change",), value=Decimal(9), captured_at=LATE)
    (line,) = lines(observation(1), suspect)
    assert (line.points[0].status, line.points[0].others) == ("ok", (Decimal(9),))


def test_prices_of_one_day_are_many_and_none_of_them_is_a_revision() -> None:
    (line,) = lines(quote(1, value=Decimal("93.1")), quote(2, value=Decimal("93.2"), published_at=LATE))
    assert values(line) == [("2024-04-24", "93.2")]
    assert (line.points[0].sightings, line.points[0].others, line.fixing) == (2, (), False)


def test_a_price_stands_on_the_local_day_it_was_published() -> None:
    (line,) = lines(quote(published_at=LATE), zones=MOSCOW)
    assert values(line) == [("2024-04-25", "92.51")]


def test_a_price_that_the_capture_dated_stands_on_the_captures_local_day() -> None:
    (line,) = lines(quote(published_at=None, captured_at=LATE), zones=MOSCOW)
    assert values(line) == [("2024-04-25", "92.51")]


def test_a_fixing_without_a_value_date_is_not_put_on_the_day_it_was_published() -> None:
    (line,) = lines(observation(value_date=None))
    assert (line.points, [seen.id for seen in line.undated]) == ((), [observation().id])


def test_undated_rows_are_listed_and_never_drawn() -> None:
    undated = quote(2, status="undated", dated_by="none", captured_at=None)
    (line,) = lines(quote(1), undated, since=date(2024, 1, 1))
    assert ([point.id for point in line.points], [seen.id for seen in line.undated]) == ([quote(1).id], [undated.id])


def test_markets_sides_and_sites_never_share_a_line() -> None:
    rows = [
        observation(1),
        quote(2),
        replace(quote(3), market="cash", side="sell"),
        replace(quote(4), market="cash", side="buy"),
        observation(5, site="lenta"),
        bank(6, date(2024, 4, 25), "92.5058"),
        observation(7, instrument="EUR/RUB"),
    ]
    assert [(line.instrument, line.market, line.side, line.site) for line in lines(*rows)] == [
        ("EUR/RUB", "cbr", None, "rbc"),
        ("USD/RUB", "cash", "buy", "rbc"),
        ("USD/RUB", "cash", "sell", "rbc"),
        ("USD/RUB", "cbr", None, "lenta"),
        ("USD/RUB", "cbr", None, "rbc"),
        ("USD/RUB", "cbr", None, "cbr"),
        ("USD/RUB", "forex", None, "rbc"),
    ]


def test_instruments_and_days_are_chosen_inclusively() -> None:
    rows = [
        *(observation(day, value_date=date(2024, 4, day)) for day in (24, 25, 26, 27)),
        observation(91, instrument="EUR/RUB"),
    ]
    (line,) = lines(*rows, instruments=["USD/RUB"], since=date(2024, 4, 25), until=date(2024, 4, 26))
    assert [str(point.day) for point in line.points] == ["2024-04-25", "2024-04-26"]


def test_no_rows_give_no_series() -> None:
    assert lines() == []


def test_a_verdict_reaches_the_value_it_is_of() -> None:
    said = observation(1).id
    (line,) = lines(observation(1), verdicts={said: "differ"}, explanations={said: "the rate of EUR/RUB"})
    assert (line.points[0].verdict, line.points[0].explanation) == ("differ", "the rate of EUR/RUB")


def test_a_line_finds_the_bank_of_its_own_market() -> None:
    official, quoted = bank(2, date(2024, 4, 25), "92.5058"), quote(3)
    drawn = lines(observation(1), official, quoted)
    printed, own, forex = drawn
    assert (official_of(printed, drawn), official_of(own, drawn), official_of(forex, drawn)) == (own, None, None)


def test_days_the_bank_set_and_the_line_lacks_are_missing_only_between_its_first_and_last() -> None:
    days = [date(2024, 4, day) for day in (20, 23, 24, 25, 26, 27)]
    rows = [
        *(bank(day.day, day, "92") for day in days),
        *(observation(100 + day.day, value_date=day) for day in days[1::3]),
    ]
    printed, official = lines(*rows)
    assert missing_days(printed, official) == (date(2024, 4, 24), date(2024, 4, 25))


def test_a_rate_stands_until_the_next_one_but_no_longer_than_two_weeks() -> None:
    rows = [bank(day, date(2024, 4, day), f"92.{day}") for day in (6, 9)]
    (official,) = lines(*rows)
    stands = [in_force(official, date(2024, 4, day)) for day in (5, 6, 8, 9, 23, 24)]
    assert [point and str(point.value.normalize()) for point in stands] == [
        None,
        "92.6",
        "92.6",
        "92.9",
        "92.9",
        None,
    ]
