"""Files of official rates: the Bank of Russia's exports in their forms, our own CSV, answers saved as they came."""

from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO, TextIOWrapper
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from rates.errors import OfficialError
from rates.official import bank_of, read_file
from rates.official.exports import OURS, read_export
from rates.official.xlsx import read_sheet
from tests.official.conftest import Official
from tests.official.playing import DOLLARS, EXPORT, SAMPLES, cbr_dynamic

NOW = datetime(2026, 8, 22, 12, 0, tzinfo=UTC)
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

Brief = list[tuple[str, str, int, str]]


def _read(path: Path, content: bytes, *currencies: str, bank: str = "cbr") -> Brief:
    path.write_bytes(content)
    batch = read_export(bank_of(bank), path, currencies)
    return [(rate.instrument, str(rate.day), rate.nominal, str(rate.value)) for rate in batch.rates]


def _error(path: Path, content: bytes, *currencies: str, bank: str = "cbr") -> str:
    path.write_bytes(content)
    with pytest.raises(OfficialError) as caught:
        read_export(bank_of(bank), path, currencies)
    return str(caught.value).replace(str(path), "FILE")


def _workbook(rows: str, strings: str = "") -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as book:
        if strings:
            book.writestr("xl/sharedStrings.xml", f'<sst xmlns="{SHEET}">{strings}</sst>')
        book.writestr(
            "xl/worksheets/sheet1.xml", f'<worksheet xmlns="{SHEET}"><sheetData>{rows}</sheetData></worksheet>'
        )
    return buffer.getvalue()


SITE = 'nominal;data;curs;cdx\n1;25.04.2024;"92,5058";Доллар США\n1;24.04.2024;"93,2918";Доллар США\n'
HEADER = "".join(f'<c r="{"ABCD"[place]}1" t="s"><v>{place}</v></c>' for place in range(4))
STRINGS = "".join(f"<si><t>{text}</t></si>" for text in ("nominal", "data", "curs", "cdx", "Доллар США"))

TWO_DAYS = [("USD/RUB", "2024-04-25", 1, "92.5058"), ("USD/RUB", "2024-04-24", 1, "93.2918")]


@pytest.mark.parametrize(
    ("form", "content"),
    [
        ("our columns", b"date,currency,nominal,rate\n2024-04-25,USD,1,92.5058\n2024-04-24,USD,1,93.2918\n"),
        (
            "the site's CSV, cp1251",
            SITE.replace("\n", "\r\n").encode("cp1251"),
        ),
        (
            "the site's CSV, UTF-8 with a mark",
            f"{SITE}\n".replace('"', "").encode("utf-8-sig"),
        ),
        (
            "the site's CSV with American dates",
            "nominal,data,curs,cdx\n1,4/25/2024,92.5058,Доллар США\n1,4/24/24,93.2918,Доллар США\n".encode(),
        ),
        ("an answer as it came", cbr_dynamic("R01235", {"2024-04-25": "92,5058", "2024-04-24": "93,2918"})),
        (
            "the site's workbook",
            _workbook(
                f'<row r="1">{HEADER}</row>'
                '<row r="2"><c r="A2"><v>1</v></c><c r="B2" s="1"><v>45407</v></c>'
                '<c r="C2"><v>92.505799999999994</v></c><c r="D2" t="s"><v>4</v></c></row>'
                '<row r="3"><c r="A3"><v>1</v></c><c r="B3" s="1"><v>45406</v></c>'
                '<c r="C3"><v>93.2918</v></c><c r="D3" t="s"><v>4</v></c></row>',
                STRINGS,
            ),
        ),
        (
            "a workbook with its text in the cells",
            _workbook(
                "".join(
                    "<row>" + "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in row) + "</row>"
                    for row in (OURS, ("2024-04-25", "USD", "1", "92.5058"), ("24.04.2024", "USD", "1", "93.2918"))
                )
            ),
        ),
    ],
)  # fmt: skip
def test_every_form_gives_the_same_rates(form: str, content: bytes, tmp_path: Path) -> None:
    assert _read(tmp_path / "export", content) == TWO_DAYS, form


def test_the_currency_of_a_workbook_may_be_said_when_its_name_is_none(tmp_path: Path) -> None:
    content = "nominal;data;curs;cdx\n10;25.04.2024;28,4219;Неведомая лира\n".encode()
    assert _error(tmp_path / "export.csv", content) == (
        "FILE is not an export of the Bank of Russia: line 2: 'Неведомая лира' is no currency that is known here; "
        "say which: rates official cbr CUR --file FILE"
    )
    assert _read(tmp_path / "export.csv", content, "TRY") == [("TRY/RUB", "2024-04-25", 10, "28.4219")]


