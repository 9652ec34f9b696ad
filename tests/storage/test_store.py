"""The store as its users see it: what goes in comes out, once, as of any moment."""

import os
from dataclasses import asdict
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from rates.errors import StoreError
from rates.model import Event, Observation, Rejection, Visit
from storage import Store
from tests.storage.rows import NOON, event, later, name, observation, rejection, rows_of, visit


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path / "store", create=True)


def test_a_batch_comes_back_as_it_went_in(store: Store) -> None:
    store.append(observations=[observation()], rejections=[rejection()], events=[event()], visits=[visit()])
    assert rows_of(store.observations(), Observation) == [observation()]
    assert rows_of(store.rejections(), Rejection) == [rejection()]
    assert rows_of(store.events(), Event) == [event()]
    assert rows_of(store.visits(), Visit) == [visit()]


def test_the_columns_are_those_of_the_design(store: Store) -> None:
    instant, money = pl.Datetime("us", "UTC"), pl.Decimal(18, 6)
    columns = {
        "id": pl.String,
        "instrument": pl.String,
        "kind": pl.String,
        "market": pl.String,
        "side": pl.String,
        "value": money,
        "nominal": pl.Int64,
        "change": money,
        "change_percent": money,
        "value_date": pl.Date,
        "value_date_text": pl.String,
        "published_at": instant,
        "published_text": pl.String,
        "captured_at": instant,
        "ingested_at": instant,
        "dated_by": pl.String,
        "status": pl.String,
        "reasons": pl.List(pl.String),
        "site": pl.String,
        "url": pl.String,
        "parser": pl.String,
        "source": pl.String,
        "span_start": pl.Int64,
        "span_end": pl.Int64,
        "value_start": pl.Int64,
        "quote_text": pl.String,
        "digest": pl.String,
    }
    assert dict(store.observations().schema) == columns
    store.append(observations=[observation()])
    assert dict(store.observations().schema) == columns


def test_an_empty_store_has_no_rows(store: Store) -> None:
    assert [len(table) for table in (store.observations(), store.rejections(), store.events(), store.visits())] == [
        0
    ] * 4
    assert store.known_visits() == set()


def test_the_same_batch_twice_is_one_row_from_its_first_hour(store: Store) -> None:
    store.append(observations=[observation(ingested_at=later(5))])
    store.append(observations=[observation()])
    store.append(observations=[observation(ingested_at=later(9))])
    assert rows_of(store.observations(history=True), Observation) == [observation()]


def test_the_same_page_under_another_name_adds_no_rows(store: Store) -> None:
    store.append(observations=[observation()], visits=[visit(1)])
    copy = observation(source="copy.txt", url=None, ingested_at=later(1))
    store.append(observations=[copy], visits=[visit(2, source="copy.txt")])
    assert rows_of(store.observations(history=True), Observation) == [observation()]
    assert store.known_visits() == {name(1), name(2)}


def test_another_content_under_the_same_id_is_a_later_reading(store: Store) -> None:
    open_year = observation(value_date=None, status="undated", dated_by="none", reasons=("year",))
    settled = observation(dated_by="official", ingested_at=later(10))
    store.append(observations=[settled])
    store.append(observations=[open_year])
    assert rows_of(store.observations(), Observation) == [settled]
    assert rows_of(store.observations(history=True), Observation) == [open_year, settled]
    assert rows_of(store.observations(as_of=later(9)), Observation) == [open_year]
    assert rows_of(store.observations(as_of=later(10)), Observation) == [settled]
    assert rows_of(store.observations(as_of=later(-1)), Observation) == []


def test_of_two_readings_of_one_instant_the_one_that_settled_more_is_current(store: Store) -> None:
    open_year = observation(value_date=None, status="undated", dated_by="none", reasons=("year",))
    for rows in ([observation(), open_year], [open_year, observation()]):
        store.append(observations=rows)
        assert rows_of(store.observations(), Observation) == [observation()]


def test_rows_that_differ_in_their_reasons_alone_are_two_readings(store: Store) -> None:
    rows = [observation(reasons=("a", "b")), observation(reasons=("a",), ingested_at=later(1))]
    store.append(observations=rows)
    assert rows_of(store.observations(history=True), Observation) == rows


