"""A page's frame, and what is a rebuild."""

from datetime import UTC, datetime, timedelta

from rates.collect.memory import PageMemory
from rates.collect.structure import class_names, look

NOON = datetime(2024, 8, 1, 12, tzinfo=UTC)


def page(*names: str) -> bytes:
    return " ".join(f'<div class="{name}">1</div>' for name in names).encode()


def test_class_names_are_read_without_those_that_count() -> None:
    assert class_names(page("feed", "feed__item wide", "item-17")) == {"feed", "feed__item", "wide"}
    assert class_names("<p class='курс'>".encode()) == set()


def test_what_comes_and_goes_is_no_rebuild() -> None:
    memory = PageMemory()
    for advertisement in ("ad", "spring", "video"):
        look(memory, page("top", "feed", "item", "foot", advertisement), now=NOON)
    assert (memory.marks, memory.changed_at) == (["feed", "foot", "item", "top"], None)


def test_a_frame_of_which_much_is_gone_is_a_rebuild_until_it_is_back() -> None:
    memory = PageMemory()
    look(memory, page("top", "feed", "item", "foot"), now=NOON)
    look(memory, page("header", "cards", "card", "foot"), now=NOON + timedelta(hours=1))
    look(memory, page("header", "cards", "card", "foot"), now=NOON + timedelta(hours=2))
    assert memory.changed_at == NOON + timedelta(hours=1)
    look(memory, page("top", "feed", "item", "foot"), now=NOON + timedelta(hours=3))
    assert memory.changed_at is None


def test_after_a_fortnight_the_new_frame_is_the_frame() -> None:
    memory = PageMemory()
    look(memory, page("top", "feed", "item", "foot"), now=NOON)
    look(memory, page("header", "cards", "card", "end"), now=NOON)
    look(memory, page("header", "cards", "card", "end"), now=NOON + timedelta(days=15))
    assert (memory.marks, memory.changed_at) == (["card", "cards", "end", "header"], None)
