"""The account of a soak: what the sites showed against what the store holds, and what status would have said when."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from rates.config import load
from rates.settings import Settings
from rates.status.gaps import Gap, gaps
from rates.status.series import series
from rates.status.sightings import Sighting, sightings
from rates.status.troubles import troubles
from storage import Store
from tests.collect.newsroom import Asked
from tests.collect.soaking import Course, Plan

if TYPE_CHECKING:
    import polars as pl

HARMLESS = {"charset", "robots"}  # the page is read all the same, or robots.txt is taken from its copy
Key = tuple[str, str, str, str, str, str]


@dataclass(slots=True)
class Account:
    """What a soak came to. Nothing should be missing, foreign, doubled, hasty or unexplained, and no alarm false."""

    shown: int = 0
    stored: int = 0
    missing: list[Key] = field(default_factory=list)
    foreign: list[Key] = field(default_factory=list)
    doubled: int = 0
    left_open: int = 0
    requests: dict[str, Counter[str]] = field(default_factory=dict)
    hasty: dict[str, float] = field(default_factory=dict)
    least_gap: dict[str, float] = field(default_factory=dict)
    parsed: int = 0
    answered: int = 0
    unexplained: list[Gap] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    alarms: list[tuple[str, str, datetime, datetime]] = field(default_factory=list)
    false_alarms: list[tuple[str, str, datetime, datetime]] = field(default_factory=list)
    noticed: list[tuple[str, bool]] = field(default_factory=list)
    met: dict[str, bool] = field(default_factory=dict)
    growth: float = 1.0
    rebuilt_after: timedelta | None = None
    dry_after: timedelta | None = None


def account(plan: Plan, course: Course, *, step: timedelta = timedelta(hours=3)) -> Account:
    """Compare the servers' records with the store; `step` is how often status is asked in the replay."""
    store = Store.open(plan.folder / "store")
    settings = load(environ={"RATES_CONFIG": str(plan.folder / "rates.toml")}).settings
    rows, visits = store.observations(), store.visits()
    result = Account(met=_met(plan, course, visits), growth=_growth(course))
    _quotes(result, course, rows)
    _requests(result, plan, course, visits)
    seen = sightings(visits, since=plan.start, until=plan.end)
    _gaps(result, plan, course, settings, seen)
    _alarms(result, plan, course, settings, seen, rows, step=step)
    return result


def _met(plan: Plan, course: Course, visits: "pl.DataFrame") -> dict[str, bool]:
    """Whether each kind of fault that was planned happened to the collector, by the servers' records or its ledger."""
    asked = {(each.fault or "").partition(" ")[0] for room in course.rooms.values() for each in room.site.asked}
    reasons = " ".join(reason for reason in visits["reason"].drop_nulls().unique())
    told = {"refused": "refused", "disk": "cannot write", "robots": "robots.txt forbids it", "tls": "certificate"}
    planned = {each.fault.partition(" ")[0] for each in plan.windows} | {"robots"}
    planned |= {"tls"} if "epsilon" in plan.sites else set()
    return {
        **{each: each in asked or told.get(each, "\0") in reasons for each in sorted(planned)},
        "kill": len(course.killed) == plan.kills,
        "rebuilt": plan.redesign is None or any(name == "beta" for name, _ in course.rebuilt),
    }


def _growth(course: Course) -> float:
    """How much larger the longest life was in its last quarter than in its second, by the middle of each."""
    lives = Counter(life for life, *_ in course.measured)
    longest = max(lives, key=lambda life: lives[life], default=0)
    used = [memory for life, _, memory, _ in course.measured if life == longest]
    quarter = len(used) // 4
    return median(used[-quarter:]) / median(used[quarter : 2 * quarter]) if quarter else 1.0


def _quotes(result: Account, course: Course, rows: "pl.DataFrame") -> None:
    shown = {key for name, room in course.rooms.items() for each in room.site.asked for key in _shown(name, each)}
    names = {urlsplit(room.url).netloc: name for name, room in course.rooms.items()}
    stored = {_stored(names, row) for row in rows.iter_rows(named=True)}
    result.shown, result.stored = len(shown), len(stored)
    timed = {key[:-1] for key in shown}
    # On a page without a fresh headline a bare clock time is left open, which is right; its day is settled anyway.
    result.left_open = sum(1 for key in stored if not key[-1])
    result.missing = sorted(key for key in shown if key not in stored)
    result.foreign = sorted(key for key in stored if key not in shown and (key[-1] or key[:-1] not in timed))
    result.doubled = len(rows) - rows.select("url", "digest", "value_start").unique().height


