"""Printed words, signs and codes to ISO 4217 codes; a word that several currencies share is settled by the home one.

`$` and `Dólar` on a Chilean page mean the US dollar, `¥` on a Russian page the yuan and on a British one the yen, a
`manat` in Moscow is anybody's. Where the home currency settles nothing the word names no currency (None).
"""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from rates.vocabulary import Vocabulary, load_vocabulary
from rates.words import fold


def _codes(text: str) -> frozenset[str]:
    return frozenset(text.split())


# ISO 4217 codes with a history in CLDR 47, without metals, funds and test codes.
CODES = _codes(
    "ADP AED AFA AFN ALK ALL AMD ANG AOA AOK AON AOR ARA ARL ARM ARP ARS ATS AUD AWG AZM AZN BAD BAM BAN BBD BDT BEC "
    "BEF BEL BGL BGM BGN BGO BHD BIF BMD BND BOB BOL BOP BOV BRB BRC BRE BRL BRN BRR BRZ BSD BTN BUK BWP BYB BYN BYR "
    "BZD CAD CDF CHE CHF CHW CLE CLF CLP CNH CNX CNY COP COU CRC CSD CSK CUC CUP CVE CYP CZK DDM DEM DJF DKK DOP DZD "
    "ECS ECV EEK EGP ERN ESA ESB ESP ETB EUR FIM FJD FKP FRF GBP GEK GEL GHC GHS GIP GMD GNF GNS GQE GRD GTQ GWE GWP "
    "GYD HKD HNL HRD HRK HTG HUF IDR IEP ILP ILR ILS INR IQD IRR ISJ ISK ITL JMD JOD JPY KES KGS KHR KMF KPW KRH KRO "
    "KRW KWD KYD KZT LAK LBP LKR LRD LSL LTL LTT LUC LUF LUL LVL LVR LYD MAD MAF MCF MDC MDL MGA MGF MKD MKN MLF MMK "
    "MNT MOP MRO MRU MTL MTP MUR MVP MVR MWK MXN MXP MXV MYR MZE MZM MZN NAD NGN NIC NIO NLG NOK NPR NZD OMR PAB PEI "
    "PEN PES PGK PHP PKR PLN PLZ PTE PYG QAR RHD ROL RON RSD RUB RUR RWF SAR SBD SCR SDD SDG SDP SEK SGD SHP SIT SKK "
    "SLE SLL SOS SRD SRG SSP STD STN SUR SVC SYP SZL THB TJR TJS TMM TMT TND TOP TPE TRL TRY TTD TWD TZS UAH UAK UGS "
    "UGX USD USN USS UYI UYP UYU UYW UZS VEB VED VEF VES VND VNN VUV WST XAF XCD XCG XDR XEU XOF XPF YDD YER YUD YUM "
    "YUN YUR ZAL ZAR ZMK ZMW ZRN ZRZ ZWD ZWG ZWL ZWR"
)
# Codes that capitals also spell as a word or a name: a quote needs more evidence than these three letters.
WORDLIKE = _codes(
    "ALL AMD ANG BAD BAM BAN BEL BOB BOL CAD COP CUP DEM ERN ESP GEL LAK MAD MOP NAD PEN PES SIT SOS SUR TOP TRY"
)
RENAMED = {"RUR": "RUB", "RMB": "CNY", "NIS": "ILS"}

_ANY_CASE = _codes(
    "USD EUR RUB RUR GBP CNY JPY CHF KZT UAH BYN PLN CZK SEK NOK DKK HUF BGN INR BRL AUD NZD HKD SGD KRW ILS ZAR MXN "
    "AZN UZS KGS MDL CLP"
)
_DOLLARS = _codes("USD CAD AUD NZD HKD SGD TWD BBD BMD BND BSD BZD FJD GYD JMD KYD LRD NAD SBD SRD TTD XCD")
_PESOS = _codes("ARS CLP COP CUP DOP MXN PHP UYU")
_SIGNS = dict(
    pair.split(":")
    for pair in _codes(
        "EUR:€ GBP:£ EGP:£ JPY:¥ CNY:¥ RUB:₽ UAH:₴ KZT:₸ TRY:₺ AZN:₼ GEL:₾ AMD:֏ INR:₹ KRW:₩ ILS:₪ VND:₫ PLN:zł CZK:Kč "
        "BGN:лв BRL:R$ THB:฿ PYG:₲ NGN:₦ GHS:₵ CRC:₡ MNT:₮ LAK:₭ KHR:៛ ZAR:R HUF:Ft"
    )
)


def _own(codes: str) -> dict[str, str | None]:
    return {code: code for code in codes.split()}


def _all(codes: str, meaning: str | None = None) -> dict[str, str | None]:
    return dict.fromkeys(codes.split(), meaning)


