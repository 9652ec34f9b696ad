"""Precision and recall over the real pages beside the project: every field, every site, currencies and the rest apart.

A quote counts when every field that the truth gives is right. Pages whose quotes are sentences are not sidebars and
are left out of recall; what is read on them still counts against precision. Each page is read twice: by its site's
parser, and as a page of nobody's, with nothing but its own words.

    python tests/bench/score_pages.py [-v]
"""

import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

from parsers import parse
from rates.model import Capture, Printed
from rates.numbers import NumberError, read_number

PAGES = Path(__file__).resolve().parents[2] / "../shared/pages"
FIELDS = ("instrument", "market", "side", "value", "change", "value_date", "published")
MARKETS = {"CBR": "cbr", "BNR": "bnr", "cash": "cash", "MICEX": "moex", "MOEX futures": "futures", "MOEX": "moex"}
SIDES = {"bid": "bid", "ask": "ask", "buy": "bid", "sell": "ask"}


def main(arguments: list[str]) -> int:
    """Print both scores; -v names every miss."""
    if not PAGES.exists():
        print(f"no pages at {PAGES}")
        return 0
    for mode, site in (("with the sites' parsers", None), ("with no site known", "unknown")):
        print(f"\n== {mode}")
        score = Score(verbose="-v" in arguments)
        for entry in entries():
            score.page(entry, site)
        score.show()
    return 0


def entries() -> list[dict[str, Any]]:
    """The pages with their truth."""
    return [json.loads(line) for line in (PAGES / "index.jsonl").read_text(encoding="utf-8").splitlines()]


class Score:
    """Counts while pages go by."""

    def __init__(self, *, verbose: bool) -> None:
        self.verbose = verbose
        self.hits: Counter[str] = Counter()
        self.truths: Counter[str] = Counter()
        self.reads: Counter[str] = Counter()
        self.fields: Counter[tuple[str, bool]] = Counter()
        self.sites: list[str] = []
        self.on_negatives = 0

    def page(self, entry: dict[str, Any], site: str | None) -> None:
        """Score one page."""
        content = gzip.decompress((PAGES / entry["file"]).read_bytes())
        printed = list(parse(Capture(content=content, source=entry["file"], url=entry["url"]), site=site).printed)
        truths = [] if "prose" in entry["kind"] else [end for truth in entry["truth"] for end in both_ends(truth)]
        if entry["label"] == "negative":
            self.on_negatives += sum(quote.kind == "fx" for quote in printed)
        parts = []
        for kind in ("fx", "other"):
            wanted = [truth for truth in truths if (truth["class"] == "fx") == (kind == "fx")]
            read = [quote for quote in printed if (quote.kind == "fx") == (kind == "fx")]
            hits = self._match(kind, wanted, read, entry["file"])
            self.hits[kind] += hits
            self.truths[kind] += len(wanted)
            if kind == "fx" or wanted:  # where the truth lists no other kinds they were not looked for
                self.reads[kind] += hits if kind == "other" or not entry["truth_complete_for_fx"] else len(read)
            if wanted or (kind == "fx" and read):
                parts.append(f"{kind} {hits}/{len(wanted)} of {len(read)} read")
        if parts:
            self.sites.append(f"  {entry['file'].split('_full')[0]:<44} {', '.join(parts)}")

    def _match(self, kind: str, wanted: list[dict[str, Any]], read: list[Printed], file: str) -> int:
        hits, left = 0, list(read)
        for truth in wanted:
            best = max(left, key=lambda quote: sum(judge(truth, quote).values()), default=None)
            marks = judge(truth, best) if best else {}
            found = bool(best) and marks["value"] and (marks["instrument"] or kind == "other")
            if found and best:
                left.remove(best)
            if kind == "fx":
                self.fields.update((field, found and right) for field, right in marks.items())
            strict = found and all(
                right for field, right in marks.items() if kind == "fx" or field in ("value", "change")
            )
            hits += strict
            if self.verbose and not strict:
                wrong = [field for field, right in marks.items() if not right] if found else ["not read"]
                print(f"  miss {file[:30]} {truth['raw']!r}: {', '.join(wrong)}")
        if self.verbose and kind == "fx":
            for quote in left:
                print(f"  extra {file[:30]} {quote.instrument} {quote.market} {quote.side} {quote.text!r}")
        return hits

    def show(self) -> None:
        """Print what was counted."""
        print("\n".join(self.sites))
        for field in FIELDS:
            right, wrong = self.fields[field, True], self.fields[field, False]
            if right + wrong:
                print(f"  {field:<12} right {right} of {right + wrong}")
        for kind, name in (("fx", "currencies"), ("other", "other kinds")):
            recall = self.hits[kind] / max(1, self.truths[kind])
            precision = self.hits[kind] / max(1, self.reads[kind])
            told = f", precision {precision:.3f} ({self.hits[kind]} of {self.reads[kind]})" if kind == "fx" else ""
            print(f"{name}: recall {recall:.3f} ({self.hits[kind]} of {self.truths[kind]}){told}")
        print(f"currency quotes read on pages without any: {self.on_negatives}")


def both_ends(truth: dict[str, Any]) -> list[dict[str, Any]]:
    """`109.85-86` in the truth is a bid and an ask."""
    ends = re.fullmatch(r"(\d+\.\d+)-(\d+)", truth["value"])
    if not ends:
        return [truth]
    bid, ask = ends[1], ends[1][: -len(ends[2])] + ends[2]
    return [truth | {"value": bid, "side": "bid"}, truth | {"value": ask, "side": "ask"}]


def judge(truth: dict[str, Any], quote: Printed) -> dict[str, bool]:
    """Field by field, for the fields that the truth gives."""
    marks = {"instrument": quote.instrument == truth["instrument"], "value": _same_value(truth["value"], quote)}
    if truth["market"] and truth["class"] == "fx":
        marks["market"] = quote.market == _market(truth["market"])
    if truth.get("side") and (side := re.search(r"bid|ask|buy|sell", truth["side"])):
        marks["side"] = quote.side is not None and SIDES[quote.side] == SIDES[side[0]]
    if truth["delta"] is not None:
        marks["change"] = bool(_numbers(truth["delta"].split()) & set(_changes(quote)))
    for field, key, printed in (
        ("value_date", "effective_date", quote.value_date),
        ("published", "published", quote.published),
    ):
        if truth[key]:
            marks[field] = printed is not None and _plain(printed) in _plain(truth[key])
    return marks


def _market(text: str) -> str:
    return next((code for name, code in MARKETS.items() if text.startswith(name)), text.split()[0])


def _same_value(text: str, quote: Printed) -> bool:
    digits = re.sub(r"[^\d.,-]", "", text)
    printed = re.sub(r"[^\d.,-]", "", quote.value)
    return digits == printed


def _changes(quote: Printed) -> Iterable[tuple[Decimal, bool]]:
    for text in (quote.change, quote.change_percent):
        for value, percent in _numbers([text] if text else []):
            down = quote.direction == "down" and value > 0
            yield (-value if down else value), percent


def _numbers(texts: Iterable[str]) -> set[tuple[Decimal, bool]]:
    found = set()
    for text in texts:
        for mark in (",", "."):
            try:
                number = read_number(re.sub(r"円.$", "", text), decimal=mark)
            except NumberError:
                continue
            found.add((number.value, number.percent))
    return found


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().casefold()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
