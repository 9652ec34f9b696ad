"""The lines of one instrument to a Plotly figure: the bank's line below, what pages printed above it, doubts marked.

A fixing stands until the next one and is drawn in steps; a market's price is drawn from point to point. The chart
is the only place where a value is a float: the hover text shows the digits as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING, Any

from rates.series import Point, Series, official_of
from reports.checks import badge, state
from reports.wording import amount, line_name, places, signed, time_words

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

COLOURS = ("#2f74d0", "#d9822b", "#14998a", "#8a63d2", "#c9487f", "#7d8c22")
OFFICIAL, DIFFERS, SUSPECT = "#9aa7b8", "#d6453d", "#c98a00"
# The longest stretch without a new rate: the Bank of Russia's New Year gap is 13 days.
LONGEST_STAND = timedelta(days=14)


def figure(lines: Sequence[Series]) -> Figure:
    """The figure of one instrument's series; it needs no other data and no network."""
    from plotly.graph_objects import Figure

    drawn = [line for line in lines if line.points]
    below = [_line(line, OFFICIAL, drawn) for line in drawn if line.official]
    observed = [line for line in drawn if not line.official]
    above = [_line(line, COLOURS[index % len(COLOURS)], drawn) for index, line in enumerate(observed)]
    return Figure(data=[*below, *above, *_marks(observed, drawn)], layout=_layout(), skip_invalid=False)


def hover_text(point: Point, line: Series, bank: Point | None) -> str:
    """What the hover says of a point beside its day: value, change, source and the bank's figure; nothing is markup."""
    decimals = places([point.value])
    said = [f"<b>{amount(point.value, max(decimals, 2))}</b>", _change(point), escape(line_name(line))]
    under = [] if line.official else [badge(state(point)).word]
    if bank:
        under.append(f"bank {amount(bank.value, places([bank.value]))}")
    if point.published_at:
        under.append(f"published {time_words(point.published_at, line.zone)}")
    second = f"<br><span style='font-size:0.88em'>   {escape(' · '.join(under))}</span>" if under else ""
    return "  ".join(part for part in said if part) + second


def _change(point: Point) -> str:
    if point.change is not None:
        return signed(point.change, max(places([point.change]), 2))
    if point.change_percent is not None:
        return signed(point.change_percent, places([point.change_percent])) + " %"
    return ""


def _line(line: Series, colour: str, lines: Sequence[Series]) -> dict[str, Any]:
    bank = {point.day: point for point in _official_points(line, lines)}
    drawn = _with_breaks(line)
    return {
        "type": "scatter",
        "name": escape(line_name(line)),
        "x": [day for day, _ in drawn],
        "y": [point and _height(point, line) for _, point in drawn],
        "customdata": [point and hover_text(point, line, bank.get(point.day)) for _, point in drawn],
        "hovertemplate": "%{customdata}<extra></extra>",
        "mode": "lines" if line.official else "lines+markers",
        "line": {"shape": "hv" if line.fixing else "linear", "color": colour, "width": 7 if line.official else 2},
        "opacity": 0.5 if line.official else 1,
        "marker": {"size": 6, "color": colour},
    }


def _with_breaks(line: Series) -> list[tuple[str, Point | None]]:
    """The points by ISO day, and an empty one where the line must not bridge a gap."""
    drawn: list[tuple[str, Point | None]] = []
    for before, point in zip((None, *line.points), line.points, strict=False):
        if before and point.day - before.day > LONGEST_STAND:
            drawn.append(((before.day + timedelta(days=1)).isoformat(), None))
        drawn.append((point.day.isoformat(), point))
    return drawn


def _official_points(line: Series, lines: Sequence[Series]) -> tuple[Point, ...]:
    official = official_of(line, lines)
    return official.points if official else ()


def _height(point: Point, line: Series) -> float:
    """The value for as many units as the line's newest point, so that a nominal that flips makes no cliff."""
    return float(point.value * line.points[-1].nominal / Decimal(point.nominal))


def _marks(observed: Sequence[Series], lines: Sequence[Series]) -> list[dict[str, Any]]:
    """Rings around the values that differ from the bank, with a stem to the bank's figure, and around suspect ones."""
    marks = []
    for code, colour in (("differs", DIFFERS), ("suspect", SUSPECT)):
        points = [(line, point) for line in observed for point in line.points if state(point) == code]
        if points:
            marks.append(_rings(code, colour, points))
            marks.append(_stems(colour, points, lines))
    return marks


def _rings(code: str, colour: str, points: Sequence[tuple[Series, Point]]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "name": badge(code).word,
        "mode": "markers",
        "x": [point.day.isoformat() for _, point in points],
        "y": [_height(point, line) for line, point in points],
        "marker": {"symbol": "circle-open", "size": 13, "color": colour, "line": {"width": 2.5}},
        "hoverinfo": "skip",
    }


def _stems(colour: str, points: Sequence[tuple[Series, Point]], lines: Sequence[Series]) -> dict[str, Any]:
    days: list[str | None] = []
    heights: list[float | None] = []
    for line, point in points:
        for bank in _official_points(line, lines):
            if bank.day == point.day:
                days += [point.day.isoformat(), point.day.isoformat(), None]
                heights += [_height(point, line), _height(bank, line), None]
    stem = {"color": colour, "width": 2, "dash": "dot"}
    return {
        "type": "scatter",
        "mode": "lines",
        "x": days,
        "y": heights,
        "line": stem,
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _layout() -> dict[str, Any]:
    grid = {"showline": False, "zeroline": False, "ticks": "", "automargin": True}
    return {
        "template": "none",
        "font": {"family": "system-ui, sans-serif", "size": 13, "color": "#5b6472"},
        "paper_bgcolor": "#ffffff",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 12, "r": 12, "t": 12, "b": 12},
        "xaxis": grid
        | {"type": "date", "showgrid": False, "hoverformat": "%a %-d %b %Y", "showspikes": True}
        | {"spikemode": "across", "spikesnap": "data", "spikethickness": 1, "spikedash": "solid"}
        | {"spikecolor": "#9aa7b8"},
        "yaxis": grid | {"side": "right", "gridcolor": "#e6e9ee", "fixedrange": True},
        "hovermode": "x unified",
        "hoverlabel": {"align": "left", "bgcolor": "#ffffff", "bordercolor": "#cfd6df", "font": {"size": 13}},
        "legend": {"orientation": "h", "x": 0, "y": -0.12, "yanchor": "top"},
        "showlegend": True,
        "dragmode": "zoom",
    }
