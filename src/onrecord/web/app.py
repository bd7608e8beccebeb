"""The server: what answers, and the archive that it reads."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onrecord.archive import Archive
from onrecord.web import pages
from onrecord.web.rendering import HERE
from onrecord.web.troubles import HANDLERS

_HEADERS = (
    (
        b"content-security-policy",
        b"default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; form-action 'self'; "
        b"base-uri 'none'; frame-ancestors 'none'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
)


def app(path: Path) -> Starlette:
    """What shows the archive at `path`."""
    made = Starlette(
        routes=[*pages.ROUTES, Mount("/static", StaticFiles(directory=HERE / "static"), name="static")],
        middleware=[Middleware(_Guard)],
        exception_handlers=dict(HANDLERS),
        lifespan=_alive,
    )
    made.state.archive = Archive(path)
    return made


@asynccontextmanager
async def _alive(served: Starlette) -> AsyncIterator[None]:
    yield
    served.state.archive.close()


class _Guard:
    """Puts the headers that keep a page to itself on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], *_HEADERS]}
            await send(message)

        await self._app(scope, receive, sent)
