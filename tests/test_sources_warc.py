"""WARC files, whole and damaged: every page that can be read is, and every one that cannot is said."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.sources import pages
from onrecord.sources.records import Damage, RawRecord, records
from onrecord.sources.warc import archived, parts
from onrecord.values import Failure, Page

HTML = b"<!doctype html><title>Rain</title><p>It rained all day, and the river rose.</p>"


def record(block: bytes, *, url: str = "https://example.org/a", kind: str = "response", more: str = "") -> bytes:
    """A record of WARC/1.1; `more` are further header lines, each with its line end."""
    stated = "application/http; msgtype=response" if kind != "resource" else "text/html; charset=latin1"
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2019-03-04T05:06:07Z\r\n"
        f"Content-Type: {stated}\r\n{more}Content-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def http(
    body: bytes = HTML, *, status: str = "200 OK", kind: str = "text/html; charset=utf-8", more: str = ""
) -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{more}\r\n".encode() + body


def chunked(body: bytes, size: int = 30) -> bytes:
    parts = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x;note=1\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def digest(name: str, content: bytes) -> str:
    return f"{name}:{base64.b32encode(hashlib.new(name, content).digest()).decode()}"


def read(path: Path, *parts: bytes, max_bytes: int = 100_000) -> list[Page | Failure]:
    path.write_bytes(b"".join(parts))
    return list(archived(path, max_bytes=max_bytes))


def urls(found: list[Page | Failure]) -> list[str]:
    """The last part of each page's URL, and "!" for each failure."""
    return ["!" if isinstance(one, Failure) else (one.url or "").rpartition("/")[2] for one in found]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "news.warc.gz"


FOUR = [record(http(b"%s<p>%s" % (HTML, name.encode())), url=f"https://example.org/{name}") for name in "abcd"]


@pytest.fixture(params=["plain", "gzip"])
def four(request: pytest.FixtureRequest) -> list[bytes]:
    """Four records, as they stand in a plain file, and each in its own gzip member."""
    return FOUR if request.param == "plain" else [gzip.compress(one) for one in FOUR]


# What a page is


def test_response(path: Path) -> None:
    [page] = read(path, gzip.compress(record(http())))
    assert page == Page(
        url="https://example.org/a", html=HTML, fetched=datetime(2019, 3, 4, 5, 6, 7, tzinfo=UTC), charset="utf-8"
    )


def test_resource(path: Path) -> None:
    [page] = read(path, record(HTML, kind="resource"))
    assert isinstance(page, Page)
    assert (page.html, page.charset) == (HTML, "latin1")


def test_what_is_no_page_is_passed_over(path: Path) -> None:
    others = [
        record(b"software: x\r\n", kind="warcinfo"),
        record(b"GET / HTTP/1.1\r\n\r\n", kind="request"),
        record(http(), kind="revisit"),
        record(http(status="404 Not Found")),
        record(http(status="301 Moved")),
        record(http(kind="application/pdf")),
        record(http(kind="")),
    ]
    assert urls(read(path, *others, FOUR[0])) == ["a"]


def test_order_and_whole_file_gzip(path: Path, four: list[bytes]) -> None:
    assert urls(read(path, *four)) == ["a", "b", "c", "d"]
    assert urls(read(path, gzip.compress(b"".join(FOUR)))) == ["a", "b", "c", "d"]
    whole = b"".join(FOUR)
    assert urls(read(path, *(gzip.compress(whole[at : at + 100]) for at in range(0, len(whole), 100)))) == list("abcd")


@pytest.mark.parametrize(
    ("stated", "date"),
    [
        ("2020-01-02T03:04:05.123456789Z", datetime(2020, 1, 2, 3, 4, 5, 123456, tzinfo=UTC)),
        ("2020-01-02T03:04:05", datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC)),
        ("2020", None),
        ("yesterday", None),
    ],
)
def test_dates(path: Path, stated: str, date: datetime | None) -> None:
    [page] = read(path, FOUR[0].replace(b"2019-03-04T05:06:07Z", stated.encode()))
    assert isinstance(page, Page)
    assert page.fetched == date


