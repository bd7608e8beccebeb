"""What the pages are made of: the marks in a text, charts, harmless words and addresses, small words, files."""

from __future__ import annotations

import time
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import onrecord
import shown
from onrecord import Article, Record
from onrecord.archive import Snippet
from onrecord.values import Reading, Span, Speaker, Statement
from onrecord.web import charts, marking, rendering, scraped


@given(
    st.text(alphabet="ab \n\t", max_size=60),
    st.lists(st.tuples(st.integers(-5, 70), st.integers(-5, 70), st.integers(-5, 70), st.integers(-5, 70)), max_size=8),
)
@settings(max_examples=200, deadline=None)
def test_whatever_statements_point_at_the_text_is_whole(text: str, places: list[tuple[int, int, int, int]]) -> None:
    statements = tuple(
        Statement(
            content=(Span(start=a, end=b),), cue=Span(start=b, end=c), source=Span(start=c, end=d),
            speaker=Speaker(name="Ann", rule="name"), kind="direct", score=0.5,
        )
        for a, b, c, d in places
    )  # fmt: skip
    article = Article(text=text, blocks=onrecord.values.Article(text=text).blocks)
    made = marking.laid(Record.of(article, reading=Reading(models=("test",), statements=statements)))
    shown_text = "\n\n".join(
        "".join(segment.text for row in passage.rows for cell in row for run in cell for segment in run.segments)
        for passage in made.passages
    )
    assert shown_text == "\n\n".join(part for part in text.split("\n\n") if part.strip())
    assert len({note.anchor for note in made.notes}) == len(made.notes)
    noted = [note.number for passage in made.passages for note in passage.notes]
    assert sorted(noted) == ([note.number for note in made.notes] if made.passages else [])


def many(count: int, *, over: int) -> Record:
    """An article of many paragraphs, and as many statements that reach over so many of them."""
    text = "\n\n".join(["It rained."] * count)
    statements = tuple(
        Statement(
            content=(Span(start=at, end=at + over * 12 - 2),), cue=Span(start=at, end=at + 2), source=None,
            speaker=None, kind="direct", score=0.5,
        )
        for at in range(0, count * 12, 12)
    )  # fmt: skip
    return Record.of(Article(text=text), reading=Reading(models=("test",), statements=statements))


def test_a_long_article_with_many_statements_is_laid_out_in_one_sweep() -> None:
    began = time.process_time()
    made = marking.laid(many(20_000, over=1))
    assert len(made.passages) == len(made.notes) == 20_000
    assert all(len(passage.notes) == 1 for passage in made.passages)
    assert time.process_time() - began < 10


def test_statements_that_all_lie_over_one_another_are_marked_so_many_deep() -> None:
    began = time.process_time()
    made = marking.laid(many(5_000, over=5_000))
    runs = [run for passage in made.passages for row in passage.rows for cell in row for run in cell]
    assert max(len(segment.numbers) for run in runs for segment in run.segments) <= 16
    assert [note.number for run in runs for note in run.begun] == list(range(1, 5_001))
    assert time.process_time() - began < 10


def test_of_two_statements_the_shorter_one_gives_the_mark() -> None:
    made = marking.laid(shown.river())
    segments = [
        segment
        for passage in made.passages
        for row in passage.rows
        for cell in row
        for run in cell
        for segment in run.segments
    ]
    [inner] = [segment for segment in segments if segment.text == "it will hold"]
    assert inner.note is not None
    assert (inner.note.name, inner.part, inner.numbers) == ("John Roe", "content", (2, 3))
    assert [voice.who for voice in made.voices] == ["Weather Office", "John Roe", "Jane Doe", "Doe"]


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://example.org/a?b=c", "https://example.org/a?b=c"),
        ("HTTP://example.org", "HTTP://example.org"),
        (" https://example.org/a b\n", "https://example.org/a%20b"),
        ("https://example.org/\x00a", "https://example.org/a"),
        *(
            (url, None)
            for url in (*shown.ADDRESSES, "", "http:", "http:/x", "https:///x", "vbscript:x", "/a", "file:///x")
        ),
        (None, None),
    ],
)
def test_only_addresses_of_the_web_become_links(url: str | None, link: str | None) -> None:
    assert scraped.web_address(url) == link


def test_text_is_made_harmless() -> None:
    assert scraped.harmless("a\0b\x1b[1m\u202ec\ud800\n\t") == "ab[1mc\ufffd\n\t"
    assert scraped.harmless(3) == 3
    assert scraped.host("https://www.Example.org:8/x") == "example.org"
    assert scraped.host("https://[x/") == ""
    assert [scraped.language(tag) for tag in ("en", "pt-BR", 'en" x', "", None)] == ["en", "pt-BR", None, None, None]


def link(slot: str) -> str:
    return f"/{slot}"


def test_counts_are_drawn_by_day_month_or_year() -> None:
    assert charts.timeline((), link=link) is None
    days = charts.timeline((("2018-05", 3),), (("2018-05-01", 1), ("2018-05-31", 2)), link=link)
    assert days is not None
    assert (days.unit, days.highest, days.ticks[-1]) == ("day", 2, "31 May 2018")
    months = charts.timeline((("2018-05", 3),), (("2018-05-01", 1),), link=link)
    assert months is not None
    assert (months.unit, months.ticks) == ("month", ("Jun 2017", "Dec 2017", "May 2018"))
    assert months.svg.count("<a ") == 1
    assert 'href="/2018-05"' in months.svg
    harmful = charts.timeline((("2018-05", 3),), link=lambda slot: f'"><script>{slot}')
    assert harmful is not None
    assert "<script>" not in harmful.svg
    years = charts.timeline((("1600-05", 3), ("2018-05", 3)), link=link)
    assert years is not None
    assert (years.unit, years.rows[-1]) == ("year", ("/2018", "2018", 3))


def test_one_old_article_does_not_press_a_chart_together() -> None:
    made = charts.timeline((("1970-01", 1), ("2018-04", 20), ("2018-05", 30)), link=link)
    assert made is not None
    assert (made.unit, made.earlier, made.ticks[0]) == ("month", 1, "Jun 2017")


def test_small_things_are_written_as_people_do() -> None:
    assert rendering.counted(1, "article") == "1 article"
    assert rendering.counted(1_200, "article") == "1,200 articles"
    assert rendering.day("2018-05-31T14:03:00") == "31 May 2018"
    assert rendering.day("soon") == "soon"
    piece = Snippet(text="the river rose", marks=(Span(start=4, end=9),))
    assert rendering.marked(piece) == ((False, "the "), (True, "river"), (False, " rose"))


def test_what_the_pages_are_made_of_is_part_of_the_package() -> None:
    for name in ("templates/base.html", "static/style.css", "static/page.js", "static/icon.svg"):
        assert files("onrecord.web").joinpath(name).is_file()
    style = files("onrecord.web").joinpath("static/style.css").read_text("utf8")
    assert "url(" not in style
    assert "@import" not in style
