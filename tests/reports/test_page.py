"""The page: whole, words exact, and everything that came from outside stays text."""

import re
from datetime import date
from decimal import Decimal

import pytest
from selectolax.lexbor import LexborHTMLParser

from reports import render
from reports.page import plotly_script
from tests.reports.april import HARM, NOW, april, lines_of, official, printed
from tests.storage.rows import observation


def page_of(*args: object, **options: object) -> str:
    """The page without plotly.js, which is nobody's to read."""
    return render(*args, title="April", generated_at=NOW, **options).replace(plotly_script(), "")  # type: ignore[arg-type]


def cells(page: str, selector: str) -> list[list[str]]:
    """The rows of the first table that the selector finds, as text."""
    table = LexborHTMLParser(page).css_first(selector)
    assert table is not None
    return [[" ".join(cell.text().split()) for cell in row.css("th, td")] for row in table.css("tbody tr")]


def test_the_overview_tells_the_newest_value_and_the_state_of_all() -> None:
    assert cells(page_of(april()), "table.overview") == [
        [
            "USD/RUB rbc · Bank of Russia",
            "92.01",
            "−0.12",
            "Sat 27 Apr 2024",
            "",
            "20 of 21 bank days",
            "≠ 1 differs? 1 suspect∅ 1 undated✓ 17 verified= 1 dated by bank",
        ]
    ]


def test_the_fullest_series_comes_first() -> None:
    rows = [*printed(), observation(901, instrument="AUD/RUB"), observation(902, instrument="CNY/RUB", site="cbr")]
    page = LexborHTMLParser(page_of(lines_of(rows)))
    assert [heading.text() for heading in page.css(".panel h2")] == ["USD/RUB", "AUD/RUB", "CNY/RUB"]


def test_the_fullest_line_of_an_instrument_leads_and_what_is_undated_comes_last() -> None:
    cash = [observation(1, market="cash", side="ask"), observation(2, market="cash", side="bid", value_date=None)]
    rows = cells(page_of(lines_of([*cash, *printed()])), "table.overview")
    assert [row[0] for row in rows] == [
        "USD/RUB rbc · Bank of Russia",
        "USD/RUB rbc · cash, ask",
        "USD/RUB rbc · cash, bid",
    ]


def test_the_newest_value_has_its_own_decimals_whatever_older_ones_had() -> None:
    older = observation(1, value=Decimal("35.7522"), value_date=date(2009, 3, 5))
    page = page_of(lines_of([older, observation(2)]))
    assert cells(page, "table.overview")[0][1:3] == ["92.51", "−0.79"]
    assert [row[1] for row in cells(page, "table.values")] == ["92.5100", "35.7522"]


def test_one_day_is_told_as_one_day_and_no_columns_are_kept_for_a_bank_that_is_not_there() -> None:
    page = LexborHTMLParser(page_of(lines_of([observation(1)])))
    assert page.css("table.overview td")[4].text() == "1 day"
    assert "day by day, 25 Apr 2024." in page.css(".lede")[0].text()
    assert [cell.text() for cell in page.css("table.values thead th")] == [
        "For day",
        "Value",
        "Change",
        "Check",
        "Published",
        "Dated by",
        "Seen",
    ]


def test_the_value_table_is_newest_first_and_says_how_each_value_was_dated_and_checked() -> None:
    rows = {row[0]: row[1:] for row in cells(page_of(april()), "table.values")}
    assert list(rows)[:3] == ["Sat 27 Apr 2024", "Fri 26 Apr 2024", "Thu 25 Apr 2024"]
    assert rows["Thu 25 Apr 2024"] == [
        "92.51",
        "−0.79",
        "92.5058",
        "+0.0042",
        "✓ verified",
        "24 Apr 2024, 17:11 MSK",
        "the capture's time",
        "1×",
    ]
    assert rows["Wed 10 Apr 2024"][3:5] == ["+1.0037", "≠ differs"]
    assert rows["Tue 16 Apr 2024"][4] == "? suspect change-breaks-series"
    assert rows["Sat 20 Apr 2024"][4:7:2] == ["= dated by bank", "the bank's own series"]


def test_a_fixing_that_was_printed_otherwise_says_so_beside_its_value() -> None:
    rows = [observation(1), observation(2, value=Decimal("92.49"), published_at=None)]
    assert cells(page_of(lines_of(rows)), "table.values")[0][3] == "· unchecked also printed: 92.49"


