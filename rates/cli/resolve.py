"""`rates resolve`: hear stored rows again: settle undated days by the bank, note doubts, keep every first reading."""

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rates.cli.common import FormatOption, JsonOption, OutputOption, StoreOption, emit, fixings_of, now, open_store
from rates.cli.talk import complain, say

if TYPE_CHECKING:
    from rates.review import SiteFacts

COLUMNS = ["instrument", "market", "site", "value", "value_date_text", "value_date", "dated_by", "status", "reasons"]
MONTH = timedelta(days=31)  # a series that begins this near to its bank is whole


def command(
    dry_run: Annotated[bool, typer.Option("-n", "--dry-run", help="Print what would change; store nothing.")] = False,
    format: FormatOption = None,  # noqa: A002  the option's name
    json: JsonOption = False,
    output: OutputOption = None,
    store: StoreOption = None,
) -> int:
    """Settle undated rows by the official series in the store, and note what breaks a law."""
    from dataclasses import asdict

    from rates.fixings import Fixings
    from rates.review import review

    opened = open_store(store)
    rows = opened.observations()
    if not rows.height:
        return complain("the store holds no observations", "rates ingest FILE...", 4)
    fixings = fixings_of(opened) or Fixings(())
    visits = opened.visits()
    own = visits.filter(visits["captured_by"] == "page").select("digest", "captured_at")
    later = review(rows.iter_rows(named=True), fixings, facts=_facts, now=now(), self_timed=set(own.iter_rows()))
    if later and not dry_run:
        opened.append(observations=later)
    if later or json:
        emit([asdict(row) for row in later], COLUMNS, format=format, json_flag=json, output=output)
    _tell(rows, later, dry_run=dry_run)
    return 0


def _facts(site: str) -> "SiteFacts":
    from parsers.discovery import site_named
    from rates.errors import UsageError
    from rates.review import SiteFacts

    try:
        known = site_named(site)
    except UsageError:  # its module is gone, the rows are not
        return SiteFacts(None, "DMY", ())
    return SiteFacts(known.zone, known.date_order, known.languages)


def _tell(rows: Any, later: Any, *, dry_run: bool) -> None:
    was = {row["id"]: row["status"] for row in rows.iter_rows(named=True)}
    counts = Counter(_became(was[row.id], row) for row in later)
    still = was | {row.id: row.status for row in later}
    undated = rows.filter([still[id_] == "undated" for id_ in rows["id"]])
    said = ", ".join(f"{counts[word]} {word}" for word in ("settled", "doubted", "cleared", "noted"))
    say(f"{said}; {undated.height} still undated" + (" (nothing stored: dry run)" if dry_run and later else ""))
    for code in sorted(set(undated["market"])):
        _hint(code, rows)


def _hint(code: str, rows: Any) -> None:
    """What asking a bank might still settle, where the store does not hold its series from its beginning."""
    from rates.official import BANKS

    first = rows.filter((rows["site"] == code) & (rows["market"] == code))["value_date"].min()
    if (bank := BANKS.get(code)) and (first is None or first - bank.since > MONTH):
        said = "is not in the store" if first is None else f"begins on {first} in the store"
        say(f"the series of {bank.name} {said}: `rates official {code} --all-history` loads all years")


def _became(was: str, row: Any) -> str:
    if row.status == "suspect":
        return "doubted"
    return {"undated": "settled", "suspect": "cleared"}.get(was, "noted") if row.status == "ok" else "noted"
