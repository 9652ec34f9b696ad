"""A series as a word-sized line: the path of an SVG of 120 by 28 units, its days in true distance."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

WIDTH, HEIGHT, MARGIN = 120, 28, 2
MOST_POINTS = 120


def sparkline(values: Sequence[tuple[date, Decimal]], *, steps: bool) -> str:
    """The path's `d`; empty for fewer than two days. A long series is thinned, its last value always kept."""
    if len(values) < 2:
        return ""
    stride = -(-len(values) // MOST_POINTS)
    kept = values[::-1][::stride][::-1]
    low, high = min(value for _, value in kept), max(value for _, value in kept)
    first, last = kept[0][0], kept[-1][0]
    up = (HEIGHT - 2 * MARGIN) / (high - low) if high > low else Decimal(0)
    places = [(WIDTH * (day - first) / (last - first), HEIGHT - MARGIN - (value - low) * up) for day, value in kept]
    (x, y), *rest = places
    path = [f"M{x:.1f} {y:.1f}"]
    path += [f"H{x:.1f}V{y:.1f}" if steps else f"L{x:.1f} {y:.1f}" for x, y in rest]
    return "".join(path)
