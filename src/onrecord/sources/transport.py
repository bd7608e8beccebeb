"""The way to the network: every connection goes to an address that was looked at, and ends at a deadline.

The guard stands where the connection is made. A name is resolved once, all its addresses are checked, and the
connection goes to one of those very addresses: a name that resolves to a public address when it is checked and to a
private one a moment later ("DNS rebinding") gains nothing. TLS and the Host header still carry the name.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from ssl import SSLContext
from typing import Any

import httpcore
import httpx

from onrecord.sources import addresses

_MAX_DRAINED = 65_536  # beyond that a new connection is cheaper


class PrivateAddress(Exception):
    """The host has an address that is not of the open web; the message names both."""


class GuardedTransport(httpx.BaseTransport):
    """What an `httpx.Client` sends its requests through.

    `begin` sets the deadline for all that follows: resolving, connecting, TLS, headers and body, however slowly they
    drip. Raises PrivateAddress, httpcore's exceptions, and nothing else. For one thread at a time.
    """

    def __init__(self, *, allow_private: bool) -> None:
        self._network = _GuardedNetwork(allow_private=allow_private)
        self._pool = httpcore.ConnectionPool(ssl_context=httpx.create_ssl_context(), network_backend=self._network)

    def begin(self, timeout: float) -> None:
        """Start the clock: `timeout` seconds from now every wait ends in `httpcore.TimeoutException`."""
        self._network.deadline = time.monotonic() + timeout

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = httpcore.URL(
            scheme=request.url.raw_scheme, host=request.url.raw_host, port=request.url.port, target=request.url.raw_path
        )
        asked = httpcore.Request(request.method, url, headers=request.headers.raw, extensions=request.extensions)
        answer = self._pool.handle_request(asked)
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Body(answer.stream), extensions=answer.extensions
        )

    def close(self) -> None:
        self._pool.close()


def drain(response: httpx.Response) -> None:
    """Read what is left of a small answer, as the connection can be kept for the next request only then."""
    size = 0
    for chunk in response.iter_raw():
        size += len(chunk)
        if size > _MAX_DRAINED:
            return


class _Body(httpx.SyncByteStream):
    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        yield from self._stream

    def close(self) -> None:
        self._stream.close()


class _GuardedNetwork(httpcore.NetworkBackend):
    def __init__(self, *, allow_private: bool) -> None:
        self.deadline = 0.0
        self._allow_private = allow_private
        self._sockets = httpcore.SyncBackend()

    def left(self) -> float:
        """The seconds that are left."""
        seconds = self.deadline - time.monotonic()
        if seconds <= 0:
            raise httpcore.ReadTimeout("the time is up")
        return seconds

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of `host` that answers; `timeout` gives way to the deadline."""
        candidates = self._checked(host, port)
        failed: httpcore.ConnectError | httpcore.ConnectTimeout | None = None
        for tried, address in enumerate(candidates):
            # An address that swallows everything must leave time for the next one.
            share = self.left() / (len(candidates) - tried)
            try:
                stream = self._sockets.connect_tcp(address, port, share, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
            else:
                return _TimedStream(stream, self)
        raise failed or httpcore.ConnectError(f"the name {host} has no address")

    def _checked(self, host: str, port: int) -> list[str]:
        try:
            found = addresses.resolve(host, port=port, timeout=self.left())
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(error) from error
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(error) from error
        # One private address is enough to refuse: which of them is taken would be up to whoever runs the name server.
        for address in found:
            if not self._allow_private and not addresses.is_public(address):
                raise PrivateAddress(f"{host} is at the private address {address}")
        return [str(address) for address in found]


class _TimedStream(httpcore.NetworkStream):
    """A connection whose every wait ends at the deadline, not some seconds after the last byte."""

    def __init__(self, stream: httpcore.NetworkStream, network: _GuardedNetwork) -> None:
        self._stream = stream
        self._network = network

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._network.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._network.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        try:
            secured = self._stream.start_tls(ssl_context, server_hostname, self._network.left())
        except BaseException:
            self._stream.close()
            raise
        return _TimedStream(secured, self._network)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
