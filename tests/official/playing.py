"""Answers of the banks' interfaces, written by us after their shape, with rates that a test chooses."""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from tests.official.conftest import Play

SAMPLES = Path(__file__).resolve().parents[2] / "../shared/official/samples"
EXPORT = Path(__file__).resolve().parents[2] / "../shared/official/cbr_rates.csv"

# Value dates and roubles for a dollar as the Bank of Russia published them; the days between had none.
DOLLARS = {
    "2024-04-23": "93,2519", "2024-04-24": "93,2918", "2024-04-25": "92,5058", "2024-04-26": "92,1314",
    "2024-04-27": "92,0134", "2024-04-28": "91,7791", "2024-05-03": "92,0538", "2024-05-04": "91,6918",
}  # fmt: skip
IDS = {"USD": "R01235", "EUR": "R01239", "CNY": "R01375"}


def cbr_daily(codes: Iterable[str] = IDS) -> bytes:
    """XML_daily with the given currencies, in cp1251."""
    valutes = "".join(
        f'<Valute ID="{IDS[code]}"><NumCode>000</NumCode><CharCode>{code}</CharCode><Nominal>1</Nominal>'
        "<Name>Валюта</Name><Value>90,0000</Value><VunitRate>90</VunitRate></Valute>"
        for code in codes
    )
    head = '<?xml version="1.0" encoding="windows-1251"?><ValCurs Date="25.04.2024" name="Foreign Currency Market">'
    return f"{head}{valutes}</ValCurs>".encode("cp1251")


def cbr_dynamic(number: str, rates: Mapping[str, str], nominal: int = 1) -> bytes:
    """XML_dynamic with `rates` by ISO date."""
    records = "".join(
        f'<Record Date="{date.fromisoformat(day):%d.%m.%Y}" Id="{number}"><Nominal>{nominal}</Nominal>'
        f"<Value>{value}</Value></Record>"
        for day, value in rates.items()
    )
    return f'<?xml version="1.0" encoding="windows-1251"?><ValCurs ID="{number}">{records}</ValCurs>'.encode("cp1251")


def cbr(rates: Mapping[str, str]) -> Callable[[str], Play]:
    """The Bank of Russia with a dollar only: the days of `rates` that lie in the range asked for."""

    def reply(path: str) -> Play:
        if path.startswith("/scripts/XML_daily.asp"):
            return Play(cbr_daily(["USD"]))
        asked = parse_qs(urlsplit(path).query)
        first, last = (datetime.strptime(asked[key][0], "%d/%m/%Y").date() for key in ("date_req1", "date_req2"))  # noqa: DTZ007
        inside = {day: value for day, value in rates.items() if first <= date.fromisoformat(day) <= last}
        return Play(cbr_dynamic(asked["VAL_NM_RQ"][0], inside))

    return reply


def nbk(rates: Mapping[str, tuple[str, str]]) -> Callable[[str], Play]:
    """The National Bank of Kazakhstan with a dollar only: value and change by ISO date, no item on other days."""

    def reply(path: str) -> Play:
        asked = datetime.strptime(parse_qs(urlsplit(path).query)["fdate"][0], "%d.%m.%Y").date()  # noqa: DTZ007
        value = rates.get(asked.isoformat())
        item = (
            f"<item><fullname>ДОЛЛАР США</fullname><title>USD</title><description>{value[0]}</description>"
            f"<quant>1</quant><index>DOWN</index><change>{value[1]}</change></item>"
            if value
            else ""
        )
        head = '<?xml version="1.0" encoding="utf-8"?>'
        return Play(f"{head}<rates><date>{asked:%d.%m.%Y}</date>{item}</rates>".encode())

    return reply


def nbrb_currencies() -> bytes:
    """The list of currencies, as far as the Russian rouble and the dollar of daily rates, and a monthly one."""
    lines = [
        (145, 145, "USD", 1, 0, "1991-01-01", "2021-07-08"),
        (431, 145, "USD", 1, 0, "2021-07-09", "2050-01-01"),
        (190, 190, "RUB", 1, 0, "2003-01-01", "2016-06-30"),
        (298, 190, "RUB", 100, 0, "2016-07-01", "2021-07-08"),
        (456, 190, "RUB", 100, 0, "2021-07-09", "2050-01-01"),
        (12, 12, "DZD", 1, 1, "1991-01-01", "2050-01-01"),
    ]
    return json.dumps(
        [
            {
                "Cur_ID": number,
                "Cur_ParentID": parent,
                "Cur_Abbreviation": code,
                "Cur_Scale": scale,
                "Cur_Periodicity": period,
                "Cur_DateStart": f"{first}T00:00:00",
                "Cur_DateEnd": f"{last}T00:00:00",
            }
            for number, parent, code, scale, period, first, last in lines
        ]
    ).encode()


def nbrb_range(number: int, rates: Mapping[str, str]) -> bytes:
    """A range of one id; the numbers stand in the JSON with the digits given."""
    rows = ",".join(
        f'{{"Cur_ID":{number},"Date":"{day}T00:00:00","Cur_OfficialRate":{value}}}' for day, value in rates.items()
    )
    return f"[{rows}]".encode()
