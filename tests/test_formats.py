"""Records as text and back: nothing is lost, and what is not in its form is named with its line."""

from __future__ import annotations

import json
import os
import pickle
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given

import reported
from onrecord.errors import FormatError
from onrecord.formats import FORMATS
from onrecord.formats.clipping import looks_like, read_clipping, read_clippings
from onrecord.formats.json import read_json, write_json
from onrecord.formats.jsonl import read_jsonl, write_jsonl
from onrecord.values import Article, Record
from strategies import articles, clipping_articles

CLIPPING = (
    "https://example.org/rain\n['Ann Example', \"Bo O'Example\"]\n2018-05-31 14:03:00\nRain\n \n"
    "It rained.\n\nAll day,\nand all night."
)
SHARED = Path(os.environ.get("ONRECORD_GOLD", Path(__file__).parents[2] / "shared"))


def _times(article: Article) -> list[object]:
    """What comparing two aware times leaves out: the offset."""
    return [time and (time.replace(tzinfo=None), time.utcoffset()) for time in (article.published, article.modified)]


# --- clipping -----------------------------------------------------------------------------------------------------


def test_a_clipping_gives_its_fields_and_their_lines() -> None:
    article = read_clipping(CLIPPING)
    assert article.url == "https://example.org/rain"
    assert article.authors == ("Ann Example", "Bo O'Example")
    assert article.published == datetime(2018, 5, 31, 14, 3)
    assert (article.title, article.standfirst) == ("Rain", None)
    assert [article.text[block.span.start : block.span.end] for block in article.blocks] == [
        "It rained.",
        "All day,\nand all night.",
    ]
    assert [(piece.field, piece.where) for piece in article.evidence] == [
        ("url", "line 1"),
        ("authors", "line 2"),
        ("published", "line 3"),
        ("title", "line 4"),
        ("text", "line 6"),
    ]
    assert all(piece.chosen and piece.score == 1.0 and piece.rule == "clipping" for piece in article.evidence)


@given(clipping_articles())
def test_a_clipping_holds_its_article(article: Article) -> None:
    assert read_clipping(article.as_clipping()) == article


@given(articles())
def test_six_fields_of_any_article_survive(article: Article) -> None:
    written = article.as_clipping()
    read = read_clipping(written)
    assert read.as_clipping() == written
    assert read.authors == article.authors
    published = article.published
    assert read.published == (published and published.replace(tzinfo=None, microsecond=0))
    for name in ("url", "title", "standfirst"):
        words = " ".join((getattr(article, name) or "").split())
        assert " ".join((getattr(read, name) or "").split()) == words
    assert read.text == article.text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")


@given(clipping_articles())
def test_tolerated_newlines_and_mark(article: Article) -> None:
    assert read_clipping("\ufeff" + article.as_clipping().replace("\n", "\r\n")) == article
    assert read_clipping(article.as_clipping() + "\n") == article


@given(clipping_articles(), clipping_articles())
def test_several_clippings_in_one_text(one: Article, other: Article) -> None:
    between = FORMATS["clipping"].between
    assert [record.article for record in read_clippings(one.as_clipping() + between + other.as_clipping())] == [
        one,
        other,
    ]


def test_a_form_feed_in_the_text_parts_nothing() -> None:
    [record] = read_clippings(CLIPPING + "\n\f\nThe next page.")
    assert record.article.text.endswith("and all night.\n\f\nThe next page.")


@pytest.mark.parametrize(
    ("number", "line"),
    [
        (2, "Ann Example"),
        (2, "['Ann"),
        (2, "[" * 50_000 + "]" * 50_000),
        (2, "['" + "a" * 200_000 + "']"),
        (2, "['Ann', 3]"),
        (2, "[['Ann']]"),
        (2, "['Ann' 'Bo']"),
        (2, "[f'{1}']"),
        (2, "['\\d']"),
        (2, "['\\ud800']"),
        (2, "['\\U00110000']"),
        (2, "[" + " " * 90_000),
        (3, "May 31, 2018"),
        (3, "2018-05-31"),
        (3, "2018-02-30 00:00:00"),
        (3, "0000-01-01 00:00:00"),
        (3, "٢٠١٨-٠٥-٣١ ٠٠:٠٠:٠٠"),
    ],
)
def test_a_broken_line_is_named(number: int, line: str) -> None:
    lines = CLIPPING.split("\n")
    lines[number - 1] = line
    with pytest.raises(FormatError, match=rf"^clipping, line {number}: .*write|most"):
        read_clipping("\n".join(lines))


@pytest.mark.parametrize("count", [0, 1, 4])
def test_too_few_lines(count: int) -> None:
    with pytest.raises(FormatError, match=rf"^clipping, line {max(count, 1)}: a clipping has five lines"):
        read_clipping("\n".join(CLIPPING.split("\n")[:count]))


def test_python_2_lists_and_empty_lines_are_read() -> None:
    article = read_clipping("\n[u'Ann', u'Bo',]\n\n\n")
    assert article == replace(Article(authors=("Ann", "Bo")), evidence=article.evidence)


