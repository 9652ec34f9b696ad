"""One pass against a real server and a real store: what is kept, what is asked, and what is not asked again."""

import os
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from rates.collect.fetch import Fetcher
from rates.collect.memory import Memory
from rates.collect.once import Collector
from rates.collect.recovery import make_good
from rates.collect.session import collecting, tidy
from rates.errors import StoreError, UsageError
from rates.settings import Settings
from storage import Store
from storage.raw import RawArchive
from tests.collect.desk import START, settings, site
from tests.collect.newsroom import Newsroom
from tests.collect.simulated import SimulatedClock

QUARTER = 900


class Desk:
    """A collector at work: its clock, store and raw folder."""

    def __init__(self, folder: Path, configured: Settings, clock: SimulatedClock) -> None:
        self.folder, self.clock = folder, clock
        self.store = Store.open(folder, create=True)
        memory = Memory.open(folder / "collect/memory.json")
        self.fetcher = Fetcher(configured, clock=clock, memory=memory)
        self.collector = Collector(
            settings=configured,
            store=self.store,
            raw=RawArchive(folder / "raw"),
            memory=memory,
            fetcher=self.fetcher,
            clock=clock,
        )

    def results(self, **options: Any) -> list[str]:
        return [call.result for call in self.collector.one_pass(**options).calls]


