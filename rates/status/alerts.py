"""Trouble told to people: one message when it begins, one when it is over, none between.

Which troubles have been told is remembered in the store's folder; a message that could not be sent is sent next time.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from rates.errors import ConfigError, FetchError, StoreError
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


def tell(
    troubles: Sequence[Trouble], memory: Path, *, now: datetime, send: Callable[[Alert], None]
) -> tuple[list[Alert], list[FetchError]]:
    """Send what is new; return what was sent and what could not be. `memory` is the file of troubles already told."""
    told = _told(memory)
    begun = [Alert("begun", each.key, f"{each.site}: {each.text}", now) for each in troubles if each.key not in told]
    current = {each.key for each in troubles}
    over = [
        Alert("over", key, f"over: {text}", datetime.fromisoformat(since))
        for key, (text, since) in told.items()
        if key not in current
    ]
    sent: list[Alert] = []
    unsent: list[FetchError] = []
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
        _write(memory, told)
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


def _told(memory: Path) -> dict[str, tuple[str, str]]:
    try:
        return {key: (text, since) for key, (text, since) in json.loads(memory.read_text(encoding="utf-8")).items()}
    except (FileNotFoundError, ValueError, AttributeError, TypeError):
        return {}


def _write(memory: Path, told: dict[str, tuple[str, str]]) -> None:
    beside = memory.with_suffix(".new")
    try:
        memory.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
        beside.replace(memory)
    except OSError as error:
        raise StoreError(f"cannot write {memory}: {error.strerror}", hint="check who owns the store") from error
