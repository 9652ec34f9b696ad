"""A series as a word-sized line: the path of an SVG of 120 by 28 units."""

from collections.abc import Sequence
from decimal import Decimal

WIDTH, HEIGHT, MARGIN = 120, 28, 2
MOST_POINTS = 120


def sparkline(values: Sequence[Decimal], *, steps: bool) -> str:
    """The path's `d`; empty for fewer than two values. A long series is thinned, its last value always kept."""
    if len(values) < 2:
        return ""
    stride = -(-len(values) // MOST_POINTS)
    kept = list(values[::-1][::stride][::-1])
    low, high = min(kept), max(kept)
    across = Decimal(WIDTH) / max(len(kept) - 1, 1)
    up = Decimal(HEIGHT - 2 * MARGIN) / (high - low) if high > low else Decimal(0)
    places = [(across * index, HEIGHT - MARGIN - (value - low) * up) for index, value in enumerate(kept)]
    (x, y), *rest = places
    path = [f"M{x:.1f} {y:.1f}"]
    path += [f"H{x:.1f}V{y:.1f}" if steps else f"L{x:.1f} {y:.1f}" for x, y in rest]
    return "".join(path)
