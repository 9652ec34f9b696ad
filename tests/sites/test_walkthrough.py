"""The walk-through of parsers/README.md, done as it says: a site nobody knows, from a saved page to a green test."""

import re
import shlex
import sys
from pathlib import Path
from subprocess import run

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "parsers" / "README.md").read_text(encoding="utf-8")


def block(language: str, number: int = 0) -> str:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)[number]


def in_checkout(folder: Path, command: str) -> tuple[int, str, str]:
    program, *words = shlex.split(command)
    assert program == "rates"
    done = run(
        [sys.executable, "-m", "rates.cli", *words, "--dir", "."],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "HOME": str(folder)},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def test_the_steps_of_the_readme_add_a_site_by_one_module_and_one_folder(tmp_path: Path) -> None:
    module, fixture = tmp_path / "parsers/sites/novyny.py", tmp_path / "tests/sites/novyny/2024-04-25-first"
    module.parent.mkdir(parents=True)
    fixture.parents[1].mkdir(parents=True)
    (tmp_path / "novyny.html").write_text(block("html"), encoding="utf-8")

    code, out, err = in_checkout(tmp_path, block("sh", 0))
    assert (code, out) == (0, "parsers/sites/novyny.py\ntests/sites/novyny/2024-04-25-first\n")
    assert err.splitlines() == [
        "the page reads as 0 quotes; nobody has checked them yet",
        "hint: the page does not settle zone: add what you know to the module",
        "hint: compare expected.json with the page; cut the page down to its block and its traps",
        "hint: then rates sites test novyny, until it is as expected (parsers/README.md)",
    ]
    assert (fixture / "page.html").read_text(encoding="utf-8") == block("html")
    assert (fixture / "capture.toml").read_text(encoding="utf-8") == "captured_at = 2024-04-25T09:00:00+03:00\n"
    assert module.read_text(encoding="utf-8") == (
        '"""novyny.example: no rates that the general grammar reads."""\n\nfrom parsers.site import Site\n\n'
        'SITE = Site(\n    name="novyny",\n    hosts=("novyny.example",),\n    languages=("uk",),\n    home="UAH",\n)\n'
    )

    module.write_text(block("python"), encoding="utf-8")
    code, out, err = in_checkout(tmp_path, block("sh", 1))
    assert (code, out.splitlines()[1].split()) == (1, ["novyny", "2024-04-25-first", "2", "differs"])
    assert '+      "value": "39.5930",' in err.splitlines()

    code, out, _ = in_checkout(tmp_path, block("sh", 2))
    assert (code, out.splitlines()[1].split()) == (0, ["novyny", "2024-04-25-first", "2", "accepted"])
    assert (fixture / "expected.json").read_text(encoding="utf-8") == block("json")
    code, out, err = in_checkout(tmp_path, block("sh", 1))
    assert (code, out.splitlines()[1].split(), err) == (0, ["novyny", "2024-04-25-first", "2", "as", "expected"], "")
