"""A fixture is a folder: a saved page, `capture.toml` with what is known of it, `expected.json` with what it prints.

A site's parser is only as good as the pages that hold it to its word: `rates sites test` and the tests read the same
folders.
"""

import json
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from parsers.reader import parse
from rates.errors import InputError
from rates.model import Capture, Page, Printed

PAGE_NAMES = ("page.html", "page.txt", "page.json")
# Places change with every edit of a page and say nothing of how it is read; the value's own is checked by its text.
PLACES = ("start", "end", "value_start", "decimal")


@dataclass(frozen=True, slots=True)
class Fixture:
    """One folder, read."""

    folder: Path
    capture: Capture
    site: str | None
    expected: dict[str, Any]

    def read(self) -> dict[str, Any]:
        """What today's parser reads from the page, in the shape of `expected.json`."""
        return describe(parse(self.capture, site=self.site))


def load_fixture(folder: Path) -> Fixture:
    """Read a fixture folder. Raises InputError where a file of it is missing or damaged."""
    page = next((folder / name for name in PAGE_NAMES if (folder / name).exists()), None)
    if not page:
        raise InputError(f"no page in {folder}", hint=f"save it there as {' or '.join(PAGE_NAMES)}")
    try:
        facts = tomllib.loads((folder / "capture.toml").read_text(encoding="utf-8"))
        expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"{folder}: {error}", hint="rates sites new writes all three files of a fixture") from error
    capture = Capture(content=page.read_bytes(), source=str(page), url=facts.get("url"), charset=facts.get("charset"))
    return Fixture(folder, capture, facts.get("site"), expected)


def describe(page: Page) -> dict[str, Any]:
    """A page as `expected.json` has it: its outcome, and of each quote what differs from the default."""
    return {
        "site": page.site,
        "outcome": page.outcome,
        "headlines": len(page.headlines),
        "stamps": [stamp.isoformat() for stamp in page.stamps],
        "printed": [_described(quote) for quote in page.printed],
    }


def _described(quote: Printed) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in fields(quote):
        value = getattr(quote, field.name)
        if field.name in PLACES or value in (None, (), field.default):
            continue
        if field.name == "stamp":
            value = value.isoformat()
        found[field.name] = list(value) if isinstance(value, tuple) else value
    return found
