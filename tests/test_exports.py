"""Many records as one stream: what is written is read back by others, whatever the pages said."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exported import ARTICLE, BARE, RECORD, TEXT, hostile_records, written, written_or_refused
from onrecord.errors import FormatError
from onrecord.formats import EXPORTS
from onrecord.formats.clipping import read_clippings
from onrecord.formats.csv import COLUMNS
from onrecord.formats.jsonl import read_jsonl
from onrecord.formats.parquet import read_parquet
from onrecord.values import Article, Record
from strategies import clipping_articles

# The table


def test_the_table() -> None:
    assert list(EXPORTS) == ["jsonl", "clippings", "csv", "parquet", "ninjs", "warc", "plover", "cameo"]
    endings = [export.ending for export in EXPORTS.values()]
    assert not any(one != other and one.endswith(other) for one in endings for other in endings)


@pytest.mark.parametrize("name", list(EXPORTS))
def test_no_records_are_a_file_too(name: str) -> None:
    content = written(name)
    assert bool(content) is (name in ("csv", "parquet", "plover"))
    if name == "parquet":
        assert list(read_parquet(io.BytesIO(content))) == []


@pytest.mark.parametrize("name", list(EXPORTS))
def test_records_are_taken_one_at_a_time(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.formats.parquet._MOST_ROWS", 2)
    file = io.BytesIO()
    sizes: list[int] = []

    def given() -> Iterator[Record]:
        for _ in range(9):
            sizes.append(file.tell())
            yield RECORD

    assert EXPORTS[name].write(given(), file) == 9
    assert sizes == sorted(sizes)
    assert sizes[-1] > sizes[3] > 0


@pytest.mark.parametrize("name", list(EXPORTS))
def test_an_error_of_the_records_rises(name: str) -> None:
    def given() -> Iterator[Record]:
        yield RECORD
        raise KeyError("no more")

    with pytest.raises(KeyError):
        EXPORTS[name].write(given(), io.BytesIO())


@pytest.mark.parametrize("name", ["jsonl", "clippings", "parquet", "ninjs", "warc"])
def test_half_a_character_is_refused_by_the_records_name(name: str) -> None:
    record = Record.of(Article(url="https://example.org/", title="\ud800"))
    with pytest.raises(FormatError, match=rf"record '{record.id}': .*surrogates not allowed; decode the page's bytes"):
        EXPORTS[name].write([record], io.BytesIO())


# jsonl and clippings


@settings(max_examples=60)
@given(st.lists(hostile_records(), max_size=3))
def test_json_lines(given: list[Record]) -> None:
    content = written_or_refused("jsonl", *given)
    if content is not None:
        assert list(read_jsonl(io.TextIOWrapper(io.BytesIO(content), "utf-8", newline="\n"))) == given


@settings(max_examples=60)
@given(st.lists(clipping_articles().map(Record.of), max_size=3))
def test_clippings(given: list[Record]) -> None:
    content = written_or_refused("clippings", *given)
    if content:
        assert read_clippings(content.decode()) == given


@settings(max_examples=100)
@given(st.lists(hostile_records(), min_size=1, max_size=3))
def test_clippings_are_parted_where_they_were_joined(given: list[Record]) -> None:
    content = written_or_refused("clippings", *given)
    if content is not None:
        assert [record.article.as_clipping() for record in read_clippings(content.decode())] == [
            record.article.as_clipping() for record in given
        ]


@pytest.mark.parametrize(
    "article",
    [
        Article(url="no address"),
        Article(url="https://example.org/", text="Words.\n\f"),
        Article(url="https://example.org/", text="Words.\n\f\nhttps://example.org/b\n['Bo']\n \n \n \nMore."),
    ],
)
def test_what_clippings_cannot_tell_apart_is_refused(article: Article) -> None:
    with pytest.raises(FormatError, match=r"^clipping of record '\w+': .*told apart.*; write jsonl"):
        EXPORTS["clippings"].write([Record.of(article)], io.BytesIO())


# csv


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.TextIOWrapper(io.BytesIO(content), "utf-8", newline=""), strict=True))


def test_csv() -> None:
    content = written("csv", RECORD, BARE)
    assert content.startswith(
        b"id,url,canonical_url,site,title,standfirst,authors,published,modified,language,section,"
    )
    assert content.count(b"\r\n") == 3
    rain, bare = rows_of(content)
    assert rain == {
        "id": RECORD.id,
        "url": ARTICLE.url,
        "canonical_url": ARTICLE.canonical_url,
        "site": "The Valley Post",
        "title": "Rain over the valley",
        "standfirst": "It rained for a day.",
        "authors": "Ann Example; Bo Example",
        "published": "2018-05-31T14:03:00+02:00",
        "modified": "2018-06-01T00:00:00",
        "language": "en",
        "section": "Weather",
        "tags": "rain; valley",
        "agency": "AP",
        "kind": "article",
        "words": "9",
        "text": TEXT,
    }
    assert bare == dict.fromkeys(COLUMNS, "") | {"id": BARE.id, "kind": "article", "words": "0"}


def cell(text: str | None) -> str:
    """What a cell holds of a text."""
    shown = re.sub("[\0\ud800-\udfff]", "\ufffd", text or "")
    shown = re.sub(r"(\s|;|\")*[;\r\n](\s|;|\")*(?=[=+\-@＝＋－＠])", lambda found: f"{found[0]}'", shown)
    return f"'{shown}" if shown[:1] and shown[0] in "=+-@\t\r\n＝＋－＠" else shown


@pytest.mark.parametrize("text", ["a;=1+1", "a; @b", 'a;"=1"', "a\n=1", 'a;\t"\r\n -1', "a;＝1"])
def test_no_spreadsheet_takes_a_piece_of_a_cell_for_a_formula(text: str) -> None:
    [row] = rows_of(written("csv", Record.of(Article(text=text))))
    assert not re.search(r"[;\r\n][\s\"]*[=+\-@＝]", row["text"])
    assert row["text"].replace("'", "") == text


def test_what_begins_nothing_stays_as_it_is() -> None:
    text = 'a - b, -5; c=d "-e" f@g.example'
    [row] = rows_of(written("csv", Record.of(Article(text=text))))
    assert row["text"] == text


@settings(max_examples=200)
@given(st.lists(hostile_records(), max_size=3))
def test_csv_holds_any_text_and_no_formula(given: list[Record]) -> None:
    rows = rows_of(written("csv", *given))
    assert [row["id"] for row in rows] == [record.id for record in given]
    for row, record in zip(rows, given, strict=True):
        article = record.article
        for name in ("url", "canonical_url", "site", "title", "standfirst", "language", "section", "agency", "text"):
            assert row[name] == cell(getattr(article, name))
        assert row["authors"] == cell("; ".join(article.authors))
        assert row["tags"] == cell("; ".join(article.tags))
        assert not any(value[:1] and value[0] in "=+-@\t\r" for value in row.values())
