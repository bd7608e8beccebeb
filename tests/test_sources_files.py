"""Saved files, folders and standard input, and how a place is told apart from another."""

from __future__ import annotations

import gzip
import io
import os
import sys
from pathlib import Path

import pytest

from onrecord.sources import Fetcher, files, pages
from onrecord.sources.lists import addresses
from onrecord.values import Failure, Page
from web import Site, reply

HTML = b"<!doctype html><title>Rain</title><p>It rained all day.</p>"
WARC = (
    b"WARC/1.1\r\nWARC-Type: resource\r\nWARC-Target-URI: https://example.org/\r\nContent-Type: text/html\r\n"
    b"Content-Length: %d\r\n\r\n%s\r\n\r\n" % (len(HTML), HTML)
)


def message(found: list[Page | Failure]) -> str:
    [failure] = found
    assert isinstance(failure, Failure)
    assert (failure.stage, failure.error) == ("source", "FetchFailed")
    assert failure.url is not None
    assert failure.message.startswith(f"{failure.url}: ")
    return failure.message


@pytest.mark.parametrize("content", [HTML, gzip.compress(HTML), gzip.compress(HTML[:9]) + gzip.compress(HTML[9:])])
@pytest.mark.parametrize("name", ["page.html", "page.html.gz", "page", "Straße €.txt"])
def test_file(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert list(pages(str(path))) == [Page(html=HTML)]


@pytest.mark.parametrize("content", [b"", b"\x1f", b"%PDF-1.4 ..."])
def test_what_a_file_holds_is_for_the_extractor_to_judge(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(content)
    assert list(pages(str(path))) == [Page(html=content)]


@pytest.mark.parametrize("content", [WARC, gzip.compress(WARC)])
@pytest.mark.parametrize("name", ["news.warc", "NEWS.WARC.GZ", "news"])
def test_warc_file_by_name_and_by_content(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert list(pages(str(path))) == [Page(url="https://example.org/", html=HTML)]


def test_bounds(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(b" " * 1000)
    assert list(files.saved(path, max_bytes=1000)) == [Page(html=b" " * 1000)]
    assert "more than 999 bytes" in message(list(files.saved(path, max_bytes=999)))
    path.write_bytes(gzip.compress(b" " * 100_000_000, 1))
    assert "more than 64,000,000 bytes" in message(list(pages(str(path))))


@pytest.mark.parametrize("cut", [1, 8, 20])
def test_cut_off_gzip(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "page.html.gz"
    path.write_bytes(gzip.compress(HTML)[:-cut])
    assert "ends too early" in message(list(pages(str(path))))


def test_missing_file(tmp_path: Path) -> None:
    said = message(list(pages(str(tmp_path / "none.html"))))
    assert said.startswith(f"{tmp_path / 'none.html'}: no such file; give a saved HTML file")


@pytest.mark.parametrize("place", ["", "a\0b"])
def test_no_path(place: str) -> None:
    assert "names no file" in message(list(pages(place)))


def test_path_that_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "loop.html").symlink_to(tmp_path / "loop.html")
    (tmp_path / "file").write_bytes(HTML)
    assert "cannot be read: Too many levels" in message(list(pages(str(tmp_path / "loop.html"))))
    assert "cannot be read: Not a directory" in message(list(pages(str(tmp_path / "file" / "page.html"))))
    assert "cannot be read: File name too long" in message(list(pages(str(tmp_path / ("x" * 300)))))


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_forbidden_file_and_folder(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(HTML)
    path.chmod(0)
    assert "cannot be read: Permission denied" in message(list(pages(str(path))))
    (tmp_path / "folder").mkdir(mode=0)
    assert "cannot be read: Permission denied" in message(list(pages(str(tmp_path / "folder"))))


def test_path_that_is_no_unicode(tmp_path: Path) -> None:
    message(list(pages(str(tmp_path) + "/caf\udce9.html"))).encode()


@pytest.mark.parametrize(
    "place", ["ftp://example.org/a", "file:///etc/passwd", " chrome://version", "s3://b/c.warc.gz"]
)
def test_other_schemes(place: str) -> None:
    [failure] = pages(place)
    assert isinstance(failure, Failure)
    assert (failure.url, failure.error) == (place, "FetchFailed")
    assert "only http and https" in failure.message


# Folders


def test_folder(tmp_path: Path) -> None:
    names = (
        "b.html",
        "a.HTM",
        "c.xhtml",
        "d.htm.gz",
        "sub/a.html.gz",
        "sub/deep/z.txt",
        "later/a.html",
        "x.css",
        "x.gz",
    )
    for name in names:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(gzip.compress(name.encode()) if name.endswith(".gz") else name.encode())
    (tmp_path / "again").symlink_to(tmp_path)
    (tmp_path / "dir.html").mkdir()
    found = [page.html.decode() for page in pages(str(tmp_path)) if isinstance(page, Page)]
    expected = ["a.HTM", "b.html", "c.xhtml", "d.htm.gz", "later/a.html", "sub/a.html.gz", "sub/deep/z.txt"]
    assert found == expected
    assert list(files.listed(tmp_path)) == [tmp_path / name for name in expected]


@pytest.mark.parametrize("name", ["news.warc", "NEWS.WARC.GZ", "news.html"])
def test_folder_with_a_warc_file(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(gzip.compress(WARC) + gzip.compress(WARC))
    (tmp_path / "z.html").write_bytes(HTML)
    found = list(pages(str(tmp_path)))
    assert found == [Page(url="https://example.org/", html=HTML)] * 2 + [Page(html=HTML)]
    assert [page.place for page in found if isinstance(page, Page)] == [
        f"{tmp_path / name}, byte 0",
        f"{tmp_path / name}, byte {len(gzip.compress(WARC))}",
        str(tmp_path / "z.html"),
    ]


def test_files_are_listed_and_not_read(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(b"")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub/b.warc.gz").write_bytes(b"no WARC")
    assert list(files.listed(tmp_path)) == [tmp_path / "a.html", tmp_path / "sub/b.warc.gz"]
    (tmp_path / "none").mkdir()
    [failure] = files.listed(tmp_path / "none")
    assert isinstance(failure, Failure)
    assert "holds no saved pages" in failure.message
    [failure] = files.listed(tmp_path / "nowhere")
    assert isinstance(failure, Failure)
    assert "no such file" in failure.message


def test_folder_goes_on_after_a_bad_file(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(gzip.compress(HTML)[:-3])
    (tmp_path / "b.html").write_bytes(HTML)
    (tmp_path / "c.html").symlink_to("nowhere")
    failure, page = pages(str(tmp_path))
    assert isinstance(failure, Failure)
    assert failure.url == str(tmp_path / "a.html")
    assert page == Page(html=HTML)


def test_folder_is_read_as_it_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(HTML)
    (tmp_path / "b.html").write_bytes(HTML)
    found = pages(str(tmp_path))
    next(found)
    (tmp_path / "b.html").write_bytes(b"later")
    assert next(found) == Page(html=b"later")


def test_folder_without_pages(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "x.css").write_bytes(b"")
    assert "holds no saved pages; their names should end in .html, .htm" in message(list(pages(str(tmp_path))))


# Lists of addresses

LIST = b"# news\r\nhttps://example.org/a\r\n\r\n  HTTP://example.org/b?c=%20#d \r\nhttps://example.org/a\r\n# end"


@pytest.mark.parametrize("name", ["news.txt", "news.urls", "news.list", "news"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_list(tmp_path: Path, name: str, mark: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(mark + LIST)
    assert addresses(path) == ("https://example.org/a", "HTTP://example.org/b?c=%20#d")
    path.write_bytes(mark + b"https://example.org/only")
    assert addresses(path) == ("https://example.org/only",)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        b"# remarks\n# alone",
        HTML,
        WARC,
        gzip.compress(LIST),
        b"https://example.org/a\n['Ann']\n \nRain\n \nIt rained.",
        b"https://example.org/a\nwords",
        b"https://example.org/a words",
        b"https://\n",
        b"https:///a\n",
        b"ftp://example.org/a",
        b"https://example.org/\xff",
        b"https://example.org/" + b"a" * 30_000,
        "https://example.org/a".encode("utf-16"),
    ],
)
def test_what_is_no_list(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "news.txt"
    path.write_bytes(content)
    assert addresses(path) is None
    assert addresses(tmp_path) is None


def test_a_list_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "news.txt"
    path.write_bytes(LIST)
    monkeypatch.setattr("onrecord.sources.lists.MAX_BYTES", len(LIST) - 1)
    assert addresses(path) is None
    monkeypatch.setattr("onrecord.sources.lists.MAX_BYTES", len(LIST))
    assert addresses(path) is not None


def test_each_address_of_a_list_is_fetched(tmp_path: Path, site: Site, fetcher: Fetcher) -> None:
    site.answers["/a"] = reply(HTML)
    path = tmp_path / "news.urls"
    path.write_text(f"{site.url}/a\n{site.url}/none\nhttps://example.org:0/\n{site.url}/a\n")
    page, *failed = pages(str(path), fetcher=fetcher)
    assert isinstance(page, Page)
    assert (page.url, page.html) == (f"{site.url}/a", HTML)
    assert [one.error for one in failed if isinstance(one, Failure)] == ["FetchFailed"] * 2
    assert site.asked == ["/robots.txt", "/a", "/none"]


def test_a_list_without_a_fetcher_refuses_private_addresses(tmp_path: Path, site: Site) -> None:
    path = tmp_path / "news.urls"
    path.write_text(f"{site.url}/a\n")
    [failure] = pages(str(path))
    assert isinstance(failure, Failure)
    assert failure.error == "Refused"


# Standard input


def given(monkeypatch: pytest.MonkeyPatch, content: bytes) -> list[Page | Failure]:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    return list(pages("-"))


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    assert given(monkeypatch, HTML) == [Page(html=HTML)]
    assert given(monkeypatch, gzip.compress(HTML)) == [Page(html=HTML)]
    assert given(monkeypatch, b"") == [Page(html=b"")]


def test_standard_input_that_is_no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "WARC file, of which only the path" in message(given(monkeypatch, gzip.compress(WARC)))
    assert "ends too early" in message(given(monkeypatch, gzip.compress(HTML)[:-3]))
    assert "more than 64,000,000" in message(given(monkeypatch, gzip.compress(b" " * 100_000_000, 1)))
    monkeypatch.setattr(sys, "stdin", None)
    assert "it is closed" in message(list(pages("-")))
