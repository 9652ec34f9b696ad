"""The Central Bank of Uzbekistan: one JSON a day with all currencies, every number a string, and the bank's own change.

Rates were set weekly until the early 2020s and are set every business day since.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from rates.official.bank import Ask, Bank, Batch, Rate, batch_of_day, day_by_day
from rates.official.reading import code, day, key, number, read_json, signed, units


def read(content: bytes) -> Iterator[Rate]:
    """The rates of an answer, for the effective date that each of them says itself."""
    for row in read_json(content):
        text, change = key(row, "Rate"), row.get("Diff")
        yield Rate(
            instrument=f"{code(key(row, 'Ccy'))}/UZS",
            day=day(key(row, "Date")),
            nominal=units(key(row, "Nominal")),
            value=number(text),
            text=text,
            day_text=key(row, "Date"),
            printed_change=signed(change) if isinstance(change, str) and change.strip() else None,
        )


def fetch(ask: Ask, wanted: Mapping[str, Sequence[date]]) -> Iterator[Batch]:
    """One call a day, for all the currencies that miss it."""
    for each, instruments in day_by_day(wanted, "UZS"):
        answer = ask(f"/en/arkhiv-kursov-valyut/json/all/{each.isoformat()}/")
        yield batch_of_day(answer, read(answer.content), each, instruments)


CBU = Bank(
    code="cbu",
    name="the Central Bank of Uzbekistan",
    currency="UZS",
    site="https://cbu.uz",
    since=date(1994, 7, 1),
    main=("USD", "EUR", "RUB"),
    read=read,
    fetch=fetch,
    by_day=True,
)
