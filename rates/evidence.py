"""How a field was settled: what was printed, the rule that was applied, what it had to choose from, what it chose."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Evidence:
    """One link of the chain; `decided` is empty where the field stays open."""

    field: str
    text: str
    rule: str
    candidates: tuple[str, ...] = ()
    decided: str = ""
