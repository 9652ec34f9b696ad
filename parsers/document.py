"""A page as its visible text, every character of which knows its place in the decoded text.

A tree builder has no source offsets, so visible runs are found by regular expressions over the markup instead:
comments, scripts and attribute values are skipped, entities are left as they stand. `visible` is the runs joined
by NUL, a character that no text has; `source` leads from an offset in it back to the page.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import unescape
from itertools import accumulate

from parsers.escapes import Escapes, read_escapes

RUN = re.compile(r">\s*+([^<\s][^<]*)")
HIDDEN = ("script", "style", "svg", "template", "textarea", "title", "noscript", "xmp")
# Spelt out in both cases: a pattern that ignores case gives up its literal first character, and half its speed.
BOTH_CASES = "|".join("".join(f"[{letter}{letter.upper()}]" for letter in name) for name in HIDDEN)
DEAD = re.compile(rf"<(?=[!sStTnNxX])(!--|(?:{BOTH_CASES})(?=[\s>/]))")
MARKUP = re.compile(
    r"<(?:!doctype|html|/(?:a|p|b|i|td|tr|li|ul|h\d|div|span|font|body|html|head|table|script)\b)", re.IGNORECASE
)
LINE = re.compile(r"[^\s][^\n\r]*")
LEAK = re.compile(r"""(["'])[^"'<>]*>""")
JSON = re.compile(r"\s*+[\[{]\s*+[\"{\[]")
BREAK = "\0"


@dataclass(frozen=True, slots=True)
class Document:
    """A decoded page. `text` is what all spans index; `runs` are the (start, end) of its visible pieces in order."""

    text: str = field(repr=False)
    html: bool
    runs: tuple[tuple[int, int], ...] = field(repr=False)
    visible: str = field(repr=False)
    starts: tuple[int, ...] = field(repr=False)
    escapes: Escapes | None = field(default=None, repr=False)

    def place(self, offset: int) -> int:
        """The place in `text` of a character of `visible`."""
        run = self.run_at(offset)
        return self.runs[run][0] + offset - self.starts[run]

    def source(self, at: int) -> int:
        """The place in the page of a place in `text`: another one only where the page is JSON that holds markup."""
        return self.escapes.source(at) if self.escapes else at

    def run_at(self, offset: int) -> int:
        """The number of the run that holds a character of `visible`."""
        return bisect_right(self.starts, offset) - 1


def plain(printed: str | None) -> str | None:
    """Visible text as a reader sees it: entities read, spaces and line ends one space."""
    return " ".join(unescape(printed.replace(BREAK, " ")).split()) if printed else None


def document(text: str) -> Document:
    """Find the visible runs of a page: of its markup, or its lines where it has none.

    JSON is read without its escapes.
    """
    escapes = read_escapes(text) if JSON.match(text) else None
    text = escapes.text if escapes else text
    html = MARKUP.search(text) is not None
    runs = _markup_runs(text) if html else _line_runs(text)
    visible = BREAK.join([text[start:end] for start, end in runs])
    if html and ">" in visible:
        runs = _without_leaks(text, runs)
        visible = BREAK.join([text[start:end] for start, end in runs])
    starts = accumulate([end - start + 1 for start, end in runs[:-1]], initial=0)
    return Document(text, html, tuple(runs), visible, tuple(starts), escapes)


def dead_zones(text: str) -> list[tuple[int, int]]:
    """The spans whose text nobody sees: comments, scripts, styles, templates; an unclosed one ends the page."""
    zones: list[tuple[int, int]] = []
    absent: set[str] = set()  # what was sought once to the end of the page is not sought again
    at = 0
    while match := DEAD.search(text, at):
        close = "-->" if match[1] == "!--" else f"</{match[1]}"
        at = _find_close(text, close, match.end(), absent)
        zones.append((match.start(), at))
    return zones


def _find_close(text: str, close: str, at: int, absent: set[str]) -> int:
    # A closing tag is nearly always spelt as its opening one.
    if close not in absent:
        end = text.find(close, at)
        if end >= 0:
            return end
        absent.add(close)
    other = re.compile(re.escape(close), re.IGNORECASE).search(text, at)
    return other.start() if other else len(text)


def _markup_runs(text: str) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    at = 0
    for start, end in (*dead_zones(text), (len(text), len(text))):
        runs += [match.span(1) for match in RUN.finditer(text, at, start)]
        at = end
    return runs


def _line_runs(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in LINE.finditer(text)]


def _without_leaks(text: str, runs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Drop what lies in attribute values: `title="a <b>5</b>">` shows itself by a quote and a `>` inside a run."""
    kept: list[tuple[int, int]] = []
    for start, end in runs:
        if text.find(">", start, end) < 0:
            kept.append((start, end))
            continue
        for leak in LEAK.finditer(text, start, end):
            opening = text.rfind(leak[1], 0, leak.start())
            if opening > 0 and text[opening - 1] == "=":
                while kept and kept[-1][0] > opening:
                    kept.pop()
                start = leak.end()
        if text[start:end].strip():
            kept.append((start, end))
    return kept
