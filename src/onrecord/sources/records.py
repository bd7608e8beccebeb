"""The records of a WARC file (ISO 28500), whole or reported as damaged, with the place of each in the file.

Strategy: one forward pass over the decompressed bytes that knows which gzip member each record began in. FastWARC's
own iterator would be the first choice, but a file that was cut off ends there without a word, in the middle of a
record as well as of a header, and one damaged member ends the whole iteration. Here the damage is a value with its
offset, and the pass goes on at the next place in the file where a record begins.

A gzipped file can be read in parts. The part from `start` to `end` begins at the first member from `start` on that
opens with a record, and ends before the first one from `end` on that does: where one part stops, the next begins, and
what lies between two such members, damage too, is the part's that was reading there.
"""

from __future__ import annotations

import re
import zlib
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from onrecord.sources.content import GZIP_MAGIC, PIECE

_MAGIC = b"WARC/"
_GZIP = 16 + zlib.MAX_WBITS
_HEAD = 2_048  # bytes, in which the head of a record ends as a rule
_MAX_HEAD = 65_536
_CUT_OFF = "the file ends in the middle of this record"
_KIND = re.compile(rb"^WARC-Type:[ \t]*(\S+)", re.IGNORECASE | re.MULTILINE)
_LENGTH = re.compile(rb"^Content-Length:[ \t]*(\d{1,18})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_GZIP_START = re.compile(rb"\x1f\x8b\x08")
_PLAIN_START = re.compile(rb"(?<=\n)WARC/1\.\d\r\n")


@dataclass(frozen=True, slots=True)
class RawRecord:
    """One record: `offset` in the file, `head` up to and with the blank line, `block` of Content-Length bytes."""

    offset: int
    kind: bytes
    head: bytes
    block: bytes


@dataclass(frozen=True, slots=True)
class Damage:
    """What cannot be read, and from which byte of the file on. `resync`: the records after it must be looked for."""

    offset: int
    why: str
    resync: bool = True


def is_warc(head: bytes) -> bool:
    """Whether the first bytes of a file (a few hundred will do) are those of a WARC file, gzipped or not."""
    return head.startswith(_MAGIC) or _unzips_to_record(head)


def is_gzip(file: BinaryIO) -> bool:
    """Whether a seekable file is gzipped; it is left where it was."""
    place = file.tell()
    file.seek(0)
    gzipped = file.read(2) == GZIP_MAGIC
    file.seek(place)
    return gzipped


def edges(file: BinaryIO, size: int) -> Iterator[int]:
    """Where records of a plain WARC file begin, at least `size` bytes apart, as far as each leads to the next."""
    last = place = 0
    while True:
        file.seek(place)
        head = file.read(_HEAD)
        if b"\r\n\r\n" not in head:
            head += file.read(_MAX_HEAD)
        end, length = head.find(b"\r\n\r\n"), _LENGTH.search(head)
        if end < 0 or length is None or length.start() > end:
            return
        place += end + 4 + int(length[1])
        file.seek(place)
        ahead = file.read(16)
        place += len(ahead) - len(ahead.lstrip(b"\r\n"))
        if not ahead.lstrip(b"\r\n").startswith(_MAGIC):
            return
        if place - last >= size:
            yield place
            last = place


def records(
    file: BinaryIO, *, kinds: tuple[bytes, ...], max_bytes: int, start: int = 0, end: int | None = None
) -> Iterator[RawRecord | Damage]:
    """The records of the given kinds (b"response", ...) in a seekable WARC file, gzipped or not.

    A record of more than `max_bytes` is passed over as a Damage; memory holds one record at a time. `start` and `end`
    give those alone that begin between these bytes of the file; a plain file must have a record at `start`.
    """
    first: int | None = start
    if start and is_gzip(file):
        first = _next_start(file, start, end)
    while first is not None:
        resync_at = None
        for found in _from(file, first, kinds, max_bytes):
            if end is not None and found.offset >= end and _begins(file, found.offset):
                return
            if isinstance(found, Damage) or found.kind in kinds:
                yield found
            if isinstance(found, Damage) and found.resync:
                resync_at = found.offset + 1
        first = None if resync_at is None else _next_start(file, resync_at, end)


def _from(file: BinaryIO, start: int, kinds: tuple[bytes, ...], max_bytes: int) -> Iterator[RawRecord | Damage]:
    """The records from a place on, those of other kinds without their blocks, up to the first damage or the end."""
    stream = _Stream(file, start)
    while (found := _next(stream, kinds, max_bytes)) is not None:
        yield found
        if isinstance(found, Damage) and found.resync:
            return


def _next(stream: _Stream, kinds: tuple[bytes, ...], max_bytes: int) -> RawRecord | Damage | None:
    """The next record, None after the last one."""
    offset: int | None = None
    try:
        if not stream.to_next():
            return None
        offset = stream.offset
        if stream.ahead(len(_MAGIC)) != _MAGIC:
            return Damage(offset, "no WARC record begins here")
        head = stream.head()
        kind, length = _KIND.search(head), _LENGTH.search(head)
        if kind is None or length is None:
            return Damage(offset, "the record has no WARC-Type or no Content-Length")
        size, wanted = int(length[1]), kind[1].lower() in kinds
        block = stream.take(size, keep=wanted and size <= max_bytes)
        if not stream.at_boundary():
            return Damage(offset, "the record does not end where its Content-Length says")
    except (EOFError, zlib.error) as error:
        why = f"the gzip data is damaged ({error})" if isinstance(error, zlib.error) else _CUT_OFF
        return Damage(stream.offset if offset is None else offset, why)
    if wanted and size > max_bytes:
        return Damage(offset, f"the record has {size:,} bytes, more than the bound of {max_bytes:,}", resync=False)
    return RawRecord(offset, kind[1].lower(), head, block)


def _begins(file: BinaryIO, place: int) -> bool:
    """Whether a record, in a gzipped file a member that opens with one, begins there; the file is left where it was."""
    before = file.tell()
    file.seek(place)
    head = file.read(1024)
    file.seek(before)
    return _unzips_to_record(head) if is_gzip(file) else head.startswith(_MAGIC)


def _next_start(file: BinaryIO, start: int, end: int | None) -> int | None:
    """The first place from `start` on, and before `end`, where a record begins; None where there is none."""
    gzipped = is_gzip(file)
    pattern = _GZIP_START if gzipped else _PLAIN_START
    position = max(start - 1, 0)  # one byte back, for the line end before a plain record
    overlap = 16
    while True:
        file.seek(position)
        window = file.read(PIECE)
        for match in pattern.finditer(window):
            place = position + match.start()
            if place >= start and (not gzipped or _begins(file, place)):
                return place if end is None or place < end else None
        if len(window) < PIECE or (end is not None and position + len(window) - overlap >= end):
            return None
        position += len(window) - overlap


def _unzips_to_record(head: bytes) -> bool:
    try:
        return zlib.decompressobj(_GZIP).decompress(head, len(_MAGIC)) == _MAGIC
    except zlib.error:
        return False


class _Stream:
    """The decompressed bytes of a file from `start` on. Its methods raise EOFError and zlib.error."""

    def __init__(self, file: BinaryIO, start: int) -> None:
        file.seek(start)
        self._file = file
        self._raw = file.read(PIECE)
        self._raw_at = start  # the place in the file of the first byte of _raw
        self._member = zlib.decompressobj(_GZIP) if self._raw.startswith(GZIP_MAGIC) else None
        self._fresh = True  # nothing of the current member was read yet
        self._ready = bytearray()  # decompressed and not taken
        self._taken = 0  # decompressed bytes before _ready
        self._marks = deque([(0, start)])  # (decompressed bytes before a gzip member, its place in the file)

    @property
    def offset(self) -> int:
        """Where the next byte is in the file; for gzip, where the member that holds it begins."""
        while len(self._marks) > 1 and self._marks[1][0] <= self._taken:
            self._marks.popleft()
        return self._marks[0][1] + (self._taken - self._marks[0][0] if self._member is None else 0)

    def to_next(self) -> bool:
        """Pass over line ends; whether anything comes after them."""
        while True:
            line_ends = len(self._ready) - len(self._ready.lstrip(b"\r\n"))
            self._drop(line_ends)
            if self._ready:
                return True
            if not self._more():
                return False

    def ahead(self, size: int) -> bytes:
        """The next bytes, at most `size`, without taking them."""
        while len(self._ready) < size and self._more():
            pass
        return bytes(self._ready[:size])

    def head(self) -> bytes:
        """Take everything up to and with the first blank line."""
        while (end := self._ready.find(b"\r\n\r\n")) < 0:
            if len(self._ready) > _MAX_HEAD:
                return b""
            if not self._more():
                raise EOFError
        return self.take(end + 4)

    def take(self, size: int, *, keep: bool = True) -> bytes:
        """Take exactly `size` bytes; give them, or b"" where they are not to be kept."""
        kept = bytearray()
        while size:
            if not self._ready and not self._more():
                raise EOFError
            part = min(size, len(self._ready))
            if keep:
                kept += self._ready[:part]
            self._drop(part)
            size -= part
        return bytes(kept)

    def at_boundary(self) -> bool:
        """Whether a record may end here: a line end, the next record, or the end of the member or the file follows.

        Looks no further than the current gzip member, whose checksum is checked on the way; damage of the next one
        is not this record's.
        """
        while len(self._ready) < len(_MAGIC) and not (self._member and self._member.eof) and self._more():
            pass
        return not self._ready or self._ready.startswith((b"\r", b"\n", _MAGIC))

    def _drop(self, size: int) -> None:
        del self._ready[:size]
        self._taken += size

    def _more(self) -> bool:
        """Make more bytes ready; False at the end of the file."""
        self._raw = self._raw or self._file.read(PIECE)
        if not self._raw:
            if self._member is None or self._member.eof or self._fresh:
                return False
            raise EOFError
        if self._member is None:
            self._ready += self._raw
            self._raw = b""
            return True
        if self._member.eof:
            self._member = zlib.decompressobj(_GZIP)
            self._marks.append((self._taken + len(self._ready), self._raw_at))
        self._ready += self._member.decompress(self._raw, PIECE)
        rest = self._member.unused_data or self._member.unconsumed_tail
        self._raw_at += len(self._raw) - len(rest)
        self._raw = rest
        self._fresh = False
        return True
