"""Stored rows heard again with what is known today: days that the bank can settle now, doubts, broken laws.

A row whose reading changes becomes a later reading of the same sighting; the first one stays beside it. Hearing the
result again changes nothing. What the official series itself dated is not heard twice.
"""

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from rates.arbiter import CODES, PREFIXES, Case, judge
from rates.dating import STAMPED, Dated, Settled
from rates.fingerprint import Claim
from rates.fixings import Fixings
from rates.laws import BREAKS, OUTLIER, Point, broken_laws
from rates.model import DateOrder, Observation, Status
from rates.moments import Moment, read_moment
from rates.today import day_of
from rates.verify import CLAIMED, claim_of, verdict_on

_LAWS = frozenset((BREAKS, OUTLIER))
_NAMES = tuple(field.name for field in fields(Observation))


class SiteFacts(NamedTuple):
    """What reading a site's printed days again needs."""

    zone: str | None
    date_order: DateOrder
    languages: tuple[str, ...]


def review(
    rows: Iterable[Mapping[str, Any]],
    fixings: Fixings,
    *,
    facts: Callable[[str], SiteFacts],
    now: datetime,
    self_timed: Container[tuple[str, datetime | None]] = (),
) -> list[Observation]:
    """The later readings that today's evidence gives, in the order of the rows; `facts` knows a site by its name.

    `self_timed` are the captures, as (digest, captured_at), that have their time from the page itself.
    """
    stored = [_observation(row) for row in rows if row["site"] != row["market"]]
    agreed = _agreed(stored, fixings)
    heard = {row.id: row for page in _pages(stored) for row in _heard(page, fixings, facts, agreed, self_timed)}
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


def _heard(
    page: Sequence[Observation],
    fixings: Fixings,
    facts: Callable[[str], SiteFacts],
    agreed: frozenset[str],
    self_timed: Container[tuple[str, datetime | None]],
) -> Sequence[Observation]:
    """The rows of one page after the bank was heard; a page that it agrees with is not heard again."""
    if all(row.status == "ok" and (row.id in agreed or (row.market, row.instrument) not in fixings) for row in page):
        return page
    first = page[0]
    known, told = facts(first.site), (first.digest, first.captured_at) not in self_timed
    captured = day_of(first.captured_at) if told else None
    verdicts = judge([_case(row, known, captured) for row in page], fixings)
    return [
        row if row.dated_by == "official" else _dated(row, verdict.dated)
        for row, verdict in zip(page, verdicts, strict=True)
    ]


def _case(row: Observation, known: SiteFacts, captured: date | None) -> Case:
    zone = ZoneInfo(known.zone) if known.zone else None
    printed, published = (_moment(text, known) for text in (row.value_date_text, row.published_text))
    rule = STAMPED if row.dated_by == "machine" else "stored"
    local = row.published_at.astimezone(zone) if row.published_at else None
    stamped = Settled(local.date(), local, row.dated_by, rule) if local else Settled(rule=rule)
    reasons = tuple(code for code in row.reasons if code not in CODES and not code.startswith(PREFIXES))
    status: Status = "ok" if row.status == "suspect" and "after-capture" not in reasons else row.status
    value = Settled(row.value_date, None, row.dated_by if row.value_date else "none", "stored")
    dated = Dated(value, stamped, row.dated_by, status, reasons)
    return Case(_claim(row), printed, published, zone, dated, captured)


def _claim(row: Observation) -> Claim:
    return claim_of({name: getattr(row, name) for name in CLAIMED})


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
    agreed = _agreed(rows, fixings)
    lines: dict[tuple[str, ...], list[Point]] = defaultdict(list)
    for row in rows:
        if row.value_date:
            point = Point(row.id, row.value_date, row.value, row.change, row.nominal)
            lines[row.market, row.site, row.instrument, row.side or ""].append(point)
    broken = {id_: laws for line, points in lines.items() for id_, laws in broken_laws(line[0], points).items()}
    return [_doubted(row, () if row.id in agreed else broken.get(row.id, ())) for row in rows]


def _agreed(rows: Sequence[Observation], fixings: Fixings) -> frozenset[str]:
    """The ids of dated rows with which the bank agrees."""
    known: dict[tuple[Claim, date], bool] = {}
    found = set()
    for row in rows:
        if row.value_date and (row.market, row.instrument) in fixings:
            key = (_claim(row), row.value_date)
            if key not in known:
                known[key] = verdict_on(*key, fixings) in {"equal", "rounding"}
            if known[key]:
                found.add(row.id)
    return frozenset(found)


def _doubted(row: Observation, laws: tuple[str, ...]) -> Observation:
    if not laws and _LAWS.isdisjoint(row.reasons):
        return row
    reasons = (*(code for code in row.reasons if code not in _LAWS), *laws)
    suspect = row.status == "ok" and OUTLIER in laws
    return replace(row, reasons=_ordered(row, reasons), status="suspect" if suspect else row.status)
