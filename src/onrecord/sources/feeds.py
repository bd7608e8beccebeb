"""Feeds: RSS 0.9x, 1.0 and 2.0, Atom, JSON Feed.

>>> rss = b"<rss><channel><item><title>Rain</title><link>/rain</link></item></channel></rss>"
>>> [(entry.url, entry.title) for entry in read(rss, url="https://example.org/feed")]
[('https://example.org/rain', 'Rain')]
"""

from __future__ import annotations

import json
from typing import Any

from onrecord.errors import FetchFailed
from onrecord.sources.entries import Entry, absolute, moment, walk

MAX_ENTRIES = 10_000

_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_KINDS = {"item", "entry"}
_LINKS = ("origLink", "alternate", "link", "permalink")  # the first that is there is taken
_PUBLISHED = ("published", "pubDate", "issued", "date", "created")
_MODIFIED = ("updated", "modified")


def read(content: bytes, *, url: str) -> tuple[Entry, ...]:
    """The entries of a feed in its order, at most MAX_ENTRIES; `url` is where it stands.

    Entries without an address of the web are left out. Raises FetchFailed where it is no feed or a broken one.
    """
    text = content.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"{"):
        return _json(text, url)
    feed = _Feed(url)
    walk([content], feed, where=url)
    return tuple(feed.entries)


class _Feed:
    """Takes the elements of a feed, and keeps what they say of entries."""

    def __init__(self, url: str) -> None:
        self.entries: list[Entry] = []
        self._bases = [url]
        self._at: int | None = None  # the depth of the entry that is being read
        self._said: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str], depth: int) -> None:
        self._bases.append(absolute(attributes.get(_BASE), base=self._bases[-1]) or self._bases[-1])
        if self._at is None and name in _KINDS:
            self._at, self._said = depth, {}
        elif self._at is not None and depth == self._at + 1:
            self._note_attributes(name, attributes)

    def end(self, name: str, text: str, depth: int) -> None:
        base = self._bases.pop()
        if self._at is None:
            return
        if depth == self._at + 1 and text:
            self._said.setdefault(name, text)
        elif depth == self._at:
            self._keep(base)
            self._at = None

    def _note_attributes(self, name: str, attributes: dict[str, str]) -> None:
        """Atom's links are attributes, and so is whether RSS's guid is an address."""
        if name == "link" and attributes.get("rel", "alternate") == "alternate" and "href" in attributes:
            self._said.setdefault("alternate", attributes["href"])
        if name == "guid" and attributes.get("isPermaLink", "true").lower() == "true":
            self._said["guid is a link"] = "yes"

    def _keep(self, base: str) -> None:
        if "guid is a link" in self._said:
            self._said["permalink"] = self._said.get("guid", "")
        links = (absolute(self._said.get(name), base=base) for name in _LINKS)
        link = next((link for link in links if link), None)
        if link is not None and len(self.entries) < MAX_ENTRIES:
            self.entries.append(_entry(link, self._said))


def _json(text: bytes, url: str) -> tuple[Entry, ...]:
    try:
        feed: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        message = f"this is broken JSON ({type(error).__name__}); tell the site"
        raise FetchFailed(message, where=url, cause="broken JSON") from error
    items = feed.get("items")
    found = []
    for item in items[:MAX_ENTRIES] if isinstance(items, list) else ():
        said = {name: value for name, value in item.items() if isinstance(value, str)} if isinstance(item, dict) else {}
        links = (absolute(said.get(name), base=url) for name in ("url", "external_url"))
        link = next((link for link in links if link), None)
        if link is not None:
            said |= {"published": said.get("date_published", ""), "modified": said.get("date_modified", "")}
            found.append(_entry(link, said))
    return tuple(found)


def _entry(link: str, said: dict[str, str]) -> Entry:
    published = next((date for name in _PUBLISHED if (date := moment(said.get(name)))), None)
    modified = next((date for name in _MODIFIED if (date := moment(said.get(name)))), None)
    return Entry(url=link, published=published, modified=modified, title=said.get("title") or None)
