"""The official series as the judge of the year: rules 5 to 8.

Where page and capture leave a day open, the one year whose fixing has the quote's value and change settles it; none or
two leave it open. Where the capture settled it and the bank knows better, the row is suspect and names both days.
A value without a change, and a rate that the bank held for months, needs a second quote of its page to agree. Days far
apart on one page discredit each other, and no page carries a fixing from after its capture.
"""

from collections.abc import Sequence
from datetime import date, tzinfo
from typing import NamedTuple

from rates.clocks import DOUBLED, SKIPPED
from rates.dating import BESIDE, STAMPED, Dated, Settled, clock_on, published_before
from rates.evidence import Evidence
from rates.fingerprint import Claim, agrees, alike, is_common, value_agrees
from rates.fixings import Fixing, Fixings
from rates.moments import Moment
from rates.years import AHEAD, DAY_SLACK, REACH, days_in, nearest_such

CODES = frozenset(
    ("official-no-year", "official-two-years", "official-unsupported", "page-disagrees", "official-differs")
)
PREFIXES = ("capture:", "machine:", "official:")
RULE = "rule 5: one year's fixing with this value and change"


class Case(NamedTuple):
    """A quote before the judge: what it claims, what is printed of its days, and how they were settled so far.

    `captured` is the day of its capture where the input told it; a page may be younger than its own newest stamp.
    """

    claim: Claim
    value_moment: Moment | None
    published_moment: Moment | None
    zone: tzinfo | None
    dated: Dated
    captured: date | None = None


class Verdict(NamedTuple):
    """A quote's days as they stand after the official series was heard, and what it said."""

    dated: Dated
    evidence: tuple[Evidence, ...] = ()


class _Heard(NamedTuple):
    """The official days that a quote may be of, and whether one of them can be believed without a second quote."""

    years: tuple[Fixing, ...] = ()
    alone: bool = False


def judge(cases: Sequence[Case], fixings: Fixings) -> list[Verdict]:
    """Hear the official series on all quotes of one page, in their order.

    A quote that the bank cannot know takes the year of the page's fixings where it has none, and is doubted where
    they prove the capture's day wrong.
    """
    heard = [_hear(case, fixings) for case in cases]
    believed = _believed(cases, heard)
    verdicts = [
        _verdict(case, each, fixings, believed=believed)
        if (case.claim.market, case.claim.instrument) in fixings
        else Verdict(case.dated)
        for case, each in zip(cases, heard, strict=True)
    ]
    return [
        verdict._replace(dated=_under_capture(case, _beside(case, verdict.dated, fixings, believed)))
        for case, verdict in zip(cases, verdicts, strict=True)
    ]


def _hear(case: Case, fixings: Fixings) -> _Heard:
    """The official days that have the quote's fingerprint, on its settled day first of all."""
    claim, settled, printed = case.claim, case.dated.value.day, case.value_moment
    fixed = fixings.on(claim.market, claim.instrument, settled) if settled else None
    if fixed and agrees(claim, fixed):
        return _Heard((fixed,), claim.strong)
    if printed is None or printed.day is None or printed.month is None or printed.year is not None:
        return _Heard()
    found = alike(claim, fixings)
    years = [fixing for fixing in found if fixing.day in days_in(printed, (fixing.day.year,))]
    possible = [fixing for fixing in years if not case.captured or fixing.day <= case.captured + AHEAD]
    return _Heard(tuple(possible or years), claim.strong and not is_common(found, claim, fixings))


def _believed(cases: Sequence[Case], heard: Sequence[_Heard]) -> frozenset[date]:
    """The days that the page's quotes agree on: a strong claim alone, weak ones together; none if far apart."""
    sure = {each.years[0].day for each in heard if len(each.years) == 1 and each.alone}
    weak: dict[date, set[str]] = {}
    for case, each in zip(cases, heard, strict=True):
        if len(each.years) == 1 and not each.alone:
            weak.setdefault(each.years[0].day, set()).add(case.claim.instrument)
    days = sure | {day for day, instruments in weak.items() if len(instruments) > 1 or day in sure}
    return frozenset(days) if days and max(days) - min(days) <= AHEAD else frozenset()


def _verdict(case: Case, heard: _Heard, fixings: Fixings, *, believed: frozenset[date]) -> Verdict:
    settled, years = case.dated.value, heard.years
    day = years[0].day if len(years) == 1 and years[0].day in believed else None
    told = _told(case, years, day)
    if settled.day and (day == settled.day or settled.by == "official"):
        dated = case.dated
    elif settled.day:
        dated = _against(case, settled.day, day, fixings)
    else:
        dated = _found(case, day) if day else _with(case.dated, _why(case, heard))
    return Verdict(dated, (*told, *_bank_says(case.claim, dated.value.day, fixings)))


def _found(case: Case, day: date) -> Dated:
    """The official day of a quote that had none, doubted where its publication speaks against it."""
    published = case.dated.published
    if published.day and not published.day <= day <= published.day + AHEAD:
        return _with(case.dated, "page-disagrees") if _is_fixed(case) else _moved(case, published.day, day)
    return _settle(case, day)


