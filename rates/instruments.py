"""What sidebars quote beside currencies, under one standard name each: crypto, commodities, indices, interest.

Knowing them keeps them out of the exchange rates: `FAİZ 44,70` is interest and `GRAM ALTIN` a gram of gold in liras.
A crypto-asset or metal printed without its quote currency is the world's price in dollars, as the market names it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast

from rates.currencies import currency_of
from rates.model import Kind
from rates.words import fold


@dataclass(frozen=True, slots=True)
class Instrument:
    """A standard name (`BRENT`, `BTC/USD`, `XAU-GRAM/TRY`, `BIST-100`) and its kind, never `fx`."""

    name: str
    kind: Kind


@cache
def _table() -> tuple[Mapping[str, Instrument], Mapping[str, Instrument]]:
    """By folded word, and by ticker as printed in capitals."""
    words: dict[str, Instrument] = {}
    tickers: dict[str, Instrument] = {}
    for line in Path(__file__).with_name("instruments.txt").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        kind, name, _, *phrases = line.split()
        instrument = Instrument(name, cast(Kind, kind))
        for phrase in phrases:
            if phrase.isascii() and phrase.isupper():
                tickers[phrase] = instrument
            else:
                words[fold(phrase.replace("_", " "))] = instrument
    return words, tickers


def words() -> Mapping[str, Instrument]:
    """Every folded word and phrase that names an instrument, with what it names."""
    return _table()[0]


def instrument_of(word: str) -> Instrument | None:
    """What a printed label names: a word, a whole phrase, a ticker, or a crypto pair (`ETH/USDT`, `USDTRUB`)."""
    by_word, by_ticker = _table()
    bare = word.strip(" .:;,()")
    return by_word.get(fold(word)) or by_ticker.get(bare) or _crypto_pair(bare)


def _crypto_pair(pair: str) -> Instrument | None:
    tickers = _table()[1]
    base, slash, quote = pair.partition("/")
    if not slash and len(pair) in (6, 7) and pair.isascii():
        base, quote = pair[:-3], pair[-3:]
    asset = tickers.get(base.strip())
    if not asset or asset.kind != "crypto" or not quote:
        return None
    quote = quote.strip()
    code = quote if quote in ("USDT", "USDC") else currency_of(quote)
    return Instrument(f"{base.strip()}/{code}", "crypto") if code else None
