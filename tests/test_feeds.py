"""Feeds in all their forms, and those made to hurt."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from onrecord.errors import SourceError
from onrecord.sources import feeds
from onrecord.sources.entries import Entry, moment

URL = "https://example.org/news/feed"
RAIN = "https://example.org/rain"
NOON = datetime(2024, 5, 12, 12, tzinfo=UTC)

RSS = b"""

<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://example.org/rss.dtd">
<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><link>/</link><title>News</title>
<item><media:title>A picture</media:title><title>Rain &amp; sun</title><link> /rain </link>
<pubDate>Sun, 12 May 2024 14:00:00 +0200</pubDate></item></channel></rss>"""
RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>News</title></channel>
<item><title>Rain &amp; sun</title><link>https://example.org/rain</link><dc:date>2024-05-12T12:00Z</dc:date></item>
</rdf:RDF>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://example.org/"><entry>
<title>Rain &amp; sun</title>
<link rel="edit" href="/edit"/><link href="rain"/><published>2024-05-12T12:00:00Z</published></entry></feed>"""
JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [{"url": "/rain", "title": "Rain & sun", "date_published": "2024-05-12T12:00:00Z"}, 3, {"url": 4}],
    }
).encode()


@pytest.mark.parametrize("content", [RSS, RDF, ATOM, b"\xef\xbb\xbf" + JSON], ids=["rss", "rdf", "atom", "json"])
def test_every_form_says_the_same(content: bytes) -> None:
    assert feeds.read(content, url=URL) == (Entry(url=RAIN, published=NOON, title="Rain & sun"),)


def test_address_of_a_guid_and_change_of_an_entry() -> None:
    rss = (
        b"<rss><item><guid>https://example.org/rain</guid></item><item><guid isPermaLink='false'>x</guid></item></rss>"
    )
    assert [entry.url for entry in feeds.read(rss, url=URL)] == [RAIN]
    atom = b"<feed><entry><link href='/rain'/><updated>2024-05-12T12:00:00Z</updated></entry></feed>"
    assert feeds.read(atom, url=URL) == (Entry(url=RAIN, modified=NOON),)


def test_addresses_that_are_none_of_the_web_are_left_out() -> None:
    rss = b"<rss><item><link>javascript:1</link></item><item><link>http://[</link></item><item><link/></item></rss>"
    assert feeds.read(rss, url=URL) == ()


def test_entries_are_bounded() -> None:
    rss = b"<rss>" + b"<item><link>/a</link></item>" * (feeds.MAX_ENTRIES + 1) + b"</rss>"
    assert len(feeds.read(rss, url=URL)) == feeds.MAX_ENTRIES


ENTITIES = (
    b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><rss><item><link>&b;</link></item></rss>'
)
EXTERNAL = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><item><link>&x;</link></item></rss>'


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (ENTITIES, "XML entities"),
        (EXTERNAL, "XML entities"),
        (b"<rss><item>", "broken XML"),
        (b"<rss>&nbsp;</rss>", "broken XML"),
        (b'<?xml version="1.0" encoding="utf-99"?><rss/>', "broken XML"),
        (b"", "broken XML"),
        (b"<a>" * 1000, "too large"),
        (b'{"version": "https://jsonfeed.org/version/1"', "broken JSON"),
        (b'{"a":' + b"[" * 200_000, "broken JSON"),
    ],
)
def test_what_is_broken_has_its_cause(content: bytes, cause: str) -> None:
    with pytest.raises(SourceError) as caught:
        feeds.read(content, url=URL)
    assert caught.value.cause == cause
    assert str(caught.value).startswith(URL)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-05-12T14:00:00+02:00", NOON),
        ("Sun, 12 May 2024 12:00:00 GMT", NOON),
        ("2024-05-12", datetime(2024, 5, 12, tzinfo=UTC)),
        ("0001-01-01T00:00:00+14:00", None),
        ("yesterday", None),
        ("", None),
        (None, None),
    ],
)
def test_moments(text: str | None, expected: datetime | None) -> None:
    assert moment(text) == expected
