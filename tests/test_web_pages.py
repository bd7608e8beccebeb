"""The pages that show an archive: what stands on each, what scraped text cannot do, and what goes wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, urlsplit

import msgspec
import pytest
from starlette.testclient import TestClient

import onrecord
import shown
from onrecord import Archive, Article, Record
from onrecord.archive import FACETS
from onrecord.values import Failure, Reading, Speaker
from onrecord.web import addresses, assets
from onrecord.web.app import app

RIVER, HARMFUL = shown.river().id, shown.harmful().id
LATEST = shown.river(shown.RIVER.replace("two metres", "three metres"), title="River rises further").id
PAGES = (
    "/",
    "/search",
    "/search?q=river",
    "/search?q=bridge&skip=20",
    f"/articles/{RIVER}",
    f"/articles/{LATEST}",
    f"/articles/{RIVER}/evidence",
    "/speakers",
    "/speakers/Jane%20Doe",
    "/speakers?name=doe",
    "/compare",
    "/compare?a=Jane+Doe&b=John+Roe",
    "/compare?a=doe&b=Nobody",
    "/search?q=%22open",
    "/articles/0000",
    "/none",
    f"/articles/{HARMFUL}",
    f"/articles/{HARMFUL}/evidence",
    f"/speakers?name={quote(shown.HARM)}",
    f"/speakers?name={quote(shown.SCRIPT)}",
    f"/search?q={quote(shown.SCRIPT)}",
    f"/search?q={quote(shown.HANDLER)}",
    f"/speakers/Jane%20Doe?about={quote(shown.HANDLER)}",
    f"/compare?a={quote(shown.HARM)}&b={quote(shown.HARM)}&about={quote(shown.DRAWING)}",
    "/search?q=a%00b%ff%ed%a0%80",
    "/docs",
)
ELEMENTS = frozenset(
    (
        "a article aside b bdi blockquote body button code datalist dd del details div dl dt figcaption figure footer "
        "form h1 h2 h3 h4 h5 h6 head header html i input ins label li link main mark meta nav ol option p path pre "
        "rect script section select span strong summary svg table tbody td th thead time title tr ul"
    ).split()
)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shown.kept(tmp_path_factory.mktemp("web") / "news.db")


@pytest.fixture(scope="module")
def client(path: Path) -> Iterator[TestClient]:
    with TestClient(app(path), base_url="http://localhost") as client:
        yield client


class Elements(HTMLParser):
    """Every element of a page with its attributes, and the text between them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.text += data

    def values(self, tag: str, name: str) -> list[str]:
        return [attributes[name] for found, attributes in self.found if found == tag and name in attributes]


def page(client: TestClient, address: str, status: int = 200) -> Elements:
    answer = client.get(address)
    assert answer.status_code == status, answer.text
    return Elements(answer.text)


def flat(text: str) -> str:
    return " ".join(text.split())


# --- every page ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", PAGES)
def test_nothing_that_was_scraped_or_typed_becomes_more_than_words(client: TestClient, address: str) -> None:
    found = Elements(client.get(address).text)
    assert {tag for tag, _ in found.found} <= ELEMENTS
    assert found.values("script", "src") == [assets.address("page.js")]
    assert sum(tag == "script" for tag, _ in found.found) == 1
    for tag, attributes in found.found:
        assert not any(name.startswith("on") or name == "style" for name in attributes), (tag, attributes)
        assert not {"src", "srcset", "data", "poster", "ping"} & attributes.keys() or tag == "script"
    assert not re.search("[\0\x07\x1b\u202e\u2066]", found.text)
    assert str(8191 * 7) not in found.text  # what a template would make of the words


def test_what_means_harm_is_shown_as_it_is_written(client: TestClient) -> None:
    for address in (f"/articles/{HARMFUL}", f"/articles/{HARMFUL}/evidence", "/search?q=harmed"):
        text = page(client, address).text
        assert shown.SCRIPT in text
        assert shown.HANDLER in text
        assert "abcdcba" in text
    speaker = page(client, addresses.speaker(shown.HARM)).text
    assert f"{shown.HARM} the river".translate(dict.fromkeys(map(ord, "\0\x07\x1b\u202e\u2066"))) in speaker


