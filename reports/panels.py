"""Series to the words of the page: a panel an instrument, a sheet a line, a row a day, newest first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby, pairwise
from urllib.parse import urlsplit

from rates.series import Point, Series, Sighting, in_force, missing_days, official_of
from reports.checks import Badge, badge, badges, state
from reports.sparkline import sparkline
from reports.wording import (
    DATED_BY,
    amount,
    day_runs,
    day_words,
    line_name,
    percent,
    places,
    signed,
    time_words,
    weekday_words,
)

# A page of twenty instruments and ten years opens in seconds when its tables hold this many days in all.
MOST_ROWS = 12_000
FEWEST_ROWS_A_LINE = 250
# Without a bank's calendar only a stretch longer than a long weekend is called a gap.
LONG_WEEKEND = timedelta(days=4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A value in words; every field is text as it came, to be escaped by the template."""

    id: str
    day: str
    iso_day: str
    value: str
    change: str
    official: str
    difference: str
    badge: Badge
    reasons: str
    published: str
    captured: str
    dated_by: str
    seen: int
    others: str
    quote_text: str
    source: str
    url: str | None
    link: str | None
    printed_day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One line of a panel: its badges, the rows of its newest days (all `days` are on the chart), what it lacks."""

    name: str
    official: bool
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
    """The panels of a page, the fullest first; long tables are cut so that the page stays light."""
    most = max(FEWEST_ROWS_A_LINE, MOST_ROWS // max(len(lines), 1))
    grouped = [list(group) for _, group in groupby(lines, key=lambda line: line.instrument)]
    grouped.sort(key=lambda group: -max(len(line.points) for line in _printed(group)))
    return [_panel(f"chart-{number}", group, most) for number, group in enumerate(grouped, 1)]


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
    return f"{sheet.name}: {sheet.days} days, the last {sheet.last.value} for {sheet.last.day}{change}."


def _sheet(line: Series, lines: Sequence[Series], most: int) -> Sheet:
    official = official_of(line, lines)
    decimals = max(places(point.value for point in line.points), 2)
    rows = [_row(point, line, in_force(official, point.day), decimals) for point in line.points[: -most - 1 : -1]]
    return Sheet(
        name=line_name(line),
        official=line.official,
        last=rows[0] if rows else None,
        trend=sparkline([point.value / point.nominal for point in line.points], steps=line.fixing),
        days=len(line.points),
        coverage=_coverage(line, official),
        badges=tuple(badges(line)),
        rows=tuple(rows),
        undated=tuple(_row(seen, line, None, decimals) for seen in line.undated),
        gaps=tuple(_gaps(line, official)),
    )


def _row(seen: Sighting, line: Series, bank: Point | None, decimals: int) -> Row:
    point = seen if isinstance(seen, Point) else None
    rate = bank.value * seen.nominal / bank.nominal if bank else None
    return Row(
        id=seen.id,
        day=weekday_words(point.day) if point else "",
        iso_day=point.day.isoformat() if point else "",
        value=amount(seen.value, decimals),
        change=percent(seen.change_percent) if seen.change is None else signed(seen.change, decimals),
        official="" if rate is None else amount(rate, 4),
        difference="" if rate is None else signed(seen.value - rate, 4),
        badge=badge(state(seen, official=line.official)),
        reasons=", ".join([*([seen.explanation] if seen.explanation else []), *seen.reasons]),
        published=time_words(seen.published_at, line.zone) or seen.published_text or "",
        captured=time_words(seen.captured_at, line.zone),
        dated_by=DATED_BY[seen.dated_by],
        seen=point.sightings if point else 1,
        others=", ".join(amount(value, decimals) for value in point.others) if point else "",
        quote_text=seen.quote_text,
        source=seen.source,
        url=seen.url,
        link=seen.url if seen.url and _is_web(seen.url) else None,
        printed_day=seen.value_date_text or "",
    )


def _is_web(url: str) -> bool:
    """Only an http address becomes a link; a page may say `javascript:` and worse."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


def _coverage(line: Series, official: Series | None) -> str:
    """How many of the bank's days a line has between its first and last; without a bank, of all days."""
    if line.official or not line.points:
        return f"{len(line.points)} days" if line.points else ""
    if official and (missing := len(missing_days(line, official))) + len(line.points):
        on_bank_days = len({point.day for point in line.points} & {point.day for point in official.points})
        return f"{on_bank_days} of {on_bank_days + missing} bank days"
    span = (line.points[-1].day - line.points[0].day).days + 1
    return f"{len(line.points)} in {span} days"


def _gaps(line: Series, official: Series | None) -> Iterator[str]:
    if line.official:
        return
    if official:
        yield from day_runs(missing_days(line, official), [point.day for point in official.points])
        return
    for before, after in pairwise(point.day for point in line.points):
        if after - before > LONG_WEEKEND:
            missing = (after - before).days - 1
            yield f"{missing} days between {day_words(before)} and {day_words(after)}"
