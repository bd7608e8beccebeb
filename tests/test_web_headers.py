"""What stands around every answer: what browsers may, who may ask, and what is kept."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

import onrecord
from onrecord import Archive
from onrecord.archive import Overview
from onrecord.errors import NoArchive
from onrecord.web import assets
from onrecord.web.app import app
from onrecord.web.headers import Guard
from onrecord.web.kept import Kept
from served import FIRST, asked, record, running, scope

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
    "192.0.2.7:8000": 200,
    "[2001:db8::7]": 200,
    "[::ffff:192.0.2.7]:8000": 200,
    "192.0.2.7.evil.example": 421,
    "192.0.2.7@evil.example": 421,
    "192.0.2": 421,
    "3221225991": 421,
    "[192.0.2.7]": 421,
    "2001:db8::7": 421,
    "[evil.example]": 421,
    "": 421,
    ":8000": 421,
    "localhost:x": 421,
    "news.example@evil.example": 421,
}


@pytest.mark.parametrize("host", HOSTS)
def test_only_names_of_this_server_and_addresses_are_answered(host: str, place: Path) -> None:
    with TestClient(app(place, hosts=["news.example"])) as client:
        assert client.get("/api/failures", headers={"host": host}).status_code == HOSTS[host]


def test_two_hosts_are_none(place: Path) -> None:
    served = app(place)
    for headers in ([], [(b"host", b"localhost"), (b"host", b"evil.example")]):
        assert asked(served, "/api/failures", headers=headers)[0]["status"] == 421


CROSS = {
    "none": 200,
    "same-origin": 200,
    "cross-site": 403,
    "same-site": 403,
    "cross-site navigate document": 200,
    "same-site navigate document": 200,
    "cross-site navigate iframe": 403,
    "cross-site no-cors image": 403,
}


@pytest.mark.parametrize("how", CROSS)
@pytest.mark.parametrize("address", ["/api/failures", "/static/page.js"])
def test_pages_of_other_sites_may_lead_here_and_no_more(how: str, address: str, client: TestClient) -> None:
    names = ("sec-fetch-site", "sec-fetch-mode", "sec-fetch-dest")
    headers = dict(zip(names, how.split(), strict=False))
    assert client.get(address, headers=headers).status_code == CROSS[how]


def test_browsers_are_refused_on_a_page_and_programs_in_json(client: TestClient) -> None:
    headers = {"host": "evil.example"}
    page = client.get("/", headers={**headers, "accept": "text/html,*/*"})
    assert (page.status_code, page.headers["content-type"]) == (421, "text/html; charset=utf-8")
    assert "does not go by that name" in page.text
    assert client.get("/", headers=headers).json()["error"] == "MisdirectedRequest"


def test_what_pages_are_made_of_waits_for_no_page_and_is_asked_for_once(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy, free = threading.Semaphore(0), threading.Event()

    def slow(archive: Archive) -> None:
        busy.release()
        free.wait(30)
        raise NoArchive("gone", path=archive.path)

    monkeypatch.setattr(Archive, "overview", slow)
    with running(app(own)) as site, ThreadPoolExecutor(4) as readers:
        waiting = [
            readers.submit(httpx.get, f"{site}{address}", headers={"accept-encoding": packed}, timeout=60)
            for address in ("/", "/api/overview")
            for packed in ("gzip", "identity")
        ]
        for _ in waiting:
            assert busy.acquire(timeout=30)
        answer = httpx.get(f"{site}{assets.address('style.css')}", timeout=10)
        plain = httpx.get(f"{site}/static/style.css", timeout=10)
        free.set()
        assert [found.result().status_code for found in waiting] == [503] * 4
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert plain.headers["cache-control"] == "no-cache"
    assert answer.content == plain.content


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


def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A list that grows with every overview that an archive makes."""
    made: list[str] = []
    overview = Archive.overview

    def noted(archive: Archive) -> Overview:
        made.append("")
        return overview(archive)

    monkeypatch.setattr(Archive, "overview", noted)
    return made


def test_an_answer_is_made_once(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = counted(monkeypatch)
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


def test_whoever_asks_for_the_head_has_it_of_the_same_answer(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = counted(monkeypatch)
    with TestClient(app(own), base_url="http://localhost") as client:
        head, whole = client.head("/api/overview"), client.get("/api/overview")
        assert head.headers == whole.headers
        assert whole.json()["articles"] == 1
        assert len(made) == 1
        export = client.head("/export/articles.jsonl")
        assert "etag" not in export.headers
        assert client.get("/export/articles.jsonl").content.count(b"\n") == 1


def test_what_is_kept_has_so_many_bytes(own: Path) -> None:
    made: list[int] = []

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        made.append(int(scope["path"][1:]))
        await Response(b"x" * made[-1])(scope, receive, send)

    kept = Kept(answer, bytes=320_000, seconds=60)
    served = Starlette()
    with Archive(own) as served.state.archive:
        for size in (5_000, 5_000, 9_000):  # kept, there, too large a part of the room
            asked(kept, f"/{size}", app=served)
        asked(kept, "/9000", app=served)
        assert made == [5_000, 9_000, 9_000]
        for size in range(4_000, 4_100):
            asked(kept, f"/{size}", app=served)
        made.clear()
        for size in (5_000, 4_000, 4_099):
            asked(kept, f"/{size}", app=served)
        assert made == [5_000, 4_000]


def test_an_answer_that_many_wait_for_is_made_once(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = counted(monkeypatch)
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
