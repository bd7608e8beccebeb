"""A site's addresses by their form, and the links of its pages."""

from __future__ import annotations

import time

import pytest

from onrecord.sources import forms, site


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/2024/05/12/rain", "article"),
        ("/news/2024/may/12/rain-in-town", "article"),
        ("/rain-falls-on-the-valley", "article"),
        ("/news/rain-falls-on-the-valley.html", "article"),
        ("/politik/regen-12345678", "article"),
        ("/a/12345678.html", "article"),
        ("/story.php?id=1234567", "article"),
        ("/20240512/rain", "article"),
        ("/sport", "section"),
        ("/sport/football/", "section"),
        ("/world/middle-east", "section"),
        ("/2019/01/01/", "calendar"),
        ("/archive-of/2019/01", "calendar"),
        ("/events?date=2019-01-01", "calendar"),
        ("/sport?page=2", "calendar"),
        ("/rain.pdf", "other"),
        ("/login", "other"),
        ("/tag/rain-falls-on-the-valley", "other"),
        ("/a/b/c/d", "other"),
        ("/sport?x=1", "other"),
        ("/", "other"),
    ],
)
def test_forms_of_addresses(path: str, form: str) -> None:
    assert site.form(f"https://example.org{path}") == form


def test_a_site_is_a_host_without_a_path() -> None:
    assert site.is_site("https://example.org")
    assert site.is_site("https://example.org/")
    assert not site.is_site("https://example.org/?p=1")
    assert not site.is_site("https://example.org/a")
    assert site.house("https://WWW.example.org/a") == site.house("http://example.org/") == "example.org"


PAGE = b"""<base href="/news/"><link rel="alternate" type="application/rss+xml" href="/feed?a=1&amp;b=2">
<link rel=alternate type=application/rss+xml href=/comments/feed><link rel="alternate" hreflang="de" href="/de">
<A class='x' HREF='rain#top'>Rain</A><a href="mailto:a@example.org"><a data-href="/no"><a href="rain">"""


def test_links_of_a_page() -> None:
    found = site.links(PAGE, url="https://example.org/")
    assert found.pages == ("https://example.org/news/rain",)
    assert found.feeds == ("https://example.org/feed?a=1&b=2",)


@pytest.mark.parametrize("part", [b"<a ", b"<a href=", b"<!--", b'<a href="', b"<a href='\"", b"<a a=a", b"<a x>"])
def test_links_of_pages_made_to_hurt(part: bytes) -> None:
    started = time.monotonic()
    assert len(site.links(part * (2_000_000 // len(part)), url="https://example.org/").pages) <= site.MAX_LINKS
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    ("content", "kind", "form"),
    [
        (b"<!doctype html><html>", "text/xml", "page"),
        (b"\xef\xbb\xbf <?xml version='1.0'?><!-- <html> --><rss version='2.0'>", "text/html", "feed"),
        (b"<rdf:RDF xmlns:rdf='x'>", "", "feed"),
        (b"<feed>", "", "feed"),
        (b"<urlset>", "", "sitemap"),
        (b"<ns:sitemapindex >", "", "sitemap"),
        (b'{"version":"https:\\/\\/jsonfeed.org\\/version\\/1"}', "", "feed"),
        (b"https://example.org/a", "text/plain", "sitemap"),
        (b"https://example.org/a", "text/html", "page"),
        (b"\x1f\x8bnonsense", "", "page"),
        (b"<!-- never ended", "", "page"),
        (b"<!>" * 100_000, "", "page"),
        (b"", "", "page"),
        (b"<", "", "page"),
    ],
)
def test_forms_of_answers(content: bytes, kind: str, form: str) -> None:
    assert forms.form(content, kind=kind) == form
