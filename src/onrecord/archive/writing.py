"""The one writer of an archive: a batch goes into the database in one transaction, and into the index after it.

The index is committed now and then, as that is dear; which records it lacks stands in the database, so that whoever
writes next makes up for what a crash left out.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from onrecord.archive import adding, index, store
from onrecord.archive.results import Added, Visited
from onrecord.archive.rows import Row
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
        self.connection = store.connect(path, writing=True)
        self._index = index.Index(index.folder(path))
        try:
            self._index.write_to()
        except BaseException:
            self.connection.close()
            raise
        self._waiting = 0
        self._committed = time.monotonic()
        self._make_up()

    def put(self, batch: Batch) -> Added:
        """Store a batch. Raises Locked, Damaged, ArchiveError where it cannot be; then nothing of it is stored."""
        now = _now()
        with store.transaction(self.connection, self._path):
            put = [
                adding.put(self.connection, f.row, place=f.place, fetched=f.fetched, now=now) for f in batch.findings
            ]
            for place, failure in batch.failures:
                adding.put_failures(self.connection, [failure], place=place, now=now)
            for visit in batch.visits:
                adding.put_visit(self.connection, visit)
        self._show(batch.findings, put)
        return Added(
            new=sum(done.outcome == "new" for done in put),
            versions=sum(done.outcome == "version" for done in put),
            known=sum(done.outcome == "known" for done in put),
        )

    def commit(self) -> None:
        """Make all that was put searchable."""
        self._committed = time.monotonic()
        if self._waiting:
            self._index.commit()
            self._waiting = 0
            with store.transaction(self.connection, self._path):
                self.connection.execute("DELETE FROM unindexed")

    def close(self) -> None:
        """Make all searchable, and give the archive free for others."""
        try:
            self.commit()
        finally:
            self._index.close()
            self.connection.close()

    def _show(self, findings: Sequence[Finding], put: Sequence[adding.Put]) -> None:
        """Put into the index what is new; what was in it before goes out first."""
        documents = []
        hidden = {seq for done in put for seq in done.hidden}
        again = [done.seq for done in put if done.changed and not done.is_fresh]
        for finding, done in zip(findings, put, strict=True):
            if done.is_fresh and done.latest and done.seq not in hidden:
                documents.append(_document(finding.row, done, story=self._story(done, finding.row)))
        self._index.put(documents, without=sorted(hidden))
        self._reindex(again)
        self._waiting += len(documents) + len(hidden) + len(again)
        if self._waiting > _COMMIT_AFTER or (self._waiting and time.monotonic() - self._committed > _COMMIT_EVERY):
            self.commit()

    def _story(self, done: adding.Put, row: Row) -> str:
        if done.story == done.seq:
            return row.id
        [(found,)] = self.connection.execute("SELECT id FROM records WHERE seq = ?", (done.story,))
        return str(found)

    def _make_up(self) -> None:
        """Index what a run before this one stored and could not show any more."""
        behind = [seq for (seq,) in store.asked(self.connection, self._path, "SELECT seq FROM unindexed ORDER BY seq")]
        self._reindex(behind)
        self._waiting = len(behind)
        self.commit()

    def _reindex(self, numbers: Sequence[int]) -> None:
        for start in range(0, len(numbers), _AT_ONCE):
            some = numbers[start : start + _AT_ONCE]
            self._index.put(documents(self.connection, self._path, some), without=some)


def documents(connection: Any, path: Path, numbers: Sequence[int]) -> Iterator[dict[str, Sequence[Any]]]:
    """What of these records is indexed: of those that are the latest of their page."""
    columns = ", ".join(f"r.{name}" for name in index.COLUMNS)
    rows = store.asked(
        connection,
        path,
        f"SELECT {columns}, r.seq, f.id, t.text, (SELECT json_group_array(DISTINCT s.speaker) FROM statements s "
        "WHERE s.seq = r.seq AND s.speaker IS NOT NULL), (SELECT json_group_array(DISTINCT "
        "coalesce(s.role, '') || ' ' || coalesce(s.affiliation, '')) FROM statements s WHERE s.seq = r.seq) "
        "FROM records r JOIN texts t USING (seq) JOIN records f ON f.seq = r.story "
        f"WHERE r.latest = 1 AND r.seq IN ({store.some(len(numbers))})",
        numbers,
    )
    for *values, seq, story, text, speakers, roles in rows:
        row = dict(zip(index.COLUMNS, values, strict=True)) | {"seq": seq, "story_id": story}
        yield index.document(row, text, speakers=index.array(speakers), roles=index.array(roles))


def rebuilt(path: Path) -> Iterator[tuple[int, int]]:
    """Make the index again from the database; gives how many records are done, and of how many.

    The old one is used until the new one is whole.
    """
    connection = store.connect(path, writing=True)
    place = index.folder(path)
    fresh = place.with_name(place.name + ".new")
    try:
        index.remove(fresh)
        made = index.Index(fresh)
        made.write_to()
        numbers = [
            seq for (seq,) in store.asked(connection, path, "SELECT seq FROM records WHERE latest = 1 ORDER BY seq")
        ]
        for start in range(0, len(numbers), _AT_ONCE):
            made.put(documents(connection, path, numbers[start : start + _AT_ONCE]), without=())
            yield min(start + _AT_ONCE, len(numbers)), len(numbers)
        made.commit()
        made.close()
        index.exchanged(fresh, place)
        with store.transaction(connection, path):
            connection.execute("DELETE FROM unindexed")
    finally:
        connection.close()


def _document(row: Row, done: adding.Put, *, story: str) -> dict[str, Sequence[Any]]:
    values = {name: getattr(row, name) for name in index.COLUMNS} | {"seq": done.seq, "story_id": story}
    speakers = dict.fromkeys(said[1] for said in row.statements if said[1] is not None)
    roles = dict.fromkeys(f"{said[3] or ''} {said[4] or ''}" for said in row.statements)
    return index.document(values, row.text, speakers=speakers, roles=roles)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
