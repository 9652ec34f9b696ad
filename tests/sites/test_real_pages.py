"""The real pages beside the project, read the strict way, where that folder stands."""

from pathlib import Path

import pytest

from tests.bench.score_pages import PAGES, Score, entries

pytestmark = pytest.mark.skipif(not Path(PAGES).exists(), reason="the real pages are not beside the checkout")


def test_every_currency_quote_of_the_real_pages_is_read_and_nothing_else() -> None:
    score = Score(verbose=False)
    for entry in entries():
        score.page(entry, None)
    assert (score.hits["fx"], score.truths["fx"], score.reads["fx"]) == (91, 91, 91)
    assert score.on_negatives == 0


def test_with_no_site_known_nothing_is_read_that_is_not_there() -> None:
    score = Score(verbose=False)
    for entry in entries():
        score.page(entry, "unknown")
    assert score.fields["instrument", False] == score.fields["value", False] == score.fields["change", False] == 0
    assert (score.hits["fx"], score.on_negatives) == (79, 0)