@pytest.mark.parametrize(
    ("name", "code"),
    [("Доллар США", "USD"), ("Евро", "EUR"), ("ЕВРО", "EUR"), ("Китайский юань", "CNY"), ("Юань", "CNY"),
     ("Турецкая лира", "TRY"), ("Фунт стерлингов", "GBP"), ("Швейцарский франк", "CHF"), ("Японских иен", "JPY")],
)  # fmt: skip
def test_the_names_that_the_bank_of_russia_gives_currencies(name: str, code: str, tmp_path: Path) -> None:
    content = f"nominal;data;curs;cdx\n1;25.04.2024;90,0000;{name}\n".encode("cp1251")
    assert _read(tmp_path / "export.csv", content) == [(f"{code}/RUB", "2024-04-25", 1, "90.0000")]


def test_only_the_currencies_asked_for_are_taken(tmp_path: Path) -> None:
    content = b"date,currency,nominal,rate\n2024-04-25,USD,1,92.5058\n2024-04-25,EUR,1,98.9118\n"
    assert _read(tmp_path / "rates.csv", content, "EUR") == [("EUR/RUB", "2024-04-25", 1, "98.9118")]
    assert _error(tmp_path / "rates.csv", content, "TRY") == "FILE has no rates of TRY"


def test_the_history_of_the_european_central_bank_is_read_out_of_its_zip(tmp_path: Path) -> None:
    history = b"Date,USD,JPY,RUB,\n2024-04-25,1.072,166.93,N/A,\n2024-04-24,1.0686,165.64,N/A,\n"
    packed = BytesIO()
    with ZipFile(packed, "w") as zipped:
        zipped.writestr("eurofxref-hist.csv", history)
    rates = [
        ("EUR/USD", "2024-04-25", 1, "1.072"),
        ("EUR/JPY", "2024-04-25", 1, "166.93"),
        ("EUR/USD", "2024-04-24", 1, "1.0686"),
        ("EUR/JPY", "2024-04-24", 1, "165.64"),
    ]
    assert _read(tmp_path / "eurofxref-hist.zip", packed.getvalue(), bank="ecb") == rates
    assert _read(tmp_path / "eurofxref-hist.csv", history, bank="ecb") == rates


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"date,currency,nominal,rate\n2024-04-25,USD,1\n", "line 2: no column 'rate'"),
        (b"date,currency,nominal,rate\n2024-04-31,USD,1,92.5\n", "line 2: '2024-04-31' is not a date"),
        (b"date,currency,nominal,rate\n2024-04-25,usd,1,92.5\n", "line 2: 'usd' is not a currency code"),
        (b"date,currency,nominal,rate\n2024-04-25,USD,7,92.5\n", "line 2: '7' is not a nominal"),
        (b"date,currency,nominal,rate\n2024-04-25,USD,1,-92.5\n", "line 2: '-92.5' is not a rate"),
        (b'date,currency,nominal,rate\n2024-04-25,USD,1,"92.5\n', "the CSV is damaged (unexpected end of data)"),
        (b"day,code\n2024-04-25,USD\n", "the XML is damaged or cut short (syntax error: line 1, column 0)"),
        (b"<!DOCTYPE html><html></html>", "it is an HTML page"),
        (b"PK\x03\x04 and then nothing", "the zip is damaged (File is not a zip file)"),
        (_workbook("<row><c><v>1</v></c></row>")[:-40], "the zip is damaged (File is not a zip file)"),
        (_workbook('<row><c t="str"><v>x</v></c></row>'), "its columns are x"),
        (b"", "the XML is damaged or cut short (no element found: line 1, column 0)"),
    ],
)
def test_what_is_not_an_export_is_refused_with_its_line(content: bytes, what: str, tmp_path: Path) -> None:
    assert _error(tmp_path / "export", content) == f"FILE is not an export of the Bank of Russia: {what}"


def test_a_sheet_may_have_another_name_and_prefixed_elements() -> None:
    buffer = BytesIO()
    with ZipFile(buffer, "w") as book:
        cells = '<x:row><x:c r="A1"><x:v>1</x:v></x:c><x:c r="C1"><x:v>0.1</x:v></x:c></x:row>'
        book.writestr("xl/worksheets/sheet.xml", f'<x:worksheet xmlns:x="{SHEET}">{cells}</x:worksheet>')
    assert list(read_sheet(buffer.getvalue())) == [["1.0", "", "0.1"]]


