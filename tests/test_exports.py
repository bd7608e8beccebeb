"""Many records as one stream: what is written is read back by others, whatever the pages said."""

from __future__ import annotations

import base64
import csv
import gzip
import hashlib
import io
import json
import re
import sys
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import FormatError
from onrecord.formats import EXPORTS
from onrecord.formats.clipping import read_clippings
from onrecord.formats.csv import COLUMNS
from onrecord.formats.json import read_json
from onrecord.formats.jsonl import read_jsonl
from onrecord.formats.ninjs import item
from onrecord.formats.parquet import read_parquet
from onrecord.formats.standards import in_utc, uri, urn
from onrecord.sources.records import RawRecord, records
from onrecord.sources.warc import parts
from onrecord.values import (
    Actor,
    Article,
    Block,
    Entity,
    Event,
    Image,
    Location,
    Mention,
    Reading,
    Record,
    Span,
    Speaker,
    Statement,
    When,
)
from strategies import articles, clipping_articles, texts, times

TEXT = '"It rained," said Jane Doe, a forecaster. Officials agreed.'


def spanned(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start=start, end=start + len(words))


READING = Reading(
    models=("statements 1",),
    entities=(
        Entity(name="Jane Doe", kind="person", role=spanned("a forecaster")),
        Entity(name="Weather Office", kind="organization"),
        Entity(name="Valley", kind="place"),
        Entity(name="Republicans", kind="group"),
        Entity(name="Jane Doe", kind="person"),
    ),
    mentions=(Mention(span=spanned("Jane Doe"), form="name", entity=0),),
    statements=(
        Statement(
            content=(spanned('"It rained,"'), spanned("Officials")),
            source=spanned("Jane Doe, a forecaster"),
            cue=spanned("said"),
            speaker=Speaker(name="Jane Doe", entity=0, rule="name"),
            kind="direct",
            score=0.75,
        ),
        Statement(content=(), source=None, cue=spanned("agreed"), speaker=None, kind="indirect", score=0.5),
    ),
    events=(
        Event(
            type="AGREE",
            code="030",
            trigger=spanned("agreed"),
            mentions=(spanned("agreed"),),
            actors=(
                Actor(span=spanned("Officials"), country="USA", sector="GOV", rule="nationality"),
                Actor(span=spanned("Jane Doe"), name="Jane Doe", entity=0),
            ),
            place=Location(span=spanned("Officials"), name="Valley", latitude=-45.5, longitude=20.25),
            date=When(start="2018-05-01", end="2018-05-31", span=spanned("rained"), rule="month"),
            claimed_by=0,
            score=0.5,
        ),
    ),
)
ARTICLE = Article(
    url="https://valleypost.example/rain?a=1#b",
    canonical_url="https://valleypost.example/rain",
    site="The Valley Post",
    title="Rain over the valley",
    standfirst="It rained for a day.",
    authors=("Ann Example", "Bo Example"),
    published=datetime(2018, 5, 31, 14, 3, tzinfo=timezone(timedelta(hours=2))),
    modified=datetime(2018, 6, 1),
    language="en",
    section="Weather",
    tags=("rain", "valley"),
    description="Much rain.",
    agency="AP",
    images=(Image(url="https://valleypost.example/a.jpg", caption="Rain", credit="Cy"), Image(url="data:image/png,")),
    text=TEXT,
    blocks=(Block(span=Span(start=0, end=len(TEXT)), kind="paragraph"),),
)
RECORD = Record.of(ARTICLE, reading=READING)
BARE = Record.of(Article())

surrogates = st.text(st.sampled_from("a\ud800\udfff\0\n\r\t\"'=,;\u202e"), min_size=1, max_size=6)


@st.composite
def hostile_records(draw: st.DrawFn) -> Record:
    """Records whose texts may also hold half surrogate pairs, and begin like formulas."""
    hostile = (
        st.none() | texts | surrogates | st.sampled_from(["=1+1", "+1", "-1", "@a", "\t=1", "\r=1", '"', "'", "\0"])
    )
    names = ("url", "site", "title", "standfirst", "section", "agency")
    some: dict[str, Any] = {name: draw(hostile) for name in names}
    article = replace(
        draw(articles()),
        **some,
        authors=draw(st.lists(texts | surrogates, max_size=3).map(tuple)),
        tags=draw(st.lists(texts | surrogates, max_size=3).map(tuple)),
        published=draw(st.none() | times),
    )
    return Record.of(article)


def written(name: str, *given: Record) -> bytes:
    file = io.BytesIO()
    assert EXPORTS[name].write(iter(given), file) == len(given)
    assert not file.closed
    return file.getvalue()


