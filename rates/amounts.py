"""Durations and sizes as people write them, `15m`, `1h30m`, `8MB`: a number never stands without its unit."""

import re
from datetime import timedelta

_SECONDS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_BYTES = {"B": 1, "KB": 1000, "MB": 1000**2, "GB": 1000**3}
_PART = re.compile(r"(\d+)(ms|[smhdw])")
_DURATION = re.compile(r"(?:\d+(?:ms|[smhdw]))+")
_SIZE = re.compile(r"(\d+)\s*([KMG]?B)")


def read_duration(text: str) -> timedelta:
    """The duration that `15m`, `90s` or `1h30m` says. ValueError where the text is anything else, or zero."""
    compact = text.replace(" ", "")
    if not _DURATION.fullmatch(compact):
        raise ValueError(f"`{text}` is not a duration such as 15m, 90s, 1h30m or 2d")
    seconds = sum(int(number) * _SECONDS[unit] for number, unit in _PART.findall(compact))
    if seconds == 0:
        raise ValueError(f"`{text}` is no time at all")
    return timedelta(seconds=seconds)


def read_size(text: str) -> int:
    """The number of bytes that `8MB` or `500 KB` says (decimal units). ValueError where the text is anything else."""
    match = _SIZE.fullmatch(text.strip().upper())
    if match is None or int(match[1]) == 0:
        raise ValueError(f"`{text}` is not a size such as 500KB or 8MB")
    return int(match[1]) * _BYTES[match[2]]


def write_duration(span: timedelta) -> str:
    """The shortest such text: `1d2h`, `15m`, `20ms`, `0s`; less than a thousandth of a second is dropped."""
    left, parts = span // timedelta(milliseconds=1), ""
    for unit in ("d", "h", "m", "s", "ms"):
        count, left = divmod(left, round(_SECONDS[unit] * 1000))
        parts += f"{count}{unit}" if count else ""
    return parts or "0s"
