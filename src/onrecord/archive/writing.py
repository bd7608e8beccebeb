"""The one writer of an archive: a batch goes into the database in one transaction, and into the index after it.

What the index lacks stands in the table `unindexed`, and is taken from there in one way alone, now and then, as a
commit of the index is dear. So a crash, an interrupt or a disk that is full leaves work to be done and nothing wrong.

A token says that the index is that of this database. It is in both, and changes with every commit of the index: one
that was left by another copy of the database, or is gone, is made again from the records.
"""

from __future__ import annotations

import secrets
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from onrecord.archive import adding, index, store
from onrecord.archive.index import Index
from onrecord.archive.results import Added, Visited
from onrecord.archive.rows import Row, called
from onrecord.values import Failure

_COMMIT_AFTER = 5_000  # records
_COMMIT_EVERY = 10.0  # seconds
_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A record's row, and where and when it was found."""

    row: Row
    place: str
    fetched: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What goes in together or not at all: `failures` by the place that they belong to, `visits` to be remembered."""

    findings: tuple[Finding, ...] = ()
    failures: tuple[tuple[str, Failure], ...] = ()
    visits: tuple[Visited, ...] = ()


class Writer:
    """Writes to the archive at `path`, and makes it where there is none. Raises what `store.connect` raises, and
    Locked where another process is writing.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with ExitStack() as opened:
            opened.enter_context(store.locked(path))
            self.connection = store.connect(path, writing=True)
            opened.callback(self.connection.close)
            self._index = Index(index.folder(path))
            self._index.write_to()
            opened.callback(self._index.close)
            self._waiting = _adopted(self.connection, path, self._index)
            self._committed = time.monotonic()
            self._opened = opened.pop_all()
        self.commit()

    def put(self, batch: Batch) -> Added:
        """Store a batch. Raises Locked, Damaged, ArchiveError where it cannot be; then nothing of it is stored."""
        now = timestamp()
        with store.transaction(self.connection, self._path):
            put = [
                adding.put(self.connection, f.row, place=f.place, fetched=f.fetched, now=now) for f in batch.findings
            ]
            places = (*(visit.place for visit in batch.visits), *(place for place, _ in batch.failures))
            adding.forget_failures(self.connection, places)
            for place, failure in batch.failures:
                adding.put_failure(self.connection, failure, place=place, now=now)
            for visit in batch.visits:
                adding.put_visit(self.connection, visit)
        self._waiting += sum(done.changed for done in put)
        if self._waiting > _COMMIT_AFTER or time.monotonic() - self._committed > _COMMIT_EVERY:
            self.commit()
        outcomes = [done.outcome for done in put]
        return Added(new=outcomes.count("new"), versions=outcomes.count("version"), known=outcomes.count("known"))

    def commit(self) -> None:
        """Make all that was put searchable."""
        self._committed = time.monotonic()
        rows = store.asked(self.connection, self._path, "SELECT seq, fresh FROM unindexed ORDER BY seq")
        for start in range(0, len(rows), _AT_ONCE):
            some = rows[start : start + _AT_ONCE]
            numbers = [seq for seq, _ in some]
            self._index.put(
                documents(self.connection, self._path, numbers), without=[seq for seq, fresh in some if not fresh]
            )
        if rows or self._index.token() not in store.tokens(self.connection, self._path):
            _committed(self.connection, self._path, self._index)
        self._waiting = 0

    def close(self) -> None:
        """Make all searchable, and give the archive free for others."""
        with self._opened:
            self.commit()


def _adopted(connection: Any, path: Path, made: Index) -> int:
    """Whether the index is that of this database; where it is not, all is to be indexed. Gives how many records are."""
    with store.transaction(connection, path):
        if made.token() not in store.tokens(connection, path):
            made.clear()
            connection.execute("DELETE FROM unindexed")
            connection.execute("INSERT INTO unindexed SELECT seq, 1 FROM records WHERE latest = 1")
        else:  # a crash may have come between the index's commit and the database's
            connection.execute("UPDATE unindexed SET fresh = 0")
        [(waiting,)] = connection.execute("SELECT COUNT(*) FROM unindexed")
    return int(waiting)