def written_or_refused(name: str, *given: Record) -> bytes | None:
    """What was written; None where a record was refused, in words that say what to do."""
    try:
        return written(name, *given)
    except FormatError as error:
        said = str(error)
    assert re.search("decode the page's bytes|write jsonl", said)
    assert said.encode()
    return None


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
    return f"'{shown}" if shown[:1] and shown[0] in "=+-@\t\r\n＝＋－＠" else shown


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


# parquet


def test_parquet_columns() -> None:
    table = pyarrow.parquet.read_table(io.BytesIO(written("parquet", RECORD, BARE)))
    rain, bare = table.to_pylist()
    assert rain["authors"] == ["Ann Example", "Bo Example"]
    assert rain["published"] == "2018-05-31T14:03:00+02:00"
    assert rain["published_utc"] == datetime(2018, 5, 31, 12, 3, tzinfo=UTC)
    assert (rain["modified"], rain["modified_utc"]) == ("2018-06-01T00:00:00", datetime(2018, 6, 1, tzinfo=UTC))
    assert rain["blocks"] == [{"start": 0, "end": len(TEXT), "kind": "paragraph", "level": 0}]
    assert rain["statements"] == [
        {
            "speaker": "Jane Doe",
            "source": "Jane Doe, a forecaster",
            "cue": "said",
            "content": '"It rained," … Officials',
            "kind": "direct",
            "score": 0.75,
            "anonymous": False,
        },
        {
            "speaker": None,
            "source": None,
            "cue": "agreed",
            "content": "",
            "kind": "indirect",
            "score": 0.5,
            "anonymous": False,
        },
    ]
    assert rain["words"] == 9
    assert read_json(rain["record"]) == RECORD
    assert (bare["published_utc"], bare["statements"], bare["authors"]) == (None, None, [])


def test_parquet_is_asked_in_sql(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    path = tmp_path / "records.parquet"
    path.write_bytes(written("parquet", RECORD, BARE))
    asked = f"select s.speaker, s.score from (select unnest(statements) as s from '{path}') where s.speaker is not null"
    assert duckdb.sql(asked).fetchall() == [("Jane Doe", 0.75)]
    assert duckdb.sql(f"select count(*) from '{path}' where published_utc < '2019-01-01'").fetchall() == [(1,)]


@settings(max_examples=60)
@given(st.lists(hostile_records(), max_size=3))
def test_parquet_holds_everything(given: list[Record]) -> None:
    content = written_or_refused("parquet", *given)
    if content is not None:
        assert list(read_parquet(io.BytesIO(content))) == given


def test_parquet_is_read_from_a_path_in_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.formats.parquet._MOST_ROWS", 3)
    monkeypatch.setattr("onrecord.formats.parquet._BATCH", 2)
    given = [replace(RECORD, id=str(number)) for number in range(10)]
    path = tmp_path / "records.parquet"
    path.write_bytes(written("parquet", *given))
    assert pyarrow.parquet.ParquetFile(path).metadata.num_row_groups == 4
    assert list(read_parquet(path)) == given
    monkeypatch.setattr("onrecord.formats.parquet._MOST_BYTES", 1)
    path.write_bytes(written("parquet", *given))
    assert pyarrow.parquet.ParquetFile(path).metadata.num_row_groups == 10


def test_parquet_without_pyarrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    for act in (lambda: EXPORTS["parquet"].write([], io.BytesIO()), lambda: next(read_parquet(io.BytesIO()))):
        with pytest.raises(
            FormatError, match=r"^parquet: pyarrow is not installed: pip install 'onrecord\[parquet\]'$"
        ):
            act()


def other_parquet(**columns: list[Any]) -> bytes:
    file = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table(columns), file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "this is no Parquet file"),
        (b"PAR1 and nothing else PAR1", "this is no Parquet file"),
        (other_parquet(id=["a"]), "no column `record`"),
        (other_parquet(record=[1]), "no column `record`"),
        (other_parquet(record=['{"title": "Rain"}', "no record"]), "parquet, row 2: no JSON"),
        (other_parquet(record=["{}", None]), "parquet, row 2: no JSON"),
    ],
)
def test_other_parquet_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(FormatError, match=re.escape(said)):
        list(read_parquet(io.BytesIO(content)))


def test_a_number_that_no_column_can_hold() -> None:
    article = replace(ARTICLE, blocks=(Block(span=Span(start=0, end=1 << 70), kind="paragraph"),))
    with pytest.raises(FormatError, match=r"^parquet: a record has a number .*; write jsonl"):
        EXPORTS["parquet"].write([Record.of(article)], io.BytesIO())


# ninjs

