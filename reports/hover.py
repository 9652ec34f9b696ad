"""What the pointer is told: one card a day, with each line's value and change as printed, its check and its time.

One invisible trace carries the cards of a figure. Plotly's own shared label takes the nearest point of each line, and
would tell Thursday's value under Wednesday's date where a line has no Wednesday.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from rates.series import Point, Series, in_force, official_of
from reports.checks import badge, state
from reports.wording import amount, label, line_name, percent, places, signed, time_words, weekday_words


def cards(lines: Sequence[tuple[Series, str]]) -> dict[date, str]:
    """The card of each day that any of the lines (each with its colour) has a value for, in day order."""
    told: dict[date, list[str]] = {}
    for line, colour in lines:
        official = official_of(line, [other for other, _ in lines])
        for point in line.points:
            told.setdefault(point.day, []).append(_told(point, line, colour, in_force(official, point.day)))
    return {day: f"<b>{weekday_words(day)}</b><br>" + "<br>".join(told[day]) for day in sorted(told)}


def trace(heights: dict[date, float], lines: Sequence[tuple[Series, str]]) -> dict[str, Any]:
    """The invisible trace of the cards; `heights` says where on its day a card points to."""
    by_day = cards(lines)
    return {
        "type": "scatter",
        "name": "day",
        "mode": "markers",
        "x": [day.isoformat() for day in by_day],
        "y": [heights[day] for day in by_day],
        "customdata": list(by_day.values()),
        "hovertemplate": "%{customdata}<extra></extra>",
        "marker": {"opacity": 0},
        "showlegend": False,
    }


def _told(point: Point, line: Series, colour: str, bank: Point | None) -> str:
    """Two rows of a card; whatever a page said is escaped, since plotly reads links and tags in its labels."""
    decimals = max(places([point.value]), 2)
    change = percent(point.change_percent) if point.change is None else signed(point.change, decimals)
    said = [
        f"<span style='color:{colour}'>■</span> <b>{amount(point.value, decimals)}</b>",
        change,
        label(line_name(line)),
    ]
    head = "   ".join(part for part in said if part)
    if line.official:
        return head
    return f"{head}<br>     {label(' · '.join(_about(point, line, bank)))}"


def _about(point: Point, line: Series, bank: Point | None) -> list[str]:
    code = state(point)
    about = [badge(code).word]
    if code == "differs":
        about = [point.explanation or _difference(point, bank)]
    if point.published_at:
        about.append(f"published {time_words(point.published_at, line.zone)}")
    return about


def _difference(point: Point, bank: Point | None) -> str:
    """By how much the value differs from the bank's or, where it is the same rounded, that the change does."""
    difference = point.value - bank.value * point.nominal / bank.nominal if bank else Decimal(0)
    if round(difference, max(places([point.value]), 2)) == 0:
        return "the change differs from the bank's"
    return f"differs from the bank by {signed(difference, places([difference]))}"