@pytest.mark.parametrize("address", PAGES)
def test_links_lead_to_the_web_or_to_other_pages_and_say_nothing_of_where_from(
    client: TestClient, address: str
) -> None:
    found = Elements(client.get(address).text)
    for tag, attributes in found.found:
        for name in ("href", "action"):
            target = attributes.get(name)
            if target is None or target.startswith(("/", "#")):
                assert target is None or not target.startswith("//")
                continue
            assert tag == "a"
            assert urlsplit(target).scheme in ("http", "https"), target
            assert attributes["rel"] == "noopener noreferrer nofollow"


@pytest.mark.parametrize("address", PAGES)
def test_every_page_can_be_found_a_way_through(client: TestClient, address: str) -> None:
    found = Elements(client.get(address).text)
    tags = [tag for tag, _ in found.found]
    assert [tags.count(tag) for tag in ("main", "h1")] == [1, 1]
    assert found.values("html", "lang") == ["en"]
    assert "#main" in found.values("a", "href")
    ids = [attributes["id"] for _, attributes in found.found if "id" in attributes]
    assert len(ids) == len(set(ids))
    labels = set(found.values("label", "for"))
    named = {attributes["id"] for tag, attributes in found.found if tag in ("input", "select") and "id" in attributes}
    assert named <= labels


@pytest.mark.parametrize("address", ["/", "/search?q=%22", "/none", "/static/style.css"])
def test_a_browser_is_told_to_load_nothing_from_elsewhere(client: TestClient, address: str) -> None:
    headers = client.get(address).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


# --- what stands on them ------------------------------------------------------------------------------------------


def test_the_front_page_says_what_there_is(client: TestClient) -> None:
    found = page(client, "/")
    text = flat(found.text)
    assert re.search("articles ?63", text)
    assert "Jane Doe" in text
    assert "/speakers/Jane%20Doe" in found.values("a", "href")
    assert "/search?q=date%3A2018-06&sort=newest" in found.values("a", "href")
    assert "by month" in text
    assert "/search?q=site%3A%3D%22example.org%22&sort=newest" in found.values("a", "href")


def test_an_archive_without_articles_has_a_front_page(tmp_path: Path) -> None:
    with onrecord.open(tmp_path / "empty.db") as archive:
        archive.add([])
        archive.put(onrecord.archive.Batch())
        archive.commit()
    with TestClient(app(tmp_path / "empty.db"), base_url="http://localhost") as client:
        assert "holds no articles yet" in page(client, "/").text
        assert "holds no articles yet" in page(client, "/search").text
        assert "Nothing was found" in page(client, "/search?q=rain").text
        assert "No statements are on record" in page(client, "/compare").text
        assert "No statements are on record" in page(client, "/speakers").text


def test_a_search_shows_marked_snippets_counts_and_what_narrows_it_down(client: TestClient) -> None:
    found = page(client, "/search?q=river")
    assert "3 articles" in flat(found.text)
    assert any(tag == "mark" for tag, _ in found.found)
    assert "/search?q=river+site%3A%3D%22example.org%22" in found.values("a", "href")
    assert "/search?q=river+date%3A2018-05" in found.values("a", "href")
    assert "/export/articles.csv?q=river" in found.values("a", "href")
    assert client.get("/export/articles.csv?q=river").status_code == 200


def test_what_narrows_a_search_can_be_taken_away_again(client: TestClient) -> None:
    assert "/search?q=river" in page(client, "/search?q=river+date%3A2018-05").values("a", "href")
    assert addresses.widened('a site:"x y" b', "site", "x y") == "a b"
    assert addresses.widened('a site:"x y z" b', "site", "x y") is None
    assert addresses.narrowed("", "site", "a “b”") == 'site:"a  b "'
    assert addresses.narrowed("c", "tag", "a b") == 'c tag:"a b"'


def test_a_search_goes_on_and_back(client: TestClient) -> None:
    first = page(client, "/search?q=bridge&sort=oldest")
    assert first.values("a", "rel").count("next") == 1
    assert "/search?q=bridge&sort=oldest&skip=20" in first.values("a", "href")
    last = page(client, "/search?q=bridge&sort=oldest&skip=40")
    assert "/search?q=bridge&sort=oldest&skip=20" in last.values("a", "href")
    assert "next" not in last.values("a", "rel")
    assert "41 to 60" in flat(last.text)


