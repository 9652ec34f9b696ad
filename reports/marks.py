"""The doubts of a chart: rings around values that differ from the bank or are suspect, stems to the bank's figure."""

from collections.abc import Sequence
from typing import Any

from rates.series import Point, Series, in_force, official_of
from reports.checks import badge, state
from reports.paths import height

DIFFERS, SUSPECT = "#d6453d", "#b97e00"


def marks(observed: Sequence[Series], lines: Sequence[Series]) -> list[dict[str, Any]]:
    """Rings around the values that differ from the bank, with a stem to the bank's figure, and around suspect ones."""
    traces = []
    for code, colour in (("differs", DIFFERS), ("suspect", SUSPECT)):
        points = [(line, point) for line in observed for point in line.points if state(point) == code]
        if points:
            traces += [_stems(code, colour, points, lines), _rings(code, colour, points)]
    return traces


def _rings(code: str, colour: str, points: Sequence[tuple[Series, Point]]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "name": badge(code).word,
        "mode": "markers",
        "x": [point.day.isoformat() for _, point in points],
        "y": [height(point, line) for line, point in points],
        "marker": {"symbol": "circle-open", "size": 13, "color": colour, "line": {"width": 2.5}},
        "hoverinfo": "skip",
        "legendgroup": code,
    }


def _stems(code: str, colour: str, points: Sequence[tuple[Series, Point]], lines: Sequence[Series]) -> dict[str, Any]:
    days: list[str | None] = []
    heights: list[float | None] = []
    for line, point in points:
        if bank := in_force(official_of(line, lines), point.day):
            days += [point.day.isoformat(), point.day.isoformat(), None]
            heights += [height(point, line), height(bank, line), None]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": days,
        "y": heights,
        "line": {"color": colour, "width": 2, "dash": "dot"},
        "hoverinfo": "skip",
        "legendgroup": code,
        "showlegend": False,
    }
