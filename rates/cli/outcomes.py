"""What a run over pages came to, told on stderr and as an exit code: 0, 1 failed, 3 some failed, 4 nothing found."""

from typing import TYPE_CHECKING

from rates.cli.talk import complain, counted, hint, say

if TYPE_CHECKING:
    from rates.ingest import Tally

MANY = 10
UNSETTLED = "load the bank's series with `rates official cbr --all-history`, then run `rates resolve`"
UNDATED = f"say when the page was taken with --captured-at TIME, or {UNSETTLED}"
UNREAD = {
    "no-block": "`rates sites list` shows the known sites; --site reads a page as one of them",
    "block-unread": "the site has changed its block: send the page, or add the layout to its module",
    "not-a-page": "pass saved HTML, text, or an archive of them",
}


def tell(tally: "Tally", *, asked: bool) -> None:
    """Name the failures, the pages without quotes and the undated; `asked`: whether a capture time would help."""
    said: set[str | None] = set()
    for failure in tally.failures[:MANY]:
        _complain_once(str(failure.error), failure.error.hint, said)
    if len(tally.failures) > MANY:
        say(f"... and {counted(len(tally.failures) - MANY, 'more input')} failed")
    for source, (outcome, reason) in list(tally.unread.items())[:MANY]:
        if tally.outcomes["quotes"]:  # among pages with quotes, one without is news and no error
            say(f"{outcome}: {source}: {reason}")
        else:
            _complain_once(f"{source}: {reason}", UNREAD[outcome], said)
    if len(tally.unread) > MANY:
        say(f"... and {counted(len(tally.unread) - MANY, 'more page')} without quotes")
    if tally.rejections:
        say(f"{counted(tally.rejections, 'printed quote')} could not be understood")
        hint("`rates parse --rejected` and `rates show --rejected` list them")
    if undated := tally.statuses["undated"]:
        say(f"{counted(undated, 'undated quote')}: no page says the year")
        hint(UNDATED if asked else UNSETTLED)


def _complain_once(message: str, next_step: str | None, said: set[str | None]) -> None:
    """An error, with its hint where it is not said already."""
    complain(message, None if next_step in said else next_step, 1)
    said.add(next_step)


def leave(tally: "Tally") -> int:
    """The exit code of a run."""
    failed = len(tally.failures) + tally.outcomes["not-a-page"]
    if failed:
        return 1 if failed == tally.inputs else 3
    return 0 if tally.outcomes["quotes"] else 4