# What a shared word means: anywhere else, and by home currency. A Canadian page's `dollar` may be either of two.
_FAMILIES: Mapping[str, tuple[str | None, Mapping[str, str | None]]] = {
    "dollar": ("USD", _all(" ".join(_DOLLARS)) | {"USD": "USD"}),
    "pound": ("GBP", _all("EGP FKP GIP IEP CYP LBP SDG SHP SSP SYP")),
    "franc": ("CHF", _all("XOF XAF XPF RWF BIF GNF DJF KMF CDF MGF FRF BEF LUF")),
    "yen_sign": (
        None,
        _all("CNY RUB KZT BYN KGS UZS TJS MNT HKD", "CNY") | _all("JPY USD EUR GBP CHF AUD NZD CAD", "JPY"),
    ),
    "yuan_sign": ("CNY", _own("TWD HKD")),
    "rouble": ("RUB", _all("BYN BYR BYB")),
    "lira": ("TRY", _all("LBP SYP ITL MTL") | _own("TRL")),
    "manat": (None, _own("AZN TMT")),
    "som": (None, _own("KGS UZS")),
    "сом": ("KGS", _all("UZS")),
    "leu": (None, _own("RON ROL MDL") | _all("HUF BGN RSD", "RON")),
    "koruna": ("CZK", _all("SKK CSK")),
    "krone": (None, _own("SEK NOK DKK ISK EEK CZK")),
    "dinar": (None, _own("RSD KWD BHD IQD JOD DZD TND LYD CSD YUM MKD")),
    "mark": (None, _own("DEM BAM")),
    "real": (None, _all("BRL ARS PYG UYU BOB CLP COP PEN VES", "BRL")),
    "peso": (None, _own(" ".join(_PESOS)) | {"PYG": "ARS"}),
    "sol": (None, _own("PEN")),
    "colon": (None, _own("CRC SVC")),
    "rupee": (None, _own("INR PKR LKR NPR MUR SCR IDR")),
    "dirham": (None, _own("AED MAD")),
    "rial": (None, _own("IRR OMR YER SAR QAR") | {"TRY": "SAR"}),
    "shilling": (None, _own("KES TZS UGX SOS")),
}


@cache
def _vocabulary() -> Vocabulary:
    return load_vocabulary("currencies.txt")


@cache
def words() -> Mapping[str, str]:
    """Every folded word and phrase that can name a currency, with its code or the lower-case name of its family."""
    return {**{code.casefold(): RENAMED.get(code, code) for code in _ANY_CASE}, **_vocabulary().names}


@cache
def phrases() -> Mapping[str, str]:
    """Folded names of currencies by CLDR, each of several words, with their codes."""
    table = Path(__file__).with_name("currency_phrases.txt").read_text(encoding="utf-8")
    lines = (line.split() for line in table.splitlines() if not line.startswith("#"))
    return {phrase.replace("_", " "): code for code, *names in lines for phrase in names}


def currency_of(word: str, *, home: str | None = None, language: str | None = None) -> str | None:
    """The code that a printed label means on a page whose home currency is `home`; None where nothing settles it.

    Takes one word, sign, code or whole phrase in any case of its language; edge punctuation doesn't count. `language`
    (`pl`, `es-CL`) admits words that are currencies in that language only. What stands beside a value is `is_unit_of`.
    """
    code = word.strip(" .:;,()")
    if code in CODES or code in RENAMED:
        return RENAMED.get(code, code)
    folded = fold(word)
    languages = _vocabulary().languages.get(folded)
    if languages and (not language or language[:2] not in languages):
        return None
    name = words().get(folded)
    if name is None or name not in _FAMILIES:
        return name or phrases().get(folded)
    default, by_home = _FAMILIES[name]
    return by_home.get(home, default) if home else default


def home_sign(currency: str) -> str | None:
    """The sign that this currency's own country prints beside a value: `$` for CLP, `₽` for RUB."""
    return "$" if currency in _DOLLARS | _PESOS else _SIGNS.get(currency)


def is_unit_of(word: str, currency: str) -> bool:
    """Whether a sign or word beside a value can be the unit of `currency` itself: `$` of CLP, `R` of ZAR."""
    folded = fold(word)
    if folded and (folded == fold(home_sign(currency) or "") or folded in _vocabulary().units.get(currency, ())):
        return True
    if currency in _DOLLARS and words().get(folded) == "dollar":
        return True
    return currency_of(word, home=currency) == currency


def country_currency(country: str, *, on: date | None = None) -> str | None:
    """The legal tender of a country (ISO 3166, `RU` -> `RUB`) on a day, today's by default; None if it is unknown."""
    from babel.numbers import get_territory_currencies

    found = get_territory_currencies(country.upper(), start_date=on)
    return str(found[0]) if found else None
