"""What may be said of each value: one state a value, and the states of a series counted for its badges.

A value dated by the bank's own series was found there, so the bank's agreement proves nothing more about it.
"""

from collections import Counter
from dataclasses import dataclass

from rates.series import Point, Series, Sighting

AGREES = frozenset({"equal", "rounding"})


@dataclass(frozen=True, slots=True)
class Badge:
    """A state of values: its code (the CSS class), its mark and word, and how many values are in it."""

    code: str
    mark: str
    word: str
    count: int
    about: str


_BADGES = {
    "differs": ("≠", "differs", "The bank has another figure, or another change, for this day."),
    "suspect": ("?", "suspect", "Something about the value does not fit; the reasons stand beside it."),
    "undated": ("∅", "undated", "No evidence settles the day yet; it is not on the chart."),
    "verified": ("✓", "verified", "The day was settled without the bank, and the bank's figure agrees."),
    "bank-dated": ("=", "dated by bank", "The bank's series settled the year, so its agreement confirms nothing."),
    "unchecked": ("·", "unchecked", "There is no official figure to compare with."),
    "official": ("★", "official", "Published by the bank itself."),
}


def state(seen: Sighting, *, official: bool = False) -> str:
    """The one state of a value, the most serious first; a sighting that is no point has no day."""
    if official:
        return "official"
    if not isinstance(seen, Point):
        return "undated"
    if seen.verdict == "differ":
        return "differs"
    if seen.status != "ok":
        return seen.status
    if seen.dated_by == "official":
        return "bank-dated"
    return "verified" if seen.verdict in AGREES else "unchecked"


def badge(code: str, count: int = 1) -> Badge:
    """A state's badge."""
    mark, word, about = _BADGES[code]
    return Badge(code, mark, word, count, about)


def badges(line: Series) -> list[Badge]:
    """The states of a series' values, the most serious first."""
    counts = Counter(state(seen, official=line.official) for seen in (*line.points, *line.undated))
    return [badge(code, counts[code]) for code in _BADGES if counts[code]]


def legend() -> list[Badge]:
    """Every state, for the page's own explanation."""
    return [badge(code) for code in _BADGES]
