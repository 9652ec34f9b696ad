"""The European Central Bank: units of a currency per euro, for the day itself; SDMX by range, and its history as CSV.

Sources: data-api.ecb.europa.eu (series EXR/D.CUR.EUR.SP00.A), and eurofxref-hist.csv with a column a currency.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from rates.official.bank import Ask, Bank, Batch, Cover, Rate
from rates.official.reading import code, day, number

_NONE = frozenset({"", "N/A", "NaN"})


def read(content: bytes) -> Iterator[Rate]:
    """The rates of a SDMX csvdata answer, or of eurofxref-hist.csv."""
    try:
        lines = content.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise ValueError("the CSV is not UTF-8") from error
    try:
        yield from _read(csv.DictReader(lines, strict=True))
    except csv.Error as error:
        raise ValueError(f"the CSV is damaged ({error})") from error


def _read(rows: "csv.DictReader[str]") -> Iterator[Rate]:
    rows.fieldnames = names = [(name or "").strip() for name in rows.fieldnames or ()]
    if {"CURRENCY", "TIME_PERIOD", "OBS_VALUE"} <= set(names):
        cells = ((row["CURRENCY"], row["TIME_PERIOD"], row["OBS_VALUE"]) for row in rows)
    elif names[:1] == ["Date"]:
        cells = ((name, row["Date"], row[name]) for row in rows for name in names[1:] if name)
    else:
        raise ValueError("the CSV has neither the columns of SDMX nor those of eurofxref-hist")
    for currency, printed, text in cells:
        if text is None:
            raise ValueError("the CSV is cut short")
        if text.strip() not in _NONE:
            yield _rate(currency, printed, text.strip())


def fetch(ask: Ask, wanted: Mapping[str, Sequence[date]]) -> Iterator[Batch]:
    """One call for all currencies and the range that holds all their days; 404 is how SDMX says "nothing there"."""
    first, last = min(days[0] for days in wanted.values()), max(days[-1] for days in wanted.values())
    answer = ask(
        f"/service/data/EXR/D.{'+'.join(wanted)}.EUR.SP00.A",
        {"format": "csvdata", "startPeriod": first.isoformat(), "endPeriod": last.isoformat()},
        empty=404,
    )
    instruments = [f"EUR/{currency}" for currency in wanted]
    yield Batch(
        answer=answer,
        rates=tuple(rate for rate in read(answer.content) if rate.instrument in instruments) if answer.content else (),
        covers=tuple(Cover(instrument=name, first=first, last=last) for name in instruments),
    )


def _rate(currency: str, printed: str, text: str) -> Rate:
    return Rate(
        instrument=f"EUR/{code(currency)}", day=day(printed), nominal=1, value=number(text), text=text, day_text=printed
    )


ECB = Bank(
    code="ecb",
    name="the European Central Bank",
    currency="EUR",
    site="https://data-api.ecb.europa.eu",
    since=date(1999, 1, 4),
    main=("USD",),
    read=read,
    fetch=fetch,
    is_base=True,
)
