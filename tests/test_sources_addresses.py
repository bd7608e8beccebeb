"""Addresses, against a real server on this machine: which are public, which are refused, and by whom."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest

from onrecord.sources import Fetcher, addresses
from web import HTML, Site, raw, redirect, refused, reply, resolver


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
