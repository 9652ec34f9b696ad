"""A workbook's first sheet as rows of text: as much of XLSX as a bank's export uses, read as carefully as its XML.

A workbook is a zip of XML. Its numbers are binary doubles, so the shortest decimal that reads back as the same double
is what was typed; its days are counted from 1899-12-30.
"""

import zlib
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from rates.official.reading import read_xml

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

SIZE = 64 * 2**20
_STRINGS, _SHEETS = "xl/sharedStrings.xml", "xl/worksheets/sheet"


def read_sheet(content: bytes) -> Iterator[list[str]]:
    """The rows of the first sheet, empty cells as ''. ValueError: not a workbook, damaged, or larger than `SIZE`."""
    try:
        with ZipFile(BytesIO(content)) as book:
            names = sorted(book.namelist())
            shared = [_text(each) for name in names if name == _STRINGS for each in _part(book, name)]
            sheet = _part(book, next((name for name in names if name.startswith(_SHEETS)), _SHEETS))
    except (BadZipFile, KeyError, NotImplementedError, RuntimeError, EOFError, zlib.error) as error:
        raise ValueError(f"the workbook is damaged ({error})") from error
    for row in sheet.iter("row"):
        cells: dict[int, str] = {}
        for place, cell in enumerate(row.iter("c")):
            cells[_column(cell.attrib.get("r", ""), place)] = _value(cell, shared)
        yield [cells.get(place, "") for place in range(max(cells, default=-1) + 1)]


def serial_day(text: str) -> date:
    """The day that a workbook's number stands for."""
    return date(1899, 12, 30) + timedelta(days=int(Decimal(text)))


def _part(book: ZipFile, name: str) -> "Element":
    with book.open(name) as part:
        content = part.read(SIZE + 1)
    if len(content) > SIZE:
        raise ValueError(f"the workbook's {name} unpacks to more than {SIZE} bytes")
    return read_xml(content)


def _value(cell: "Element", shared: list[str]) -> str:
    kind, text = cell.attrib.get("t", "n"), cell.findtext("v")
    if kind == "inlineStr":
        return _text(cell)
    if text is None:
        return ""
    if kind == "s":
        return shared[int(text)] if int(text) < len(shared) else ""
    return format(Decimal(repr(float(text))), "f") if kind == "n" else text


def _text(element: "Element") -> str:
    return "".join(part.text or "" for part in element.iter("t"))


def _column(reference: str, place: int) -> int:
    letters = reference.rstrip("0123456789")
    if not letters.isascii() or not letters.isupper() or len(letters) > 2:
        return place
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
