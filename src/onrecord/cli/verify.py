"""`onrecord verify`: whether all that is shown of a text is what the text has."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from onrecord.archive import Archive, Verified
from onrecord.cli import terminal
from onrecord.errors import FormatError, SourceError
from onrecord.formats.clipping import looks_like, read_clippings
from onrecord.formats.json import read_json
from onrecord.reading import verifying
from onrecord.values import Record

_SQLITE = b"SQLite format 3\0"
_HEAD = 100_000


@click.command(short_help="Check that what is shown is what the text has.")
@click.argument("path", metavar="PATH")
def verify(path: str) -> int:
    """Check every span of every reading in PATH against the text: an archive, or records as JSON or JSON Lines.

    Names have to be the words of one of their mentions, numbers to lead somewhere, and what an archive shows of
    statements and events to be what the text has. Each defect is a line on stdout; with one or more the exit code is 1.

    \b
    Examples:
      onrecord verify news.db
      onrecord verify records.jsonl
    """
    records = spans = wrong = 0
    for found in _verified(Path(path)):
        if isinstance(found, FormatError):
            wrong += 1
            click.echo(terminal.one_line(str(found)))
            continue
        records, spans, wrong = records + 1, spans + found.spans, wrong + len(found.defects)
        for defect in found.defects:
            shown = f"{found.id}: {defect.item} shows {defect.shown!r}, the text has {defect.found!r}"
            click.echo(terminal.one_line(shown))
    if not wrong:
        click.echo(f"{records:,} records, {spans:,} spans, all as shown")
    return int(wrong > 0)


def _verified(path: Path) -> Iterator[Verified | FormatError]:
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise SourceError(
            f"it cannot be read ({error.strerror}); give an archive or a file of records", where=str(path)
        ) from error
    if head.startswith(_SQLITE):
        with Archive(path) as archive:
            yield from archive.verify()
        return
    for record in _clippings(path) if looks_like(head) else _objects(path):
        yield record if isinstance(record, FormatError) else _of_record(record)


def _of_record(record: Record) -> Verified:
    spans = 0 if record.reading is None else sum(1 for _ in verifying.spans(record.reading))
    return Verified(id=record.id, spans=spans, defects=tuple(verifying.defects(record)))


def _clippings(path: Path) -> Iterator[Record | FormatError]:
    """Of clippings there is nothing to verify, as nobody read them; but they have to be some."""
    try:
        yield from read_clippings(path.read_bytes().decode("utf-8", "replace"))
    except FormatError as error:
        yield error


def _objects(path: Path) -> Iterator[Record | FormatError]:
    """The records of a file of JSON, as `onrecord read` writes them: one a line, or each over several lines. What is
    no record is given with its place.
    """
    with path.open("rb") as file:
        lines: list[bytes] = []
        for number, line in enumerate(file, start=1):
            lines += [line] if line.strip() else []
            if lines and (lines[0].rstrip() != b"{" or line.rstrip() == b"}"):
                yield _read(b"".join(lines), where=f"{path}, line {number - len(lines) + 1}")
                lines = []
        if lines:
            yield _read(b"".join(lines), where=f"{path}, its last record")


def _read(text: bytes, *, where: str) -> Record | FormatError:
    try:
        return read_json(text, where=where)
    except FormatError as error:
        return error