def test_angle_brackets(path: Path) -> None:
    assert urls(read(path, record(http(), url="<https://example.org/b>"))) == ["b"]


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ("Transfer-Encoding: chunked\r\n", chunked(HTML)),
        ("Transfer-Encoding: chunked\r\n", HTML),
        ("Content-Encoding: gzip\r\n", gzip.compress(HTML)),
        ("Content-Encoding: gzip\r\n", HTML),
        ("Content-Encoding: deflate\r\n", zlib.compress(HTML)),
        ("Content-Encoding: br\r\n", b"\x0b\x27\x80" + HTML + b"\x03"),
        ("Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", chunked(gzip.compress(HTML))),
    ],
)
def test_codings(path: Path, headers: str, body: bytes) -> None:
    [page] = read(path, record(http(body, more=headers)))
    assert isinstance(page, Page)
    assert page.html == HTML


# Digests


@pytest.mark.parametrize("name", ["md5", "sha1", "sha256"])
def test_digests_that_match(path: Path, name: str) -> None:
    sent = chunked(gzip.compress(HTML))
    block = http(sent, more="Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n")
    for more in (
        f"WARC-Block-Digest: {digest(name, block)}\r\nWARC-Payload-Digest: sha1:OTHER\r\n",
        f"WARC-Payload-Digest: {digest(name, sent)}\r\n",
        f"WARC-Payload-Digest: {digest(name, gzip.compress(HTML))}\r\n",
        f"WARC-Payload-Digest: {digest(name, HTML)}\r\n",
        f"WARC-Payload-Digest: {name.upper()}:{hashlib.new(name, HTML).hexdigest()}\r\n",
        "WARC-Block-Digest: xxh3:0123456789abcdef\r\n",
    ):
        assert urls(read(path, record(block, more=more))) == ["a"]


@pytest.mark.parametrize("header", ["WARC-Block-Digest", "WARC-Payload-Digest"])
def test_digests_that_do_not(path: Path, header: str) -> None:
    found = read(path, FOUR[0], record(http(), more=f"{header}: {digest('sha1', b'other')}\r\n"), FOUR[2])
    assert urls(found) == ["a", "!", "c"]
    failure = found[1]
    assert isinstance(failure, Failure)
    assert (failure.url, failure.stage, failure.error) == ("https://example.org/a", "source", "BadWarc")
    assert f"{path}, byte {len(FOUR[0])}: the content does not match its {header}" in failure.message


# Damage


def failures(found: list[Page | Failure]) -> Iterator[str]:
    for one in found:
        if isinstance(one, Failure):
            assert (one.stage, one.error) == ("source", "BadWarc")
            yield one.message


def test_cut_off_file(path: Path, four: list[bytes]) -> None:
    whole = b"".join(four)
    for cut in range(1, len(four[3])):
        found = read(path, whole[:-cut])
        if four == FOUR and cut <= 4:
            assert urls(found) == ["a", "b", "c", "d"], "only the line ends after the last record are missing"
            continue
        assert urls(found) == ["a", "b", "c", "!"], cut
        [message] = failures(found)
        assert message.startswith(f"{path}, byte {len(whole) - len(four[3])}: "), cut
    assert urls(read(path, whole[: -len(four[3])])) == ["a", "b", "c"]


def test_cut_off_whole_file_gzip(path: Path) -> None:
    found = read(path, gzip.compress(b"".join(FOUR))[:-12])
    assert urls(found)[-1] == "!"
    assert "ends in the middle" in next(failures(found))


def test_garbage_between_records(path: Path, four: list[bytes]) -> None:
    found = read(path, *four[:2], b"something else\r\n" * 9000, *four[2:])
    assert urls(found) == ["a", "b", "!", "c", "d"]
    assert f"byte {len(four[0] + four[1])}: " in next(failures(found))


def test_damaged_member(path: Path) -> None:
    members = [gzip.compress(one) for one in FOUR]
    for place in (0, 12, 60, len(members[1]) - 6):
        damaged = members[1][:place] + b"\xff\xff\xff" + members[1][place + 3 :]
        found = read(path, members[0], damaged, *members[2:])
        assert urls(found) == ["a", "!", "c", "d"], place
        assert f"byte {len(members[0])}: the gzip data is damaged" in next(failures(found))


