"""An archive: what goes in comes out, once, with its versions and copies; search; checks; what is damaged is named."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import onrecord
from onrecord import Archive, Article, Record
from onrecord.archive import Batch, Finding, Problem, Visited, row_of, store
from onrecord.errors import ArchiveError, Damaged, Locked, NewerFormat, NoArchive, QueryError
from onrecord.values import Failure, Reading, Span, Speaker, Statement
from strategies import texts

RAIN = (
    "It rained for a day and a night over the valley, and the river rose by two metres, the weather office said. "
    "The mayor of Newtown asked people to stay at home until the water has gone, and schools remain closed for now. "
    "Sanctions against the builders of the dam were discussed by the council."
)


def record(text: str = RAIN, **fields: object) -> Record:
    made = Article(url="https://www.example.org/rain", title="Rain over the valley", text=text)
    return Record.of(replace(made, **fields))  # type: ignore[arg-type]


def said(text: str, speaker: str, content: str) -> Reading:
    """A reading in which somebody says these words of the text."""
    start, cue = text.index(content), text.index("said")
    return Reading(
        models=("test",),
        statements=(
            Statement(
                content=(Span(start=start, end=start + len(content)),),
                source=None,
                cue=Span(start=cue, end=cue + 4),
                speaker=Speaker(name=speaker, rule="name"),
                kind="indirect",
                score=0.9,
            ),
        ),
    )


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with onrecord.open(tmp_path / "news.db") as opened:
        yield opened


def problems(archive: Archive) -> list[Problem]:
    return [found for found in archive.check() if isinstance(found, Problem)]


def test_a_record_comes_out_as_it_went_in(archive: Archive) -> None:
    one = record(
        authors=("Ann Example", "Bo Example"),
        published=datetime(2018, 5, 31, 14, 3, tzinfo=UTC),
        tags=("weather",),
        blocks=onrecord.extract("<h1>Rain</h1><p>It rained.</p>").blocks,
    )
    one = replace(one, reading=said(RAIN, "Weather Office", "the river rose by two metres"))
    assert archive.add([one]).new == 1
    archive.commit()
    assert archive.get(one.id) == one
    assert list(archive.records()) == [one]
    assert not problems(archive)


def test_adding_twice_changes_nothing(archive: Archive) -> None:
    archive.add([record()])
    assert archive.add([record()]).known == 1
    archive.commit()
    assert archive.count() == 1


def test_a_record_that_is_there_gets_the_reading_that_it_lacked(archive: Archive) -> None:
    archive.add([record()])
    archive.commit()
    reading = said(RAIN, "Weather Office", "the river rose by two metres")
    archive.add([replace(record(), reading=reading)])
    archive.add([record()])
    archive.commit()
    assert archive.get(record().id).reading == reading
    assert [found.speaker for found in archive.said("office")] == ["Weather Office"]


def test_another_text_of_the_same_page_is_a_version_with_what_changed(archive: Archive) -> None:
    old = record(text="It rained.\n\nNobody was hurt.\n\nMore to come.")
    new = record(text="It rained.\n\nTwo people were hurt.\n\nMore to come.", title="Rain: two hurt")
    archive.add([old])
    archive.commit()
    added = archive.add([new])
    archive.commit()
    assert (added.new, added.versions) == (0, 1)
    first, second = archive.versions(old.id)
    assert (first.latest, second.latest, second.number) == (False, True, 2)
    assert second.changes == (
        {"field": "title", "before": "Rain over the valley", "after": "Rain: two hurt"},
        {"field": "text", "removed": ["Nobody was hurt."], "added": ["Two people were hurt."]},
    )
    assert archive.search("nobody").total == 0
    assert archive.search('"two people"').total == 1
    assert list(archive.records()) == [new]
    assert not problems(archive)


def test_another_headline_over_the_same_text_is_a_version_too(archive: Archive) -> None:
    found = [
        Finding(row=row_of(record(title=title)), place="a", fetched=f"2018-06-0{day}T00:00:00+00:00")
        for day, title in ((2, "Rain"), (3, "Flood"), (3, "Rain"), (1, "Hail"), (4, "Flood"))
    ]
    added = [archive.put(Batch(findings=(one,))) for one in found]
    archive.commit()
    assert [(one.new, one.versions, one.known) for one in added] == [
        (1, 0, 0), (0, 1, 0), (0, 0, 1), (0, 0, 1), (0, 0, 1)
    ]  # fmt: skip
    first, second = archive.versions(record().id)
    assert (first.title, second.title, second.latest, first.latest) == ("Rain", "Flood", True, False)
    assert second.changes == ({"field": "title", "before": "Rain", "after": "Flood"},)
    assert archive.get(record().id).article.title == "Flood"
    assert [hit.title for hit in archive.search("flood").hits] == ["Flood"]
    assert not problems(archive)


def test_an_older_text_that_comes_late_is_not_the_latest(archive: Archive) -> None:
    new, old = record(text="It rained, and the river rose."), record(text="It rained.")
    archive.put(Batch(findings=(Finding(row=row_of(new), place="b", fetched="2018-06-02T00:00:00+00:00"),)))
    archive.put(Batch(findings=(Finding(row=row_of(old), place="a", fetched="2018-06-01T00:00:00+00:00"),)))
    archive.commit()
    assert list(archive.records()) == [new]
    assert archive.search("river").total == 1
    assert not problems(archive)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.example.org/rain", "http://example.org/rain/?utm_source=feed#comments"),
        ("https://example.org/rain?id=3&fbclid=x", "https://example.org/rain?id=3"),
    ],
)
def test_addresses_that_differ_by_nothing_are_one_page(archive: Archive, one: str, other: str) -> None:
    archive.add([record(url=one, text="It rained."), record(url=other, text="It rained all day.")])
    archive.commit()
    assert archive.count() == 1


def test_a_site_that_claims_one_canonical_address_for_all_loses_nothing(archive: Archive) -> None:
    front = [record(url=f"https://example.org/{n}", canonical_url="https://example.org/", text=f"{n}") for n in "abc"]
    wrong = [
        record(url=f"https://example.org/{n}", canonical_url="https://example.org/x", title=n, text=n * 3)
        for n in "def"
    ]
    archive.add([*front, *wrong])
    archive.commit()
    assert archive.count() == 6


def test_copies_of_one_story_are_grouped_and_others_are_not(archive: Archive) -> None:
    copy = record(url="https://other.example/rain", text=RAIN.replace("a night", "a long night"))
    update = record(url="https://third.example/rain", text=f"{RAIN} The dam is ten years old.")
    other = record(url="https://fourth.example/sun", text="The sun shone. " * 40)
    archive.add([record(), copy, other, update])
    archive.commit()
    assert set(archive.story(copy.id).records) == {record().id, copy.id, update.id}
    assert archive.story(other.id).records == (other.id,)
    [hit] = archive.search("site:third.example").hits
    assert (hit.story, hit.carriers) == (record().id, 3)
    assert archive.search(f"story:{record().id}").total == 3


def test_words_that_stand_on_thousands_of_pages_make_no_story(archive: Archive) -> None:
    stub = "Subscribe now to read on."
    archive.add([record(url=f"https://example.org/{n}", text=stub) for n in range(5)])
    archive.commit()
    assert all(hit.carriers == 1 for hit in archive.search("subscribe").hits)


@pytest.fixture
def searchable(archive: Archive) -> Archive:
    archive.add(
        [
            record(authors=("Jane Doe",), site="Example News", published=datetime(2018, 5, 31), language="en-GB"),
            record(
                url="https://zeitung.example/schnee",
                title="Schnee über Köln",
                text="Der Fluß führt Hochwasser, sagte die Behörde. Sanktionen drohen.",
                published=datetime(2018, 6, 1, 23, 30),
                language="de",
                section="Wetter",
                tags=("Schnee",),
            ),
            record(url="https://cn.example/1", title="北京下雪", text="北京今天下雪，学校关闭。", language="zh"),
        ]
    )
    archive.commit()
    return archive


@pytest.mark.parametrize(
    ("query", "total"),
    [
        ("", 3),
        ("river", 1),
        ("RIVER valley", 1),
        ("river schnee", 0),
        ("river OR schnee", 2),
        ("-river", 2),
        ('"two metres"', 1),
        ('"metres two"', 0),
        ("sankt*", 1),
        ("sanction*", 1),
        ("koln", 1),
        ("Köln", 1),
        ("title:rain", 1),
        ("author:doe", 1),
        ('author:"Jane Doe"', 1),
        ("author:jane author:roe", 0),
        ("site:example.org", 1),
        ("site:example", 3),
        ('site:"example news"', 1),
        ("section:wetter", 1),
        ("tag:schnee", 1),
        ("language:en", 1),
        ("kind:article", 3),
        ("date:2018", 2),
        ("date:2018-05", 1),
        ("date:2018-06-01..", 1),
        ("date:..2018-05-31", 1),
        ("北京", 1),
        ("学校", 1),
        ("京北", 0),
    ],
)
def test_search(searchable: Archive, query: str, total: int) -> None:
    assert searchable.search(query).total == total
    assert searchable.count(query) == total


def test_the_order_of_what_was_found(searchable: Archive) -> None:
    newest = [hit.published for hit in searchable.search("date:2018", sort="newest").hits]
    assert newest == ["2018-06-01T23:30:00", "2018-05-31T00:00:00"]
    assert [hit.published for hit in searchable.search("date:2018", sort="oldest").hits] == newest[::-1]
    assert [hit.published for hit in searchable.search("date:2018", sort="newest", limit=1, offset=1).hits] == newest[
        1:
    ]


def test_facets_count_all_that_was_found(searchable: Archive) -> None:
    facets = searchable.search("", limit=1, facets=("site", "month", "author", "language")).facets
    assert dict(facets["site"]) == {"example.org": 1, "zeitung.example": 1, "cn.example": 1}
    assert facets["month"] == (("2018-05", 1), ("2018-06", 1))
    assert facets["author"] == (("Jane Doe", 1),)
    assert dict(facets["language"]) == {"en": 1, "de": 1, "zh": 1}


def test_a_snippet_shows_what_was_looked_for(searchable: Archive) -> None:
    [hit] = searchable.search("mayor river").hits
    assert {mark.of(hit.snippet.text).lower() for mark in hit.snippet.marks} == {"mayor", "river"}
    assert hit.snippet.text == RAIN[hit.snippet.start : hit.snippet.start + len(hit.snippet.text)]
    [hit] = searchable.search("fuhr*").hits
    assert [mark.of(hit.snippet.text) for mark in hit.snippet.marks] == ["führt"]


def test_who_is_on_record_as_saying_what(archive: Archive) -> None:
    one = replace(record(), reading=said(RAIN, "Sergey Lavrov", "Sanctions against the builders"))
    other = record(url="https://example.org/2", text=f"{RAIN} Now.")
    archive.add([one, replace(other, reading=said(RAIN, "Sergey Lavrov", "schools remain closed"))])
    archive.commit()
    assert [found.content for found in archive.said("lavrov", about="sanctions")] == ["Sanctions against the builders"]
    assert len(list(archive.said("Lavrov"))) == 2
    assert len(list(archive.said("Lavrov", limit=1))) == 1
    assert not list(archive.said("Putin"))
    assert len(list(archive.said("Lavrov", about="sanction* OR schools"))) == 2
    [found] = archive.said("Lavrov", about="-sanctions")
    assert found.content == "schools remain closed"
    assert archive.search("speaker:lavrov").total == 2


def test_what_one_speaker_said_seen_from_above(archive: Archive) -> None:
    for number, content in enumerate(("Sanctions against the builders", "schools remain closed", "the river rose")):
        made = record(
            url=f"https://example.org/{number}", text=f"{RAIN} {number}", published=datetime(2018, 5 + number, 1)
        )
        archive.add([replace(made, reading=said(made.article.text, "Sergey Lavrov", content))])
    other = record(url="https://example.org/9", text=f"{RAIN} 9")
    archive.add([replace(other, reading=said(other.article.text, "Ann Example", "the river rose"))])
    archive.commit()
    speech = archive.speech("sergey lavrov")
    assert speech.total == 3
    assert speech.months == (("2018-05", 1), ("2018-06", 1), ("2018-07", 1))
    assert [found.content for found in speech.statements] == [
        "the river rose",
        "schools remain closed",
        "Sanctions against the builders",
    ]
    assert [found.content for found in archive.speech("Sergey Lavrov", limit=1, offset=1).statements] == [
        "schools remain closed"
    ]
    assert [found.content for found in archive.speech("Sergey Lavrov", about="river").statements] == ["the river rose"]
    assert archive.speech("Lavrov").total == 0
    seen = archive.overview()
    assert (seen.articles, seen.statements, seen.failures) == (4, 4, 0)
    assert dict(seen.facets["speaker"]) == {"Sergey Lavrov": 3, "Ann Example": 1}
    assert [day for day, _ in seen.days] == ["2018-05-01", "2018-06-01", "2018-07-01"]


def test_threads_may_share_an_archive(searchable: Archive) -> None:
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: searchable.search("river").total, range(64)))
    assert found == [1] * 64


def test_what_cannot_be_looked_for_is_refused(searchable: Archive) -> None:
    for call in (
        lambda: searchable.search("???"),
        lambda: searchable.search("rain", sort="best"),
        lambda: searchable.search("rain", facets=("colour",)),
        lambda: list(searchable.said("...")),
    ):
        with pytest.raises(QueryError):
            call()
    for name in ("", "abc", "0000000000000000", "';--"):
        with pytest.raises(ArchiveError):
            searchable.get(name)


def test_an_id_may_be_cut_short_where_it_is_still_the_only_one(searchable: Archive) -> None:
    [hit] = searchable.search("river").hits
    assert searchable.get(hit.id[:8]).id == hit.id


def test_there_is_no_archive_where_nothing_was_added(tmp_path: Path) -> None:
    with pytest.raises(NoArchive, match="onrecord collect"):
        onrecord.open(tmp_path / "none.db").search("rain")
    assert not list(tmp_path.iterdir())
    with pytest.raises(NoArchive, match="folder"):
        onrecord.open(tmp_path).add([record()])


def test_another_file_is_no_archive(tmp_path: Path) -> None:
    text = tmp_path / "text.db"
    text.write_text("It rained all day. " * 100)
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE rain (day)")
    for path in (text, other):
        before = path.read_bytes()
        with pytest.raises(Damaged):
            onrecord.open(path).add([record()])
        with pytest.raises(Damaged):
            onrecord.open(path).search("rain")
        assert path.read_bytes() == before


def test_a_later_format_is_refused(archive: Archive) -> None:
    archive.add([record()])
    archive.close()
    with sqlite3.connect(archive.path) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(NewerFormat, match="update onrecord"):
        archive.search("rain")


def test_an_earlier_format_is_brought_up_by_a_writer(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.add([record()])
    archive.close()
    steps = (*store.migrations(), "ALTER TABLE records ADD COLUMN mood TEXT")
    monkeypatch.setattr(store, "migrations", lambda: steps)
    with pytest.raises(ArchiveError, match="reindex"):
        archive.search("rain")
    assert list(archive.reindex()) == [(1, 1)]
    assert archive.search("rain").total == 1


def test_one_process_writes_and_others_read(archive: Archive) -> None:
    archive.add([record()])
    archive.commit()
    with onrecord.open(archive.path) as other:
        assert other.search("rain").total == 1
        with pytest.raises(Locked):
            other.add([record(text="Another text.")])
    archive.close()
    with onrecord.open(archive.path) as other:
        assert other.add([record(text="Another text.")]).versions == 1


def test_the_index_is_made_again_from_the_records(searchable: Archive) -> None:
    place = searchable.path.with_name("news.db.index")
    searchable.close()
    shutil.rmtree(place)
    with pytest.raises(NoArchive, match="reindex"):
        searchable.search("river")
    assert list(searchable.reindex())[-1] == (3, 3)
    assert searchable.search("river").total == 1
    assert not problems(searchable)


def test_a_damaged_index_is_named_and_can_be_made_again(searchable: Archive) -> None:
    searchable.close()
    (searchable.path.with_name("news.db.index") / "meta.json").write_text("{")
    with pytest.raises(Damaged, match="reindex"):
        searchable.search("river")
    list(searchable.reindex())
    assert searchable.search("river").total == 1


def test_what_a_killed_writer_could_not_index_the_next_one_does(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    program = (
        "import os, onrecord\n"
        "from onrecord import Article, Record\n"
        f"archive = onrecord.open({str(path)!r})\n"
        "archive.add([Record.of(Article(url='https://example.org/1', text='It rained.'))])\n"
        "os.kill(os.getpid(), 9)\n"
    )
    killed = subprocess.run([sys.executable, "-c", program], check=False)
    assert killed.returncode == -signal.SIGKILL
    with onrecord.open(path) as archive:
        assert archive.count() == 1
        assert not problems(archive)
        archive.add([record()])
        archive.commit()
        assert archive.search("rained").total == 2
        assert not problems(archive)


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("UPDATE texts SET text = 'changed'", "not the one that was stored"),
        ("UPDATE texts SET details = x'00'", "cannot be read"),
        ("UPDATE records SET latest = 0", "latest version"),
        ("UPDATE records SET story = 77", "story"),
        ("DELETE FROM sources", "without a source"),
        ("DELETE FROM texts", "without its text"),
        ("UPDATE sketches SET sketch = x'00'", "sketch"),
    ],
)
def test_a_check_finds_what_was_tampered_with(archive: Archive, sql: str, says: str) -> None:
    archive.add([record()])
    archive.close()
    with sqlite3.connect(archive.path) as connection:
        connection.execute(sql)
    assert any(says in found.what for found in problems(archive))


def test_a_check_finds_a_damaged_file(archive: Archive) -> None:
    archive.add(record(url=f"https://example.org/{n}", text=f"{n} {RAIN}") for n in range(200))
    archive.close()
    with archive.path.open("r+b") as file:
        file.seek(os.path.getsize(archive.path) // 2 // 4096 * 4096)
        file.write(b"\xff" * 8192)
    with pytest.raises(Damaged):
        raise (
            AssertionError(problems(archive) or "nothing found")
            if not problems(archive)
            else Damaged("found", path=archive.path)
        )


@settings(max_examples=40, deadline=None)
@given(st.lists(texts, min_size=4, max_size=4), st.text(max_size=20))
def test_any_text_goes_in_and_comes_out(parts: list[str], query: str) -> None:
    url, title, text, author = parts
    with TemporaryDirectory() as folder, onrecord.open(f"{folder}/any.db") as archive:
        one = record(url=url, title=title, text=text, authors=(author,), site=title, tags=(author,), section=url)
        archive.add([one])
        archive.commit()
        assert archive.get(one.id) == one
        for looked_for in (query, title, f'"{author}"', f"author:{author}", f"{query}*"):
            try:
                archive.search(looked_for, facets=("site", "author", "section"))
                list(archive.said(looked_for))
            except QueryError:
                pass


any_text = st.text(st.characters(), max_size=30)  # half surrogate pairs included


@settings(max_examples=40, deadline=None)
@given(any_text, any_text, any_text)
def test_any_place_address_and_message_goes_in(place: str, url: str, message: str) -> None:
    with TemporaryDirectory() as folder, onrecord.open(f"{folder}/any.db") as archive:
        failure = Failure(url=url, stage="source", error="FetchFailed", message=message, cause=place)
        visit = Visited(place=place, stamp="", visited="2018-05-31T00:00:00+00:00", etag=message)
        archive.put(
            Batch(findings=(Finding(row=row_of(record()), place=place),), failures=((place, failure),), visits=(visit,))
        )
        assert archive.visited(place) is not None
        assert len(list(archive.failures())) == 1
        assert len(archive.places(record().id)) == 1


@pytest.mark.parametrize(
    "attack",
    [
        "'; DROP TABLE records; --",
        '" OR 1=1',
        "text:*",
        "NEAR(a b)",
        "a\0b",
        "\u202eabc",
        "$(rm -rf /)",
        "%s%n",
        "../..",
        "[[[",
        "^zz",
        "zz~2",
    ],
)
def test_the_syntax_of_others_is_words_here(searchable: Archive, attack: str) -> None:
    try:
        found = searchable.search(attack)
    except QueryError:
        found = None
    assert found is None or found.total == 0
    assert searchable.count() == 3
    one = record(url=f"https://example.org/{attack}", title=attack, text=attack)
    searchable.add([one])
    searchable.commit()
    assert searchable.get(one.id) == one
