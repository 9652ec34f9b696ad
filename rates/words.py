"""How printed words are compared: without case, width, accents of Turkish and Russian typing, or edge punctuation."""

from functools import lru_cache
from unicodedata import normalize

LONGEST_WORD = 60
_EDGES = " .:;,()[]«»\"'*•|=–—-\t\n"
_SPELLINGS = {"\u0307": None, "ı": "i", "ё": "е", "ʻ": "'", "ʼ": "'", "’": "'", "‘": "'", "״": '"'} | dict(
    zip("أإآىیک", "اااييك", strict=True)  # one letter, written by habit of Cairo, Tehran or Riyadh
)
_SAME, _RESPELT = str.maketrans(_SPELLINGS), frozenset(_SPELLINGS)


@lru_cache(maxsize=1 << 15)
def fold(text: str) -> str:
    """The form under which a word is looked up: `FAİZ`, `faiz` and `Faiz:` are one. Too long a text folds to ''."""
    if len(text) > LONGEST_WORD:
        return ""
    if text.isascii():
        return " ".join(text.casefold().split()).strip(_EDGES)
    plain = normalize("NFKC", text).casefold()
    if not _RESPELT.isdisjoint(plain):
        plain = plain.translate(_SAME)
    return " ".join(plain.split()).strip(_EDGES)
