"""The bundled sample: the figures on its pages are the official ones, and its generator writes the same bytes again."""

import csv
import re
import tomllib
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pytest

from tests.demo_pages.make import DEMO, write

MONTHS = {"февраля": 2, "марта": 3, "апреля": 4}
TAGS = re.compile(r"<[^>]*>")
FEED = re.compile(r"Курс \S+ на (\d+) (\S+)\s+([A-Z]{3}) ЦБ: (\d+),(\d\d)\s+\(([-+]?)(\d+)(?:,(\d\d))?\)")
TICKER = re.compile(r"([A-Z]{3})\s+ЦБ (\d\d)\.(\d\d)\s+(\d+),(\d\d)\s+([-+]?)(\d+)(?:,(\d\d))?")

Quote = tuple[str, date, int, int]
MANIFEST = tomllib.loads((DEMO / "pages.toml").read_text(encoding="utf-8"))["page"]


def printed(page: str) -> list[Quote]:
    """Currency, value date, value and change in kopecks of each printed quote."""
    text = TAGS.sub(" ", page)
    rows = [(row[2], MONTHS[row[1]], int(row[0]), *row[3:]) for row in FEED.findall(text)]
    rows += [(row[0], int(row[2]), int(row[1]), *row[3:]) for row in TICKER.findall(text)]
    return [
        (code, date(2024, month, day), kopecks("", roubles, part), kopecks(sign, whole, fraction))
        for code, month, day, roubles, part, sign, whole, fraction in rows
    ]


def kopecks(sign: str, roubles: str, part: str) -> int:
    return int(f"{sign}1") * (int(roubles) * 100 + int(part or 0))


def read(name: str) -> str:
    content = (DEMO / "pages" / name).read_bytes()
    return content.decode("cp1251" if b'charset="windows-1251"' in content else "utf-8")


def official_kopecks() -> dict[tuple[str, date], tuple[int, int]]:
    """Value and change by integers alone: ten-thousandths of a rouble, a half away from zero."""
    with (DEMO / "official_cbr.csv").open(encoding="utf-8") as file:
        rows = [(row["currency"], date.fromisoformat(row["date"]), row["rate"]) for row in csv.DictReader(file)]
    before: dict[str, int] = {}
    found = {}
    for currency, day, rate in sorted(rows):
        exact = int(rate.replace(".", ""))
        change = exact - before.get(currency, exact)
        found[currency, day] = ((exact + 50) // 100, (abs(change) + 50) // 100 * (-1 if change < 0 else 1))
        before[currency] = exact
    return found


@pytest.mark.parametrize("name", [page["file"] for page in MANIFEST])
def test_every_printed_figure_is_the_official_one(name: str) -> None:
    official = official_kopecks()
    quotes = printed(read(name))
    assert quotes == [(currency, day, *official[currency, day]) for currency, day, _, _ in quotes]
    assert bool(quotes) is (name != "no-feed.html")


def test_the_sample_draws_a_trend_of_two_currencies() -> None:
    days = Counter(
        currency for currency, _ in {quote[:2] for page in MANIFEST for quote in printed(read(page["file"]))}
    )
    assert days == {"USD": 34, "EUR": 34, "CNY": 5}


def test_the_sample_holds_every_form_of_page() -> None:
    names = [page["file"] for page in MANIFEST]
    assert sorted(names) == sorted(path.name for path in (DEMO / "pages").iterdir())
    assert Counter(Path(name).suffix for name in names) == {".html": 31, ".txt": 7}
    assert sum('charset="windows-1251"' in read(name) for name in names) == 7
    assert [page["file"] for page in MANIFEST if "captured_at" not in page] == ["undated-0703.txt", "undated-1704.txt"]
    assert sum(path.stat().st_size for path in DEMO.rglob("*") if path.is_file()) < 250_000


def test_a_page_is_taken_after_what_it_prints() -> None:
    for page in MANIFEST:
        taken: datetime | None = page.get("captured_at")
        stamps = [int(stamp) for stamp in re.findall(r'data-modif="(\d+)"', read(page["file"]))]
        if taken and stamps:
            assert max(stamps) < taken.timestamp()


def test_the_generator_writes_the_same_bytes_again(tmp_path: Path) -> None:
    write(tmp_path)
    written = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    kept = {path: (DEMO / path).read_bytes() for path in written}
    assert written == kept
    assert len(written) == 39
