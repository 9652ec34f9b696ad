"""The README: its commands run as they stand there, in its order, and print what it says."""

import gzip
import json
import re
from pathlib import Path
from textwrap import dedent

import pytest

from rates.cli import COMMANDS
from tests.cli.conftest import FEED, Rates, rates
from tests.inputs.test_archives import record
from tests.official.conftest import Play, Stage, stage
from tests.official.playing import cbr_daily, cbr_dynamic

__all__ = ["rates", "stage"]

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
PACKAGES = ("rates", "parsers", "storage", "reports")
FIXINGS = {
    "R01235": {"2024-04-24": "93,2918", "2024-04-25": "92,5058"},
    "R01239": {"2024-04-24": "99,5609", "2024-04-25": "98,9118"},
}


def bank(path: str) -> Play:
    """The Bank of Russia around the day of the page."""
    number = path.rpartition("VAL_NM_RQ=")[2]
    return Play(cbr_dynamic(number, FIXINGS[number]) if number in FIXINGS else cbr_daily(["USD", "EUR"]))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The files that the README's commands name."""
    page = f"<html><body><pre>{FEED}</pre></body></html>"
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    (tmp_path / "saved").mkdir()
    (tmp_path / "saved/other.html").write_text(page, encoding="utf-8")
    (tmp_path / "crawl.warc.gz").write_bytes(gzip.compress(record(url="https://www.rbc.ru/", body=page.encode())))
    return tmp_path


def blocks() -> list[str]:
    """The README's indented blocks."""
    return [dedent(block) for block in re.findall(r"(?:^    .*\n)+", README, re.MULTILINE)]


def test_its_commands_run_in_its_order(
    rates: Rates, folder: Path, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.reply = bank
    monkeypatch.setenv("RATES_OFFICIAL_BASE", stage.url)
    (block,) = (block for block in blocks() if block.startswith("rates parse"))
    commands = [re.split(r"\s{2,}", line)[0].split() for line in block.splitlines()]
    runs = [(words[0], rates(*words)) for _, *words in commands]
    ends = [(name, run.code, run.err.splitlines()[:1]) for name, run in runs]
    assert ends == [
        ("parse", 0, []),
        ("ingest", 0, [f"2 inputs: 2 with quotes; quotes: 2 ok, 2 undated -> {folder}/store"]),
        ("official", 0, [f"4 new rates, 0 changed -> {folder}/store"]),
        ("resolve", 0, ["2 settled, 0 doubted, 0 cleared, 0 noted; 0 still undated"]),
        ("verify", 0, ["2 compared: 2 rounding"]),
        ("show", 0, []),
        ("report", 0, ["drew 4 series with 6 values"]),
    ]
    assert (folder / "report.html").stat().st_size > 1_000_000


def test_its_page_gives_the_row_that_it_prints(rates: Rates, tmp_path: Path) -> None:
    page, row = (next(block for block in blocks() if block.startswith(start)) for start in ("Курс", "{"))
    (tmp_path / "page.txt").write_text(f"Лента новостей\n{page}", encoding="utf-8")
    (read,) = json.loads(rates("parse", "page.txt", "--captured-at", "2024-04-25T01:10+03:00", "--json").out)
    told = json.loads(row.replace(", ...}", "}"))
    assert {key: read[key] for key in told} == told


def test_it_names_only_commands_that_there_are() -> None:
    named = set(re.findall(r"`rates ([a-z]+)", README)) | set(re.findall(r"^    rates ([a-z]+)", README, re.MULTILINE))
    assert named - {*COMMANDS} == set()


def test_hints_name_only_commands_that_there_are() -> None:
    folder = Path(__file__).parents[1]
    sources = [path.read_text(encoding="utf-8") for name in PACKAGES for path in (folder / name).rglob("*.py")]
    named = {name for text in sources for name in re.findall(r"""(?:`|hint=f?")rates ([a-z]+)\b""", text)}
    assert named - {*COMMANDS} == set()
