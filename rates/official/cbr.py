"""The Bank of Russia: XML_dynamic gives a currency's range, XML_daily one day of all, and the way to its ids.

A rate set on a business day holds from the next calendar day on, and only such days are published. Values before
1998 are in old roubles. Source: cbr.ru/development/sxml.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from rates.errors import OfficialError
from rates.official.bank import Ask, Bank, Batch, Cover, Rate
from rates.official.reading import child, code, day, number, read_xml, units

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

# XML_dynamic names a currency only by the bank's id; these let a saved answer be read without asking the bank.
IDS = {"R01235": "USD", "R01239": "EUR", "R01375": "CNY", "R01035": "GBP", "R01820": "JPY", "R01775": "CHF",
       "R01335": "KZT", "R01720": "UAH", "R01090B": "BYN", "R01700J": "TRY"}  # fmt: skip


def read(content: bytes) -> Iterator[Rate]:
    """The rates of an XML_daily or XML_dynamic answer."""
    root = _val_curs(content)
    if "ID" in root.attrib:
        currency = IDS.get(root.attrib["ID"].strip())
        if currency is None:
            raise ValueError(f"the id {root.attrib['ID']!r} is not one whose currency is known here")
        yield from _dynamic(root, currency)
        return
    printed = root.attrib.get("Date", "")
    for valute in root.iter("Valute"):
        yield _rate(valute, code(child(valute, "CharCode")), printed)


def fetch(ask: Ask, wanted: Mapping[str, Sequence[date]]) -> Iterator[Batch]:
    """One call for the ids of the currencies, then one a currency for its range of days."""
    directory = _val_curs(ask("/scripts/XML_daily.asp").content)
    ids = {child(valute, "CharCode"): valute.attrib.get("ID", "") for valute in directory.iter("Valute")}
    for currency in wanted:
        if currency not in ids:
            raise OfficialError(
                f"the Bank of Russia publishes no rate of {currency} now",
                hint=f"load an export of its history: rates official cbr {currency} --file EXPORT.xlsx",
            )
    for currency, days in wanted.items():
        params = {
            "date_req1": f"{days[0]:%d/%m/%Y}",
            "date_req2": f"{days[-1]:%d/%m/%Y}",
            "VAL_NM_RQ": ids[currency],
        }
        answer = ask("/scripts/XML_dynamic.asp", params)
        root = _val_curs(answer.content)
        if root.attrib.get("ID", "").strip() != ids[currency]:
            raise ValueError(f"asked for {ids[currency]}, answered {root.attrib.get('ID')!r}")
        yield Batch(
            answer=answer,
            rates=tuple(_dynamic(root, currency)),
            covers=(Cover(instrument=f"{currency}/RUB", first=days[0], last=days[-1]),),
        )


def _val_curs(content: bytes) -> "Element":
    root = read_xml(content)
    if root.tag != "ValCurs":
        raise ValueError(f"the XML is <{root.tag}>, not <ValCurs>")
    if len(root) == 0 and (root.text or "").strip():
        raise ValueError(f"the bank says {root.text!r}")
    return root


def _dynamic(root: "Element", currency: str) -> Iterator[Rate]:
    """A day can stand twice where a currency got a new id (1999-07-01, BGN): the id that was asked for is meant."""
    records = list(root.iter("Record"))
    own = {record.attrib.get("Date") for record in records if record.attrib.get("Id") == root.attrib.get("ID")}
    for record in records:
        if record.attrib.get("Id") == root.attrib.get("ID") or record.attrib.get("Date") not in own:
            yield _rate(record, currency, record.attrib.get("Date", ""))


def _rate(element: "Element", currency: str, printed: str) -> Rate:
    text = child(element, "Value")
    return Rate(
        instrument=f"{currency}/RUB",
        day=day(printed),
        nominal=units(child(element, "Nominal")),
        value=number(text),
        text=text,
        day_text=printed,
    )


CBR = Bank(
    code="cbr",
    name="the Bank of Russia",
    currency="RUB",
    site="https://www.cbr.ru",
    since=date(1992, 7, 1),
    main=("USD", "EUR", "CNY"),
    read=read,
    fetch=fetch,
)
