"""`rates status`: freshness, coverage and gaps of what is collected, each trouble with its reason."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rates.cli.common import JsonOption, StoreOption, emit, now, open_store, plain, write_out
from rates.cli.talk import complain, say
from rates.config import load
from rates.errors import ConfigError, UsageError

if TYPE_CHECKING:
    from rates.settings import Notify
    from rates.status import Status
    from rates.status.alerts import Told
    from storage import Store

STALE = 6
SECOND = timedelta(seconds=1)
SITES = ["site", "age", "coverage", "tried", "read", "unchanged", "failed", "quotes", "reasons"]
SERIES = ["site", "instrument", "market", "side", "value_date", "value", "captured_at", "late"]
GAPS = ["site", "since", "until", "missed", "reasons"]


def command(
    max_age: Annotated[
        str | None, typer.Option("--max-age", help="A site silent for longer is stale: 6h, 1d ...")
    ] = None,
    last: Annotated[str, typer.Option("--last", help="Count visits and gaps of this time back: 1d, 6h, 2w.")] = "1d",
    textfile: Annotated[Path | None, typer.Option("--textfile", help="Also write Prometheus metrics to it.")] = None,
    notify: Annotated[bool, typer.Option("--notify", help="Tell new troubles, and those that are over.")] = False,
    json: JsonOption = False,
    store: StoreOption = None,
) -> int:
    """Show how collection is doing. Exit code 6 while anything is in trouble."""
    from rates.status import look

    settings = load().settings
    if not settings.sites:
        raise ConfigError("no site is configured, so nothing is expected", hint="rates init")
    target = open_store(store)
    found = look(settings, target, now=now(), window=_span(last, "--last"), max_age=_maximum(max_age))
    if path := textfile or settings.notify.textfile:
        from rates.status.prometheus import write_textfile

        write_textfile(found, path)
    _show_json(found) if json else _show(found)
    if notify:
        notify_of(found, settings.notify, told_of(target))
    return STALE if found.troubles else 0


def told_of(store: "Store") -> "Told":
    """The memory of the troubles of a store that were told."""
    from rates.collect.session import FOLDER
    from rates.status.alerts import Told

    return Told(store.path / FOLDER / "alerts.json")


def notify_of(found: "Status", notify: "Notify", told: "Told") -> None:
    """Send alerts of a status where the settings say; say on stderr what could not be sent."""
    from rates.status.alerts import sender, tell

    if send := sender(notify):
        _, unsent = tell(found.troubles, told, now=found.at, send=send)
        for error in unsent:
            complain(str(error), error.hint or "it is sent again with the next look", 1)


def _maximum(text: str | None) -> timedelta | None:
    return _span(text, "--max-age") if text else None


def _span(text: str, option: str) -> timedelta:
    from rates.amounts import read_duration

    try:
        return read_duration(text)
    except ValueError as error:
        raise UsageError(f"{option}: {error}", hint=f"write {option} 1d") from error


def _show(found: "Status") -> None:
    tables: list[tuple[list[dict[str, Any]], list[str]]] = [
        ([_for_reading(asdict(each)) for each in found.sites], SITES),
        ([_for_reading(asdict(each)) for each in found.series], SERIES),
        ([_for_reading(asdict(each)) for each in found.gaps], GAPS),
    ]
    shown = [(rows, columns) for rows, columns in tables if rows]
    for number, (rows, columns) in enumerate(shown):
        emit(rows, columns)
        if number < len(shown) - 1:
            write_out("\n")
    for trouble in found.troubles:
        say(f"trouble: {trouble.site}: {trouble.text}")


def _for_reading(row: Mapping[str, Any]) -> dict[str, Any]:
    from rates.amounts import write_duration

    def cell(name: str, value: object) -> object:
        if name == "age":
            return write_duration(value - value % SECOND) if isinstance(value, timedelta) else "never"
        if name == "coverage":
            return "" if value is None else f"{value}%"
        if name == "late":
            return "late" if value else ""
        if isinstance(value, Mapping):
            return "; ".join(f"{reason} ({count})" for reason, count in value.items())
        if isinstance(value, tuple):
            return "; ".join(value)
        return value

    return {name: cell(name, value) for name, value in row.items()}


def _show_json(found: "Status") -> None:
    import json

    rows: dict[str, Any] = {
        "at": plain(found.at),
        "troubles": [plain(asdict(each)) for each in found.troubles],
        "sites": [plain({**asdict(each), "age": each.age and int(each.age.total_seconds())}) for each in found.sites],
        "series": [plain(asdict(each)) for each in found.series],
        "gaps": [plain(asdict(each)) for each in found.gaps],
    }
    write_out(json.dumps(rows, ensure_ascii=False, indent=2) + "\n")
