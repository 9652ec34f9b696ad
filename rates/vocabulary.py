"""The word tables beside the code, read once: what each folded word names, where it counts, what units it makes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from rates.words import fold


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`names` maps folded words and phrases to what they name; `languages` and `units` hold the table's exceptions."""

    names: Mapping[str, str]
    languages: Mapping[str, frozenset[str]]
    units: Mapping[str, frozenset[str]]


def load_vocabulary(file: str) -> Vocabulary:
    """Read a table of the package (its first lines describe the form)."""
    names: dict[str, str] = {}
    cases: dict[str, list[str]] = {}
    languages: dict[str, frozenset[str]] = {}
    units: dict[str, frozenset[str]] = {}
    for line in Path(__file__).with_name(file).read_text(encoding="utf-8").splitlines():
        head, *phrases = line.split() or [""]
        match head[:1]:
            case "#" | "":
                pass
            case "+":
                cases[head[1:]] = ["" if ending == "-" else ending for ending in phrases]
            case "?":
                languages |= dict.fromkeys(map(fold, phrases), frozenset(head[1:].split(",")))
            case "=":
                units[head[1:]] = frozenset(map(fold, phrases))
            case _:
                names |= {fold(form): head for phrase in phrases for form in _forms(phrase, cases)}
    return Vocabulary(names, languages, units)


def _forms(phrase: str, cases: Mapping[str, list[str]]) -> Iterator[str]:
    """A phrase, or each case of a phrase whose words name their declension: `чешск+af_крон+f`."""
    words = [word.partition("+") for word in phrase.split("_")]
    declined = [[stem + ending for ending in cases[case]] for stem, _, case in words if case]
    for forms in zip(*declined, strict=True) if declined else [()]:
        left = iter(forms)
        yield " ".join(next(left) if case else stem for stem, _, case in words)
