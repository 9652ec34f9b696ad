"""A fixture is a folder: a saved page, `capture.toml` with what is known of it, `expected.json` with what it prints.

A site's parser is only as good as the pages that hold it to its word: `rates sites test` and the tests read the same
folders. `expected.json` has the quotes as printed and, in the same order, as understood.
"""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from parsers.reader import parse
from rates.errors import InputError
from rates.model import Capture, Page, Printed
from rates.resolve import Resolved, resolve_page

PAGE_NAMES = ("page.html", "page.txt", "page.json")
# Places change with every edit of a page and say nothing of how it is read; the value's own is checked by its text.
PLACES = ("start", "end", "value_start", "decimal")
UNDERSTOOD = (
    "instrument",
    "market",
    "side",
    "value",
    "nominal",
    "change",
    "change_percent",
    "value_date",
    "published_at",
    "dated_by",
    "status",
    "reasons",
)
READ_AT = datetime(2026, 1, 1, tzinfo=UTC)  # no reading depends on it


@dataclass(frozen=True, slots=True)
class Fixture:
    """One folder, read."""

    folder: Path
    capture: Capture
    site: str | None
    expected: dict[str, Any]

    def read(self) -> dict[str, Any]:
        """What today's parser reads from the page, in the shape of `expected.json`."""
        return read_capture(self.capture, site=self.site)


def fixture_folders(root: Path, site: str | None = None) -> list[Path]:
    """The fixture folders under `tests/sites`, of one site or of all."""
    return sorted(path.parent for path in root.glob(f"{site or '*'}/*/capture.toml"))


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
    taken = facts.get("captured_at")
    capture = Capture(
        content=page.read_bytes(),
        source=str(page),
        url=facts.get("url"),
        captured_at=taken if isinstance(taken, datetime) or not taken else datetime.combine(taken, time(), UTC),
        captured_by="option" if taken else None,
        captured_on_day=bool(taken) and not isinstance(taken, datetime),
        charset=facts.get("charset"),
    )
    return Fixture(folder, capture, facts.get("site"), expected)


def write_fixture(folder: Path, capture: Capture, *, page_name: str) -> dict[str, Any]:
    """Write a capture as a fixture folder that expects what today's parser reads, and give that back."""
    expected = read_capture(capture)
    folder.mkdir(parents=True)
    (folder / page_name).write_bytes(capture.content)
    (folder / "capture.toml").write_text(_facts(capture), encoding="utf-8")
    write_expected(folder, expected)
    return expected


def write_expected(folder: Path, expected: Mapping[str, Any]) -> None:
    """Write what a page is expected to read as from now on."""
    text = json.dumps(expected, ensure_ascii=False, indent=2)
    (folder / "expected.json").write_text(text + "\n", encoding="utf-8")


def _facts(capture: Capture) -> str:
    url = f"url = {json.dumps(capture.url)}\n" if capture.url else ""
    if not capture.captured_at:
        return url
    taken = capture.captured_at.date() if capture.captured_on_day else capture.captured_at
    return f"{url}captured_at = {taken.isoformat()}\n"


def read_capture(capture: Capture, *, site: str | None = None) -> dict[str, Any]:
    """A capture in the shape of `expected.json`."""
    page = parse(capture, site=site)
    return describe(page, resolve_page(page, capture, now=READ_AT))


def describe(page: Page, resolved: Resolved) -> dict[str, Any]:
    """A page as `expected.json` has it: its outcome, and of each quote and observation what differs from nothing."""
    parts = {
        "stamps": [stamp.isoformat() for stamp in page.stamps],
        "headlines": [
            _kept({"published": each.published, "section": each.section, "title": each.title})
            for each in page.headlines
        ],
        "printed": [_printed(quote) for quote in page.printed],
        "observations": [
            _kept({name: getattr(row, name) for name in UNDERSTOOD if name != "nominal" or row.nominal != 1})
            for row in resolved.observations
        ],
        "rejections": [_kept({"label": each.label, "reason": each.reason}) for each in resolved.rejections],
    }
    return {"site": page.site, "outcome": page.outcome} | {name: part for name, part in parts.items() if part}


def _printed(quote: Printed) -> dict[str, Any]:
    default = {field.name: field.default for field in fields(quote)}
    return _kept(
        {name: value for name, value in asdict(quote).items() if name not in PLACES and value != default[name]}
    )


def _kept(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _plain(value) for name, value in values.items() if value not in (None, (), "")}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    return list(value) if isinstance(value, tuple) else value
