"""What can be wrong with an address, a connection or an answer, in plain words and with a cause to count by."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

import httpcore
import httpx

from onrecord.errors import FetchFailed, Refused
from onrecord.sources.content import Unreadable
from onrecord.sources.manners import LeftAlone
from onrecord.sources.transport import PrivateAddress

NETWORK_ERRORS = (
    TimeoutError,
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
NO_URL = "not a web address"


class Refusal(Exception):
    """robots.txt says no; the message says why."""


@contextmanager
def told(hop: httpx.URL, *, where: str, timeout: float) -> Iterator[None]:
    """Let whatever goes wrong at one hop of the way to `where` rise as FetchFailed or Refused."""
    after = "" if str(hop) == where else f"redirected to {hop}: "
    try:
        yield
    except PrivateAddress as error:
        advice = "allow private addresses (--allow-private, or allow_private=True in Python) if you trust it"
        raise Refused(f"{after}{error}; {advice}", where=where, cause="private address") from error
    except Refusal as error:
        raise Refused(f"{after}{error}", where=where, cause="robots.txt") from error
    except NETWORK_ERRORS as error:
        cause, message = _words(error, timeout)
        raise FetchFailed(f"{after}{message}", where=where, cause=cause) from error
    except (Unreadable, LeftAlone) as error:
        raise FetchFailed(f"{after}{error}", where=where, cause=error.cause) from error


def broken(error: Exception) -> bool:
    """Whether a connection broke off, so that another one may do better."""
    if isinstance(error, httpcore.ConnectError):
        return isinstance(_root(error), ConnectionResetError)
    return isinstance(error, httpcore.NetworkError | httpcore.ProtocolError)


def silent(error: Exception) -> bool:
    """Whether a host said nothing in time, or cannot even be reached."""
    return isinstance(error, TimeoutError | httpcore.ConnectError)


def address(url: str) -> httpx.URL:
    """The URL, ready to be asked for. Raises FetchFailed where it is none of the web."""
    try:
        found = httpx.URL(url.strip())
        if found.userinfo:
            where = str(found.copy_with(username="", password=""))
            message = "a user name or a password is not sent; give the URL without it"
            raise FetchFailed(message, where=where, cause="password in the address")
        return plain(found)
    except httpx.InvalidURL as error:
        message = f"this is no URL ({error}); give one that begins with https://"
        raise FetchFailed(message, where=url, cause=NO_URL) from error
    except Unreadable as error:
        raise FetchFailed(str(error), where=url, cause=error.cause) from error


def plain(url: httpx.URL) -> httpx.URL:
    """The URL as it may be asked for and shown: no password, which a redirect may bring too, and no fragment."""
    if url.scheme not in ("http", "https") or not url.host:
        raise Unreadable("only http and https can be fetched; give a URL that begins with https://", cause=NO_URL)
    if url.port is not None and not 0 < url.port < 65_536:
        raise Unreadable(f"there is no port {url.port}; give a URL that begins with https://", cause=NO_URL)
    return url.copy_with(username="", password="", fragment=None)


def status_trouble(status: int, reason: str) -> Unreadable:
    """The trouble with an answer that is an error, by its status."""
    advice = _ADVICE.get(status, "the server has trouble; try again later" if status >= 500 else "check the URL")
    return Unreadable(f"the server answers {status} {reason}".rstrip() + f": {advice}", cause=f"HTTP {status}")


def _words(error: Exception, timeout: float) -> tuple[str, str]:
    """The cause and in plain words, why the network gave nothing."""
    root = _root(error)
    if isinstance(error, TimeoutError | httpcore.TimeoutException):
        return "too slow", f"no whole answer within {timeout:g} seconds; try again later"
    if isinstance(root, socket.gaierror | UnicodeError):
        return "no such host", "there is no such host; check the URL and your connection"
    if isinstance(root, ConnectionRefusedError):
        return "connection refused", "the server refuses connections; check the port, or try again later"
    if isinstance(root, ssl.SSLError):
        message = f"no secure connection ({error}); open it in a browser to see the certificate"
        return "no secure connection", message
    if isinstance(error, httpcore.ConnectError):
        return "no connection", f"no connection ({error}); check your network"
    if isinstance(error, httpcore.NetworkError):
        return "broken connection", f"the connection broke off ({error}); try again later"
    return "not proper HTTP", f"the server's answer is not proper HTTP ({error}); try again later"


def _root(error: BaseException) -> object:
    """The system's error, which httpcore wraps and whose chain it cuts, and which anyio wraps once more."""
    root = error.args[0] if error.args else None
    return root.__cause__ if isinstance(root, OSError) and isinstance(root.__cause__, OSError) else root
