"""Files of official rates: what a bank's site lets one download, its interface's saved answers, and our own CSV.

The Bank of Russia exports `nominal, data, curs, cdx` (cdx is the currency's name in Russian) as XLSX and as CSV. The
CSV of any bank is `date, currency, nominal, rate`. The European Central Bank packs its history as a zip of one CSV.
"""

import csv
import re
import sys
import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from rates.errors import OfficialError
from rates.official.asking import is_html
from rates.official.bank import Answer, Bank, Batch, Cover, Rate
from rates.official.reading import code, day, number, units
from rates.official.xlsx import SIZE, read_sheet, serial_day

SILENCE = timedelta(days=100)  # 92 days passed between two monthly rates of the yuan in 2001
OURS = ("date", "currency", "nominal", "rate")
THEIRS = ("nominal", "data", "curs", "cdx")


def read_export(bank: Bank, path: Path, currencies: Collection[str] = ()) -> Batch:
    """The rates of a file, of those currencies only if any are given.

    The file speaks for its first day to its last, but for a silence that is longer than any between rates set monthly.
    """
    content = _bytes(path)
    try:
        rates = tuple(rate for rate in _rates(bank, content, currencies) if _wanted(bank, rate, currencies))
    except ValueError as error:
        raise OfficialError(
            f"{path} is not an export of {bank.name}: {error}",
            hint=f"the file may be CSV with the columns {','.join(OURS)}, or an answer or export of the bank itself",
        ) from error
    if not rates:
        raise OfficialError(
            f"{path} has no rates" + (f" of {', '.join(currencies)}" if currencies else ""),
            hint=f"leave the currencies out to load all that it has: rates official {bank.code} --file {path}",
        )
    return Batch(answer=Answer(source=str(path), content=content), rates=rates, covers=_covers(rates))


def _bytes(path: Path) -> bytes:
    from_stdin = str(path) == "-"
    if from_stdin and sys.stdin is None:
        raise OfficialError("standard input is closed", hint="name a file instead of -")
    try:
        with sys.stdin.buffer if from_stdin else path.open("rb") as file:
            content = file.read(SIZE + 1)
    except OSError as error:
        raise OfficialError(f"cannot read {path}: {error.strerror}", hint="check the path given to --file") from error
    if len(content) > SIZE:
        raise OfficialError(f"{path} is larger than {SIZE} bytes", hint="split it, or export fewer years")
    return content


def _rates(bank: Bank, content: bytes, currencies: Collection[str]) -> Iterable[Rate]:
    if is_html(content):
        raise ValueError("it is an HTML page")
    if content[:2] == b"PK":
        packed = _packed_csv(content)
        if packed is None:
            return _table(bank, read_sheet(content), currencies)
        content = packed
    if content.lstrip()[:1] not in (b"<", b"["):
        rows = list(_csv(content))
        if rows and (set(OURS) <= set(rows[0]) or set(THEIRS) <= set(rows[0])):
            return _table(bank, rows, currencies)
    return bank.read(content)


def _packed_csv(content: bytes) -> bytes | None:
    try:
        with ZipFile(BytesIO(content)) as packed:
            names = [name for name in packed.namelist() if name.endswith(".csv")]
            if len(names) != 1:
                return None
            with packed.open(names[0]) as file:
                unpacked = file.read(SIZE + 1)
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error) as error:
        raise ValueError(f"the zip is damaged ({error})") from error
    if len(unpacked) > SIZE:
        raise ValueError(f"it unpacks to more than {SIZE} bytes")
    return unpacked


def _csv(content: bytes) -> Iterator[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1251", errors="replace")
    head = text.partition("\n")[0]
    mark = max(";,\t", key=head.count)
    try:
        yield from csv.reader(text.splitlines(), delimiter=mark, strict=True)
    except csv.Error as error:
        raise ValueError(f"the CSV is damaged ({error})") from error


def _table(bank: Bank, rows: Iterable[Sequence[str]], currencies: Collection[str]) -> Iterator[Rate]:
    lines = iter(rows)
    header = [name.strip() for name in next(lines, [])]
    names = OURS if set(OURS) <= set(header) else THEIRS
    if not set(names) <= set(header):
        raise ValueError(f"its columns are {', '.join(header)[:80]}")
    for place, row in enumerate(lines, start=2):
        if not any(row):
            continue
        cells = dict(zip(header, row, strict=False))
        try:
            yield _ours(bank, cells) if names is OURS else _theirs(bank, cells, currencies)
        except (KeyError, ValueError) as error:
            raise ValueError(f"line {place}: {_reason(error)}") from error


def _reason(error: Exception) -> str:
    return f"no column {error}" if isinstance(error, KeyError) else str(error)


def _ours(bank: Bank, cells: dict[str, str]) -> Rate:
    return _rate(bank, code(cells["currency"]), cells["nominal"], cells["date"], cells["rate"])


def _theirs(bank: Bank, cells: dict[str, str], currencies: Collection[str]) -> Rate:
    from rates.currencies import currency_of

    name = cells["cdx"].strip()
    named = currency_of(name, home=bank.currency, language="ru")
    if named is None and len(currencies) == 1:
        (named,) = currencies
    if named is None:
        raise ValueError(f"{name!r} is no currency that is known here; say which: rates official cbr CUR --file FILE")
    return _rate(bank, named, cells["nominal"], cells["data"], cells["curs"])


def _rate(bank: Bank, currency: str, nominal: str, printed: str, text: str) -> Rate:
    plain = text.strip().strip('"').strip()
    return Rate(
        instrument=bank.instrument(currency),
        day=serial_day(printed) if re.fullmatch(r"\d{5}(?:\.0)?", printed.strip()) else day(printed),
        nominal=units(nominal),
        value=number(plain),
        text=plain,
        day_text=printed.strip(),
    )


def _wanted(bank: Bank, rate: Rate, currencies: Collection[str]) -> bool:
    return not currencies or rate.instrument in {bank.instrument(currency) for currency in currencies}


def _covers(rates: Iterable[Rate]) -> tuple[Cover, ...]:
    days: dict[str, set[date]] = {}
    for rate in rates:
        days.setdefault(rate.instrument, set()).add(rate.day)
    return tuple(
        Cover(instrument=name, first=first, last=last) for name in sorted(days) for first, last in _runs(days[name])
    )


def _runs(days: Collection[date]) -> Iterator[tuple[date, date]]:
    ordered = sorted(days)
    first = ordered[0]
    for each, following in pairwise(ordered):
        if following - each > SILENCE:
            yield first, each
            first = following
    yield first, ordered[-1]