# The rules of the schema, version 2.1, for what is written here: no other properties, strings but where said.
_TEXT = {"role": str, "contenttype": str, "value": str}
_NAMED = {"name": str, "rel": str, "uri": "uri", "literal": str}
_ITEM: dict[str, Any] = {
    "uri": "uri",
    "type": {"text", "audio", "video", "picture", "graphic", "composite", "component"},
    "representationtype": {"full", "partial"},
    "profile": str,
    "firstcreated": "date-time",
    "versioncreated": "date-time",
    "language": str,
    "by": str,
    "headlines": [_TEXT],
    "descriptions": [_TEXT],
    "bodies": [{**_TEXT, "charcount": int, "wordcount": int}],
    "infosources": [{"name": str, "role": str, "uri": "uri", "literal": str}],
    "people": [_NAMED],
    "organisations": [_NAMED],
    "places": [_NAMED],
    "subjects": [_NAMED],
    "altids": [{"role": str, "value": str}],
    "standard": {"name": str, "version": str, "schema": "uri"},
    "renditions": [{"name": str, "href": "uri", "contenttype": str, "title": str}],
}
_ITEM["associations"] = [_ITEM | {"name": str}]
_REQUIRED = {"headlines": {"value"}, "bodies": {"value"}, "descriptions": {"value"}, "renditions": {"name"}}
_REQUIRED["associations"] = {"name", "uri"}

_URI = re.compile(
    r"[A-Za-z][A-Za-z0-9+.\-]*:(?://(?:[A-Za-z0-9\-._~!$&'()*+,;=:]|%[0-9A-Fa-f]{2})*@?(?:[A-Za-z0-9\-._~!$&'()*+,;=]"
    r"|%[0-9A-Fa-f]{2})*(?::[0-9]*)?(?=[/?#]|$))?(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/]|%[0-9A-Fa-f]{2})*"
    r"(?:\?(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9A-Fa-f]{2})*)?(?:\#(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9A-Fa-f]{2})*)?"
)
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?[+-]\d\d:\d\d")


def check(value: Any, rule: Any, *, name: str = "") -> None:
    """That a value keeps the rules of the schema."""
    if isinstance(rule, type):
        assert type(value) is rule, name
    elif isinstance(rule, str):
        assert {"uri": _URI, "date-time": _DATE_TIME}[rule].fullmatch(value), (name, value)
    elif isinstance(rule, set):
        assert value in rule, name
    elif isinstance(rule, list):
        assert value, f"{name} is empty"
        for one in value:
            check(one, rule[0], name=name)
            assert _REQUIRED.get(name, set()) <= set(one), name
    else:
        assert set(value) <= set(rule), name
        for key, one in value.items():
            check(one, rule[key], name=key)


def test_ninjs() -> None:
    [line] = written("ninjs", RECORD).decode().splitlines()
    found = json.loads(line)
    check(found, _ITEM)
    assert found == item(RECORD)
    assert found["uri"] == ARTICLE.canonical_url
    assert (found["firstcreated"], found["versioncreated"]) == (
        "2018-05-31T14:03:00+02:00",
        "2018-06-01T00:00:00+00:00",
    )
    assert found["headlines"] == [{"role": "main", "contenttype": "text/plain", "value": "Rain over the valley"}]
    assert [one["role"] for one in found["descriptions"]] == ["standfirst", "summary"]
    assert found["by"] == "Ann Example, Bo Example"
    assert found["bodies"] == [{"contenttype": "text/plain", "charcount": len(TEXT), "wordcount": 9, "value": TEXT}]
    assert found["infosources"] == [{"name": "AP"}, {"name": "The Valley Post"}]
    assert (found["people"], found["organisations"]) == ([{"name": "Jane Doe"}], [{"name": "Weather Office"}])
    assert found["places"] == [{"name": "Valley"}]
    assert [one["name"] for one in found["subjects"]] == ["Weather", "rain", "valley", "Republicans"]
    [picture] = found["associations"]
    assert (picture["uri"], picture["name"], picture["by"]) == ("https://valleypost.example/a.jpg", "Rain", "Cy")
    assert found["altids"] == [{"role": "onrecord", "value": RECORD.id}]


def test_ninjs_of_a_bare_record() -> None:
    found = item(BARE)
    check(found, _ITEM)
    assert found["uri"] == urn(BARE)
    assert set(found) == {"uri", "standard", "altids", "type", "representationtype", "profile"}


@settings(max_examples=200)
@given(st.lists(hostile_records(), max_size=2))
def test_ninjs_keeps_its_schema(given: list[Record]) -> None:
    content = written_or_refused("ninjs", *given)
    if content is not None:
        lines = content.split(b"\n")[:-1]
        assert len(lines) == len(given)
        for line in lines:
            check(json.loads(line), _ITEM)


# warc


def members(content: bytes, path: Path) -> list[RawRecord]:
    path.write_bytes(content)
    with path.open("rb") as file:
        found = list(records(file, kinds=(b"conversion", b"metadata"), max_bytes=1_000_000))
    for one in found:
        assert isinstance(one, RawRecord)
    return [one for one in found if isinstance(one, RawRecord)]