@pytest.fixture
def open_desk(tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    desks: list[Desk] = []

    def make(clock: SimulatedClock, pages: dict[str, list[str]], **facts: Any) -> Desk:
        desks.append(Desk(tmp_path / "store", settings(pages, **facts), clock))
        return desks[-1]

    yield make
    for desk in desks:
        desk.fetcher.__exit__(None, None, None)


def test_a_page_is_read_into_the_store(open_desk: Callable[..., Desk]) -> None:
    clock = SimulatedClock(START + timedelta(days=2))
    with Newsroom(site(clock)) as room:
        desk = open_desk(clock, {"rbc": [room.url + "/"]})
        desk.collector.one_pass()
    rows = desk.store.observations().select("instrument", "market", "value", "change", "value_date", "site", "source")
    assert sorted(rows.rows())[1][:6] == (
        "USD/RUB",
        "cbr",
        Decimal("92.510000"),
        Decimal("-0.790000"),
        date(2024, 4, 25),
        "rbc",
    )
    assert desk.collector.raw.read(rows["source"][0]).url == room.url + "/"
    assert desk.store.visits()["outcome"].to_list() == ["quotes"]


def test_an_unchanged_page_is_a_sighting_and_costs_no_parse(
    open_desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = SimulatedClock(START)
    newsroom = site(clock)
    with Newsroom(newsroom) as room:
        desk = open_desk(clock, {"rbc": [room.url + "/"]}, cadence="30s")
        assert desk.results() == ["read"]
        before = desk.store.observations(), desk.store.events()
        monkeypatch.setattr("rates.collect.once.read", _no_reading)
        clock.sleep(60)
        assert desk.results() == ["unchanged"]
    assert [(each.path, each.status) for each in newsroom.asked] == [("/robots.txt", 200), ("/", 200), ("/", 304)]
    assert (desk.store.observations().equals(before[0]), desk.store.events().equals(before[1])) == (True, True)
    first, again = sorted(desk.store.visits().iter_rows(named=True), key=lambda row: row["captured_at"])
    assert (again["digest"], again["url"], again["outcome"]) == (first["digest"], first["url"], first["outcome"])
    assert again["reason"] == f"unchanged since {first['captured_at']:%Y-%m-%dT%H:%M:%SZ}"
    assert (again["observations"], again["events"]) == (0, 0)
    record = desk.collector.raw.read(again["source"])
    assert (record.revisit, record.digest) == (True, first["digest"])


def _no_reading(*_: object, **__: object) -> None:
    raise AssertionError("nothing is to be parsed")


def test_a_page_is_asked_for_whole_once_a_day_whatever_its_validators_say(open_desk: Callable[..., Desk]) -> None:
    clock = SimulatedClock(START)
    newsroom = site(clock, lying=True)
    with Newsroom(newsroom) as room:
        desk = open_desk(clock, {"rbc": [room.url + "/"]}, cadence="12h")
        results = []
        for _ in range(4):
            results += desk.results()
            clock.sleep(43200)
    assert [each.status for each in newsroom.asked if each.path == "/"] == [200, 304, 200, 304]
    assert results == ["read", "unchanged", "read", "unchanged"]


def test_the_same_bytes_without_validators_are_a_sighting_too(open_desk: Callable[..., Desk]) -> None:
    clock = SimulatedClock(START)
    newsroom = site(clock, etag=False, modified=False, packed=True)
    with Newsroom(newsroom) as room:
        desk = open_desk(clock, {"rbc": [room.url + "/"]}, cadence="30s")
        assert desk.results() == ["read"]
        clock.sleep(60)
        assert desk.results() == ["unchanged"]
    assert [each.status for each in newsroom.asked] == [200, 200, 200]
    assert desk.store.visits()["digest"].n_unique() == 1


def test_a_page_is_asked_again_when_its_cadence_has_passed(open_desk: Callable[..., Desk]) -> None:
    clock = SimulatedClock(START)
    with Newsroom(site(clock)) as room:
        desk = open_desk(clock, {"rbc": [room.url + "/"]}, cadence="15m")
        assert desk.results() == ["read"]
        clock.sleep(780)
        assert desk.results() == []
        clock.sleep(45)
        assert len(desk.results()) == 1
        assert desk.results() == []
        assert desk.results(at_once=True) == ["unchanged"]


def test_a_page_read_by_a_clock_that_was_ahead_is_due_when_it_is_right_again(open_desk: Callable[..., Desk]) -> None:
    clock = SimulatedClock(START)
    newsroom = site(clock)
    with Newsroom(newsroom) as room:
        desk = open_desk(clock, {"rbc": [room.url + "/"]}, cadence="15m")
        clock.jump(timedelta(days=900))
        assert desk.results() == ["read"]
        clock.jump(-timedelta(days=900))
        again = open_desk(clock, {"rbc": [room.url + "/"]}, cadence="15m")
        make_good(again.collector)
        assert again.results() == ["read"]
    assert [each.path for each in newsroom.asked] == ["/robots.txt", "/", "/robots.txt", "/"]


def test_outside_its_hours_a_site_is_left_alone(open_desk: Callable[..., Desk]) -> None:
    clock = SimulatedClock(START)  # 18:00 in Moscow
    with Newsroom(site(clock)) as room:
        desk = open_desk(clock, {"rbc": [room.url + "/"]}, hours="18:30-22:00")
        assert desk.results() == []
        clock.sleep(1800)
        assert desk.results() == ["read"]


def test_one_sites_trouble_does_not_keep_another_from_being_read(open_desk: Callable[..., Desk]) -> None:
    clock = SimulatedClock(START)
    with Newsroom(site(clock, faults=lambda now, path: "500")) as bad, Newsroom(site(clock)) as good:
        desk = open_desk(clock, {"bad": [bad.url + "/"], "good": [good.url + "/"]})
        assert desk.results() == ["failed", "read"]
    rows = desk.store.visits().sort("site").select("site", "outcome", "reason").rows()
    assert rows == [
        ("bad", "failed", "robots.txt cannot be reached, so nothing is asked (answers 500)"),
        ("good", "quotes", None),
    ]


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("404", "the server answers 404 Not Found"),
        ("500", "the server answers 500 Internal Server Error"),
        ("429 60", "the server answers 429 Too Many Requests"),
        ("truncated", "the answer's gzip is cut short"),
        ("bomb", "the answer unpacks to more than 4000000 bytes"),
    ],
)
def test_a_failure_is_entered_with_its_reason(open_desk: Callable[..., Desk], fault: str, reason: str) -> None:
    clock = SimulatedClock(START)
    with Newsroom(site(clock, faults=lambda now, path: fault if path == "/" else None)) as room:
        desk = open_desk(clock, {"rbc": [room.url + "/"]}, limits={"patience": "10s"})
        assert desk.results() == ["failed"]
    assert desk.store.visits().select("outcome", "reason").rows() == [("failed", reason)]
    assert desk.store.observations().is_empty()


def test_a_page_whose_header_lies_about_its_charset_is_read_all_the_same(open_desk: Callable[..., Desk]) -> None:
    clock = SimulatedClock(START + timedelta(days=2))
    with Newsroom(site(clock, faults=lambda now, path: "charset" if path == "/" else None)) as room:
        desk = open_desk(clock, {"rbc": [room.url + "/"]})
        assert desk.results() == ["read"]
    rows = desk.store.observations().select("instrument", "market", "value", "value_date").sort("instrument")
    assert rows.rows() == [
        ("EUR/RUB", "cbr", Decimal("98.910000"), date(2024, 4, 25)),
        ("USD/RUB", "cbr", Decimal("92.510000"), date(2024, 4, 25)),
    ]


