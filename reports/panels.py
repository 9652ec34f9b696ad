"""Series to the words of the page: a panel an instrument, a sheet a line, a row a day, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby, pairwise

from rates.series import Series, in_force, missing_days, official_of
from reports.checks import Badge, badges
from reports.rows import Row, row_of
from reports.sparkline import sparkline
from reports.wording import day_runs, day_words, line_name, places

# A page of twenty instruments and ten years opens in seconds when its tables hold this many days in all.
MOST_ROWS = 12_000
FEWEST_ROWS_A_LINE = 250
# Without a bank's calendar only a stretch longer than a long weekend is called a gap.
LONG_WEEKEND = timedelta(days=4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One line of a panel: its badges, the rows of its newest days (all `days` are on the chart), what it lacks.

    `compared` says that the bank's own line stands beside it.
    """

    name: str
    compared: bool
    last: Row | None
    trend: str
    days: int
    coverage: str
    badges: tuple[Badge, ...]
    rows: tuple[Row, ...]
    undated: tuple[Row, ...]
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One instrument: a sheet for each printed line (else for the bank's own), and all its lines for the figure."""

    key: str
    instrument: str
    unit: str
    sheets: tuple[Sheet, ...]
    lines: tuple[Series, ...]
    summary: str

    @property
    def chart(self) -> bool:
        """Whether there is anything to draw."""
        return any(line.points for line in self.lines)


def panels_of(lines: Sequence[Series]) -> list[Panel]:
    """The panels of a page and the lines of each, the fullest first; long tables are cut: the page stays light."""
    most = max(FEWEST_ROWS_A_LINE, MOST_ROWS // max(len(lines), 1))
    grouped = [sorted(group, key=_emptiness) for _, group in groupby(lines, key=lambda line: line.instrument)]
    grouped.sort(key=lambda group: -max(len(line.points) for line in _printed(group)))
    return [_panel(f"chart-{number}", group, most) for number, group in enumerate(grouped, 1)]


def _emptiness(line: Series) -> tuple[int, int]:
    """Fewer days is emptier and, of as many, an older last one."""
    return -len(line.points), -line.points[-1].day.toordinal() if line.points else 0


def _printed(lines: Sequence[Series]) -> Sequence[Series]:
    """The lines that pages printed, or the bank's own where there is none."""
    return [line for line in lines if not line.official] or lines


def _panel(key: str, lines: list[Series], most: int) -> Panel:
    sheets = tuple(_sheet(line, lines, most) for line in _printed(lines))
    return Panel(
        key=key,
        instrument=lines[0].instrument,
        unit=_unit(lines),
        sheets=sheets,
        lines=tuple(lines),
        summary=" ".join(_spoken(sheet) for sheet in sheets),
    )


def _unit(lines: Sequence[Series]) -> str:
    newest = next((line.points[-1] for line in lines if line.points), None)
    base, slash, quote = lines[0].instrument.partition("/")
    return f"{quote} for {newest.nominal if newest else 1} {base}" if slash else base


def _spoken(sheet: Sheet) -> str:
    if not sheet.last:
        return f"{sheet.name}: no dated value."
    change = f", change {sheet.last.change}" if sheet.last.change else ""
    return f"{sheet.name}: {_days(sheet.days)}, the last {sheet.last.value} for {sheet.last.day}{change}."


def _sheet(line: Series, lines: Sequence[Series], most: int) -> Sheet:
    official = official_of(line, lines)
    decimals = max(places(point.value for point in line.points), 2)
    rows = [row_of(point, line, in_force(official, point.day), decimals) for point in line.points[: -most - 1 : -1]]
    return Sheet(
        name=line_name(line),
        compared=official is not None,
        last=_newest(line),
        trend=sparkline([(point.day, point.value / point.nominal) for point in line.points], steps=line.fixing),
        days=len(line.points),
        coverage=_coverage(line, official),
        badges=tuple(badges(line)),
        rows=tuple(rows),
        undated=tuple(row_of(seen, line, None, decimals) for seen in line.undated),
        gaps=tuple(_gaps(line, official)),
    )


def _newest(line: Series) -> Row | None:
    """The newest value with the decimals it has itself: it stands alone, in no column of older and finer ones."""
    if not line.points:
        return None
    point = line.points[-1]
    shown = [value for value in (point.value, point.change) if value is not None]
    return row_of(point, line, None, max(places(shown), 2))


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def _coverage(line: Series, official: Series | None) -> str:
    """How many of the bank's days a line has between its first and last; without a bank, of all days."""
    if line.official or not line.points:
        return _days(len(line.points)) if line.points else ""
    if official and (shared := {point.day for point in line.points} & {point.day for point in official.points}):
        return f"{len(shared)} of {len(shared) + len(missing_days(line, official))} bank days"
    span = (line.points[-1].day - line.points[0].day).days + 1
    return f"{len(line.points)} in {span} days" if span > 1 else _days(span)


def _gaps(line: Series, official: Series | None) -> list[str]:
    if line.official:
        return []
    if official:
        return day_runs(missing_days(line, official), [point.day for point in official.points])
    return [
        f"{(after - before).days - 1} days between {day_words(before)} and {day_words(after)}"
        for before, after in pairwise(point.day for point in line.points)
        if after - before > LONG_WEEKEND
    ]
