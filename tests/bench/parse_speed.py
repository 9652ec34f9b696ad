"""How long a page takes, as a ratio to selectolax's bare parse of the same bytes, and whether anything is not linear.

python tests/bench/parse_speed.py
"""

import gzip
import json
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from selectolax.lexbor import LexborHTMLParser

from parsers import parse
from rates.model import Capture

PAGES = Path(__file__).resolve().parents[2] / "../shared/pages"
RBC = "rbc.ru_2020-02-16_search-tag_full.html.gz"
ROUNDS = 9
BLOCK = "<div class=row><span>USD</span> <span>92,51</span> <span>-0,79</span></div>"
HOSTILE = {
    "digits": "USD 1",
    "digits and points": "1.",
    "signs": "$-+€",
    "codes": "USD EUR ",
    "opening tags": "<div>",
    "deep labels": "<div>USD",
    "closing tags": "</div>",
    "table cells": "<td>USD<td>1,2",
    "unclosed comments": "<!--",
    "unclosed scripts": "<script>",
    "scripts closed otherwise": "<script></SCRIPT>",
    "unclosed attributes": '<a title="',
    "leaking attributes": '">',
    "entities": "&amp;&euro;",
    "spaces": "USD   ",
    "escapes": '{"a":"\\u0055',
    "rows": BLOCK,
}


def main() -> int:
    """Print the ratios."""
    if PAGES.exists():
        _pages()
    print("time for 10 and 100 times the input, over 10 and 100 times the time for one (1.0 is linear)")
    for name, piece in HOSTILE.items():
        base = "<html>" + piece * (4000 // len(piece))
        one, ten, hundred = (_best(_parse((base * times).encode(), None), 3) for times in (1, 10, 100))
        print(f"  {name:<26} {ten / one / 10:6.2f} {hundred / one / 100:6.2f}   {hundred * 1000:8.1f} ms for 400 kB")
    return 0


def _pages() -> None:
    bare_all = ours_all = 0.0
    for line in (PAGES / "index.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        content = gzip.decompress((PAGES / entry["file"]).read_bytes())
        url = entry["url"] or f"https://{entry['site'].split()[0]}/"  # a crawl knows where a page is from
        bare, ours = _best(lambda: LexborHTMLParser(content), ROUNDS), _best(_parse(content, url), ROUNDS)  # noqa: B023
        bare_all, ours_all = bare_all + bare, ours_all + ours
        if entry["file"] == RBC:
            print(f"{RBC}: bare {bare * 1000:.2f} ms, ours {ours * 1000:.2f} ms, ratio {ours / bare:.2f}")
    print(f"all pages: bare {bare_all * 1000:.1f} ms, ours {ours_all * 1000:.1f} ms, ratio {ours_all / bare_all:.2f}")


def _parse(content: bytes, url: str | None) -> Callable[[], object]:
    capture = Capture(content=content, source="bench", url=url)
    return lambda: parse(capture)


def _best(run: Callable[[], object], rounds: int) -> float:
    times = []
    for _ in range(rounds):
        start = perf_counter()
        run()
        times.append(perf_counter() - start)
    return min(times)


if __name__ == "__main__":
    sys.exit(main())
