"""Pages from WARC files (ISO 28500), as crawlers and archives keep them."""

from __future__ import annotations

import base64
import hashlib
import io
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecord

from onrecord.errors import BadWarc
from onrecord.sources.content import Unreadable, content_coding, decoded, gathered, is_html, media_type
from onrecord.sources.failures import failure, shown
from onrecord.sources.records import Damage, RawRecord, edges, is_gzip, is_warc, records
from onrecord.values import Failure, Page

_KINDS = (b"response", b"resource")
_DAMAGED = "damaged WARC record"
_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\r\n]*)?\r?\n")


def archived(
    path: str | Path, *, start: int = 0, end: int | None = None, max_bytes: int = 64_000_000
) -> Iterator[Page | Failure]:
    """The HTML pages of a WARC file, gzipped or not, in its order; of one of its `parts`, those between two bytes.

    A page is a response record with HTTP status 200, or a resource record, whose content is HTML. Its `url` is the
    WARC-Target-URI, `fetched` the WARC-Date, `html` is without chunks and compression, `place` the file and the byte
    at which the record, or its gzip member, begins. A page that the crawler cut short (WARC-Truncated) is given as it
    was kept. What is damaged, does not match its digest, or unpacks to more than `max_bytes` becomes a Failure of
    BadWarc with its place in the file, and the rest goes on.
    """
    place = shown(Path(path))
    try:
        with open(path, "rb") as file:
            if start == 0 and not is_warc(file.read(1024)):
                message = "this is not a WARC file; give one, or a saved HTML file"
                yield failure(BadWarc(message, where=place, cause="not WARC"))
                return
            for record in records(file, kinds=_KINDS, max_bytes=max_bytes, start=start, end=end):
                where = f"{place}, byte {record.offset}"
                if isinstance(record, Damage):
                    message = f"{record.why}; get the file again if you miss it"
                    yield failure(BadWarc(message, where=where, cause=_DAMAGED), url=place)
                else:
                    yield from _pages(record, where=where, max_bytes=max_bytes)
    except OSError as error:
        why = error.strerror or str(error)
        yield failure(
            BadWarc(f"it cannot be read: {why}; give a WARC file that can", where=place, cause="unreadable file")
        )


def parts(path: str | Path, *, size: int = 8_000_000) -> list[tuple[int, int]]:
    """The parts in which `archived` can read a WARC file: pairs of `start` and `end`, some `size` bytes apart.

    Read one after another, or side by side, they give what the whole file gives, each page and each failure once. The
    records of a plain file say where the next one begins, and it is parted up to the first that is damaged. That one
    begins in a gzipped file is told by its first bytes: a WARC file that was stored inside of another one without
    compression, and lies across the edge of two parts, is read as if it stood there itself.

    Raises OSError where there is no such file.
    """
    with open(path, "rb") as file:
        length = file.seek(0, os.SEEK_END)
        file.seek(0)
        if not is_warc(file.read(1024)):
            starts = [0]
        elif is_gzip(file):
            starts = list(range(0, max(length, 1), size))
        else:
            starts = [0, *edges(file, size)]
    return list(zip(starts, [*starts[1:], length], strict=True))


def _pages(raw: RawRecord, *, where: str, max_bytes: int) -> Iterator[Page | Failure]:
    """The record's page or its failure; nothing where it holds no HTML."""
    url: str | None = None
    try:
        record = _parsed(raw)
        # WARC/1.0 showed the URI in angle brackets, and some writers took that at its word.
        url = (record.headers.get("WARC-Target-URI") or "").strip("<> ") or None
        content = _resource(record, raw) if raw.kind == b"resource" else _response(record, raw, max_bytes)
    except Unreadable as error:
        yield failure(BadWarc(str(error), where=where, cause=error.cause), url=url)
    else:
        if content is not None:
            html, charset = content
            fetched = _date(record.headers.get("WARC-Date"))
            yield Page(url=url, html=html, fetched=fetched, charset=charset, place=where)


