"""Asking a bank: politely, and refusing whatever is not the answer that its interface gives."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from rates.errors import FetchError, OfficialError
from rates.http import Http, Manners
from rates.official.bank import Answer, Bank

MANNERS = Manners(size=16 * 2**20, pace=0.5, wait=1.0)
BASE = "RATES_OFFICIAL_BASE"

_AGAIN = "try again later; what has been loaded stays, and the next run asks only for what is missing"
_EXPORT = "download an export of the series and load it: rates official {code} --file EXPORT"
_NETWORK = "check the network and the address; an export can be loaded with: rates official {code} --file EXPORT"


@dataclass(slots=True)
class Asking:
    """Asks one bank, or the mirror that RATES_OFFICIAL_BASE names. `url` is what was asked last."""

    bank: Bank
    http: Http
    url: str = field(default="", init=False)

    def __call__(self, path: str, params: Mapping[str, str] | None = None, *, empty: int | None = None) -> Answer:
        """The answer; `OfficialError` names the bank, the address and what to do."""
        self.url = (os.environ.get(BASE) or self.bank.site).rstrip("/") + path
        try:
            response = self.http.get(self.url, params=params)
        except FetchError as error:
            raise OfficialError(f"{self.bank.name}: {error}", hint=_NETWORK.format(code=self.bank.code)) from error
        self.url = response.url
        if response.status == empty:
            return Answer(source=self.url, content=b"", url=self.url)
        if response.status != 200:
            hint = _AGAIN if response.status >= 500 or response.status == 429 else _EXPORT
            raise self.wrong(f"answered {response.status} {response.phrase}", hint=hint)
        if is_html(response.content):
            raise self.wrong("answered with an HTML page (a challenge, or a notice) instead of rates", hint=_EXPORT)
        return Answer(source=self.url, content=response.content, url=self.url)

    def wrong(self, what: str, *, hint: str = _AGAIN) -> OfficialError:
        """An error about the address that was asked last."""
        return OfficialError(f"{self.bank.name}: {what}: {self.url}", hint=hint.format(code=self.bank.code))


def is_html(content: bytes) -> bool:
    """Whether a body begins as a page for people does."""
    start = content[:512].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return start.startswith((b"<!doctype html", b"<html", b"<head", b"<!--", b"<script"))
