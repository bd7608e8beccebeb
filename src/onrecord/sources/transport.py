"""The way to the network: every connection goes to an address that was looked at.

The guard stands where the connection is made. A name is resolved once, all its addresses are checked, and the
connection goes to one of those very addresses: a name that resolves to a public address when it is checked and to a
private one a moment later ("DNS rebinding") gains nothing. TLS and the Host header still carry the name.

No wait here ends by itself. Whoever asks sets one deadline for the whole (`asyncio.timeout`), which a server cannot
stretch by sending a byte now and then.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from typing import Any

import httpcore
import httpx

from onrecord.sources import addresses

_MAX_DRAINED = 65_536  # beyond that a new connection is cheaper
_KEPT = 5.0  # seconds that an idle connection is kept; many servers close it a little later, and say nothing
_FAIR_SHARE = (
    10.0  # seconds for one of several addresses, so that one that swallows everything leaves time for the next
)


class PrivateAddress(Exception):
    """The host has an address that is not of the open web; the message names both."""


class GuardedTransport(httpx.AsyncBaseTransport):
    """What an `httpx.AsyncClient` sends its requests through: HTTP/2 where the server speaks it, else HTTP/1.1.

    Raises PrivateAddress, httpcore's exceptions, and nothing else.
    """

    def __init__(self, *, allow_private: bool) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=httpx.create_ssl_context(),
            http2=True,
            keepalive_expiry=_KEPT,
            max_connections=None,  # how many are asked at once is for manners to say
            network_backend=_GuardedNetwork(allow_private=allow_private),
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        url = httpcore.URL(
            scheme=request.url.raw_scheme, host=request.url.raw_host, port=request.url.port, target=request.url.raw_path
        )
        asked = httpcore.Request(request.method, url, headers=request.headers.raw, extensions=request.extensions)
        try:
            answer = await self._pool.handle_async_request(asked)
        except httpcore.WriteError:  # on a connection that _Body closed, or the server a moment ago
            answer = await self._pool.handle_async_request(asked)
        shared = answer.extensions["network_stream"] if answer.extensions["http_version"] == b"HTTP/2" else None
        body = _Body(answer.stream, shared)
        return httpx.Response(answer.status, headers=answer.headers, stream=body, extensions=answer.extensions)

    async def aclose(self) -> None:
        await self._pool.aclose()


async def drain(response: httpx.Response) -> None:
    """Read what is left of a small answer, as the connection can be kept for the next request only then."""
    size = 0
    async for chunk in response.aiter_raw():
        size += len(chunk)
        if size > _MAX_DRAINED:
            return


class _Body(httpx.AsyncByteStream):
    """What a server sends; `shared` is the connection, where that serves several requests at once (HTTP/2).

    httpcore does not tell the server that nobody reads on. What it sends all the same would fill the window that all
    requests of the connection share, until none gets an answer; so the connection is closed, and the next is a new one.
    """

    def __init__(self, stream: Any, shared: httpcore.AsyncNetworkStream | None) -> None:
        self._stream = stream
        self._shared = shared
        self._ended = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._stream:
            yield chunk
        self._ended = True

    async def aclose(self) -> None:
        await self._stream.aclose()
        if self._shared is not None and not self._ended:
            await self._shared.aclose()


class _GuardedNetwork(httpcore.AsyncNetworkBackend):
    def __init__(self, *, allow_private: bool) -> None:
        self._allow_private = allow_private
        self._sockets = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first address of `host` that answers."""
        *others, last = await self._checked(host, port)
        for address in others:
            try:
                return await self._sockets.connect_tcp(address, port, _FAIR_SHARE, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return await self._sockets.connect_tcp(last, port, timeout, local_address, socket_options)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    async def _checked(self, host: str, port: int) -> list[str]:
        try:
            found = await addresses.resolve(host, port=port)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(error) from error
        if not found:
            raise httpcore.ConnectError(f"the name {host} has no address")
        # One private address is enough to refuse: which of them is taken would be up to whoever runs the name server.
        for address in found:
            if not self._allow_private and not addresses.is_public(address):
                raise PrivateAddress(f"{host} is at the private address {address}")
        return [str(address) for address in found]
