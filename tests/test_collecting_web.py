"""Collecting over the web, from a site on this machine: once, again, changed, and with what goes wrong."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import onrecord
from onrecord.cli import main
from test_collecting import page
from web import Site, redirect, reply


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "news.db"


def collect(path: Path, *arguments: str) -> Result:
    return CliRunner().invoke(
        main, ["collect", *arguments, "--into", str(path), "--allow-private", "--delay", "0"], catch_exceptions=False
    )


def article(number: int, **changes: str) -> bytes:
    return page(number, **changes).encode()


def feed(site: Site, *numbers: int) -> bytes:
    items = "".join(f"<item><link>{site.url}/news/{number}</link></item>" for number in numbers)
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'.encode()


def test_a_feed_is_collected_once_and_then_what_is_new_in_it(site: Site, path: Path) -> None:
    for number in (1, 2, 3):
        site.answers[f"/news/{number}"] = reply(article(number))
    site.answers["/feed"] = reply(feed(site, 1, 2), content_type="application/rss+xml")
    assert "2 new records" in collect(path, f"{site.url}/feed").stdout
    site.answers["/feed"] = reply(feed(site, 1, 2, 3), content_type="application/rss+xml")
    site.asked.clear()
    assert "1 new record" in collect(path, f"{site.url}/feed").stdout
    assert "/news/1" not in site.asked


def test_an_address_that_is_named_is_asked_again_and_a_change_is_a_version(site: Site, path: Path) -> None:
    site.answers["/news/1"] = reply(article(1))
    collect(path, f"{site.url}/news/1")
    site.answers["/news/1"] = reply(article(1, text="It did not rain, the weather office said on Friday, wrongly."))
    assert "1 new version" in collect(path, f"{site.url}/news/1").stdout
    with onrecord.open(path) as archive:
        [record] = archive.records()
        assert len(archive.versions(record.id)) == 2


def test_what_goes_wrong_is_summed_up_by_its_cause(site: Site, path: Path, tmp_path: Path) -> None:
    site.answers["/robots.txt"] = reply(b"User-agent: *\nDisallow: /private", content_type="text/plain")
    site.answers["/loop"] = redirect("/loop")
    site.answers["/bomb"] = reply(gzip.compress(bytes(50_000_000)), content_encoding="gzip")
    site.answers["/pdf"] = reply(b"%PDF-1.7", content_type="application/pdf")
    site.answers["/news/1"] = reply(article(1))
    names = ("loop", "bomb", "pdf", "missing", "private/x", "news/1")
    listed = tmp_path / "addresses.txt"
    listed.write_text("# addresses\n" + "".join(f"{site.url}/{name}\n" for name in names))
    found = collect(path, str(listed))
    assert found.exit_code == 0
    assert "1 new record, 5 failures" in found.stdout
    for cause in ("too many redirects", "too large", "not HTML", "HTTP 404", "robots.txt"):
        assert cause in found.stdout
    assert len(CliRunner().invoke(main, ["failures", "--in", str(path)]).stdout.splitlines()) == 5


def test_a_run_in_which_nothing_can_be_read_fails(site: Site, path: Path) -> None:
    assert collect(path, f"{site.url}/missing").exit_code == 1


def test_what_was_fetched_can_be_kept_and_collected_again(site: Site, path: Path, tmp_path: Path) -> None:
    site.answers["/news/1"] = reply(article(1))
    collect(path, f"{site.url}/news/1", "--warc", str(tmp_path / "kept"))
    other = tmp_path / "other.db"
    assert "1 new record" in collect(other, str(tmp_path / "kept")).stdout
    with onrecord.open(path) as one, onrecord.open(other) as two:
        assert [record.id for record in one.records()] == [record.id for record in two.records()]