@pytest.mark.parametrize(
    ("page", "yes"),
    [
        (CLIPPING.encode(), True),
        (b"\xef\xbb\xbf" + CLIPPING.replace("\n", "\r\n").encode(), True),
        (b" \n[]\n \n \n ", True),
        (b"https://example.org/\n['broken", True),
        (b"", False),
        (b"\n[\n  1\n]", False),
        (b"https://example.org/\n<!doctype html>", False),
        (b"<!doctype html>\n[]\n", False),
        (b"https://" + b"a" * 5_000_000, False),
    ],
)
def test_what_looks_like_a_clipping(page: bytes, yes: bool) -> None:
    assert looks_like(page) is yes


@pytest.mark.skipif(
    not (SHARED / "seed" / "clipping.txt").exists(),
    reason="no gold clipping here; name the folder that holds seed/clipping.txt in ONRECORD_GOLD",
)
def test_the_first_clipping_of_all() -> None:
    seed = (SHARED / "seed" / "clipping.txt").read_bytes()
    article = read_clipping(seed.decode())
    assert article.url is not None
    assert article.url.startswith("http://www.breitbart.com/national-security/2018/05/31/")
    assert article.authors == ("Breitbart News",)
    assert article.published == datetime(2018, 5, 31)
    assert article.title == "Russian Foreign Minister Invites Kim Jong-Un to Visit Moscow"
    assert article.standfirst is None
    assert len(article.blocks) == 14
    assert article.as_clipping().encode() == seed


# --- JSON ---------------------------------------------------------------------------------------------------------


@given(articles())
def test_dicts_hold_everything(article: Article) -> None:
    read = Article.from_dict(json.loads(json.dumps(article.to_dict())))
    assert read == article
    assert _times(read) == _times(article)


@given(articles())
def test_json_holds_everything(article: Article) -> None:
    record = Record.of(article)
    for read in (read_json(write_json(record)), *read_jsonl(write_jsonl(record))):
        assert read == record
        assert _times(read.article) == _times(article)
        assert pickle.loads(pickle.dumps(read)) == record


@given(articles())
def test_a_json_line_is_one_line(article: Article) -> None:
    assert "\n" not in write_jsonl(Record.of(article))
    assert "\r" not in write_jsonl(Record.of(article))


def test_json_has_two_keys_and_is_indented() -> None:
    record = Record.of(read_clipping(CLIPPING))
    assert write_json(record).startswith(f'{{\n  "id": "{record.id}",\n  "article": {{\n    "url":')
    assert list(json.loads(write_json(record))["article"]) == list(Article.__slots__)


def test_an_article_alone_becomes_a_record() -> None:
    article = read_clipping(CLIPPING)
    assert read_json(json.dumps(article.to_dict())) == Record.of(article)


def test_fields_narrow_the_article() -> None:
    record = Record.of(read_clipping(CLIPPING))
    narrow = {"id": record.id, "article": {"title": "Rain", "authors": ["Ann Example", "Bo O'Example"]}}
    assert json.loads(write_json(record, fields=("title", "authors"))) == narrow
    assert json.loads(write_jsonl(record, fields=("title", "authors"))) == narrow


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nonsense",
        "[]",
        "3",
        '{"id": 1, "article": {}}',
        '{"id": "a", "article": []}',
        '{"id": "a", "article": {}, "more": 1}',
        '{"article": {}}',
        '{"headline": "Rain"}',
        '{"title": 3}',
        '{"published": "yesterday"}',
        "[" * 100_000,
        '{"title": ' + "[" * 100_000,
    ],
)
def test_what_is_no_record_is_refused(text: str) -> None:
    with pytest.raises(FormatError, match=r"^here: "):
        read_json(text, where="here")


def test_a_broken_line_of_many_is_named() -> None:
    line = write_jsonl(Record.of(Article(title="Rain")))
    records = read_jsonl([line, "\n", "nonsense", line])
    assert next(records).article.title == "Rain"
    with pytest.raises(FormatError, match=r"^jsonl, line 3: "):
        next(records)


def test_half_a_surrogate_pair_is_refused() -> None:
    with pytest.raises(FormatError, match=r"^json: "):
        write_json(Record.of(Article(title="\ud800")))


@pytest.mark.parametrize("name", ["clipping", "json", "jsonl"])
def test_a_table_of_formats_reads_what_it_writes(name: str) -> None:
    chosen = FORMATS[name]
    record = Record.of(read_clipping(CLIPPING))
    assert chosen.read is not None
    assert list(chosen.read(chosen.write(record))) == [record]


# --- events -------------------------------------------------------------------------------------------------------


def test_a_reading_with_events_is_read_back() -> None:
    made = reported.record()
    assert read_json(write_json(made)) == made
    assert list(read_jsonl(write_jsonl(made))) == [made]


@pytest.mark.parametrize(
    ("key", "value"),
    [("type", "MEET"), ("status", "sure"), ("trigger", None), ("actors", [{"span": {"start": 0, "end": 1}, "x": 1}])],
)
def test_an_event_that_is_none_is_refused(key: str, value: object) -> None:
    fields = json.loads(write_json(reported.record()))
    fields["reading"]["events"][0][key] = value
    with pytest.raises(FormatError, match=key):
        read_json(json.dumps(fields))


def test_a_reading_of_before_has_no_events() -> None:
    fields = json.loads(write_json(reported.record()))
    del fields["reading"]["events"]
    found = read_json(json.dumps(fields)).reading
    assert found is not None
    assert found.events == ()
    assert found.statements == reported.talks().statements
