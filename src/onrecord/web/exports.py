"""Many records, or all that somebody said, as a file that is written while it is sent.

An export reads from an Archive of its own, as it goes on in whichever thread is free and may take an hour; its memory
does not grow with what is sent. Whoever goes away ends it. What goes wrong after the first part is logged, and breaks
the connection, so that nobody takes a half for the whole.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import astuple, fields
from io import BytesIO
from itertools import islice
from types import MappingProxyType
from typing import Any, BinaryIO

import msgspec
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from onrecord.archive import Archive, Said
from onrecord.formats import EXPORTS, csv

MEDIA: Mapping[str, str] = MappingProxyType({"jsonl": "application/x-ndjson", "csv": "text/csv"})
"""The forms in which something can be had, with the type that HTTP has for them."""

_LOG = logging.getLogger(__name__)
_AT_ONCE = 50
_SAID = tuple(field.name for field in fields(Said))

Write = Callable[[Iterable[Any], BinaryIO], object]


class Sent(StreamingResponse):
    """A file that is sent part by part, and given up when the reader goes away."""

    def __init__(self, parts: Generator[bytes, None, None], *, media: str, headers: Mapping[str, str]) -> None:
        super().__init__(parts, media_type=media, headers=headers)
        self._parts = parts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with closing(self._parts):
            await super().__call__(scope, receive, send)


def articles(archive: Archive, q: str | None, *, form: str) -> Generator[bytes, None, None]:
    """The records that a query finds, or all, as one of EXPORTS; raises QueryError, ArchiveError."""
    return _begun(_articles(archive, q, EXPORTS[form].write))


def said(archive: Archive, speaker: str, about: str | None, *, form: str) -> Generator[bytes, None, None]:
    """All that somebody said, newest first, as JSON Lines or as a table; raises as `articles` does."""
    return _begun(_said(archive, speaker, about, _lines if form == "jsonl" else _table))


def _articles(archive: Archive, q: str | None, write: Write) -> Generator[bytes, None, None]:
    with Archive(archive.path) as own:
        yield from _parts(own.records(q), write)


def _said(archive: Archive, speaker: str, about: str | None, write: Write) -> Generator[bytes, None, None]:
    with Archive(archive.path) as own:
        yield from _parts(own.said(speaker, about=about, limit=sys.maxsize), write)


def _begun(parts: Generator[bytes, None, None]) -> Generator[bytes, None, None]:
    """The same, begun: what is wrong is raised now and not when half of it was sent."""
    return _resumed(next(parts), parts)


def _resumed(first: bytes, parts: Generator[bytes, None, None]) -> Generator[bytes, None, None]:
    with closing(parts):
        yield first
        try:
            yield from parts
        except Exception as error:
            _LOG.error("an export broke off, and its connection with it: %s: %s", type(error).__name__, error)
            raise


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