def _shown(name: str, asked: Asked) -> Iterator[Key]:
    for quote in asked.shown.quotes if asked.shown and asked.fault is None else ():
        value, change = f"{quote.value:.2f}", f"{quote.change:.2f}"
        moment = f"{quote.published.timestamp():.0f}"
        yield name, f"{quote.currency}/RUB", quote.day.isoformat(), value, change, moment


def _stored(names: dict[str, str], row: dict[str, Any]) -> Key:
    host, day, at = urlsplit(row["url"]).netloc, row["value_date"], row["published_at"]
    change = "" if row["change"] is None else f"{row['change']:.2f}"
    moment = f"{at.timestamp():.0f}" if at else ""
    return names[host], row["instrument"], day.isoformat() if day else "", f"{row['value']:.2f}", change, moment


def _requests(result: Account, plan: Plan, course: Course, visits: "pl.DataFrame") -> None:
    allowed = {
        "alfa": 2.0,
        "beta": 2.0,
        "gamma": 10.0,
        "delta": 2.0,
        "epsilon": 2.0,
    }  # the pace, and what robots.txt asks beyond it
    for name, room in course.rooms.items():
        asked = room.site.asked
        kind = ("robots" if each.path == "/robots.txt" else each.fault or str(each.status) for each in asked)
        result.requests[name] = Counter(word.partition(" ")[0] for word in kind)
        waits = [(later.at - earlier.at).total_seconds() for earlier, later in pairwise(asked)]
        # The clock is kept in floating seconds, so a wait may come out a microsecond short.
        result.hasty |= {f"{name} {asked[n].at}": each for n, each in enumerate(waits) if each < allowed[name] - 0.001}
        result.least_gap[name] = min(waits, default=0.0)
        result.answered += sum(1 for each in asked if each.status == 200 and each.shown)
    result.parsed = visits.filter((visits["size"] > 0) & (visits["outcome"] != "failed")).height


def _gaps(
    result: Account, plan: Plan, course: Course, settings: Settings, seen: "dict[str, list[Sighting]] | Any"
) -> None:
    for name, site in settings.sites.items():
        found = gaps(name, site, seen.get(name, ()), now=plan.end)
        result.gaps += found
        result.unexplained += [
            gap for gap in found if not gap.reasons or not _caused(plan, course, name, gap.since, gap.until)
        ]


def _caused(plan: Plan, course: Course, name: str, since: datetime, until: datetime | None) -> bool:
    """Whether something was done to the site, the disk or the collector in that time."""
    end = until or plan.end
    spans = [(each.since, each.until) for each in plan.windows if each.site in {name, ""}] + course.killed
    flaky = any(each.fault == "reset" and since <= each.at <= end for each in course.rooms[name].site.asked)
    late = 2 * plan.every
    return flaky or any(start <= end and stop + late >= since for start, stop in spans)


def _alarms(
    result: Account,
    plan: Plan,
    course: Course,
    settings: Settings,
    seen: "dict[str, list[Sighting]] | Any",
    rows: "pl.DataFrame",
    *,
    step: timedelta,
) -> None:
    """Ask for troubles all along the way, as they stood then. The rebuilt page is judged by its yield alone here."""
    zones = {name: site.zone for name, site in settings.sites.items()}
    urls = {name: f"{room.url}/" for name, room in course.rooms.items()}
    for name, site in settings.sites.items():
        if name in {"delta", "epsilon"}:
            continue  # never read, and said to be so all along
        visits = seen.get(name, [])
        moments = [each.at for each in visits]
        own = rows.filter(rows["url"] == urls[name])
        going: dict[str, datetime] = {}
        now = plan.start + timedelta(hours=2)
        while now < plan.end:
            until = bisect_right(moments, now)
            since = bisect_right(moments, now - timedelta(days=35))
            read = next((each.at for each in reversed(visits[since:until]) if not each.failed), now)
            rows_then = own.filter(own["captured_at"] <= now)
            shown = series(rows_then, now=now, zones={"rbc": zones[name]}, read_at={"rbc": read})
            found = {
                each.kind for each in troubles(name, site, visits[since:until], now=now, rebuilt_at=None, series=shown)
            }
            for kind in found - going.keys():
                going[kind] = now
            for kind in going.keys() - found:
                result.alarms.append((name, kind, going.pop(kind), now))
            now += step
        result.alarms += [(name, kind, begun, plan.end) for kind, begun in going.items()]
    _noticed(result, plan, settings, seen)
    if plan.redesign:
        begun = [at for site, at in course.rebuilt if site == "beta" and at >= plan.redesign[0]]
        dry = [
            at for name, kind, at, _ in result.alarms if (name, kind) == ("beta", "yield") and at >= plan.redesign[0]
        ]
        result.rebuilt_after = min(begun) - plan.redesign[0] if begun else None
        result.dry_after = min(dry) - plan.redesign[0] if dry else None
    result.false_alarms = [each for each in result.alarms if not _justified(plan, course, *each)]


