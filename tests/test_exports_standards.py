"""Records in the forms of others: ninjs, WARC, and the addresses and times that these ask for."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exported import ARTICLE, BARE, RECORD, TEXT, hostile_records, written, written_or_refused
from onrecord.formats.json import read_json
from onrecord.formats.ninjs import item
from onrecord.formats.standards import in_utc, uri, urn
from onrecord.sources.records import RawRecord, records
from onrecord.sources.warc import parts
from onrecord.values import Record

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
