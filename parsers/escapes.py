"""JSON text without its escapes, every character of which knows its place in the original.

News feeds are also served as JSON whose strings are markup: `{"items":[{"html":"<a href=\\"...", ...`.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, field

ESCAPE = re.compile(r"""\\(?:u([0-9a-fA-F]{4})|(["\\/bfnrt]))""")
PLAIN = {"b": " ", "f": " ", "n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\", "/": "/"}


@dataclass(frozen=True, slots=True)
class Escapes:
    """Unescaped text, and where each piece of it begins here (`here`) and in the original (`there`)."""

    text: str = field(repr=False)
    here: tuple[int, ...] = field(repr=False)
    there: tuple[int, ...] = field(repr=False)

    def source(self, at: int) -> int:
        """The place in the original of a place in `text`."""
        piece = bisect_right(self.here, at) - 1
        return self.there[piece] + at - self.here[piece]


def read_escapes(text: str) -> Escapes:
    """Undo the escapes of JSON strings; each becomes one character."""
    parts: list[str] = []
    here, there = [0], [0]
    at = length = 0
    for match in ESCAPE.finditer(text):
        parts += text[at : match.start()], chr(int(match[1], 16)) if match[1] else PLAIN[match[2]]
        length += match.start() - at
        here += length, length + 1
        there += match.start(), match.end()
        at, length = match.end(), length + 1
    parts.append(text[at:])
    return Escapes("".join(parts), tuple(here), tuple(there))
