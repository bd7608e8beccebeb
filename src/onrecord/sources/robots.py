"""What a site's robots.txt allows, read as RFC 9309 says.

2.3.1.1 the file was had: its rules count. 2.3.1.2 up to five redirects are followed. 2.3.1.3 the server answers 4xx:
there are no rules. 2.3.1.4 it answers 5xx: everything is forbidden until it is well again. 2.5 at least 500 kibibytes
are read; what comes after is not looked at.
"""

from __future__ import annotations

from dataclasses import dataclass

import httpx
from protego import Protego

from onrecord.sources.content import Unreadable, content_coding, decoded
from onrecord.sources.transport import drain

PRODUCT = "onrecord"  # the name that a robots.txt addresses this reader by
MAX_REDIRECTS = 5
MAX_BYTES = 500 * 1024


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one origin: `protego` where a file was had, `trouble` where nothing may be asked for."""

    protego: Protego | None = None
    trouble: str | None = None

    def refusal(self, url: httpx.URL) -> str | None:
        """Why `url` may not be asked for; None where it may."""
        if self.trouble is not None:
            return self.trouble
        if self.protego is None or self.protego.can_fetch(str(url), PRODUCT):
            return None
        return f"the site's robots.txt forbids it to {PRODUCT}; ask the site, or save the page in a browser"


def location(url: httpx.URL) -> httpx.URL:
    """Where the rules for `url` stand: one place for each scheme, host and port."""
    return url.copy_with(raw_path=b"/robots.txt", fragment=None)


def ask(client: httpx.Client, url: httpx.URL) -> Rules:
    """The rules at `url` (as `location` gives it).

    Raises what the client raises where the host cannot be reached at all: then the page cannot be had either, and
    its error says more than a refusal would.
    """
    for _ in range(MAX_REDIRECTS + 1):
        with client.stream("GET", url) as response:
            if response.next_request is None:
                return _rules(response)
            url = response.next_request.url
            drain(response)
    return Rules()  # more redirects than that count as a file that is not there


def _rules(response: httpx.Response) -> Rules:
    if response.status_code >= 500:
        return Rules(
            trouble=f"the site's robots.txt answers {response.status_code}, which forbids everything for now; "
            "try again later"
        )
    if not response.is_success:
        drain(response)
        return Rules()
    text = bytearray()
    try:
        for piece in decoded(response.iter_raw(), coding=content_coding(response.headers.get("content-encoding"))):
            text += piece
            if len(text) >= MAX_BYTES:
                break
    except Unreadable as error:
        return Rules(trouble=f"the site's robots.txt cannot be read ({error}); try again later")
    return Rules(protego=Protego.parse(text[:MAX_BYTES].decode("utf-8-sig", "replace")))