def test_each_number_says_where_it_came_from() -> None:
    assert cells(page_of(lines_of([observation()])), "table.origins") == [
        [
            "Thu 25 Apr 2024",
            "USD ЦБ: 92,51 (-0,79)",
            "page.txthttps://www.rbc.ru/a",
            "25 Apr 2024, 01:10 MSK",
            observation().id[:12],
        ]
    ]


def test_undated_values_are_listed_with_what_was_printed() -> None:
    assert cells(page_of(april()), ".doubt table")[0][:5] == [
        "25 апреля",
        "92.51",
        "−0.79",
        "24 апр, 17:11",
        "USD ЦБ: 92,51 (-0,79)",
    ]


def test_missing_days_are_told_as_runs() -> None:
    away = [date(2024, 4, 9), date(2024, 4, 10), date(2024, 4, 11), date(2024, 4, 18)]
    rows = printed(leave_out=away)
    page = LexborHTMLParser(page_of(lines_of([*official(), *rows])))
    assert [gap.text() for gap in page.css(".gaps li")] == ["9 Apr 2024 to 11 Apr 2024 (3 days)", "18 Apr 2024"]


def test_without_a_bank_only_more_than_a_long_weekend_is_a_gap() -> None:
    rows = [observation(day, value_date=date(2024, 4, day)) for day in (5, 9, 20)]
    page = LexborHTMLParser(page_of(lines_of(rows)))
    assert [gap.text() for gap in page.css(".gaps li")] == ["10 days between 9 Apr 2024 and 20 Apr 2024"]
    assert cells(page.html or "", "table.overview")[0][5] == "3 in 16 days"


def test_a_page_without_series_says_so() -> None:
    assert "No series" in page_of([])


def test_only_web_addresses_become_links() -> None:
    rows = [
        observation(1, value_date=date(2024, 4, 24), url="javascript:alert(1)"),
        observation(2, value_date=date(2024, 4, 25), url="https://www.rbc.ru/a?b=1&c=2"),
        observation(3, value_date=date(2024, 4, 26), url="data:text/html,<script>alert(1)</script>"),
        observation(4, value_date=date(2024, 4, 27), url="http://[bad"),
        observation(5, value_date=date(2024, 4, 23), url="javascript://rbc.ru/%0aalert(1)"),
    ]
    links = LexborHTMLParser(page_of(lines_of(rows))).css(".where a")
    assert [link.attributes["href"] for link in links] == ["https://www.rbc.ru/a?b=1&c=2"]


def test_harmful_text_is_escaped_wherever_it_is_shown() -> None:
    fields = ("site", "url", "source", "quote_text", "parser", "published_text", "value_date_text")
    rows = [
        observation(1, reasons=(HARM,), **dict.fromkeys(fields, HARM)),
        observation(2, **dict.fromkeys(fields, HARM), value_date=None, status="undated", published_at=None),
        observation(3, instrument=HARM),
    ]
    page = render(lines_of(rows), title=HARM, generated_at=NOW).replace(plotly_script(), "")
    tree = LexborHTMLParser(page)
    assert [(script.attributes.get("type") or "code") for script in tree.css("script")] == [
        "application/json",
        "application/json",
        "code",
        "code",
    ]
    assert (tree.css("img"), tree.css("b:not(.chip b)"), tree.css("a[href*='x.test']")) == ([], [], [])
    assert tree.css_first("h1").text() == HARM
    assert [" ".join(quote.text().split()) for quote in tree.css("q")].count(HARM) == 2


def test_the_page_asks_for_nothing_and_lets_only_its_own_scripts_run() -> None:
    page = page_of(april())
    policy = LexborHTMLParser(page).css_first("meta[http-equiv=Content-Security-Policy]").attributes["content"] or ""
    assert re.sub(r"'sha256-[^']+'", "HASH", policy) == (
        "default-src 'none'; script-src HASH HASH; style-src 'unsafe-inline'; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )
    assert LexborHTMLParser(page).css("[src], link:not([rel=icon]), iframe, object, form") == []


def test_a_long_table_is_cut_and_says_where_the_rest_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.panels.MOST_ROWS", 10)
    monkeypatch.setattr("reports.panels.FEWEST_ROWS_A_LINE", 5)
    page = page_of(april())
    assert len(cells(page, "table.values")) == 5
    assert "the newest 5 of 20 days, <code>rates show USD/RUB</code> lists all" in page
