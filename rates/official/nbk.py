"""The National Bank of Kazakhstan: one XML a day with all currencies, their nominal and the bank's own change."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from rates.official.bank import Ask, Bank, Batch, Rate, batch_of_day, day_by_day
from rates.official.reading import child, code, day, number, read_xml, signed, units


def read(content: bytes) -> Iterator[Rate]:
    """The rates of a get_rates answer, for the date that it says itself."""
    root = read_xml(content)
    if root.tag != "rates":
        raise ValueError(f"the XML is <{root.tag}>, not <rates>")
    printed = child(root, "date")
    for item in root.iter("item"):
        text, change = child(item, "description"), item.findtext("change")
        yield Rate(
            instrument=f"{code(child(item, 'title'))}/KZT",
            day=day(printed),
            nominal=units(child(item, "quant")),
            value=number(text),
            text=text,
            day_text=printed,
            printed_change=signed(change) if change and change.strip() else None,
        )


def fetch(ask: Ask, wanted: Mapping[str, Sequence[date]]) -> Iterator[Batch]:
    """One call a day, for all the currencies that miss it."""
    for each, instruments in day_by_day(wanted, "KZT"):
        answer = ask("/rss/get_rates.cfm", {"fdate": f"{each:%d.%m.%Y}"})
        yield batch_of_day(answer, read(answer.content), each, instruments)


NBK = Bank(
    code="nbk",
    name="the National Bank of Kazakhstan",
    currency="KZT",
    site="https://nationalbank.kz",
    since=date(1999, 1, 1),
    main=("USD", "EUR", "RUB"),
    read=read,
    fetch=fetch,
    by_day=True,
)
