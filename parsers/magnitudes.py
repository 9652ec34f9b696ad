"""How many units a US dollar has ever bought, roughly: what tells a rate from a price, a year or a phone number.

The bounds are wide on purpose (2000 to now, with room on both sides): they settle an upside-down pair, a yen from a
yuan, a price per hundred, and nothing finer. A currency that is not here, or has fallen without bound, is not judged.
"""

from decimal import Decimal
from functools import lru_cache

from rates.model import DecimalMark
from rates.numbers import NumberError, read_number

_PER_DOLLAR = """
EUR .6-1.3 GBP .45-1 CHF .7-1.9 JPY 70-175 CNY 5.9-8.6 RUB 19-150 UAH 4.5-70 BYN 1.7-4.5 BYR 1900-22000 KZT 105-700
UZS 600-15000 KGS 33-110 TJS 2.2-13 AMD 290-620 AZN .7-2 GEL 1.5-3.6 MDL 9-22 TRY 1.1-80 RON 2-5.6 BGN 1.2-2.5
PLN 2-5 CZK 14-43 HUF 140-470 RSD 50-125 HRK 4.4-9 BAM 1.2-2.5 MKD 36-78 ALL 76-165 ISK 57-150 SEK 5.8-11.9
NOK 4.9-12.2 DKK 4.5-9.3 ILS 2.8-5.1 EGP 3.4-75 SAR 3.6-3.9 AED 3.5-3.8 KWD .25-.33 QAR 3.5-3.8 BHD .36-.39
OMR .37-.4 JOD .69-.73 INR 38-105 PKR 50-330 LKR 70-400 BDT 48-140 NPR 60-165 THB 27-47 VND 13500-30000
IDR 7500-19000 MYR 2.9-5 SGD 1.1-2 PHP 38-65 KRW 860-1750 TWD 25-37 HKD 7.6-8 MNT 1000-4000 AUD .88-2.1
NZD 1.1-2.6 CAD .88-1.7 MXN 8.8-27 BRL 1.4-7.5 CLP 380-1150 COP 1500-5600 PEN 2.5-4.3 UYU 12-50 PYG 3300-9000
ARS 1-2500 BOB 5.5-15 CRC 290-720 DOP 15-75 GTQ 6.8-8.6 HNL 14-28 NIO 12-40 JMD 40-175 ZAR 5.4-22 NGN 90-1900 GHS .4-18
KES 58-170 TZS 780-3000 UGX 1500-4200 ETB 8-180 MAD 7-12.8 TND 1.1-3.7 DZD 58-160 XOF 390-830 XAF 390-830 TMT 2.5-25
AFN 38-110 KHR 3700-4400 LAK 7000-24000 XDR .6-.88 USD 1-1 EEK 9.5-19 LVL .44-.66 LTL 2.1-4.1
"""
# What is quoted by the hundred or more without saying so.
SMALL = frozenset(
    [
        "JPY",
        "KZT",
        "HUF",
        "KRW",
        "AMD",
        "IDR",
        "VND",
        "UZS",
        "INR",
        "THB",
        "CZK",
        "ISK",
        "RSD",
        "KGS",
        "PHP",
        "EGP",
        "LKR",
        "PKR",
        "XOF",
        "XAF",
        "MNT",
        "IRR",
        "IQD",
        "LBP",
        "CLP",
        "COP",
        "PYG",
        "CRC",
        "NGN",
        "RUB",
        "UAH",
        "SEK",
        "NOK",
        "DKK",
        "TWD",
        "ARS",
        "MKD",
        "ALL",
        "BYR",
        "KES",
        "TZS",
        "UGX",
        "BDT",
        "NPR",
        "DZD",
        "ZAR",
        "MDL",
        "TJS",
        "TRY",
        "CNY",
        "HKD",
        "MXN",
        "UYU",
    ]
)
SLACK = Decimal("1.1")
NOMINALS = (1, 10, 100, 1000, 10000)


def _bounds() -> dict[str, tuple[Decimal, Decimal]]:
    words = _PER_DOLLAR.split()
    ranges = zip(words[::2], (word.split("-") for word in words[1::2]), strict=True)
    return {code: (Decimal(low), Decimal(high)) for code, (low, high) in ranges}


BOUNDS = _bounds()


def plausible(value: Decimal, base: str, quote: str, *, nominal: int = 1) -> bool:
    """Whether `value` can be units of `quote` per `nominal` of `base`; True where one of the two is not judged."""
    if base not in BOUNDS or quote not in BOUNDS:
        return True
    low = BOUNDS[quote][0] / BOUNDS[base][1] / SLACK
    high = BOUNDS[quote][1] / BOUNDS[base][0] * SLACK
    return low * nominal <= value <= high * nominal


def nominals(value: Decimal, base: str, quote: str) -> list[int]:
    """For how many units of `base` the value can be the price, where it is one that is quoted so."""
    return [
        nominal
        for nominal in NOMINALS
        if (nominal == 1 or base in SMALL) and plausible(value, base, quote, nominal=nominal)
    ]


@lru_cache(maxsize=1 << 12)
def amount(text: str, decimal: DecimalMark | None) -> Decimal | None:
    """The number a value is, with its widget's mark, or as a decimal fraction where that stays open."""
    for mark in (decimal, ",", "."):
        try:
            return read_number(text, decimal=mark).value
        except NumberError:
            continue
    return None
