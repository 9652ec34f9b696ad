"""`rates sites`: the known sites, what one prints, whether its saved pages still read, and a start for a new one."""

import json as jsonlib
from collections.abc import Iterator
from difflib import unified_diff
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rates.cli.common import CapturedAtOption, FormatOption, JsonOption, OutputOption, UrlOption, emit, instant
from rates.cli.talk import complain, hint, say
from rates.errors import InputError, RatesError, UsageError

if TYPE_CHECKING:
    from parsers.site import Site
    from rates.model import Capture

LIST = ["name", "hosts", "zone", "home", "markets", "fixtures"]
TEST = ["site", "fixture", "quotes", "result"]
FACTS = ["fact", "value"]
ENDINGS = {".json": "page.json", ".txt": "page.txt"}
app = typer.Typer(rich_markup_mode=None)

DirOption = Annotated[
    Path | None, typer.Option("--dir", help="The checkout with parsers/ and tests/ (else the one this runs from).")
]


@app.callback(invoke_without_command=True)
def default(context: typer.Context) -> int:
    """Show the known sites, test them on their saved pages, or begin a new one."""
    return list_sites() if context.invoked_subcommand is None else 0


@app.command("list")
def list_sites(
    format: FormatOption = None,  # noqa: A002  the option's name
    json: JsonOption = False,
    output: OutputOption = None,
    folder: DirOption = None,
) -> int:
    """Print the sites that have a parser; any other page is read by the general grammar."""
    from parsers.checkout import find_checkout
    from parsers.discovery import known_sites

    root = find_checkout(folder)
    emit([_listed(site, root) for site in known_sites()], LIST, format=format, json_flag=json, output=output)
    return 0


@app.command("show")
def show_site(
    name: Annotated[str, typer.Argument(help="A site's name, or a host.")],
    format: FormatOption = None,  # noqa: A002  the option's name
    json: JsonOption = False,
    output: OutputOption = None,
    folder: DirOption = None,
) -> int:
    """Print what is known of one site, and its block as printed."""
    from parsers.checkout import find_checkout

    root = find_checkout(folder)
    site = _site(name)
    about = (import_module(f"parsers.sites.{site.name}").__doc__ or "").strip()
    rows = [{"fact": fact, "value": value} for fact, value in _facts(site, root) if value not in (None, [], ())]
    if json or output or format not in (None, "table"):
        rows.append({"fact": "about", "value": about})
    else:
        typer.echo(f"{about}\n")
    emit(rows, FACTS, format=format, json_flag=json, output=output)
    return 0


@app.command("test")
def check(
    name: Annotated[str | None, typer.Argument(help="One site; else all.")] = None,
    accept: Annotated[
        bool, typer.Option("--accept", help="Expect from now on what is read today; read the difference first.")
    ] = False,
    format: FormatOption = None,  # noqa: A002  the option's name
    json: JsonOption = False,
    output: OutputOption = None,
    folder: DirOption = None,
) -> int:
    """Read the saved pages of a site and compare with what a person read."""
    from parsers.checkout import PAGES, need_checkout
    from parsers.fixtures import fixture_folders

    root = need_checkout(folder)
    site = _site(name).name if name else None
    rows = [_checked(place, root, accept=accept) for place in fixture_folders(root / PAGES, site)]
    emit(rows, TEST, format=format, json_flag=json, output=output)
    if not rows:
        return complain(f"{name or 'no site'} has no saved page in {root / PAGES}", "rates sites new", 4)
    if differing := sum(row["result"] == "differs" for row in rows):
        advice = "mend the parser, or --accept what is read where you have compared it with the page"
        return complain(f"{differing} of {len(rows)} pages read otherwise than expected", advice, 1)
    return 0