@pytest.mark.parametrize(
    ("address", "message"),
    [
        *(
            (f"/search?q=river&skip={skip}", "whole number from 0 to 100,000")
            for skip in ("-1", "x", "9" * 30, "²", "")
        ),
        ("/search?skip=100001", "whole number"),
        ("/search?q=river&sort=colour", "one of newest, oldest"),
        ("/search?q=river&q=rain", "given twice"),
        ("/search?q=river&colour=red", "no parameter"),
        (f"/search?q={'a' * 2_001}", "2,000 characters"),
        (f"/speakers?name={'a' * 501}", "500 characters"),
        (f"/speakers/{'a' * 501}", "500 characters"),
        ("/speakers/Jane%20Doe?name=John", "given twice"),
        (f"/compare?a=x&b={'a' * 501}", "500 characters"),
        ("/?x=y", "no parameter"),
    ],
)
def test_what_cannot_be_asked_is_told_on_a_page(client: TestClient, address: str, message: str) -> None:
    text = flat(page(client, address, 400).text)
    assert "This cannot be asked" in text
    assert message in text


def test_forms_may_be_sent_empty(client: TestClient) -> None:
    for address in ("/search?q=&sort=", "/speakers?name=", "/compare?a=&b=&about=", "/speakers?name=Jane+Doe&about="):
        assert client.get(address).status_code == 200


