"""Gathering, against servers on this machine: what is asked for, in which order, and what ends whatever comes."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from ipaddress import IPv4Address, IPv6Address
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from fastwarc.warc import ArchiveIterator

from onrecord.sources import Known, Visit, addresses, gather, pages
from onrecord.sources.frontier import normal
from onrecord.values import Failure, Page
from web import HTML, Answer, Site, drip, raw, redirect, reply

LONG_AGO, NOW = datetime(2020, 1, 1, tzinfo=UTC), datetime.now(UTC)
BROTLI_BOMB = bytes.fromhex("9f3f4b4cf82700e2b140205f8809")  # five million zeros


def visits(*urls: str, known: Callable[[str], Known | None] = lambda url: None, **more: Any) -> list[Visit]:
    bounds = {"allow_private": True, "delay": 0.01, "timeout": 2.0, "max_bytes": 100_000, **more}
    return list(gather(urls, known=known, **bounds))


def paths(found: list[Visit]) -> list[str]:
    """The paths of the pages that were had."""
    return sorted("/" + visit.url.split("/", 3)[3] for visit in found if isinstance(visit.outcome, Page))


def cause(found: list[Visit]) -> str:
    """The cause of the one failure."""
    [visit] = [visit for visit in found if isinstance(visit.outcome, Failure)]
    assert isinstance(visit.outcome, Failure)
    return visit.outcome.cause


def rss(*items: tuple[str, datetime | None]) -> Answer:
    parts = [
        f"<item><link>{link}</link>" + (f"<pubDate>{format_datetime(date)}</pubDate>" if date else "") + "</item>"
        for link, date in items
    ]
    return reply(f"<rss><channel>{''.join(parts)}</channel></rss>".encode(), content_type="application/rss+xml")


def sitemap(*links: str) -> Answer:
    text = "".join(f"<url><loc>{link}</loc></url>" for link in links)
    return reply(f"<urlset>{text}</urlset>".encode(), content_type="application/xml")


def index(*links: str) -> Answer:
    text = "".join(f"<sitemap><loc>{link}</loc></sitemap>" for link in links)
    return reply(f"<sitemapindex>{text}</sitemapindex>".encode(), content_type="application/xml")


def front(*links: str, more: str = "") -> Answer:
    return reply(("<!doctype html>" + more + "".join(f'<a href="{link}">x</a>' for link in links)).encode())


# What is asked for


def test_pages_feeds_and_sitemaps_each_address_once(site: Site) -> None:
    for path in ("/a", "/b", "/c"):
        site.answers[path] = reply()
    site.answers["/feed"] = rss(("/a?utm_source=x#top", None), ("/b", NOW))
    site.answers["/map.xml"] = sitemap("/b", f"{site.url}/c?fbclid=1", "/")
    found = visits(f"{site.url}/a", f"{site.url}/a#again", f"{site.url}/feed", f"{site.url}/map.xml")
    assert paths(found) == ["/a", "/b", "/c"]
    assert len(found) == 3
    assert sorted(site.asked) == ["/a", "/b", "/c", "/feed", "/map.xml", "/robots.txt"]


def test_a_redirect_to_a_page_that_waits(site: Site) -> None:
    site.answers["/feed"] = rss(("/a", NOW), ("/slow", NOW), ("/b", LONG_AGO))
    site.answers["/a"] = redirect("/b")
    site.answers["/b"] = reply()

    def slow(request: BaseHTTPRequestHandler) -> None:
        time.sleep(0.5)  # so that /b has to wait until /a has come
        reply()(request)

    site.answers["/slow"] = slow
    assert paths(visits(f"{site.url}/feed")) == ["/a", "/slow"]


def test_a_site_is_asked_for_feeds_sitemaps_and_sections(site: Site) -> None:
    site.answers["/robots.txt"] = reply(f"Sitemap: {site.url}/map.xml\nUser-agent: *\nAllow: /".encode())
    site.answers["/"] = front(
        "/sport", "/2024/05/12/front-page", "/login", "https://elsewhere.example/a-b-c-d-e",
        more='<link rel="alternate" type="application/rss+xml" href="/feed">',
    )  # fmt: skip
    site.answers["/feed"] = rss(("/from-the-feed", None))
    site.answers["/map.xml"] = sitemap("/from-the-map", "https://elsewhere.example/a")
    site.answers["/sport"] = front("/sport/who-won-the-cup-final", "/sport/football")
    site.answers["/sport/football"] = front("/sport/football/deep-down-in-the-site", "/sport/deeper")
    site.answers["/sport/deeper"] = front("/sport/deeper/too-deep-for-a-crawler")
    articles = ["/2024/05/12/front-page", "/from-the-feed", "/from-the-map", "/sport/who-won-the-cup-final"]
    for path in [*articles, "/sport/football/deep-down-in-the-site"]:
        site.answers[path] = reply()
    found = visits(site.url)
    assert paths(found) == sorted([*articles, "/sport/football/deep-down-in-the-site"])
    assert len(found) == 5
    assert "/sport/deeper" not in site.asked


def test_where_no_sitemap_is_named_guesses_fail_in_silence(site: Site) -> None:
    site.answers["/"] = front()
    site.answers["/news-sitemap.xml"] = sitemap("/a")
    site.answers["/a"] = reply()
    assert paths(found := visits(site.url)) == ["/a"]
    assert len(found) == 1
    assert "/sitemap.xml" in site.asked


def test_what_is_on_record_is_not_asked_for(site: Site) -> None:
    site.answers["/feed"] = rss(
        ("/old", LONG_AGO), ("/undated", None), ("/changed", NOW), ("/gone", NOW), ("/new", NOW)
    )
    for path in ("/old", "/undated", "/changed", "/new"):
        site.answers[path] = reply(etag='"2"')
    known = {
        f"{site.url}/{name}": Known(fetched=NOW - timedelta(days=1), etag='"1"')
        for name in ("old", "undated", "changed")
    }
    known[f"{site.url}/gone"] = Known(fetched=LONG_AGO, gone=True)
    found = visits(f"{site.url}/feed", known=known.get)
    assert paths(found) == ["/changed", "/new"]
    assert {visit.etag for visit in found} == {'"2"'}
    assert [sent.get("if-none-match") for sent in site.headers].count('"1"') == 1


def test_what_is_named_is_asked_for_if_it_has_changed(site: Site) -> None:
    def unless_known(request: BaseHTTPRequestHandler) -> None:
        (reply(b"", 304) if request.headers.get("If-None-Match") == '"1"' else reply())(request)

    site.answers["/a"] = site.answers["/b"] = unless_known
    known = {f"{site.url}/a": Known(fetched=NOW, etag='"1"', last_modified="x"), f"{site.url}/b": Known(gone=True)}
    found = {visit.url: visit for visit in visits(f"{site.url}/a", f"{site.url}/b", known=known.get)}
    assert found[f"{site.url}/a"] == Visit(url=f"{site.url}/a", outcome=None, etag='"1"', last_modified="x")
    assert isinstance(found[f"{site.url}/b"].outcome, Page)


def test_since_and_limit(site: Site) -> None:
    dated = [(f"/{day}", NOW - timedelta(days=day)) for day in range(9, 0, -1)]
    site.answers["/feed"] = rss(*dated, ("/undated", None))
    for path in [*(link for link, _ in dated), "/undated"]:
        site.answers[path] = reply()
    assert paths(visits(f"{site.url}/feed", since=NOW - timedelta(days=2, hours=1))) == ["/1", "/2", "/undated"]
    assert paths(visits(f"{site.url}/feed", limit=3)) == ["/1", "/2", "/3"]
    assert visits(f"{site.url}/feed", limit=0) == []


def test_gone_for_good_or_for_now(site: Site) -> None:
    site.answers["/pdf"] = reply(content_type="application/pdf")
    site.answers["/ill"] = reply(b"", 500)
    found = visits(*(f"{site.url}/{name}" for name in ("none", "pdf", "ill")), "gopher://a/")
    causes = {visit.url: (visit.outcome.cause, visit.gone) for visit in found if isinstance(visit.outcome, Failure)}
    assert causes == {
        f"{site.url}/none": ("HTTP 404", True),
        f"{site.url}/pdf": ("not HTML", True),
        f"{site.url}/ill": ("HTTP 500", False),
        "gopher://a/": ("not a web address", False),
    }


def test_addresses_as_they_are_compared() -> None:
    assert normal(" HTTPS://Example.org:443#top") == "https://example.org/"
    assert normal("https://example.org/a?utm_source=x&b=%20&gclid=1#c") == "https://example.org/a?b=%20"
    assert normal("https://example.org/a?fbclid=1") == "https://example.org/a"
    assert normal("rain") == "rain"


def test_what_was_fetched_is_kept(site: Site, tmp_path: Path) -> None:
    site.answers["/a"] = reply(gzip.compress(HTML), content_encoding="gzip")
    [visit] = visits(f"{site.url}/a", warc=tmp_path)
    [path] = tmp_path.iterdir()
    [page] = pages(str(path))
    assert isinstance(page, Page)
    assert isinstance(visit.outcome, Page)
    assert (page.url, page.html) == (visit.outcome.url, visit.outcome.html)
    with path.open("rb") as file:
        assert len(list(ArchiveIterator(file))) == 3


# Manners


def test_requests_to_a_host_are_spread(site: Site) -> None:
    starts: list[float] = []

    def noted(request: BaseHTTPRequestHandler) -> None:
        starts.append(time.monotonic())
        reply()(request)

    site.answers["/robots.txt"] = reply(b"User-agent: *\nCrawl-delay: 0.2\n")
    for name in "abcd":
        site.answers[f"/{name}"] = noted
    visits(*(f"{site.url}/{name}" for name in "abcd"))
    assert all(later - earlier > 0.18 for earlier, later in pairwise(starts))


def test_no_more_than_two_at_once(site: Site) -> None:
    running, most, lock = 0, 0, threading.Lock()

    def slow(request: BaseHTTPRequestHandler) -> None:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.1)
        with lock:
            running -= 1
        reply()(request)

    for number in range(6):
        site.answers[f"/{number}"] = slow
    assert len(visits(*(f"{site.url}/{number}" for number in range(6)), delay=0.0)) == 6
    assert most == 2


@pytest.mark.parametrize("header", ["1", "date"])
def test_a_busy_server_is_asked_again_when_it_says(site: Site, header: str) -> None:
    asked: list[float] = []

    def busy(request: BaseHTTPRequestHandler) -> None:
        asked.append(time.monotonic())
        after = format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True) if header == "date" else header
        (reply(b"", 503, retry_after=after) if len(asked) == 1 else reply())(request)

    site.answers["/a"] = busy
    assert paths(visits(f"{site.url}/a")) == ["/a"]
    assert asked[1] - asked[0] > 0.9


def test_a_server_that_stays_busy_or_breaks_off_is_asked_three_times(site: Site) -> None:
    site.answers["/busy"] = reply(b"", 429)
    site.answers["/broken"] = raw(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nabc")
    assert cause(visits(f"{site.url}/busy")) == "HTTP 429"
    assert cause(visits(f"{site.url}/broken")) == "not proper HTTP"
    assert (site.asked.count("/busy"), site.asked.count("/broken")) == (3, 3)


def test_a_server_that_wants_to_be_left_alone_is(site: Site) -> None:
    site.answers["/a"] = reply(b"", 429, retry_after="3600")
    site.answers["/feed"] = rss(*((f"/{number}", None) for number in range(9)))
    found = visits(f"{site.url}/a", f"{site.url}/feed")
    outcomes = [visit.outcome for visit in found if isinstance(visit.outcome, Failure)]
    assert {outcome.cause for outcome in outcomes} == {"HTTP 429"}
    assert all("come back not before 2" in outcome.message for outcome in outcomes)
    assert len([path for path in site.asked if path not in ("/robots.txt", "/feed")]) == 1


def test_a_host_that_never_answers_is_given_up(site: Site) -> None:
    for number in range(12):
        site.answers[f"/{number}"] = drip(site, b"", b"")
    started = time.monotonic()
    found = visits(*(f"{site.url}/{number}" for number in range(12)), timeout=0.2)
    causes = [visit.outcome.cause for visit in found if isinstance(visit.outcome, Failure)]
    assert len(causes) == 12
    assert set(causes) == {"too slow", "host given up"}
    assert time.monotonic() - started < 3


# Servers made to hurt


def test_hostile_answers_end_and_have_their_cause(site: Site) -> None:
    html = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
    site.answers["/loop"] = redirect("/loop")
    site.answers["/drip"] = drip(site, html + b"\r\n", b" ")
    site.answers["/large"] = drip(site, html + b"\r\n", b" " * 100_000)
    site.answers["/gzip"] = reply(gzip.compress(b" " * 50_000_000), content_encoding="gzip")
    site.answers["/cut"] = reply(gzip.compress(HTML)[:-9], content_encoding="gzip")
    site.answers["/brotli"] = reply(BROTLI_BOMB, content_encoding="br")
    site.answers["/entities"] = reply(
        b'<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><rss>&b;</rss>', content_type="text/xml"
    )
    site.answers["/broken"] = reply(b"<rss><item>", content_type="text/xml")
    site.answers["/bomb.xml.gz"] = reply(
        gzip.compress(b"<urlset>" + b" " * 60_000_000, 1), content_type="application/x-gzip"
    )
    names = ("loop", "drip", "large", "gzip", "cut", "brotli", "entities", "broken", "bomb.xml.gz")
    started = time.monotonic()
    found = visits(*(f"{site.url}/{name}" for name in names))
    assert {v.url.rpartition("/")[2]: v.outcome.cause for v in found if isinstance(v.outcome, Failure)} == {
        "loop": "too many redirects",
        "drip": "too slow",
        "large": "too large",
        "gzip": "too large",
        "cut": "damaged compression",
        "brotli": "too large",
        "entities": "XML entities",
        "broken": "broken XML",
        "bomb.xml.gz": "too large",
    }
    assert time.monotonic() - started < 10


def test_redirect_to_a_private_address(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def is_public(address: IPv4Address | IPv6Address) -> bool:
        return str(address) == "127.0.0.1"

    monkeypatch.setattr(addresses, "is_public", is_public)
    hidden = Site("127.0.0.2")
    try:
        site.answers["/a"] = redirect(f"{hidden.url}/a")
        assert cause(visits(f"{site.url}/a", allow_private=False)) == "private address"
        assert hidden.asked == []
    finally:
        hidden.close()


def test_sitemaps_that_lead_to_themselves(site: Site) -> None:
    site.answers["/self.xml"] = index("/self.xml", "/a.xml")
    site.answers["/a.xml"] = index("/b.xml")
    site.answers["/b.xml"] = index("/c.xml", "/d.xml")
    assert cause(visits(f"{site.url}/self.xml")) == "too many sitemaps"
    assert "/c.xml" not in site.asked


def test_more_sitemaps_than_anybody_has(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.sources.gathering.MAX_SITEMAPS", 3)
    site.answers["/map.xml"] = index(*(f"/{number}.xml" for number in range(9)))
    site.answers |= {f"/{number}.xml": sitemap() for number in range(9)}
    assert cause(visits(f"{site.url}/map.xml")) == "too many sitemaps"
    assert len([path for path in site.asked if path[1].isdigit()]) == 3


def test_endless_calendar(site: Site) -> None:
    links = [f"/cal/{year}/{month:02}/01/" for year in range(2000, 2020) for month in range(1, 13)]
    site.answers["/"] = front(*links, *(f"/day?date={number}" for number in range(50)))
    assert cause(visits(site.url)) == "endless calendar"
    assert not [path for path in site.asked if "cal" in path or "date" in path]


def test_endless_sections(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.sources.gathering.MAX_SECTIONS", 5)
    site.answers["/"] = front(*(f"/s{letter}" for letter in "abcdefghijklmnop"))
    visits(site.url)
    assert len([path for path in site.asked if path.startswith("/s") and len(path) == 3]) == 5


def test_large_robots_and_wrong_charset(site: Site) -> None:
    site.answers["/robots.txt"] = reply(b"User-agent: *\n" + b"Disallow: /x*y\n" * 70_000)
    site.answers["/a"] = reply(content_type="text/html; charset=utf-99")
    [visit] = visits(f"{site.url}/a")
    assert isinstance(visit.outcome, Page)
    assert visit.outcome.charset == "utf-99"


# The end


def test_closing_early_ends_everything(site: Site) -> None:
    site.answers["/a"] = reply()
    for number in range(20):
        site.answers[f"/{number}"] = drip(site, b"HTTP/1.1 200 OK\r\n\r\n", b" ")
    before = threading.active_count()
    urls = [f"{site.url}/a", *(f"{site.url}/{number}" for number in range(20))]
    found: Iterator[Visit] = gather(urls, known=lambda url: None, allow_private=True, delay=0.0, timeout=30.0)
    assert isinstance(next(found).outcome, Page)
    started = time.monotonic()
    found.close()  # type: ignore[attr-defined]
    assert time.monotonic() - started < 2
    assert not [thread for thread in threading.enumerate() if thread.name == "onrecord"]
    assert before > 0


def test_nobody_takes_what_comes(site: Site) -> None:
    others = [Site() for _ in range(4)]
    try:
        urls = [f"{other.url}/{number}" for other in others for number in range(30)]
        for other in others:
            other.answers |= {f"/{number}": reply() for number in range(30)}
        found = gather(urls, known=lambda url: None, allow_private=True, delay=0.0)
        next(found)
        time.sleep(0.5)
        assert sum(len(other.asked) for other in others) <= 4 + 33
        assert len(list(found)) == len(urls) - 1
    finally:
        for other in others:
            other.close()


def test_known_is_called_in_the_thread_of_the_caller(site: Site) -> None:
    threads = set()

    def known(url: str) -> None:
        threads.add(threading.current_thread())

    site.answers["/feed"] = rss(("/a", None))
    visits(f"{site.url}/feed", known=known)
    assert threads == {threading.current_thread()}
