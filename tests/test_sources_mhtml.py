"""Pages that a browser saved as MHTML: the page, its address, its time; and what is broken."""

from __future__ import annotations

import base64
import gzip
import quopri
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord import pipeline
from onrecord.sources import mhtml, pages
from onrecord.sources.content import Unreadable
from onrecord.values import Failure, Page, Record

HTML = "<!doctype html><title>Überschwemmung</title><p>It rained = all day.</p>\n".encode()
EDGE = "----MultipartBoundary--q1W2e3R4t5----"


def part(body: bytes, *, kind: str = "text/html", coding: str = "quoted-printable", more: str = "") -> bytes:
    coded = {"quoted-printable": quopri.encodestring, "base64": base64.encodebytes}.get(coding, bytes)(body)
    head = (
        f"Content-Type: {kind}\r\nContent-ID: <frame@mhtml.blink>\r\nContent-Transfer-Encoding: {coding}\r\n{more}\r\n"
    )
    return head.encode() + coded.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def message(*parts: bytes, more: str = "", edge: str = EDGE, end: str = "--") -> bytes:
    """A message as Chrome writes it."""
    head = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.org/rain\r\n"
        f"Subject: Rain\r\nDate: Mon, 4 Mar 2019 05:06:07 -0000\r\nMIME-Version: 1.0\r\n{more}"
        f'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="{EDGE}"\r\n\r\n\r\n'
    )
    body = b"".join(f"--{edge}\r\n".encode() + one + b"\r\n" for one in parts)
    return head.encode() + body + f"--{edge}{end}\r\n".encode()


PICTURE = part(b"\x89PNG" * 500, kind="image/png", coding="base64")
RAIN = Page(url="https://example.org/rain", html=HTML, fetched=datetime(2019, 3, 4, 5, 6, 7, tzinfo=UTC))


