"""Records as text or as files: one format a file, and two tables of them all.

FORMATS are of one record: reading what was written gives an equal record (json, jsonl), or the same six fields
(clipping). Markdown is for people and is not read back. EXPORTS write many records as one stream.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import BinaryIO

from onrecord.formats import cameo, clipping, csv, jsonl, ninjs, parquet, plover, warc
from onrecord.formats.clipping import BETWEEN, read_clippings
from onrecord.formats.json import read_json, write_json
from onrecord.formats.jsonl import read_jsonl, write_jsonl
from onrecord.values import Event, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """How a record is written, how a text of several is read, and what stands between and after two of them."""

    write: Callable[[Record], str]
    read: Callable[[str], Iterable[Record]] | None = None
    between: str = ""
    end: str = "\n"


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "clipping": Format(
            write=lambda record: record.article.as_clipping(), read=read_clippings, between=BETWEEN, end=""
        ),
        "json": Format(write=write_json, read=lambda text: [read_json(text)]),
        "jsonl": Format(write=write_jsonl, read=read_jsonl),
        "markdown": Format(write=lambda record: record.article.as_markdown(), between="\n---\n\n", end=""),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """How many records are written to an open file, and how the name of such a file ends.

    `write` takes them one at a time, so that memory does not grow with them, and gives their number. It raises
    FormatError where a record cannot be held; then the file holds those before it and is of no use. Where events are
    written, `events` gives those of a record that are.
    """

    write: Callable[[Iterable[Record], BinaryIO], int]
    ending: str
    events: Callable[[Record], Sequence[Event]] | None = None


EXPORTS: Mapping[str, Export] = MappingProxyType(
    {
        "jsonl": Export(write=jsonl.write, ending=".jsonl"),
        "clippings": Export(write=clipping.write, ending=".txt"),
        "csv": Export(write=csv.write, ending=".csv"),
        "parquet": Export(write=parquet.write, ending=".parquet"),
        "ninjs": Export(write=ninjs.write, ending=".ninjs"),
        "warc": Export(write=warc.write, ending=".warc.gz"),
        "plover": Export(write=plover.write, ending=".plover.tsv", events=plover.events),
        "cameo": Export(write=cameo.write, ending=".cameo.tsv", events=cameo.events),
    }
)
