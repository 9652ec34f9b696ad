"""Commands are run by their words, with streams and an exit code; where the process matters, in one of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

FEED = """Главная
Кредит наличными от 30 тыс. до 40 млн ₽
Лицензия № 1000
Лента новостей
Курс евро на 25 апреля
EUR ЦБ: 98,91 (-0,65)
Инвестиции, 24 апр, 17:11
Курс доллара на 25 апреля
USD ЦБ: 92,51 (-0,79)
Инвестиции, 24 апр, 17:11
В городе открыли новый мост Общество, 01:05
Музей продлил выставку Общество, 24 апр, 23:38
"""


@dataclass(frozen=True, slots=True)
class Run:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str


Rates = Callable[..., Run]


@pytest.fixture
def rates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Rates:
    """Run `rates` in an empty folder with a store of its own, away from this machine's configuration."""
    from rates.cli import run as run_line

    monkeypatch.chdir(tmp_path)
    for name, value in environment(tmp_path).items():
        monkeypatch.setenv(name, value)

    def run(*words: str | Path, stdin: bytes = b"") -> Run:
        streams = {name: TextIOWrapper(BytesIO(), encoding="utf-8", write_through=True) for name in ("out", "err")}
        with monkeypatch.context() as patched, redirect_stdout(streams["out"]), redirect_stderr(streams["err"]):
            patched.setattr("sys.stdin", TextIOWrapper(BytesIO(stdin)))
            code = run_line([*map(str, words)])
        out, err = (stream.buffer.getvalue().decode() for stream in streams.values())  # type: ignore[attr-defined]
        return Run(code, out, err)

    return run


@pytest.fixture
def process(tmp_path: Path) -> Rates:
    """The same as a user's shell does it: a process of its own."""

    def run(*words: str | Path, stdin: bytes = b"") -> Run:
        done = subprocess.run(
            [sys.executable, "-m", "rates.cli", *map(str, words)],
            capture_output=True,
            input=stdin,
            cwd=tmp_path,
            env={**os.environ, **environment(tmp_path)},
            timeout=120,
            check=False,
        )
        return Run(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


def environment(folder: Path) -> dict[str, str]:
    """Nothing of this machine's configuration, and a store in the folder."""
    return {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder / "config"), "RATES_STORE": str(folder / "store")}


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    """A page of text with the news feed's block, of 25 April 2024."""
    path = tmp_path / "feed.txt"
    path.write_text(FEED, encoding="utf-8")
    return path
