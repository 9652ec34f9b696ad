"""How runs hang together: the depth at which two neighbours meet in the markup, their table column, their tags.

Two runs in one cell meet deep, in one row less deep, in one table less still; that alone says which label a number
belongs to, whatever the elements are called. Browsers' implied end tags are observed for tables, lists and paragraphs.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from parsers.document import Document

TAG = re.compile(
    r"<!--(?:.*?-->|.*)|<(script|style|template|noscript|svg)\b.*?</\1|<(/?)([a-zA-Z][\w:-]*)([^>]*)>?",
    re.DOTALL | re.IGNORECASE,
)
# The same where nothing is hidden.
PLAIN_TAG = re.compile(r"<()(/?)([a-zA-Z][\w:-]*)([^>]*)>?")
HIDING = re.compile(r"<(?:!--|(?:script|style|template|noscript|svg)\b)", re.IGNORECASE)
VOID = frozenset(
    [
        "img",
        "br",
        "hr",
        "input",
        "meta",
        "link",
        "wbr",
        "col",
        "area",
        "base",
        "embed",
        "source",
        "track",
        "param",
        "use",
        "path",
    ]
)
# An opening tag of the left closes what stands open on the right, inside the nearest element of the third column.
IMPLIED = {
    "td": (("td", "th"), ("tr", "table")),
    "th": (("td", "th"), ("tr", "table")),
    "tr": (("tr",), ("table", "tbody", "thead")),
    "li": (("li",), ("ul", "ol")),
    "dt": (("dt", "dd"), ("dl",)),
    "dd": (("dt", "dd"), ("dl",)),
    "option": (("option",), ("select",)),
    "p": (("p",), ("div", "td", "li", "body")),
}
INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "big",
        "cite",
        "code",
        "em",
        "font",
        "i",
        "ins",
        "label",
        "mark",
        "nobr",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "u",
    ]
)
COLSPAN = re.compile(r"colspan\s*=\s*[\"']?(\d{1,2})", re.IGNORECASE)
LINE_GAP = 0.5
ROW_REACH = 2000
DEEP = 1000.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a run stands: `meets` is the depth of what it shares with the run before, `column` its table cell's span.

    `wraps` are those of them that hold the run itself; `trails` stand behind the run before, in what closes after them.
    `tags` are the tags that open or stand empty between the run before and this one, as (name, attributes).
    """

    meets: float
    column: tuple[int, int] | None = None
    tags: tuple[tuple[str, str], ...] = ()
    wraps: tuple[tuple[str, str], ...] = ()
    trails: tuple[tuple[str, str], ...] = ()


def places(page: Document, first: int, last: int) -> list[Place]:
    """The places of the runs of a zone."""
    return _in_markup(page, first, last) if page.html else _in_text(page, first, last)


def _in_text(page: Document, first: int, last: int) -> list[Place]:
    found = [Place(0)]
    for run in range(first + 1, last):
        gap = page.text[page.runs[run - 1][1] : page.runs[run][0]]
        found.append(Place(0 if gap.count("\n") > 1 else 1))
    return found


def _in_markup(page: Document, first: int, last: int) -> list[Place]:
    walk = _Walk()
    found = []
    for run in range(first, last):
        start = page.runs[run - 1][1] if run > first else _opening(page, run)
        found.append(walk.step(page.text[start : page.runs[run][0]]))
    return found


def _opening(page: Document, run: int) -> int:
    """Where the markup that leads to a zone begins: behind the run before, or at the table row it is cut from."""
    start = page.runs[run][0]
    before = page.runs[run - 1][1] if run else 0
    row = max(page.text.rfind(tag, max(0, start - ROW_REACH), start) for tag in ("<tr", "<TR"))
    return max(min(before, row) if row >= 0 else before, start - ROW_REACH)


@lru_cache(maxsize=1 << 12)
def _tags(gap: str) -> list[tuple[bool, str, str]]:
    """The tags between two runs that are not hidden: whether they close, names, attributes. Pages repeat most of it."""
    pattern = TAG if HIDING.search(gap) else PLAIN_TAG
    return [(bool(closing), name.lower(), attributes) for _, closing, name, attributes in pattern.findall(gap) if name]


class _Walk:
    """The open elements while going through a zone; `base` counts down where elements from before it close."""

    def __init__(self) -> None:
        self.open: list[str] = []
        self.base = 0
        self.least = 0
        self.column = (0, 0)
        self.in_table = False

    def step(self, gap: str) -> Place:
        """Go over the markup between two runs; the place of the second."""
        self.least = self.base + len(self.open)
        line_break = False
        wraps: list[tuple[str, str]] = []
        loose: list[tuple[int, tuple[str, str]]] = []  # by the depth of what they stand in
        trails: list[tuple[str, str]] = []
        for closing, name, attributes in _tags(gap):
            line_break |= name in ("br", "hr")
            if closing:
                self._close(name)
                wraps = []
                depth = self.base + len(self.open)
                if depth == self.least:  # what comes after the shallowest place belongs to the next run
                    trails += [tag for inside, tag in loose if inside > depth]
                    loose = [(inside, tag) for inside, tag in loose if inside <= depth]
                continue
            loose.append((self.base + len(self.open), (name, attributes)))
            if name not in VOID and not attributes.endswith("/"):
                self._start(name, attributes)
                wraps.append((name, attributes))
        meets = self.least - (LINE_GAP if line_break else 0)
        column = self.column if self.in_table else None
        return Place(meets, column, tuple(tag for _, tag in loose), tuple(wraps), tuple(trails))

    def _start(self, name: str, attributes: str) -> None:
        if name in IMPLIED:
            closes, within = IMPLIED[name]
            for index in range(len(self.open) - 1, -1, -1):
                if self.open[index] in within:
                    break
                if self.open[index] in closes:
                    self._cut(index)
                    break
        if name == "tr":
            self.column, self.in_table = (0, 0), True
        elif name in ("td", "th"):
            span = COLSPAN.search(attributes)
            self.column = (self.column[1], self.column[1] + (int(span[1]) or 1 if span else 1))
        self.open.append(name)

    def _close(self, name: str) -> None:
        if name == "table":
            self.in_table = False
        for index in range(len(self.open) - 1, -1, -1):
            if self.open[index] == name:
                self._cut(index)
                return
        if self.open and (name in INLINE or name in IMPLIED):
            return  # a stray end tag, as browsers see it
        self.open.clear()
        self.base -= 1
        self._least()

    def _cut(self, length: int) -> None:
        del self.open[length:]
        self._least()

    def _least(self) -> None:
        self.least = min(self.least, self.base + len(self.open))
