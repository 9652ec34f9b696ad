"""What can go wrong on the way to a bank: each mishap is one error that names bank, address and next step, no more."""

import gzip
import time
from pathlib import Path
from typing import IO

import pytest

from tests.official.conftest import IMPATIENT, Official, Play, Stage
from tests.official.playing import DOLLARS, cbr, cbr_daily, cbr_dynamic

AGAIN = "hint: try again later; what has been loaded stays, and the next run asks only for what is missing\n"
EXPORT = "hint: download an export of the series and load it: rates official cbr --file EXPORT\n"
NETWORK = "hint: check the network and the address; an export can be loaded with: rates official cbr --file EXPORT\n"
DAILY = "HOST/scripts/XML_daily.asp"
DYNAMIC = "HOST/scripts/XML_dynamic.asp?date_req1=12%2F04%2F2024&date_req2=26%2F04%2F2024&VAL_NM_RQ=R01235"
BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><ValCurs ID="R01235">&c;</ValCurs>'
)
OUTSIDE = (
    b'<?xml version="1.0"?><!DOCTYPE v [<!ENTITY x SYSTEM "file:///etc/hostname">]><ValCurs ID="R01235">&x;</ValCurs>'
)


def _files(store: Path) -> dict[str, bytes]:
    return {str(path.relative_to(store)): path.read_bytes() for path in sorted(store.rglob("*")) if path.is_file()}


def _pour(wire: IO[bytes]) -> None:
    for _ in range(2048):
        wire.write(b" " * 2**20)


MISHAPS = {
    "silence": (Play(act=lambda wire: time.sleep(0.6)), f"no answer in time (ReadTimeout): {DYNAMIC}", NETWORK),
    "500": (Play(status=500), f"answered 500 Internal Server Error: {DYNAMIC}", AGAIN),
    "503 for an hour": (
        Play(status=503, headers={"Retry-After": "3600"}),
        f"answered 503 Service Unavailable: {DYNAMIC}",
        AGAIN,
    ),
    "403": (Play(b"no", status=403), f"answered 403 Forbidden: {DYNAMIC}", EXPORT),
    "an HTML challenge": (
        Play(b"\xef\xbb\xbf \n<!DOCTYPE html><html><script>/* checking your browser */</script></html>"),
        f"answered with an HTML page (a challenge, or a notice) instead of rates: {DYNAMIC}",
        EXPORT,
    ),
    "truncated XML": (
        Play(cbr_dynamic("R01235", DOLLARS)[:-30]),
        f"the XML is damaged or cut short (no element found: line 1, column 758): {DYNAMIC}",
        AGAIN,
    ),
    "an empty answer": (
        Play(),
        f"the XML is damaged or cut short (no element found: line 1, column 0): {DYNAMIC}",
        AGAIN,
    ),
    "an entity bomb": (Play(BOMB), f"the XML declares a DTD, which may hide entities: {DYNAMIC}", AGAIN),
    "an outside entity": (Play(OUTSIDE), f"the XML declares a DTD, which may hide entities: {DYNAMIC}", AGAIN),
    "an entity bomb in UTF-16": (
        Play(BOMB.decode().encode("utf-16")),
        f"the XML declares a DTD, which may hide entities: {DYNAMIC}",
        AGAIN,
    ),
    "a deep nest": (
        Play(b"<a>" * 100_000),
        f"the XML is deeper or longer than any rate table: {DYNAMIC}",
        AGAIN,
    ),
    "two gigabytes": (Play(act=_pour), f"the answer is larger than 1048576 bytes: {DYNAMIC}", NETWORK),
    "a gzip bomb": (
        Play(gzip.compress(b" " * 2**24), headers={"Content-Encoding": "gzip"}),
        f"the answer unpacks to more than 1048576 bytes: {DYNAMIC}",
        NETWORK,
    ),
    "a redirect to a file": (
        Play(status=302, headers={"Location": "file:///etc/hostname"}),
        "only http and https are fetched, not file:///etc/hostname",
        NETWORK,
    ),
    "another currency": (
        Play(cbr_dynamic("R01239", DOLLARS)),
        f"asked for R01235, answered 'R01239': {DYNAMIC}",
        AGAIN,
    ),
    "two rates for a day": (
        Play(cbr_dynamic("R01235", DOLLARS).replace(b"24.04.2024", b"25.04.2024")),
        f"two rates of USD/RUB for 2024-04-25: 93,2918 and 92,5058: {DYNAMIC}",
        AGAIN,
    ),
    "a rate of zero": (
        Play(cbr_dynamic("R01235", {"2024-04-25": "0,0000"})),
        f"'0,0000' is not a rate: {DYNAMIC}",
        AGAIN,
    ),
    "a rate with a thousands mark": (
        Play(cbr_dynamic("R01235", {"2024-04-25": "1.092,5058"})),
        f"'1.092,5058' is not a rate: {DYNAMIC}",
        AGAIN,
    ),
}


@pytest.mark.parametrize("name", MISHAPS)
def test_a_mishap_is_one_clear_error_and_the_store_stays_as_it_was(
    name: str, official: Official, stage: Stage, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    play, message, hint = MISHAPS[name]
    stage.reply = cbr(DOLLARS)
    assert official("cbr", "USD", "-s", "2024-04-23", "-e", "2024-04-25").code == 0
    before = _files(store)

    if name == "silence":
        monkeypatch.setattr("rates.official.asking.MANNERS", IMPATIENT)
    stage.reply = lambda path: Play(cbr_daily()) if "daily" in path else play
    run = official("cbr", "USD", "-s", "2024-04-23", "-e", "2024-04-26")
    error, next_step = run.err.replace(stage.url, "HOST").splitlines(keepends=True)
    assert (run.code, run.out, error, next_step) == (1, "", f"error: the Bank of Russia: {message}\n", hint)
    assert _files(store) == before


@pytest.mark.parametrize(
    ("bank", "body", "what"),
    [
        ("nbu", b'[{"exchangedate":"25.04.2024","cc":"USD","ra', "the JSON is damaged or cut short"),
        ("nbu", b'{"error": "no"}', "the JSON is not a list of rates"),
        ("nbu", b'[{"exchangedate":"25.04.2024","cc":"USD","units":1}]', "a rate has no 'rate'"),
        ("nbu", b"[" * 100_000, "the JSON is damaged or cut short"),
        ("nbk", b"<rates></rates>", "<rates> has no <date>"),
        ("nbk", b"<rss/>", "the XML is <rss>, not <rates>"),
        ("nbrb", b"[1, 2]", "the JSON is not a list of rates"),
        ("cbu", b'[{"Ccy":"USD","Nominal":"3","Rate":"1","Date":"25.04.2024"}]', "'3' is not a nominal"),
        ("ecb", b"FREQ,CURRENCY,TIME_PERIOD,OBS_VALUE\r\nD,USD,2024-04-25", "the CSV is cut short"),
        ("ecb", b"<xml/>", "the CSV has neither the columns of SDMX nor those of eurofxref-hist"),
        ("ecb", b'FREQ,CURRENCY,TIME_PERIOD,OBS_VALUE\r\nD,USD,2024-04-25,"1.0', "the CSV is damaged"),
    ],
)
def test_a_damaged_answer_of_any_bank_is_an_error(
    bank: str, body: bytes, what: str, official: Official, stage: Stage, store: Path
) -> None:
    stage.plays(Play(body))
    run = official(bank, "USD", "-s", "2024-04-25", "-e", "2024-04-25")
    assert (run.code, run.out) == (1, "")
    assert what in run.err
    assert stage.url in run.err
    assert not list(store.glob("observations/*"))
