"""How the program talks to a person: on stderr only, as much as was asked for, in colour only where that helps."""

import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum
from functools import wraps
from inspect import Parameter, signature
from typing import Annotated, Any

import typer

QUIET, NORMAL, VERBOSE = -1, 0, 1


class Color(StrEnum):
    """When to colour the talk."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


TALK_OPTIONS: list[tuple[str, type, Any, Any]] = [
    ("quiet", bool, False, typer.Option("-q", "--quiet", help="Only errors on stderr.")),
    ("verbose", bool, False, typer.Option("-v", "--verbose", help="Say more on stderr.")),
    ("color", Color, Color.AUTO, typer.Option("--color", help="Colour the talk: auto, always or never.")),
]


class _Tone:
    """What `-q`, `-v` and `--color` set for this run."""

    level = NORMAL
    color = Color.AUTO


def say(message: str, *, level: int = NORMAL) -> None:
    """A line of talk; silent under `-q`, and `level=VERBOSE` speaks only under `-v`."""
    if _Tone.level >= level:
        _speak(message)


def complain(message: str, next_step: str | None, code: int) -> int:
    """Print `error: ...` and `hint: ...`, and give the exit code back."""
    _speak(message, mark="error:", code="31")
    if next_step:
        hint(next_step)
    return code


def hint(message: str) -> None:
    """Name the next thing to do."""
    if _Tone.level >= NORMAL:
        _speak(message, mark="hint:", code="36")


def counted(count: int, noun: str) -> str:
    """`1 page`, `1,500 pages`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def printable(text: str) -> str:
    """The text without control characters: what a page printed must not drive the reader's terminal."""
    return "".join(char if char.isprintable() or char in "\n\t" else _harmless(char) for char in text)


def _harmless(char: str) -> str:
    return " " if char.isspace() else "\ufffd"


def leave_stdout(code: int) -> int:
    """stdout takes no more: let the interpreter close it without complaint, and give the exit code back."""
    if sys.stdout:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code


class Progress:
    """A counter on one line of stderr, from the second second on, and only on a terminal."""

    def __init__(self, noun: str) -> None:
        self.noun = noun
        self.count = 0
        self.started = self.shown = time.monotonic()

    def step(self) -> None:
        """One more."""
        self.count += 1
        now = time.monotonic()
        if now - self.started > 1 and now - self.shown > 0.1 and _on_terminal() and _Tone.level >= NORMAL:
            self.shown = now
            pace = self.count / (now - self.started)
            sys.stderr.write(f"\r\x1b[K{self.count:,} {self.noun}, {pace:,.0f}/s")
            sys.stderr.flush()

    def end(self) -> None:
        """Clear the line."""
        if self.shown != self.started:
            sys.stderr.write("\r\x1b[K")


def begin() -> None:
    """A run begins: nothing is asked of the talk yet."""
    _Tone.level, _Tone.color = NORMAL, Color.AUTO


def talking(command: Callable[..., Any]) -> Callable[..., Any]:
    """The command with `-q`, `-v` and `--color` added, so that they may stand after the command too."""

    @wraps(command)
    def run(*, quiet: bool, verbose: bool, color: Color, **options: Any) -> Any:
        if quiet or verbose:
            _Tone.level = QUIET if quiet else VERBOSE
        if color is not Color.AUTO:
            _Tone.color = color
        return command(**options)

    shape = signature(command, eval_str=True)
    added = [
        Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=Annotated[kind, option])
        for name, kind, default, option in TALK_OPTIONS
    ]
    run.__signature__ = shape.replace(parameters=[*shape.parameters.values(), *added])  # type: ignore[attr-defined]
    run.__annotations__ = {**command.__annotations__, **{each.name: each.annotation for each in added}}
    return run


def _speak(message: str, *, mark: str = "", code: str = "") -> None:
    """Say it; where nobody can hear (a log on a full disk, a reader that left), the work goes on all the same."""
    start = f"{_paint(mark, code)} " if mark else ""
    if sys.stderr:  # print would take stdout for one that is closed
        with suppress(OSError):
            print(start + printable(message), file=sys.stderr)  # noqa: T201  stderr is where the program talks


def _paint(text: str, code: str) -> str:
    wanted = _Tone.color is Color.ALWAYS or (
        _Tone.color is Color.AUTO and _on_terminal() and "NO_COLOR" not in os.environ
    )
    return f"\x1b[{code}m{text}\x1b[0m" if wanted else text


def _on_terminal() -> bool:
    return bool(sys.stderr) and sys.stderr.isatty()
