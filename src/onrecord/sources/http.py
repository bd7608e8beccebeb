"""Pages from the web, for whoever waits for them: one address, one page."""

from __future__ import annotations

from types import TracebackType
from typing import Self

import httpx

from onrecord.errors import FetchFailed
from onrecord.sources.background import Background
from onrecord.sources.client import Answer, Client
from onrecord.sources.content import Unreadable, content_coding, decoded, gathered, is_html, media_type
from onrecord.sources.trouble import address
from onrecord.values import Page

_KINDS = {"application/pdf": "a PDF", "application/json": "JSON", "application/rss+xml": "a feed"}
_FAMILIES = {"image": "a picture", "video": "a video", "audio": "a sound", "font": "a font"}


def fetch(url: str, *, allow_private: bool = False, max_bytes: int = 10_000_000, timeout: float = 30.0) -> Page:
    """The page at one URL; for several, one `Fetcher` asks each site for its robots.txt only once.

    The parameters are those of `Fetcher`, the errors those of `Fetcher.fetch`.
    """
    with Fetcher(allow_private=allow_private, max_bytes=max_bytes, timeout=timeout) as fetcher:
        return fetcher.fetch(url)


class Fetcher:
    """Fetches pages over connections that it keeps, and remembers each site's robots.txt until it is closed.

    `allow_private` lets it ask addresses that are not of the open web (this machine, the local network). `max_bytes`
    bounds a page after decompression, `timeout` is the seconds that one page may take with all its redirects and
    robots.txt. Cookies live for one page. Use it as a context manager; threads may share it, and it works where an
    event loop runs already.
    """

    def __init__(self, *, allow_private: bool = False, max_bytes: int = 10_000_000, timeout: float = 30.0) -> None:
        self._max_bytes = max_bytes
        self._client = Client(allow_private=allow_private, timeout=timeout)
        self._background = Background(last=self._client.close)

    def fetch(self, url: str) -> Page:
        """The page at an http or https URL; its `url` is where the redirects ended.

        Raises FetchFailed where there is no page to be had (no such host, a status of 400 or more, another media
        type, too many bytes, too slow, ...), and Refused where robots.txt or the guard of private addresses says no.
        """
        where = str(address(url))
        answer = self._background.run(self._client.ask(url, bound=self._bound))
        return page(answer, where=where, max_bytes=self._max_bytes)

    def close(self) -> None:
        """Close the connections."""
        self._background.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _bound(self, response: httpx.Response) -> int:
        kind, _ = media_type(response.headers.get("content-type"))
        return self._max_bytes if not kind or is_html(kind) else 0


def page(answer: Answer, *, where: str, max_bytes: int) -> Page:
    """The page that an answer holds. Raises FetchFailed where it holds none, with `where` as its place."""
    try:
        charset = _checked(answer)
        html = unpacked(answer, max_bytes=max_bytes)
    except Unreadable as error:
        after = "" if str(answer.url) == where else f"redirected to {answer.url}: "
        raise FetchFailed(f"{after}{error}", where=where, cause=error.cause) from error
    return Page(url=str(answer.url), html=html, fetched=answer.fetched, charset=charset)


def unpacked(answer: Answer, *, max_bytes: int) -> bytes:
    """The body of an answer without its compression. Raises Unreadable where it is damaged or too large."""
    coding = content_coding(answer.headers.get("content-encoding"))
    return gathered(decoded([answer.body], coding=coding), max_bytes=max_bytes)


def _checked(answer: Answer) -> str | None:
    """The charset that the header states. Raises Unreadable where the answer is not a page."""
    if not 200 <= answer.status < 300:
        message = f"the server answers {answer.status} without saying where the page is; open it in a browser"
        raise Unreadable(message, cause=f"HTTP {answer.status}")
    kind, charset = media_type(answer.headers.get("content-type"))
    if kind and not is_html(kind):
        name = _KINDS.get(kind) or _FAMILIES.get(kind.partition("/")[0], "something else")
        raise Unreadable(f"this is {name} ({kind}), not HTML; give the URL of the page itself", cause="not HTML")
    return charset
