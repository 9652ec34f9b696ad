"""Connections only to public addresses, and for a bounded time: a page must not lead us into our own network.

The address is checked where the connection is made, and the connection goes to the address that was checked, so a
name that resolves to something else a moment later changes nothing. Proxies of the environment are not used.
"""

import socket
import ssl
from collections.abc import Callable, Iterable
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

import httpcore2
import httpx2

from rates.collect.deadline import Deadline, TimedStream
from rates.collect.refusals import PrivateAddress
from rates.errors import FetchError

TRANSLATED = (IPv6Network("64:ff9b::/96"), IPv6Network("::/96"))
MayBePrivate = Callable[[str, int], bool]


class GuardedTransport(httpx2.HTTPTransport):
    """httpx2's transport over a pool that asks `private` whether a host may live at an address that isn't public.

    An answer is there whole within `deadline` seconds, or a timeout is raised.
    """

    def __init__(self, private: MayBePrivate, *, deadline: float) -> None:
        self._deadline = Deadline(deadline)
        context = httpx2.create_ssl_context()
        super().__init__(verify=context)
        self._pool = httpcore2.ConnectionPool(
            ssl_context=context,
            max_connections=8,
            keepalive_expiry=60,
            network_backend=_Backend(private, self._deadline),
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send one request. Raises `FetchError` for a certificate that does not hold: asking again will not mend it."""
        self._deadline.begin()
        try:
            return super().handle_request(request)
        except httpx2.ConnectError as error:
            if bad := _certificate_error(error):
                raise FetchError(f"the certificate does not hold ({bad.verify_message}): {request.url}") from error
            raise


class _Backend(httpcore2.SyncBackend):
    def __init__(self, private: MayBePrivate, deadline: Deadline) -> None:
        self._private, self._deadline = private, deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        def connect(address: str) -> httpcore2.NetworkStream:
            within = self._deadline.within(timeout)
            stream = super(_Backend, self).connect_tcp(address, port, within, local_address, socket_options)
            return TimedStream(stream, self._deadline)

        *others, last = checked_addresses(host, port, private=self._private(host, port))
        for address in others:
            with suppress(httpcore2.ConnectError, httpcore2.ConnectTimeout):
                return connect(address)
        return connect(last)


def checked_addresses(host: str, port: int, *, private: bool) -> list[str]:
    """The addresses of `host`. PrivateAddress where any of them is not public and `private` is not given."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchError(f"the name does not resolve ({error}): {host}") from error
    addresses = [str(each[4][0]) for each in found]
    closed = [each for each in addresses if not is_public(each)]
    if closed and not private:
        raise PrivateAddress(f"{closed[0]} is not a public address: {host}")
    return addresses


def is_public(address: str) -> bool:
    """Whether an IP address is out in the internet: not loopback, private, link-local, multicast or reserved."""
    known = ip_address(address.partition("%")[0])
    inner = _inner(known) if isinstance(known, IPv6Address) else None
    closed = known.is_multicast or (isinstance(known, IPv6Address) and known.is_site_local)
    return known.is_global and not closed and (inner is None or is_public(str(inner)))


def _inner(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 one leads to: mapped, by 6to4, or translated (RFC 6052) and compatible (4291)."""
    if any(address in net for net in TRANSLATED):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def _certificate_error(error: BaseException) -> ssl.SSLCertVerificationError | None:
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLCertVerificationError):
        cause = cause.__cause__ or cause.__context__
    return cause
