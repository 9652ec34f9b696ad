"""`rates doctor`: every file of the store checked against its name, changing nothing."""

from rates.cli.common import FormatOption, JsonOption, StoreOption, emit, open_store
from rates.cli.talk import say

COLUMNS = ["damage", "path", "problem", "hint"]


def command(format: FormatOption = None, json: JsonOption = False, store: StoreOption = None) -> int:  # noqa: A002
    """Check every file of the store; exit code 1 where rows are damaged or missing."""
    from dataclasses import asdict

    opened = open_store(store)
    findings = opened.doctor()
    emit([asdict(each) | {"path": str(each.path)} for each in findings], COLUMNS, format=format, json_flag=json)
    damaged = sum(each.damage for each in findings)
    say(f"{opened.path}: {damaged} damaged" if damaged else f"{opened.path}: sound")
    return 1 if damaged else 0
