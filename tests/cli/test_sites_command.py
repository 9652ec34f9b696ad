"""`rates sites` as a user sees it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Rates

PAGE = """<!DOCTYPE html>
<html lang="cs">
<head><meta charset="utf-8"><title>Nový most</title></head>
<body>
<ul class="kurzy"><li>EUR <b>25,12</b></li><li>USD <b>23,05</b></li></ul>
<h1>Nový most</h1>
<p>Stavba stála 25,12 milionu korun.</p>
</body>
</html>
"""
ROOT = Path(__file__).resolve().parents[2]
URL = "https://www.noviny.example/most"


@pytest.fixture
def rates(process: Rates) -> Rates:
    """A process for each run, since a new site stays known to the one that made it."""
    return process


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """An empty checkout beside a saved page."""
    for folder in ("parsers/sites", "tests/sites"):
        (tmp_path / "checkout" / folder).mkdir(parents=True)
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    return tmp_path / "checkout"


def test_the_list_has_a_row_a_site_with_its_markets_and_fixtures(rates: Rates) -> None:
    run = rates("sites", "list", "--json")
    row = next(row for row in json.loads(run.out) if row["name"] == "yandex")
    assert (run.code, run.err) == (0, "")
    assert row == {
        "name": "yandex",
        "hosts": ["yandex.ru", "ya.ru"],
        "zone": "Europe/Moscow",
        "home": "RUB",
        "markets": ["cbr"],
        "fixtures": 1,
    }


def test_a_site_is_shown_by_its_name_or_its_host_with_its_block_as_printed(rates: Rates) -> None:
    run = rates("sites", "show", "yandex.ru")
    assert run.code == 0
    assert "USD ЦБ   29,4452  −0,5876   28,8576" in run.out.splitlines()
    assert "zone        Europe/Moscow" in run.out.splitlines()
    assert rates("sites", "show", "yandex").out == run.out


def test_a_site_that_nobody_knows_is_a_usage_error(rates: Rates) -> None:
    assert rates("sites", "show", "nobody") == rates("sites", "test", "nobody")
    run = rates("sites", "show", "nobody.example")
    assert (run.code, run.out) == (2, "")
    assert run.err == (
        "error: nobody.example has no parser of its own\nhint: the general grammar reads it; rates sites list\n"
    )


def test_the_saved_pages_of_a_site_are_read_again(rates: Rates) -> None:
    run = rates("sites", "test", "mk", "--json")
    assert (run.code, run.err) == (0, "")
    assert json.loads(run.out) == [
        {"site": "mk", "fixture": "2020-01-13-region", "quotes": 3, "result": "as expected"},
        {"site": "mk", "fixture": "2020-09-23-head", "quotes": 2, "result": "as expected"},
    ]


def test_a_new_site_starts_with_the_facts_of_its_page_and_reads_as_expected(rates: Rates, checkout: Path) -> None:
    page, taken = checkout.parent / "page.html", "2024-04-25"
    run = rates("sites", "new", "noviny", "--page", page, "--url", URL, "--captured-at", taken, "--dir", checkout)
    module, fixture = checkout / "parsers/sites/noviny.py", checkout / "tests/sites/noviny/2024-04-25-first"
    assert (run.code, run.out) == (0, f"{module}\n{fixture}\n")
    assert module.read_text(encoding="utf-8") == (
        '"""noviny.example: `EUR 25,12 USD 23,05`."""\n\nfrom parsers.site import Site\n\n'
        'SITE = Site(\n    name="noviny",\n    hosts=("noviny.example",),\n    zone="Europe/Prague",\n'
        '    languages=("cs",),\n    home="CZK",\n)\n'
    )
    assert (fixture / "page.html").read_text(encoding="utf-8") == PAGE
    assert (fixture / "capture.toml").read_text(encoding="utf-8") == f'url = "{URL}"\ncaptured_at = 2024-04-25\n'
    expected = json.loads((fixture / "expected.json").read_text(encoding="utf-8"))
    assert (expected["site"], [quote["instrument"] for quote in expected["printed"]]) == (
        "noviny",
        ["EUR/CZK", "USD/CZK"],
    )
    again = rates("sites", "test", "noviny", "--json", "--dir", checkout)
    assert [row["result"] for row in json.loads(again.out)] == ["as expected"]


def test_nothing_is_overwritten(rates: Rates, checkout: Path) -> None:
    words = ("sites", "new", "noviny", "--page", checkout.parent / "page.html", "--url", URL, "--dir", checkout)
    assert rates(*words).code == 0
    run = rates(*words)
    assert (run.code, run.out) == (2, "")
    assert run.err == (
        f"error: {checkout}/parsers/sites/noviny.py is there already\n"
        "hint: choose another name, or add a fixture folder by hand\n"
    )


@pytest.mark.parametrize(
    ("name", "url", "message"),
    [
        ("noviny", "https://m.mk.ru/a", "error: m.mk.ru is mk's already"),
        ("No-viny", URL, "error: 'No-viny' cannot name a module"),
        ("noviny", None, "error: nothing says which site the page is of"),
    ],
)
def test_a_site_that_cannot_be_begun_leaves_nothing_behind(
    rates: Rates, checkout: Path, name: str, url: str | None, message: str
) -> None:
    address = ("--url", url) if url else ()
    run = rates("sites", "new", name, "--page", checkout.parent / "page.html", *address, "--dir", checkout)
    assert (run.code, run.out, run.err.splitlines()[0]) == (2, "", message)
    assert [path for path in checkout.rglob("*") if path.is_file()] == []


def test_a_folder_that_is_no_checkout_is_named(rates: Rates, tmp_path: Path) -> None:
    run = rates("sites", "test", "--dir", tmp_path)
    assert (run.code, run.err) == (
        2,
        f"error: {tmp_path} has no parsers/sites and tests/sites\nhint: --dir names a checkout of this project\n",
    )


def test_an_installed_program_lists_the_sites_and_says_where_the_saved_pages_are_not(tmp_path: Path) -> None:
    for package in ("rates", "parsers", "storage", "reports"):
        (tmp_path / package).symlink_to(ROOT / package)  # as a wheel has them: without tests/

    def installed(*words: str) -> tuple[int, str, str]:
        command = [sys.executable, "-P", "-m", "rates.cli", "sites", *words]
        env = {"PYTHONPATH": str(tmp_path), "HOME": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(
            command, env=env, cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=60, check=False
        )
        return done.returncode, done.stdout, done.stderr

    code, out, _ = installed("list", "--json")
    assert (code, json.loads(out)[0]["fixtures"]) == (0, None)
    where = (
        "error: the saved pages are not installed with the program\n"
        "hint: run this in a checkout, or name one with --dir\n"
    )
    assert installed("test") == (2, "", where)
    assert installed("new", "noviny", "--page", "page.html") == (2, "", where)
