"""The ledger's rows for visits that gave nothing to parse: a page that failed, and one that has not changed."""

from datetime import datetime

from rates.collect.memory import PageMemory
from rates.model import Capture, Visit, sighted_id, visit_id

UNCHANGED = "unchanged since "


def failure(site: str, capture: Capture, reason: str, *, now: datetime) -> Visit:
    """A visit that gave no reading; `capture` has what came, which may be nothing."""
    return Visit(
        id=visit_id(capture, now),
        digest=capture.digest,
        url=capture.url,
        source=capture.source,
        captured_at=now,
        captured_by="now",
        ingested_at=now,
        site=site,
        parser=None,
        outcome="failed",
        reason=reason,
        size=len(capture.content),
        observations=0,
        rejections=0,
        events=0,
    )


def sighting(site: str, page: PageMemory, *, source: str, now: datetime) -> Visit:
    """A page seen again unchanged: its digest and outcome at another time, and no new rows."""
    if page.digest is None or page.url is None or page.captured_at is None or page.outcome is None:
        raise ValueError("a page that was never captured cannot be unchanged")
    return Visit(
        id=sighted_id(page.digest, page.url, now),
        digest=page.digest,
        url=page.url,
        source=source,
        captured_at=now,
        captured_by="now",
        ingested_at=now,
        site=site,
        parser=page.parser,
        outcome=page.outcome,
        reason=f"{UNCHANGED}{page.captured_at:%Y-%m-%dT%H:%M:%SZ}",
        size=0,
        observations=0,
        rejections=0,
        events=0,
    )
