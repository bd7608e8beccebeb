"""The API: what each address answers, what goes wrong, what is kept, who is turned away, exports."""

from __future__ import annotations

import asyncio
import csv
import io
import os
import signal
import socket
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import msgspec
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.applications import Starlette
from starlette.testclient import TestClient
from starlette.types import Message

import onrecord
from onrecord import Archive, Record
from onrecord.archive import Overview, Results, Said, Speech, Story, Version
from onrecord.errors import Damaged, Locked, NewerFormat, NoArchive
from onrecord.formats.json import read_json
from onrecord.values import Article, Failure, Reading, Span, Speaker, Statement
from onrecord.web import exports, openapi
from onrecord.web.api import ENDPOINTS, MOST, Compared
from onrecord.web.app import app
from onrecord.web.endpoints import JSON
from onrecord.web.headers import Guard
from onrecord.web.serving import listening

TEXT = "The river rose by two metres, the weather office said. The mayor said that schools remain closed, <b>all</b>."


def told(text: str, *speakers: tuple[str, str]) -> Reading:
    """A reading in which each of the speakers says some words of the text."""
    cue = Span(start=text.index("said"), end=text.index("said") + 4)
    return Reading(
        models=("test",),
        statements=tuple(
            Statement(
                content=(Span(start=text.index(words), end=text.index(words) + len(words)),),
                source=None,
                cue=cue,
                speaker=Speaker(name=name, rule="name"),
                kind="indirect",
                score=0.9,
            )
            for name, words in speakers
        ),
    )


def record(number: int = 0, *, text: str = TEXT, title: str = "Rain <over> the valley") -> Record:
    article = Article(
        url=f"https://news{number % 3}.example/{number}",
        title=title,
        authors=("Ann Example",),
        published=datetime(2018, 5, 1 + number % 28, 12, tzinfo=UTC if number % 2 else None),
        text=f"{text} {number}",
    )
    said = told(article.text, ("Weather Office", "rose by two metres"), ("Ann/Mayor", "schools remain closed"))
    return Record.of(article, reading=said)


