"""Has a page been rebuilt? The class names that stood on it every time are its frame; a quarter of them gone is one.

The frame is what all visits so far have in common, so headlines and advertisements that come and go don't matter.
"""

import re
from datetime import datetime, timedelta

from rates.collect.memory import PageMemory

SETTLED = timedelta(days=14)
FEWEST = 4
_CLASS = re.compile(rb"""\bclass\s*=\s*["']([^"'<>]{1,500})""", re.IGNORECASE)


def class_names(content: bytes) -> set[str]:
    """The class names of a page's markup; names with a digit are often counters and are left out."""
    words = {word for value in _CLASS.findall(content) for word in value.split()}
    return {word.decode("ascii") for word in words if word.isascii() and not re.search(rb"\d", word)}


def look(page: PageMemory, content: bytes, *, now: datetime) -> None:
    """Compare a page with its frame and remember both; a rebuilt page becomes the frame after a fortnight."""
    seen, frame = class_names(content), set(page.marks)
    if len(frame) < FEWEST or (page.changed_at and now - page.changed_at > SETTLED):
        page.marks, page.changed_at = sorted(seen), None
        return
    if 4 * len(frame & seen) >= 3 * len(frame):
        page.marks, page.changed_at = sorted(frame & seen), None
    elif page.changed_at is None:
        page.changed_at = now
