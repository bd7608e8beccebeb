"""robots.txt, against a real server on this machine: what is asked first, and what it forbids."""

from __future__ import annotations

import gzip

import pytest

from onrecord.sources import Fetcher
from web import HTML, Site, failed, raw, redirect, refused, reply


def test_robots_forbids(site: Site, fetcher: Fetcher) -> None:
    site.answers["/robots.txt"] = reply(b"User-agent: onrecord\nDisallow: /private\n", content_type="text/plain")
    site.answers["/private/a"] = site.answers["/b"] = reply()
    site.answers["/c"] = redirect("/private/a")
    assert "robots.txt forbids it" in refused(fetcher, f"{site.url}/private/a")
    assert fetcher.fetch(f"{site.url}/b").html == HTML
    assert "redirected to" in refused(fetcher, f"{site.url}/c")
    assert site.asked == ["/robots.txt", "/b", "/c"]


@pytest.mark.parametrize("status", [401, 404, 429])
def test_robots_is_not_there(site: Site, fetcher: Fetcher, status: int) -> None:
    site.answers["/robots.txt"] = reply(b"User-agent: *\nDisallow: /", status)
    site.answers["/a"] = reply()
    assert fetcher.fetch(f"{site.url}/a").html == HTML


def test_robots_server_is_ill(site: Site, fetcher: Fetcher) -> None:
    site.answers["/robots.txt"] = reply(b"", 503)
    assert "robots.txt answers 503" in refused(fetcher, f"{site.url}/a")
    assert site.asked == ["/robots.txt"]


def test_robots_breaks_off(site: Site, fetcher: Fetcher) -> None:
    site.answers["/robots.txt"] = raw(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nUser-agent")
    assert "not proper HTTP" in failed(fetcher, f"{site.url}/a")
    assert "/a" not in site.asked


def test_robots_cannot_be_unpacked(site: Site, fetcher: Fetcher) -> None:
    site.answers["/robots.txt"] = reply(b"\x1f\x8b nonsense", content_encoding="gzip")
    assert "robots.txt cannot be read" in refused(fetcher, f"{site.url}/a")


def test_robots_is_read_up_to_500_kibibytes(site: Site, fetcher: Fetcher) -> None:
    filler = b"# nothing\n" * 51_200
    assert len(filler) == 500 * 1024
    site.answers["/robots.txt"] = reply(b"User-agent: *\n" + filler + b"Disallow: /\n")
    site.answers["/a"] = reply()
    assert fetcher.fetch(f"{site.url}/a").html == HTML
    site.answers["/robots.txt"] = reply(gzip.compress(b" " * 50_000_000, 1), content_encoding="gzip")
    with Fetcher(allow_private=True) as fresh:
        assert fresh.fetch(f"{site.url}/a").html == HTML


def test_robots_redirects(site: Site, fetcher: Fetcher) -> None:
    for number in range(6):
        site.answers[f"/r{number}"] = redirect(f"/r{number + 1}")
    site.answers["/r6"] = reply(b"\xef\xbb\xbfUser-agent: *\nDisallow: /")
    site.answers["/robots.txt"] = redirect("/r2")
    site.answers["/a"] = reply()
    assert "robots.txt forbids it" in refused(fetcher, f"{site.url}/a")
    site.answers["/robots.txt"] = redirect("/r0")
    with Fetcher(allow_private=True) as fresh:
        assert fresh.fetch(f"{site.url}/a").html == HTML


def test_robots_of_every_origin_on_the_way(site: Site, fetcher: Fetcher) -> None:
    other = Site()
    try:
        other.answers["/robots.txt"] = reply(b"User-agent: *\nDisallow: /")
        site.answers["/a"] = redirect(f"{other.url}/b")
        assert "robots.txt forbids it" in refused(fetcher, f"{site.url}/a")
        assert other.asked == ["/robots.txt"]
    finally:
        other.close()
