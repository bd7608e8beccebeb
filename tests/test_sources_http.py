"""Fetching, against a real server on this machine: what is asked for, what is refused, what ends in time."""

from __future__ import annotations

import gzip
import shutil
import socket
import ssl
import subprocess
import time
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from onrecord.errors import FetchFailed, Refused
from onrecord.sources import Fetcher, addresses, fetch, pages
from onrecord.values import Failure, Page

Answer = Callable[[BaseHTTPRequestHandler], None]
HTML = b"<!doctype html><title>Rain</title><p>It rained all day.</p>"


class Site:
    """A web server with the answers that a test gives it; a path without one is not there."""

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.closing = Event()
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.asked.append(self.path)
                site.headers.append({name.lower(): value for name, value in self.headers.items()})
                try:
                    site.answers.get(self.path, reply(b"", 404))(self)
                except ConnectionError:
                    self.close_connection = True

            def log_message(self, format: str, *args: Any) -> None:
                pass

        class Server(ThreadingHTTPServer):
            def handle_error(self, request: Any, client_address: Any) -> None:
                """Say nothing of a reader that hangs up early, as many tests make it do."""

        self.server = Server((host, port), Handler)
        self.port = self.server.server_port
        self.url = f"http://{host}:{self.port}"
        self.thread = Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()

    def close(self) -> None:
        self.closing.set()
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


