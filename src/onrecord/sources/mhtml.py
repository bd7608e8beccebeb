"""Pages that a browser saved in one file with all that they show: MHTML (RFC 2557), as Chrome and Edge write it.

The file is cut at its boundary here, and the standard library reads the head and the coding of each part. Its own
reader of whole messages would go into parts of parts of parts, as deep as a hostile file wants.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime
from itertools import islice

from onrecord.sources.content import Unreadable, is_html
from onrecord.values import Page

_MARK = b"\xef\xbb\xbf"
_BLANK = re.compile(rb"\r?\n\r?\n")
_FIRST_LINE = re.compile(rb"[A-Za-z][A-Za-z\-]*:")
_IS_RELATED = re.compile(rb"^Content-Type:\s*multipart/related\b", re.IGNORECASE | re.MULTILINE)
_LONGEST_HEAD = 65_536
_MOST_PARTS = 10_000  # the page itself is among the first
_AGAIN = "save the page again"
_DAMAGED = "damaged MHTML"


def looks_like(content: bytes) -> bool:
    """Whether a file begins as MHTML does: with the head of a message whose parts are related."""
    head = _head(content.removeprefix(_MARK))
    return _FIRST_LINE.match(head) is not None and _IS_RELATED.search(head) is not None


def saved_page(content: bytes, *, place: str | None = None) -> Page:
    """The page of an MHTML file: its first part that is HTML, the address that it was saved from, and when.

    Raises Unreadable where no part is HTML, or the file ends before that part does.
    """
    try:
        return _page(content.removeprefix(_MARK), place)
    except (MessageError, ValueError, LookupError) as error:  # what the standard library finds wrong with a head
        raise Unreadable(f"its head cannot be read ({error}); {_AGAIN}", cause=_DAMAGED) from error


def _page(content: bytes, place: str | None) -> Page:
    whole = _message(content)
    for part, body in islice(_parts(content, whole.get_boundary()), _MOST_PARTS):
        if is_html(part.get_content_type()):
            return Page(
                url=_address(whole.get("Snapshot-Content-Location")) or _address(part.get("Content-Location")),
                html=_decoded(part, body),
                fetched=_date(whole.get("Date")),
                charset=part.get_content_charset(),
                place=place,
            )
    raise Unreadable(f"none of its parts is HTML, as one of a saved page is; {_AGAIN}", cause=_DAMAGED)


def _parts(content: bytes, boundary: str | None) -> Iterator[tuple[Message, bytes]]:
    """The head and the body of each part. Raises Unreadable where the file ends inside of one."""
    if not boundary:
        raise Unreadable(f"it does not say what parts its parts; {_AGAIN}", cause=_DAMAGED)
    edge = re.compile(
        rb"(?:\A|\r?\n)--%s(--)?[ \t]*(?=\r?\n|\Z)" % re.escape(boundary.encode("utf8", "surrogateescape"))
    )
    start = None
    for found in edge.finditer(content):
        if start is not None:
            part = content[start : found.start()]
            head = _head(part)
            yield _message(head), part[len(head) :]
        start = found.end()
        if found[1]:
            return
    raise Unreadable(f"the file ends in the middle of a part; {_AGAIN}", cause=_DAMAGED)


def _head(content: bytes) -> bytes:
    """The lines up to and with the first blank one; nothing where there is none."""
    begin = 2 if content.startswith(b"\r\n") else 1 if content.startswith(b"\n") else 0
    blank = _BLANK.search(content, begin, _LONGEST_HEAD)
    return content[: blank.end()] if blank else b""


def _message(content: bytes) -> Message:
    return BytesHeaderParser().parsebytes(_head(content).lstrip(b"\r\n"))


def _decoded(part: Message, body: bytes) -> bytes:
    """The body without its coding: quoted-printable, base64 or none."""
    part.set_payload(body.decode("ascii", "surrogateescape"))
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _address(header: object) -> str | None:
    """The web address that a header states, whose long lines are folded and whose other letters are encoded words."""
    if header is None:
        return None
    address = "".join(str(make_header(decode_header(str(header)))).split())
    return address if address.lower().startswith(("http://", "https://")) else None


def _date(header: object) -> datetime | None:
    try:
        date = parsedate_to_datetime(str(header))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
