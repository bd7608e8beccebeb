"""One address to one answer: redirects followed, robots.txt asked first, in bounds of time and size, with manners.

Every hop of a redirect is treated like the first request: its scheme, its robots.txt and its address are looked at.
Proxies of the environment are not used, as a proxy would resolve the names and so step around the guard.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from itertools import count
from time import monotonic

import httpx

from onrecord.errors import FetchFailed
from onrecord.sources import manners, robots
from onrecord.sources.content import too_large
from onrecord.sources.manners import LeftAlone, Manners
from onrecord.sources.transport import GuardedTransport, drain
from onrecord.sources.trouble import NETWORK_ERRORS, Refusal, address, broken, plain, silent, status_trouble, told

MAX_REDIRECTS = 10

Bound = Callable[[httpx.Response], int]
"""How many bytes of an answer are wanted, as they are sent; 0 where it is not read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server gave in the end, before anybody judges it.

    `body` is as it was sent, but for the chunks of HTTP/1.1: compressed where `headers` say so. `asked` are the headers
    of the request, `sitemaps` what the robots.txt of the place names.
    """

    url: httpx.URL
    status: int
    reason: str
    headers: httpx.Headers
    body: bytes
    asked: httpx.Headers
    protocol: str
    fetched: datetime
    sitemaps: tuple[str, ...] = ()


class Client:
    """Asks, one after another or several at a time, in one event loop.

    `timeout` is the seconds that one address may take with all redirects and robots.txt; waiting for a turn does not
    count. `delay` is the seconds between the starts of two requests to a host. `retries` is how often a busy server or
    a broken connection is tried again; 0 also means that nobody waits, whatever a server or a robots.txt wishes.
    """

    def __init__(self, *, allow_private: bool, timeout: float, delay: float = 0.0, retries: int = 0) -> None:
        self.manners = Manners()
        self._timeout = timeout
        self._delay = delay
        self._retries = retries
        self._transport = GuardedTransport(allow_private=allow_private)
        self._rules = robots.Memory()
        self._reading_rules: dict[httpx.URL, asyncio.Lock] = {}

    async def ask(self, url: str, *, bound: Bound, conditions: Mapping[str, str] | None = None) -> Answer:
        """The answer at an http or https URL, whatever its status below 400; its `url` is where the redirects ended.

        `conditions` are headers that ask for a page only if it has changed. Raises FetchFailed and Refused.
        """
        hop = address(url)
        where = str(hop)
        journey = _Journey(client=self._browser(), bound=bound, left=self._timeout, conditions=dict(conditions or {}))
        for _ in range(MAX_REDIRECTS + 1):
            with told(hop, where=where, timeout=self._timeout):
                found = await self._patiently(journey, hop)
            if isinstance(found, Answer):
                return found
            hop = found
        message = f"more than {MAX_REDIRECTS} redirects, the last to {hop}; open it in a browser"
        raise FetchFailed(message, where=where, cause="too many redirects")

    async def close(self) -> None:
        """Close the connections."""
        await self._transport.aclose()

    def _browser(self) -> httpx.AsyncClient:
        """A client for one address: cookies live as long as it does, connections and addresses are shared by all."""
        return httpx.AsyncClient(
            transport=self._transport,
            trust_env=False,  # no proxies, see above, and no passwords from ~/.netrc
            timeout=None,  # one deadline bounds the whole, which timeouts for each read cannot do
            headers={
                "User-Agent": f"{robots.PRODUCT}/{_version()} (+https://pypi.org/project/onrecord/)",
                "Accept": "text/html,application/xhtml+xml,*/*;q=0.1",
                "Accept-Encoding": "gzip, deflate, br",  # what `decoded` can unpack piece by piece
            },
        )

    async def _patiently(self, journey: _Journey, hop: httpx.URL) -> Answer | httpx.URL:
        """The answer or where it has gone; a busy server is asked again."""
        host = hop.netloc.decode()
        for tried in count():
            try:
                found = await self._once(journey, hop)
            except NETWORK_ERRORS as error:
                self.manners.answered(host, anything=not (self._retries and silent(error)))
                if tried == self._retries or not broken(error):
                    raise
                self.manners.rest(host, seconds=self._backoff(tried))
            else:
                self.manners.answered(host, anything=True)
                if isinstance(found, httpx.URL):
                    return found
                if not self._again(found, tried=tried):
                    return _accepted(found)
        raise AssertionError("count() does not end")

    def _again(self, answer: Answer, *, tried: int) -> bool:
        """Whether to ask a busy server again, after the rest that it asks for."""
        if answer.status not in manners.BUSY or not self._retries:
            return False
        host = answer.url.netloc.decode()
        stated = manners.stated_rest(answer.headers.get("retry-after"), now=answer.fetched)
        if stated is not None and stated > manners.MAX_REST:
            when = manners.until(stated, now=answer.fetched)
            message = f"the server answers {answer.status} and wants to be left alone; come back {when}"
            farewell = LeftAlone(message, cause=f"HTTP {answer.status}")
            self.manners.leave(host, farewell)
            raise farewell
        self.manners.rest(host, seconds=self._backoff(tried) if stated is None else stated)
        return tried < self._retries

    def _backoff(self, tried: int) -> float:
        return math.ldexp(self._delay, tried + 1)

    async def _once(self, journey: _Journey, hop: httpx.URL) -> Answer | httpx.URL:
        rules = await self._rules_of(journey, hop)
        refusal = rules.refusal(hop)
        if refusal is not None:
            raise Refusal(refusal)
        delay = max(self._delay, rules.delay()) if self._retries else self._delay
        async with (
            self.manners.turn(hop.netloc.decode(), delay=delay),
            journey.running(),
            journey.client.stream("GET", hop, headers=journey.conditions) as response,
        ):
            if response.next_request is not None:
                await drain(response)
                return plain(response.next_request.url)
            return await _answer(response, bound=journey.bound, sitemaps=rules.sitemaps())

    async def _rules_of(self, journey: _Journey, hop: httpx.URL) -> robots.Rules:
        place = robots.location(hop)
        known = self._rules.get(place)
        if known is not None:
            return known
        async with journey.running(), self._reading_rules.setdefault(place, asyncio.Lock()):
            known = self._rules.get(place)
            if known is None:
                known = await robots.ask(journey.client, place)
                self._rules.keep(place, known)
                self._reading_rules.pop(place, None)
            return known


@dataclass(slots=True, kw_only=True)
class _Journey:
    """What belongs to one address: its cookies, its bounds, the time that is left, and the conditions of its pages
    (not of the robots.txt that are asked for on the way).
    """

    client: httpx.AsyncClient
    bound: Bound
    left: float
    conditions: dict[str, str]
    _started: float = field(default=0.0, init=False)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Let the clock run. Raises TimeoutError when the time is up, whatever is being waited for."""
        started = monotonic()
        try:
            async with asyncio.timeout(max(self.left, 0.0)):
                yield
        finally:
            self.left -= monotonic() - started


async def _answer(response: httpx.Response, *, bound: Bound, sitemaps: tuple[str, ...]) -> Answer:
    wanted = bound(response) if response.is_success else 0
    body = bytearray()
    if wanted:
        async for chunk in response.aiter_raw():
            body += chunk
            if len(body) > wanted:
                raise too_large(wanted)
    else:
        await drain(response)
    return Answer(
        url=response.request.url,
        status=response.status_code,
        reason=response.reason_phrase,
        headers=response.headers,
        body=bytes(body),
        asked=response.request.headers,
        protocol=response.http_version,
        fetched=datetime.now(UTC),
        sitemaps=sitemaps,
    )


def _accepted(answer: Answer) -> Answer:
    """The answer, where its status is no error. Raises Unreadable."""
    if answer.status >= 400:
        raise status_trouble(answer.status, answer.reason)
    return answer


def _version() -> str:
    try:
        return version(robots.PRODUCT)
    except PackageNotFoundError:  # run from a source tree that was never installed
        return "0"
