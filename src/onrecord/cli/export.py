"""`onrecord export`: records of an archive in the formats of others."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from onrecord.archive import Archive, whole
from onrecord.cli import terminal
from onrecord.cli.places import in_archive
from onrecord.formats import EXPORTS
from onrecord.values import Record

_STANDARD_OUTPUT = "-"


@click.command(short_help="Write records of an archive to a file.")
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

    \b
    Examples:
      onrecord export --out news.jsonl
      onrecord export 'sanctions date:2018' --out sanctions.csv
      onrecord export 'site:bbc.co.uk' --format ninjs | head -1
    """
    chosen = form or _by_name(out)
    with Archive(archive) as opened:
        total = opened.count(query)
        if out == _STANDARD_OUTPUT:
            EXPORTS[chosen].write(opened.records(query), sys.stdout.buffer)
            return
        with whole(Path(out)) as file, _progress() as progress:
            count = EXPORTS[chosen].write(_watched(opened.records(query), progress, total), file)
    terminal.note(f"{count:,} records in {out}")


def _by_name(out: str) -> str:
    return next((name for name, export in EXPORTS.items() if out.lower().endswith(export.ending)), "jsonl")


def _watched(records: Iterator[Record], progress: Progress, total: int) -> Iterator[Record]:
    task = progress.add_task("exporting", total=total)
    for record in records:
        yield record
        progress.advance(task)


def _progress() -> Progress:
    return Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty())
