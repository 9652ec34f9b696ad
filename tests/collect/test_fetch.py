"""A page over the network: robots, pace, limits, and what is refused, against a server that misbehaves for real."""

import socket
import ssl
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from rates.collect.guard import checked_addresses, is_public
from rates.collect.memory import Memory
from rates.collect.refusals import RobotsError
from rates.errors import FetchError
from rates.http import Response, retry_after
from tests.collect.certificates import certificate, expired_certificate
from tests.collect.desk import START, fetcher, site
from tests.collect.newsroom import Newsroom
from tests.collect.simulated import SimulatedClock


def reason(clock: SimulatedClock, fault: str, **limits: object) -> str:
    """Why the page with this fault gave nothing."""
    newsroom = site(clock, faults=lambda now, path: fault if path != "/robots.txt" else None)
    with Newsroom(newsroom) as room, fetcher(clock, room.url, **limits) as fetch:
        with pytest.raises(FetchError) as caught:
            fetch.get(room.url + "/", headers={})
        return str(caught.value).replace(room.url, "SITE")


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        ("slow 1", "no answer in time (ReadTimeout): SITE/"),
        ("bomb", "the answer unpacks to more than 4000000 bytes: SITE/"),
        ("truncated", "the answer's gzip is cut short: SITE/"),
        ("huge", "the answer is larger than 4000000 bytes: SITE/"),
        ("redirect http://169.254.169.254/latest/", "169.254.169.254 is not a public address: 169.254.169.254"),
        ("redirect http://127.0.0.1:9/", "127.0.0.1 is not a public address: 127.0.0.1"),
        ("redirect http://localhost:9/", "127.0.0.1 is not a public address: localhost"),
        ("redirect http://[::ffff:10.0.0.1]/", "::ffff:10.0.0.1 is not a public address: ::ffff:10.0.0.1"),
        ("redirect file:///etc/passwd", "only http and https are fetched, not file:///etc/passwd"),
    ],
)
def test_what_cannot_or_may_not_be_read_says_why(fault: str, why: str) -> None:
    assert reason(SimulatedClock(START), fault) == why


def test_headers_that_drip_for_ever_meet_the_deadline() -> None:
    assert reason(SimulatedClock(START), "drip", deadline="600ms") == "no answer in time (ReadTimeout): SITE/"


def test_endless_redirects_end() -> None:
    assert reason(SimulatedClock(START), "loop").startswith("more than 5 redirects, the last to SITE/?")


def test_a_reset_connection_is_tried_again_and_then_told() -> None:
    clock = SimulatedClock(START)
    newsroom = site(clock, faults=lambda now, path: "reset" if path == "/" else None)
    with Newsroom(newsroom) as room, fetcher(clock, room.url) as fetch:
        with pytest.raises(FetchError, match=r"Connection reset by peer|disconnected"):
            fetch.get(room.url + "/", headers={})
        assert [each.path for each in newsroom.asked] == ["/robots.txt", "/", "/"]


def test_a_refused_connection_is_told() -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        port = holder.getsockname()[1]
    with (
        fetcher(SimulatedClock(START), f"http://127.0.0.1:{port}/") as fetch,
        pytest.raises(RobotsError, match=r"robots.txt cannot be reached, so nothing is asked \(.*Connection refused"),
    ):
        fetch.get(f"http://127.0.0.1:{port}/", headers={})


def test_the_host_is_never_asked_faster_than_robots_allow() -> None:
    clock = SimulatedClock(START)
    newsroom = site(
        clock, robots="User-agent: *\nCrawl-delay: 7", faults=lambda now, path: "500" if path == "/x" else None
    )
    with Newsroom(newsroom) as room, fetcher(clock, room.url) as fetch:
        for path in ("/", "/x", "/2", "/3"):
            fetch.get(room.url + path, headers={})
        asked = newsroom.asked
    assert [each.path for each in asked] == ["/robots.txt", "/", "/x", "/x", "/2", "/3"]
    gaps = [(later.at - earlier.at).total_seconds() for earlier, later in pairwise(asked)]
    assert gaps == [7, 7, 7, 7, 7]


def test_what_robots_forbid_is_not_asked() -> None:
    clock = SimulatedClock(START)
    newsroom = site(clock)
    with Newsroom(newsroom) as room, fetcher(clock, room.url) as fetch:
        with pytest.raises(RobotsError, match=r"robots.txt forbids it: .*/private/x"):
            fetch.get(room.url + "/private/x", headers={})
        assert [each.path for each in newsroom.asked] == ["/robots.txt"]


def test_a_redirect_to_what_robots_forbid_is_not_followed() -> None:
    clock = SimulatedClock(START)
    newsroom = site(clock, faults=lambda now, path: "redirect /private/x" if path == "/" else None)
    with Newsroom(newsroom) as room, fetcher(clock, room.url) as fetch:
        with pytest.raises(RobotsError, match=r"robots.txt forbids it: .*/private/x"):
            fetch.get(room.url + "/", headers={})
        assert [each.path for each in newsroom.asked] == ["/robots.txt", "/"]


def test_no_robots_file_allows_all() -> None:
    clock = SimulatedClock(START)
    newsroom = site(clock, robots=None)
    with Newsroom(newsroom) as room, fetcher(clock, room.url) as fetch:
        assert fetch.get(room.url + "/private/x", headers={}).status == 200


