"""What only the markup says: a currency by its icon or flag, a direction by the class of an element."""

import re
from collections.abc import Sequence
from functools import lru_cache

from parsers.structure import Place
from parsers.tongue import Tongue
from rates.model import Direction

HIDDEN_CURRENCY = re.compile(
    r"(?:^|[^a-z])(usd|eur|gbp|cny|jpy|chf|kzt|uah|rub|try|dollar|euro|pound|yen|yuan)(?![a-z])"
)

LONGEST_ICON = 400

SPOKEN = re.compile(r"""(?:alt|title)\s*=\s*["']([^"'\s]{1,12})["']""")

ICON = re.compile(r"(?i)\b(?:fa|icon|ico|glyphicon|flag|sign|symbol|currency)\b|(?:icon|ico|flag|fa)[-_]")

CAMEL = re.compile(r"[A-Z]?[a-z]+")

UP = frozenset(
    [
        "up",
        "rise",
        "raise",
        "grow",
        "growth",
        "inc",
        "increase",
        "increased",
        "positive",
        "plus",
        "gain",
        "higher",
        "artan",
        "subida",
        "sube",
        "alta",
        "top",
        "green",
    ]
)

DOWN = frozenset(
    [
        "down",
        "fall",
        "dec",
        "decrease",
        "decreased",
        "negative",
        "minus",
        "loss",
        "lower",
        "azalan",
        "bajada",
        "baja",
        "low",
        "red",
        "drop",
    ]
)


def icon_currency(place: Place, tongue: Tongue) -> str | None:
    """The currency that an icon or flag before a run names: `<i class="fa fa-usd">`, `<img alt="€">`."""
    for name, attributes in place.tags:
        if not attributes or len(attributes) > LONGEST_ICON:
            continue
        iconic = name in ("img", "i", "svg", "use", "em") or ICON.search(attributes)
        if iconic and (found := HIDDEN_CURRENCY.search(attributes.casefold())):
            return {"dollar": "USD", "euro": "EUR", "pound": "GBP", "yen": "JPY", "yuan": "CNY"}.get(
                found[1], found[1].upper()
            )
        if iconic and (spoken := SPOKEN.search(attributes)) and (code := tongue.code(spoken[1])):
            return code
    return None


def direction_of(tags: Sequence[tuple[str, str]]) -> Direction | None:
    """Which way the classes of an element, or of an icon, say that things went."""
    for _, attributes in reversed(tags):
        if attributes and (direction := _said(attributes)):
            return direction
    return None


@lru_cache(maxsize=1 << 12)
def _said(attributes: str) -> Direction | None:
    """The direction that the words of a tag say; those of a list's rows are alike."""
    words = {word.casefold() for word in CAMEL.findall(attributes.partition("title=")[0])}
    up, down = not words.isdisjoint(UP), not words.isdisjoint(DOWN)
    return ("up" if up else "down") if up != down else None
