"""The words of a page in its own tongue: whose dollar `$` is, and whose crown `koruna`."""

from dataclasses import dataclass

from rates.currencies import currency_of


@dataclass(frozen=True, slots=True)
class Tongue:
    """What settles words that several currencies share: the page's home currency, its language, the site's signs."""

    home: str | None = None
    language: str | None = None
    signs: tuple[tuple[str, str], ...] = ()

    def code(self, word: str) -> str | None:
        """The currency that a label means here."""
        return dict(self.signs).get(word) or currency_of(word, home=self.home, language=self.language)
