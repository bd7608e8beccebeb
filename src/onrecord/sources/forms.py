"""What an answer is: a page, a feed or a sitemap. Its first element decides, as media types are often wrong."""

from __future__ import annotations

from typing import Literal

from onrecord.sources.content import GZIP_MAGIC, Unreadable, decoded

Form = Literal["page", "feed", "sitemap"]

_ROOTS: dict[bytes, Form] = {
    b"rss": "feed",
    b"rdf": "feed",
    b"feed": "feed",
    b"urlset": "sitemap",
    b"sitemapindex": "sitemap",
}
_LOOKED_AT = 16_384
_ASIDES = ((b"<?", b"?>"), (b"<!--", b"-->"), (b"<!", b">"))  # what may stand before the first element


def form(content: bytes, *, kind: str) -> Form:
    """The form of some content without its transport's compression; `kind` is the media type that the header states."""
    head = _head(content).removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"{"):
        return "feed" if b"jsonfeed.org/version" in head.replace(b"\\/", b"/") else "page"
    if kind == "text/plain" and head.startswith((b"http://", b"https://")):
        return "sitemap"
    return _ROOTS.get(_root(head), "page")


def _head(content: bytes) -> bytes:
    if not content.startswith(GZIP_MAGIC):
        return content[:_LOOKED_AT]
    try:
        return next(decoded([content], coding="gzip"), b"")[:_LOOKED_AT]
    except Unreadable:
        return b""


def _root(head: bytes) -> bytes:
    """The name of the first element in lower case, without its prefix."""
    at = 0
    while aside := next(((begin, end) for begin, end in _ASIDES if head.startswith(begin, at)), None):
        ended = head.find(aside[1], at)
        if ended < 0:
            return b""
        at = head.find(b"<", ended + len(aside[1]))  # past white space, and the end of a DOCTYPE with declarations
        if at < 0:
            return b""
    name = head[at + 1 : at + 100].replace(b">", b" ").replace(b"/", b" ").split(maxsplit=1) if head[at:] else []
    return name[0].rpartition(b":")[2].lower() if name and head.startswith(b"<", at) else b""
