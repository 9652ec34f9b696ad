"""What the network does to us: each mishap is one clear error, and only what may pass is asked for again."""

import gzip
import time
from typing import IO

import pytest

from rates.errors import FetchError
from rates.http import Http, Manners
from tests.official.conftest import IMPATIENT, Play, Stage

QUICK = Manners(timeout=10, wait=0.01, size=10_000, pace=0.0)


def _error(stage: Stage, manners: Manners = QUICK) -> str:
    with Http(manners) as http, pytest.raises(FetchError) as caught:
        http.get(f"{stage.url}/page")
    return str(caught.value).replace(stage.url, "HOST")


def test_a_redirect_is_followed_and_the_answer_knows_where_it_ended(stage: Stage) -> None:
    stage.plays(Play(status=302, headers={"Location": "/there"}), Play(b"hello"))
    with Http(QUICK) as http:
        answer = http.get(f"{stage.url}/here", params={"q": "a b"})
    assert (answer.url, answer.status, answer.content) == (f"{stage.url}/there", 200, b"hello")
    assert stage.asked == ["/here?q=a+b", "/there"]


def test_a_redirect_to_a_file_is_refused(stage: Stage) -> None:
    stage.plays(Play(status=301, headers={"Location": "file:///etc/hostname"}))
    assert _error(stage) == "only http and https are fetched, not file:///etc/hostname"


def test_a_redirect_in_a_circle_ends(stage: Stage) -> None:
    stage.plays(Play(status=301, headers={"Location": "/page"}))
    assert _error(stage) == "more than 5 redirects, the last to HOST/page"
    assert len(stage.asked) == 6


def test_the_check_sees_every_address_before_it_is_asked(stage: Stage) -> None:
    stage.plays(Play(status=302, headers={"Location": "/there"}), Play(b"hello"))
    seen: list[str] = []
    with Http(QUICK) as http:
        http.get(f"{stage.url}/here", check=seen.append)
    assert seen == [f"{stage.url}/here", f"{stage.url}/there"]


def test_a_server_error_that_passes_is_asked_again(stage: Stage) -> None:
    stage.plays(Play(status=500), Play(status=502), Play(b"well again"))
    with Http(QUICK) as http:
        assert http.get(stage.url).content == b"well again"
    assert len(stage.asked) == 3


def test_a_server_error_that_stays_is_the_callers_to_judge(stage: Stage) -> None:
    stage.plays(Play(b"sorry", status=503))
    with Http(QUICK) as http:
        answer = http.get(stage.url)
    assert (answer.status, answer.phrase, answer.content, len(stage.asked)) == (503, "Service Unavailable", b"sorry", 3)


def test_retry_after_is_waited_for(stage: Stage) -> None:
    stage.plays(Play(status=503, headers={"Retry-After": "1"}), Play(b"now"))
    started = time.monotonic()
    with Http(QUICK) as http:
        assert http.get(stage.url).content == b"now"
    assert time.monotonic() - started >= 1


def test_a_retry_after_beyond_patience_is_not_waited_for(stage: Stage) -> None:
    stage.plays(Play(status=503, headers={"Retry-After": "3600"}))
    with Http(QUICK) as http:
        assert http.get(stage.url).status == 503
    assert len(stage.asked) == 1


def test_a_missing_page_is_asked_for_once(stage: Stage) -> None:
    stage.plays(Play(status=404))
    with Http(QUICK) as http:
        assert http.get(stage.url).status == 404
    assert len(stage.asked) == 1


def test_silence_is_an_error_in_time(stage: Stage) -> None:
    stage.plays(Play(act=lambda wire: time.sleep(1)))
    assert _error(stage, IMPATIENT) == "no answer in time (ReadTimeout): HOST/page"
    assert len(stage.asked) == 3


def test_a_server_that_drips_for_ever_meets_the_deadline(stage: Stage) -> None:
    def drip(wire: IO[bytes]) -> None:
        for _ in range(100):
            wire.write(b".")
            wire.flush()
            time.sleep(0.05)

    stage.plays(Play(act=drip))
    assert _error(stage, Manners(timeout=1, deadline=0.3)) == "the answer takes longer than 0.3 s: HOST/page"


