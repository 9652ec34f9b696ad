"""Commands are run as a user runs them: a process of their own, with its streams and its exit code."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
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
def rates(tmp_path: Path) -> Rates:
    """Run `rates` in an empty folder with a store of its own, away from this machine's configuration."""

    def run(*words: str | Path, stdin: bytes = b"") -> Run:
        env = {
            **os.environ,
            "HOME": str(tmp_path),
            "XDG_CONFIG_HOME": str(tmp_path / "config"),
            "RATES_STORE": str(tmp_path / "store"),
        }
        command = [sys.executable, "-m", "rates.cli", *map(str, words)]
        done = subprocess.run(
            command, capture_output=True, input=stdin, cwd=tmp_path, env=env, timeout=120, check=False
        )
        return Run(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    """A page of text with the news feed's block, of 25 April 2024."""
    path = tmp_path / "feed.txt"
    path.write_text(FEED, encoding="utf-8")
    return path
