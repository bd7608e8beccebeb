"""Exports over HTTP, which take no memory, end with whoever asked, and are whole or broken off for all to see."""

from __future__ import annotations

import asyncio
import csv
import io
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import httpx
import msgspec
import pytest
from starlette.testclient import TestClient
from starlette.types import Message

import onrecord
from onrecord import Archive, Record
from onrecord.archive import Said
from onrecord.errors import Damaged
from onrecord.formats.json import read_json
from onrecord.web import exports
from onrecord.web.app import app
from served import TEXT, record, running, scope


def test_articles_are_exported_as_lines(client: TestClient, place: Path) -> None:
    answer = client.get("/export/articles.jsonl")
    assert answer.headers["content-disposition"] == 'attachment; filename="articles.jsonl"'
    assert answer.headers["content-type"] == "application/x-ndjson"
    assert "etag" not in answer.headers
    with Archive(place) as archive:
        assert [read_json(line) for line in answer.content.splitlines()] == list(archive.records())


def test_articles_are_exported_as_a_table(client: TestClient, place: Path) -> None:
    whole = io.BytesIO()
    with Archive(place) as archive:
        onrecord.formats.EXPORTS["csv"].write(archive.records("changed"), whole)
    answer = client.get("/export/articles.csv?q=changed")
    assert answer.content == whole.getvalue()
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert len(list(csv.reader(io.StringIO(client.get("/export/articles.csv").text)))) == 31


def test_an_export_of_nothing_has_its_head(client: TestClient) -> None:
    assert client.get("/export/articles.csv?q=unheard").text.startswith("id,url,")
    assert client.get("/export/articles.jsonl?q=unheard").content == b""


def test_what_was_said_is_exported(client: TestClient, place: Path) -> None:
    lines = client.get("/export/said.jsonl?speaker=weather&about=metres").content.splitlines()
    table = list(csv.DictReader(io.StringIO(client.get("/export/said.csv?speaker=weather&about=metres").text)))
    with Archive(place) as archive:
        expected = list(archive.said("weather", about="metres"))
    assert [msgspec.json.decode(line, type=Said) for line in lines] == expected
    assert [row["id"] for row in table] == [said.id for said in expected]
    assert {row["content"] for row in table} == {"rose by two metres"}
    assert len(expected) == 30


def test_what_the_speaker_of_a_name_said_is_exported(client: TestClient, place: Path) -> None:
    lines = client.get("/export/speech.jsonl?name=weather%20office&about=metres").content.splitlines()
    with Archive(place) as archive:
        expected = list(archive.said_by("Weather Office", about="metres"))
    assert [msgspec.json.decode(line, type=Said) for line in lines] == expected
    assert len(expected) == 30
    assert client.get("/export/speech.jsonl?name=weather").content == b""
    assert client.get("/export/speech.csv?name=%3F%3F%3F").text.startswith("id,")


def test_so_many_files_are_sent_at_a_time_and_no_more(client: TestClient, place: Path) -> None:
    with Archive(place) as archive:
        open_ones = [exports.articles(archive, None, form="jsonl") for _ in range(2)]
        refused = client.get("/export/articles.csv")
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "5")
        assert refused.json()["error"] == "Busy"
        open_ones[0].close()  # before any of it was read
        open_ones[0].close()
        assert client.get("/export/articles.csv").status_code == 200
        assert b"".join(open_ones[1]).count(b"\n") == 30
        open_ones[1].close()
        assert client.get("/export/articles.csv?q=%22").status_code == 400
        assert client.head("/export/articles.csv").status_code == 200
        for _ in range(3):
            assert client.get("/export/articles.csv").status_code == 200


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("large") / "large.db"
    with onrecord.open(path) as archive:
        archive.add(record(number, text=TEXT + " The rain did not end." * 2_500) for number in range(800))
    return path


def test_an_export_takes_no_memory(large: Path) -> None:
    length = 0
    peaks = []
    with Archive(large) as archive:
        tracemalloc.start()
        for number, part in enumerate(parts := exports.articles(archive, None, form="jsonl")):
            length += len(part)
            if number % 4 == 3:
                peaks.append(tracemalloc.get_traced_memory()[1])
                tracemalloc.reset_peak()
        tracemalloc.stop()
        parts.close()
    assert length > 40_000_000
    assert max(peaks[2:]) < peaks[1] * 1.1, peaks


def test_who_goes_away_ends_the_work(large: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed: list[str] = []

    class Watched(Archive):
        def close(self) -> None:
            closed.append("")
            super().close()

    monkeypatch.setattr(exports, "Archive", Watched)
    served = app(large)

    async def asked() -> list[Message]:
        sent: list[Message] = []
        gone = asyncio.Event()

        async def send(message: Message) -> None:
            sent.append(message)
            if len(sent) == 3:
                gone.set()

        async def receive() -> Message:
            await gone.wait()
            return {"type": "http.disconnect"}

        await served(scope("/export/articles.jsonl"), receive, send)
        return sent

    sent = asyncio.run(asked())
    assert sum(len(message.get("body", b"")) for message in sent) < 20_000_000
    assert closed


def test_an_export_that_breaks_off_is_logged_and_no_whole_file_to_whoever_asked(
    large: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    records = Archive.records

    def broken(archive: Archive, query: str | None = None) -> Iterator[Record]:
        stream = records(archive, query)
        for _ in range(60):
            yield next(stream)
        raise Damaged("it is damaged", path=archive.path)

    monkeypatch.setattr(Archive, "records", broken)
    with running(app(large)) as site, httpx.stream("GET", f"{site}/export/articles.csv", timeout=60) as answer:
        assert answer.status_code == 200
        with pytest.raises(httpx.RemoteProtocolError, match="incomplete chunked read"):
            answer.read()
    assert f"an export broke off, and its connection with it: Damaged: {large}: it is damaged" in caplog.messages


def test_threads_that_end_leave_no_connection_open(place: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with Archive(place) as archive:
        for _ in range(20):
            with ThreadPoolExecutor(1) as pool:
                pool.submit(archive.count).result()
        assert len(archive._shelves) <= 2