def reply(body: bytes = HTML, status: int = 200, **headers: str) -> Answer:
    """An answer; `content_type="..."` stands for the header Content-Type, which is HTML where none is given."""

    def send(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in {"content_type": "text/html", **headers}.items():
            if value:
                request.send_header(name.replace("_", "-"), value)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    return send


def redirect(target: str, status: int = 302, **headers: str) -> Answer:
    return reply(b"", status, location=target, **headers)


def raw(*parts: bytes) -> Answer:
    """An answer byte by byte, after which the connection is closed."""

    def send(request: BaseHTTPRequestHandler) -> None:
        for part in parts:
            request.wfile.write(part)
        request.close_connection = True

    return send


def drip(site: Site, head: bytes, drop: bytes) -> Answer:
    """An answer that never ends: `head`, and then `drop` again and again."""

    def send(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(head)
        while not site.closing.wait(0.02):
            request.wfile.write(drop)
            request.wfile.flush()

    return send


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.close()


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    """One that may ask this machine, on which all test servers are."""
    with Fetcher(allow_private=True, max_bytes=100_000, timeout=5) as fetcher:
        yield fetcher


def failed(fetcher: Fetcher, url: str) -> str:
    with pytest.raises(FetchFailed) as caught:
        fetcher.fetch(url)
    return str(caught.value)


def refused(fetcher: Fetcher, url: str) -> str:
    with pytest.raises(Refused) as caught:
        fetcher.fetch(url)
    return str(caught.value)


# What a page is


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
        ("br", b"\x0b\x02\x80", "compressed as br"),
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


# robots.txt


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


# The guard of private addresses


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1"])
def test_private_hosts(site: Site, host: str) -> None:
    with Fetcher() as fetcher:
        assert "is at the private address" in refused(fetcher, f"http://{host}:{site.port}/a")
    assert site.asked == []


@pytest.mark.parametrize(
    "host",
    ["[::1]", "[::ffff:127.0.0.1]", "[fe80::1]", "[fd00::1]", "169.254.169.254", "10.0.0.1", "0.0.0.0", "100.64.0.1"],
)
def test_private_literals(host: str) -> None:
    with Fetcher() as fetcher:
        assert "is at the private address" in refused(fetcher, f"http://{host}/")


def resolver(monkeypatch: pytest.MonkeyPatch, names: dict[str, list[list[str]]]) -> list[str]:
    """Let the system resolve these names: each look-up takes the next list of addresses, the last one stays.

    Gives the names that were looked up, as they are.
    """
    looked_up: list[str] = []
    real = socket.getaddrinfo

    def getaddrinfo(host: str, port: int, *args: Any, **kwargs: Any) -> Any:
        if host not in names:
            return real(host, port, *args, **kwargs)
        looked_up.append(host)
        found = names[host].pop(0) if len(names[host]) > 1 else names[host][0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return looked_up


@pytest.fixture
def only_one_public(monkeypatch: pytest.MonkeyPatch) -> None:
    """No public server can be had in a test, so 127.0.0.1 takes its part: the rule calls it alone public."""

    def is_public(address: IPv4Address | IPv6Address) -> bool:
        return str(address) == "127.0.0.1"

    monkeypatch.setattr(addresses, "is_public", is_public)


@pytest.mark.usefixtures("only_one_public")
def test_redirect_to_a_private_address(site: Site) -> None:
    hidden = Site("127.0.0.2")
    try:
        hidden.answers["/a"] = reply()
        site.answers["/a"] = redirect(f"{hidden.url}/a")
        site.answers["/b"] = redirect("/a")
        with Fetcher() as fetcher:
            assert "private address 127.0.0.2" in refused(fetcher, f"{site.url}/b")
        assert site.asked == ["/robots.txt", "/b", "/a"]
        assert hidden.asked == []
    finally:
        hidden.close()


@pytest.mark.usefixtures("only_one_public")
def test_robots_redirect_to_a_private_address(site: Site) -> None:
    hidden = Site("127.0.0.2")
    try:
        site.answers["/robots.txt"] = redirect(f"{hidden.url}/robots.txt")
        with Fetcher() as fetcher:
            assert "private address 127.0.0.2" in refused(fetcher, f"{site.url}/a")
        assert hidden.asked == []
    finally:
        hidden.close()


@pytest.mark.usefixtures("only_one_public")
def test_name_that_changes_its_address(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    hidden = Site("127.0.0.2", site.port)
    try:
        names = resolver(monkeypatch, {"news.test": [["127.0.0.1"], ["127.0.0.2"]]})
        site.answers["/a"] = hidden.answers["/a"] = raw(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + HTML)
        with Fetcher() as fetcher:
            assert fetcher.fetch(f"http://news.test:{site.port}/a").html == HTML
            assert names == ["news.test"], "resolved once for the connection that was made"
            assert "private address 127.0.0.2" in refused(fetcher, f"http://news.test:{site.port}/a")
        assert hidden.asked == []
    finally:
        hidden.close()


@pytest.mark.usefixtures("only_one_public")
def test_name_with_one_private_address(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    resolver(monkeypatch, {"news.test": [["127.0.0.1", "127.0.0.2"]]})
    with Fetcher() as fetcher:
        assert "private address 127.0.0.2" in refused(fetcher, f"http://news.test:{site.port}/a")
    assert site.asked == []


def test_next_address_is_tried(site: Site, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    resolver(monkeypatch, {"news.test": [["127.0.0.3", "127.0.0.1"]]})
    site.answers["/a"] = reply()
    assert fetcher.fetch(f"http://news.test:{site.port}/a").html == HTML


def test_proxies_do_not_step_around_the_guard(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, site.url)
    with Fetcher() as fetcher:
        assert "private address" in refused(fetcher, "http://10.0.0.1/")
    assert site.asked == []


PRIVATE = """
    0.0.0.0 0.1.2.3 10.1.2.3 100.64.0.1 100.127.255.255 127.0.0.1 127.255.255.254 169.254.169.254 172.16.0.1
    172.31.255.255 192.0.0.1 192.0.2.1 192.168.1.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 239.1.2.3 240.0.0.1
    255.255.255.255 :: ::1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:8.8.8.8 64:ff9b::7f00:1 64:ff9b::a00:1
    64:ff9b:1::1 100::1 2001::1 2001:db8::1 2002:7f00:1::1 2002:808:808::1 fc00::1 fd12:3456::1 fe80::1 fe80::1%1
    fec0::1 ff02::1 ff0e::1
"""
PUBLIC = "1.1.1.1 8.8.8.8 100.63.255.255 172.32.0.1 193.0.0.1 2606:4700::1111 2a00:1450::1 64:ff9b::808:808"


@pytest.mark.parametrize("text", PRIVATE.split())
def test_private_addresses(text: str) -> None:
    assert not addresses.is_public(ip_address(text))


@pytest.mark.parametrize("text", PUBLIC.split())
def test_public_addresses(text: str) -> None:
    assert addresses.is_public(ip_address(text))