def test_a_bug_in_a_parser_is_a_failure_of_that_page_and_its_bytes_are_kept(
    open_desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = SimulatedClock(START)
    monkeypatch.setattr("rates.collect.once.read", lambda *_, **__: {}["absent"])
    with Newsroom(site(clock)) as room:
        desk = open_desk(clock, {"rbc": [room.url + "/"]})
        assert desk.results() == ["failed"]
    visit = desk.store.visits().row(0, named=True)
    assert visit["reason"] == "the parser fell over: KeyError: 'absent'"
    assert desk.collector.raw.read(visit["source"]).digest == visit["digest"]


@pytest.mark.parametrize("media", ["text/html", "Text/HTML", "application/octet-stream"])
def test_what_was_kept_raw_but_not_read_is_read_at_the_next_start(
    open_desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch, media: str
) -> None:
    clock = SimulatedClock(START)
    with Newsroom(site(clock, media=media)) as room:
        desk = open_desk(clock, {"rbc": [room.url + "/"]})
        with monkeypatch.context() as patch:
            patch.setattr("rates.collect.once.read", _killed)
            with pytest.raises(KeyboardInterrupt):
                desk.collector.one_pass()
        assert desk.store.observations().is_empty()
        again = open_desk(clock, {"rbc": [room.url + "/"]})
        assert make_good(again.collector) == 1
        assert make_good(again.collector) == 0
    assert sorted(set(again.store.observations()["instrument"])) == ["EUR/RUB", "USD/RUB"]
    assert again.store.visits()["outcome"].to_list() == ["quotes"]


def test_a_record_written_in_the_same_tick_as_the_memory_is_not_missed(
    open_desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = SimulatedClock(START)
    with Newsroom(site(clock)) as room:
        desk = open_desk(clock, {"rbc": [room.url + "/"]})
        with monkeypatch.context() as patch:
            patch.setattr("rates.collect.once.read", _killed)
            with pytest.raises(KeyboardInterrupt):
                desk.collector.one_pass()
        desk.collector.memory.owed.clear()
        desk.collector.remember(at_work=False)
        for path in [desk.folder / "collect/memory.json", *(desk.folder / "raw").iterdir()]:
            os.utime(path, (1_700_000_000, 1_700_000_000))
        again = open_desk(clock, {"rbc": [room.url + "/"]})
        assert make_good(again.collector) == 1


def _killed(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_what_was_kept_raw_is_read_though_a_power_cut_has_emptied_the_memory(
    open_desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = SimulatedClock(START)
    with Newsroom(site(clock)) as room:
        desk = open_desk(clock, {"rbc": [room.url + "/"]})
        with monkeypatch.context() as patch:
            patch.setattr("rates.collect.once.read", _killed)
            with pytest.raises(KeyboardInterrupt):
                desk.collector.one_pass()
        desk.collector.remember()
        (desk.folder / "collect/memory.json").write_bytes(b"")
        for path in (desk.folder / "raw").iterdir():
            os.utime(path, (path.stat().st_mtime - 60,) * 2)
        again = open_desk(clock, {"rbc": [room.url + "/"]})
        assert make_good(again.collector) == 1


def test_validators_survive_between_processes(open_desk: Callable[..., Desk]) -> None:
    clock = SimulatedClock(START)
    newsroom = site(clock)
    with Newsroom(newsroom) as room:
        open_desk(clock, {"rbc": [room.url + "/"]}).collector.one_pass()
        clock.sleep(60)
        again = open_desk(clock, {"rbc": [room.url + "/"]})
        assert again.results(at_once=True) == ["unchanged"]
    assert [(each.path, each.status) for each in newsroom.asked] == [("/robots.txt", 200), ("/", 200), ("/", 304)]


def test_a_memory_that_is_damaged_costs_a_request_and_nothing_else(open_desk: Callable[..., Desk]) -> None:
    clock = SimulatedClock(START)
    with Newsroom(site(clock)) as room:
        desk = open_desk(clock, {"rbc": [room.url + "/"]})
        desk.collector.one_pass()
        (desk.folder / "collect/memory.json").write_text('{"pages": {"')
        assert Memory.open(desk.folder / "collect/memory.json").pages == {}
        clock.sleep(60)
        again = open_desk(clock, {"rbc": [room.url + "/"]})
        make_good(again.collector)
        assert again.results() == []
        assert again.results(at_once=True) == ["unchanged"]
    assert again.store.visits()["digest"].n_unique() == 1


def test_a_full_disk_is_a_reason_and_the_reason_is_kept_for_when_there_is_room(open_desk: Callable[..., Desk]) -> None:
    clock = SimulatedClock(START)
    with Newsroom(site(clock)) as room:
        desk = open_desk(clock, {"rbc": [room.url + "/"]}, cadence="1m")
        with no_room():
            calls = desk.collector.one_pass().calls
            clock.sleep(60)
            desk.collector.one_pass()
        assert [call.result for call in calls] == ["failed"]
        assert calls[0].reason.startswith("cannot write to ")
        assert desk.store.visits().is_empty()
        clock.sleep(60)
        assert desk.results() == ["read"]
    outcomes = desk.store.visits().sort("captured_at")["outcome"].to_list()
    assert outcomes == ["failed", "failed", "quotes"]


def test_a_disk_that_fills_between_the_raw_record_and_its_rows_loses_nothing(
    open_desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = SimulatedClock(START)
    with Newsroom(site(clock)) as room:
        desk = open_desk(clock, {"rbc": [room.url + "/"]})
        with monkeypatch.context() as patch:
            patch.setattr("rates.collect.once.keep", _full)
            assert desk.results() == ["failed"]
            assert desk.collector.memory.owed != []
        clock.sleep(60)
        done = desk.collector.one_pass()
    assert (done.calls, done.waiting, desk.collector.memory.owed) == ([], 0, [])
    assert desk.store.observations()["instrument"].n_unique() == 2


def test_what_the_disk_did_not_take_is_read_by_the_next_process_too(
    open_desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = SimulatedClock(START)
    with Newsroom(site(clock)) as room:
        desk = open_desk(clock, {"rbc": [room.url + "/"]})
        with monkeypatch.context() as patch:
            patch.setattr("rates.collect.once.keep", _full)
            assert desk.collector.one_pass().waiting == 1
        again = open_desk(clock, {"rbc": [room.url + "/"]})
        assert make_good(again.collector) == 1
    assert again.store.observations()["instrument"].n_unique() == 2


def test_a_parser_that_is_not_there_is_told_before_anything_is_asked(tmp_path: Path) -> None:
    clock, store = SimulatedClock(START), Store.open(tmp_path / "store", create=True)
    with (
        pytest.raises(UsageError, match="no site is called 'rbk'"),
        collecting(settings({"rbc": ["http://127.0.0.1:9/"]}, parser="rbk"), store, clock=clock),
    ):
        pass


def _full(*_: object) -> None:
    raise StoreError("cannot write to the store: No space left on device")


@contextmanager
def no_room() -> Iterator[None]:
    """The kernel takes no byte into any file, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_after_a_kill_a_host_has_its_whole_pace_before_it_is_asked_again(open_desk: Callable[..., Desk]) -> None:
    clock = SimulatedClock(START)
    newsroom = site(clock, robots="User-agent: *\nCrawl-delay: 20")
    with Newsroom(newsroom) as room:
        killed = open_desk(clock, {"rbc": [room.url + "/"]})
        killed.collector.one_pass()
        clock.sleep(3600)
        killed.collector.remember(at_work=True)
        restarted_at = clock.now()
        again = open_desk(clock, {"rbc": [room.url + "/"]})
        make_good(again.collector)
        again.results(at_once=True)
    assert newsroom.asked[-1].at == restarted_at + timedelta(seconds=20)


def test_a_session_leaves_a_mark_while_it_lasts(tmp_path: Path) -> None:
    clock, store = SimulatedClock(START), Store.open(tmp_path / "store", create=True)
    place = tmp_path / "store/collect/memory.json"
    with collecting(settings({"rbc": ["http://127.0.0.1:9/"]}), store, clock=clock):
        assert Memory.open(place).at_work
    assert not Memory.open(place).at_work


def test_a_store_in_many_files_is_compacted_and_keeps_its_rows(
    open_desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = SimulatedClock(START)
    with Newsroom(site(clock)) as room:
        desk = open_desk(clock, {"rbc": [room.url + f"/{number}" for number in range(4)]})
        desk.collector.one_pass()
    before = desk.store.observations()
    tidy(desk.store)
    assert len(list((desk.folder / "captures").glob("*.parquet"))) == 4
    monkeypatch.setattr("rates.collect.session.CROWDED", 3)
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    tidy(desk.store)
    assert len(list((desk.folder / "captures").glob("*.parquet"))) == 1
    assert desk.store.observations().equals(before)