@pytest.mark.parametrize("length", ["3", "150", "400", "9999999", "-1", "many", ""])
def test_wrong_content_length(path: Path, four: list[bytes], length: str) -> None:
    wrong = re.sub(rb"(?m)^Content-Length: \d+", b"Content-Length: " + length.encode(), FOUR[1])
    found = read(path, four[0], wrong if four == FOUR else gzip.compress(wrong), *four[2:])
    assert urls(found) == ["a", "!", "c", "d"]


@pytest.mark.parametrize(
    "body",
    [
        http(chunked(HTML)[:-40], more="Transfer-Encoding: chunked\r\n"),
        http(chunked(HTML).replace(b"\r\n", b"zz\r\n", 3), more="Transfer-Encoding: chunked\r\n"),
        http(gzip.compress(HTML)[:-9], more="Content-Encoding: gzip\r\n"),
        http(b"\x0b\x27\x80" + HTML[:-9], more="Content-Encoding: br\r\n"),
        http(HTML, more="Content-Encoding: zstd\r\n"),
        http(gzip.compress(b" " * 100_001), more="Content-Encoding: gzip\r\n"),
        b"no status line\r\n\r\n" + HTML,
        http(b" " * 100_001),
        http(HTML, more=f"X: {'x' * 50_000}\r\n"),
    ],
)
def test_content_that_cannot_be_read(path: Path, four: list[bytes], body: bytes) -> None:
    bad = record(body, url="https://example.org/bad")
    found = read(path, four[0], bad if four == FOUR else gzip.compress(bad), *four[2:])
    assert urls(found) == ["a", "!", "c", "d"]
    assert f"byte {len(four[0])}: " in next(failures(found))


@pytest.mark.parametrize("content", [b"", HTML, gzip.compress(HTML), b"WARC", b"\x1f\x8b", b"%PDF-1.4"])
def test_no_warc_file(path: Path, content: bytes) -> None:
    found = read(path, content)
    assert urls(found) == ["!"]
    assert "not a WARC file" in next(failures(found))


def test_no_such_file(path: Path) -> None:
    [failure] = pages(str(path))
    assert isinstance(failure, Failure)
    assert failure.error == "BadWarc"
    assert "No such file" in failure.message


def test_a_bomb_of_a_record(path: Path) -> None:
    bomb = gzip.compress(record(http(b" " * 50_000_000)), 1)
    found = read(path, gzip.compress(FOUR[0]), bomb, gzip.compress(FOUR[2]))
    assert urls(found) == ["a", "!", "c"]
    assert "more than the bound of 100,000" in next(failures(found))


@settings(max_examples=300, deadline=None)
@given(
    zipped=st.booleans(),
    place=st.integers(0, 1500),
    old=st.integers(0, 40),
    new=st.binary(max_size=40),
)
def test_damage_never_ends_in_an_error(
    tmp_path_factory: pytest.TempPathFactory, zipped: bool, place: int, old: int, new: bytes
) -> None:
    whole = b"".join(gzip.compress(one) if zipped else one for one in FOUR)
    path = tmp_path_factory.getbasetemp() / "fuzzed.warc"
    found = read(path, whole[:place] + new + whole[place + old :])
    assert all(isinstance(one, Page | Failure) for one in found)
    if place > len(whole):
        assert len(found) >= 4


def test_records_come_one_by_one(path: Path) -> None:
    path.write_bytes(b"".join(gzip.compress(one) for one in FOUR))
    with path.open("rb") as file:
        found = records(file, kinds=(b"response",), max_bytes=1000)
        first = next(found)
        assert isinstance(first, RawRecord)
        assert (first.offset, first.kind) == (0, b"response")
        assert not any(isinstance(one, Damage) for one in found)


# Parts


def in_parts(path: Path, size: int) -> list[Page | Failure]:
    return [one for start, end in parts(path, size=size) for one in archived(path, start=start, end=end)]