def test_a_body_cut_short_is_an_error(stage: Stage) -> None:
    stage.plays(Play(b"half", headers={"Content-Length": "8"}))
    assert _error(stage).endswith(": HOST/page")
    assert len(stage.asked) == 3


def test_two_gigabytes_are_not_read(stage: Stage) -> None:
    sent = 0

    def pour(wire: IO[bytes]) -> None:
        nonlocal sent
        for _ in range(2048):
            sent += wire.write(b"x" * 2**20)

    stage.plays(Play(headers={"Content-Length": str(2**31)}, act=pour))
    assert _error(stage) == "the answer is larger than 10000 bytes: HOST/page"
    assert len(stage.asked) == 1
    assert sent < 2**26


def test_a_small_body_that_unpacks_to_a_large_one_is_refused(stage: Stage) -> None:
    stage.plays(Play(gzip.compress(b"0" * 5_000_000), headers={"Content-Encoding": "gzip"}))
    assert _error(stage) == "the answer unpacks to more than 10000 bytes: HOST/page"


def test_gzip_is_unpacked_and_its_cut_is_seen(stage: Stage) -> None:
    packed = gzip.compress(b"the page")
    stage.plays(
        Play(packed, headers={"Content-Encoding": "gzip"}), Play(packed[:-9], headers={"Content-Encoding": "gzip"})
    )
    with Http(QUICK) as http:
        assert http.get(stage.url).content == b"the page"
    assert _error(stage) == "the answer's gzip is cut short: HOST/page"


def test_gzip_of_several_members_is_unpacked_to_its_end(stage: Stage) -> None:
    packed = gzip.compress(b"the first half, ") + gzip.compress(b"and the second") + b"\0\0"
    stage.plays(Play(packed, headers={"Content-Encoding": "gzip"}))
    with Http(QUICK) as http:
        assert http.get(stage.url).content == b"the first half, and the second"


def test_several_members_together_keep_to_the_size(stage: Stage) -> None:
    stage.plays(Play(2 * gzip.compress(b"0" * 5_001), headers={"Content-Encoding": "gzip"}))
    assert _error(stage) == "the answer unpacks to more than 10000 bytes: HOST/page"


def test_a_cookie_holds_along_redirects_and_no_longer(stage: Stage) -> None:
    stage.plays(
        Play(status=302, headers={"Location": "/", "Set-Cookie": "seen=1"}), Play(b"the first"), Play(b"the second")
    )
    with Http(QUICK) as http:
        http.get(stage.url)
        http.get(stage.url)
    assert stage.cookies == [None, "seen=1", None]


def test_one_host_is_asked_at_its_pace(stage: Stage) -> None:
    stage.plays(Play(b"hello"))
    started = time.monotonic()
    with Http(Manners(pace=0.2)) as http:
        for _ in range(3):
            http.get(stage.url)
    assert time.monotonic() - started >= 0.4


@pytest.mark.parametrize("url", ["file:///etc/hostname", "ftp://example.org/", "cbr.ru"])
def test_only_http_is_fetched(url: str) -> None:
    with Http(QUICK) as http, pytest.raises(FetchError, match=f"^only http and https are fetched, not {url}$"):
        http.get(url)


def test_nobody_listening_is_an_error_that_names_the_address() -> None:
    with Http(QUICK) as http, pytest.raises(FetchError, match=r"refused: http://127\.0\.0\.1:1/x$"):
        http.get("http://127.0.0.1:1/x")


@pytest.mark.parametrize("target", ["http://[::1", "//[x"])
def test_a_redirect_to_what_is_no_address_is_an_error(stage: Stage, target: str) -> None:
    stage.plays(Play(status=302, headers={"Location": target}))
    assert _error(stage) == f"HOST/page redirects to {target!r}, which is no address"
