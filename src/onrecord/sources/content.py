"""What the bytes of a page come wrapped in: its media type, its content coding, and the bound on what comes out.

All unwrapping is done in small pieces, so that whoever takes them can stop at a bound: a few kilobytes of gzip may
hold gigabytes, and a library that unpacks a whole chunk at once has lost before anyone can count.
"""

from __future__ import annotations

import io
import itertools
import re
import zlib
from collections.abc import Iterable, Iterator

from fastwarc.stream_io import BrotliReader

GZIP_MAGIC = b"\x1f\x8b"
PIECE = 65_536

_DAMAGED = "damaged compression"
_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_CODINGS = {
    "gzip": "gzip",
    "x-gzip": "gzip",
    "deflate": "deflate",
    "br": "br",
    "zstd": "zstd",
    "compress": "compress",
    "x-compress": "compress",
}
_CHARSET = re.compile(r"""charset\s*=\s*["']?([^\s"';,]+)""", re.IGNORECASE)


class Unreadable(Exception):
    """What came is no page that can be read: the message says why, the source that catches it says where.

    `cause` is the kind of trouble in a word or two, as `Failure.cause` has it.
    """

    def __init__(self, message: str, *, cause: str) -> None:
        super().__init__(message)
        self.cause = cause


def media_type(header: str | None) -> tuple[str, str | None]:
    """The type and the charset that a Content-Type header states: `("text/html", "utf-8")`, or `("", None)`."""
    kind, _, parameters = (header or "").partition(";")
    charset = _CHARSET.search(parameters)
    return kind.strip().lower(), charset[1] if charset else None


def is_html(kind: str) -> bool:
    """Whether a media type, in lower case and without parameters, is that of an HTML page."""
    return kind in _HTML_TYPES


def content_coding(header: str | None) -> str:
    """The one coding that a Content-Encoding header states, "identity" where it states none.

    Names that are no codings ("none", "utf-8") stand in such headers too; browsers pass them over, and so does this.
    Raises Unreadable where codings are stacked, which no server does for a reader's sake.
    """
    stated = [_CODINGS[name] for part in (header or "").split(",") if (name := part.strip().lower()) in _CODINGS]
    if len(stated) > 1:
        message = f"it is compressed {len(stated)} times over ({', '.join(stated)}); save it from a browser"
        raise Unreadable(message, cause="unknown compression")
    return stated[0] if stated else "identity"


def decoded(chunks: Iterable[bytes], *, coding: str) -> Iterator[bytes]:
    """The content without its coding, in pieces that stay small whatever the chunks unpack to.

    Bytes that are said to be gzip and do not begin like it are given as they are: archives keep the header of a page
    that they stored unpacked. Brotli is gathered before it is unpacked, so what is given has to be bounded. Raises
    Unreadable for damaged or cut-off data and for a coding that is not known here.
    """
    if coding == "identity":
        yield from chunks
        return
    if coding == "br":
        yield from _unbrotlied(b"".join(chunks))
        return
    if coding not in ("gzip", "deflate"):
        message = f"it is compressed as {coding}, which is not read here; save it from a browser"
        raise Unreadable(message, cause="unknown compression")
    stream = iter(chunks)
    head = b""
    for chunk in stream:
        head += chunk
        if len(head) >= len(GZIP_MAGIC):
            break
    whole = itertools.chain([head], stream)
    if coding == "gzip" and not head.startswith(GZIP_MAGIC):
        yield from whole
    elif head:
        yield from _inflated(whole, coding=coding, wbits=_window(head, coding))


def gathered(pieces: Iterable[bytes], *, max_bytes: int) -> bytes:
    """All the pieces in one. Raises Unreadable as soon as there are more than `max_bytes`."""
    whole = bytearray()
    for piece in pieces:
        whole += piece
        if len(whole) > max_bytes:
            raise too_large(max_bytes)
    return bytes(whole)


def too_large(max_bytes: int) -> Unreadable:
    """The trouble with what has more bytes than the bound."""
    return Unreadable(
        f"it has more than {max_bytes:,} bytes, as no news page does; check what it is", cause="too large"
    )


def _window(head: bytes, coding: str) -> int:
    """zlib's name for the wrapping. "deflate" should mean zlib's (RFC 9110, 8.4.1.2), but some servers send none."""
    if coding == "gzip":
        return 16 + zlib.MAX_WBITS
    has_zlib_header = head[0] & 0x0F == 8 and int.from_bytes(head[:2], "big") % 31 == 0
    return zlib.MAX_WBITS if has_zlib_header else -zlib.MAX_WBITS


def _inflated(chunks: Iterable[bytes], *, coding: str, wbits: int) -> Iterator[bytes]:
    stream = zlib.decompressobj(wbits)
    try:
        for left in _small(chunks):
            while left:
                if stream.eof:
                    if coding != "gzip" or left[:1] != GZIP_MAGIC[:1]:
                        return  # padding after the end, which gzip(1) passes over as well
                    stream = zlib.decompressobj(wbits)
                yield stream.decompress(left, PIECE)
                left = stream.unconsumed_tail or stream.unused_data
        yield stream.flush()
    except zlib.error as error:
        raise Unreadable(f"its {coding} data is damaged ({error}); get it again", cause=_DAMAGED) from error
    if not stream.eof:
        raise Unreadable(f"its {coding} data ends too early; get it again", cause=_DAMAGED)


def _small(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The chunks in pieces: what zlib has not taken is copied at every step, which must not be a whole body."""
    for chunk in chunks:
        for start in range(0, len(chunk), PIECE):
            yield chunk[start : start + PIECE]


def _unbrotlied(content: bytes) -> Iterator[bytes]:
    if not content:
        return
    reader = BrotliReader(io.BytesIO(content))
    try:
        yield from iter(lambda: reader.read(PIECE), b"")
    except OSError as error:
        message = f"its brotli data is damaged or ends too early ({error}); get it again"
        raise Unreadable(message, cause=_DAMAGED) from error
