"""What was fetched, kept as WARC: read back by this package and by another one, also after a sudden end."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType

from onrecord.errors import SourceError
from onrecord.sources import pages
from onrecord.sources.client import Answer
from onrecord.sources.warc_writer import WarcWriter
from onrecord.values import Failure, Page
from web import HTML

NOON = datetime(2024, 5, 12, 12, 0, 0, 123456, tzinfo=UTC)


def answer(body: bytes = HTML, path: str = "/rain", **headers: str) -> Answer:
    stated = {"content-type": "text/html; charset=x", **{name.replace("_", "-"): headers[name] for name in headers}}
    return Answer(
        url=httpx.URL(f"https://example.org{path}"),
        status=200,
        reason="OK",
        headers=httpx.Headers(stated),
        body=body,
        asked=httpx.Headers({"Host": "example.org"}),
        protocol="HTTP/2",
        fetched=NOON,
    )


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    with WarcWriter(tmp_path / "new") as keeper:
        keeper.keep(answer())
        keeper.keep(answer(gzip.compress(HTML), "/sun?a=1", content_encoding="gzip", transfer_encoding="chunked"))
        keeper.keep(answer(b"", "/empty"))
    [path] = (tmp_path / "new").iterdir()
    assert list(pages(str(path))) == [
        Page(url="https://example.org/rain", html=HTML, fetched=NOON, charset="x"),
        Page(url="https://example.org/sun?a=1", html=HTML, fetched=NOON, charset="x"),
    ]


def test_another_reader_finds_whole_records(tmp_path: Path) -> None:
    with WarcWriter(tmp_path) as keeper:
        keeper.keep(
            answer(gzip.compress(HTML), content_encoding="gzip", content_length="9", transfer_encoding="chunked")
        )
    [path] = tmp_path.iterdir()
    with path.open("rb") as file:
        records = []
        for record in ArchiveIterator(file, parse_http=False):
            assert record.verify_block_digest()
            records.append((record.record_type, dict(record.headers), record.reader.read()))
    kinds = [kind for kind, _, _ in records]
    assert kinds == [WarcRecordType.warcinfo, WarcRecordType.response, WarcRecordType.request]
    assert records[1][1]["WARC-Target-URI"] == records[2][1]["WARC-Target-URI"] == "https://example.org/rain"
    assert records[2][1]["WARC-Concurrent-To"] == records[1][1]["WARC-Record-ID"]
    head, _, body = records[1][2].partition(b"\r\n\r\n")
    assert gzip.decompress(body) == HTML
    assert b"x-archive-orig-transfer-encoding: chunked" in head.lower()
    assert f"content-length: {len(body)}".encode() in head.lower()
    assert records[2][2].startswith(b"GET /rain HTTP/1.1\r\n")


def test_a_file_that_breaks_off_is_read_to_its_last_whole_record(tmp_path: Path) -> None:
    keeper = WarcWriter(tmp_path)
    keeper.keep(answer())
    [path] = tmp_path.iterdir()
    whole = len(path.read_bytes())
    keeper.keep(answer(path="/sun"))
    sent = path.read_bytes()  # of a file that was never closed
    keeper.close()
    path.write_bytes(sent[: whole + 100])
    page, failure = pages(str(path))
    assert isinstance(page, Page)
    assert isinstance(failure, Failure)
    assert failure.cause == "damaged WARC record"


def test_a_full_file_is_followed_by_another(tmp_path: Path) -> None:
    with WarcWriter(tmp_path, max_bytes=500) as keeper:
        for number in range(4):
            keeper.keep(answer(path=f"/{number}"))
    found = [page for path in sorted(tmp_path.iterdir()) for page in pages(str(path))]
    assert len(list(tmp_path.iterdir())) > 1
    assert {page.url for page in found} == {f"https://example.org/{number}" for number in range(4)}


def test_a_folder_that_cannot_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(SourceError) as caught, WarcWriter(tmp_path / "file"):
        pass
    assert caught.value.cause == "unwritable folder"
