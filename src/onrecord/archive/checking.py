"""Whether an archive is what it should be: the file, the tables among themselves, each record, and the index."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from onrecord.archive import answers, store, stories
from onrecord.archive.results import Problem, Verified
from onrecord.archive.rows import Reported, reported
from onrecord.archive.shelf import Shelf
from onrecord.errors import ArchiveError, Damaged
from onrecord.reading import verifying
from onrecord.reading.verifying import Defect
from onrecord.values import Record

_AT_ONCE = 500
_RESTORE = "take the archive from a copy, or collect these pages again"
_AGAIN = "add the record again with its reading"
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


_TABLES: Mapping[str, tuple[tuple[str, ...], int]] = MappingProxyType(
    {
        "statements": (
            (
                *("position", "speaker", "anonymous", "role", "affiliation", "source", "cue", "content", "kind"),
                *("score", "start", "end"),
            ),
            1,
        ),
        "events": (
            (
                *("position", "type", "mode", "code", "status", "trigger", "mentions", "day", "until", "inferred"),
                *("dated", "placed", "place", "country", "latitude", "longitude", "claim", "score", "start", "end"),
            ),
            1,
        ),
        "parties": (("position", "part", "number", "name", "words", "role", "country", "sector"), 3),
    }
)
"""What a reading is shown as: columns after the record's number, and how many of them say which row it is."""


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


def verified(shelf: Shelf) -> Iterator[Verified]:
    """The reading of each record beside its text, and what the tables show of it. Raises Damaged where it is none."""
    for some in _stored(shelf):
        shown = _shown(shelf, [seq for seq, *_ in some])
        for seq, name, text, details, _ in some:
            record = answers.decoded(shelf.path, seq, text, details)
            spans = () if record.reading is None else tuple(verifying.spans(record.reading))
            yield Verified(id=name, spans=len(spans), defects=tuple(_defects(record, shown[seq])))


def _stored(shelf: Shelf) -> Iterator[list[tuple[int, str, str, bytes, bytes | None]]]:
    """All records in their order, some at a time: number, id, text, details, sketch."""
    last = 0
    while rows := shelf.asked(
        "SELECT seq, id, text, details, sketch FROM records JOIN texts USING (seq) LEFT JOIN sketches USING (seq) "
        f"WHERE seq > ? ORDER BY seq LIMIT {_AT_ONCE}",
        (last,),
    ):
        yield [(int(seq), *row) for seq, *row in rows]
        last = rows[-1][0]


def _records(shelf: Shelf) -> Iterator[Problem | int]:
    done = 0
    for some in _stored(shelf):
        shown = _shown(shelf, [seq for seq, *_ in some])
        for seq, name, text, details, sketch in some:
            yield from _record(shelf, (seq, name, text, details), shown[seq])
            if sketch != stories.sketch(text):
                yield Problem(where=name, what="its sketch is not that of its text", advice=_RESTORE)
        done += len(some)
        yield done


def _record(shelf: Shelf, row: tuple[int, str, str, bytes], shown: Reported) -> Iterator[Problem]:
    seq, name, text, details = row
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
    for wrong in _defects(record, shown):
        what = f"{wrong.item} shows {wrong.shown!r}, the text has {wrong.found!r}"
        yield Problem(where=name, what=what, advice=_AGAIN)


def _shown(shelf: Shelf, numbers: Sequence[int]) -> dict[int, Reported]:
    """What the tables show of what these records report."""
    found: dict[int, dict[str, list[tuple[Any, ...]]]] = {number: {} for number in numbers}
    for table, (columns, key) in _TABLES.items():
        names = ", ".join(f'"{column}"' for column in columns)
        order = ", ".join(columns[:key])
        sql = f"SELECT seq, {names} FROM {table} WHERE seq IN ({store.some(len(numbers))}) ORDER BY seq, {order}"
        for seq, *row in shelf.asked(sql, numbers):
            found[seq].setdefault(table, []).append(tuple(row))
    return {seq: Reported(**{name: tuple(rows) for name, rows in tables.items()}) for seq, tables in found.items()}


def _defects(record: Record, shown: Reported) -> Iterator[Defect]:
    """What a reading says otherwise than its text, and what the tables do."""
    yield from verifying.defects(record)
    there = reported(record.reading, record.article.text)
    for table, (columns, key) in _TABLES.items():
        rows = {row[:key]: row for row in getattr(shown, table)}
        for row in getattr(there, table):
            yield from _differences(_item(table, row[:key]), columns, rows.pop(row[:key], ()), row)
        for left in rows:
            yield Defect(item=_item(table, left), shown="a row", found="nothing that it is of")


def _differences(item: str, columns: Sequence[str], shown: Sequence[Any], there: Sequence[Any]) -> Iterator[Defect]:
    if not shown:
        yield Defect(item=item, shown="no row", found="something that it is of")
        return
    for column, one, other in zip(columns, shown, there, strict=True):
        if one != other:
            yield Defect(item=f"{item}.{column}", shown=_word(one), found=_word(other))


def _item(table: str, key: Sequence[Any]) -> str:
    return f"table {table}[{', '.join(map(str, key))}]"


def _word(value: Any) -> str:
    return "nothing" if value is None else str(value)


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
