"""The National Bank of Ukraine: one JSON range a currency, with a rate for every calendar day, weekends too.

What is published for Saturday and Sunday is the rate set on Friday; it is kept for those days as published.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from rates.official.bank import Ask, Bank, Batch, Cover, Rate
from rates.official.reading import code, day, key, number, read_json, units


def read(content: bytes) -> Iterator[Rate]:
    """The rates of an exchange_site answer: `rate` for `units`, for `exchangedate`."""
    for row in read_json(content):
        text = key(row, "rate")
        yield Rate(
            instrument=f"{code(key(row, 'cc'))}/UAH",
            day=day(key(row, "exchangedate")),
            nominal=units(key(row, "units")),
            value=number(text),
            text=text,
            day_text=key(row, "exchangedate"),
        )


def fetch(ask: Ask, wanted: Mapping[str, Sequence[date]]) -> Iterator[Batch]:
    """One call a currency for its range of days."""
    for currency, days in wanted.items():
        params = {"start": f"{days[0]:%Y%m%d}", "end": f"{days[-1]:%Y%m%d}", "valcode": currency.lower()}
        answer = ask("/NBU_Exchange/exchange_site", {**params, "sort": "exchangedate", "order": "asc", "json": ""})
        yield Batch(
            answer=answer,
            rates=tuple(rate for rate in read(answer.content) if rate.instrument == f"{currency}/UAH"),
            covers=(Cover(instrument=f"{currency}/UAH", first=days[0], last=days[-1]),),
        )


NBU = Bank(
    code="nbu",
    name="the National Bank of Ukraine",
    currency="UAH",
    site="https://bank.gov.ua",
    since=date(1996, 1, 6),
    main=("USD", "EUR"),
    read=read,
    fetch=fetch,
    ahead=7,
)
