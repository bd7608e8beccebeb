"""Answers: what the index finds, as the database has it. Functions over a connection and an index."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_args

import msgspec
import zstandard

from onrecord.archive import fitting, query, store
from onrecord.archive.index import FACETS, SORTS
from onrecord.archive.results import Hit, Story, Version
from onrecord.archive.rows import record_of
from onrecord.archive.shelf import Shelf
from onrecord.archive.snippets import snippet
from onrecord.errors import Damaged, FormatError, NoRecord, QueryError
from onrecord.values import ArticleKind, EventStatus, EventType, Record

_AT_ONCE = 200
_CHOICES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"kind": get_args(ArticleKind), "event": get_args(EventType), "status": get_args(EventStatus)}
)
_FACET_SIZE = 10
_MIN_PREFIX = 4


def search(shelf: Shelf, wanted: query.Query, *, sort: str, limit: int, offset: int) -> tuple[tuple[Hit, ...], int]:
    """Hits of a query in their order, and how many there are in all."""
    _known(sort, SORTS, "order")
    numbers, total = shelf.index.find(wanted, sort=sort, limit=limit, offset=offset)
    return _hits(shelf, wanted, numbers), total


def counts(
    shelf: Shelf, wanted: query.Query, names: Sequence[str] | Mapping[str, int]
) -> Mapping[str, tuple[tuple[str, int], ...]]:
    """For each facet its most frequent values among what a query finds, as many as stand beside the name."""
    for name in names:
        _known(name, FACETS, "facet")
    sizes = names if isinstance(names, Mapping) else dict.fromkeys(names, _FACET_SIZE)
    return shelf.index.counts(wanted, sizes)


def resolved(shelf: Shelf, wanted: query.Query) -> query.Query:
    """The query as the index can answer it: where several things are asked of events, the records are named that have
    one event of which all of it holds.
    """
    told = named(shelf, wanted)
    asked = fitting.of_events(told)
    if len(asked) < 2:
        return told
    fit = dict.fromkeys(seq for seq, _ in fitting.places(shelf, found(shelf, told), asked))
    return query.Query(clauses=(*told.clauses, query.Clause(terms=(query.Records(numbers=tuple(fit)),))))


def named(shelf: Shelf, wanted: query.Query) -> query.Query:
    """The query in which every `story:` names the first record, whichever of its records was named."""
    return query.Query(
        clauses=tuple(replace(clause, terms=tuple(_told(shelf, t) for t in clause.terms)) for clause in wanted.clauses)
    )


def _told(shelf: Shelf, term: query.Term | query.Days | query.Records) -> query.Term | query.Days | query.Records:
    if not isinstance(term, query.Term):
        return term
    names = _choices(term.field)
    if names is not None:
        if term.words.strip().lower() not in {name.lower() for name in names}:
            listed = ", ".join(f'"{name}"' if " " in name else name for name in names)
            raise QueryError(f"there is no {term.field} {term.words!r}; there are {listed}", position=term.position)
        return term
    if term.field != "story":
        return term
    try:
        return replace(term, words=story(shelf, number_of(shelf, term.words)).id)
    except NoRecord as error:
        raise QueryError(f"{error}", position=term.position) from error


def _choices(field: str | None) -> tuple[str, ...] | None:
    """All values that a field may have, where these are few."""
    if field == "mode":
        from onrecord.reading.events.modes import MODES  # a list that nobody else who searches waits for

        return MODES
    return _CHOICES.get(field or "")


def _known(name: str, names: Any, what: str) -> None:
    if name not in names:
        raise QueryError(f"there is no {what} {name!r}; there are {', '.join(names)}")


def _hits(shelf: Shelf, wanted: query.Query, numbers: Sequence[tuple[int, float]]) -> tuple[Hit, ...]:
    rows = shelf.asked(
        "SELECT r.seq, r.id, r.title, r.url, coalesce(r.site, r.host), r.language, r.authors, r.published, r.kind, "
        "f.id, (SELECT COUNT(*) FROM records o WHERE o.story = r.story AND o.latest = 1), t.text "
        "FROM records r JOIN texts t USING (seq) JOIN records f ON f.seq = r.story "
        f"WHERE r.seq IN ({store.some(len(numbers))})",
        [number for number, _ in numbers],
    )
    found = {row[0]: row[1:] for row in rows}
    hits = []
    for number, score in numbers:
        if number in found:  # else the index is ahead of the database as this connection sees it
            *values, authors, published, kind, story, carriers, text = found[number]
            shown = snippet(text, wanted.words, tokens=shelf.index.tokens)
            names = dict(zip(("id", "title", "url", "site", "language"), values, strict=True))
            hits.append(
                Hit(
                    **names,
                    authors=tuple(msgspec.json.decode(authors)),
                    published=published,
                    kind=kind,
                    story=story,
                    carriers=carriers,
                    score=score,
                    snippet=shown,
                )
            )
    return tuple(hits)


def numbers(shelf: Shelf, text: str | None) -> list[int]:
    """The numbers of the latest records that a query finds, in the order in which they came; of all without one."""
    if text is None or not text.strip():
        return [seq for (seq,) in shelf.asked("SELECT seq FROM records WHERE latest = 1 ORDER BY seq")]
    return sorted(found(shelf, resolved(shelf, query.parse(text))))


def found(shelf: Shelf, wanted: query.Query) -> list[int]:
    """The numbers of all records that a query finds, newest first."""
    return shelf.index.every(wanted)


def records(shelf: Shelf, wanted: Sequence[int]) -> Iterator[Record]:
    """The records of these numbers, one by one."""
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        rows = shelf.asked(f"SELECT seq, text, details FROM texts WHERE seq IN ({store.some(len(some))})", some)
        for seq, text, details in sorted(rows, key=lambda row: int(row[0])):
            yield decoded(shelf.path, seq, text, details)


def decoded(path: Path, seq: int, text: str, details: bytes) -> Record:
    """The record of a row of `texts`. Raises Damaged where it is not what was put there."""
    try:
        return record_of(text, details, where=f"record {seq}")
    except (FormatError, zstandard.ZstdError, msgspec.DecodeError, KeyError, TypeError) as error:
        raise Damaged(f"record number {seq} cannot be read ({error}); `onrecord check` says more", path=path) from error


def number_of(shelf: Shelf, name: str) -> int:
    """The number of the record with this id, or with the only id that begins so. Raises NoRecord."""
    if not name.isalnum() or len(name) < _MIN_PREFIX:
        raise NoRecord(f"{name!r} is no id; give one as `onrecord search` shows it", path=shelf.path)
    found = shelf.asked("SELECT seq FROM records WHERE id >= ? AND id < ? ORDER BY id LIMIT 2", (name, name + "~"))
    if not found:
        raise NoRecord(f"there is no record {name}; `onrecord search` shows the ids", path=shelf.path)
    if len(found) > 1:
        raise NoRecord(f"several records have an id that begins with {name}; give more of it", path=shelf.path)
    return int(found[0][0])


_VERSIONS = """
    WITH ordered AS (
        SELECT v.number, v.seq, ROW_NUMBER() OVER (ORDER BY v.number) AS place
        FROM versions v JOIN records r USING (seq)
        WHERE r.page = (SELECT page FROM records WHERE seq = ?)
    ), chosen AS (SELECT * FROM ordered ORDER BY place DESC LIMIT ? OFFSET ?)
    SELECT r.id, c.place, v.title, v.fetched, v.added,
        r.latest AND v.number = (SELECT MAX(o.number) FROM versions o WHERE o.seq = v.seq), v.changes
    FROM chosen c JOIN versions v USING (number) JOIN records r ON r.seq = v.seq ORDER BY c.place
