"""Fetching, against a real server on this machine: what is asked for, what is refused, what ends in time."""

from __future__ import annotations

import asyncio
import gzip
import shutil
import signal
import socket
import ssl
import subprocess
import time
import zlib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import Event, Timer, main_thread

import pytest

from onrecord.sources import Fetcher, fetch, pages
from onrecord.values import Failure, Page
from web import HTML, Site, drip, failed, raw, redirect, reply, resolver


def test_page(site: Site, fetcher: Fetcher) -> None:
    site.answers["/a"] = reply(content_type='text/html; charset="ISO-8859-2"')
    page = fetcher.fetch(f"{site.url}/a#comments")
    assert (page.url, page.html, page.charset) == (f"{site.url}/a", HTML, "ISO-8859-2")
    assert page.fetched is not None
    assert abs((datetime.now(UTC) - page.fetched).total_seconds()) < 10
    assert site.asked == ["/robots.txt", "/a"]
    assert all(sent["user-agent"].startswith("onrecord/") for sent in site.headers)
    assert all("pypi.org/project/onrecord" in sent["user-agent"] for sent in site.headers)


def test_single_fetch_and_pages(site: Site) -> None:
    site.answers["/a"] = reply()
    assert fetch(f"{site.url}/a", allow_private=True).html == HTML
    [failure] = pages(f"{site.url}/a")
    assert isinstance(failure, Failure)
    assert (failure.url, failure.stage, failure.error) == (f"{site.url}/a", "source", "Refused")
    with Fetcher(allow_private=True) as fetcher:
        [page] = pages(f"{site.url}/a", fetcher=fetcher)
    assert isinstance(page, Page)


@pytest.mark.parametrize("kind", ["", "text/html", "Text/HTML;charset=x", "application/xhtml+xml"])
def test_html_types(site: Site, fetcher: Fetcher, kind: str) -> None:
    site.answers["/a"] = reply(content_type=kind)
    assert fetcher.fetch(f"{site.url}/a").html == HTML


@pytest.mark.parametrize(
    ("kind", "said"), [("application/pdf", "a PDF"), ("image/png", "a picture"), ("text/plain", "(text/plain), not")]
)
def test_other_types(site: Site, fetcher: Fetcher, kind: str, said: str) -> None:
    site.answers["/a"] = reply(content_type=kind)
    assert said in failed(fetcher, f"{site.url}/a")


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(HTML)),
        ("x-gzip", gzip.compress(HTML[:9]) + gzip.compress(HTML[9:])),
        ("gzip", gzip.compress(HTML) + b"\0" * 9),
        ("gzip", HTML),
        ("deflate", zlib.compress(HTML)),
        ("deflate", zlib.compress(HTML)[2:-4]),
        ("identity", HTML),
        ("utf-8", HTML),
    ],
)
def test_codings(site: Site, fetcher: Fetcher, coding: str, body: bytes) -> None:
    site.answers["/a"] = reply(body, content_encoding=coding)
    assert fetcher.fetch(f"{site.url}/a").html == HTML


@pytest.mark.parametrize(
    ("coding", "body", "said"),
    [
        ("gzip", gzip.compress(HTML)[:-9], "ends too early"),
        ("gzip", gzip.compress(HTML)[:-8] + b"12345678", "damaged"),
        ("gzip, gzip", gzip.compress(gzip.compress(HTML)), "2 times over"),
        ("br", b"\x0b\x02\x80", "brotli data is damaged"),
    ],
)
def test_bad_codings(site: Site, fetcher: Fetcher, coding: str, body: bytes, said: str) -> None:
    site.answers["/a"] = reply(body, content_encoding=coding)
    assert said in failed(fetcher, f"{site.url}/a")


def test_unicode_url(site: Site, fetcher: Fetcher) -> None:
    site.answers["/stra%C3%9Fe?ort=K%C3%B6ln"] = reply()
    page = fetcher.fetch(f" {site.url}/straße?ort=Köln\n")
    assert page.url == f"{site.url}/stra%C3%9Fe?ort=K%C3%B6ln"


