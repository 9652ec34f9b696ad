"""A checkout of this project: where site modules lie beside the saved pages that hold them to their word."""

from importlib import invalidate_caches
from pathlib import Path

from parsers import sites
from parsers.discovery import known_sites
from rates.errors import UsageError

MODULES, PAGES = Path("parsers", "sites"), Path("tests", "sites")


def find_checkout(given: Path | None) -> Path | None:
    """The checkout named, else the one this runs from, else the one it runs in; None where there is none.

    Its site modules are known afterwards, also to a program that is installed elsewhere. Raises UsageError where the
    folder named is none.
    """
    own = Path(__file__).parents[1]
    root = next((each for each in ([given] if given else [own, Path.cwd()]) if _is_checkout(each)), None)
    if given and not root:
        raise UsageError(f"{given} has no {MODULES} and {PAGES}", hint="--dir names a checkout of this project")
    if root and root.resolve() != own:
        sites.__path__.append(str(root.resolve() / MODULES))
        look_again()
    return root


def need_checkout(given: Path | None) -> Path:
    """The same, where nothing can be done without one. Raises UsageError."""
    if root := find_checkout(given):
        return root
    raise UsageError(
        "the saved pages are not installed with the program", hint="run this in a checkout, or name one with --dir"
    )


def look_again() -> None:
    """Forget which sites are known: a module has been added."""
    invalidate_caches()
    known_sites.cache_clear()


def _is_checkout(root: Path) -> bool:
    return (root / MODULES).is_dir() and (root / PAGES).is_dir()