@app.command("new")
def new(
    name: Annotated[str, typer.Argument(help="The new site's name, which its module gets: small letters and _.")],
    page: Annotated[Path, typer.Option("--page", help="A saved page of the site: HTML, text or JSON.")],
    url: UrlOption = None,
    captured_at: CapturedAtOption = None,
    folder: DirOption = None,
) -> int:
    """Write a module and a first fixture from a saved page; nothing is overwritten."""
    from parsers import parse
    from parsers.checkout import MODULES, PAGES, look_again, need_checkout
    from parsers.draft import draft_site, module_text
    from parsers.fixtures import write_fixture

    root = need_checkout(folder)
    module, pages = root / MODULES / f"{name}.py", root / PAGES / name
    if taken := next((path for path in (module, pages) if path.exists()), None):
        raise UsageError(f"{taken} is there already", hint="choose another name, or add a fixture folder by hand")
    capture = _capture(page, url, captured_at)
    read = parse(capture)
    site = draft_site(name, read.text, url=url)
    day = capture.captured_at.date().isoformat() if capture.captured_at else "undated"
    fixture = pages / f"{day}-first"
    try:
        module.write_text(module_text(site, read), encoding="utf-8")
        look_again()
        expected = write_fixture(fixture, capture, page_name=ENDINGS.get(page.suffix.lower(), "page.html"))
    except OSError as error:
        raise RatesError(f"cannot write {error.filename}: {error.strerror}", hint="--dir names a checkout") from error
    typer.echo(f"{module}\n{fixture}")
    _advise(site, expected)
    return 0


def _checked(place: Path, root: Path, *, accept: bool) -> dict[str, Any]:
    from parsers.fixtures import load_fixture, write_expected

    fixture = load_fixture(place)
    read = fixture.read()
    result = "as expected" if read == fixture.expected else "accepted" if accept else "differs"
    if read != fixture.expected:
        say("\n".join(_difference(place.relative_to(root), fixture.expected, read)))
        if accept:
            write_expected(place, read)
    return {
        "site": place.parent.name,
        "fixture": place.name,
        "quotes": len(read.get("printed", ())),
        "result": result,
    }


def _difference(place: Path, expected: dict[str, Any], read: dict[str, Any]) -> Iterator[str]:
    old, new = (jsonlib.dumps(each, ensure_ascii=False, indent=2).splitlines() for each in (expected, read))
    return unified_diff(old, new, f"{place}/expected.json", "read today", lineterm="", n=2)


def _capture(page: Path, url: str | None, captured_at: str | None) -> "Capture":
    from rates.model import Capture

    moment, on_day = instant(captured_at, "--captured-at")
    try:
        content = page.read_bytes()
    except OSError as error:
        raise InputError(f"cannot read {page}: {error.strerror}", hint="save the page and pass its file") from error
    return Capture(
        content=content,
        source=str(page),
        url=url,
        captured_at=moment,
        captured_by="option" if moment else None,
        captured_on_day=on_day,
    )


def _advise(site: "Site", expected: dict[str, Any]) -> None:
    say(f"the page reads as {len(expected.get('printed', ()))} quotes; nobody has checked them yet")
    if unsettled := [fact for fact in ("zone", "home") if not getattr(site, fact)]:
        hint(f"the page does not settle {' and '.join(unsettled)}: add what you know to the module")
    hint("compare expected.json with the page; cut the page down to its block and its traps")
    hint(f"then rates sites test {site.name}, until it is as expected (parsers/README.md)")


def _site(name: str) -> "Site":
    from parsers.discovery import site_named

    site = site_named(name)
    if not site.hosts:
        raise UsageError(f"{name} has no parser of its own", hint="the general grammar reads it; rates sites list")
    return site


def _listed(site: "Site", root: Path | None) -> dict[str, Any]:
    expected = _expectations(site, root) if root else []
    named = {quote["market"] for each in expected for quote in each.get("printed", ())} | {site.market}
    return {
        "name": site.name,
        "hosts": list(site.hosts),
        "zone": site.zone,
        "home": site.home,
        "markets": sorted(market for market in named if market not in (None, "unknown")),
        "fixtures": len(expected) if root else None,
    }


def _expectations(site: "Site", root: Path) -> list[dict[str, Any]]:
    from parsers.checkout import PAGES
    from parsers.fixtures import fixture_folders, load_fixture

    return [load_fixture(place).expected for place in fixture_folders(root / PAGES, site.name)]


def _facts(site: "Site", root: Path | None) -> Iterator[tuple[str, Any]]:
    yield from _listed(site, root).items()
    for fact in ("languages", "decimal", "date_order", "charset", "parser", "block"):
        yield fact, getattr(site, fact)
    yield "signs", [f"{sign} {code}" for sign, code in site.signs.items()]
    yield "layouts", [layout.__name__ for layout in site.layouts]
