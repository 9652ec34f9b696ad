"""What the page and its site add to the words of a row: home currency, markets, number style."""

from dataclasses import dataclass

from parsers.former import Former
from parsers.tongue import Tongue
from rates.model import DecimalMark


@dataclass(frozen=True, slots=True)
class Setting:
    """What the page and its site add: home currency, whether guessed, the one before; the market of rows without."""

    tongue: Tongue
    guessed: bool = False
    market: str | None = None
    known: bool = False
    decimal: DecimalMark | None = None
    former: Former | None = None
