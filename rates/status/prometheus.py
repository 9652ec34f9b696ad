"""Status as a Prometheus textfile, for the node exporter's textfile collector."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from rates.errors import RatesError
from rates.status.look import Status

HELP = {
    "rates_status_timestamp_seconds": "When this was written.",
    "rates_site_last_read_timestamp_seconds": "When a page of the site was last read.",
    "rates_site_visits": "Visits within the window, by what came of them.",
    "rates_site_coverage_ratio": "Share of the readings due within the window that were made.",
    "rates_site_trouble": "1 while the site is in this trouble.",
    "rates_series_value_date_timestamp_seconds": "The newest value date of the series, as midnight UTC.",
    "rates_series_value": "The newest value of the series.",
    "rates_series_late": "1 while the series' bank has published something newer.",
}


def write_textfile(status: Status, path: Path) -> None:
    """Write it beside and put it in place, so that the exporter never reads half. RatesError where it cannot."""
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.write_text(textfile(status), encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        raise RatesError(
            f"cannot write {path}: {error.strerror}", hint="check notify.textfile in rates.toml"
        ) from error


def textfile(status: Status) -> str:
    """The text, metric by metric with its help."""
    lines: dict[str, list[str]] = {name: [] for name in HELP}
    for name, labels, value in _samples(status):
        shown = ",".join(f'{label}="{_escaped(text)}"' for label, text in labels.items())
        lines[name].append(f"{name}{{{shown}}} {value}" if shown else f"{name} {value}")
    return "".join(
        f"# HELP {name} {HELP[name]}\n# TYPE {name} gauge\n" + "".join(f"{line}\n" for line in found)
        for name, found in lines.items()
        if found
    )


def _samples(status: Status) -> Iterator[tuple[str, dict[str, str], object]]:
    yield "rates_status_timestamp_seconds", {}, _seconds(status.at)
    for site in status.sites:
        label = {"site": site.site}
        if site.last_read:
            yield "rates_site_last_read_timestamp_seconds", label, _seconds(site.last_read)
        for result in ("read", "unchanged", "failed"):
            yield "rates_site_visits", label | {"result": result}, getattr(site, result)
        if site.coverage is not None:
            yield "rates_site_coverage_ratio", label, site.coverage / 100
    for trouble in status.troubles:
        yield "rates_site_trouble", {"site": trouble.site, "kind": trouble.kind}, 1
    for each in status.series:
        label = {"site": each.site, "instrument": each.instrument, "market": each.market, "side": each.side or ""}
        if each.value_date:
            at = datetime.combine(each.value_date, datetime.min.time(), status.at.tzinfo)
            yield "rates_series_value_date_timestamp_seconds", label, _seconds(at)
        yield "rates_series_value", label, each.value
        yield "rates_series_late", label, int(each.late)


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
