"""On which line of a TOML file each key stands, which tomllib does not tell.

A statement ends at the first line where what was gathered parses; so strings and lists over many lines need no care.
"""

import tomllib
from collections.abc import Iterator

Path = tuple[str, ...]


def key_lines(text: str) -> dict[Path, int]:
    """The line (from 1) of each key and table of a valid TOML text, by the path of names that leads to it."""
    table: Path = ()
    found: dict[Path, int] = {}
    for line, parsed, is_header in _statements(text):
        for path in _paths(parsed):
            found.setdefault(table + path if not is_header else path, line)
        if is_header:
            table = _paths(parsed)[-1]
    return found


def _statements(text: str) -> Iterator[tuple[int, dict[str, object], bool]]:
    gathered, start = "", 0
    for number, line in enumerate(text.splitlines(keepends=True), start=1):
        start = start if gathered else number
        gathered += line
        try:
            parsed = tomllib.loads(gathered)
        except tomllib.TOMLDecodeError:
            continue
        if parsed:
            yield start, parsed, gathered.lstrip().startswith("[")
        gathered = ""


def _paths(tree: dict[str, object], above: Path = ()) -> list[Path]:
    paths: list[Path] = []
    for name, value in tree.items():
        paths.append((*above, name))
        if isinstance(value, dict):
            paths += _paths(value, (*above, name))
    return paths
