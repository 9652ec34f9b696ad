"""What of a page is visible, and where it stands: held against a browser's tree on the real pages."""

import gzip
import re
from html import unescape
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from parsers.decode import decode, is_binary
from parsers.document import BREAK, document
from parsers.structure import places

PAGES = Path(__file__).resolve().parents[2] / "../shared/pages"
HIDDEN = ("script", "style", "template", "noscript", "textarea", "title", "svg", "xmp")


def visible(markup: str) -> list[str]:
    return [run.strip() for run in document(markup).visible.split(BREAK) if run]


@pytest.mark.skipif(not PAGES.exists(), reason="the real pages are not beside the checkout")
@pytest.mark.parametrize("name", ["rbc.ru_2020-02-16_search-tag_full", "nikkei.com_2018-06-19_article_full"])
def test_the_visible_words_of_a_real_page_are_the_ones_that_a_browser_shows(name: str) -> None:
    text = decode(gzip.decompress((PAGES / f"{name}.html.gz").read_bytes()))
    tree = LexborHTMLParser(text)
    tree.strip_tags(list(HIDDEN))
    shown = re.findall(r"\w+", tree.body.text(separator=" ") if tree.body else "")
    ours = re.findall(r"\w+", unescape(document(text).visible.replace(BREAK, " ")))
    assert set(ours) == set(shown)


def test_every_run_is_a_slice_of_the_page() -> None:
    markup = "<p>Курс &amp; <b>дня</b><!-- <i>old</i> --></p>"
    page = document(markup)
    assert [markup[start:end] for start, end in page.runs] == ["Курс &amp; ", "дня"]
    assert markup[page.place(page.visible.index("дня"))] == "д"


def test_an_attribute_that_holds_markup_is_not_visible() -> None:
    assert visible("""<a title="<b>USD 92.51</b> > x">here</a><p data-x='a > "b"'>there</p>""") == ["here", "there"]


def test_an_unclosed_comment_hides_the_rest_and_an_unclosed_tag_nothing_before_it() -> None:
    assert visible("<p>a</p><!-- <p>b</p>") == ["a"]
    assert visible("<p>a</p><div class='x") == ["a"]


def test_cells_and_rows_without_end_tags_meet_as_they_do_in_a_browser() -> None:
    page = document("<table><tr><td>USD<td>92,51<tr><td>EUR<td>98,91</table><p>x")
    meets = [place.meets for place in places(page, 0, 4)]
    assert meets[1] == meets[3] > meets[2]
    assert [place.column for place in places(page, 0, 4)] == [(0, 1), (1, 2), (0, 1), (1, 2)]


def test_a_cell_that_spans_covers_its_columns() -> None:
    page = document('<table><tr><td colspan="2">13/08</td><td>x</td></tr></table>')
    assert [place.column for place in places(page, 0, 2)] == [(0, 2), (2, 3)]


@pytest.mark.parametrize(
    ("content", "declared", "fallback", "text"),
    [
        ("Курс".encode(), "windows-1251", None, "Курс"),  # UTF-8 whatever the header says
        ("Курс доллара".encode("cp1251"), None, None, "Курс доллара"),
        ("Курс".encode("cp1251"), "windows-1251", None, "Курс"),
        ("Курс".encode("koi8-r"), None, "koi8-r", "Курс"),
        (b"\xef\xbb\xbfUSD", None, None, "USD"),
        ("USD".encode("utf-16"), None, None, "USD"),
        ("Курс".encode()[:-1], None, None, "Кур\ufffd"),
        ("<meta charset=windows-1251>Курс".encode()[:-1], None, None, "<meta charset=windows-1251>Кур\ufffd"),
        ("ドル".encode("shift_jis"), "shift_jis", None, "ドル"),
    ],
)
def test_bytes_become_text_by_what_they_are_then_by_what_is_declared(
    content: bytes, declared: str | None, fallback: str | None, text: str
) -> None:
    assert decode(content, declared=declared, fallback=fallback) == text


def test_text_is_no_binary_and_a_picture_is() -> None:
    assert [is_binary(content) for content in (b"<p>x", "Курс".encode("utf-16"), b"\x89PNG\r\n", b"a\0b\0" * 40)] == [
        False,
        False,
        True,
        True,
    ]
