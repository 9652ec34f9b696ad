"""The figure of an instrument says what the series say, and nothing that a page said is markup in it."""

import json
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from reports import figure
from reports.figure import COLOURS
from reports.marks import DIFFERS, SUSPECT
from reports.page import TEMPLATES
from tests.reports.april import HARM, april, lines_of, official, printed
from tests.storage.rows import observation


def traces(lines: Any) -> dict[str, list[dict[str, Any]]]:
    """The traces of a figure by name, as the page gets them."""
    found: dict[str, list[dict[str, Any]]] = {}
    for trace in json.loads(figure(lines).to_json())["data"]:
        found.setdefault(trace.get("name", "stem"), []).append(trace)
    return found


def test_a_fixing_is_drawn_in_steps_and_a_price_from_point_to_point() -> None:
    price = observation(1, market="forex", value_date=None)
    drawn = traces(lines_of([observation(0), price]))
    assert [trace["line"]["shape"] for trace in drawn["rbc · Bank of Russia"]] == ["hv"]
    assert [trace["line"]["shape"] for trace in drawn["rbc · forex"]] == ["linear"]


def test_the_banks_line_lies_below_the_printed_one() -> None:
    names = list(traces(april()))
    assert names.index("Bank of Russia, official") < names.index("rbc · Bank of Russia")


def test_the_card_of_a_day_tells_value_change_check_time_and_the_banks_figure() -> None:
    (cards,) = traces(april())["day"]
    card = dict(zip(cards["x"], cards["customdata"], strict=True))["2024-04-25"]
    assert card == (
        "<b>Thu 25 Apr 2024</b><br><span style='color:#2f74d0'>■</span> <b>92.51</b>   −0.79   rbc · Bank of Russia"
        "<br>     verified · published 24 Apr 2024, 17:11 MSK"
        "<br><span style='color:#9aa7b8'>■</span> <b>92.5058</b>   Bank of Russia, official"
    )


def test_a_day_the_page_lacks_is_told_by_the_bank_alone() -> None:
    (cards,) = traces(april())["day"]
    card = dict(zip(cards["x"], cards["customdata"], strict=True))["2024-04-18"]
    assert card == (
        "<b>Thu 18 Apr 2024</b><br><span style='color:#9aa7b8'>■</span> <b>94.3242</b>   Bank of Russia, official"
    )


def test_a_value_that_differs_has_a_ring_and_a_stem_to_the_banks_figure() -> None:
    drawn = traces(april())
    (ring,), (stem, *_) = drawn["differs"], drawn["stem"]
    assert (ring["x"], ring["y"]) == (["2024-04-10"], [93.75])
    assert (stem["x"], stem["y"]) == (["2024-04-10", "2024-04-10", None], [93.75, 92.7463, None])
    (cards,) = drawn["day"]
    assert "differs from the bank by +1.0037" in dict(zip(cards["x"], cards["customdata"], strict=True))["2024-04-10"]


@pytest.mark.parametrize(
    ("value", "explanation", "told"),
    [
        ("92.51", None, "the change differs from the bank's"),
        ("93.29", None, "differs from the bank by +0.7842"),
        ("93.29", "the rate of the neighbouring day 2024-04-24", "the rate of the neighbouring day 2024-04-24"),
    ],
)
def test_a_difference_is_told_by_its_explanation_or_by_its_size(value: str, explanation: str | None, told: str) -> None:
    row = observation(value=Decimal(value))
    (line, bank) = lines_of([row, *official()], {row.id: "differ"})
    point = replace(line.points[0], explanation=explanation)
    (cards,) = traces([replace(line, points=(point,)), bank])["day"]
    assert dict(zip(cards["x"], cards["customdata"], strict=True))["2024-04-25"].split("<br>")[2] == (
        f"     {told} · published 24 Apr 2024, 17:11 MSK"
    )


def test_where_the_page_lacks_a_day_the_bold_line_ends_when_the_value_did() -> None:
    bold, _ = traces(april())["rbc · Bank of Russia"]
    around = slice(bold["x"].index("2024-04-17"), bold["x"].index("2024-04-19") + 1)
    assert bold["x"][around] == ["2024-04-17", "2024-04-18", "2024-04-18", "2024-04-19"]
    assert bold["y"][around] == [94.07, 94.07, None, 94.09]


def test_a_line_does_not_bridge_more_than_two_weeks() -> None:
    rows = [observation(day, value_date=date(2024, month, day)) for month, day in ((4, 1), (4, 15), (4, 30))]
    (line,) = traces(lines_of(rows))["rbc · Bank of Russia"]
    assert line["x"] == ["2024-04-01", "2024-04-15", "2024-04-16", "2024-04-30"]
    assert line["y"] == [92.51, 92.51, None, 92.51]


def test_a_nominal_that_flips_makes_no_cliff() -> None:
    rows = [
        observation(1, value_date=date(2024, 4, 24), value=Decimal("925.1"), nominal=10),
        observation(2, value_date=date(2024, 4, 25), value=Decimal("92.6"), nominal=1),
    ]
    (line,) = traces(lines_of(rows))["rbc · Bank of Russia"]
    assert line["y"] == [92.51, 92.6]


def test_the_banks_line_goes_no_further_than_a_week_beside_the_printed_one() -> None:
    rows = [row for row in printed() if row.value_date == date(2024, 4, 27)]
    (bank,) = traces(lines_of([*official(), *rows]))["Bank of Russia, official"]
    assert bank["x"][0] == "2024-04-20"


def test_a_sites_name_is_text_in_every_label() -> None:
    drawn = figure(lines_of([observation(0, site=HARM)])).to_json()
    assert "<" not in drawn
    assert "&lt;script&gt;alert(1)" in json.loads(drawn)["data"][0]["name"]
    assert "&lt;script&gt;alert(1)" in json.loads(drawn)["data"][1]["customdata"][0]


def luminance(colour: str) -> float:
    """The relative luminance of `#rrggbb` (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_printed_lines_and_doubts_stand_out_from_a_light_and_a_dark_page() -> None:
    css = (TEMPLATES / "report.css").read_text("utf-8")
    light, dark = (luminance(card) for card in re.findall(r"--card: (#\w{6})", css)[:2])
    for colour in (*COLOURS, DIFFERS, SUSPECT):
        own = luminance(colour)
        assert min((light + 0.05) / (own + 0.05), (own + 0.05) / (dark + 0.05)) >= 3, colour  # WCAG 1.4.11
