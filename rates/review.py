"""Stored rows heard again with what is known today: days that the bank can settle now, doubts, broken laws.

A row whose reading changes becomes a later reading of the same sighting; the first one stays beside it. Hearing the
result again changes nothing. What the official series itself dated is not heard twice.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from rates.arbiter import CODES, PREFIXES, Case, judge
from rates.dating import STAMPED, Dated, Settled
from rates.fixings import Fixings
from rates.laws import BREAKS, OUTLIER, Point, broken_laws
from rates.model import DateOrder, Observation, Status
from rates.moments import Moment, read_moment
from rates.verify import claim_of, verify

_LAWS = frozenset((BREAKS, OUTLIER))
_NAMES = tuple(field.name for field in fields(Observation))


class SiteFacts(NamedTuple):
    """What reading a site's printed days again needs."""

    zone: str | None
    date_order: DateOrder
    languages: tuple[str, ...]


def review(
    rows: Iterable[Mapping[str, Any]], fixings: Fixings, *, facts: Callable[[str], SiteFacts], now: datetime
) -> list[Observation]:
    """The later readings that today's evidence gives, in the order of the rows; `facts` knows a site by its name."""
    stored = [_observation(row) for row in rows if row["site"] != row["market"]]
    heard = {row.id: row for page in _pages(stored) for row in _heard(page, fixings, facts)}
    lawful = _under_laws([heard[row.id] for row in stored], fixings)
    return [replace(later, ingested_at=now) for row, later in zip(stored, lawful, strict=True) if later != row]


def _observation(row: Mapping[str, Any]) -> Observation:
    values: dict[str, Any] = {name: row[name] for name in _NAMES}
    return Observation(**(values | {"reasons": tuple(row["reasons"] or ())}))


def _pages(rows: Iterable[Observation]) -> list[list[Observation]]:
    pages: dict[tuple[str, str, datetime | None], list[Observation]] = defaultdict(list)
    for row in rows:
        pages[row.site, row.digest, row.captured_at].append(row)
    return list(pages.values())


def _heard(page: Sequence[Observation], fixings: Fixings, facts: Callable[[str], SiteFacts]) -> list[Observation]:
    known = facts(page[0].site)
    verdicts = judge([_case(row, known) for row in page], fixings)
    return [
        row if row.dated_by == "official" else _dated(row, verdict.dated)
        for row, verdict in zip(page, verdicts, strict=True)
    ]


def _case(row: Observation, known: SiteFacts) -> Case:
    zone = ZoneInfo(known.zone) if known.zone else None
    printed, published = (_moment(text, known) for text in (row.value_date_text, row.published_text))
    rule = STAMPED if row.dated_by == "machine" else "stored"
    local = row.published_at.astimezone(zone) if row.published_at else None
    stamped = Settled(local.date(), local, row.dated_by, rule) if local else Settled(rule=rule)
    reasons = tuple(code for code in row.reasons if code not in CODES and not code.startswith(PREFIXES))
    status: Status = "ok" if row.status == "suspect" and "after-capture" not in reasons else row.status
    value = Settled(row.value_date, None, row.dated_by if row.value_date else "none", "stored")
    claim = claim_of({name: getattr(row, name) for name in _CLAIMED})
    return Case(claim, printed, published, zone, Dated(value, stamped, row.dated_by, status, reasons))


_CLAIMED = ("market", "instrument", "value", "nominal", "change", "change_percent")


def _moment(text: str | None, known: SiteFacts) -> Moment | None:
    return read_moment(text, order=known.date_order, languages=known.languages) if text else None


def _dated(row: Observation, dated: Dated) -> Observation:
    return replace(
        row,
        value_date=dated.value.day,
        published_at=dated.published.at,
        dated_by=dated.by,
        status=dated.status,
        reasons=_ordered(row, dated.reasons),
    )


def _ordered(row: Observation, reasons: tuple[str, ...]) -> tuple[str, ...]:
    """The same reasons in another order are the same reading."""
    return row.reasons if set(reasons) == set(row.reasons) else reasons


def _under_laws(rows: Sequence[Observation], fixings: Fixings) -> list[Observation]:
    """Each row with the laws that it breaks; where the bank agrees with a row there is nothing left to doubt."""
    dicts = [{name: getattr(row, name) for name in _NAMES} for row in rows]
    agreed = {verdict.id for verdict in verify(dicts, fixings) if verdict.verdict in {"equal", "rounding"}}
    lines: dict[tuple[str, ...], list[Point]] = defaultdict(list)
    for row in rows:
        if row.value_date:
            point = Point(row.id, row.value_date, row.value, row.change, row.nominal)
            lines[row.market, row.site, row.instrument, row.side or ""].append(point)
    broken = {id_: laws for line, points in lines.items() for id_, laws in broken_laws(line[0], points).items()}
    return [_doubted(row, () if row.id in agreed else broken.get(row.id, ())) for row in rows]


def _doubted(row: Observation, laws: tuple[str, ...]) -> Observation:
    reasons = (*(code for code in row.reasons if code not in _LAWS), *laws)
    suspect = row.status == "ok" and OUTLIER in laws
    return replace(row, reasons=_ordered(row, reasons), status="suspect" if suspect else row.status)
