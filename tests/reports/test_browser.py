"""The page in a real browser, opened from disk without a network, used as a reader uses it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from rates.series import Series
from reports import render
from tests.reports.april import HARM, NOW, april, lines_of
from tests.storage.rows import observation

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@dataclass(frozen=True, slots=True)
class Opened:
    """A report in a browser, and all that it asked for and complained of."""

    page: "Page"
    address: str
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def chart(self, expression: str) -> object:
        """An expression over the first chart, which is `chart`."""
        return self.page.evaluate(
            f"(() => {{ const chart = document.querySelector('.chart'); return {expression}; }})()"
        )

    def point_at(self, day: str) -> str:
        """What the page says when the pointer is on a day."""
        self.page.locator(".chart").first.scroll_into_view_if_needed()
        across = self.chart(f"chart._fullLayout.xaxis.d2p('{day}') + chart._fullLayout._size.l")
        box = self.page.locator(".chart").first.bounding_box()
        assert box is not None
        assert isinstance(across, int | float)
        self.page.mouse.move(box["x"] + across - 3, box["y"] + box["height"] / 2)
        self.page.mouse.move(box["x"] + across, box["y"] + box["height"] / 2)
        self.page.wait_for_selector(".hovertext")
        return "\n".join(self.page.locator(".hovertext tspan.line").all_text_contents())


def opened(browser: "Browser", folder: Path, lines: list[Series], title: str = "April", **context: object) -> Opened:
    """The report of these series, drawn."""
    (folder / "report.html").write_text(render(lines, title=title, generated_at=NOW), "utf-8")
    page = browser.new_context(offline=True, **context).new_page()  # type: ignore[arg-type]
    report = Opened(page, (folder / "report.html").as_uri())
    page.on("request", lambda request: report.requests.append(request.url))
    page.on("console", lambda message: report.complaints.append(message.text))
    page.on("pageerror", lambda error: report.complaints.append(str(error)))
    page.on("dialog", lambda dialog: (report.complaints.append("a dialog"), dialog.dismiss()))
    page.goto(report.address)
    page.wait_for_selector(".ranges:not([hidden])")
    return report


@pytest.fixture
def report(browser: "Browser", tmp_path: Path) -> Iterator[Opened]:
    """April, as a reader with a mouse sees it."""
    shown = opened(browser, tmp_path, april())
    yield shown
    shown.page.context.close()


def test_the_chart_is_drawn_and_nothing_is_asked_of_a_network(report: Opened) -> None:
    assert report.page.locator(".chart .scatterlayer .trace.scatter").count() == 8
    assert report.page.locator(".chart .points path.point").count() >= 20
    report.page.wait_for_timeout(500)
    assert (report.requests, report.complaints) == ([report.address], [])


def test_a_tap_on_a_phone_reads_a_day_and_leaves_the_zoom(browser: "Browser", tmp_path: Path) -> None:
    april_25, first = date(2024, 4, 25), date(2024, 1, 25)
    rows = [observation(1, value_date=first), observation(2, value_date=april_25)]
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
    shown = opened(browser, tmp_path, lines_of(rows), **phone)
    shown.page.get_by_role("button", name="1m").tap()
    shown.page.wait_for_function("document.querySelector('[data-months=\"1\"]').ariaPressed === 'true'")
    zoomed = shown.chart("chart.layout.xaxis.range")
    shown.page.locator(".chart .nsewdrag").first.tap()
    shown.page.wait_for_selector(".hovertext")
    shown.page.wait_for_timeout(500)
    assert shown.chart("chart.layout.xaxis.range") == zoomed
    shown.page.context.close()


def test_a_double_click_goes_back_to_all(report: Opened) -> None:
    report.page.get_by_role("button", name="1m").click()
    report.page.wait_for_function("document.querySelector('[data-months=\"0\"]').ariaPressed === 'false'")
    report.page.locator(".chart .nsewdrag").first.dblclick()
    report.page.wait_for_function("document.querySelector('[data-months=\"0\"]').ariaPressed === 'true'")


def test_hovering_tells_date_value_change_and_the_banks_figure(report: Opened) -> None:
    assert report.point_at("2024-04-25").split("\n") == [
        "Thu 25 Apr 2024",
        "■ 92.51   −0.79   rbc · Bank of Russia",
        "     verified · published 24 Apr 2024, 17:11 MSK",
        "■ 92.5058   Bank of Russia, official",
    ]


def test_a_range_button_zooms_and_the_scale_follows_what_is_in_view(browser: "Browser", tmp_path: Path) -> None:
    rows = [observation(month, value_date=date(2024, month, 25), value=Decimal(80 + month)) for month in range(2, 7)]
    rows.append(observation(1, value_date=date(2024, 1, 25), value=Decimal(99), status="suspect"))
    shown = opened(browser, tmp_path, lines_of(rows))
    whole = shown.chart("chart.layout.xaxis.range")
    shown.page.get_by_role("button", name="3m").click()
    shown.page.wait_for_function("document.querySelector('[data-months=\"3\"]').ariaPressed === 'true'")
    assert (whole, shown.chart("chart.layout.xaxis.range")) == (
        ["2024-01-22T00:00", "2024-06-28T00:00"],
        ["2024-03-25T00:00", "2024-06-27T00:00"],
    )
    assert shown.chart("chart._fullLayout.yaxis.range.map((value) => Math.round(value * 100) / 100)") == [82.76, 86.24]
    assert [button.is_disabled() for button in shown.page.locator(".ranges button").all()] == [
        False,
        False,
        True,
        True,
        False,
    ]
    shown.page.get_by_role("button", name="all").click()
    assert shown.chart("chart.layout.xaxis.range") == whole
    assert shown.complaints == []


def test_no_button_sends_the_chart_anywhere(report: Opened) -> None:
    titles = [button.get_attribute("data-title") for button in report.page.locator(".modebar-btn").all()]
    assert titles == ["Zoom", "Pan", "Reset axes", "Download plot as a PNG"]


def test_a_line_can_be_hidden_by_its_key(report: Opened) -> None:
    report.page.get_by_role("button", name="rbc · Bank of Russia").click()
    assert report.chart("chart.data.map((trace) => trace.visible !== false)") == [
        True,
        False,
        False,
        True,
        True,
        True,
        True,
        True,
    ]


def test_what_a_page_said_stays_text_in_tables_labels_and_keys(browser: "Browser", tmp_path: Path) -> None:
    row = observation(1, site=HARM, url="javascript:alert(3)", source=HARM, quote_text=HARM, value_date_text=HARM)
    other = observation(2, instrument=HARM, site=HARM)
    shown = opened(browser, tmp_path, lines_of([other, row]), title=HARM)
    assert HARM in shown.point_at("2024-04-25")
    for summary in shown.page.locator("summary").all():
        summary.click()
    assert shown.page.locator("h1").text_content() == HARM
    assert shown.page.locator("q.print").last.text_content() == HARM
    assert shown.page.locator(".legend button").first.text_content() == f"{HARM} · Bank of Russia"
    assert shown.page.locator("a[href^=javascript], a[href*='x.test'], img, .chart a").count() == 0
    assert (shown.requests, shown.complaints) == ([shown.address], [])


def test_a_script_that_got_past_the_escaping_would_not_run(browser: "Browser", tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text(render(april(), title="April", generated_at=NOW), "utf-8")
    page = (tmp_path / "report.html").read_text("utf-8")
    (tmp_path / "report.html").write_text(page.replace("<main>", "<main><script>window.ran = true</script>"), "utf-8")
    opened_page = browser.new_context(offline=True).new_page()
    opened_page.goto((tmp_path / "report.html").as_uri())
    assert opened_page.evaluate("window.ran") is None


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_nothing_is_wider_than_the_screen(browser: "Browser", tmp_path: Path, scheme: str) -> None:
    phone = {"width": 360, "height": 740}
    shown = opened(browser, tmp_path, april(), viewport=phone, has_touch=True, color_scheme=scheme)
    assert shown.page.evaluate("document.documentElement.scrollWidth") == 360
    assert shown.complaints == []


def test_every_chart_is_drawn_before_printing(browser: "Browser", tmp_path: Path) -> None:
    names = ["AUD/RUB", "CNY/RUB", "EUR/RUB", "GBP/RUB", "USD/RUB"]
    shown = opened(
        browser, tmp_path, lines_of([observation(index, instrument=name) for index, name in enumerate(names)])
    )
    shown.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    shown.page.wait_for_function("document.querySelectorAll('.chart .main-svg').length >= 5")
    assert shown.page.locator(".ranges:not([hidden])").count() == 5
