"""Answers that are kept as long as the archive stays as it is, since they are the same for every reader.

An answer is made of its address and the archive, and of nothing else. So the archive's generation and the address tell
whether a browser has it already (ETag, 304), and whether this process has.
"""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onrecord._core import __version__
from onrecord.web.assets import PREFIX

_FOR_BROWSERS = (b"cache-control", b"no-cache")  # keep it, and ask each time whether it still holds
_FEWEST = 32  # answers that there is room for
_VARY = (b"vary", b"Accept-Encoding")


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer with status 200, as it goes out."""

    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes

    @property
    def size(self) -> int:
        """About how many bytes it takes, with what it is known by."""
        return len(self.body) + sum(len(name) + len(value) for name, value in self.headers) + 1_000


class Kept:
    """Keeps answers of so many `bytes` in all, and answers 304 where the reader has one.

    The generation of the archive is looked at again after so many `seconds`: while pages are collected it changes many
    times a second, and what was collected is searchable a moment later anyway. Answers that come in parts, that are not
    to be kept, or have a status other than 200 pass through.
    """

    def __init__(self, app: ASGIApp, *, bytes: int = 32 * 1024 * 1024, seconds: float = 0.5) -> None:
        self._app = app
        self._most, self._seconds = bytes, seconds
        self._kept: OrderedDict[str, Answer] = OrderedDict()
        self._size = 0
        self._coming: dict[str, asyncio.Event] = {}
        self._generation, self._looked = "", float("-inf")
        self._looking = asyncio.Lock()
        self._beside = ThreadPoolExecutor(1)  # not of those that make pages, which may all be busy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(PREFIX):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        generation = await self._current(scope["app"].state.archive)
        tag = _tag(generation, scope)
        if tag in _tags(headers.get("if-none-match", "")):
            await _send(304, Answer(((b"etag", tag.encode()), _FOR_BROWSERS, _VARY), b""), send)
            return
        key = f"{tag} {'gzip' in headers.get('accept-encoding', '')}"
        if (coming := self._coming.get(key)) is not None:
            await coming.wait()  # somebody else asks for the same; made twice at once it costs twice
        answer = self._kept.get(key)
        if answer is not None:
            self._kept.move_to_end(key)
            await _send(200, answer, send)
            return
        self._coming.setdefault(key, asyncio.Event())
        try:
            await self._app(scope, receive, _Keeping(send, tag, lambda made: self._done(key, generation, made)))
        finally:
            self._done(key, generation, None)

    async def _current(self, archive: Any) -> str:
        """The archive's generation; where it is another one, what was kept is dropped."""
        async with self._looking:
            now = time.monotonic()
            if now - self._looked >= self._seconds:
                generation = await asyncio.get_running_loop().run_in_executor(self._beside, archive.generation)
                if generation != self._generation:
                    self._kept.clear()
                    self._size = 0
                self._generation, self._looked = generation, now
            return self._generation

    def _done(self, key: str, generation: str, answer: Answer | None) -> None:
        """Keep an answer, where there is one to be kept, and let those go on who wait for it."""
        # one that is large would drive out many others
        if answer is not None and generation == self._generation and answer.size * _FEWEST <= self._most:
            if (before := self._kept.pop(key, None)) is not None:
                self._size -= before.size
            self._kept[key] = answer
            self._size += answer.size
            while self._size > self._most:
                self._size -= self._kept.popitem(last=False)[1].size
        coming = self._coming.pop(key, None)
        if coming is not None:
            coming.set()


class _Keeping:
    """Sends an answer on, and tells `done` what it was, or None as soon as it is clear that it cannot be kept."""

    def __init__(self, send: Send, tag: str, done: Callable[[Answer | None], None]) -> None:
        self._send, self._tag, self._done = send, tag, done
        self._start: Message | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 200 and _may_be_kept(message):
            self._start = message  # what becomes of it is known when the first part of the body comes
            return
        start, self._start = self._start, None
        if start is None:
            self._done(None)
        elif message.get("more_body"):
            self._done(None)
            await self._send(start)
        else:
            headers = (*_without_caching(start), (b"etag", self._tag.encode()), _FOR_BROWSERS)
            self._done(Answer(headers, message.get("body", b"")))
            start["headers"] = list(headers)
            await self._send(start)
        await self._send(message)


async def _send(status: int, answer: Answer, send: Send) -> None:
    await send({"type": "http.response.start", "status": status, "headers": list(answer.headers)})
    await send({"type": "http.response.body", "body": answer.body})


def _may_be_kept(message: Message) -> bool:
    return (b"cache-control", b"no-store") not in message["headers"]


def _without_caching(message: Message) -> tuple[tuple[bytes, bytes], ...]:
    return tuple((name, value) for name, value in message["headers"] if name != b"cache-control")


def _tag(generation: str, scope: Scope) -> str:
    """The ETag of an address at a generation, a weak one: packed or not, it is the same answer."""
    path: bytes = scope.get("raw_path") or scope["path"].encode("utf8", "surrogatepass")
    known = b"\0".join((__version__.encode(), generation.encode(), path.partition(b"?")[0], scope["query_string"]))
    return f'W/"{hashlib.blake2b(known, digest_size=12).hexdigest()}"'


def _tags(header: str) -> list[str]:
    return [part.strip() for part in header.split(",")]
