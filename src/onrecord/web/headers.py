"""What stands around every answer: who may ask and how, and what a browser is told to do with it.

A server on a user's own machine can be reached by every page that this user opens. Names that are not this server's are
turned away, so that a page cannot have its own name lead here (DNS rebinding). Who asks by an address is answered, for
an address cannot be made to lead elsewhere. No other origin is allowed to read an answer; and nothing can be changed
from outside, since nothing but GET and HEAD is answered.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onrecord.web.endpoints import JSON, Trouble

LOCAL = "localhost"
"""The name that a machine has for itself."""

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
_METHODS = ("GET", "HEAD")
_REFUSED = {
    403: ("CrossSite", "a page of another site asked for this; open it by its address"),
    405: ("MethodNotAllowed", "nothing can be written here; GET and HEAD are answered"),
    421: ("MisdirectedRequest", "this server does not go by that name; `onrecord serve --help` says how to name it"),
}
_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>{error}</title><h1>{error}</h1><p>{message}.</p></html>
"""


class Guard:
    """Turns away what is not for this server, and puts the headers on what it answers.

    `hosts` are the names, beside that of the machine for itself, by which the server may be asked.
    """

    def __init__(self, app: ASGIApp, *, hosts: Sequence[str] = ()) -> None:
        self._app = app
        self._hosts = frozenset(_bare(host) for host in (LOCAL, *hosts))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        elif scope["type"] != "http":
            await self._app(scope, receive, send)
        elif not self._is_for_us(scope["headers"]):
            await _refuse(421, _accepts_pages(scope), send)
        elif scope["method"] not in _METHODS:
            await _refuse(405, _accepts_pages(scope), send)
        elif _is_of_another_site(scope):
            await _refuse(403, _accepts_pages(scope), send)
        else:
            await self._app(scope, receive, _with_headers(send))

    def _is_for_us(self, headers: Iterable[tuple[bytes, bytes]]) -> bool:
        names = [value for name, value in headers if name.lower() == b"host"]
        if len(names) != 1:
            return False
        host = _bare(names[0].decode("latin-1"))
        return host in self._hosts or _is_address(host)


def _bare(host: str) -> str:
    """A name without its port, in lower case; an address of IPv6 keeps its brackets."""
    name, _, port = host.strip().lower().rpartition(":")
    return (name if name and not port.endswith("]") and port.isdecimal() else host.strip().lower()).removesuffix(".")


def _is_address(host: str) -> bool:
    """Whether it is an address of IPv4, or one of IPv6 in brackets, as browsers write them."""
    bracketed = host.startswith("[") and host.endswith("]")
    try:
        found = ipaddress.ip_address(host[1:-1] if bracketed else host)
    except ValueError:
        return False
    return (found.version == 6) == bracketed


def _with_headers(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            there = {name for name, _ in message["headers"]}
            own = [(name, value) for name, value in HEADERS if name not in there]
            message = {**message, "headers": [*message["headers"], *own]}
        await send(message)

    return sent


def _is_of_another_site(scope: Scope) -> bool:
    """Whether a page of another site asks, and nobody who follows a link: what it may not read it need not ask for."""
    asked = Headers(scope=scope)
    if asked.get("sec-fetch-site") not in ("cross-site", "same-site"):
        return False
    return (asked.get("sec-fetch-mode"), asked.get("sec-fetch-dest")) != ("navigate", "document")


def _accepts_pages(scope: Scope) -> bool:
    return "text/html" in Headers(scope=scope).get("accept", "")


async def _refuse(status: int, as_page: bool, send: Send) -> None:
    error, message = _REFUSED[status]
    body = msgspec.json.encode(Trouble(error=error, message=message))
    if as_page:
        body = _PAGE.format(error=error, message=message).encode()
    media = "text/html; charset=utf-8" if as_page else JSON
    headers: list[Any] = [(b"content-type", media.encode()), (b"content-length", str(len(body)).encode())]
    if status == 405:
        headers.append((b"allow", ", ".join(_METHODS).encode()))
    await send({"type": "http.response.start", "status": status, "headers": [*headers, *HEADERS]})
    await send({"type": "http.response.body", "body": body})
