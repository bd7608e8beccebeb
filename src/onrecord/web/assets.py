"""The stylesheet, the script and the picture: read once and sent from memory, so that they wait for no page.

Their addresses have a hash of what they hold, so that a browser need not ask twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

_FOLDER = Path(__file__).parent / "static"
_MEDIA: Mapping[str, str] = MappingProxyType(
    {"icon.svg": "image/svg+xml", "page.js": "text/javascript", "style.css": "text/css"}
)
_HELD: Mapping[str, bytes] = MappingProxyType({name: (_FOLDER / name).read_bytes() for name in _MEDIA})
PREFIX = "/static/"


def address(name: str) -> str:
    """Where one of them is, as it is now."""
    return f"{PREFIX}{name}?{_hash(name)}"


async def _asset(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _HELD:
        raise HTTPException(404)
    lasting = request.url.query == _hash(name)
    headers = {"cache-control": "public, max-age=31536000, immutable" if lasting else "no-cache"}
    return Response(_HELD[name], media_type=_MEDIA[name], headers=headers)


def _hash(name: str) -> str:
    return hashlib.blake2b(_HELD[name], digest_size=6).hexdigest()


ROUTES = (Route(PREFIX + "{name:path}", _asset, methods=["GET"]),)
"""The routes of these."""