def test_international_host(site: Site, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    names = resolver(monkeypatch, {"xn--bcher-kva.test": [["127.0.0.1"]]})
    site.answers["/a"] = reply()
    page = fetcher.fetch(f"http://bücher.test:{site.port}/a")
    assert page.url == f"http://xn--bcher-kva.test:{site.port}/a"
    assert names == ["xn--bcher-kva.test"]
    assert site.headers[-1]["host"] == f"xn--bcher-kva.test:{site.port}"


# Bounds


def test_too_many_bytes(site: Site, fetcher: Fetcher) -> None:
    site.answers["/exact"] = reply(b" " * 100_000)
    site.answers["/more"] = reply(b" " * 100_001)
    site.answers["/endless"] = drip(site, b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", b" " * 50_000)
    assert len(fetcher.fetch(f"{site.url}/exact").html) == 100_000
    assert "more than 100,000 bytes" in failed(fetcher, f"{site.url}/more")
    assert "more than 100,000 bytes" in failed(fetcher, f"{site.url}/endless")


def test_gzip_bomb(site: Site, fetcher: Fetcher) -> None:
    site.answers["/a"] = reply(gzip.compress(b" " * 50_000_000, 1), content_encoding="gzip")
    started = time.monotonic()
    assert "more than 100,000 bytes" in failed(fetcher, f"{site.url}/a")
    assert time.monotonic() - started < 2


@pytest.mark.parametrize(
    ("head", "drop"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9999\r\n\r\n", b" "),
        (b"HTTP/1.1 200 OK\r\n", b"X-Drop: 1\r\n"),
        (b"", b""),
    ],
)
def test_slow_drip_ends_at_the_deadline(site: Site, head: bytes, drop: bytes) -> None:
    site.answers["/a"] = drip(site, head, drop)
    started = time.monotonic()
    with Fetcher(allow_private=True, timeout=0.4) as fetcher:
        assert "no whole answer within 0.4 seconds" in failed(fetcher, f"{site.url}/a")
        assert time.monotonic() - started < 2
        site.answers["/b"] = reply()
        assert fetcher.fetch(f"{site.url}/b").html == HTML


def test_slow_names_end_at_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    given_up = Event()

    def hang(*_: object, **__: object) -> None:
        given_up.wait(5)
        raise socket.gaierror("too late")

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    with Fetcher(timeout=0.1) as fetcher:
        assert "no whole answer within 0.1 seconds" in failed(fetcher, "http://news.test/")
    given_up.set()


# Redirects


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirect(site: Site, fetcher: Fetcher, status: int) -> None:
    site.answers["/a"] = redirect("/b?x=1#top", status)
    site.answers["/b?x=1"] = reply()
    assert fetcher.fetch(f"{site.url}/a").url == f"{site.url}/b?x=1"


def test_redirects_are_counted(site: Site, fetcher: Fetcher) -> None:
    for number in range(11):
        site.answers[f"/{number}"] = redirect(f"/{number + 1}")
    site.answers["/11"] = reply()
    assert fetcher.fetch(f"{site.url}/1").url == f"{site.url}/11"
    assert "more than 10 redirects" in failed(fetcher, f"{site.url}/0")


def test_redirect_loop(site: Site, fetcher: Fetcher) -> None:
    site.answers["/a"] = redirect("/b")
    site.answers["/b"] = redirect("/a")
    assert "more than 10 redirects" in failed(fetcher, f"{site.url}/a")


def test_redirect_that_sets_a_cookie(site: Site, fetcher: Fetcher) -> None:
    def once(request: BaseHTTPRequestHandler) -> None:
        known = "seen=1" in request.headers.get("Cookie", "")
        (reply() if known else redirect("/a", set_cookie="seen=1"))(request)

    site.answers["/a"] = once
    assert fetcher.fetch(f"{site.url}/a").html == HTML
    assert fetcher.fetch(f"{site.url}/a").html == HTML
    assert site.asked == ["/robots.txt", "/a", "/a", "/a", "/a"], "a cookie lives for one page"


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/", "http://[", "javascript:1", "data:,a"])
def test_redirect_to_no_web_page(site: Site, fetcher: Fetcher, target: str) -> None:
    site.answers["/a"] = redirect(target)
    assert failed(fetcher, f"{site.url}/a").startswith(f"{site.url}/a: ")


def test_redirect_failure_names_both_urls(site: Site, fetcher: Fetcher) -> None:
    site.answers["/a"] = redirect("/b")
    assert failed(fetcher, f"{site.url}/a").startswith(f"{site.url}/a: redirected to {site.url}/b: the server answers")


# Statuses, connections, URLs


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (401, "login"),
        (402, "subscribed"),
        (403, "save the page in a browser"),
        (404, "no such page"),
        (418, "check the URL"),
        (429, "wait before"),
        (503, "trouble; try again later"),
        (304, "without saying where"),
        (302, "without saying where"),
    ],
)
def test_statuses(site: Site, fetcher: Fetcher, status: int, said: str) -> None:
    site.answers["/a"] = reply(b"", status)
    message = failed(fetcher, f"{site.url}/a")
    assert message.startswith(f"{site.url}/a: the server answers {status}")
    assert said in message


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ([b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nabc"], "not proper HTTP"),
        ([b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\nabc"], "not proper HTTP"),
        ([b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nabc"], "not proper HTTP"),
        ([b"SSH-2.0-OpenSSH_9.9\r\n"], "not proper HTTP"),
        ([b"HTTP/1.1 200 OK\r\n", b"X: " + b"x" * 200_000], "not proper HTTP"),
        ([], "not proper HTTP"),
    ],
)
def test_broken_answers(site: Site, fetcher: Fetcher, parts: list[bytes], said: str) -> None:
    site.answers["/a"] = raw(*parts)
    assert said in failed(fetcher, f"{site.url}/a")


def test_connection_refused(fetcher: Fetcher) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        assert "refuses connections" in failed(fetcher, f"http://127.0.0.1:{taken.getsockname()[1]}/")


def test_no_secure_connection(site: Site, fetcher: Fetcher) -> None:
    assert "no secure connection" in failed(fetcher, site.url.replace("http:", "https:"))


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate")
def test_certificate_is_checked_for_the_name(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key, certificate = str(tmp_path / "key.pem"), str(tmp_path / "certificate.pem")
    made = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=news.test -addext subjectAltName=DNS:news.test"
    subprocess.run([*made.split(), "-keyout", key, "-out", certificate], check=True, capture_output=True)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(certificate, key)
    site.server.socket = server.wrap_socket(site.server.socket, server_side=True)
    site.answers["/a"] = reply()
    resolver(monkeypatch, {"news.test": [["127.0.0.1"]], "other.test": [["127.0.0.1"]]})
    with Fetcher(allow_private=True) as fetcher:
        assert "no secure connection" in failed(fetcher, f"https://news.test:{site.port}/a"), "nobody vouches for it"
    monkeypatch.setenv("SSL_CERT_FILE", certificate)
    with Fetcher(allow_private=True) as fetcher:
        assert fetcher.fetch(f"https://news.test:{site.port}/a").html == HTML
        assert "no secure connection" in failed(fetcher, f"https://other.test:{site.port}/a")


@pytest.mark.parametrize("host", ["no-such-host.invalid", "no such host.invalid", "a..example", "x" * 70 + ".example"])
def test_no_such_host(fetcher: Fetcher, host: str) -> None:
    assert "no such host" in failed(fetcher, f"http://{host}/")


@pytest.mark.parametrize(
    "url",
    ["http://", "https:///path", "http://[::1", "http://127.0.0.1:99999/", "http://a:0/", "ftp://a/", "http://a\n/"],
)
def test_no_url(fetcher: Fetcher, url: str) -> None:
    assert "https://" in failed(fetcher, url)


def test_password_is_not_sent_nor_shown(fetcher: Fetcher) -> None:
    message = failed(fetcher, "http://me:secret@127.0.0.1/a")
    assert "without it" in message
    assert "secret" not in message


# Whoever calls


def test_where_an_event_loop_runs_already(site: Site, fetcher: Fetcher) -> None:
    site.answers["/a"] = reply()

    async def cell() -> bytes:
        return fetcher.fetch(f"{site.url}/a").html

    assert asyncio.run(cell()) == HTML


def test_several_threads_share_one(site: Site, fetcher: Fetcher) -> None:
    site.answers |= {f"/{number}": reply(f"<p>{number}".encode()) for number in range(20)}
    with ThreadPoolExecutor(8) as pool:
        found = pool.map(lambda number: fetcher.fetch(f"{site.url}/{number}").html, range(20))
        assert list(found) == [f"<p>{number}".encode() for number in range(20)]


def test_an_interrupt_reaches_the_caller_at_once(site: Site) -> None:
    site.answers["/a"] = drip(site, b"HTTP/1.1 200 OK\r\n\r\n", b" ")
    started = time.monotonic()
    with Fetcher(allow_private=True) as fetcher:
        Timer(0.2, lambda: signal.pthread_kill(main_thread().ident or 0, signal.SIGINT)).start()
        with pytest.raises(KeyboardInterrupt):
            fetcher.fetch(f"{site.url}/a")
    assert time.monotonic() - started < 3


def test_what_was_closed_stays_closed(site: Site) -> None:
    fetcher = Fetcher(allow_private=True)
    fetcher.close()
    with pytest.raises(RuntimeError, match="closed"):
        fetcher.fetch(f"{site.url}/a")