def test_the_last_page_that_can_be_asked_leads_no_further(
    client: TestClient, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from onrecord.web import pages, speakers

    monkeypatch.setattr(pages, "FARTHEST", 40)
    monkeypatch.setattr(speakers, "FARTHEST", 40)
    assert "next" in page(client, "/search?skip=20").values("a", "rel")
    assert "next" not in page(client, "/search?skip=40").values("a", "rel")
    assert "next" not in page(client, "/speakers/JANE%20DOE").values("a", "rel")


def test_the_order_that_is_shown_is_the_one_there_is(client: TestClient) -> None:
    everything, found = client.get("/search").text, client.get("/search?q=river").text
    assert '<option value="" selected>newest first</option>' in everything
    assert "best first" not in everything
    assert '<option value="" selected>best first</option>' in found


@pytest.mark.parametrize("query", ["", "river", "bridge", "date:2018-05 OR date:2018-06", "harmed"])
def test_as_many_are_found_behind_a_count_as_it_says(client: TestClient, path: Path, query: str) -> None:
    with Archive(path) as archive:
        for field, counts in archive.search(query, facets=FACETS).facets.items():
            for value, number in counts:
                if field != "language" or value.isalnum():  # no query can hold the quotation mark of another
                    assert archive.count(addresses.narrowed(query, field, value)) == number, (field, value)


@pytest.mark.parametrize(
    ("query", "rest"),
    [
        ('a site:="x"', "a"),
        ('site:="x" a', "a"),
        ('a site:"x" b', "a b"),
        ('a OR site:="x"', None),
        ('site:="x" OR a', None),
        ('a OR site:="x" b', None),
        ('NOT site:="x"', None),
        ('NOT site:="x" a', None),
        ('-site:="x"', None),
        ('a site:="x y"', None),
        ("a", None),
        ('site:="x" site:="x"', 'site:="x"'),
    ],
)
def test_only_what_holds_by_itself_can_be_taken_away(query: str, rest: str | None) -> None:
    assert addresses.widened(query, "site", "x") == rest
    assert addresses.widened('"on date:2018-05 now"', "month", "2018-05") is None


def test_a_query_that_cannot_be_meant_is_shown_with_its_place(client: TestClient) -> None:
    answer = client.get("/search", params={"q": 'rain "open'})
    assert answer.status_code == 400
    assert "not closed" in answer.text
    assert "rain <mark>&#34;open</mark>" in answer.text
    about = client.get("/compare", params={"a": "Jane Doe", "b": "John Roe", "about": "OR"})
    assert about.status_code == 400
    assert Elements(about.text).values("input", "value")[:2] == ["Jane Doe", "John Roe"]


def test_an_article_is_laid_out_block_by_block(client: TestClient) -> None:
    found = page(client, f"/articles/{RIVER}")
    tags = [tag for tag, _ in found.found]
    assert "What comes next" in found.text
    assert tags.count("tr") == 3
    assert {"pre", "code"} <= set(tags)
    assert "https://weather.example/office" in found.values("a", "href")
    assert "https://www.example.org/dam.jpg" in found.values("a", "href")
    assert "img" not in tags
    for words in ("Ann Example", "31 May 2018, 14:03 (UTC)", "Schools are closed", "flood", "river.html"):
        assert words in flat(found.text)
    assert "saved/" not in found.text  # where it lies on this machine


def test_statements_are_marked_and_noted_in_the_margin(client: TestClient) -> None:
    found = page(client, f"/articles/{RIVER}")
    parts = [attributes for tag, attributes in found.found if tag == "span" and "data-notes" in attributes]
    assert {"source", "cue", "content"} <= {name for part in parts for name in part["class"].split()}
    assert any("layered" in part["class"] for part in parts)
    assert any(part["title"].startswith("1. Weather Office: said on") for part in parts)
    for number in range(1, 5):
        assert f"#n{number}" in found.values("a", "href")
    assert "/speakers/John%20Roe" in found.values("a", "href")
    assert "mixed" in found.text
    assert "87%" in found.text


def test_versions_carriers_and_places_of_an_article(client: TestClient) -> None:
    answer = client.get(f"/articles/{RIVER}").text
    assert f'<a href="/articles/{LATEST}">Read the latest</a>' in answer
    assert "<del>two</del>" in answer
    assert "<ins>three</ins>" in answer
    assert "Who else tells this story" in answer
    assert "mirror.example" in answer
    assert "Read the latest" not in client.get(f"/articles/{LATEST}").text


def test_an_article_of_many_versions_shows_the_last_and_leads_to_the_others(tmp_path: Path) -> None:
    with onrecord.open(tmp_path / "news.db") as archive:
        for number in range(1, 14):
            text = f"Whole text {number}. " * 50
            archive.add([onrecord.Record.of(onrecord.Article(url="https://example.org/a", text=text))])
        archive.commit()
        first = archive.search("", sort="oldest").hits[0].id
        assert [version.number for version in archive.versions(first, limit=2, offset=3)] == [9, 10]
        assert archive.latest(archive.versions(first)[0].id) == first
    with TestClient(app(tmp_path / "news.db"), base_url="http://localhost") as client:
        address = f"/articles/{first}"
        seen = []
        while address:
            found = page(client, address)
            assert "13 versions" in flat(found.text)
            seen.append(found.values("li", "value"))
            onwards = [href for href in found.values("a", "href") if "/versions?skip=" in href]
            address = onwards[-1] if seen[-1][-1] != "1" else ""
        assert seen == [["13", "12", "11", "10", "9"], ["8", "7", "6", "5", "4"], ["3", "2", "1"]]
        assert client.get(f"/articles/{first}/versions").status_code == 200
        assert re.search(r"added \d+ \w+ \d{4}, \d\d:\d\d", flat(page(client, f"/articles/{first}").text))


def test_an_id_may_be_cut_short(client: TestClient) -> None:
    assert "River rises" in page(client, f"/articles/{RIVER[:8]}").text


def test_the_evidence_has_winners_and_losers(client: TestClient) -> None:
    text = flat(page(client, f"/articles/{RIVER}/evidence").text)
    assert "yes River rises h1 h1 0.90 won" in re.sub(r"(yes|h1|0\.90|River rises)(?=\S)", r"\1 ", text)
    assert "the site" in text


def test_a_speaker_has_statements_by_article_topics_others_and_exports(client: TestClient) -> None:
    found = page(client, "/speakers/jane%20doe")
    text = flat(found.text)
    assert "Jane Doe" in text
    assert "62 statements on record" in text
    assert "bridge 59 stays open" in text
    assert "/speakers/jane%20doe?skip=50" in found.values("a", "href")
    assert "/export/speech.csv?name=Jane+Doe" in found.values("a", "href")
    assert client.get("/export/speech.jsonl?name=Jane+Doe").status_code == 200
    assert "John Roe" in text
    assert any(
        href.startswith(f"/articles/{LATEST}#s") for href in page(client, "/speakers/John%20Roe").values("a", "href")
    )


def test_a_statement_leads_to_its_place_in_the_text(client: TestClient) -> None:
    [href, *_] = [href for href in page(client, "/speakers/John%20Roe").values("a", "href") if "#s" in href]
    address, _, anchor = href.partition("#")
    assert anchor in page(client, address).values("a", "id")


def test_a_speaker_on_some_words(client: TestClient) -> None:
    text = page(client, "/speakers/Jane%20Doe?about=home").text
    assert "to stay at home" in text
    assert "bridge 59" not in text
    assert "62 statements on record in all" in text
    assert "The chart and these lists are of everything on record" in text
    assert "All statements" in text
    assert "of everything" not in page(client, "/speakers/Jane%20Doe").text
    assert "Nothing was said in these words" in flat(page(client, "/speakers/Jane%20Doe?about=weasel").text)


def test_of_a_name_that_nobody_has_some_that_may_be_meant_are_shown(client: TestClient) -> None:
    found = page(client, "/speakers?name=o")
    assert "2 speakers found" in found.text
    assert {"/speakers/Weather%20Office", "/speakers/John%20Roe"} > set(found.values("a", "href")) & {
        f"/speakers/{quote(name)}" for name in ("Weather Office", "Jane Doe")
    }
    assert "Nobody is on record here" in page(client, "/speakers/%3F%3F", 404).text
    assert client.get("/speakers?name=" + quote("a/../b")).status_code == 404
    assert addresses.speaker("..") == "/speakers?name=.."
    assert addresses.speaker("A/B", about="x") == "/speakers?name=A%2FB&about=x"


def test_a_part_of_a_name_leads_to_the_only_one_who_has_it(client: TestClient) -> None:
    for part in ("doe", "jan", "JANE do"):
        answer = client.get("/speakers", params={"name": part, "about": "home"}, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, "/speakers/Jane%20Doe?about=home")


def test_those_who_are_not_named_are_found_by_their_role(tmp_path: Path) -> None:
    text = "A State Department official said talks go on. Ann Lee, an official, said no."
    spans = [shown.span(text, words) for words in ("A State Department official", "Ann Lee")]
    role, other = shown.span(text, "State Department official"), shown.span(text, "an official")
    statements = [shown.statement(text, words, cue="said") for words in ("talks go on", "no")]
    speakers = (
        Speaker(name=None, anonymous=True, rule="role", role=role),
        Speaker(name="Ann Lee", rule="name", role=other),
    )
    reading = Reading(
        models=("test",),
        statements=tuple(
            msgspec.structs.replace(made, source=source, speaker=speaker)
            for made, source, speaker in zip(statements, spans, speakers, strict=True)
        ),
    )
    with onrecord.open(tmp_path / "news.db") as archive:
        archive.add([Record.of(Article(text=text), reading=reading)])
    with TestClient(app(tmp_path / "news.db"), base_url="http://localhost") as client:
        found = page(client, "/speakers?name=State+Department")
        assert "Not named, and so described" in found.text
        assert "talks go on" in found.text
        assert "/export/said.csv?speaker=State+Department" in found.values("a", "href")
        both = page(client, "/speakers?name=official")
        assert "1 speaker found" in both.text
        assert "/speakers/Ann%20Lee" in both.values("a", "href")


def test_copies_of_one_story_do_not_look_like_many(client: TestClient) -> None:
    assert "2 statements on record, in 2 articles that tell 1 story" in flat(page(client, "/speakers/John%20Roe").text)
    compared = flat(page(client, "/compare?a=Jane+Doe&b=John+Roe").text)
    assert "2 statements on record in all, in 2 articles that tell 1 story" in compared


def test_more_values_of_a_field_are_shown_where_they_are_asked_for(tmp_path: Path) -> None:
    with onrecord.open(tmp_path / "news.db") as archive:
        for number in range(130):
            url, text = f"https://n{number}.example/", f"It rained, {number}."
            archive.add(
                [Record.of(Article(url=url, text=text, published=datetime(2000 + number // 12, 1 + number % 12, 1)))]
            )
    with TestClient(app(tmp_path / "news.db"), base_url="http://localhost") as client:
        few, many = page(client, "/search?q=rained"), page(client, "/search?q=rained&more=site")
        asked = [sum("site%3A%3D" in href for href in found.values("a", "href")) for found in (few, many)]
        assert asked == [10, 100]
        assert "/search?q=rained&more=site#narrow" in few.values("a", "href")
        assert "The 100 most frequent are shown" in flat(many.text)
        assert "/search?q=rained&more=month#narrow" in few.values("a", "href")
        assert "/search?more=site#narrow" in page(client, "/").values("a", "href")
        assert "130 articles" in flat(few.text)


def test_what_could_not_be_read_is_listed_without_folders(tmp_path: Path) -> None:
    failures = tuple(
        ("here", Failure(url=f"https://gone.example/{number}", stage="source", error="FetchFailed", message=message))
        for number, message in enumerate([f"/home/ann/page{number}.html: gone" for number in range(60)])
    )
    with onrecord.open(tmp_path / "news.db") as archive:
        archive.put(onrecord.archive.Batch(failures=failures))
        archive.add([])
        archive.commit()
    with TestClient(app(tmp_path / "news.db"), base_url="http://localhost") as client:
        assert "/failures" in page(client, "/").values("a", "href")
        first, last = page(client, "/failures"), page(client, "/failures?skip=50")
        assert "page0.html: gone" in first.text
        assert "/home/ann" not in first.text
        assert (first.values("a", "rel").count("next"), last.values("a", "rel").count("next")) == (1, 0)
        assert last.values("ol", "start") == ["51"]


def test_a_field_that_is_none_is_told_where_nothing_is_found(client: TestClient) -> None:
    text = flat(page(client, "/search?q=journalist:doe").text)
    assert "There is no field journalist" in text
    assert "There is no field" not in page(client, "/search?q=https://none.example/").text


def test_words_of_articles_are_in_the_language_of_their_article(client: TestClient) -> None:
    found = page(client, "/search?q=river")
    assert found.values("p", "lang") == ["en", "en", "en"][: len(found.values("p", "lang"))]
    assert "en" in found.values("p", "lang")
    assert "en" in page(client, "/speakers/John%20Roe").values("blockquote", "lang")
    assert page(client, addresses.speaker(shown.HARM)).values("blockquote", "lang") == []


def test_who_is_quoted_most_fills_the_fields_of_a_comparison(client: TestClient) -> None:
    assert "/compare?a=Jane+Doe" in page(client, "/compare").values("a", "href")
    assert "/compare?a=Ann&b=Jane+Doe" in page(client, "/compare?a=Ann").values("a", "href")


def test_two_speakers_side_by_side(client: TestClient) -> None:
    text = page(client, "/compare?a=Jane+Doe&b=John+Roe&about=hold").text
    assert "it will hold" in text
    assert "Nothing on record" in flat(text)
    found = page(client, "/compare?a=doe&b=John+Roe")
    assert "/compare?a=Jane+Doe&b=John+Roe" in found.values("a", "href")


# --- what goes wrong ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address", ["/none", "/articles/0000000000000000", "/articles/x/evidence", "/articles/%00", "/static/no"]
)
def test_what_is_not_there_has_a_page_that_says_so(client: TestClient, address: str) -> None:
    assert "There is no such" in page(client, address, 404).text


def test_a_missing_archive_has_a_page_that_says_so_but_not_where(tmp_path: Path) -> None:
    with TestClient(app(tmp_path / "none.db"), base_url="http://localhost") as client:
        text = page(client, "/", 503).text
    assert "there is no archive" in text
    assert str(tmp_path) not in text


def test_a_damaged_archive_has_a_page_that_says_so(tmp_path: Path) -> None:
    (tmp_path / "news.db").write_bytes(b"no archive at all, but words" * 100)
    with TestClient(app(tmp_path / "news.db"), base_url="http://localhost") as client:
        assert "cannot be read" in page(client, "/search?q=x", 503).text


def test_a_defect_is_told_without_what_it_is(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: Archive) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr(Archive, "overview", broken)
    with TestClient(app(path), base_url="http://localhost", raise_server_exceptions=False) as client:
        answer = client.get("/")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_nothing_can_be_written(client: TestClient) -> None:
    assert client.post("/search", data={"q": "x"}).status_code == 405
