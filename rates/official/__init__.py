"""Official series of the central banks, live or from files, as observations whose site is the market itself."""

from rates.errors import UsageError
from rates.official.bank import Bank
from rates.official.book import Book
from rates.official.cbr import CBR
from rates.official.cbu import CBU
from rates.official.ecb import ECB
from rates.official.loading import Loaded, Revision, load, load_file, read_file
from rates.official.nbk import NBK
from rates.official.nbrb import NBRB
from rates.official.nbu import NBU

__all__ = ["BANKS", "Bank", "Book", "Loaded", "Revision", "bank_of", "load", "load_file", "read_file"]

BANKS = {bank.code: bank for bank in (CBR, ECB, NBU, NBK, NBRB, CBU)}


def bank_of(code: str) -> Bank:
    """The bank with that code. Raises `UsageError` for a code that is none of them."""
    if code not in BANKS:
        raise UsageError(f"{code!r} is not a bank that can be asked", hint=f"one of: {', '.join(BANKS)}")
    return BANKS[code]
