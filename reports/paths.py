"""A series as the places of a trace: its days, its heights as floats, and where the line must break."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from rates.series import LONGEST_STAND, Point, Series
from reports.wording import label, line_name


def path(line: Series, places: Sequence[tuple[date, Point | None]]) -> dict[str, Any]:
    """The trace of a line through these places; it says nothing of itself to the pointer."""
    return {
        "type": "scatter",
        "name": label(line_name(line)),
        "x": [day.isoformat() for day, _ in places],
        "y": [point and height(point, line) for _, point in places],
        "hoverinfo": "skip",
    }


def shape(line: Series) -> str:
    """Steps for what stands until the next value, straight lines for what moves."""
    return "hv" if line.fixing else "linear"


def unbroken(line: Series) -> list[tuple[date, Point | None]]:
    """The points, and an empty place where the line must not bridge a gap."""
    places: list[tuple[date, Point | None]] = []
    for point in line.points:
        if places and point.day - places[-1][0] > LONGEST_STAND:
            places.append((places[-1][0] + timedelta(days=1), None))
        places.append((point.day, point))
    return places


def stood(line: Series, official: Series) -> list[tuple[date, Point | None]]:
    """Each point up to the bank's next day, and an empty place where the line has no value for that day."""
    next_day = dict(pairwise(point.day for point in official.points))
    places: list[tuple[date, Point | None]] = []
    for point, following in pairwise(line.points):
        until = min(next_day.get(point.day, following.day), following.day)
        places.append((point.day, point))
        if until < following.day:
            places += [(until, point), (until, None)]
    return [*places, *((point.day, point) for point in line.points[-1:])]


def height(point: Point, line: Series) -> float:
    """The value for as many units as the line's newest point, so that a nominal that flips makes no cliff."""
    return float(point.value * line.points[-1].nominal / Decimal(point.nominal))