FIRST = record()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of thirty records, one of them in two versions, and a failure."""
    path = tmp_path_factory.mktemp("web") / "news.db"
    with onrecord.open(path) as archive:
        archive.add(map(record, range(30)), place="a/folder")
        archive.add([record(5, text=f"It was changed. {TEXT}")])
        failure = Failure(url="https://gone.example/", stage="source", error="FetchFailed", message="gone")
        archive.put(onrecord.archive.Batch(failures=(("here", failure),)))
    return path


@pytest.fixture(scope="module")
def client(place: Path) -> Iterator[TestClient]:
    with TestClient(app(place), base_url="http://localhost:8000") as opened:
        yield opened


# --- what is answered ----------------------------------------------------------------------------------------------

ID = FIRST.id
ANSWERS: Mapping[str, Any] = {
    "/api/overview": Overview,
    "/api/search?q=schools&sort=newest&limit=5&offset=2&facets=site,month": Results,
    f"/api/articles/{ID}": Record,
    f"/api/articles/{ID[:8]}/versions": tuple[Version, ...],
    f"/api/articles/{ID}/story": Story,
    f"/api/articles/{ID}/places": tuple[str, ...],
    "/api/speakers/Weather%20Office?about=metres&limit=3&offset=1": Speech,
    "/api/said?speaker=weather&about=metres&limit=4": tuple[Said, ...],
    "/api/compare?a=Weather+Office&b=Ann/Mayor&about=schools&limit=2": Compared,
    "/api/failures?limit=1": tuple[Failure, ...],
}


@pytest.mark.parametrize("address", ANSWERS)
def test_each_address_answers_what_the_archive_does(address: str, client: TestClient, place: Path) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == JSON
    found = msgspec.json.decode(answer.content, type=ANSWERS[address])
    with Archive(place) as archive:
        answers: Mapping[str, Callable[[], Any]] = {
            "/api/overview": archive.overview,
            "/api/search": lambda: archive.search(
                "schools", sort="newest", limit=5, offset=2, facets=("site", "month")
            ),
            f"/api/articles/{ID}": lambda: FIRST,
            f"/api/articles/{ID[:8]}/versions": lambda: archive.versions(ID),
            f"/api/articles/{ID}/story": lambda: archive.story(ID),
            f"/api/articles/{ID}/places": lambda: archive.places(ID),
            "/api/speakers/Weather%20Office": lambda: archive.speech(
                "Weather Office", about="metres", limit=3, offset=1
            ),
            "/api/said": lambda: tuple(archive.said("weather", about="metres", limit=4)),
            "/api/compare": lambda: Compared(
                a=archive.speech("Weather Office", about="schools", limit=2),
                b=archive.speech("Ann/Mayor", about="schools", limit=2),
            ),
            "/api/failures": lambda: tuple(archive.failures()),
        }
        expected = answers[address.partition("?")[0]]()
    assert found == expected
    assert found


def test_a_search_for_nothing_finds_all(client: TestClient) -> None:
    assert client.get("/api/search").json()["total"] == 30
    assert client.get("/api/search?q=").json()["total"] == 30


def test_a_speaker_may_have_a_slash_in_the_name(client: TestClient) -> None:
    assert client.get(f"/api/speakers/{quote('Ann/Mayor', safe='')}").json()["total"] == 30


def test_a_speaker_may_have_a_line_break_in_the_name(client: TestClient) -> None:
    assert client.get("/api/speakers/Ann%0A").json()["speaker"] == "Ann\n"


def test_nobody_is_no_error(client: TestClient) -> None:
    assert client.get("/api/speakers/Nobody").json()["total"] == 0


def test_failures_are_paged(client: TestClient) -> None:
    assert client.get("/api/failures?offset=1").json() == []


# --- what goes wrong ------------------------------------------------------------------------------------------------

WRONG: Mapping[str, tuple[int, str, str]] = {
    "/api/search?q=%22open": (400, "QueryError", "not closed"),
    f"/api/search?q={'a' * 2_001}": (400, "BadParameter", "2,000"),
    f"/api/search?q={'a+' * 65}": (400, "QueryError", "64 words"),
    "/api/search?sort=loudest": (400, "BadParameter", "relevance, newest, oldest"),
    "/api/search?facets=site,shoe": (400, "BadParameter", "section"),
    "/api/search?limit=0": (400, "BadParameter", "1 to 1,000"),
    "/api/search?limit=1001": (400, "BadParameter", "1 to 1,000"),
    "/api/search?limit=": (400, "BadParameter", "1 to 1,000"),
    "/api/search?limit=1e2": (400, "BadParameter", "1 to 1,000"),
    "/api/search?limit=%D9%A3": (400, "BadParameter", "1 to 1,000"),  # a digit, but not one of ours
    f"/api/search?limit={'9' * 5_000}": (400, "BadParameter", "1 to 1,000"),
    "/api/search?offset=100001": (400, "BadParameter", "0 to 100,000"),
    "/api/search?offset=-1": (400, "BadParameter", "0 to 100,000"),
    "/api/search?q=rain&q=snow": (400, "BadParameter", "twice"),
    "/api/search?limt=5": (400, "BadParameter", "there are q, sort, limit, offset, facets"),
    "/api/search?q=a%00b": (400, "BadParameter", "NUL"),
    "/api/overview?x=1": (400, "BadParameter", "there are none"),
    f"/api/articles/{ID}?id={ID}": (400, "BadParameter", "twice"),
    "/api/articles/0000000000000000": (404, "NoRecord", "there is no record"),
    "/api/articles/abc": (404, "NoRecord", "no id"),
    "/api/articles/%27%3B--": (404, "NoRecord", "no id"),
    f"/api/articles/{'a' * 65}/story": (400, "BadParameter", "64"),
    "/api/articles/0000000000000000/versions": (404, "NoRecord", "there is no record"),
    "/api/said": (400, "BadParameter", "missing"),
    "/api/said?speaker=": (400, "BadParameter", "1 to 500"),
    "/api/said?speaker=%22": (400, "QueryError", "no name"),
    "/api/said?speaker=a&about=%22": (400, "QueryError", "not closed"),
    "/api/speakers/": (400, "BadParameter", "1 to 500"),
    "/api/compare?a=x": (400, "BadParameter", "'b' is missing"),
    "/api/nothing%0A": (404, "NotFound", "/docs"),
    "/api/nothing": (404, "NotFound", "/docs"),
    "/export/articles.xls": (404, "NotFound", "/docs"),
    "/export/articles.csv?q=%22": (400, "QueryError", "not closed"),
    "/export/said.csv": (400, "BadParameter", "missing"),
    "/export/said.jsonl?speaker=%22": (400, "QueryError", "no name"),
}


@pytest.mark.parametrize("address", WRONG)
def test_what_cannot_be_answered_is_named(address: str, client: TestClient) -> None:
    answer = client.get(address)
    status, error, words = WRONG[address]
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert words in answer.json()["message"]
    assert ("position" in answer.json()) == answer.json()["message"].startswith("query, character")
    assert "etag" not in answer.headers


def test_half_a_surrogate_pair_in_an_address_is_harmless(client: TestClient) -> None:
    assert client.get("/api/search?q=%ED%A0%80").status_code in (200, 400)
    assert client.get("/api/speakers/%ED%A0%80").status_code == 200
    assert client.get("/api/search?q=%FF").status_code in (200, 400)


@pytest.mark.parametrize("kind", [Locked, Damaged, NewerFormat])
@pytest.mark.parametrize("address", ["/api/overview", "/export/articles.csv"])
def test_an_archive_that_cannot_be_read_is_503(
    kind: type[Exception], address: str, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise kind("it is as it is; wait", path=place)  # type: ignore[call-arg]

    monkeypatch.setattr(Archive, "overview", broken)
    monkeypatch.setattr(Archive, "records", broken)
    with TestClient(app(place), base_url="http://localhost") as client:
        answer = client.get(address)
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"
    assert answer.json() == {"error": kind.__name__, "message": "it is as it is; wait"}  # and not where it lies


def test_without_an_archive_all_is_503_until_there_is_one(tmp_path: Path) -> None:
    path = tmp_path / "none.db"
    with TestClient(app(path), base_url="http://localhost") as client:
        assert client.get("/api/overview").json()["error"] == NoArchive.__name__
        assert client.get("/export/articles.jsonl").status_code == 503
        with onrecord.open(path) as archive:
            archive.add([FIRST])
        assert client.get("/api/overview").json()["articles"] == 1


PARAMETERS = sorted({parameter.name for endpoint in ENDPOINTS for parameter in endpoint.parameters})
VALUES = st.one_of(
    st.text(max_size=30),
    st.integers().map(str),
    st.sampled_from(["a*", '"', '"a b"', "-", "OR", "a OR b", "date:2018..", "date:9999-99-99", "*", "site:*"]),
    st.sampled_from(["story:", "tag:a*", '-"a"', "language:EN", "中文", "a" * 3_000, "\0", "site,month", "٣", "1_0"]),
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(ENDPOINTS),
    st.lists(st.tuples(st.sampled_from(PARAMETERS), VALUES), max_size=4),
    st.one_of(VALUES, st.just(ID)),
    st.booleans(),
)
def test_nothing_that_is_asked_breaks_the_server(
    client: TestClient, endpoint: Any, asked: list[tuple[str, str]], part: str, fits: bool
) -> None:
    if fits:  # mostly what the endpoint knows, so that more than names of parameters is tried
        known = [parameter.name for parameter in endpoint.parameters if parameter.where == "query"]
        asked = list(dict(zip(known, [value for _, value in asked], strict=False)).items())
    path = endpoint.path.replace("{id}", quote(part, safe="")).replace("{name}", quote(part, safe=""))
    answer = client.get(f"{path}?{urlencode(asked)}")
    assert answer.status_code in (200, 400, 404)
    if answer.status_code != 200:
        assert answer.json().keys() <= {"error", "message", "position"}


# --- what stands around it ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/api/overview", "/api/nothing", "/api/search?limit=x", "/docs", "/nowhere"])
def test_every_answer_tells_browsers_what_they_may(address: str, client: TestClient) -> None:
    headers = client.get(address, headers={"origin": "https://elsewhere.example"}).headers
    assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'; script-src 'self';")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert not [name for name in headers if name.startswith("access-control")]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"])
@pytest.mark.parametrize("address", ["/api/overview", "/nowhere"])
def test_nothing_can_be_written(method: str, address: str, client: TestClient) -> None:
    answer = client.request(method, address)
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD"


@pytest.mark.parametrize("address", ["/api/overview", "/export/articles.jsonl", "/docs"])
def test_head_has_the_headers_alone(address: str, client: TestClient) -> None:
    answer = client.head(address)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == client.get(address).headers["content-type"]


HOSTS = {
    "localhost": 200,
    "LOCALHOST:8000": 200,
    "localhost.": 200,
    "127.0.0.1:80": 200,
    "[::1]:8000": 200,
    "[::1]": 200,
    "news.example:99": 200,
    "evil.example": 421,
    "localhost.evil.example": 421,
    "evil.example:localhost": 421,
    "127.0.0.1.evil.example": 421,
    "[::2]": 421,
    "": 421,
    ":8000": 421,
    "localhost:x": 421,
    "news.example@evil.example": 421,
}


@pytest.mark.parametrize("host", HOSTS)
def test_only_names_of_this_server_are_answered(host: str, place: Path) -> None:
    with TestClient(app(place, hosts=["news.example"])) as client:
        assert client.get("/api/failures", headers={"host": host}).status_code == HOSTS[host]


def asked(served: Any, path: str, *, query: str = "", **more: Any) -> list[Message]:
    """What an ASGI application sends, asked without any client in between."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        await asyncio.sleep(60)
        return {"type": "http.disconnect"}

    asyncio.run(served(scope(path, query) | more, receive, send))
    return sent