SIZES = [*range(1, 40, 3), 57, 100, 220, 221, 222, 500, 1000, 100_000]


@pytest.mark.parametrize("size", SIZES)
def test_parts_give_what_the_whole_gives(path: Path, size: int) -> None:
    members = [gzip.compress(one) for one in FOUR]
    crooked = b"".join(FOUR)
    for content in (
        b"".join(members),
        b"".join(members)[:-30],
        b"".join(members)[:-1],
        members[0] + members[1][:-20] + members[2] + members[3],
        members[0] + b"something else\r\n" * 20 + members[1] + gzip.compress(b"no record") + members[2] + FOUR[3],
        members[0] + gzip.compress(re.sub(rb"(?m)^Content-Length: \d+", b"Content-Length: 9999", FOUR[1])) + members[2],
        members[0] + members[1][:12] + b"\xff\xff\xff" + members[1][15:] + members[2] + b"\0" * 50,
        gzip.compress(crooked),
        b"".join(gzip.compress(crooked[at : at + 100]) for at in range(0, len(crooked), 100)),
        b"".join(FOUR),
        b"".join(FOUR)[:-30],
        FOUR[0] + b"something else\r\n" * 20 + FOUR[1] + FOUR[2],
        FOUR[0] + re.sub(rb"(?m)^Content-Length: \d+", b"Content-Length: 9999", FOUR[1]) + FOUR[2],
        FOUR[0] + re.sub(rb"(?m)^Content-Length: \d+", b"Content-Length: 9", FOUR[1]) + FOUR[2] + FOUR[3],
    ):
        path.write_bytes(content)
        whole = list(archived(path))
        assert whole
        found = in_parts(path, size)
        assert found == whole
        assert [one.place for one in found if isinstance(one, Page)] == [
            one.place for one in whole if isinstance(one, Page)
        ]


@pytest.mark.parametrize("zipped", [True, False])
@settings(max_examples=300, deadline=None)
@given(damage=st.tuples(st.integers(0, 900), st.integers(0, 40), st.binary(max_size=40)), size=st.integers(1, 900))
def test_damage_is_reported_by_one_part_alone(
    tmp_path_factory: pytest.TempPathFactory, zipped: bool, damage: tuple[int, int, bytes], size: int
) -> None:
    place, old, new = damage
    whole = b"".join(gzip.compress(one) if zipped else one for one in FOUR)
    path = tmp_path_factory.getbasetemp() / "parted.warc"
    found = read(path, whole[:place] + new + whole[place + old :], max_bytes=64_000_000)
    assert in_parts(path, size) == found


def test_parts_cover_the_file(path: Path) -> None:
    members = b"".join(gzip.compress(one) for one in FOUR)
    path.write_bytes(members)
    found = parts(path, size=100)
    assert [start for start, _ in found] == [0, *(end for _, end in found[:-1])]
    assert found[-1][1] == len(members)
    assert parts(path) == [(0, len(members))]
    path.write_bytes(b"".join(FOUR))
    found = parts(path, size=100)
    assert [start for start, _ in found] == [0, *(end for _, end in found[:-1])]
    assert [start for start, _ in found] == [sum(map(len, FOUR[:number])) for number in range(len(found))]
    assert len(found) > 2
    path.write_bytes(b"")
    assert parts(path) == [(0, 0)]
    with pytest.raises(FileNotFoundError):
        parts(path.with_name("none.warc.gz"))


def test_a_plain_file_is_read_between_two_records(path: Path) -> None:
    path.write_bytes(b"".join(FOUR))
    start, end = len(FOUR[0]), len(b"".join(FOUR[:3]))
    assert urls(list(archived(path, start=start, end=end))) == ["b", "c"]


def test_a_page_has_its_place(path: Path) -> None:
    first, second = read(path, *(gzip.compress(one) for one in FOUR[:2]))
    assert isinstance(first, Page)
    assert isinstance(second, Page)
    assert (first.place, second.place) == (f"{path}, byte 0", f"{path}, byte {len(gzip.compress(FOUR[0]))}")
