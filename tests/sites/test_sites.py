"""Every site reads its saved pages as a person did; no site without a page, no page without a site."""

from pathlib import Path

import pytest

from parsers import parse
from parsers.discovery import known_sites
from parsers.fixtures import load_fixture

SITES = Path(__file__).parent
FOLDERS = sorted(path.parent for path in SITES.glob("*/*/capture.toml"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: f"{folder.parent.name}/{folder.name}")
def test_the_saved_page_reads_as_expected(folder: Path) -> None:
    fixture = load_fixture(folder)
    assert fixture.read() == fixture.expected


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: f"{folder.parent.name}/{folder.name}")
def test_each_value_stands_in_the_page_where_the_quote_says(folder: Path) -> None:
    fixture = load_fixture(folder)
    page = parse(fixture.capture, site=fixture.site)
    for quote in page.printed:
        printed = page.text[quote.value_start :]
        assert printed.startswith(quote.value) or quote.value.endswith(printed[:2])  # an ask cut to its last digits
        assert quote.start <= quote.value_start < quote.end
    assert len({quote.value_start for quote in page.printed}) == len(page.printed)


def test_every_site_has_a_page_and_every_page_a_site() -> None:
    assert {folder.parent.name for folder in FOLDERS} == {site.name for site in known_sites()}


def test_a_site_is_named_as_its_module_and_owns_its_hosts_alone() -> None:
    hosts = [host for site in known_sites() for host in site.hosts]
    assert len(hosts) == len(set(hosts))
    assert all(site.hosts for site in known_sites())
