"""Sitemaps in all their forms, and those made to hurt."""

from __future__ import annotations

import gzip
import time
from datetime import UTC, datetime

import pytest

from onrecord.errors import SourceError
from onrecord.sources import sitemaps
from onrecord.sources.entries import Entry

URL = "https://example.org/sitemap.xml"
DAY = datetime(2024, 5, 12, tzinfo=UTC)
NEWS = b"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"><url>
<image:image><image:loc>https://example.org/rain.png</image:loc><image:title>Wet</image:title></image:image>
<loc> https://example.org/rain </loc><news:news><news:title>Rain</news:title>
<news:publication_date>2024-05-12</news:publication_date></news:news></url>
<url><loc>/sun</loc><lastmod>2024-05-12T00:00:00Z</lastmod></url><url><lastmod>2024-05-12</lastmod></url></urlset>"""


@pytest.mark.parametrize("content", [NEWS, gzip.compress(NEWS)], ids=["plain", "gzip"])
def test_pages_with_their_dates(content: bytes) -> None:
    assert sitemaps.read(content, url=URL).pages == (
        Entry(url="https://example.org/rain", published=DAY, title="Rain"),
        Entry(url="https://example.org/sun", modified=DAY),
    )


def test_index() -> None:
    index = b"<sitemapindex><sitemap><loc>/a.xml.gz</loc><lastmod>2024-05-12</lastmod></sitemap></sitemapindex>"
    found = sitemaps.read(index, url=URL)
    assert found.pages == ()
    assert found.sitemaps == (Entry(url="https://example.org/a.xml.gz", modified=DAY),)


def test_one_address_a_line() -> None:
    text = b"\xef\xbb\xbfhttps://example.org/rain\r\n\r\n# no address\nhttps://example.org/sun"
    assert [entry.url for entry in sitemaps.read(text, url=URL).pages] == [
        "https://example.org/rain",
        "https://example.org/sun",
    ]


def test_entries_are_bounded() -> None:
    many = b"<urlset>" + b"<url><loc>/a</loc></url>" * (sitemaps.MAX_ENTRIES + 1) + b"</urlset>"
    assert len(sitemaps.read(many, url=URL).pages) == sitemaps.MAX_ENTRIES


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (gzip.compress(b"<urlset>" + b" " * (sitemaps.MAX_BYTES + 1), 1), "too large"),
        (gzip.compress(NEWS)[:-9], "damaged compression"),
        (b'<!DOCTYPE a [<!ENTITY a "a">]><urlset>&a;</urlset>', "XML entities"),
        (b"<urlset><url>", "broken XML"),
        (b"<urlset>" + b"<url/>" * 1_000_001, "too large"),
    ],
    ids=["bomb", "cut", "entities", "broken", "elements"],
)
def test_what_is_broken_has_its_cause(content: bytes, cause: str) -> None:
    started = time.monotonic()
    with pytest.raises(SourceError) as caught:
        sitemaps.read(content, url=URL)
    assert caught.value.cause == cause
    assert time.monotonic() - started < 20