def fields(one: RawRecord) -> dict[str, str]:
    version, *lines = one.head.decode().removesuffix("\r\n\r\n").split("\r\n")
    assert version == "WARC/1.1"
    assert all(": " in line for line in lines)
    return {name: value for name, _, value in (line.partition(": ") for line in lines)}


def test_warc(tmp_path: Path) -> None:
    path = tmp_path / "records.warc.gz"
    text, whole, *_ = members(written("warc", RECORD, BARE), path)
    about = fields(text)
    assert about == {
        "WARC-Type": "conversion",
        "WARC-Record-ID": about["WARC-Record-ID"],
        "WARC-Target-URI": "https://valleypost.example/rain?a=1#b",
        "WARC-Date": "2018-05-31T12:03:00Z",
        "Content-Type": "text/plain; charset=utf-8",
        "WARC-Block-Digest": f"sha1:{base64.b32encode(hashlib.sha1(text.block).digest()).decode()}",
        "Content-Length": str(len(text.block)),
    }
    assert text.block.decode() == f"Rain over the valley\n\n{TEXT}"
    assert uuid.UUID(about["WARC-Record-ID"].strip("<>")).version == 5
    metadata = fields(whole)
    assert (metadata["WARC-Type"], metadata["Content-Type"]) == ("metadata", "application/json")
    assert metadata["WARC-Refers-To"] == about["WARC-Record-ID"] != metadata["WARC-Record-ID"]
    assert read_json(whole.block) == RECORD


def test_warc_of_a_bare_record(tmp_path: Path) -> None:
    text, whole = members(written("warc", BARE), tmp_path / "a")
    assert fields(text)["WARC-Target-URI"] == urn(BARE)
    assert fields(text)["WARC-Date"] == "1970-01-01T00:00:00Z"
    assert text.block == b""
    assert read_json(whole.block) == BARE


def test_warc_is_the_same_each_time_and_of_two_members_a_record(tmp_path: Path) -> None:
    content = written("warc", RECORD, BARE)
    assert content == written("warc", RECORD, BARE)
    offsets = [one.offset for one in members(content, tmp_path / "a")]
    assert len(set(offsets)) == 4
    for start, end in zip(offsets, [*offsets[1:], len(content)], strict=True):
        assert gzip.decompress(content[start:end]).startswith(b"WARC/1.1\r\n")
    assert len(parts(tmp_path / "a", size=100)) > 1


@settings(max_examples=100)
@given(given=st.lists(hostile_records(), max_size=3))
def test_warc_holds_everything(tmp_path_factory: pytest.TempPathFactory, given: list[Record]) -> None:
    content = written_or_refused("warc", *given)
    if content is None:
        return
    found = members(content, tmp_path_factory.getbasetemp() / "exported.warc.gz")
    assert [one.kind for one in found] == [b"conversion", b"metadata"] * len(given)
    assert [read_json(one.block) for one in found[1::2]] == given
    for one in found:
        about = fields(one)
        assert _URI.fullmatch(about["WARC-Target-URI"])
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", about["WARC-Date"])


# Addresses and times


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        (" HTTPS://example.org ", "HTTPS://example.org"),
        ("https://example.org/ü b", "https://example.org/%C3%BC%20b"),
        ("https://exämple.org/", "https://ex%C3%A4mple.org/"),
        ("https://example.org/100%/%41", "https://example.org/100%25/%41"),
        ("https://example.org/a#b#c", "https://example.org/a#b%23c"),
        ("https://example.org/\r\nWARC-Type: response", "https://example.org/%0D%0AWARC-Type:%20response"),
        ("https://example.org/\ud800", "https://example.org/%ED%A0%80"),
        ("https://example.org:x/", None),
        ("https://example.org/" + "a" * 8_000, None),
        ("https:///a", None),
        ("javascript:alert(1)", None),
        ("rain.html", None),
        ("", None),
        (None, None),
    ],
)
def test_addresses_as_the_standard_has_them(address: str | None, written: str | None) -> None:
    assert uri(address) == written
    assert uri(address, "https://example.org/next") == (written or "https://example.org/next")
    assert written is None or _URI.fullmatch(written)


def test_times_in_utc() -> None:
    east = timezone(timedelta(hours=14))
    assert in_utc(None) is None
    assert in_utc(datetime(2018, 5, 31)) == datetime(2018, 5, 31, tzinfo=UTC)
    assert in_utc(datetime(2018, 5, 31, 14, tzinfo=east)) == datetime(2018, 5, 31, tzinfo=UTC)
    assert in_utc(datetime(1, 1, 1, tzinfo=east)) == datetime(1, 1, 1, tzinfo=UTC)
    odd = replace(ARTICLE, published=datetime(2018, 5, 31, tzinfo=timezone(timedelta(seconds=61))))
    assert item(Record.of(odd))["firstcreated"] == "2018-05-30T23:58:59+00:00"