"""


def versions(shelf: Shelf, number: int, *, limit: int | None, offset: int) -> tuple[Version, ...]:
    """The last `limit` versions of the page that a record is of, without the last `offset`, in the order in which they
    came.
    """
    rows = shelf.asked(_VERSIONS, (number, -1 if limit is None else limit, offset))
    return tuple(
        Version(
            id=name,
            number=place,
            title=title,
            fetched=fetched,
            added=added,
            latest=bool(latest),
            changes=tuple(msgspec.json.decode(changes)),
        )
        for name, place, title, fetched, added, latest, changes in rows
    )


def latest(shelf: Shelf, number: int) -> str:
    """The id of the latest record of the page that a record is of."""
    rows = shelf.asked(
        "SELECT id FROM records WHERE latest = 1 AND page = (SELECT page FROM records WHERE seq = ?)", (number,)
    )
    return str(rows[0][0])


def story(shelf: Shelf, number: int) -> Story:
    """The story that a record tells, with all others that do, by the time when they were published."""
    rows = shelf.asked(
        "SELECT r.id, f.id FROM records r JOIN records f ON f.seq = r.story WHERE r.latest = 1 "
        "AND r.story = (SELECT story FROM records WHERE seq = ?) "
        "ORDER BY r.published_at IS NULL, r.published_at, r.seq",
        (number,),
    )
    return Story(id=str(rows[0][1]), records=tuple(str(row[0]) for row in rows))