@pytest.mark.parametrize("coding", ["quoted-printable", "base64"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_page(coding: str, mark: bytes) -> None:
    content = mark + message(part(HTML, coding=coding), PICTURE)
    assert mhtml.looks_like(content)
    found = mhtml.saved_page(content, place="rain.mhtml")
    assert found.html.replace(b"\r\n", b"\n") == HTML
    assert (found.url, found.fetched, found.charset, found.place) == (RAIN.url, RAIN.fetched, None, "rain.mhtml")


@pytest.mark.parametrize("coding", ["8bit", "binary", "7bit"])
def test_a_part_without_coding(coding: str) -> None:
    assert mhtml.saved_page(message(part(HTML.rstrip(), coding=coding))) == Page(
        url=RAIN.url, html=HTML.rstrip(), fetched=RAIN.fetched
    )


def test_newlines_of_unix() -> None:
    content = message(part(HTML), PICTURE).replace(b"\r\n", b"\n")
    assert mhtml.looks_like(content)
    assert mhtml.saved_page(content) == RAIN


def test_the_charset_is_that_of_the_part() -> None:
    assert mhtml.saved_page(message(part("ä".encode("latin1"), kind='text/html; charset="ISO-8859-1"'))) == Page(
        url=RAIN.url, html=b"\xe4", fetched=RAIN.fetched, charset="iso-8859-1"
    )


def test_the_first_html_is_the_page() -> None:
    content = message(PICTURE, part(HTML), part(b"<p>a frame</p>"))
    assert mhtml.saved_page(content).html.replace(b"\r\n", b"\n") == HTML


@pytest.mark.parametrize(
    ("stated", "address"),
    [
        ("https://example.org/rain", "https://example.org/rain"),
        ("https://example.org/a/very/\r\n long/address", "https://example.org/a/very/long/address"),
        ("=?utf-8?Q?https=3A//example.org/=C3=BC?=", "https://example.org/ü"),
        ("=?utf-8?Q?https=3A//example.org/=C3=BC?=\r\n =?utf-8?Q?berall?=", "https://example.org/überall"),
        ("cid:frame-1@mhtml.blink", "https://example.org/part"),
        ("file:///home/me/rain.html", "https://example.org/part"),
        ("javascript:alert(1)", "https://example.org/part"),
    ],
)
def test_addresses(stated: str, address: str) -> None:
    content = message(part(HTML, more="Content-Location: https://example.org/part\r\n"))
    content = content.replace(b"Location: https://example.org/rain", f"Location: {stated}".encode())
    assert mhtml.saved_page(content).url == address


@pytest.mark.parametrize(
    "date", ["", "yesterday", "Mon, 99 Mar 99999 05:06:07", "Mon, 4 Mar 2019 05:06:07 +9999999999"]
)
def test_no_date(date: str) -> None:
    content = message(part(HTML)).replace(b"Mon, 4 Mar 2019 05:06:07 -0000", date.encode())
    assert mhtml.saved_page(content).fetched is None


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (message(PICTURE), "none of its parts is HTML"),
        (message(part(HTML))[:-60], "ends in the middle of a part"),
        (message(part(HTML), edge="other"), "ends in the middle of a part"),
        (message(part(HTML)).replace(b"boundary=", b"b="), "does not say what parts its parts"),
        (message(part(HTML)).partition(b"\r\n\r\n")[0] + b"\r\n\r\n", "ends in the middle of a part"),
        (message(part(HTML, kind="multipart/alternative")), "none of its parts is HTML"),
    ],
)
def test_what_is_broken(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "rain.mhtml"
    path.write_bytes(content)
    [failure] = pages(str(path))
    assert isinstance(failure, Failure)
    assert failure.error == "FetchFailed"
    assert failure.message.startswith(f"{path}: ")
    assert said in failure.message
    assert "save the page again" in failure.message


def test_a_file_that_is_cut_off_after_the_page_has_its_page() -> None:
    content = message(part(HTML), PICTURE)
    assert mhtml.saved_page(content[: len(content) - 200]) == mhtml.saved_page(content)


@pytest.mark.parametrize(
    "content", [b"", HTML, b"Content-Type: text/html\r\n\r\n" + HTML, b"MIME-Version: 1.0\n", b"a:" * 99]
)
def test_what_is_no_mhtml(content: bytes) -> None:
    assert not mhtml.looks_like(content)


@settings(max_examples=300, deadline=None)
@given(place=st.integers(0, 900), old=st.integers(0, 60), new=st.binary(max_size=40))
def test_damage_is_a_page_or_unreadable(place: int, old: int, new: bytes) -> None:
    content = message(part(HTML), PICTURE)
    with suppress(Unreadable):
        assert isinstance(mhtml.saved_page(content[:place] + new + content[place + old :]), Page)


def test_many_parts_and_deep_ones_end_soon() -> None:
    deep = b"".join(b'--a\r\nContent-Type: multipart/related; boundary="a"\r\n\r\n' for _ in range(100_000))
    for hostile in (
        message(deep),
        message(*[b"\r\n"] * 200_000, part(HTML)),
        message(b"\r\n--" * 1_000_000),
    ):
        with pytest.raises(Unreadable):
            mhtml.saved_page(hostile)


@pytest.mark.parametrize("name", ["rain.mhtml", "RAIN.MHT", "rain.html", "rain.mhtml.gz"])
def test_it_is_read_from_files_and_folders(tmp_path: Path, name: str) -> None:
    content = message(part(HTML), PICTURE)
    path = tmp_path / name
    path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    [page] = pages(str(path))
    assert isinstance(page, Page)
    assert (page.url, page.place) == (RAIN.url, str(path))
    if not name.endswith(".gz"):
        assert list(pages(str(tmp_path))) == [page]


def test_its_record_has_the_address() -> None:
    body = "".join(
        f"<p>It rained for a day and a night in the valley, the office said on day {n}.</p>" for n in range(9)
    )
    html = f"<html><body><article><h1>Rain over the valley</h1>{body}</article></body></html>"
    [record] = pipeline.run([mhtml.saved_page(message(part(html.encode()), PICTURE))])
    assert isinstance(record, Record)
    assert (record.article.url, record.article.title) == ("https://example.org/rain", "Rain over the valley")
