"""The command line: which commands there are, and how every run ends.

stdout is data, stderr is talk. A command's module is imported only when it is called, or when the list is asked for.
"""

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Annotated

from rates import __version__
from rates.errors import RatesError

if TYPE_CHECKING:
    import typer

COMMANDS = {
    "parse": "Print the quotes of pages; store nothing.",
    "ingest": "Read pages into the store.",
    "show": "Print the series as a table or data.",
    "report": "Draw the series as one self-contained HTML page.",
    "official": "Load a central bank's official series.",
    "resolve": "Settle undated rows by the official series.",
    "verify": "Compare observed fixings with the official series.",
    "compact": "Write the store's rows into fewer, sorted files.",
    "doctor": "Check every file of the store.",
    "collect": "Fetch the configured pages, once or again and again.",
    "status": "Show freshness, coverage and gaps, each with its reason.",
    "reparse": "Read all raw captures again and show what would change.",
    "trace": "Follow a row back to the bytes it was read from.",
    "sites": "Show the known sites, test them on saved pages, begin a new one.",
    "schedule": "Print or install units for systemd or cron.",
    "init": "Write a commented configuration.",
    "config": "Print the settings and where each was set.",
    "demo": "Run the whole job on bundled pages.",
}


def main(argv: list[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    try:
        code = run(sys.argv[1:] if argv is None else argv)
    except KeyboardInterrupt:  # at once, while what the run needs is imported
        code = 130
    sys.exit(code)


def run(argv: list[str]) -> int:
    """The exit code of one command line (see DESIGN: 0 ok, 1 failed, 2 usage, 3 some failed, 4 nothing found ...)."""
    try:
        if argv == ["--version"]:  # without typer, whose import takes six times as long as Python's own start
            print(f"rates {__version__}", flush=True)  # noqa: T201  stdout is data
            return 0
        return _called(argv)
    except BrokenPipeError:
        from rates.cli.talk import leave_stdout

        return leave_stdout(141)  # 128 + SIGPIPE, as a shell counts
    except OSError as error:  # what a command opens is told by name; this is what stdout, or the machine, refused
        from rates.cli.talk import complain, leave_stdout

        leave_stdout(1)
        where = error.filename or "stdout"
        return complain(f"{where}: {error.strerror or error}", "check the disk, or where the output goes", 1)


def _called(argv: list[str]) -> int:
    import typer
    from typer.exceptions import TyperException

    from rates.cli.talk import begin, complain

    begin()
    try:
        command = typer.main.get_command(_app(argv))
        code = command.main(argv or ["--help"], prog_name="rates", standalone_mode=False)
        if sys.stdout:
            sys.stdout.flush()
    except RatesError as error:
        return complain(str(error), error.hint, error.exit_code)
    except TyperException as error:
        asked = getattr(getattr(error, "ctx", None), "command_path", "rates")
        return complain(error.format_message(), f"{asked} --help", 2)
    except (KeyboardInterrupt, typer.Abort):
        return 130
    return code if isinstance(code, int) else 0


def _app(argv: list[str]) -> "typer.Typer":
    import typer

    from rates.cli.talk import talking

    def about(version: Annotated[bool, typer.Option("--version", help="Print the version and leave.")] = False) -> None:
        """Turns news pages, live, saved or archived, into verified, point-in-time currency series."""

    app = typer.Typer(
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(talking(about))
    called = next((word for word in argv if not word.startswith("-")), None)
    for name, help_text in COMMANDS.items():
        if called not in COMMANDS or name == called:
            module = import_module(f"rates.cli.{name}")
            if hasattr(module, "app"):
                group = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
                for sub in module.app.registered_commands:
                    group.command(sub.name)(talking(sub.callback))
                app.add_typer(group, name=name, help=help_text)
            else:
                examples = getattr(module, "EXAMPLES", None)
                epilog = "\b\nExamples:" + examples.rstrip().replace("\n", "\n  ") if examples else None
                app.command(name, help=help_text, epilog=epilog)(talking(module.command))
    return app
