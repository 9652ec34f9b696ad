"""`rates init`: write a configuration with every key explained, where there is none yet."""

from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from rates import __version__
from rates.cli.common import write_out
from rates.cli.talk import say
from rates.config import LOCAL, user_file
from rates.errors import RatesError


def command(
    here: Annotated[bool, typer.Option("--here", help="Write ./rates.toml, not the platform's folder.")] = False,
    print_only: Annotated[bool, typer.Option("--print", help="Print it, write nothing.")] = False,
) -> int:
    """Write a commented rates.toml; a file that is there is left as it is."""
    text = files("rates").joinpath("template.toml").read_text(encoding="utf-8").replace("VERSION", __version__)
    if print_only:
        write_out(text)
        return 0
    path = LOCAL if here else user_file()
    _write_new(path, text)
    say(f"wrote {path}: set `contact` there, then run `rates collect`")
    return 0


def _write_new(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise RatesError(f"{path} is there already, and is left as it is", hint="rates config show") from error
    except OSError as error:
        raise RatesError(f"cannot write {path}: {error.strerror}", hint="rates init --here") from error
