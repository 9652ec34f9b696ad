"""Each bank asked over a real socket: what is asked, what comes of the answer, and nothing beyond it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

import pytest

from rates.errors import OfficialError
from rates.http import Http
from rates.model import Observation, official_id
from rates.official import bank_of, load
from tests.official.conftest import QUICK, Play, Stage
from tests.official.playing import DOLLARS, SAMPLES, cbr, nbk, nbrb_currencies, nbrb_range

NOW = datetime(2026, 8, 22, 12, 0, tzinfo=UTC)
recorded = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the recorded answers of ../shared/official are not here")


def _load(stage: Stage, bank: str, currencies: str, first: str, last: str) -> list[Observation]:
    starts = dict.fromkeys(currencies.split(), date.fromisoformat(first))
    with Http(QUICK) as http:
        answers = load(
            replace(bank_of(bank), site=stage.url), starts, until=date.fromisoformat(last), http=http, now=NOW
        )
        return [row for answer in answers for row in answer.observations]


def _brief(rows: list[Observation]) -> list[tuple[str, str, str, int, str | None]]:
    return [
        (
            row.instrument,
            str(row.value_date),
            str(row.value),
            row.nominal,
            None if row.change is None else str(row.change),
        )
        for row in rows
    ]


def _sample(name: str) -> Play:
    return Play((SAMPLES / name).read_bytes())


def _query(path: str) -> Mapping[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(path).query, keep_blank_values=True).items()}


def test_a_row_of_the_bank_of_russia_says_all_that_is_known(stage: Stage) -> None:
    stage.reply = cbr(DOLLARS)
    (row,) = _load(stage, "cbr", "USD", "2024-04-25", "2024-04-25")
    url = f"{stage.url}/scripts/XML_dynamic.asp?date_req1=11%2F04%2F2024&date_req2=25%2F04%2F2024&VAL_NM_RQ=R01235"
    assert row == Observation(
        id=official_id("cbr", "USD/RUB", date(2024, 4, 25)),
        instrument="USD/RUB",
        kind="fx",
        market="cbr",
        side=None,
        value=Decimal("92.5058"),
        nominal=1,
        change=Decimal("-0.7860"),
        change_percent=None,
        value_date=date(2024, 4, 25),
        value_date_text="25.04.2024",
        published_at=None,
        published_text=None,
        captured_at=NOW,
        ingested_at=NOW,
        dated_by="printed",
        status="ok",
        reasons=(),
        site="cbr",
        url=url,
        parser="official-cbr@1",
        source=url,
        span_start=0,
        span_end=0,
        value_start=0,
        quote_text="1 USD/RUB 92,5058 25.04.2024",
        digest=row.digest,
    )
    assert row.official


def test_the_bank_of_russia_is_asked_one_range_a_currency(stage: Stage) -> None:
    stage.reply = cbr(DOLLARS)
    rows = _load(stage, "cbr", "USD", "2024-04-25", "2024-05-03")
    assert [urlsplit(path).path for path in stage.asked] == ["/scripts/XML_daily.asp", "/scripts/XML_dynamic.asp"]
    assert _brief(rows) == [
        ("USD/RUB", "2024-04-25", "92.5058", 1, "-0.7860"),
        ("USD/RUB", "2024-04-26", "92.1314", 1, "-0.3744"),
        ("USD/RUB", "2024-04-27", "92.0134", 1, "-0.1180"),
        ("USD/RUB", "2024-04-28", "91.7791", 1, "-0.2343"),
        ("USD/RUB", "2024-05-03", "92.0538", 1, "0.2747"),
    ]


def test_a_currency_that_the_bank_of_russia_does_not_publish_is_an_error(stage: Stage) -> None:
    stage.reply = cbr(DOLLARS)
    with pytest.raises(OfficialError) as caught:
        _load(stage, "cbr", "DEM", "2024-04-25", "2024-04-25")
    assert str(caught.value) == "the Bank of Russia publishes no rate of DEM now"
    assert caught.value.hint == "load an export of its history: rates official cbr DEM --file EXPORT.xlsx"


def test_the_bank_of_russia_saying_error_in_parameters_is_an_error(stage: Stage) -> None:
    stage.plays(Play(b'<?xml version="1.0" encoding="windows-1251"?><ValCurs>Error in parameters</ValCurs>'))
    with pytest.raises(OfficialError, match=r"^the Bank of Russia: the bank says 'Error in parameters': http"):
        _load(stage, "cbr", "USD", "2024-04-25", "2024-04-25")


@recorded
def test_recorded_bank_of_russia(stage: Stage) -> None:
    def reply(path: str) -> Play:
        if "XML_daily" in path:
            return _sample("cbr_XML_daily_2026-04-25.xml")
        return _sample(f"cbr_XML_dynamic_{_query(path)['VAL_NM_RQ']}_2026-03-01_2026-03-05.xml")

    stage.reply = reply
    assert _brief(_load(stage, "cbr", "USD CNY", "2026-03-01", "2026-03-05")) == [
        ("USD/RUB", "2026-03-03", "77.1734", 1, None),
        ("USD/RUB", "2026-03-04", "77.6093", 1, "0.4359"),
        ("USD/RUB", "2026-03-05", "77.8009", 1, "0.1916"),
        ("CNY/RUB", "2026-03-03", "11.1960", 1, None),
        ("CNY/RUB", "2026-03-04", "11.2210", 1, "0.0250"),
        ("CNY/RUB", "2026-03-05", "11.2488", 1, "0.0278"),
    ]


@recorded
def test_recorded_european_central_bank_in_one_call_for_all(stage: Stage) -> None:
    stage.plays(_sample("ecb_sdmx_EXR_csvdata_2026-02-17.csv"))
    rows = _load(stage, "ecb", "USD JPY", "2026-02-20", "2026-02-23")
    assert [urlsplit(path).path for path in stage.asked] == ["/service/data/EXR/D.USD+JPY.EUR.SP00.A"]
    assert _query(stage.asked[0]) == {"format": "csvdata", "startPeriod": "2026-02-06", "endPeriod": "2026-02-23"}
    assert _brief(rows) == [
        ("EUR/JPY", "2026-02-20", "182.63", 1, "0.58"),
        ("EUR/JPY", "2026-02-23", "182.44", 1, "-0.19"),
        ("EUR/USD", "2026-02-20", "1.1767", 1, "0.0014"),
        ("EUR/USD", "2026-02-23", "1.1784", 1, "0.0017"),
    ]


def test_the_european_central_bank_has_nothing_where_it_answers_404(stage: Stage) -> None:
    stage.plays(Play(b"No results found.", status=404))
    assert _load(stage, "ecb", "RUB", "2026-02-20", "2026-02-23") == []


@recorded
def test_recorded_national_bank_of_ukraine_keeps_its_weekends(stage: Stage) -> None:
    stage.plays(_sample("nbu_exchange_site_2026-03.json"))
    rows = _load(stage, "nbu", "USD", "2026-03-06", "2026-03-09")
    assert _query(stage.asked[0]) == {
        "start": "20260220",
        "end": "20260309",
        "valcode": "usd",
        "sort": "exchangedate",
        "order": "asc",
        "json": "",
    }
    assert _brief(rows) == [
        ("USD/UAH", "2026-03-06", "43.8069", 1, "0.0899"),
        ("USD/UAH", "2026-03-07", "43.8069", 1, "0.0000"),
        ("USD/UAH", "2026-03-08", "43.8069", 1, "0.0000"),
        ("USD/UAH", "2026-03-09", "43.7292", 1, "-0.0777"),
    ]


@recorded
def test_recorded_metal_of_the_national_bank_of_ukraine_is_a_commodity(stage: Stage) -> None:
    stage.plays(_sample("nbu_exchange_site_2026-03.json"))
    (row,) = _load(stage, "nbu", "XAU", "2026-03-01", "2026-03-01")
    assert (row.instrument, row.kind, str(row.value)) == ("XAU/UAH", "commodity", "223871.54")


@recorded
def test_recorded_national_bank_of_kazakhstan_is_asked_a_day_at_a_time(stage: Stage) -> None:
    empty = nbk({})
    stage.reply = lambda path: _sample("nbk_get_rates_2026-04-01.xml") if "01.04.2026" in path else empty(path)
    rows = _load(stage, "nbk", "USD KRW", "2026-04-01", "2026-04-01")
    assert [_query(path)["fdate"] for path in stage.asked] == ["29.03.2026", "30.03.2026", "31.03.2026", "01.04.2026"]
    assert _brief(rows) == [
        ("KRW/KZT", "2026-04-01", "31.29", 100, None),
        ("USD/KZT", "2026-04-01", "478.77", 1, None),
    ]


def test_the_change_we_compute_is_the_one_that_kazakhstan_prints(stage: Stage) -> None:
    stage.reply = nbk({"2026-03-31": ("481.54", "-1.10"), "2026-04-01": ("478.77", "-2.77")})
    (row,) = _load(stage, "nbk", "USD", "2026-04-01", "2026-04-01")
    assert (row.change, row.reasons) == (Decimal("-2.77"), ())


def test_a_change_that_the_bank_prints_otherwise_is_flagged_and_not_taken(stage: Stage) -> None:
    stage.reply = nbk({"2026-03-31": ("481.50", "-1.14"), "2026-04-01": ("478.77", "-2.77")})
    (row,) = _load(stage, "nbk", "USD", "2026-04-01", "2026-04-01")
    assert (row.change, row.reasons) == (Decimal("-2.73"), ("bank-change-differs",))


@recorded
def test_recorded_national_bank_of_belarus_has_a_rate_for_every_day(stage: Stage) -> None:
    def reply(path: str) -> Play:
        return Play(nbrb_currencies()) if "currencies" in path else _sample("nbrb_dynamics_431.json")

    stage.reply = reply
    rows = _load(stage, "nbrb", "USD", "2026-03-06", "2026-03-09")
    assert stage.asked == [
        "/exrates/currencies",
        "/exrates/rates/dynamics/431?startDate=2026-02-20&endDate=2026-03-09",
    ]
    assert _brief(rows) == [
        ("USD/BYN", "2026-03-06", "2.9013", 1, "0.0122"),
        ("USD/BYN", "2026-03-07", "2.9013", 1, "0.0000"),
        ("USD/BYN", "2026-03-08", "2.9013", 1, "0.0000"),
        ("USD/BYN", "2026-03-09", "2.9259", 1, "0.0246"),
    ]


def test_belarus_is_asked_by_the_id_and_scale_of_the_time_and_a_year_at_once(stage: Stage) -> None:
    ranges = {
        "190": {"2016-06-29": "312.5", "2016-06-30": "313"},
        "298": {"2016-07-01": "3.1284", "2021-07-08": "3.4262"},
        "456": {"2021-07-09": "3.4257"},
    }

    def reply(path: str) -> Play:
        if "currencies" in path:
            return Play(nbrb_currencies())
        number, asked = urlsplit(path).path.rsplit("/", 1)[1], _query(path)
        inside = {day: rate for day, rate in ranges[number].items() if asked["startDate"] <= day <= asked["endDate"]}
        return Play(nbrb_range(int(number), inside))

    stage.reply = reply
    rows = _load(stage, "nbrb", "RUB", "2016-06-30", "2017-12-31")
    assert stage.asked[1:] == [
        "/exrates/rates/dynamics/190?startDate=2016-06-16&endDate=2016-06-30",
        "/exrates/rates/dynamics/298?startDate=2016-07-01&endDate=2017-06-30",
        "/exrates/rates/dynamics/298?startDate=2017-07-01&endDate=2017-12-31",
    ]
    assert [(str(row.value_date), str(row.value), row.nominal, str(row.change), row.reasons) for row in rows] == [
        ("2016-06-30", "313", 1, "0.5", ("old-unit",)),
        ("2016-07-01", "3.1284", 100, "None", ("redenominated",)),
    ]


@recorded
def test_recorded_central_bank_of_uzbekistan(stage: Stage) -> None:
    stage.reply = lambda path: _sample("cbu_uz_all_2026-04-01.json") if "2026-04-01" in path else Play(b"[]")
    rows = _load(stage, "cbu", "USD IDR", "2026-04-01", "2026-04-01")
    assert stage.asked[-1] == "/en/arkhiv-kursov-valyut/json/all/2026-04-01/"
    assert _brief(rows) == [
        ("IDR/UZS", "2026-04-01", "7.18", 10, None),
        ("USD/UZS", "2026-04-01", "12194.21", 1, None),
    ]
