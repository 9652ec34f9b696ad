"""The words of the official series: a bank, an answer of its interface, and the rates that the answer holds."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Protocol

from rates.model import Kind

METALS = frozenset({"XAU", "XAG", "XPT", "XPD"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """One published rate: `value` units of the quote currency for `nominal` units of the base, for one day.

    `text` and `day_text` are the value and the date as the bank writes them; `printed_change` is the bank's own
    difference to its rate before, where its interface gives one.
    """

    instrument: str
    day: date
    nominal: int
    value: Decimal
    text: str
    day_text: str
    printed_change: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a bank sent, or a file held: `source` is the address that was asked, or the path."""

    source: str
    content: bytes = field(repr=False)
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """The days for which an answer is complete: one of them without a rate is a day the bank set none for."""

    instrument: str
    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """An answer read: its rates, and the days it speaks for."""

    answer: Answer
    rates: tuple[Rate, ...]
    covers: tuple[Cover, ...]


class Ask(Protocol):
    """Asks a bank's interface; raises `OfficialError` for anything but the answer asked for."""

    def __call__(self, path: str, params: Mapping[str, str] | None = None, *, empty: int | None = None) -> Answer:
        """Get `path`; a status of `empty` is how this interface says that there is nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bank:
    """A bank's facts, and the two functions that know its interface.

    `read` takes an answer's rates out of its bytes, all currencies; `fetch` asks for the wanted days of each currency.
    `by_day`: one request a day, not a range. `ahead`: how many days after today a rate may already be published for.
    """

    code: str
    name: str
    currency: str
    site: str
    since: date
    main: tuple[str, ...]
    read: Callable[[bytes], Iterable[Rate]]
    fetch: Callable[[Ask, Mapping[str, Sequence[date]]], Iterator[Batch]]
    by_day: bool = False
    ahead: int = 1
    is_base: bool = False

    def instrument(self, currency: str) -> str:
        """The pair as this bank quotes it: `USD/RUB`, and `EUR/USD` at the ECB."""
        return f"{self.currency}/{currency}" if self.is_base else f"{currency}/{self.currency}"


def day_by_day(wanted: Mapping[str, Sequence[date]], quote: str) -> Iterator[tuple[date, list[str]]]:
    """For a bank that is asked a day at a time: each day, and the instruments that miss it."""
    for each in sorted({each for days in wanted.values() for each in days}):
        yield each, sorted(f"{currency}/{quote}" for currency, days in wanted.items() if each in days)


def batch_of_day(answer: Answer, rates: Iterable[Rate], each: date, instruments: Sequence[str]) -> Batch:
    """An answer for one day, of which only these instruments were asked for."""
    return Batch(
        answer=answer,
        rates=tuple(rate for rate in rates if rate.instrument in instruments),
        covers=tuple(Cover(instrument=name, first=each, last=each) for name in instruments),
    )


def kind_of(instrument: str) -> Kind:
    """Banks publish rates of gold and its kin beside those of currencies."""
    return "commodity" if instrument[:3] in METALS else "fx"
