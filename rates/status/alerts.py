"""Trouble told to people: one message when it begins, one when it is over, none between.

Which troubles have been told is remembered in the store's folder, and by a collector that stays also while the disk
takes nothing; a message that could not be sent is sent next time.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from rates.errors import ConfigError, FetchError, RatesError, StoreError
from rates.status.troubles import Trouble

if TYPE_CHECKING:
    from rates.settings import Notify

TIMEOUT_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Alert:
    """A message about a trouble: that it has begun, or that it is over. `since` is when it was first told."""

    state: Literal["begun", "over"]
    key: str
    text: str
    since: datetime


@dataclass(slots=True)
class Told:
    """The troubles told and not yet over, text and time by key, in a file; `unwritten` is what a full disk left out."""

    path: Path
    unwritten: dict[str, tuple[str, str]] | None = None

    def read(self) -> dict[str, tuple[str, str]]:
        """What was told; nothing where the file is absent or damaged."""
        if self.unwritten is not None:
            return dict(self.unwritten)
        try:
            saved = json.loads(self.path.read_text(encoding="utf-8"))
            return {key: (text, since) for key, (text, since) in saved.items()}
        except (FileNotFoundError, ValueError, AttributeError, TypeError):
            return {}

    def write(self, told: dict[str, tuple[str, str]]) -> None:
        """Remember it. Raises StoreError where the disk does not take it; then it is known until the process ends."""
        beside, self.unwritten = self.path.with_suffix(".new"), dict(told)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            beside.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
            beside.replace(self.path)
        except OSError as error:
            raise StoreError(f"cannot write {self.path}: {error.strerror}", hint="check who owns the store") from error
        self.unwritten = None


def tell(
    troubles: Sequence[Trouble], memory: Told, *, now: datetime, send: Callable[[Alert], None]
) -> tuple[list[Alert], list[RatesError]]:
    """Send what is new; return what was sent, and what could not be sent or remembered."""
    told = memory.read()
    begun = [Alert("begun", each.key, f"{each.site}: {each.text}", now) for each in troubles if each.key not in told]
    current = {each.key for each in troubles}
    over = [
        Alert("over", key, f"over: {text}", datetime.fromisoformat(since))
        for key, (text, since) in told.items()
        if key not in current
    ]
    sent: list[Alert] = []
    unsent: list[RatesError] = []
    for alert in [*begun, *over]:
        try:
            send(alert)
        except FetchError as error:
            unsent.append(error)
            continue
        sent.append(alert)
        if alert.state == "begun":
            told[alert.key] = (alert.text, alert.since.isoformat())
        else:
            del told[alert.key]
        try:
            memory.write(told)
        except StoreError as error:
            unsent.append(error)
    return sent, unsent


def sender(notify: "Notify") -> Callable[[Alert], None] | None:
    """What sends an alert wherever the settings say; None where they say nowhere. ConfigError without apprise."""
    ways = [_webhook(notify.webhook)] if notify.webhook else []
    ways += [_apprise(notify.apprise)] if notify.apprise else []

    def send(alert: Alert) -> None:
        for way in ways:
            way(alert)

    return send if ways else None


def _webhook(url: str) -> Callable[[Alert], None]:
    """POST of a JSON object; `text` is what chat services show."""

    def send(alert: Alert) -> None:
        import httpx2

        body = {"text": alert.text, "state": alert.state, "key": alert.key, "since": alert.since.isoformat()}
        try:
            httpx2.post(url, json=body, timeout=TIMEOUT_SECONDS).raise_for_status()
        except httpx2.HTTPError as error:
            raise FetchError(f"the webhook did not take a message: {error}") from error

    return send


def _apprise(urls: Sequence[str]) -> Callable[[Alert], None]:
    try:
        apprise = import_module("apprise")
    except ModuleNotFoundError as error:
        raise ConfigError(
            "notify.apprise needs the package apprise", hint='pip install "news-rates[apprise]"'
        ) from error
    services = apprise.Apprise()
    services.add(list(urls))

    def send(alert: Alert) -> None:
        if not services.notify(body=alert.text, title="rates"):
            raise FetchError("apprise could not send a message to every address")

    return send