def scope(path: str, query: str = "") -> dict[str, Any]:
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "scheme": "http",
        "headers": [(b"host", b"localhost")],
    }


def test_two_hosts_are_none(place: Path) -> None:
    served = app(place)
    for headers in ([], [(b"host", b"localhost"), (b"host", b"evil.example")]):
        assert asked(served, "/api/failures", headers=headers)[0]["status"] == 421


def test_sockets_are_closed(place: Path) -> None:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def nothing() -> Message:
        return {"type": "websocket.connect"}

    asyncio.run(Guard(app(place))({"type": "websocket"}, nothing, send))
    assert sent == [{"type": "websocket.close", "code": 1008}]


def test_large_answers_are_packed(client: TestClient) -> None:
    assert client.get("/api/search").headers["content-encoding"] == "gzip"
    plain = client.get("/api/search", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.json() == client.get("/api/search").json()
    assert "content-encoding" not in client.get("/api/failures").headers


# --- what is kept ----------------------------------------------------------------------------------------------------


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "own.db"
    with onrecord.open(path) as archive:
        archive.add([FIRST])
    return path


def eager(path: Path) -> Starlette:
    """A server that looks at each request whether the archive has changed."""
    made = app(path)
    for middleware in made.user_middleware:
        if middleware.cls.__name__ == "Kept":  # type: ignore[attr-defined]
            middleware.kwargs["seconds"] = 0.0
    return made


def test_what_a_reader_has_is_not_sent_again(own: Path) -> None:
    with TestClient(eager(own), base_url="http://localhost") as client, onrecord.open(own) as archive:
        first = client.get("/api/search?q=river")
        tag = first.headers["etag"]
        assert first.headers["cache-control"] == "no-cache"
        for known in (tag, f'"other", {tag}', f"{tag} , x"):
            again = client.get("/api/search?q=river", headers={"if-none-match": known})
            assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
            assert again.headers["content-security-policy"]
        for other in ("/api/search?q=valley", "/api/overview"):
            assert client.get(other, headers={"if-none-match": tag}).status_code == 200
        archive.add([record(1)])
        fresh = client.get("/api/search?q=river", headers={"if-none-match": tag})
        assert fresh.status_code == 200
        archive.commit()
        last = client.get("/api/search?q=river", headers={"if-none-match": fresh.headers["etag"]})
        assert last.json()["total"] == 2  # in the very moment


def test_the_tag_is_the_same_in_every_process(own: Path) -> None:
    tags = []
    for _ in range(2):
        with TestClient(app(own), base_url="http://localhost") as client, Archive(own) as reader:
            reader.count()  # somebody keeps the archive open, as other processes of a server do
            tags += [client.get("/api/overview").headers["etag"], client.get("/api/overview").headers["etag"]]
            with TestClient(app(own), base_url="http://localhost") as other:
                assert other.get("/api/overview").headers["etag"] == tags[-1]


def test_an_answer_is_made_once(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    overview = Archive.overview

    def counted(archive: Archive) -> Overview:
        made.append("")
        return overview(archive)

    monkeypatch.setattr(Archive, "overview", counted)
    with TestClient(eager(own), base_url="http://localhost") as client, onrecord.open(own) as archive:
        first = client.get("/api/overview")
        second = client.get("/api/overview")
        assert (first.content, first.headers) == (second.content, second.headers)
        assert len(made) == 1
        client.get("/api/overview", headers={"accept-encoding": "identity"})
        assert len(made) == 2  # packed and not are two
        archive.add([record(1)])
        client.get("/api/overview")
        assert len(made) == 3


def test_an_answer_that_many_wait_for_is_made_once(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    overview = Archive.overview

    def counted(archive: Archive) -> Overview:
        made.append("")
        return overview(archive)

    monkeypatch.setattr(Archive, "overview", counted)
    served = app(own)

    async def all_at_once() -> list[list[Message]]:
        async def one() -> list[Message]:
            sent: list[Message] = []

            async def send(message: Message) -> None:
                sent.append(message)

            async def receive() -> Message:
                return {"type": "http.disconnect"}

            await served(scope("/api/overview"), receive, send)
            return sent

        return await asyncio.gather(*(one() for _ in range(20)))

    answers = asyncio.run(all_at_once())
    assert len(made) == 1
    assert all(messages[1]["body"] == answers[0][1]["body"] for messages in answers)


def test_the_generation_changes_with_every_commit(own: Path) -> None:
    with Archive(own) as reader, onrecord.open(own) as writer:
        assert reader.generation() == reader.generation()
        reader.count("river")
        seen = [reader.generation()]
        for number in range(1, 50):
            writer.add([record(number)])
            seen.append(reader.generation())
        writer.commit()
        seen.append(reader.generation())
        assert len(set(seen)) == 51
        assert reader.count("river") == 50
        assert Archive(own).generation() == seen[-1]


# --- exports ---------------------------------------------------------------------------------------------------------


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
        for number, part in enumerate(exports.articles(archive, None, form="jsonl")):
            length += len(part)
            if number % 4 == 3:
                peaks.append(tracemalloc.get_traced_memory()[1])
                tracemalloc.reset_peak()
        tracemalloc.stop()
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


def test_an_export_that_breaks_off_breaks_the_connection(large: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    records = Archive.records

    def broken(archive: Archive, query: str | None = None) -> Iterator[Record]:
        stream = records(archive, query)
        for _ in range(60):
            yield next(stream)
        raise Damaged("it is damaged", path=archive.path)

    monkeypatch.setattr(Archive, "records", broken)
    with TestClient(app(large), base_url="http://localhost") as client, pytest.raises(Damaged):
        client.get("/export/articles.jsonl")


def test_threads_that_end_leave_no_connection_open(place: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with Archive(place) as archive:
        for _ in range(20):
            with ThreadPoolExecutor(1) as pool:
                pool.submit(archive.count).result()
        assert len(archive._shelves) <= 2


# --- the server run ---------------------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM")
@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL, signal.SIGINT])
def test_several_processes_answer_at_one_address_and_end_together(place: Path, end: signal.Signals) -> None:
    program = (
        "import sys, pathlib; from onrecord.web.serving import listening, serve\n"
        "if __name__ == '__main__':\n"
        "    at = listening('127.0.0.1', 0); print(at.getsockname()[1], flush=True)\n"
        "    serve(pathlib.Path(sys.argv[1]), at, processes=2)\n"
    )
    script = place.with_name("serve.py")
    script.write_text(program)
    with subprocess.Popen([sys.executable, script, place], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as server:
        assert server.stdout is not None
        port = int(server.stdout.readline())
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20) as client:
            answers = [client.get("/api/overview") for _ in range(20)]
        assert {answer.status_code for answer in answers} == {200}
        assert "server" not in answers[0].headers
        server.send_signal(end)
        server.wait(20)
    until = time.monotonic() + 20
    while time.monotonic() < until and _answers(port):
        time.sleep(0.05)
    assert not _answers(port)


def _answers(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def test_small_answers_are_sent_at_once() -> None:
    with listening("127.0.0.1", 0) as at:
        assert at.proto == socket.IPPROTO_TCP  # else asyncio leaves Nagle's algorithm on
        with pytest.raises(OSError, match="in use"):
            listening("127.0.0.1", at.getsockname()[1])


# --- the description -------------------------------------------------------------------------------------------------


def test_the_document_describes_every_address(client: TestClient) -> None:
    described = client.get("/openapi.json").json()
    assert described["openapi"] == "3.1.0"
    assert list(described["paths"]) == [endpoint.path for endpoint in ENDPOINTS]
    assert {"Overview", "Results", "Record", "Speech", "Said", "Trouble"} <= described["components"]["schemas"].keys()
    limits = described["paths"]["/api/search"]["get"]["parameters"]
    assert {"type": "integer", "minimum": 1, "maximum": MOST, "default": 10} in [each["schema"] for each in limits]


def test_the_page_shows_every_address_and_value(client: TestClient) -> None:
    page = client.get("/docs")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "<script" not in page.text
    assert "style=" not in page.text
    assert '<link rel="stylesheet" href="/static/style.css">' in page.text
    for endpoint in ENDPOINTS:
        assert f"GET {endpoint.path}" in page.text


def test_the_page_escapes_what_it_shows() -> None:
    evil = [replace(ENDPOINTS[0], about="<script>alert(1)</script>", path="/<i>")]
    shown = openapi.page(openapi.document(evil))
    assert "<script" not in shown
    assert "<i>" not in shown
    assert "&lt;script&gt;" in shown


CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize("address", [endpoint.path for endpoint in ENDPOINTS])
def test_the_server_does_what_the_document_says(address: str, mode: GenerationMode, described: Any) -> None:
    @settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=described[address]["GET"].as_strategy(generation_mode=mode))
    def check(case: Any) -> None:
        case.call_and_validate(checks=CHECKS)

    try:
        check()
    except Unsatisfiable:
        assert mode is GenerationMode.NEGATIVE  # without parameters nothing can be wrong


@pytest.fixture(scope="module")
def described(place: Path) -> Any:
    return schemathesis.openapi.from_asgi("/openapi.json", app(place, hosts=["testserver"]))
