"""Many records, or all that somebody said, as a file that is written while it is sent.

An export reads from an Archive of its own, as it goes on in whichever thread is free and may take an hour; its memory
does not grow with what is sent. Whoever goes away ends it. What goes wrong after the first part is logged, and breaks
the connection, so that nobody takes a half for the whole.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import astuple, fields
from io import BytesIO
from itertools import islice
from types import MappingProxyType
from typing import Any, BinaryIO, Self

import msgspec
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from onrecord.archive import Archive, Said
from onrecord.formats import EXPORTS, csv
from onrecord.web.endpoints import Busy

MEDIA: Mapping[str, str] = MappingProxyType({"jsonl": "application/x-ndjson", "csv": "text/csv"})
"""The forms in which something can be had, with the type that HTTP has for them."""

_LOG = logging.getLogger(__name__)
_AT_ONCE = 50
_FREE = threading.BoundedSemaphore(2)  # of this process; each is read by the threads that make the pages too
_SAID = tuple(field.name for field in fields(Said))

Write = Callable[[Iterable[Any], BinaryIO], object]


class Parts:
    """A file part by part, begun: what is wrong is raised now, and not when half of it was sent.

    Raises Busy where as many are being sent as can be at a time.
    """

    def __init__(self, parts: Generator[bytes, None, None]) -> None:
        if not _FREE.acquire(blocking=False):
            parts.close()
            raise Busy("other files are being sent; try again when these are done")
        self._parts: Generator[bytes, None, None] | None = parts
        try:
            self._first: bytes | None = next(parts)
        except BaseException:
            self.close()
            raise

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> bytes:
        first, self._first = self._first, None
        if first is not None:
            return first
        if self._parts is None:
            raise StopIteration
        try:
            return next(self._parts)
        except StopIteration:
            raise
        except Exception as error:
            _LOG.error("an export broke off, and its connection with it: %s: %s", type(error).__name__, error)
            raise

    def close(self) -> None:
        """Let go of what it reads from, however much of it was read."""
        parts, self._parts = self._parts, None
        if parts is not None:
            parts.close()
            _FREE.release()


class Sent(StreamingResponse):
    """A file that is sent part by part, and given up when the reader goes away."""

    def __init__(self, parts: Parts, *, media: str, headers: Mapping[str, str]) -> None:
        super().__init__(parts, media_type=media, headers=headers)
        self._parts = parts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with closing(self._parts):
            await super().__call__(scope, receive, send)


def articles(archive: Archive, q: str | None, *, form: str) -> Parts:
    """The records that a query finds, or all, as one of EXPORTS; raises QueryError, ArchiveError, Busy."""
    return Parts(_read(archive, lambda own: own.records(q), EXPORTS[form].write))


def said(archive: Archive, speaker: str, about: str | None, *, form: str) -> Parts:
    """All that those said who are meant by some words, newest first, as one of MEDIA; raises as `articles` does."""
    return Parts(_read(archive, lambda own: own.said(speaker, about=about, limit=sys.maxsize), _FORMS[form]))


def speech(archive: Archive, name: str, about: str | None, *, form: str) -> Parts:
    """All that the speaker of exactly this name said, as `said` gives it."""
    return Parts(_read(archive, lambda own: own.said_by(name, about=about), _FORMS[form]))


def _read(archive: Archive, values: Callable[[Archive], Iterable[Any]], write: Write) -> Generator[bytes, None, None]:
    with Archive(archive.path) as own:
        yield from _parts(values(own), write)


def _parts(values: Iterable[Any], write: Write) -> Iterator[bytes]:
    """What `write` makes of all values, some of them at a time: what stands before the first comes once."""
    head = _written((), write)
    stream = iter(values)
    some = list(islice(stream, _AT_ONCE))
    yield _written(some, write) if some else head
    while some := list(islice(stream, _AT_ONCE)):
        yield _written(some, write)[len(head) :]


def _written(values: Iterable[Any], write: Write) -> bytes:
    file = BytesIO()
    write(values, file)
    return file.getvalue()


def _lines(statements: Iterable[Said], file: BinaryIO) -> None:
    for statement in statements:
        file.write(msgspec.json.encode(statement) + b"\n")


def _table(statements: Iterable[Said], file: BinaryIO) -> None:
    csv.write_table(_SAID, (tuple(map(_cell, astuple(statement))) for statement in statements), file)


def _cell(value: object) -> str | None:
    return None if value is None else str(value)


_FORMS: Mapping[str, Write] = MappingProxyType({"jsonl": _lines, "csv": _table})
