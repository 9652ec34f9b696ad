"""Reading what banks send: XML without DTDs, JSON without floats, and their ways to write a date and a number.

An answer is read whole or not at all: whatever it does not say plainly is a ValueError, which the caller names.
"""

import json
import re
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

DEPTH, ELEMENTS = 16, 1_000_000
_BRACE = "}"
_NUMBER = re.compile(r"[0-9]{1,12}(?:[.,][0-9]{1,6})?")
_FORMS = (
    (re.compile(r"\d{4}-\d\d-\d\d", re.ASCII), "%Y-%m-%d"),
    (re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}", re.ASCII), "%d.%m.%Y"),
    (re.compile(r"\d{1,2}/\d{1,2}/\d{4}", re.ASCII), "%m/%d/%Y"),
    (re.compile(r"\d{1,2}/\d{1,2}/\d\d", re.ASCII), "%m/%d/%y"),
)


def read_xml(content: bytes) -> "Element":
    """The root of an XML answer in its declared encoding; names lose their namespaces.

    ValueError: damaged, a DTD, too deep or too many elements.
    """
    from xml.etree.ElementTree import TreeBuilder

    tree = TreeBuilder()
    depth = count = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, count
        depth, count = depth + 1, count + 1
        if depth > DEPTH or count > ELEMENTS:
            raise ValueError("the XML is deeper or longer than any rate table")
        tree.start(name.rpartition(_BRACE)[2], attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        tree.end(name.rpartition(_BRACE)[2])

    def doctype(*_: object) -> None:
        raise ValueError("the XML declares a DTD, which may hide entities")

    parser = expat.ParserCreate(namespace_separator=_BRACE)
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, tree.data
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, LookupError) as error:
        raise ValueError(f"the XML is damaged or cut short ({error})") from error
    return tree.close()


def read_json(content: bytes) -> list[dict[str, Any]]:
    """A JSON list of objects, its numbers as Decimal or int."""
    try:
        rows = json.loads(content.decode("utf-8-sig"), parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"the JSON is damaged or cut short ({error})") from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ValueError("the JSON is not a list of rates")
    return rows


def child(element: "Element", name: str) -> str:
    """The text of a child element that has to be there."""
    text = element.findtext(name)
    if text is None:
        raise ValueError(f"<{element.tag}> has no <{name}>")
    return text.strip()


def key(row: dict[str, Any], name: str) -> str:
    """A value of a JSON row that has to be there, as text."""
    if row.get(name) is None:
        raise ValueError(f"a rate has no {name!r}")
    return str(row[name]).strip()


def number(text: str) -> Decimal:
    """A positive rate as banks write it: digits, then a comma or a point, then up to six digits."""
    plain = text.strip().replace("\xa0", "")
    if not _NUMBER.fullmatch(plain) or not (value := Decimal(plain.replace(",", "."))):
        raise ValueError(f"{text!r} is not a rate")
    return value


def signed(text: str) -> Decimal:
    """A bank's own difference: a number that may be zero or negative."""
    plain = text.strip().replace(",", ".")
    if not re.fullmatch(r"[+-]?[0-9]+(?:\.[0-9]+)?", plain):
        raise ValueError(f"{text!r} is not a difference")
    return Decimal(plain)


def units(text: str) -> int:
    """A nominal: 1, 10, 100 and so on."""
    if not re.fullmatch(r"1(?:\.0|0{0,8})", text.strip()):
        raise ValueError(f"{text!r} is not a nominal")
    return int(Decimal(text))


def day(text: str) -> date:
    """A date as banks write it: 2024-04-25, 25.04.2024, or 4/25/2024 in the Bank of Russia's English exports."""
    plain = text.strip().removesuffix("T00:00:00")
    for pattern, form in _FORMS:
        if pattern.fullmatch(plain):
            try:
                return datetime.strptime(plain, form).date()  # noqa: DTZ007
            except ValueError:
                break
    raise ValueError(f"{text!r} is not a date")


def code(text: str) -> str:
    """A currency's three letters."""
    if not re.fullmatch(r"[A-Z]{3}", text.strip()):
        raise ValueError(f"{text!r} is not a currency code")
    return text.strip()
