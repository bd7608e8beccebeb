"""Records as text: one format a file, and one table of them all.

Reading what was written gives an equal record (json, jsonl), or the same six fields (clipping). Markdown is for
people and is not read back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from onrecord.formats.clipping import BETWEEN, read_clippings
from onrecord.formats.json import read_json, write_json
from onrecord.formats.jsonl import read_jsonl, write_jsonl
from onrecord.values import Record


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
