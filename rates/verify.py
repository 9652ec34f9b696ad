"""Observed fixings against the official series: equal, rounding, differ, or no official rate to compare with.

A rate holds until the next one, so a fixing printed for a Sunday is compared with Saturday's. A difference is explained
where one explanation fits, and never corrected. A row that the official series dated is no confirmation of the bank.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from rates.fingerprint import Claim, agrees, change_agrees, exact_change, exact_value, value_agrees
from rates.fixings import Fixing, Fixings

if TYPE_CHECKING:
    pass

Agreement = Literal["equal", "rounding", "differ", "no-official"]
_RANK: Mapping[Agreement, int] = {"no-official": 0, "equal": 1, "rounding": 2, "differ": 3}
CLAIMED = ("market", "instrument", "value", "nominal", "change", "change_percent")
_STALE_DAYS = 31
_SCALES = (10, 100, 1000, 10000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the bank says of one observation. `change_agreement` is None where no change is printed.

    `official_value` and `official_change` are per the row's nominal; `confirms` is False for a row that the official
    series dated. `explanation` is a short code with its detail, such as `neighbouring-day 2024-04-24`.
    """

    id: str
    site: str
    instrument: str
    market: str
    value_date: date
    value: Decimal
    official_value: Decimal | None
    value_agreement: Agreement
    change: Decimal | None
    official_change: Decimal | None
    change_agreement: Agreement | None
    verdict: Agreement
    explanation: str | None
    confirms: bool
    dated_by: str
    status: str
    quote_text: str


def verify(rows: Iterable[Mapping[str, Any]], fixings: Fixings) -> list[Verdict]:
    """Compare every dated fixing among observations (as mappings) with the official one, in the order of the rows.

    Compared are rows of a market that has official series and that are not official themselves.
    """
    banks = {market for market, _ in fixings.lines()}
    every = list(rows)
    sided: dict[tuple[str, str], set[Decimal]] = defaultdict(set)
    for row in every:
        if row["side"]:
            sided[row["digest"], row["instrument"]].add(row["value"])
    return [
        _verdict(row, fixings, sided[row["digest"], row["instrument"]])
        for row in every
        if row["market"] in banks and row["site"] != row["market"] and row["value_date"] is not None
    ]


def claim_of(row: Mapping[str, Any]) -> Claim:
    """The claim of a stored row; the store's padding zeros are not printed decimals."""
    value, change, percent = (row[key] for key in ("value", "change", "change_percent"))
    return Claim(
        row["market"],
        row["instrument"],
        value.normalize(),
        row["nominal"],
        None if change is None else change.normalize(),
        None if percent is None else percent.normalize(),
    )


def verdict_on(claim: Claim, day: date, fixings: Fixings) -> Agreement:
    """The verdict on a claim about one day."""
    return _compare(claim, day, fixings).worst


class _Compared(NamedTuple):
    fixed: Fixing | None
    value: Agreement
    change: Agreement | None

    @property
    def worst(self) -> Agreement:
        return max((self.value, self.change or self.value), key=_RANK.__getitem__)


def _compare(claim: Claim, day: date, fixings: Fixings) -> _Compared:
    fixed = fixings.in_force(claim.market, claim.instrument, day)
    return _Compared(fixed, _value_agreement(claim, fixed), _change_agreement(claim, fixed))


def _verdict(row: Mapping[str, Any], fixings: Fixings, sided: set[Decimal]) -> Verdict:
    claim, day = claim_of(row), row["value_date"]
    compared = _compare(claim, day, fixings)
    fixed, verdict = compared.fixed, compared.worst
    return Verdict(
        id=row["id"],
        site=row["site"],
        instrument=row["instrument"],
        market=row["market"],
        value_date=day,
        value=claim.value,
        official_value=exact_value(claim, fixed) if fixed else None,
        value_agreement=compared.value,
        change=claim.change if claim.change is not None else claim.change_percent,
        official_change=exact_change(claim, fixed) if fixed else None,
        change_agreement=compared.change,
        verdict=verdict,
        explanation=_explain(claim, day, compared.value, fixings, row, sided) if verdict == "differ" else None,
        confirms=row["dated_by"] != "official",
        dated_by=row["dated_by"],
        status=row["status"],
        quote_text=row["quote_text"],
    )


def _value_agreement(claim: Claim, fixed: Fixing | None) -> Agreement:
    if fixed is None:
        return "no-official"
    if claim.value == exact_value(claim, fixed):
        return "equal"
    return "rounding" if value_agrees(claim, fixed) else "differ"


def _change_agreement(claim: Claim, fixed: Fixing | None) -> Agreement | None:
    if claim.change is None and claim.change_percent is None:
        return None
    if fixed is None or fixed.change is None:
        return "no-official"
    if claim.change == exact_change(claim, fixed):
        return "equal"
    return "rounding" if change_agrees(claim, fixed) else "differ"


def _explain(
    claim: Claim, day: date, value: Agreement, fixings: Fixings, row: Mapping[str, Any], sided: set[Decimal]
) -> str | None:
    if value != "differ":
        return _explain_change(claim, day, fixings)
    return (
        _neighbour(claim, day, fixings)
        or _other_label(claim, day, fixings)
        or _tenfold(claim, day, fixings)
        or _stale(claim, day, fixings)
        or ("a buying or selling price" if row["side"] or row["value"] in sided else None)
    )


def _explain_change(claim: Claim, day: date, fixings: Fixings) -> str | None:
    fixed = fixings.in_force(claim.market, claim.instrument, day)
    if fixed is None or claim.change is None:
        return None
    before = fixings.in_force(claim.market, claim.instrument, fixed.day - timedelta(days=1))
    if before and claim.change == round(exact_value(claim, fixed), 2) - round(exact_value(claim, before), 2):
        return "difference of the rounded values"
    if change_agrees(claim._replace(change=-claim.change), fixed):
        return "the sign turned round"
    if before and change_agrees(claim, before):
        return f"the change of {before.day}"
    return None


def _neighbour(claim: Claim, day: date, fixings: Fixings) -> str | None:
    for near in fixings.neighbours(claim.market, claim.instrument, day):
        if agrees(claim, near):
            return f"the rate of the neighbouring day {near.day}"
    return None


def _other_label(claim: Claim, day: date, fixings: Fixings) -> str | None:
    for market, instrument in fixings.lines():
        if market == claim.market and instrument != claim.instrument:
            other = claim._replace(instrument=instrument)
            fixed = fixings.in_force(market, instrument, day)
            if fixed and agrees(other, fixed):
                return f"the rate of {instrument}"
    return None


def _tenfold(claim: Claim, day: date, fixings: Fixings) -> str | None:
    """The nominal that fits where the printed one does not: the label forgot "per 100", or kept it too long."""
    fixed = fixings.in_force(claim.market, claim.instrument, day)
    scales = [claim.nominal * scale for scale in _SCALES]
    scales += [claim.nominal // scale for scale in _SCALES if claim.nominal % scale == 0]
    for nominal in scales:
        if fixed and value_agrees(claim._replace(nominal=nominal), fixed):
            return f"the rate per {nominal}, not per {claim.nominal}"
    return None


def _stale(claim: Claim, day: date, fixings: Fixings) -> str | None:
    for back in range(1, _STALE_DAYS + 1):
        old = fixings.on(claim.market, claim.instrument, day - timedelta(days=back))
        if old and agrees(claim, old):
            return f"a stale block: the rate of {old.day}"
    return None