def test_rows_are_sorted_by_series_and_day(store: Store) -> None:
    rows = [
        observation(4, instrument="EUR/RUB", value_date=datetime(2024, 4, 26, tzinfo=UTC).date()),
        observation(5, market="forex"),
        observation(1, instrument="EUR/RUB"),
        observation(3, value_date=None),
        observation(2),
    ]
    store.append(observations=rows[:2])
    store.append(observations=rows[2:])
    found = rows_of(store.observations(), Observation)
    assert [row.id for row in found] == [name(number) for number in (1, 4, 3, 2, 5)]


def test_a_time_with_an_offset_is_kept_as_its_instant(store: Store) -> None:
    moscow = datetime(2024, 4, 24, 17, 11, 0, 250, tzinfo=timezone(timedelta(hours=3)))
    store.append(observations=[observation(published_at=moscow)])
    (found,) = rows_of(store.observations(), Observation)
    assert found.published_at == datetime(2024, 4, 24, 14, 11, 0, 250, tzinfo=UTC)


@pytest.mark.parametrize(
    "value", [Decimal("0.0000001"), Decimal(10**12), Decimal("NaN"), Decimal("-Infinity"), Decimal("1E+30")]
)
def test_a_number_that_the_column_cannot_hold_exactly_is_an_error(store: Store, value: Decimal) -> None:
    with pytest.raises(StoreError, match=r"observations: value Decimal\('.+'\) does not fit its column exactly"):
        store.append(observations=[observation(value=value)], visits=[visit()])
    assert store.known_visits() == set()


@pytest.mark.parametrize(
    "value", ["0.000001", "999999999999.999999", "-999999999999.999999", "1E+3", "0", "92.5100000"]
)
def test_a_number_that_fits_comes_back_equal(store: Store, value: str) -> None:
    store.append(observations=[observation(value=Decimal(value))])
    assert store.observations()["value"].to_list() == [Decimal(value)]


def test_a_time_without_a_zone_is_an_error(store: Store) -> None:
    with pytest.raises(StoreError, match=r"observations: captured_at .* does not fit"):
        store.append(observations=[observation(captured_at=datetime(2024, 4, 25))])  # noqa: DTZ001 - the case itself


def test_a_text_that_is_not_unicode_is_an_error(store: Store) -> None:
    with pytest.raises(StoreError, match=r"captures: source .* does not fit"):
        store.append(visits=[visit(source="page\udcff.txt")])


def test_the_same_rows_in_any_order_are_the_same_files(tmp_path: Path) -> None:
    rows = [observation(number) for number in range(20)]
    names = []
    for folder, batch in (("a", rows), ("b", rows[::-1])):
        Store.open(tmp_path / folder, create=True).append(observations=batch)
        names.append([path.name for path in (tmp_path / folder / "observations").iterdir()])
    assert names[0] == names[1]
    assert len(names[0]) == 1


def test_files_and_their_names_are_on_disk_before_the_next_table(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[str] = []
    fsync = os.fsync

    def watch(descriptor: int) -> None:
        path = Path(f"/proc/self/fd/{descriptor}").readlink()
        names = len(list(path.glob("*.parquet"))) if path.is_dir() else path.suffix
        synced.append(f"{path.name if path.is_dir() else path.parent.name} {names}")
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", watch)
    store.append(observations=[observation()], visits=[visit()])
    assert synced == [
        "store 0",
        "observations .tmp",
        "observations 1",
        "store 0",
        "captures .tmp",
        "captures 1",
    ]


def test_any_parquet_reader_can_read_the_folder(store: Store) -> None:
    store.append(observations=[observation(1)])
    store.append(observations=[observation(2)])
    assert sorted(pl.read_parquet(store.path / "observations" / "*.parquet")["id"]) == sorted([name(1), name(2)])


def test_a_folder_with_pattern_characters_in_its_name_is_a_folder(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "a=1 [x] ~*", create=True)
    store.append(observations=[observation()])
    assert rows_of(store.observations(), Observation) == [observation()]


def test_what_was_seen_at_a_moment_is_still_there_later(store: Store) -> None:
    readings = [observation(n % 3, value=Decimal(n), ingested_at=later(n)) for n in range(9)]
    for reading in readings[::-1]:
        store.append(observations=[reading])
    for minute in range(9):
        seen = {row.id: row for row in rows_of(store.observations(as_of=later(minute)), Observation)}
        expected = {reading.id: reading for reading in readings[: minute + 1]}
        assert seen == expected


def test_a_row_knows_all_its_keys(store: Store) -> None:
    store.append(observations=[observation()])
    assert store.observations().to_dicts()[0] == {**asdict(observation()), "reasons": [], "ingested_at": NOON}