def _committed(connection: Any, path: Path, made: Index, *, then: Callable[[], None] = lambda: None) -> None:
    """Commit the index, do what is to be done `then`, and take what it has now from the list of what it lacks.

    The token goes in two steps, so that either side may be the last that was written.
    """
    token = secrets.token_hex(8)
    with store.transaction(connection, path):
        connection.execute("UPDATE tokens SET next = ?", (token,))
    made.commit(token)
    then()
    with store.transaction(connection, path):
        connection.execute("UPDATE tokens SET now = next")
        connection.execute("DELETE FROM unindexed")


def documents(connection: Any, path: Path, numbers: Sequence[int]) -> Iterator[dict[str, Sequence[Any]]]:
    """What of these records is indexed: of those that are the latest of their page."""
    columns = ", ".join(f"r.{name}" for name in index.COLUMNS)
    rows = store.asked(
        connection,
        path,
        f"SELECT {columns}, r.seq, f.id, t.text FROM records r JOIN texts t USING (seq) JOIN records f "
        f"ON f.seq = r.story WHERE r.latest = 1 AND r.seq IN ({store.some(len(numbers))})",
        numbers,
    )
    reported = _reported(connection, path, numbers)
    for *values, seq, story, text in rows:
        row = dict(zip(index.COLUMNS, values, strict=True)) | {"seq": seq, "story_id": story}
        yield index.document(row, text, reported[seq])


def _reported(connection: Any, path: Path, numbers: Sequence[int]) -> dict[int, index.Within]:
    """What each of these records reports, every value once."""
    places = store.some(len(numbers))
    found: dict[int, dict[str, dict[str, None]]] = {number: defaultdict(dict) for number in numbers}
    said = f"SELECT seq, speaker, role, affiliation FROM statements WHERE seq IN ({places}) ORDER BY seq, position"
    for seq, speaker, role, affiliation in store.asked(connection, path, said, numbers):
        found[seq]["speaker"] |= dict.fromkeys([speaker] if speaker else [])
        found[seq]["roles"][f"{role or ''} {affiliation or ''}"] = None
    names = ("event", "mode", "status", "happened")
    events = f"SELECT seq, type, mode, status, day FROM events WHERE seq IN ({places}) ORDER BY seq, position"
    for seq, *values in store.asked(connection, path, events, numbers):
        for name, value in zip(names, values, strict=True):
            found[seq][name] |= dict.fromkeys([value] if value else [])
    parties = (
        f"SELECT seq, part, name, words, country, sector FROM parties WHERE seq IN ({places}) ORDER BY seq, position"
    )
    for seq, part, name, words, country, sector in store.asked(connection, path, parties, numbers):
        found[seq][part] |= dict.fromkeys(called(name, words, country=country, sector=sector))
        counted = (country or "") + (sector or "") or name
        found[seq][f"{part}_counted"] |= dict.fromkeys([counted] if counted else [])
    return {number: _within(values) for number, values in found.items()}


def _within(values: Mapping[str, Mapping[str, None]]) -> index.Within:
    names = ("speaker", "roles", "event", "mode", "status", "happened", "actor", "recipient")
    counted = {part: tuple(values.get(f"{part}_counted", ())) for part in ("actor", "recipient")}
    return index.Within(**{name: tuple(values.get(name, ())) for name in names}, counted=counted)


def rebuilt(path: Path) -> Iterator[tuple[int, int]]:
    """Make the index again from the database; gives how many records are done, and of how many.

    The old one is used until the new one is whole, and nobody writes meanwhile.
    """
    place = index.folder(path)
    fresh = place.with_name(place.name + ".new")
    with ExitStack() as opened:
        opened.enter_context(store.locked(path))
        connection = store.connect(path, writing=True)
        opened.callback(connection.close)
        index.remove(fresh)
        made = Index(fresh)
        made.write_to()
        found = store.asked(connection, path, "SELECT seq FROM records WHERE latest = 1 ORDER BY seq")
        numbers = [seq for (seq,) in found]
        for start in range(0, len(numbers), _AT_ONCE):
            made.put(documents(connection, path, numbers[start : start + _AT_ONCE]), without=())
            yield min(start + _AT_ONCE, len(numbers)), len(numbers)
        _committed(connection, path, made, then=lambda: _exchanged(made, fresh, place))


def _exchanged(made: Index, fresh: Path, place: Path) -> None:
    made.close()
    index.exchanged(fresh, place)


def timestamp() -> str:
    """The present second, as the archive writes its own times."""
    return datetime.now(UTC).isoformat(timespec="seconds")
