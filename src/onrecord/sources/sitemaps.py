"""Sitemaps as sitemaps.org describes them, with the dates of news sitemaps; gzipped or not, in XML or one URL a line.

>>> text = b"https://example.org/rain\\nhttps://example.org/sun\\n"
>>> [entry.url for entry in read(text, url="https://example.org/sitemap.txt").pages]
['https://example.org/rain', 'https://example.org/sun']
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from onrecord.errors import FetchFailed
from onrecord.sources.content import GZIP_MAGIC, Unreadable, decoded, too_large
from onrecord.sources.entries import Entry, absolute, moment, walk

MAX_BYTES = 50 * 1024 * 1024  # unpacked: sitemaps.org allows no more
MAX_ENTRIES = 50_000  # sitemaps.org again


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemap:
    """What one file names: pages, and other sitemaps (then it is an index)."""

    pages: tuple[Entry, ...] = ()
    sitemaps: tuple[Entry, ...] = ()


def read(content: bytes, *, url: str) -> Sitemap:
    """What a sitemap names, in its order; at most MAX_ENTRIES of each kind. `url` is where it stands.

    Raises FetchFailed where it is broken, or unpacks to more than MAX_BYTES.
    """
    pieces = _bounded(content)
    try:
        first = next(pieces, b"")
        whole = chain([first], pieces)
        if first.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
            found = _Found(url)
            walk(whole, found, where=url)
            return Sitemap(pages=tuple(found.pages), sitemaps=tuple(found.sitemaps))
        return Sitemap(pages=tuple(_lines(b"".join(whole), url)))
    except Unreadable as error:
        raise FetchFailed(str(error), where=url, cause=error.cause) from error


class _Found:
    """Takes the elements of a sitemap, and keeps what they say of pages and sitemaps."""

    def __init__(self, url: str) -> None:
        self.pages: list[Entry] = []
        self.sitemaps: list[Entry] = []
        self._url = url
        self._said: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str], depth: int) -> None:
        if depth == 1:
            self._said = {}

    def end(self, name: str, text: str, depth: int) -> None:
        if depth in (2, 3) and text:  # loc and lastmod, and what stands in <news:news>
            self._said.setdefault(name, text)
        elif depth == 1 and name in ("url", "sitemap"):
            kept = self.pages if name == "url" else self.sitemaps
            link = absolute(self._said.get("loc"), base=self._url)
            if link is not None and len(kept) < MAX_ENTRIES:
                kept.append(self._entry(link))

    def _entry(self, link: str) -> Entry:
        published, modified = moment(self._said.get("publication_date")), moment(self._said.get("lastmod"))
        return Entry(url=link, published=published, modified=modified, title=self._said.get("title"))


def _bounded(content: bytes) -> Iterator[bytes]:
    """The content unpacked, in pieces. A server may have packed what is a .gz already, so it is unpacked until it ends.

    Raises Unreadable where there is too much of it.
    """
    coding = "gzip" if content.startswith(GZIP_MAGIC) else "identity"
    size = 0
    for piece in decoded([content], coding=coding):
        size += len(piece)
        if size > MAX_BYTES:
            raise too_large(MAX_BYTES)
        yield piece


def _lines(text: bytes, url: str) -> Iterator[Entry]:
    lines = text.decode("utf-8-sig", "replace").split()
    found = (absolute(line, base=url) for line in lines if line.startswith(("http://", "https://")))
    yield from (Entry(url=link) for link, _ in zip(filter(None, found), range(MAX_ENTRIES), strict=False))