def _noticed(result: Account, plan: Plan, settings: Settings, seen: "dict[str, list[Sighting]] | Any") -> None:
    """Whether each outage of a site was told at its last reading plus two cadences: its own and one more."""
    for window in plan.windows:
        if window.site not in settings.sites or window.fault in HARMLESS:
            continue
        site, visits = settings.sites[window.site], seen.get(window.site, [])
        # A server's doors are shut a moment late, by the other process.
        shut = window.since + (plan.every if window.fault == "refused" else timedelta(0))
        last = max((each.at for each in visits if not each.failed and each.at <= shut), default=None)
        now = last + 2 * site.cadence if last else plan.end
        if now >= window.until or not (site.open_at(now) and site.open_at(last or now)):
            continue
        before = [each for each in visits if now - timedelta(days=1) < each.at <= now]
        found = troubles(window.site, site, before, now=now, rebuilt_at=None, series=())
        result.noticed.append((f"{window.site} {window.fault}", any(each.kind == "silent" for each in found)))


def _justified(plan: Plan, course: Course, name: str, kind: str, begun: datetime, over: datetime) -> bool:
    redesigned = (
        plan.redesign is not None
        and name == "beta"
        and plan.redesign[0] <= begun <= plan.redesign[1] + timedelta(days=4)
    )
    if kind in {"yield", "late"} and redesigned:
        return True
    back = timedelta(days=4) if kind in {"yield", "late"} else timedelta(hours=1)
    return _caused(plan, course, name, begun - back, over)


def summary(plan: Plan, course: Course, result: Account) -> Sequence[str]:
    """The account in lines."""
    passes = (plan.end - plan.start) / plan.every
    last = [each for each in course.measured if each[0] == course.starts]
    tenths = [last[len(last) * part // 10 - 1] for part in range(1, 11)]
    memory = " ".join(f"{used / 1e6:.0f}" for _, _, used, _ in tenths)
    files_open = " ".join(str(count) for *_, count in tenths)
    faults = f"{sum(result.met.values())} of {len(result.met)} ({', '.join(result.met)})"
    files = sum(1 for path in Path(plan.folder).rglob("*") if path.is_file())
    span = f"{plan.start:%Y-%m-%d} to {plan.end:%Y-%m-%d}"
    twice = f"captures stored twice {result.doubled}, published time left open {result.left_open}"
    lines = [
        f"{span}, a pass every {plan.every}: {passes:,.0f} passes in {course.seconds:,.0f} s",
        f"killed {len(course.killed)} times, started {course.starts} times, left by itself {len(course.left)} times",
        f"kinds of faults met by the collector: {faults}",
        f"quotes shown {result.shown:,}, stored {result.stored:,}",
        f"missing {len(result.missing)}, never shown {len(result.foreign)}, {twice}",
        f"pages answered in full {result.answered:,}, parsed {result.parsed:,}",
    ]
    for name, counts in result.requests.items():
        told = ", ".join(f"{word} {count:,}" for word, count in counts.most_common())
        lines.append(f"{name}: {counts.total():,} requests ({told}), at least {result.least_gap[name]:.1f} s apart")
    lines += [
        f"requests sooner than allowed: {len(result.hasty)}",
        f"at each tenth of its last life ({len(last)} days): memory {memory} MB, open files {files_open}",
        f"growth of the longest life, its last quarter against its second: {result.growth:.2f}",
        f"files in the store's folders at the end: {files:,}",
        f"gaps {len(result.gaps)}, without a reason or a cause {len(result.unexplained)}",
        f"alarms {len(result.alarms)}, false {len(result.false_alarms)}",
        f"outages told at their cadence plus one: {sum(told for _, told in result.noticed)} of {len(result.noticed)}",
        f"the rebuilt page told by its frame after {result.rebuilt_after}, by its yield after {result.dry_after}",
    ]
    return lines
