"""Every site reads its saved pages as a person did; no site without a page, no page without a site."""

from datetime import date
from pathlib import Path
from pkgutil import iter_modules

import pytest

from parsers import parse, sites
from parsers.discovery import known_sites
from parsers.fixtures import fixture_folders, load_fixture

FOLDERS = fixture_folders(Path(__file__).parent)
each_fixture = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: f"{folder.parent.name}/{folder.name}")


@each_fixture
def test_the_saved_page_reads_as_expected(folder: Path) -> None:
    fixture = load_fixture(folder)
    assert fixture.read() == fixture.expected


@each_fixture
def test_each_value_stands_in_the_page_where_the_quote_says(folder: Path) -> None:
    fixture = load_fixture(folder)
    page = parse(fixture.capture, site=fixture.site)
    for quote in page.printed:
        printed = page.text[quote.value_start :]
        assert printed.startswith(quote.value) or quote.value.endswith(printed[:2])  # an ask cut to its last digits
        assert quote.start <= quote.value_start < quote.end
    assert len({quote.value_start for quote in page.printed}) == len(page.printed)


@each_fixture
def test_a_fixture_says_of_which_site_and_when_it_was_taken(folder: Path) -> None:
    fixture = load_fixture(folder)
    assert fixture.expected["site"] == folder.parent.name
    assert fixture.capture.captured_at is not None
    assert abs(fixture.capture.captured_at.date() - date.fromisoformat(folder.name[:10])).days <= 30


def test_every_site_has_a_page_and_every_page_a_site() -> None:
    assert {folder.parent.name for folder in FOLDERS} == {site.name for site in known_sites()}


def test_every_page_lies_in_a_fixture() -> None:
    pages = {path.parent for path in Path(__file__).parent.rglob("*") if path.stem in {"page", "capture", "expected"}}
    assert pages == set(FOLDERS)


def test_a_site_is_named_as_its_module_and_owns_its_hosts_alone() -> None:
    hosts = [host for site in known_sites() for host in site.hosts]
    assert len(hosts) == len(set(hosts))
    assert all(site.hosts for site in known_sites())
    assert [site.name for site in known_sites()] == sorted(module.name for module in iter_modules(sites.__path__))