def _settle(case: Case, day: date, *, rule: str = RULE) -> Dated:
    """The year is found; the publication time follows from it where a day is printed."""
    value = Settled(day, None, "official", rule, (day,))
    published = case.dated.published
    if published.day is None and case.published_moment and case.published_moment.day:
        published = published_before(case.published_moment, value, case.zone)
    reasons = tuple(code for code in case.dated.reasons if code not in {SKIPPED, DOUBLED, "page-older"})
    return Dated(value, published, "official", "ok", tuple(dict.fromkeys((*reasons, *published.reasons))))


def _against(case: Case, settled: date, day: date | None, fixings: Fixings) -> Dated:
    """Rule 6: a day was settled, and the official rate of that day is another one, or another year's fits."""
    if day and case.dated.by in {"capture", "machine"} and case.dated.published.rule != STAMPED:
        return _moved(case, settled, day)
    fixed = fixings.in_force(case.claim.market, case.claim.instrument, settled)
    if not fixed or value_agrees(case.claim, fixed):
        return case.dated
    return _with(case.dated, "official-differs")._replace(status="suspect")


def _moved(case: Case, settled: date, day: date) -> Dated:
    """The official day instead of the one that the capture gave: suspect, and both are named."""
    reopened = Settled(rule="fell with the day that the capture gave")
    published = case.dated.published if _is_fixed(case) else reopened
    moved = _settle(case._replace(dated=case.dated._replace(published=published)), day)
    by = "machine" if case.dated.by == "machine" else "capture"
    return moved._replace(status="suspect", reasons=(*moved.reasons, f"{by}:{settled}", f"official:{day}"))


def _is_fixed(case: Case) -> bool:
    """Whether the publication time has its year from the page itself, and does not fall with the capture's."""
    printed = case.published_moment is not None and case.published_moment.year is not None
    return printed or case.dated.published.rule == STAMPED


def _beside(case: Case, dated: Dated, fixings: Fixings, believed: frozenset[date]) -> Dated:
    """What the days of the page's fixings say of a quote that stands beside them."""
    if not believed:
        return dated
    day = dated.value.day or dated.published.day
    if day and dated.by == "capture" and min(abs(day - other) for other in believed) > REACH:
        return _with(dated, "page-disagrees")._replace(status="suspect")
    if day is None and (case.claim.market, case.claim.instrument) not in fixings:
        return _year_beside(case, max(believed))
    return dated


def _under_capture(case: Case, dated: Dated) -> Dated:
    """Rule 6 where the bank settled what the capture left open: a day that the capture cannot have seen is suspect."""
    if case.captured is None or dated.by != "official" or dated.status != "ok":
        return dated
    value, published = dated.value.day, dated.published.day
    late = [day for day, limit in ((value, AHEAD), (published, DAY_SLACK)) if day and day > case.captured + limit]
    if not late:
        return dated
    return dated._replace(
        status="suspect", reasons=(*dated.reasons, f"capture:{case.captured}", f"official:{value or published}")
    )


def _year_beside(case: Case, fixed: date) -> Dated:
    """The year of a day and month that stand beside a fixing: a page's rows are of the same weeks."""
    moment = case.value_moment or case.published_moment
    if moment is None or moment.day is None or moment.year is not None:
        return case.dated
    near = nearest_such(moment, fixed)
    if near.day is None:
        return case.dated
    if moment is case.value_moment:
        return _with(_settle(case, near.day, rule=BESIDE), "year-beside-fixing")
    at, why = clock_on(near.day, moment, case.zone)
    published = Settled(near.day, at, "official", BESIDE, near.candidates, why)
    return Dated(case.dated.value, published, "official", "ok", (*case.dated.reasons, *why, "year-beside-fixing"))


def _why(case: Case, heard: _Heard) -> str:
    if case.value_moment is None or case.value_moment.day is None:
        return ""
    if len(heard.years) != 1:
        return "official-two-years" if heard.years else "official-no-year"
    return "page-disagrees" if heard.alone else "official-unsupported"


def _with(dated: Dated, reason: str) -> Dated:
    return dated._replace(reasons=(*dated.reasons, reason)) if reason and reason not in dated.reasons else dated


def _told(case: Case, years: tuple[Fixing, ...], day: date | None) -> tuple[Evidence, ...]:
    claim = case.claim
    change = claim.change if claim.change is not None else claim.change_percent
    text = str(claim.value) if change is None else f"{claim.value} ({change:+})"
    found = tuple(f"{fixing.day} {_text(fixing)}" for fixing in years)
    return (Evidence("official", text, RULE, found, day.isoformat() if day else ""),)


def _bank_says(claim: Claim, day: date | None, fixings: Fixings) -> tuple[Evidence, ...]:
    fixed = fixings.in_force(claim.market, claim.instrument, day) if day else None
    if not fixed or not day:
        return ()
    return (Evidence("bank", day.isoformat(), "the official rate of that day", (), _text(fixed)),)


def _text(fixing: Fixing) -> str:
    value = f"{fixing.value.normalize():f}"
    return value if fixing.change is None else f"{value} ({fixing.change.normalize():+f})"
