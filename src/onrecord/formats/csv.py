"""Records as a table: comma-separated values (RFC 4180) in UTF-8, one row a record, for spreadsheets and statistics.

The texts come from strangers, and a spreadsheet takes a cell that begins with "=" for a formula. Such a cell gets an
apostrophe before it, as OWASP advises, and so does what a semicolon or a line break would make the beginning of one.
What a table cannot hold, NUL and half a surrogate pair, becomes U+FFFD.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterable, Sequence
from typing import BinaryIO

from onrecord.values import Record

COLUMNS = (
    *("id", "url", "canonical_url", "site", "title", "standfirst", "authors", "published", "modified", "language"),
    *("section", "tags", "agency", "kind", "words", "text"),
)

_FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
_RUN = re.compile(r"([\s;\"]+)([=+\-@＝＋－＠]?)")
_ENDS = frozenset(";\r\n")
_IMPOSSIBLE = re.compile(r"[\0\ud800-\udfff]")


def write(records: Iterable[Record], file: BinaryIO) -> int:
    """Write the columns' names, then a row a record; gives the number of records.

    Several authors or tags stand in one cell, parted by "; ". What the page does not say is an empty cell.
    """
    return write_table(COLUMNS, map(_row, records), file)


def write_table(columns: Sequence[str], rows: Iterable[Sequence[str | None]], file: BinaryIO) -> int:
    """Write the columns' names, then the rows, with what this form asks of cells; gives the number of rows."""
    table = csv.writer(codecs.getwriter("utf-8")(file), lineterminator="\r\n")
    table.writerow(columns)
    count = 0
    for row in rows:
        table.writerow([cell(value) for value in row])
        count += 1
    return count


def _row(record: Record) -> tuple[str | None, ...]:
    """What the record says, in the order of COLUMNS."""
    article = record.article
    return (
        *(record.id, article.url, article.canonical_url, article.site, article.title, article.standfirst),
        "; ".join(article.authors),
        article.published.isoformat() if article.published else None,
        article.modified.isoformat() if article.modified else None,
        *(article.language, article.section, "; ".join(article.tags), article.agency, article.kind),
        str(len(article.text.split())),
        article.text,
    )


def cell(value: str | None) -> str:
    """A text as a spreadsheet may have it: no formula, nothing that a file cannot hold."""
    text = _RUN.sub(_apart, _IMPOSSIBLE.sub("\ufffd", value or ""))
    return f"'{text}" if _FORMULA.match(text) else text


def _apart(run: re.Match[str]) -> str:
    """Where the list separator of a country is a semicolon, its spreadsheets take one for the end of a cell, and a line
    break for that of a row, quotes or not.
    """
    return f"{run[1]}'{run[2]}" if run[2] and _ENDS.intersection(run[1]) else run[0]
