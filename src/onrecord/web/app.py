"""The server: what answers, what stands around it, and the archive that it reads."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import anyio.to_thread
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from onrecord.archive import Archive
from onrecord.web import api, assets, pages
from onrecord.web.headers import Guard
from onrecord.web.kept import Kept
from onrecord.web.troubles import HANDLERS

_THREADS = 4
_PATIENCE = 10.0  # seconds for an answer, so that what has to look through everything does not hold up all others


def app(path: Path, hosts: Sequence[str] = ()) -> Starlette:
    """What shows the archive at `path` to those who ask by a name in `hosts`, by localhost or by an address."""
    made = Starlette(
        routes=[*pages.ROUTES, *api.ROUTES, *assets.ROUTES],
        middleware=[
            Middleware(Guard, hosts=hosts),
            Middleware(Kept),
            Middleware(GZipMiddleware, minimum_size=1_000, compresslevel=4),
        ],
        exception_handlers=dict(HANDLERS),
        lifespan=_alive,
    )
    made.state.archive = Archive(path, patience=_PATIENCE)
    return made


@asynccontextmanager
async def _alive(served: Starlette) -> AsyncIterator[None]:
    anyio.to_thread.current_default_thread_limiter().total_tokens = _THREADS
    yield
    served.state.archive.close()
