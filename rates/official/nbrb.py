"""The National Bank of Belarus: JSON ranges of at most a year, by an id that changes with a currency's scale or name.

A rate is listed for every calendar day. The ranges carry no scale, so the list of currencies says which id and scale
held when. Rates before 2016-07-01 are in old roubles. Source: nbrb.by/apihelp/exrates.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from rates.errors import OfficialError
from rates.official.bank import Ask, Bank, Batch, Cover, Rate
from rates.official.reading import code, day, key, number, read_json, units

LONGEST = timedelta(days=364)


@dataclass(frozen=True, slots=True)
class _Line:
    """A currency under one id and one scale."""

    number: str
    currency: str
    scale: str
    first: date
    last: date


def read(content: bytes) -> Iterator[Rate]:
    """The rates of a day; a saved range tells neither currency nor scale and is refused."""
    for row in read_json(content):
        if "Cur_Abbreviation" not in row:
            raise ValueError("a range says neither currency nor scale")
        yield _rate(row, key(row, "Cur_Abbreviation"), key(row, "Cur_Scale"))


def fetch(ask: Ask, wanted: Mapping[str, Sequence[date]]) -> Iterator[Batch]:
    """The list of currencies, then one call a year of days for each id that a currency had."""
    lines = [_line(row) for row in read_json(ask("/exrates/currencies").content) if key(row, "Cur_Periodicity") == "0"]
    for currency, days in wanted.items():
        own = sorted((line for line in lines if line.currency == currency), key=lambda line: line.first)
        if not own:
            raise OfficialError(
                f"the National Bank of Belarus publishes no daily rate of {currency}",
                hint="see nbrb.by for the currencies it does",
            )
        for line in own:
            for first, last in _years([each for each in days if line.first <= each <= line.last]):
                yield _range(ask, line, first, last)


def _range(ask: Ask, line: _Line, first: date, last: date) -> Batch:
    answer = ask(
        f"/exrates/rates/dynamics/{line.number}", {"startDate": first.isoformat(), "endDate": last.isoformat()}
    )
    rows = read_json(answer.content)
    if any(key(row, "Cur_ID") != line.number for row in rows):
        raise ValueError(f"asked for the id {line.number}, answered another")
    return Batch(
        answer=answer,
        rates=tuple(_rate(row, line.currency, line.scale) for row in rows),
        covers=(Cover(instrument=f"{line.currency}/BYN", first=first, last=last),),
    )


def _years(days: Sequence[date]) -> Iterator[tuple[date, date]]:
    while days:
        last = max(each for each in days if each <= days[0] + LONGEST)
        yield days[0], last
        days = [each for each in days if each > last]


def _line(row: dict[str, Any]) -> _Line:
    return _Line(
        number=key(row, "Cur_ID"),
        currency=key(row, "Cur_Abbreviation"),
        scale=key(row, "Cur_Scale"),
        first=day(key(row, "Cur_DateStart")),
        last=day(key(row, "Cur_DateEnd")),
    )


def _rate(row: dict[str, Any], currency: str, scale: str) -> Rate:
    text, printed = key(row, "Cur_OfficialRate"), key(row, "Date")
    return Rate(
        instrument=f"{code(currency)}/BYN",
        day=day(printed),
        nominal=units(scale),
        value=number(text),
        text=text,
        day_text=printed,
    )


NBRB = Bank(
    code="nbrb",
    name="the National Bank of Belarus",
    currency="BYN",
    site="https://api.nbrb.by",
    since=date(1995, 3, 29),
    main=("USD", "EUR", "RUB"),
    read=read,
    fetch=fetch,
)
