"""RBC's news feed read from text, markup and feed JSON, in every spelling that its items have had."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from parsers import parse
from rates.model import Capture, Page, Printed

SEED = Path(__file__).resolve().parents[2] / "../shared/seed/rbc-article-with-sidebar.txt"


def read(text: str | bytes, *, url: str | None = "https://www.rbc.ru/politics/", charset: str | None = None) -> Page:
    content = text if isinstance(text, bytes) else text.encode()
    return parse(Capture(content=content, source="page", url=url, charset=charset))


def facts(quote: Printed) -> tuple[str | None, ...]:
    change = quote.change if quote.change_percent is None else quote.change_percent
    return quote.instrument, quote.market, quote.value, change, quote.value_date, quote.published, quote.section


def item(title: str, rate: str, change: str, stamp: str, modified: int = 1713967860) -> str:
    return f"""<div class="g-hidden js-news-feed-item" data-modif="{modified}">
      <a href="https://www.rbc.ru/quote/ticker/72413" class="news-feed__item">
        <span class="news-feed__item__title">{title}<br/>
          {rate}
          <span class="news-feed__item__change item__change_fall">{change}</span></span>
        <span class="news-feed__item__date"><span class="news-feed__item__date-text">{stamp}</span></span></a></div>"""


@pytest.mark.skipif(not SEED.exists(), reason="the page we started from is not beside the checkout")
def test_the_page_we_started_from_gives_exactly_its_two_rates() -> None:
    page = parse(Capture(content=SEED.read_bytes(), source=str(SEED)))
    assert (page.site, page.outcome, page.zone) == ("rbc", "quotes", "Europe/Moscow")
    assert [facts(quote) for quote in page.printed] == [
        ("EUR/RUB", "cbr", "98,91", "-0,65", "25 апреля", "24 апр, 17:11", "Инвестиции"),
        ("USD/RUB", "cbr", "92,51", "-0,79", "25 апреля", "24 апр, 17:11", "Инвестиции"),
    ]
    assert [page.text[quote.value_start :][:5] for quote in page.printed] == ["98,91", "92,51"]
    assert [page.text[quote.start : quote.end] for quote in page.printed] == [
        "Курс евро на 25 апреля\nEUR ЦБ: 98,91 (-0,65)\nИнвестиции, 24 апр, 17:11",
        "Курс доллара на 25 апреля\nUSD ЦБ: 92,51 (-0,79)\nИнвестиции, 24 апр, 17:11",
    ]
    assert len(page.headlines) == 14
    assert (page.headlines[0].title, page.headlines[0].section, page.headlines[0].published) == (
        "Аналитики заявили о риске для доллара из-за конфискации активов России",
        "Политика",
        "01:05",
    )


def test_an_item_of_the_feed_markup_carries_its_machine_stamp() -> None:
    page = read("<html>" + item("Курс доллара на 25 апреля", "USD ЦБ: 92,51", "(-0,79)", "Инвестиции, 24 апр, 17:11"))
    assert [facts(quote) for quote in page.printed] == [
        ("USD/RUB", "cbr", "92,51", "-0,79", "25 апреля", "24 апр, 17:11", "Инвестиции")
    ]
    assert page.printed[0].stamp == datetime(2024, 4, 24, 14, 11, tzinfo=UTC)
    assert page.stamps == (datetime(2024, 4, 24, 14, 11, tzinfo=UTC),)


@pytest.mark.parametrize(
    ("rate", "change", "stamp", "expected"),
    [
        ("EUR ЦБ: 71,01", "(0)", "Quote, 12 июл, 12:14", ("71,01", "0", "12 июл, 12:14", "Quote")),
        ("EUR ЦБ: 71,01", "(+0,1)", "Quote, 12 июл, 12:14", ("71,01", "+0,1", "12 июл, 12:14", "Quote")),
        ("EUR ЦБ РФ: 71,01", "(−0,41)", "Quote,&nbsp;12:14", ("71,01", "−0,41", "12:14", "Quote")),
        ("EUR ЦБ: 71,01", "(–0,41)", "Quote, 31 дек 2023, 23:10", ("71,01", "–0,41", "31 дек 2023, 23:10", "Quote")),
        ("EUR ЦБ: 71", "(&minus;1)", "Свое дело, 1 мая, 9:10", ("71", "−1", "1 мая, 9:10", "Свое дело")),
        (
            "EUR&nbsp;ЦБ:&nbsp;71,01",
            "",
            "Инвестиции,&nbsp;12 мая, 17:05",
            ("71,01", None, "12 мая, 17:05", "Инвестиции"),
        ),
    ],
)
def test_every_spelling_of_the_item_is_read(
    rate: str, change: str, stamp: str, expected: tuple[str | None, ...]
) -> None:
    (quote,) = read("<html>" + item("Курс евро на 13 июля", rate, change, stamp)).printed
    assert (quote.value, quote.change, quote.published, quote.section) == expected


@pytest.mark.parametrize(
    ("label", "market"),
    [
        ("USD ЦБ", "cbr"),
        ("USD ЦБ РФ", "cbr"),
        ("USD Бирж", "moex"),
        ("USD Бирж.", "moex"),
        ("USD Нал.", "cash"),
        ("Нал. USD", "cash"),
    ],
)
def test_the_label_says_the_market(label: str, market: str) -> None:
    (quote,) = read(
        "<html>" + item("Курс доллара на 13 июля", f"{label}: 63,02", "(+0,03)", "Quote, 12 июл, 12:14")
    ).printed
    assert (quote.instrument, quote.market, quote.label) == ("USD/RUB", market, label)


def test_the_change_in_percent_is_kept_apart() -> None:
    (quote,) = read("Лента новостей\nUSD ЦБ: 92,51 (-0,79%)\nИнвестиции, 24 апр, 17:11").printed
    assert (quote.change, quote.change_percent) == (None, "-0,79%")


def test_the_feed_is_read_from_one_line_of_text_as_from_three() -> None:
    (quote,) = read("Курс доллара на 13 июля USD ЦБ: 63,02 (+0,03) Quote, 12 июл, 12:14\n").printed
    assert facts(quote) == ("USD/RUB", "cbr", "63,02", "+0,03", "13 июля", "12 июл, 12:14", "Quote")


def test_the_feed_json_gives_the_same_items_with_spans_into_the_json() -> None:
    markup = item("Курс доллара на 25 апреля", "USD ЦБ: 92,51", "(-0,79)", "Инвестиции, 24 апр, 17:11")
    body = json.dumps(
        {"items": [{"html": markup.replace(' data-modif="1713967860"', ""), "publish_date_t": 1713967860}]}
    )
    page = read(body)
    (quote,) = page.printed
    assert facts(quote) == ("USD/RUB", "cbr", "92,51", "-0,79", "25 апреля", "24 апр, 17:11", "Инвестиции")
    assert quote.stamp == datetime(2024, 4, 24, 14, 11, tzinfo=UTC)
    assert page.text == body
    assert body[quote.value_start :][:5] == "92,51"
    assert body[quote.end - 5 : quote.end] == "17:11"


def test_windows_1251_is_read_by_header_by_meta_and_by_the_site() -> None:
    block = item("Курс доллара на 25 апреля", "USD ЦБ: 92,51", "(-0,79)", "Инвестиции, 24 апр, 17:11")
    meta = "<html><meta charset=windows-1251>" + block
    expected = [("USD/RUB", "cbr", "92,51", "-0,79", "25 апреля", "24 апр, 17:11", "Инвестиции")]
    pages = (
        read(("<html>" + block).encode("cp1251"), charset="windows-1251"),
        read(meta.encode("cp1251")),
        read(meta.encode()),  # saved as UTF-8, the declaration left as it was
        read(("<html>" + block).encode("cp1251")),
    )
    assert [[facts(quote) for quote in page.printed] for page in pages] == [expected] * 4


def test_a_page_cut_in_a_tag_or_in_a_letter_reads_what_is_whole() -> None:
    whole = (
        "<html>" + item("Курс доллара на 25 апреля", "USD ЦБ: 92,51", "(-0,79)", "Политика, 24 апр, 17:11")
    ).encode()
    in_tag = whole + b'<div class="news-feed__it'
    in_letter = whole + "<p>Курс".encode()[:-1]
    assert [[quote.value for quote in read(page).printed] for page in (in_tag, in_letter)] == [["92,51"], ["92,51"]]


def test_comments_scripts_and_attributes_are_not_visible() -> None:
    rate = "USD ЦБ: 92,51 (-0,79)"
    page = read(
        f"<html><!-- <p>{rate}</p> --><script>var a = '<p>{rate}</p>'</script><SCRIPT>'>{rate}'</script>"
        f'<a title="<p>{rate}</p>" href=#>x</a><a title="1 > {rate}">y</a><template><p>{rate}</template><p>z</p>'
    )
    assert (page.printed, page.outcome) == ((), "no-block")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "there is nothing in it"),
        (b" \n", "there is nothing in it"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "the bytes are not text"),
        (bytes(range(256)) * 64, "the bytes are not text"),
    ],
)
def test_what_is_no_page_is_said_to_be_none(content: bytes, reason: str) -> None:
    page = read(content)
    assert (page.outcome, page.reason, page.printed) == ("not-a-page", reason, ())


def test_a_known_block_without_a_readable_rate_is_not_silence() -> None:
    assert read('<html><div class="js-news-feed-currency">USD ЦБ: --</div>').outcome == "block-unread"
    assert read("EUR ЦБ = 98-91\n").outcome == "block-unread"
    assert read("<html><p>Ничего</p>").outcome == "no-block"


def test_a_feed_of_other_news_has_no_block_to_miss() -> None:
    feed = '<html><div class="news-feed__item">Курс доллара вырос до 92,51 <span>Экономика, 12:15</span></div></html>'
    assert read(feed).outcome == "no-block"
