"""Pages from the web: asked for politely (robots.txt first), from public addresses only, within bounds.

Every hop of a redirect is treated like the first request: its scheme, its robots.txt and its address are looked at.
Proxies of the environment are not used, as a proxy would resolve the names and so step around the guard.
"""

from __future__ import annotations

import socket
import ssl
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from types import TracebackType
from typing import Self

import httpcore
import httpx

from onrecord.errors import FetchFailed, Refused
from onrecord.sources import robots
from onrecord.sources.content import Unreadable, content_coding, decoded, gathered, is_html, media_type
from onrecord.sources.transport import GuardedTransport, PrivateAddress, drain
from onrecord.values import Page

MAX_REDIRECTS = 10

_NETWORK_ERRORS = (
    httpx.HTTPError,
    httpx.InvalidURL,
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.UnsupportedProtocol,
)
_ADVICE = {
    401: "it wants a login; save the page in a browser where you are logged in",
    402: "it wants to be paid; save the page in a browser where you are subscribed",
    403: "the server does not let this reader in; save the page in a browser",
    404: "there is no such page; check the URL, or look for it in a web archive",
    410: "the page was taken down; look for it in a web archive",
    429: "too many requests; wait before you ask again",
    451: "the page is withheld for legal reasons",
}
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
    robots.txt. Cookies live for one page. Use it as a context manager, in one thread.
    """

    def __init__(self, *, allow_private: bool = False, max_bytes: int = 10_000_000, timeout: float = 30.0) -> None:
        self._max_bytes = max_bytes
        self._timeout = timeout
        self._rules: dict[httpx.URL, robots.Rules] = {}
        self._transport = GuardedTransport(allow_private=allow_private)
        self._client = httpx.Client(
            transport=self._transport,
            trust_env=False,  # no proxies, see above, and no passwords from ~/.netrc
            timeout=None,  # the transport's deadline bounds the whole, which timeouts for each read cannot do
            headers={
                "User-Agent": f"{robots.PRODUCT}/{_version()} (+https://pypi.org/project/onrecord/)",
                "Accept": "text/html,application/xhtml+xml,*/*;q=0.1",
                "Accept-Encoding": "gzip, deflate",  # what `decoded` can unpack piece by piece
            },
        )

    def fetch(self, url: str) -> Page:
        """The page at an http or https URL; its `url` is where the redirects ended.

        Raises FetchFailed where there is no page to be had (no such host, a status of 400 or more, another media
        type, too many bytes, too slow, ...), and Refused where robots.txt or the guard of private addresses says no.
        """
        hop = _address(url)
        where = str(hop)
        self._client.cookies.clear()
        self._transport.begin(self._timeout)
        for _ in range(MAX_REDIRECTS + 1):
            try:
                found = self._ask(hop)
            except PrivateAddress as error:
                advice = "allow private addresses (--allow-private, or allow_private=True in Python) if you trust it"
                raise Refused(f"{_after(hop, where)}{error}; {advice}", where=where) from error
            except _Refusal as error:
                raise Refused(f"{_after(hop, where)}{error}", where=where) from error
            except _NETWORK_ERRORS as error:
                raise FetchFailed(f"{_after(hop, where)}{self._cause(error)}", where=where) from error
            except Unreadable as error:
                raise FetchFailed(f"{_after(hop, where)}{error}", where=where) from error
            if isinstance(found, Page):
                return found
            hop = found
        raise FetchFailed(f"more than {MAX_REDIRECTS} redirects, the last to {hop}; open it in a browser", where=where)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _ask(self, url: httpx.URL) -> Page | httpx.URL:
        """The page, or where it has gone."""
        place = robots.location(url)
        if place not in self._rules:
            self._rules[place] = robots.ask(self._client, place)
        refusal = self._rules[place].refusal(url)
        if refusal is not None:
            raise _Refusal(refusal)
        with self._client.stream("GET", url) as response:
            if response.next_request is not None:
                drain(response)
                return _plain(response.next_request.url)
            charset = _checked(response)
            coding = content_coding(response.headers.get("content-encoding"))
            html = gathered(decoded(response.iter_raw(), coding=coding), max_bytes=self._max_bytes)
            return Page(url=str(url), html=html, fetched=datetime.now(UTC), charset=charset)

    def _cause(self, error: Exception) -> str:
        """In plain words, why the network gave nothing."""
        root = error.args[0] if error.args else None  # httpcore wraps the system's error, and cuts its chain
        if isinstance(error, httpcore.TimeoutException):
            return f"no whole answer within {self._timeout:g} seconds; try again later"
        if isinstance(root, socket.gaierror | UnicodeError):
            return "there is no such host; check the URL and your connection"
        if isinstance(root, ConnectionRefusedError):
            return "the server refuses connections; check the port, or try again later"
        if isinstance(root, ssl.SSLError):
            return f"no secure connection ({error}); open it in a browser to see the certificate"
        if isinstance(error, httpcore.ConnectError):
            return f"no connection ({error}); check your network"
        if isinstance(error, httpcore.NetworkError):
            return f"the connection broke off ({error}); try again later"
        return f"the server's answer is not proper HTTP ({error}); try again later"


class _Refusal(Exception):
    """robots.txt says no; the message says why."""


def _address(url: str) -> httpx.URL:
    try:
        address = httpx.URL(url.strip())
        if address.userinfo:
            where = str(address.copy_with(username="", password=""))
            raise FetchFailed("a user name or a password is not sent; give the URL without it", where=where)
        return _plain(address)
    except httpx.InvalidURL as error:
        raise FetchFailed(f"this is no URL ({error}); give one that begins with https://", where=url) from error
    except Unreadable as error:
        raise FetchFailed(str(error), where=url) from error


def _plain(url: httpx.URL) -> httpx.URL:
    """The URL as it may be asked for and shown: no password, which a redirect may bring too, and no fragment."""
    if url.scheme not in ("http", "https") or not url.host:
        raise Unreadable("only http and https can be fetched; give a URL that begins with https://")
    if url.port is not None and not 0 < url.port < 65_536:
        raise Unreadable(f"there is no port {url.port}; give a URL that begins with https://")
    return url.copy_with(username="", password="", fragment=None)


def _after(hop: httpx.URL, where: str) -> str:
    return "" if str(hop) == where else f"redirected to {hop}: "


def _checked(response: httpx.Response) -> str | None:
    """The charset that the header states. Raises Unreadable where the answer is not a page."""
    status = response.status_code
    if status >= 400:
        advice = _ADVICE.get(status, "the server has trouble; try again later" if status >= 500 else "check the URL")
        raise Unreadable(f"the server answers {status} {response.reason_phrase}".rstrip() + f": {advice}")
    if not response.is_success:
        raise Unreadable(f"the server answers {status} without saying where the page is; open it in a browser")
    kind, charset = media_type(response.headers.get("content-type"))
    if kind and not is_html(kind):
        name = _KINDS.get(kind) or _FAMILIES.get(kind.partition("/")[0], "something else")
        raise Unreadable(f"this is {name} ({kind}), not HTML; give the URL of the page itself")
    return charset


def _version() -> str:
    try:
        return version(robots.PRODUCT)
    except PackageNotFoundError:  # run from a source tree that was never installed
        return "0"