def test_robots_out_of_reach_forbid_all_until_they_are_back() -> None:
    clock = SimulatedClock(START)
    newsroom = site(clock, faults=lambda now, path: "503" if now < START + timedelta(hours=1) else None)
    with Newsroom(newsroom) as room, fetcher(clock, room.url) as fetch:
        with pytest.raises(RobotsError, match=r"cannot be reached, so nothing is asked \(answers 503\)"):
            fetch.get(room.url + "/", headers={})
        clock.sleep(3600)
        assert fetch.get(room.url + "/", headers={}).status == 200


def test_a_copy_of_robots_serves_while_they_are_out_of_reach() -> None:
    clock, memory = SimulatedClock(START), Memory()
    newsroom = site(clock, faults=lambda now, path: "503" if path == "/robots.txt" and now > START else None)
    with Newsroom(newsroom) as room, fetcher(clock, room.url, memory=memory) as fetch:
        fetch.get(room.url + "/", headers={})
        clock.sleep(86400)
        assert fetch.get(room.url + "/", headers={}).status == 200
        with pytest.raises(RobotsError, match="forbids"):
            fetch.get(room.url + "/private/x", headers={})
        clock.sleep(86400 * 30)
        with pytest.raises(RobotsError, match="cannot be reached"):
            fetch.get(room.url + "/", headers={})


def test_robots_are_asked_for_once_a_day() -> None:
    clock = SimulatedClock(START)
    newsroom = site(clock)
    with Newsroom(newsroom) as room, fetcher(clock, room.url) as fetch:
        for _ in range(4 * 48):
            fetch.get(room.url + "/", headers={})
            clock.sleep(900)
    assert [each.path for each in newsroom.asked].count("/robots.txt") == 2


def test_a_host_that_asks_for_patience_is_left_alone() -> None:
    clock = SimulatedClock(START)
    newsroom = site(
        clock, faults=lambda now, path: "429 3600" if path == "/" and now < START + timedelta(hours=1) else None
    )
    with Newsroom(newsroom) as room, fetcher(clock, room.url) as fetch:
        assert fetch.get(room.url + "/", headers={}).status == 429
        with pytest.raises(FetchError, match="the host has asked to be left alone for a while"):
            fetch.get(room.url + "/", headers={})
        assert len(newsroom.asked) == 2
        clock.sleep(3600)
        assert fetch.get(room.url + "/", headers={}).status == 200


def test_an_expired_certificate_is_refused_and_not_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = expired_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    clock = SimulatedClock(START)
    with Newsroom(site(clock), tls=context) as room, fetcher(clock, room.url, attempts=3) as fetch:
        with pytest.raises(RobotsError, match=r"the certificate does not hold \(certificate has expired\)"):
            fetch.get(room.url + "/", headers={})
        assert clock.now() == START


def test_a_certificate_that_holds_is_taken_and_one_of_a_stranger_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = certificate(tmp_path, "20190101000000Z", "20991231000000Z")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(own)
    clock = SimulatedClock(START)
    with Newsroom(site(clock), tls=context) as room:
        with fetcher(clock, room.url) as fetch, pytest.raises(RobotsError, match="the certificate does not hold"):
            fetch.get(room.url + "/", headers={})
        monkeypatch.setenv("SSL_CERT_FILE", str(own))
        with fetcher(clock, room.url) as fetch:
            assert fetch.get(room.url + "/", headers={}).status == 200


def test_addresses_out_in_the_internet_are_told_from_the_others() -> None:
    public = ["93.184.216.34", "2606:2800:220:1::1", "64:ff9b::5db8:d822"]
    inside = ["127.0.0.1", "10.0.0.1", "169.254.169.254", "192.168.1.1", "100.64.0.1", "0.0.0.7", "224.0.0.1", "::1"]
    inside += [
        "fe80::1%eth0",
        "fc00::1",
        "fec0::1",
        "::ffff:127.0.0.1",
        "2002:7f00:1::",
        "64:ff9b::a00:1",
        "::127.0.0.1",
    ]
    assert [is_public(each) for each in public + inside] == [True] * 3 + [False] * 15


def test_a_name_with_an_inside_address_is_refused_unless_allowed() -> None:
    with pytest.raises(FetchError, match=r"127.0.0.1 is not a public address: 127.0.0.1"):
        checked_addresses("127.0.0.1", 80, private=False)
    assert checked_addresses("127.0.0.1", 80, private=True) == ["127.0.0.1"]


def test_a_retry_after_is_read_as_seconds_or_as_a_date() -> None:
    now = datetime(2024, 4, 24, 12, tzinfo=UTC)
    texts = ["120", "9" * 5000, "Wed, 24 Apr 2024 12:05:00 GMT", "Wed, 24 Apr 2024 11:00:00 GMT", "soon", ""]
    said = [Response(url="", status=503, phrase="", headers=(("Retry-After", text),), content=b"") for text in texts]
    waits = [retry_after(answer, now=now) for answer in said]
    assert [each and each.total_seconds() for each in waits] == [120, 86400, 300, timedelta(0), None, None]
