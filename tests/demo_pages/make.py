"""Writes the pages of `rates demo`: invented news around the true figures of rates/demo/official_cbr.csv.

Run `python -m tests.demo_pages.make` in the checkout; the same bytes come out each time.
"""

import csv
import sys
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from tests.demo_pages.plan import MOSCOW, Plan
from tests.demo_pages.printing import Rates, html_page, text_page

DEMO = Path(__file__).resolve().parents[2] / "rates" / "demo"


def official() -> Rates:
    """Rates by currency and value date, as the Bank of Russia set them."""
    rates: Rates = {}
    with (DEMO / "official_cbr.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rates.setdefault(row["currency"], {})[date.fromisoformat(row["date"])] = Decimal(row["rate"])
    return rates


def plans(days: Sequence[date]) -> Iterator[Plan]:
    """Every other value date of three months and a few more, two of them undated; repeats; one without a feed."""
    wanted = [day for day in days if date(2024, 2, 1) <= day <= date(2024, 4, 30)]
    chosen = sorted({*wanted[::2], date(2024, 2, 29), date(2024, 3, 27), date(2024, 4, 25), date(2024, 4, 28)})
    for turn, day in enumerate(chosen):
        taken = taken_at(day, minutes=(95, 480, 225, 1130)[turn % 4])
        kind = "txt" if turn % 5 == 3 else "html"
        currencies = ("EUR", "USD", "CNY") if day in {date(2024, 2, 15), date(2024, 3, 27)} else ("EUR", "USD")
        charset = "windows-1251" if turn % 5 == 1 else "utf-8"
        name = f"{taken:%Y-%m-%dT%H%M}.{kind}"
        if turn in (13, 28):
            name = f"undated-{day:%d%m}.txt"
        yield Plan(
            name=name,
            day=day,
            taken=taken_at(day, minutes=480) if name.startswith("undated") else taken,
            currencies=currencies,
            charset=charset if name.endswith("html") else "utf-8",
            ticker=turn % 9 == 0,
            dated=not name.startswith("undated"),
        )
    for day in (chosen[4], chosen[17], chosen[30]):
        taken = taken_at(day, minutes=700)
        yield Plan(name=f"{taken:%Y-%m-%dT%H%M}.html", day=day, taken=taken)
    taken = taken_at(chosen[20], minutes=600)
    yield Plan(name="no-feed.html", day=chosen[20], taken=taken, feed=False)


def taken_at(day: date, *, minutes: int) -> datetime:
    return datetime.combine(day - timedelta(days=1), time(17, 30), MOSCOW) + timedelta(minutes=minutes)


def manifest(all_plans: Sequence[Plan]) -> str:
    rows = ["# The pages of `rates demo`, written by tests/demo_pages/make.py. A page without captured_at is undated."]
    for plan in all_plans:
        rows += ["", "[[page]]", f'file = "{plan.name}"', 'url = "https://www.rbc.ru/"']
        if plan.dated:
            rows.append(f"captured_at = {plan.taken.isoformat()}")
    return "\n".join(rows) + "\n"


def write(folder: Path) -> None:
    """Write `pages/` and `pages.toml` into a folder."""
    rates = official()
    all_plans = list(plans(sorted(rates["USD"])))
    (folder / "pages").mkdir(exist_ok=True)
    for plan in all_plans:
        page = text_page(plan, rates) if plan.text else html_page(plan, rates)
        (folder / "pages" / plan.name).write_bytes(page.encode(plan.charset, "xmlcharrefreplace"))
    (folder / "pages.toml").write_text(manifest(all_plans), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else DEMO)
