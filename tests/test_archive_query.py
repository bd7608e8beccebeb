"""What people type to search: what is meant by it, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.archive.query import Clause, Days, Query, Term, parse
from onrecord.errors import QueryError


def terms(text: str) -> list[tuple[str | None, str]]:
    return [
        (term.field, term.words) for clause in parse(text).clauses for term in clause.terms if isinstance(term, Term)
    ]


def test_words_phrases_and_fields() -> None:
    assert terms('sanctions "North Korea" author:"Jane Doe" site:bbc.co.uk') == [
        (None, "sanctions"),
        (None, "North Korea"),
        ("author", "Jane Doe"),
        ("site", "bbc.co.uk"),
    ]


def test_a_star_means_all_words_that_begin_so() -> None:
    [clause] = parse("sanction*").clauses
    assert clause.terms == (Term(words="sanction", prefix=True),)


def test_or_joins_two_words_and_a_minus_excludes_one() -> None:
    assert parse("rain OR snow -hail") == Query(
        clauses=(
            Clause(terms=(Term(words="rain"), Term(words="snow", position=8))),
            Clause(terms=(Term(words="hail", position=13),), negated=True),
        )
    )


def test_what_people_write_elsewhere_is_understood() -> None:
    assert terms("“North Korea” AND rain") == terms('"North Korea" rain')
    assert [clause.negated for clause in parse("rain NOT snow").clauses] == [False, True]
    assert parse('"white hou*"').clauses[0].terms == (Term(words="white hou", prefix=True),)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("date:2018", 20180000, 20189999),
        ("date:2018-05", 20180500, 20180599),
        ("date:2018-05-31", 20180531, 20180531),
        ("date:2018-05..2018-06", 20180500, 20180699),
        ("date:2018-5-3", 20180503, 20180503),
        ("date:2018-05..", 20180500, 99999999),
        ("date:..2018", 0, 20189999),
        ("date:0900-01", 9000100, 9000199),
        ("date:9999", 99990000, 99999999),
    ],
)
def test_days(text: str, first: int, last: int) -> None:
    assert parse(text).clauses[0].terms == (Days(first=first, last=last),)
    assert parse(text.replace("date:", "happened:")).clauses[0].terms == (
        Days(first=first, last=last, field="happened"),
    )


def test_the_whole_of_a_field_is_asked_by_an_equals_sign() -> None:
    assert parse('author:="Jane Doe"').clauses[0].terms == (Term(words="Jane Doe", field="author", whole=True),)
    assert parse("-site:=x.example").clauses[0].negated
    assert terms("foo:=bar =a a:=") == [(None, "foo:=bar"), (None, "=a"), (None, "a:=")]


def test_a_word_before_a_colon_that_is_no_field_is_a_word() -> None:
    assert terms("3:1 https://example.org/a foo:bar") == [
        (None, "3:1"),
        (None, "https://example.org/a"),
        (None, "foo:bar"),
    ]


@pytest.mark.parametrize(
    ("text", "position", "says"),
    [
        ('rain "snow', 5, "not closed"),
        ("OR rain", 0, "between"),
        ("rain OR", 7, "between"),
        ("rain OR OR snow", 8, "between"),
        ("rain OR -snow", 8, "minus"),
        ("author:", 0, "write a word after it"),
        ("*", 0, "write a word before it"),
        ("date:0000", 0, "no date"),
        ('rain title:="snow"', 5, "leave out the ="),
        ("author:=Jane*", 0, "without a star"),
        ("date:yesterday", 0, "no date"),
        ("date:2018-13", 0, "no date"),
        ("date:2018-02-30", 0, "no date"),
        ("date:2019..2018", 0, "ends before it begins"),
        ("rain NOT", 8, "before a word"),
        ("title:(rain snow)", 0, "parentheses"),
        ("(rain OR snow)", 0, "parentheses"),
        ("ra*n", 0, "star"),
        ("lang:en", 0, "do you mean language"),
        ("authors:doe", 0, "do you mean author"),
        ("\ud800", 0, "half a character"),
        ("date:2018-05-31..June", 0, "no date"),
        ("a " * 65, 128, "more than 64 words"),
        ("x" * 2001, 2000, "more than 2,000"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_place(text: str, position: int, says: str) -> None:
    with pytest.raises(QueryError, match=says) as caught:
        parse(text)
    assert caught.value.position == position


@given(
    st.text(max_size=80) | st.lists(st.sampled_from(['"', "OR", "-", "a", ":", "date:", "*", "..", " "])).map("".join)
)
def test_any_text_is_a_query_or_refused(text: str) -> None:
    try:
        found = parse(text)
    except QueryError as error:
        position: int | None = error.position
    else:
        position = None
        assert all(clause.terms for clause in found.clauses)
    assert position is None or 0 <= position <= len(text)


@pytest.mark.parametrize("words", ["code:red", "Modi:x", "node:js"])
def test_words_that_are_somewhat_like_a_field_can_be_looked_for(words: str) -> None:
    assert parse(words)
