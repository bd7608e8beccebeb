"""Searching an archive: queries, order, counts, snippets, who said what."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime

import pytest

from archives import RAIN, problems, record, said
from onrecord import Archive
from onrecord.archive import Batch, Finding
from onrecord.archive.rows import row_of
from onrecord.archive.spoken import BY
from onrecord.errors import ArchiveError, QueryError


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
        ("ελλαδα", 1),
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
        ("language:en-GB", 1),
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


def test_what_one_speaker_said_is_what_stands_in_the_latest_version_of_each_page(archive: Archive) -> None:
    def added(text: str, day: int, **fields: object) -> None:
        made = replace(record(text=text, **fields), reading=said(text, "Ann Example", "the river rose"))
        archive.put(Batch(findings=(Finding(row=row_of(made), place="here", fetched=f"2018-06-{day:02}"),)))
        archive.commit()

    added(RAIN, 1, published=datetime(2018, 5, 1))
    added(f"{RAIN} It went on.", 2, published=datetime(2018, 6, 1))
    speech = archive.speech("Ann Example")
    assert (speech.total, speech.months) == (1, (("2018-06", 1),))
    added(RAIN, 3, published=datetime(2018, 7, 1))  # the first text again, of another day
    speech = archive.speech("Ann Example")
    assert (speech.total, speech.months) == (1, (("2018-07", 1),))
    assert [found.published for found in speech.statements] == ["2018-07-01T00:00:00"]
    assert not [problem for problem in problems(archive) if "speaker.name" not in problem.what]  # she is made up


def test_what_much_quoted_speakers_said_is_counted_and_found_by_an_index_alone(archive: Archive) -> None:
    archive.add([record()])
    [counted] = archive._shelf().asked(f"EXPLAIN QUERY PLAN SELECT COUNT(*) FROM statements s WHERE {BY}", ("Ann",))
    assert "COVERING INDEX statements_by_speaker (speaker=? AND latest=?)" in counted[-1]
    listed = archive._shelf().asked(
        f"EXPLAIN QUERY PLAN SELECT s.content FROM statements s WHERE {BY} ORDER BY s.published_at DESC", ("Ann",)
    )
    assert not any("TEMP B-TREE" in row[-1] for row in listed)


def test_counts_of_everything_are_those_of_the_last_commit(archive: Archive) -> None:
    with Archive(archive.path) as reader:
        for number in range(1, 4):
            archive.add([record(url=f"https://example.org/{number}", text=f"{RAIN} {number}", language="en")])
            archive.commit()
            for facets in (("site", "language"), ("language",)):
                assert reader.search("", facets=facets).facets["language"] == (("en", number),)


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
        lambda: searchable.search("rain", limit=0),
        lambda: searchable.search("rain", limit=10**12),
        lambda: searchable.search("rain", offset=-1),
        lambda: searchable.search("kind:nothing"),
        lambda: searchable.search("kind:art*"),
        lambda: searchable.search("story:0000000000000000"),
    ):
        with pytest.raises(QueryError):
            call()
    for name in ("", "abc", "0000000000000000", "';--"):
        with pytest.raises(ArchiveError):
            searchable.get(name)


def test_an_id_may_be_cut_short_where_it_is_still_the_only_one(searchable: Archive) -> None:
    [hit] = searchable.search("river").hits
    assert searchable.get(hit.id[:8]).id == hit.id


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
