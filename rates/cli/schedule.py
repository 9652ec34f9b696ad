"""`rates schedule`: units that let systemd or cron run `rates collect`."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from enum import StrEnum
from getpass import getuser
from pathlib import Path
from typing import Annotated

import typer

from rates.amounts import read_duration
from rates.cli.common import StoreOption, write_out
from rates.cli.talk import say
from rates.config import LOCAL, config_files, load, store_folder, user_file
from rates.errors import RatesError, UsageError
from rates.schedule import Unit, cron_line, systemd_units

SYSTEM = Path("/etc/systemd/system")


class Scheduler(StrEnum):
    """The schedulers that are known."""

    SYSTEMD = "systemd"
    CRON = "cron"


def command(
    scheduler: Annotated[
        Scheduler, typer.Argument(help="systemd (your own timer, or --system) or cron.")
    ] = Scheduler.SYSTEMD,
    every: Annotated[str, typer.Option("--every", help="How often to collect.")] = "15m",
    install: Annotated[bool, typer.Option("--install", help="Write it where the scheduler finds it.")] = False,
    system: Annotated[bool, typer.Option("--system", help="A unit of the system's, closed off, run as you.")] = False,
    store: StoreOption = None,
) -> int:
    """Print the units, or install them; nothing is started."""
    try:
        span = read_duration(every)
    except ValueError as error:
        raise UsageError(f"--every: {error}", hint="write --every 15m") from error
    folder = store_folder(store).absolute()
    called = collect_command(folder)
    if scheduler is Scheduler.CRON:
        return _cron(cron_line([*called, "-q"], every=span), install=install)
    folders = _writes(folder)
    units = systemd_units(called, every=span, writes=folders, user=getuser() if system else None)
    return _systemd(units, folders=folders, install=install, home=SYSTEM if system else _own_units())


def collect_command(store: Path) -> list[str]:
    """The command that a scheduler runs: this program by its full path, this store, and this configuration file."""
    beside = Path(sys.executable).parent
    program = shutil.which("rates", path=f"{beside}{os.pathsep}{os.environ.get('PATH', os.defpath)}")
    start = [program] if program else [sys.executable, "-m", "rates.cli"]
    named = [f"RATES_CONFIG={file}"] if (file := _named_file()) else []
    return [*(["/usr/bin/env", *named] if named else []), *start, "collect", "--store", str(store)]


def _named_file() -> Path | None:
    """The file that has to be named, since a scheduler starts elsewhere; the platform's own is found from anywhere."""
    files = config_files()
    if "RATES_CONFIG" in os.environ or files == (LOCAL,):
        return files[-1].absolute()
    if LOCAL in files:
        raise UsageError(
            f"both {user_file()} and ./{LOCAL} are in use here, and a scheduler would see only the first",
            hint=f"put both into one, or name one: RATES_CONFIG={LOCAL.absolute()} rates schedule",
        )
    return None


def _writes(store: Path) -> list[Path]:
    settings = load().settings
    textfile = settings.notify.textfile
    more = [settings.raw, textfile.parent if textfile else None]
    return [store, *(each.absolute() for each in more if each)]


def _own_units() -> Path:
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "systemd/user"


def _systemd(units: Sequence[Unit], *, folders: Sequence[Path], install: bool, home: Path) -> int:
    if not install:
        write_out("\n".join(f"# {unit.name}\n{unit.text}" for unit in units))
        return 0
    try:
        for folder in folders:
            folder.mkdir(parents=True, exist_ok=True)  # a unit that may write to a folder does not start without it
        home.mkdir(parents=True, exist_ok=True)
        for unit in units:
            (home / unit.name).write_text(unit.text, encoding="utf-8")
    except OSError as error:
        raise RatesError(
            f"cannot write the units to {home}: {error.strerror}", hint="rates schedule systemd"
        ) from error
    say(f"wrote {', '.join(unit.name for unit in units)} to {home}")
    control = "systemctl" if home == SYSTEM else "systemctl --user"
    say(f"start them: {control} daemon-reload && {control} enable --now rates-collect.timer")
    if home != SYSTEM:
        say("to run without a login: loginctl enable-linger")
    return 0


def _cron(line: str, *, install: bool) -> int:
    if not install:
        write_out(line + "\n")
        return 0
    crontab = shutil.which("crontab")
    if crontab is None:
        raise RatesError("there is no crontab command here", hint="rates schedule systemd --install")
    held = subprocess.run([crontab, "-l"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    if line in held.splitlines():
        say("the crontab has this line already")
        return 0
    kept = held if not held or held.endswith("\n") else held + "\n"
    subprocess.run([crontab, "-"], input=f"{kept}{line}\n", text=True, check=True)  # noqa: S603
    say("added a line to the crontab")
    return 0
