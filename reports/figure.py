"""The lines of one instrument to a Plotly figure: the bank's line below, what pages printed above it, doubts marked.

A fixing stands until the next one and is drawn in steps; a market's price is drawn from point to point. Where the bank
shows that a printed line lacks days, its steps are bold only as long as they stood. The chart is the only place where
a value is a float: the cards show the digits as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from rates.series import Series, official_of
from reports import hover
from reports.marks import marks
from reports.paths import height, path, shape, stood, unbroken
from reports.wording import THIN

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

COLOURS = ("#2f74d0", "#ca7420", "#14998a", "#8a63d2", "#c9487f", "#7d8c22")
OFFICIAL = "#9aa7b8"
FONT = '-apple-system, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif'
DATE_TICKS = [
    {"dtickrange": [None, 27 * 86_400_000], "value": "%-d %b\n%Y"},
    {"dtickrange": ["M1", "M11"], "value": "%b\n%Y"},
    {"dtickrange": ["M12", None], "value": "%Y"},
]
# How far the bank's line goes on before and after the printed ones.
AROUND = timedelta(days=7)


def figure(lines: Sequence[Series]) -> Figure:
    """The figure of one instrument's series; it needs no other data and no network."""
    from plotly.graph_objects import Figure

    observed = [line for line in lines if line.points and not line.official]
    official = [(_beside(line, observed), OFFICIAL) for line in lines if line.official and line.points]
    coloured = [(line, COLOURS[index % len(COLOURS)]) for index, line in enumerate(observed)]
    traces = [_official_trace(line) for line, _ in official]
    for line, colour in coloured:
        traces += _observed_traces(line, colour, official_of(line, lines))
    traces += marks(observed, lines)
    traces.append(hover.trace(_heights([*official, *coloured]), [*coloured, *official]))
    return Figure(data=traces, layout=_layout(_label_width(lines)), skip_invalid=False)


def _beside(official: Series, observed: Sequence[Series]) -> Series:
    """The bank's line as far as the printed ones go; thirty years of it would leave them a dot."""
    if not observed:
        return official
    first = min(line.points[0].day for line in observed) - AROUND
    last = max(line.points[-1].day for line in observed) + AROUND
    return replace(official, points=tuple(point for point in official.points if first <= point.day <= last))


def _official_trace(line: Series) -> dict[str, Any]:
    style = {"color": OFFICIAL, "width": 7, "shape": shape(line)}
    return path(line, unbroken(line)) | {"line": style, "opacity": 0.5, "mode": "lines"}


def _observed_traces(line: Series, colour: str, official: Series | None) -> list[dict[str, Any]]:
    """The points on their line and, where the bank tells how long each value stood, those stretches in bold."""
    whole = path(line, unbroken(line)) | {"mode": "lines+markers", "marker": {"size": 6, "color": colour}}
    if not official:
        return [whole | {"line": {"color": colour, "width": 2, "shape": shape(line)}}]
    bold = path(line, stood(line, official)) | {"mode": "lines", "showlegend": False}
    return [
        bold | {"line": {"color": colour, "width": 2.5, "shape": shape(line)}, "legendgroup": whole["name"]},
        whole | {"line": {"color": colour, "width": 0.8, "shape": shape(line)}, "legendgroup": whole["name"]},
    ]


def _heights(lines: Sequence[tuple[Series, str]]) -> dict[date, float]:
    """Where each day's card points to: the last of the lines that has a value for it."""
    return {point.day: height(point, line) for line, _ in lines for point in line.points}


def _label_width(lines: Sequence[Series]) -> int:
    """Room for the scale's labels, in pixels; Plotly's own measuring goes round in circles on a phone, and says so."""
    highest = max((height(point, line) for line in lines for point in line.points), default=0.0)
    return 20 + 8 * max(5, len(f"{highest:.0f}") + 2)


def _layout(right: int) -> dict[str, Any]:
    plain = {"showline": False, "zeroline": False, "ticks": ""}
    spike = {"showspikes": True, "spikemode": "across", "spikesnap": "data", "spikethickness": 1, "spikedash": "solid"}
    label = {"align": "left", "bgcolor": "#ffffff", "bordercolor": "#cfd6df", "font": {"size": 13, "color": "#1b222c"}}
    return {
        "template": "none",
        "font": {"family": FONT, "size": 13, "color": "#5b6472"},
        "paper_bgcolor": "#ffffff",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 12, "r": right, "t": 32, "b": 40},
        "xaxis": plain
        | spike
        | {"type": "date", "showgrid": False, "spikecolor": "#9aa7b8", "tickformatstops": DATE_TICKS},
        "yaxis": plain | {"side": "right", "gridcolor": "#e6e9ee", "fixedrange": True},
        "hovermode": "x",
        "hoverdistance": -1,
        "spikedistance": -1,
        "hoverlabel": label,
        "legend": {"orientation": "h", "x": 0, "y": -0.15, "yanchor": "top"},
        "showlegend": True,
        "separators": f".{THIN}",
        "dragmode": "zoom",
    }
