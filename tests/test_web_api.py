"""The API: what each address answers, what goes wrong, and the document that describes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import quote, urlencode

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
from starlette.testclient import TestClient

import onrecord
from onrecord import Archive, Record
from onrecord.archive import Batch, Overview, Results, Said, Speech, Story, Version
from onrecord.errors import Damaged, Locked, NewerFormat, NoArchive
from onrecord.values import Failure
from onrecord.web import api, openapi
from onrecord.web.api import ENDPOINTS, Compared
from onrecord.web.app import app
from onrecord.web.endpoints import JSON, MOST
from served import FIRST

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
            f"/api/articles/{ID}/places": lambda: ("folder",),
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


def broken(archive: Archive) -> NoReturn:
    raise ZeroDivisionError("secret")


@pytest.mark.parametrize("address", ["/api/overview", "/export/articles.csv"])
def test_a_defect_is_told_as_other_errors_are(address: str, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Archive, "overview", broken)
    monkeypatch.setattr(Archive, "records", lambda archive, query: broken(archive))
    with TestClient(app(place), base_url="http://localhost", raise_server_exceptions=False) as client:
        answer = client.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (500, JSON)
    assert answer.json().keys() == {"error", "message"}
    assert answer.json()["error"] == "Defect"
    assert "secret" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_nobody_learns_where_files_lie(tmp_path: Path) -> None:
    failed = (
        Failure(url="/home/ann/a.html", stage="source", error="EmptyPage", message="/home/ann/a.html: it is empty"),
        Failure(
            url="https://example.org/a: b/c", stage="source", error="BadWarc",
            message="https://example.org/a: b/c: /home/ann/news: 1/a.warc.gz, byte 7: damaged",
        ),
    )  # fmt: skip
    with onrecord.open(tmp_path / "news.db") as archive:
        archive.add([FIRST], place="/home/ann/saved pages/rain.html")
        archive.add([FIRST], place="https://example.org/home/rain.html")
        archive.put(Batch(failures=tuple(("here", one) for one in failed)))
    with TestClient(app(tmp_path / "news.db"), base_url="http://localhost") as client:
        assert client.get(f"/api/articles/{ID}/places").json() == ["rain.html", "https://example.org/home/rain.html"]
        found = client.get("/api/failures").text
    assert '"url":"a.html"' in found
    assert '"message":"a.html: it is empty"' in found
    assert "https://example.org/a: b/c" in found
    assert "ann" not in found


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
    assert "style=" not in page.text
    for endpoint in ENDPOINTS:
        assert f"GET {endpoint.path}" in page.text
    shown = " ".join(page.text.split())
    assert "<code>sort</code></td><td>the order</td><td>relevance or newest or oldest, else relevance</td>" in shown
    assert "<code>limit</code></td><td>how many at most</td><td>1 to 1,000, else 10</td>" in shown
    assert 'What was asked for. array of <a href="#Said">Said</a>' in shown
    assert '<code>hits</code></th><td>array of <a href="#Hit">Hit</a></td>' in shown


def test_the_page_stands_among_the_others(client: TestClient) -> None:
    for part in ('<nav class="main"', 'action="/search" role="search"', "<footer", 'href="#main"'):
        assert part in client.get("/docs").text


def test_the_page_escapes_what_it_shows(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    evil = [replace(ENDPOINTS[0], about="<script>alert(1)</script>", path="/<i>")]
    monkeypatch.setattr(api, "_document", lambda: msgspec.json.encode(openapi.document(evil)))
    shown = client.get("/docs?evil").text
    assert "<script>" not in shown
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