def test_a_workbook_with_entities_is_refused() -> None:
    buffer = BytesIO()
    with ZipFile(buffer, "w") as book:
        book.writestr("xl/worksheets/sheet1.xml", '<!DOCTYPE w [<!ENTITY a "b">]><worksheet>&a;</worksheet>')
    with pytest.raises(ValueError, match=r"^the XML declares a DTD, which may hide entities$"):
        list(read_sheet(buffer.getvalue()))


def test_a_workbook_that_unpacks_to_gigabytes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rates.official.xlsx.SIZE", 1000)
    with pytest.raises(ValueError, match=r"^the workbook's xl/worksheets/sheet1\.xml unpacks to more than 1000 bytes$"):
        list(read_sheet(_workbook(" " * 5000)))


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OfficialError, match=r"^cannot read .*none\.csv: No such file or directory$"):
        read_export(bank_of("cbr"), tmp_path / "none.csv")


def test_a_file_with_two_rates_for_a_day_is_refused_whole(official: Official, tmp_path: Path, store: Path) -> None:
    path = tmp_path / "rates.csv"
    path.write_text("date,currency,nominal,rate\n2024-04-25,USD,1,92.5058\n2024-04-25,USD,1,92.6058\n")
    run = official("cbr", "--file", path)
    assert run.code == 1
    assert run.err.splitlines() == [
        f"error: {path}: two rates of USD/RUB for 2024-04-25: 92.5058 and 92.6058",
        "hint: mend the file: a day has one rate",
    ]
    assert not list(store.glob("observations/*"))


def test_the_same_file_twice_is_once(official: Official, tmp_path: Path, store: Path) -> None:
    path = tmp_path / "dollar.xml"
    path.write_bytes(cbr_dynamic("R01235", DOLLARS))
    assert official("cbr", "--file", path).err == f"8 new rates, 0 changed -> {store}\n"
    before = sorted(each.name for each in store.rglob("*.parquet"))
    assert official("cbr", "--file", path).err == f"0 new rates, 0 changed -> {store}\n"
    assert sorted(each.name for each in store.rglob("*.parquet")) == before


@pytest.mark.skipif(not EXPORT.is_file(), reason="../shared/official/cbr_rates.csv is not here")
def test_thirty_years_of_the_bank_of_russia() -> None:
    rows = read_file(bank_of("cbr"), EXPORT, now=NOW)
    assert Counter(row.instrument for row in rows) == {
        "USD/RUB": 7903,
        "EUR/RUB": 6854,
        "CNY/RUB": 5077,
        "TRY/RUB": 4966,
    }
    assert Counter(reason for row in rows for reason in row.reasons) == {"old-unit": 798, "redenominated": 2}
    first = {row.instrument: row.value_date for row in rows if row.change is None and not row.reasons}
    assert first == {"EUR/RUB": date(1999, 1, 1), "CNY/RUB": date(2000, 1, 1), "TRY/RUB": date(2002, 6, 1)}
    assert {row.instrument: row.change for row in rows if row.value_date == date(2024, 4, 25)} == {
        "USD/RUB": Decimal("-0.7860"),
        "EUR/RUB": Decimal("-0.6491"),
        "CNY/RUB": Decimal("-0.1213"),
    }


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the recorded answers of ../shared/official are not here")
@pytest.mark.parametrize(
    ("bank", "name", "count"),
    [
        ("cbr", "cbr_XML_daily_2026-04-25.xml", 54),
        ("ecb", "ecb_eurofxref-hist_head.csv", 145),
        ("ecb", "ecb_sdmx_EXR_csvdata_2026-02-17.csv", 638),
        ("nbu", "nbu_exchange_site_2026-03.json", 720),
        ("nbk", "nbk_get_rates_2026-04-01.xml", 39),
        ("nbrb", "nbrb_rates_periodicity0_2026-03-17.json", 30),
        ("cbu", "cbu_uz_all_2026-04-01.json", 75),
    ],
)
def test_every_rate_of_a_recorded_answer_is_read(bank: str, name: str, count: int) -> None:
    assert len(read_file(bank_of(bank), SAMPLES / name, now=NOW)) == count


def test_an_export_may_come_on_stdin(monkeypatch: pytest.MonkeyPatch) -> None:
    content = b"date,currency,nominal,rate\n2024-04-25,USD,1,92.5058\n"
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(content)))
    (row,) = read_file(bank_of("cbr"), Path("-"), now=NOW)
    assert (row.source, row.value) == ("-", Decimal("92.5058"))


def test_a_closed_stdin_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    with pytest.raises(OfficialError, match="standard input is closed"):
        read_file(bank_of("cbr"), Path("-"), now=NOW)
