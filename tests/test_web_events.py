"""The pages of events: what stands on them, where they lead, what scraped names cannot do; the same for programs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import msgspec
import pytest
from starlette.testclient import TestClient

import happened
import onrecord
import reported
import shown
from onrecord import Archive
from onrecord.archive import Chronicle, Pair
from onrecord.values import EventType, Reading
from onrecord.web import layers, legends, networks
from onrecord.web.app import app
from test_web_pages import ELEMENTS, Elements, flat, page

DRAWN = {"circle", "text"}
PAGES = (
    "/events",
    "/events?skip=20",
    "/events?q=talks+event%3Aassault",
    "/events?day=2018-05",
    "/events?q=struck",
    f"/events?q={quote(shown.SCRIPT)}",
    f"/events?day={quote(shown.HANDLER)}",
    f"/events?q=%22{quote(shown.DRAWING)}",
    *(f"/articles/{record.id}" for record in (happened.TALKS, happened.DOUBTFUL, happened.HARMFUL)),
)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return happened.kept(tmp_path_factory.mktemp("events") / "news.db")


@pytest.fixture(scope="module")
def client(path: Path) -> Iterator[TestClient]:
    with TestClient(app(path), base_url="http://localhost") as client:
        yield client


# --- every page ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", PAGES)
def test_names_and_triggers_stay_words(client: TestClient, address: str) -> None:
    found = Elements(client.get(address).text)
    assert {tag for tag, _ in found.found} <= ELEMENTS | DRAWN
    assert sum(tag == "script" for tag, _ in found.found) == 1
    for tag, attributes in found.found:
        assert not any(name.startswith("on") or name == "style" for name in attributes), (tag, attributes)
        for name in {"href", "action"} & attributes.keys():
            assert attributes[name].startswith(("/", "#", "https://")), attributes
    assert not re.search("[\0\x07\x1b\u202e\u2066]", found.text)
    assert str(8191 * 7) not in found.text
    ids = [attributes["id"] for _, attributes in found.found if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert [tag for tag, _ in found.found].count("h1") == 1


@pytest.mark.parametrize("address", PAGES)
def test_every_link_leads_somewhere(client: TestClient, address: str) -> None:
    found = Elements(client.get(address).text)
    ids = {attributes["id"] for _, attributes in found.found if "id" in attributes}
    for target in set(found.values("a", "href")):
        if target.startswith("#"):
            assert target[1:] in ids
        elif target.startswith("/"):
            answer = client.get(target.partition("#")[0])
            assert answer.status_code == 200, target
            if (anchor := urlsplit(target).fragment) and "<" not in anchor:
                assert f'id="{anchor}"' in answer.text, target


# --- what stands on them ------------------------------------------------------------------------------------------


def test_an_article_has_its_events_in_its_text_and_in_a_list(client: TestClient) -> None:
    found = page(client, f"/articles/{happened.TALKS.id}")
    text = flat(found.text)
    assert "3 events" in text
    assert re.search("31 May 2018 · Klow SYL .*Ivan Petrov BRDGOV → consult visit → whom: officials of Syldavia", text)
    assert "“threatened” in the text · says Klow Gazette · 80%" in text
    assert "meet againconsult, planned" in text
    labels = found.values("a", "aria-label")
    assert "Event 3: consult, planned" in labels
    assert f"#e{reported.TALKS.index('met')}-{reported.TALKS.index('met') + 3}" in found.values("a", "href")
    assert "/events?q=actor%3A%22BRDGOV%22+OR+recipient%3A%22BRDGOV%22" in found.values("a", "href")


def test_what_did_not_happen_looks_other_than_what_did(client: TestClient) -> None:
    found = page(client, f"/articles/{happened.DOUBTFUL.id}")
    text = flat(found.text)
    classes = found.values("span", "class")
    for status, label in zip(happened.STATUSES, ("assault", "retreat", "agree", "coerce"), strict=True):
        assert f"{label}, {status}" in text
        assert f"status {status}" in classes
        assert classes.count(f"trigger {status}") == 2  # in the text, and where it is explained
    assert not any(name == "status happened" for name in classes)
    assert "protest mobilize" in text  # two events by one word, which goes on into a link
    assert classes.count("trigger happened") == 3


def test_an_article_without_events_says_nothing_of_them(tmp_path: Path) -> None:
    with onrecord.open(tmp_path / "news.db") as archive:
        archive.add([shown.river()])
    with TestClient(app(tmp_path / "news.db"), base_url="http://localhost") as client:
        assert "0 events" not in page(client, f"/articles/{shown.river().id}").text
        assert "No events are on record" in page(client, "/events").text
        assert "Nothing that happened" in page(client, "/events?q=river").text


@pytest.mark.parametrize("address", ["/events", "/articles"])
def test_codes_are_told_in_words(tmp_path: Path, address: str) -> None:
    met = reported.met("Ann (RUSGOV)", "Bo (PRK)", day=None, mode="visit", status="denied")
    with onrecord.open(tmp_path / "news.db") as archive:
        archive.add([met])
    with TestClient(app(tmp_path / "news.db"), base_url="http://localhost") as client:
        found = page(client, "/events" if address == "/events" else f"/articles/{met.id}")
    text = flat(found.text)
    told = ("RUSRussia", "PRKNorth Korea", "GOVgovernment", "deniedit did not happen", "consultmeets, visits")
    assert not [words for words in told if words not in text]
    assert "MILmilitary" not in text  # nobody of that sector is on the page
    titles = found.values("span", "title")
    assert {"Russia, government", "North Korea", legends.TYPES["CONSULT"], legends.STATUSES["denied"]} <= set(titles)


def test_what_is_no_code_has_no_meaning() -> None:
    assert legends.meant(None) is None
    assert [legends.meant(name) for name in ("Chad", "USAGOVX", "usa", "RUSRUSGOV", "G")] == [None] * 5
    assert legends.legend(["Chad", None, "USAMIL", "SYRX"]) == legends.Legend(
        countries=(("USA", "United States"),), sectors=(("MIL", "military"),)
    )


def test_events_are_listed_with_all_who_tell_them(client: TestClient) -> None:
    found = page(client, "/events?q=actor%3AHAA")
    text = flat(found.text)
    assert "1 event " in text
    assert text.count("“met”") == 3
    assert len({link for link in found.values("a", "href") if "#e" in link}) == 3
    assert "/events?q=actor%3AHAA+event%3A%22CONSULT%22" in found.values("a", "href")
    assert "/export/events.plover.tsv?q=actor%3AHAA" in found.values("a", "href")
    assert re.search("HAAGOV ?IAAGOV ?1 ?cooperation: consult 1", text)


def test_pages_of_events_follow_each_other(client: TestClient) -> None:
    assert "/events?skip=20" in page(client, "/events").values("a", "href")
    last = page(client, "/events?skip=40")
    assert "/events?skip=20" in last.values("a", "href")
    assert "/events?skip=60" not in last.values("a", "href")
    assert "There are no more" in page(client, "/events?skip=9000").text


def test_a_bar_leads_to_what_it_counts(client: TestClient) -> None:
    found = page(client, "/events?q=talks")
    assert "/events?q=talks&day=2018-05" in found.values("a", "href")
    kept = flat(page(client, "/events?q=talks&day=2018-05").text)
    number = re.search(r"May 2018: (\d+) \(", flat(found.text))
    assert number is not None
    assert f"{number[1]} events" in kept
    assert "What began in May 2018 alone" in kept


def test_what_a_search_and_a_speaker_lead_to(client: TestClient) -> None:
    assert "/events?q=talks" in page(client, "/search?q=talks").values("a", "href")
    assert "/events?q=actor%3A%22Klow+Gazette%22+OR+recipient%3A%22Klow+Gazette%22" in page(
        client, "/speakers/Klow%20Gazette"
    ).values("a", "href")
    assert "/events" in page(client, "/").values("a", "href")


def test_a_query_that_cannot_be_meant_is_mended_where_it_was_asked(client: TestClient) -> None:
    found = page(client, "/events?q=%22open", 400)
    assert "/events" in found.values("form", "action")
    assert found.values("input", "value") == ['"open']


def test_the_rest_is_reached_by_the_days_before(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(onrecord.archive.chronicles, "_EVENTS", 5)
    monkeypatch.setattr(onrecord.archive.chronicles, "_AT_ONCE", 5)
    found = page(client, "/events?q=talks+met")
    assert re.search(r"Of \d+ articles the newest 5 were looked through, back to 2\d Sep 2018", flat(found.text))
    [before] = [link for link in found.values("a", "href") if re.search(r"date%3A\.\.2018-09-2\d$", link)]
    again = page(client, before)
    assert sum("date%3A..2018" in link and link.count("date") > 1 for link in again.values("a", "href")) == 0


# --- pictures -----------------------------------------------------------------------------------------------------


def pair(who: str, whom: str, **types: int) -> Pair:
    counts: tuple[tuple[EventType, int], ...] = tuple(types.items())  # type: ignore[arg-type]
    return Pair(who=who, whom=whom, total=sum(types.values()), types=counts)


def test_a_network_draws_an_arrow_for_each_pair_by_what_most_of_it_is() -> None:
    assert networks.network([], query="") is None
    made = networks.network(
        [
            pair("A", "B", CONSULT=3, ASSAULT=1),
            pair("B", "A", ASSAULT=2),
            pair("C", "C", AID=1),
            pair("C", "A", AID=1, COERCE=1),
        ],
        query="talks",
    )
    assert made is not None
    assert [row.tone for row in made.rows] == ["cooperation", "conflict", "cooperation", "both"]
    assert made.rows[1].address == "/events?q=talks+actor%3A%22B%22+recipient%3A%22A%22"
    assert (made.parties, made.drawn) == (3, 3)  # nobody is drawn with an arrow to itself
    assert made.svg.count('class="edge"') == 3
    widths = [float(width) for width in re.findall(r'class="edge" stroke-width="([0-9.]+)"', made.svg)]
    assert widths[-1] == max(widths)
    assert widths.count(max(widths)) == 1


def test_a_network_has_no_more_parties_than_a_circle_takes() -> None:
    made = networks.network([pair(f"P{number}", f"Q{number}", AID=1) for number in range(100)], query="")
    assert made is not None
    assert (made.parties, made.svg.count("<circle"), len(made.rows)) == (20, 20, 100)


def test_events_are_drawn_in_layers() -> None:
    assert layers.layers((), link=str) is None
    made = layers.layers(
        (("2018-05-01", "CONSULT", 3), ("2018-05-01", "ASSAULT", 1), ("2018-05-04", "AID", 2)), link=lambda s: f"/{s}"
    )
    assert made is not None
    assert (made.unit, made.highest) == ("day", 4)
    assert [(row.name, row.total, row.quads) for row in made.rows] == [
        ("1 May 2018", 4, (3, 0, 0, 1)),
        ("4 May 2018", 2, (0, 2, 0, 0)),
    ]
    heights = [float(tall) for tall in re.findall(r'class="q\d"[^>]* height="([0-9.]+)"', made.svg)]
    assert heights == [75, 25, 50]
    harmful = layers.layers((("2018-05-01", "AID", 1),), link=lambda slot: f'"><script>{slot}')
    assert harmful is not None
    assert "<script>" not in harmful.svg


# --- for programs -------------------------------------------------------------------------------------------------


def test_the_api_answers_what_the_archive_does(client: TestClient, path: Path) -> None:
    answer = client.get("/api/events?q=event%3Aassault&day=2018&limit=3&offset=2")
    assert answer.status_code == 200
    found = msgspec.json.decode(answer.content, type=Chronicle)
    with Archive(path) as archive:
        assert found == archive.chronicle("event:assault", day="2018", limit=3, offset=2)
    assert len(found.happenings) == 3


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/api/events?day=May", "2018-05-31"),
        ("/api/events?day=2018-05-31T10", "2018-05-31"),
        ("/api/events?limit=1001", "1 to 1,000"),
        ("/api/events?offset=100001", "0 to 100,000"),
        ("/api/events?q=event%3Adance", "there is no event"),
        ("/api/events?sort=newest", "there are q, day, limit, offset"),
        ("/export/events.plover.tsv?q=%22", "not closed"),
    ],
)
def test_what_cannot_be_asked_of_events_is_named(client: TestClient, address: str, words: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 400
    assert words in answer.json()["message"]


def test_events_are_exported_in_both_forms(client: TestClient) -> None:
    answer = client.get("/export/events.plover.tsv?q=talks+event%3Athreaten")
    assert answer.headers["content-type"].startswith("text/tab-separated-values")
    assert answer.headers["content-disposition"] == 'attachment; filename="events.plover.tsv"'
    lines = answer.text.splitlines()
    assert lines[0].startswith("Event ID\tEvent Date")
    assert len(lines) == 1 + len((happened.TALKS.reading or Reading()).events)
    [only] = client.get("/export/events.cameo.tsv?q=title%3Atalks+event%3Athreaten+actor%3ABRD").text.splitlines()[1:]
    assert "\t132\t13\t3\t" in only
    assert client.get("/export/events.cameo.tsv?q=nothing").text == ""
    assert len(client.get("/export/events.plover.tsv?q=nothing").text.splitlines()) == 1
    assert client.head("/export/events.cameo.tsv").status_code == 200
