"""Whether an archive is what it should be: the file, the tables among themselves, each record, and the index."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.archive import answers, stories
from onrecord.archive.answers import Shelf
from onrecord.archive.results import Problem
from onrecord.errors import ArchiveError, Damaged
from onrecord.values import Record

_AT_ONCE = 500
_RESTORE = "take the archive from a copy, or collect these pages again"
_REINDEX = "run `onrecord reindex`"

_RULES = (
    ("a record without its text", "SELECT id FROM records WHERE seq NOT IN (SELECT seq FROM texts)"),
    ("a text without its record", "SELECT seq FROM texts WHERE seq NOT IN (SELECT seq FROM records)"),
    (
        "a page whose latest version is not one",
        "SELECT page FROM records GROUP BY page HAVING SUM(latest) <> 1",
    ),
    ("a story that begins with no record", "SELECT id FROM records WHERE story NOT IN (SELECT seq FROM records)"),
    (
        "a statement that is not of the time and the version of its record",
        "SELECT r.id FROM statements s JOIN records r USING (seq) WHERE s.latest <> r.latest "
        "OR s.published IS NOT r.published OR s.published_at IS NOT r.published_at",
    ),
    ("a record without a source", "SELECT id FROM records WHERE seq NOT IN (SELECT seq FROM sources)"),
)


def problems(shelf: Shelf) -> Iterator[Problem | int]:
    """All that is wrong; between them, how many records were looked at so far."""
    [(found,), *others] = shelf.asked("PRAGMA integrity_check(20)")
    if found != "ok":
        more = f", and {len(others)} more" if others else ""
        what = f"the file is damaged: {str(found).splitlines()[-1]}{more}"
        yield Problem(where=str(shelf.path), what=what, advice=_RESTORE)
    for what, sql in _RULES:
        for (found,) in shelf.asked(f"{sql} LIMIT 20"):
            yield Problem(where=str(found), what=what, advice=_RESTORE)
    yield from _records(shelf)
    yield from _index(shelf)


def _records(shelf: Shelf) -> Iterator[Problem | int]:
    last, done = 0, 0
    while rows := shelf.asked(
        "SELECT seq, id, text, details, sketch FROM records JOIN texts USING (seq) LEFT JOIN sketches USING (seq) "
        f"WHERE seq > ? ORDER BY seq LIMIT {_AT_ONCE}",
        (last,),
    ):
        for seq, name, text, details, sketch in rows:
            yield from _record(shelf, seq, name, text, details)
            if sketch != stories.sketch(text):
                yield Problem(where=name, what="its sketch is not that of its text", advice=_RESTORE)
        last, done = rows[-1][0], done + len(rows)
        yield done


def _record(shelf: Shelf, seq: int, name: str, text: str, details: bytes) -> Iterator[Problem]:
    try:
        record = answers.decoded(shelf.path, seq, text, details)
    except Damaged as error:
        yield Problem(where=name, what=str(error), advice=_RESTORE)
        return
    if record.id != name:
        yield Problem(
            where=name, what=f"its columns and its details disagree about its id ({record.id})", advice=_RESTORE
        )
    elif Record.of(record.article).id != name:
        yield Problem(where=name, what="its text or its address is not the one that was stored", advice=_RESTORE)


def _index(shelf: Shelf) -> Iterator[Problem]:
    place = str(shelf.path)
    [(behind,)] = shelf.asked("SELECT COUNT(*) FROM unindexed")
    [(stored,)] = shelf.asked("SELECT COUNT(*) FROM records WHERE latest = 1")
    try:
        shown = shelf.index.count()
    except ArchiveError as error:
        yield Problem(where=place, what=str(error), advice=_REINDEX)
        return
    if shown != stored and not behind:
        yield Problem(where=place, what=f"the index has {shown:,} records, the archive {stored:,}", advice=_REINDEX)
