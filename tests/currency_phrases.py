"""Write `rates/currency_phrases.txt`: the names of currencies by CLDR that are phrases, in the languages of news pages.

    python tests/currency_phrases.py

A single word is left to `rates/currencies.txt`: it may be several currencies, or none. So is a phrase that is there,
and one that two languages use for two currencies.
"""

from collections.abc import Iterator
from pathlib import Path

from babel import Locale

from parsers.magnitudes import BOUNDS
from rates.vocabulary import load_vocabulary
from rates.words import fold

TABLE = Path(__file__).parents[1] / "rates/currency_phrases.txt"
SPOKEN = (
    "ru uk be kk uz ky tg hy az ka mn ro pl cs sk hu sr sr_Latn hr bs bg mk sq sl tr de fr it es pt pt_PT nl sv nb da "
    "fi is el he ar fa ur hi bn id ms vi th ja ko zh zh_Hant lt lv et en"
)
HEAD = """# Names of currencies that are phrases, by CLDR (Unicode licence), in one line a currency; `_` is a space.
# Written by tests/currency_phrases.py; words and shorter names are in currencies.txt.
"""
FORMS = ("one", "few", "many", "other")
LONGEST = 5
LEAST_WITHOUT_SPACES = 4


def main() -> None:
    """Write the table."""
    known = load_vocabulary("currencies.txt").names
    found: dict[str, set[str]] = {}
    for language in SPOKEN.split():
        for code in BOUNDS.keys() - {"XDR"}:
            for name in names(Locale.parse(language), code):
                if is_phrase(name) and name not in known:
                    found.setdefault(name, set()).add(code)
    lines = [
        " ".join([code, *(name.replace(" ", "_") for name in sorted(found) if found[name] == {code})])
        for code in sorted(BOUNDS.keys() - {"XDR"})
    ]
    TABLE.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")


def names(locale: Locale, code: str) -> Iterator[str]:
    """The folded names of a currency in a language, in its cases of number."""
    cases = locale._data["currency_names_plural"].get(code, {})
    for name in (locale.currencies.get(code), *(cases.get(form) for form in FORMS)):
        if name:
            yield fold(name)


def is_phrase(name: str) -> bool:
    """Whether a name says whose money it is: several words, or a long word of a script without spaces."""
    if any(mark in name for mark in "()+=?#_,"):
        return False
    if name[0] > "\u0e00" and " " not in name:
        return len(name) >= LEAST_WITHOUT_SPACES
    return 1 < len(name.split()) <= LONGEST


if __name__ == "__main__":
    main()
