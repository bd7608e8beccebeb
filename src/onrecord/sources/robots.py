"""What a site's robots.txt allows, read as RFC 9309 says.

2.3.1.1 the file was had: its rules count. 2.3.1.2 up to five redirects are followed. 2.3.1.3 the server answers 4xx:
there are no rules. 2.3.1.4 it answers 5xx: everything is forbidden until it is well again. 2.5 at least 500 kibibytes
are read; what comes after is not looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

import httpx
from protego import Protego

from onrecord.sources.content import Unreadable, content_coding, decoded
from onrecord.sources.transport import drain

PRODUCT = "onrecord"  # the name that a robots.txt addresses this reader by
MAX_REDIRECTS = 5
MAX_BYTES = 500 * 1024
MAX_DELAY = 30.0  # seconds between two requests; who asks for more gets these
MAX_SITEMAPS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The rules of one origin: `protego` where a file was had, `trouble` where nothing may be asked for."""

    protego: Protego | None = None
    trouble: str | None = None
    size: int = 0

    def refusal(self, url: httpx.URL) -> str | None:
        """Why `url` may not be asked for; None where it may."""
        if self.trouble is not None:
            return self.trouble
        if self.protego is None or self.protego.can_fetch(str(url), PRODUCT):
            return None
        return f"the site's robots.txt forbids it to {PRODUCT}; ask the site, or save the page in a browser"

    def delay(self) -> float:
        """The seconds that should pass between two requests, 0 where nothing is said."""
        stated = self.protego.crawl_delay(PRODUCT) if self.protego is not None else None
        return min(stated, MAX_DELAY) if stated is not None and stated > 0 else 0.0

    def sitemaps(self) -> tuple[str, ...]:
        """The addresses of the sitemaps that the file names, as it names them."""
        return tuple(islice(self.protego.sitemaps, MAX_SITEMAPS)) if self.protego is not None else ()


class Memory:
    """The rules of many origins. Where they have grown too large together, those that came first are forgotten."""

    def __init__(self, *, max_bytes: int = 16_000_000) -> None:
        self._rules: dict[httpx.URL, Rules] = {}
        self._left = max_bytes

    def get(self, place: httpx.URL) -> Rules | None:
        """What is remembered of a place, as `location` gives it."""
        return self._rules.get(place)

    def keep(self, place: httpx.URL, rules: Rules) -> None:
        """Remember the rules of a place."""
        self._rules[place] = rules
        self._left -= rules.size
        while self._left < 0:
            first = next(iter(self._rules))
            self._left += self._rules.pop(first).size


def location(url: httpx.URL) -> httpx.URL:
    """Where the rules for `url` stand: one place for each scheme, host and port."""
    return url.copy_with(raw_path=b"/robots.txt", fragment=None)


async def ask(client: httpx.AsyncClient, url: httpx.URL) -> Rules:
    """The rules at `url` (as `location` gives it).

    Raises what the client raises where the host cannot be reached at all: then the page cannot be had either, and
    its error says more than a refusal would.
    """
    for _ in range(MAX_REDIRECTS + 1):
        async with client.stream("GET", url) as response:
            if response.next_request is None:
                return await _rules(response)
            url = response.next_request.url
            await drain(response)
    return Rules()  # more redirects than that count as a file that is not there


async def _rules(response: httpx.Response) -> Rules:
    if response.status_code >= 500:
        return Rules(
            trouble=f"the site's robots.txt answers {response.status_code}, which forbids everything for now; "
            "try again later"
        )
    if not response.is_success:
        await drain(response)
        return Rules()
    try:
        text = _unpacked(await _sent(response), response)
    except Unreadable as error:
        return Rules(trouble=f"the site's robots.txt cannot be read ({error}); try again later")
    return Rules(protego=Protego.parse(text.decode("utf-8-sig", "replace")), size=len(text))


async def _sent(response: httpx.Response) -> bytes:
    """As much of the answer as is looked at; what is compressed is not longer than what it holds."""
    sent = bytearray()
    async for chunk in response.aiter_raw():
        sent += chunk
        if len(sent) >= MAX_BYTES:
            break
    return bytes(sent)


def _unpacked(sent: bytes, response: httpx.Response) -> bytes:
    text = bytearray()
    for piece in decoded([sent], coding=content_coding(response.headers.get("content-encoding"))):
        text += piece
        if len(text) >= MAX_BYTES:
            break
    return bytes(text[:MAX_BYTES])
