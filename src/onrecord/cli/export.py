"""`onrecord export`: records of an archive in the formats of others."""

from __future__ import annotations

import io
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click
from rich.progress import Progress

from onrecord.archive import Archive, whole
from onrecord.cli import terminal
from onrecord.cli.places import MINUS, in_archive
from onrecord.formats import EXPORTS, Export
from onrecord.values import Record

_STANDARD_OUTPUT = "-"
_SQLITE = b"SQLite format 3\0"


@click.command(context_settings=MINUS, short_help="Write records of an archive to a file.")
@click.argument("query", required=False)
@in_archive
@click.option("--out", metavar="FILE", default=_STANDARD_OUTPUT, help="The file; without it, standard output.")
@click.option(
    "--format", "form", type=click.Choice(list(EXPORTS)), help="By default as the file's name ends, or jsonl."
)
def export(query: str | None, archive: str, out: str, form: str | None) -> None:
    """Write the records of an archive, or those that QUERY finds, to a file or to standard output.

    The file is there when it is whole, and not before: an export that ends early leaves what was there.

    \b
    jsonl       one record a line, with everything; reading it gives equal records
    parquet     a row a record, for pandas, polars and DuckDB; needs onrecord[parquet]
    csv         a row a record, for spreadsheets
    clippings   text files in one, parted by form feeds
    warc        the text as "conversion" records, as in Common Crawl's WET files, and the record as metadata
    ninjs       IPTC ninjs 2, one item a line
    plover      a line an event of these records, in the columns of POLECAT
    cameo       a line a pair of actor and recipient, as PETRARCH writes them; what happened alone

    QUERY finds records: with one event that fits, all events of a record are written.

    \b
    Examples:
      onrecord export --out news.jsonl
      onrecord export 'sanctions date:2018' --out sanctions.csv
      onrecord export 'site:bbc.co.uk' --format ninjs | head -1
    """
    chosen = form or _by_name(out)
    with Archive(archive) as opened:
        if out == _STANDARD_OUTPUT:
            _print(opened.records(query), chosen)
            return
        _check_target(Path(out), opened.path)
        total = opened.count(query)
        counts: Counter[str] = Counter()
        with whole(Path(out)) as file, terminal.bar() as progress:
            records = _counted(opened.records(query), EXPORTS[chosen], counts)
            EXPORTS[chosen].write(_watched(records, progress, total), file)
    terminal.note(f"{_told(counts, EXPORTS[chosen])} in {out}")


def _by_name(out: str) -> str:
    if out == _STANDARD_OUTPUT:
        return "jsonl"
    for name, export in EXPORTS.items():
        if out.lower().endswith(export.ending):
            return name
    endings = ", ".join(export.ending for export in EXPORTS.values())
    raise click.UsageError(f"no format has this ending: {out}; give --format, or a name that ends in {endings}")


def _check_target(target: Path, archive: Path) -> None:
    """An export must not take the place of an archive, this one or another."""
    part_of = target.name.startswith(archive.name) and target.parent.resolve() == archive.parent.resolve()
    if part_of or (target.is_file() and _begins(target, _SQLITE)):
        raise click.UsageError(f"{target} is an archive or a part of one; give another file")


def _begins(path: Path, head: bytes) -> bool:
    with path.open("rb") as file:
        return file.read(len(head)) == head


def _print(records: Iterator[Record], form: str) -> None:
    """To a pipe as it is; a terminal gets text alone, made harmless record by record."""
    if not sys.stdout.isatty():
        EXPORTS[form].write(records, sys.stdout.buffer)
        return
    if form in ("parquet", "warc"):
        raise click.UsageError(f"{form} is not for a terminal; give --out, or send it into a pipe")
    for record in records:
        text = io.BytesIO()
        EXPORTS[form].write([record], text)
        terminal.write(text.getvalue())


def _watched(records: Iterator[Record], progress: Progress, total: int) -> Iterator[Record]:
    task = progress.add_task("exporting", total=total)
    for record in records:
        yield record
        progress.advance(task)


def _counted(records: Iterator[Record], export: Export, counts: Counter[str]) -> Iterator[Record]:
    """The same records; meanwhile they are counted, and their events that are written."""
    for record in records:
        counts["record"] += 1
        if export.events is not None:
            counts["event"] += len(export.events(record))
        yield record


def _told(counts: Counter[str], export: Export) -> str:
    """ "94 events of 59 records"."""
    named = ("event", "record") if export.events is not None else ("record",)
    return " of ".join(f"{counts[name]:,} {name}{'' if counts[name] == 1 else 's'}" for name in named)
