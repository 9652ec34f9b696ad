"""`rates config`: every setting, its value, and where it was set."""

from typing import TYPE_CHECKING, Any

import typer

from rates.cli.common import FormatOption, JsonOption, OutputOption, emit
from rates.config import config_files, load, store_folder, user_file

if TYPE_CHECKING:
    from rates.config import Config, Names

COLUMNS = ["key", "value", "origin"]
app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@app.command("show")
def show(
    format: FormatOption = None,  # noqa: A002  the option's name
    json: JsonOption = False,
    output: OutputOption = None,
) -> int:
    """Print the settings with their origin: a file and line, a variable, or the default."""
    emit(rows_of(load()), COLUMNS, format=format, json_flag=json, output=output)
    return 0


@app.command("path")
def path() -> int:
    """Print the files that are read, the weakest first; where there is none, the one that `rates init` would write."""
    for file in config_files() or (user_file(),):
        typer.echo(str(file))
    return 0


def rows_of(config: "Config") -> list[dict[str, str]]:
    """A row a setting: its dotted key, its value as the file would have it, and where it was set."""
    tree = config.settings.model_dump()
    store = config.settings.store or store_folder()
    tree |= {"store": store, "raw": config.settings.raw or store / "raw"}
    return [
        {"key": ".".join(names), "value": value, "origin": str(config.origin(names))}
        for names, value in _leaves(tree, ())
    ]


def _leaves(tree: dict[str, Any], above: "Names") -> list[tuple["Names", str]]:
    found: list[tuple[Names, str]] = []
    for name, value in tree.items():
        if isinstance(value, dict):
            found += _leaves(value, (*above, name))
        else:
            found.append(((*above, name), _written(name, value)))
    return found


def _written(name: str, value: object) -> str:
    from datetime import time, timedelta

    from rates.amounts import write_duration

    if isinstance(value, timedelta):
        return write_duration(value)
    if isinstance(value, tuple):
        if name == "hours":
            return "-".join(f"{each:%H:%M}" for each in value if isinstance(each, time))
        return ", ".join(map(str, value))
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
