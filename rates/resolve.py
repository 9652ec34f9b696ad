"""Printed quotes understood: a page becomes observations, rejections and dated headlines.

`rates.figures` reads the numbers and `rates.dating` settles the days; the official series, where it is given, settles
what the page leaves open. Nothing is repaired, nothing is dropped: a quote ends as an observation or as a rejection.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from rates.arbiter import Case, Verdict, judge
from rates.dating import Dated, date_quote, settle_published
from rates.evidence import Evidence
from rates.figures import Figures, Unreadable, read_figures
from rates.fingerprint import Claim
from rates.laws import STALE, is_stale
from rates.model import Capture, CapturedBy, Event, Observation, Page, Printed, Rejection, sighting_id
from rates.moments import Moment, read_moment
from rates.today import Today, capture_time, day_of, today_of

if TYPE_CHECKING:
    from rates.fixings import Fixings


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """A page understood. `captured_at` may be the page's own newest machine stamp (`captured_by` is then "page").

    `evidence` leads from an observation's id to how its value, change, value date and publication were settled, and
    to the reasons of its status.
    """

    observations: tuple[Observation, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    events: tuple[Event, ...] = ()
    captured_at: datetime | None = None
    captured_by: CapturedBy | None = None
    evidence: Mapping[str, tuple[Evidence, ...]] = field(default_factory=dict, repr=False)


class _Setting(NamedTuple):
    """What all quotes of a page share."""

    page: Page
    capture: Capture
    captured_at: datetime | None
    captured_by: CapturedBy | None
    now: datetime
    todays: Mapping[str | None, Today]


def resolve_page(page: Page, capture: Capture, *, now: datetime, fixings: "Fixings | None" = None) -> Resolved:
    """Understand what a parser read from a capture. `now` is the time of reading; `fixings` the official series.

    Every printed quote ends as one observation or one rejection. Nothing is raised for what a page prints.
    """
    captured_at, captured_by = capture_time(page, capture)
    feed = [(_read(page, item.published), item.stamp) for item in page.headlines]
    zones = dict.fromkeys((page.zone, *(printed.zone or page.zone for printed in page.printed)))
    todays = {name: today_of(page, capture, _zone(name), feed) for name in zones}
    setting = _Setting(page, capture, captured_at, captured_by, now, todays)
    read = [(printed, read_figures(printed)) for printed in page.printed]
    quotes = [(printed, figures) for printed, figures in read if isinstance(figures, Figures)]
    cases = [_case(printed, figures, setting) for printed, figures in quotes]
    verdicts = judge(cases, fixings) if fixings else [Verdict(case.dated) for case in cases]
    rows = [
        _observation(printed, figures, verdict.dated, setting)
        for (printed, figures), verdict in zip(quotes, verdicts, strict=True)
    ]
    return Resolved(
        observations=tuple(rows),
        rejections=tuple(_rejection(printed, why, setting) for printed, why in read if isinstance(why, Unreadable)),
        events=_events(feed, setting, _proved_day(verdicts)),
        captured_at=captured_at,
        captured_by=captured_by,
        evidence={
            row.id: (
                *_chain(printed, row),
                *verdict.dated.chain(printed.published or "", printed.value_date or ""),
                *verdict.evidence,
                *_doubts(row),
            )
            for row, (printed, _), verdict in zip(rows, quotes, verdicts, strict=True)
        },
    )


def _case(printed: Printed, figures: Figures, setting: _Setting) -> Case:
    page, zone = setting.page, printed.zone or setting.page.zone
    value_moment, published_moment = _read(page, printed.value_date), _read(page, printed.published)
    dated = date_quote(
        value_text=printed.value_date,
        published_text=printed.published,
        value_moment=value_moment,
        published_moment=published_moment,
        stamp=printed.stamp,
        today=setting.todays[zone],
        zone=_zone(zone),
    )
    claim = Claim(
        printed.market, printed.instrument, figures.value, printed.nominal, figures.change, figures.change_percent
    )
    told = setting.captured_at if setting.captured_by != "page" else None
    return Case(claim, value_moment, published_moment, _zone(zone), dated, day_of(told))


def _observation(printed: Printed, figures: Figures, dated: Dated, setting: _Setting) -> Observation:
    page, capture = setting.page, setting.capture
    reasons = (*printed.reasons, *figures.reasons, *dated.reasons, *_laws(printed, dated, setting))
    return Observation(
        id=sighting_id(capture.digest, printed.value_start, setting.captured_at),
        instrument=printed.instrument,
        kind=printed.kind,
        market=printed.market,
        side=printed.side,
        value=figures.value,
        nominal=printed.nominal,
        change=figures.change,
        change_percent=figures.change_percent,
        value_date=dated.value.day,
        value_date_text=printed.value_date,
        published_at=dated.published.at,
        published_text=printed.published,
        captured_at=setting.captured_at,
        ingested_at=setting.now,
        dated_by=dated.by,
        status=dated.status,
        reasons=tuple(dict.fromkeys(reasons)),
        site=page.site,
        url=capture.url,
        parser=page.parser,
        source=capture.source,
        span_start=printed.start,
        span_end=printed.end,
        value_start=printed.value_start,
        quote_text=printed.text,
        digest=capture.digest,
    )


def _laws(printed: Printed, dated: Dated, setting: _Setting) -> tuple[str, ...]:
    today, day = setting.todays[printed.zone or setting.page.zone], dated.value.day
    fresh = today.day if today.kind in {"live", "day", "late"} else None
    return (STALE,) if day and fresh and is_stale(printed.market, day, fresh) else ()


def _rejection(printed: Printed, why: Unreadable, setting: _Setting) -> Rejection:
    page, capture = setting.page, setting.capture
    return Rejection(
        id=sighting_id(capture.digest, printed.value_start, setting.captured_at),
        reason=why.reason,
        detail=why.detail,
        label=printed.label,
        value_text=printed.value,
        captured_at=setting.captured_at,
        ingested_at=setting.now,
        site=page.site,
        url=capture.url,
        parser=page.parser,
        source=capture.source,
        span_start=printed.start,
        span_end=printed.end,
        value_start=printed.value_start,
        quote_text=printed.text,
        digest=capture.digest,
    )


def _proved_day(verdicts: Sequence[Verdict]) -> date | None:
    """The newest day of the page that the official series proved, where nothing else says when the page was made."""
    days = [
        verdict.dated.published.day or verdict.dated.value.day
        for verdict in verdicts
        if verdict.dated.by == "official" and verdict.dated.status == "ok"
    ]
    return max((day for day in days if day), default=None)


def _events(
    feed: list[tuple[Moment | None, datetime | None]], setting: _Setting, proved: date | None
) -> tuple[Event, ...]:
    page, capture, zone = setting.page, setting.capture, _zone(setting.page.zone)
    today = setting.todays[page.zone]
    settled = [settle_published(moment, stamp, today, zone, printed=True, proved=proved) for moment, stamp in feed]
    return tuple(
        Event(
            id=sighting_id(capture.digest, item.start, setting.captured_at),
            title=item.title,
            section=item.section,
            published_at=published.at,
            published_text=item.published,
            dated_by=published.by if published.at else "none",
            link=item.url,
            captured_at=setting.captured_at,
            ingested_at=setting.now,
            site=page.site,
            url=capture.url,
            parser=page.parser,
            source=capture.source,
            span_start=item.start,
            span_end=item.end,
            digest=capture.digest,
        )
        for item, published in zip(page.headlines, settled, strict=True)
    )


def _chain(printed: Printed, row: Observation) -> tuple[Evidence, ...]:
    mark = f"decimal mark {printed.decimal!r}" if printed.decimal else "one reading only"
    chain = [Evidence("value", printed.value, mark, (), str(row.value))]
    if change := printed.change or printed.change_percent:
        found = row.change if row.change is not None else row.change_percent
        rule = f"{mark}, direction {printed.direction}" if printed.direction else mark
        chain.append(Evidence("change", change, rule, (), "" if found is None else str(found)))
    return tuple(chain)


def _doubts(row: Observation) -> tuple[Evidence, ...]:
    """What stands against the row, or beside it; a row of which there is nothing to say has no such link."""
    return (Evidence("status", "", ", ".join(row.reasons), (), row.status),) if row.reasons else ()


def _read(page: Page, text: str | None) -> Moment | None:
    return read_moment(text, order=page.date_order, languages=page.languages) if text else None


def _zone(name: str | None) -> tzinfo | None:
    return ZoneInfo(name) if name else None
