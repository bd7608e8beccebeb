"""Records kept in one file: added once, with every version, searched, exported."""

from __future__ import annotations

from pathlib import Path

from onrecord.archive.archive import Archive
from onrecord.archive.files import whole
from onrecord.archive.index import FACETS, SORTS
from onrecord.archive.query import EVENT_FIELDS
from onrecord.archive.results import (
    Added,
    Chronicle,
    EventMention,
    Happening,
    Happenings,
    Hit,
    Overview,
    Pair,
    Party,
    Problem,
    Results,
    Said,
    Snippet,
    Speech,
    Story,
    Verified,
    Version,
    Visited,
)
from onrecord.archive.rows import Row, row_of
from onrecord.archive.versions import words
from onrecord.archive.writing import Batch, Finding, timestamp

__all__ = [
    "EVENT_FIELDS",
    "FACETS",
    "SORTS",
    "Added",
    "Archive",
    "Batch",
    "Chronicle",
    "EventMention",
    "Finding",
    "Happening",
    "Happenings",
    "Hit",
    "Overview",
    "Pair",
    "Party",
    "Problem",
    "Results",
    "Row",
    "Said",
    "Snippet",
    "Speech",
    "Story",
    "Verified",
    "Version",
    "Visited",
    "open_archive",
    "row_of",
    "timestamp",
    "whole",
    "words",
]


def open_archive(path: str | Path) -> Archive:
    """The archive in a file, to be used with `with`; the first record that is added makes it.

    >>> import tempfile, onrecord
    >>> page = "<title>Rain</title><h1>Rain over the valley</h1><p>It rained for a day and a night.</p>"
    >>> record = onrecord.Record.of(onrecord.extract(page, url="https://example.org/rain"))
    >>> with tempfile.TemporaryDirectory() as folder, onrecord.open(f"{folder}/news.db") as archive:
    ...     archive.add([record]).new
    ...     archive.commit()
    ...     [hit.title for hit in archive.search("valley rain*").hits]
    1
    ['Rain over the valley']
    """
    return Archive(path)
