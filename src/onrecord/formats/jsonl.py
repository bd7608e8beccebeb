"""Records as JSON Lines: one object a line, the form for many records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from onrecord.formats.json import encoded, read_json
from onrecord.values import Record


def write_jsonl(record: Record, *, fields: Sequence[str] | None = None) -> str:
    """One object on one line, without the newline at its end; with `fields` the article has these keys alone."""
    return encoded(record, fields=fields).decode()


def read_jsonl(lines: str | Iterable[str]) -> Iterator[Record]:
    r"""The records of a text, or of an open file, one a line and one at a time; blank lines are skipped.

    Raises FormatError with the number of the line that is no record.
    """
    # not splitlines(): JSON leaves U+2028 and its like unescaped inside a string
    for number, line in enumerate(lines.split("\n") if isinstance(lines, str) else lines, start=1):
        if line.strip():
            yield read_json(line, where=f"jsonl, line {number}")


def write(records: Iterable[Record], file: BinaryIO) -> int:
    """Write one record a line; gives their number. Raises FormatError as `write_jsonl` does."""
    count = 0
    for record in records:
        file.write(encoded(record) + b"\n")
        count += 1
    return count