def _parsed(raw: RawRecord) -> WarcRecord:
    try:
        record = next(iter(ArchiveIterator(io.BytesIO(raw.head + raw.block + b"\r\n\r\n"), parse_http=False)), None)
        if record is not None and record.is_http:
            record.parse_http()
    except (OSError, ValueError) as error:
        message = f"the record's headers cannot be read ({error}); get the file again"
        raise Unreadable(message, cause=_DAMAGED) from error
    if record is None:
        raise Unreadable("the record's headers cannot be read; get the file again", cause=_DAMAGED)
    return record


def _resource(record: WarcRecord, raw: RawRecord) -> tuple[bytes, str | None] | None:
    """HTML and charset of a resource record: its block is the page itself."""
    kind, charset = media_type(record.headers.get("Content-Type"))
    if not is_html(kind):
        return None
    _check_digest(record, "WARC-Block-Digest", (raw.block,))
    return raw.block, charset


def _response(record: WarcRecord, raw: RawRecord, max_bytes: int) -> tuple[bytes, str | None] | None:
    """HTML and charset of a response record: its block is what the server sent, status line and all."""
    if not record.is_http:
        return None
    headers = record.http_headers
    if headers.status_code is None:
        raise Unreadable("the response has no HTTP status line; get the file again", cause=_DAMAGED)
    kind, charset = media_type(headers.get("Content-Type"))
    if headers.status_code != 200 or not is_html(kind):
        return None
    _check_digest(record, "WARC-Block-Digest", (raw.block,))
    sent: bytes = record.reader.read()
    joined = _joined(sent) if "chunked" in (headers.get("Transfer-Encoding") or "").lower() else sent
    coding = content_coding(headers.get("Content-Encoding"))
    html = gathered(decoded([joined], coding=coding), max_bytes=max_bytes)
    if "WARC-Block-Digest" not in record.headers:  # it covers the payload too
        # Writers differ in whether the payload is what was sent, or is without its chunks, or without compression.
        _check_digest(record, "WARC-Payload-Digest", (sent, joined, html))
    return html, charset


def _joined(sent: bytes) -> bytes:
    """The content of a chunked body (RFC 9112, 7.1); a body without chunks, which archives keep too, as it is."""
    content = bytearray()
    position = 0
    while size := _CHUNK_SIZE.match(sent, position):
        length = int(size[1], 16)
        if length == 0:
            return bytes(content)
        position = size.end() + length
        content += sent[size.end() : position]
        if sent[position : position + 2] == b"\r\n":
            position += 2
    if position == 0:
        return sent
    message = f"the chunked content breaks off or is damaged after {len(content):,} bytes; get it again"
    raise Unreadable(message, cause=_DAMAGED)


def _check_digest(record: WarcRecord, name: str, contents: tuple[bytes, ...]) -> None:
    """Raise Unreadable where a digest is stated that none of the contents has; unknown algorithms are passed over."""
    algorithm, _, stated = (record.headers.get(name) or "").partition(":")
    algorithm = algorithm.strip().lower().replace("-", "")
    if algorithm not in ("md5", "sha1", "sha256", "sha512"):
        return
    for content in contents:
        digest = hashlib.new(algorithm, content, usedforsecurity=False).digest()
        forms = (base64.b32encode(digest).decode().rstrip("="), digest.hex().upper())
        if stated.strip().upper().rstrip("=") in forms:
            return
    message = f"the content does not match its {name}, so it was changed or damaged; get the file again"
    raise Unreadable(message, cause=_DAMAGED)


def _date(stated: str | None) -> datetime | None:
    """The WARC-Date, which is in UTC; None where it is not a point in time (WARC/1.1 allows a year or a month)."""
    try:
        date = datetime.fromisoformat(stated or "")
    except ValueError:
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
