"""Records as Parquet: columns for queries, and the whole record."""

from __future__ import annotations

import io
import re
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exported import ARTICLE, BARE, RECORD, TEXT, hostile_records, written, written_or_refused
from onrecord.errors import FormatError
from onrecord.formats import EXPORTS
from onrecord.formats.json import read_json
from onrecord.formats.parquet import read_parquet
from onrecord.values import Block, Record, Span


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
