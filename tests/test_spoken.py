"""What somebody is on record as saying: all of it, once, as it was at the beginning, and in bounded time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import onrecord
from archives import RAIN, record, said
from onrecord import Archive, Record
from onrecord.archive import Said
from onrecord.archive.spoken import _AT, _SAID
from onrecord.errors import QueryError, TooSlow
from served import told


def spoken(number: int, *speakers: tuple[str, str]) -> Record:
    """An article in which each of the speakers says some words."""
    text = f"{RAIN} {number}"
    article = record(text=text, url=f"https://example.org/{number}").article
    return Record.of(article, reading=told(text, *speakers))


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive in which a speaker has many statements, and another one a name that holds this name."""
    place = tmp_path_factory.mktemp("spoken") / "news.db"
    with onrecord.open(place) as archive:
        archive.add(
            spoken(number, ("Ann Example", "the river rose"), ("Ann Example Jones", "stay at home"))
            for number in range(450)
        )
        archive.add([spoken(1_000, ("???", "the river rose"), ("ann example", "schools remain closed"))])
    return place


def test_a_name_is_that_name_and_no_longer_one(path: Path) -> None:
    with Archive(path) as archive:
        assert len(list(archive.said_by("ANN EXAMPLE"))) == 451
        assert {found.speaker for found in archive.said_by("Ann Example")} == {"Ann Example", "ann example"}
        assert len(list(archive.said("Ann Example", limit=10_000))) == 901
        assert [found.content for found in archive.said_by("???")] == ["the river rose"]
        assert [found.content for found in archive.said_by("???", about="river")] == ["the river rose"]
        assert list(archive.said_by("???", about="schools")) == []


@pytest.mark.parametrize("about", [None, "river OR closed", "-home"])
def test_pages_have_what_is_said_by_in_the_same_order(path: Path, about: str | None) -> None:
    with Archive(path) as archive:
        whole = list(archive.said_by("Ann Example", about=about))
        pages: list[Said] = []
        while some := archive.speech("Ann Example", about=about, limit=200, offset=len(pages)).statements:
            pages += some
    assert len(whole) == 451
    assert pages == whole


@pytest.mark.parametrize("about", [None, "river", "river -kind:other", "-home"])
def test_what_is_added_meanwhile_comes_neither_twice_nor_moves_others_out(tmp_path: Path, about: str | None) -> None:
    place = tmp_path / "news.db"
    with onrecord.open(place) as writer, onrecord.open(place) as reader:
        writer.add(spoken(number, ("Ann Example", "the river rose")) for number in range(450))
        writer.commit()
        before = {found.id for found in reader.said_by("Ann Example", about=about)}
        streams: list[Iterator[Said]] = [
            reader.said_by("Ann Example", about=about),
            reader.said("Ann", about=about, limit=10_000),
        ]
        begun = [next(stream) for stream in streams]
        writer.add(spoken(number, ("Ann Example", "the river rose")) for number in range(1_000, 1_300))
        writer.commit()
        reader.search("")
        reader._shelf().index.reload()
        for first, stream in zip(begun, streams, strict=True):
            found = [first.id, *(statement.id for statement in stream)]
            assert len(found) == 450
            assert set(found) == before


def test_statements_are_read_by_their_places_alone(path: Path) -> None:
    with Archive(path) as archive:
        plan = archive._shelf().asked(f"EXPLAIN QUERY PLAN {_SAID} {_AT.format(some='(?, ?), (?, ?)')}", (1, 0, 2, 0))
    assert not any(str(row[-1]).startswith("SCAN s") for row in plan)


def test_a_story_is_meant_by_any_of_its_records(tmp_path: Path) -> None:
    with onrecord.open(tmp_path / "news.db") as archive:
        for site in ("a", "b"):
            made = record(url=f"https://{site}.example/rain")
            archive.add([Record.of(made.article, reading=said(RAIN, "Ann Example", "the river rose"))])
            archive.commit()
        first, second = (hit.id for hit in archive.search("", sort="oldest").hits)
        for name in (first, second, second[:8]):
            assert len(list(archive.said_by("Ann Example", about=f"story:{name}"))) == 2
            assert len(list(archive.said("Ann", about=f"story:{name}"))) == 2


def test_the_words_of_a_name_are_bounded_and_each_counts_once(path: Path) -> None:
    with Archive(path) as archive:
        assert len(list(archive.said("ann " * 200, limit=10))) == 10
        with pytest.raises(QueryError, match="64 words"):
            archive.said(" ".join(map(str, range(100))))
        with pytest.raises(QueryError, match="no word"):
            list(archive.said("ann", about="-???"))


def test_speakers_are_found_by_parts_of_their_names(path: Path) -> None:
    with Archive(path) as archive:
        assert archive.speakers("exam") == (("Ann Example", 451), ("Ann Example Jones", 450))
        assert archive.speakers("example jo", limit=1) == (("Ann Example Jones", 450),)
        assert archive.speakers("xample") == archive.speakers("???") == archive.speakers("") == ()


def test_articles_and_stories_of_a_speaker_are_counted(path: Path) -> None:
    with Archive(path) as archive:
        speech = archive.speech("Ann Example")
        assert (speech.total, speech.articles, speech.stories) == (451, 451, len(set(stories(archive))))
        assert speech.stories < 451


def stories(archive: Archive) -> Iterator[str]:
    yield from (hit.story for hit in archive.search('speaker:"Ann Example"', limit=1_000).hits)


def test_words_that_all_use_are_no_topics(tmp_path: Path) -> None:
    with onrecord.open(tmp_path / "news.db") as archive:
        for number in range(40):
            text = f"The council would meet that week, number {number}. Ann said that sanctions would hurt {number}."
            reading = told(text, ("Ann", "that sanctions would hurt")) if number < 9 else None
            archive.add([Record.of(record(text=text, url=f"https://example.org/{number}").article, reading=reading)])
            other = f"They would say that it rained on day {number} of the month {number}."
            archive.add([record(text=other, url=f"https://example.org/o{number}")])
        archive.commit()
        words = [word for word, _ in archive.speech("Ann").topics]
    assert "sanctions" in words
    assert not {"that", "would"} & set(words)


def test_what_takes_too_long_is_given_up(path: Path) -> None:
    with Archive(path, patience=0.0) as archive, pytest.raises(TooSlow, match="ask for less"):
        list(archive.said("ann", about="-river"))
    with Archive(path, patience=60.0) as archive:
        assert len(list(archive.said("ann", about="-river -home", limit=10))) == 1
