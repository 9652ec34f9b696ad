"""Series to one HTML page that needs nothing else: scripts, styles and data are inside, no network is asked.

The policy in the page's head lets only the two scripts we wrote into it run (by their hashes) and forbids every
connection, so that even a page's text that got past the escaping could do nothing.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from rates.series import Series
from reports.checks import legend
from reports.figure import figure
from reports.panels import Panel, panels_of
from reports.wording import day_words, time_words

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).parent / "templates"


def render(
    lines: Sequence[Series],
    *,
    title: str,
    generated_at: datetime,
    as_of: datetime | None = None,
) -> str:
    """The page as text. `as_of` is said in its head; `generated_at` is told in UTC."""
    panels = panels_of(lines)
    scripts = (plotly_script(), (TEMPLATES / "report.js").read_text("utf-8"))
    return (
        _environment()
        .get_template("report.html")
        .render(
            title=title,
            generated=time_words(generated_at, "UTC"),
            as_of=time_words(as_of, "UTC"),
            span=_span(lines),
            panels=panels,
            figures={panel.key: _figure_json(panel) for panel in panels if panel.chart},
            scripts=scripts,
            hashes=[_policy_hash(script) for script in scripts],
            legend=legend(),
        )
    )


def plotly_script() -> str:
    """The plotly.js that the installed plotly brings along."""
    from plotly.offline import get_plotlyjs

    return str(get_plotlyjs())


def _figure_json(panel: Panel) -> str:
    """The figure for a data block of the page: plotly writes every `<`, `>` and `/` of a string as an escape."""
    return str(figure(panel.lines).to_json())


def _span(lines: Sequence[Series]) -> str:
    printed = [line for line in lines if not line.official] or lines
    days = [point.day for line in printed for point in line.points]
    ends = sorted({min(days), max(days)}) if days else []
    return " to ".join(map(day_words, ends))


def _policy_hash(script: str) -> str:
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
