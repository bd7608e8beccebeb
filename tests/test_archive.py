"""An archive: what goes in comes out, once, with its versions and its copies."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import onrecord
from archives import RAIN, problems, record, said
from onrecord import Archive
from onrecord.archive import Batch, Finding, Visited, row_of
from onrecord.errors import QueryError
from onrecord.values import Failure
from strategies import texts


def test_a_record_comes_out_as_it_went_in(archive: Archive) -> None:
    one = record(
        authors=("Ann Example", "Bo Example"),
        published=datetime(2018, 5, 31, 14, 3, tzinfo=UTC),
        tags=("weather",),
        blocks=onrecord.extract("<h1>Rain</h1><p>It rained.</p>").blocks,
    )
    one = replace(one, reading=said(RAIN, "weather office", "the river rose by two metres"))
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
    reading = said(RAIN, "weather office", "the river rose by two metres")
    archive.add([replace(record(), reading=reading)])
    archive.add([record()])
    archive.commit()
    assert archive.get(record().id).reading == reading
    assert [found.speaker for found in archive.said("office")] == ["weather office"]


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
    for name in (record().id, copy.id, update.id[:8]):
        assert archive.search(f"story:{name}").total == 3


def test_words_that_stand_on_thousands_of_pages_make_no_story(archive: Archive) -> None:
    stub = "Subscribe now to read on."
    archive.add([record(url=f"https://example.org/{n}", text=stub) for n in range(5)])
    archive.commit()
    assert all(hit.carriers == 1 for hit in archive.search("subscribe").hits)


def test_a_page_that_has_an_earlier_text_again_shows_it(archive: Archive) -> None:
    texts = ("It rained.", "It snowed.", "It rained.")
    for day, text in enumerate(texts, 1):
        found = Finding(row=row_of(record(text=text)), place="a", fetched=f"2018-06-0{day}T00:00:00+00:00")
        archive.put(Batch(findings=(found,)))
    archive.commit()
    assert [found.article.text for found in archive.records()] == ["It rained."]
    assert [version.latest for version in archive.versions(record(text="It snowed.").id)] == [False, False, True]
    assert (archive.search("rained").total, archive.search("snowed").total) == (1, 0)
    assert not problems(archive)


def test_a_new_headline_keeps_the_reading_and_is_noted_once(archive: Archive) -> None:
    reading = said(RAIN, "weather office", "the river rose")
    archive.add([replace(record(), reading=reading)])
    for day in (1, 2, 3):
        made = row_of(record(title="New"))
        archive.put(Batch(findings=(Finding(row=made, place="a", fetched=f"2018-06-0{day}T00:00:00+00:00"),)))
    archive.commit()
    assert len(archive.versions(record().id)) == 2
    assert archive.get(record().id) == replace(record(title="New"), reading=reading)


def test_different_articles_under_one_claimed_address_are_different_pages(archive: Archive) -> None:
    for name, fruit in (("1/a", "apples"), ("2/a", "pears")):
        url = f"https://example.org/{name}"
        text = f"{fruit} " * 40
        archive.add([record(url=url, canonical_url="https://example.org/news", title="E News", text=text)])
    archive.commit()
    assert (archive.search("apples").total, archive.search("pears").total) == (1, 1)


def test_what_failed_before_and_goes_well_now_is_no_failure(archive: Archive) -> None:
    failed = Failure(url="x", stage="source", error="FetchFailed", message="x: no answer", cause="HTTP 500")
    archive.put(Batch(failures=(("x", failed),)))
    assert len(list(archive.failures())) == 1
    visited = Visited(place="x", stamp="", visited="2018-05-31T00:00:00+00:00")
    archive.put(Batch(findings=(Finding(row=row_of(record()), place="x"),), visits=(visited,)))
    assert not list(archive.failures())


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
