"""Archive: records kept in one file, and what can be asked of it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Self

from onrecord.archive import answers, checking, chronicles, happenings, index, overviews, spoken, store, writing
from onrecord.archive.adding import storable
from onrecord.archive.index import Index
from onrecord.archive.query import parse
from onrecord.archive.results import (
    Added,
    Chronicle,
    Happenings,
    Overview,
    Problem,
    Results,
    Said,
    Speech,
    Story,
    Verified,
    Version,
    Visited,
)
from onrecord.archive.rows import row_of
from onrecord.archive.shelf import Shelf
from onrecord.archive.writing import Batch, Finding, Writer
from onrecord.errors import ArchiveError, NoArchive, QueryError
from onrecord.values import Failure, Record

MAX_LIMIT = 10_000
MAX_OFFSET = 1_000_000
_AT_ONCE = 500


class Archive:
    """Records in a file, kept for good: added, searched, exported. Get one by `onrecord.open`.

    The file is made by the first `add`. One process writes at a time, any number read meanwhile. What was added can be
    searched once the archive was closed, or `commit` was called. Threads may share an Archive to read from it.

    Every method may raise an ArchiveError: NoArchive, Damaged, Locked, NewerFormat; those that take a query QueryError,
    those that take an id NoRecord. With `patience`, where so much has to be looked through that an answer takes more
    seconds than that, TooSlow is raised.
    """

    def __init__(self, path: str | Path, *, patience: float | None = None) -> None:
        self.path = Path(path)
        self._patience = patience
        self._writer: Writer | None = None
        self._index: Index | None = None
        self._shelves: list[tuple[threading.Thread, Shelf]] = []
        self._seen = ""
        self._of_thread = threading.local()
        self._opening = threading.Lock()

    def add(self, records: Iterable[Record], *, place: str = "python") -> Added:
        """Store records, one batch after another, and say what was new.

        A record that is there already is not stored twice, but gets the reading that it lacked. One of the same page
        with another text becomes the latest version. `place` says where the records came from.

        Raises FormatError where a text holds half a surrogate pair.
        """
        added = Added()
        stream = iter(records)
        while batch := [Finding(row=row_of(record), place=place) for record in islice(stream, _AT_ONCE)]:
            added += self.put(Batch(findings=tuple(batch)))
        return added

    def put(self, batch: Batch) -> Added:
        """Store a batch whole or not at all, with its failures and what is to be remembered of its places."""
        if self._writer is None:
            self._writer = Writer(self.path)
        return self._writer.put(batch)

    def commit(self) -> None:
        """Make what was added searchable now."""
        if self._writer is not None:
            self._writer.commit()
            if self._index is not None:
                self._index.reload()

    def search(
        self,
        query: str,
        *,
        sort: str = "relevance",
        limit: int = 10,
        offset: int = 0,
        facets: Sequence[str] | Mapping[str, int] = (),
    ) -> Results:
        """The records that a query finds (docs/how-to-search.md), each page in its latest version.

        `sort` is "relevance" (BM25), "newest" or "oldest". `facets` are names of `archive.FACETS`, by which all that
        was found is counted, by the ten most frequent values of each, or by as many as stand beside the name.
        """
        shelf = self._shelf()
        wanted = answers.resolved(shelf, parse(query))
        _check_page(limit, offset)
        if not facets:
            hits, total = answers.search(shelf, wanted, sort=sort, limit=limit, offset=offset)
            return Results(hits=hits, total=total)
        # the index lets go of the interpreter, and phrases of common words are dear
        with ThreadPoolExecutor(1) as beside:
            counts = beside.submit(answers.counts, shelf, wanted, facets)
            hits, total = answers.search(shelf, wanted, sort=sort, limit=limit, offset=offset)
            return Results(hits=hits, total=total, facets=counts.result())

    def said(self, speaker: str, *, about: str | None = None, limit: int = 100) -> Iterator[Said]:
        """What somebody is on record as saying, newest first; with `about`, where what was said has these words.

        `speaker` are words of the name, the role or the affiliation ("State Department" finds its officials, who often
        are not named). Statements are there where records were added with their readings.
        """
        return spoken.said(self._shelf(), speaker, about=about, limit=limit)

    def said_by(self, speaker: str, *, about: str | None = None) -> Iterator[Said]:
        """All that the person or body of exactly this name, but for case, is on record as saying, newest first.

        With `about`, where what was said has these words. Which statements these are is decided at the beginning, and
        stays so while somebody writes.
        """
        return spoken.said_by(self._shelf(), speaker, about=about)

    def speakers(self, words: str, *, limit: int = 10) -> tuple[tuple[str, int], ...]:
        """Those on record whose name, role or affiliation has these words, of which the last may be cut short, with how
        much each said.
        """
        return spoken.speakers(self._shelf(), words, limit=limit)

    def speech(self, speaker: str, *, about: str | None = None, limit: int = 50, offset: int = 0) -> Speech:
        """What the person or body of exactly this name is on record as saying: how often and when, on what, with whom.

        `about` keeps the `statements` in which these words were said, and all else is of everything; `limit` and
        `offset` page through them.
        """
        _check_page(limit, offset)
        return overviews.speech(self._shelf(), speaker, about=about, limit=limit, offset=offset)

    def events(self, query: str = "", *, limit: int = 100, offset: int = 0) -> Happenings:
        """What happened, by the articles that a query finds, newest first; what several tell is put together.

        What is asked of events (`event:consult actor:RUSGOV`) has to hold of them. The same is what has the same type,
        actors, recipients and place, on the same day or the next. All that is found is looked through, and takes memory
        with its number of events. Events are there where records were added with their readings.
        """
        _check_page(limit, offset)
        return happenings.happenings(self._shelf(), query, limit=limit, offset=offset)

    def chronicle(self, query: str = "", *, day: str = "", limit: int = 20, offset: int = 0) -> Chronicle:
        """What the newest articles tell that a query finds, as `events` gives it, counted by type, party, day and pair.

        Some hundreds of articles are looked through, however many are found; `date:..2018-05` in the query leads to
        those before. `day` keeps what began on a day, in a month or a year: "2018-05-31", "2018-05", "2018".
        """
        _check_page(limit, offset)
        return chronicles.chronicle(self._shelf(), query, day=day, limit=limit, offset=offset)

    def overview(self) -> Overview:
        """What the archive holds: counts, days, sites, speakers, the newest."""
        return overviews.overview(self._shelf())

    def get(self, name: str) -> Record:
        """The record with this id, or with the only id that begins so (four characters at least)."""
        shelf = self._shelf()
        return next(answers.records(shelf, [answers.number_of(shelf, name)]))

    def records(self, query: str | None = None) -> Iterator[Record]:
        """All records, or those that a query finds, in the order in which they came, one by one."""
        shelf = self._shelf()
        return answers.records(shelf, answers.numbers(shelf, query))

    def count(self, query: str | None = None) -> int:
        """How many records there are, or a query finds."""
        shelf = self._shelf()
        return shelf.index.count(answers.resolved(shelf, parse(query))) if query else int(shelf.asked(_COUNT)[0][0])

    def has_statements(self) -> bool:
        """Whether any record was added with its reading, and somebody says something in it."""
        return bool(self._shelf().asked("SELECT 1 FROM statements LIMIT 1"))

    def has_events(self) -> bool:
        """Whether any record was added with its reading, and something happens in it."""
        return bool(self._shelf().asked("SELECT 1 FROM events LIMIT 1"))

    def versions(self, name: str, *, limit: int | None = None, offset: int = 0) -> tuple[Version, ...]:
        """The states in which the page of the record with this id was found, in their order, with what changed.

        With `limit` the last ones, and with `offset` those before; the last of all has the number of all as its own.
        """
        shelf = self._shelf()
        return answers.versions(shelf, answers.number_of(shelf, name), limit=limit, offset=offset)

    def latest(self, name: str) -> str:
        """The id of the latest record of the page that the record with this id is of."""
        shelf = self._shelf()
        return answers.latest(shelf, answers.number_of(shelf, name))

    def story(self, name: str) -> Story:
        """The story that the record with this id tells, and who else tells it: copies, updates, mirrors."""
        shelf = self._shelf()
        return answers.story(shelf, answers.number_of(shelf, name))

    def places(self, name: str) -> tuple[str, ...]:
        """Where the record with this id was found: files, parts of files, addresses."""
        shelf = self._shelf()
        rows = shelf.asked("SELECT place FROM sources WHERE seq = ? ORDER BY place", (answers.number_of(shelf, name),))
        return tuple(str(row[0]) for row in rows)

    def failures(self, *, limit: int | None = None, offset: int = 0) -> Iterator[Failure]:
        """All that could not become a record, or some of it, in the order in which it came."""
        rows = self._shelf().asked(
            "SELECT url, stage, error, message, cause FROM failures ORDER BY number LIMIT ? OFFSET ?",
            (-1 if limit is None else limit, offset),
        )
        return (Failure(url=u, stage=s, error=e, message=m, cause=c) for u, s, e, m, c in rows)

    def visited(self, place: str) -> Visited | None:
        """What is on record of a place that was gone through; None where it was not."""
        try:
            shelf = self._shelf()
        except NoArchive:
            return None
        names = ("place", "stamp", "etag", "last_modified", "gone", "visited")
        rows = shelf.asked(f"SELECT {', '.join(names)} FROM visits WHERE place = ?", (storable(place),))
        return Visited(**dict(zip(names, rows[0], strict=True))) if rows else None

    def waiting(self) -> int:
        """How many records cannot be searched yet: whoever added them was cut off, and the next writer sees to it."""
        return int(self._shelf().asked("SELECT COUNT(*) FROM unindexed")[0][0])

    def generation(self) -> str:
        """A mark of the state in which the archive is: another one after every commit to its database or its index.

        What was answered under a mark holds as long as the mark is the same, in this process and in others. It costs
        a few looks at files; where there is no archive it is a mark too.
        """
        with suppress(ArchiveError):
            self._shelf()  # the first to read and the last make and remove files beside the database
        shown = index.stamp(index.folder(self.path))
        with self._opening:
            if self._index is not None and shown != self._seen:
                self._index.reload()  # what is answered from now on is not older than the mark
            self._seen = shown
        return f"{store.stamp(self.path)}.{shown}"

    def check(self) -> Iterator[Problem | int]:
        """Go through all that is stored; gives problems, and between them how many records are checked."""
        return checking.problems(self._shelf())

    def verify(self) -> Iterator[Verified]:
        """Each record's reading beside its text, and what the tables show of it: all versions, one by one."""
        return checking.verified(self._shelf())

    def reindex(self) -> Iterator[tuple[int, int]]:
        """Make the index again from the database; gives how many records are done, and of how many."""
        if not self.path.exists():
            self._shelf()
        self.close()
        return writing.rebuilt(self.path)

    def close(self) -> None:
        """Make what was added searchable, and give the archive free for others."""
        shelves, self._shelves, self._index, self._of_thread = self._shelves, [], None, threading.local()
        writer, self._writer = self._writer, None
        for _, shelf in shelves:
            shelf.connection.close()
        if writer is not None:
            writer.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _shelf(self) -> Shelf:
        """What this thread reads from: a connection of its own, and the index that all share."""
        shelf: Shelf | None = getattr(self._of_thread, "shelf", None)
        if shelf is None:
            with self._opening:
                self._left()
                shelf = self._opened()
                self._shelves.append((threading.current_thread(), shelf))
            self._of_thread.shelf = shelf
        return shelf if self._patience is None else replace(shelf, until=time.monotonic() + self._patience)

    def _left(self) -> None:
        """Close what threads that have ended read from; a server has many that come and go."""
        for thread, shelf in self._shelves:
            if not thread.is_alive():
                shelf.connection.close()
        self._shelves = [(thread, shelf) for thread, shelf in self._shelves if thread.is_alive()]

    def _opened(self) -> Shelf:
        connection = store.connect(self.path, writing=False)
        return Shelf(path=self.path, connection=connection, open_index=self._open_index)

    def _open_index(self) -> Index:
        """The index, which all threads share; what needs the records alone does without."""
        found = self._index
        if found is not None:
            return found
        tokens = store.tokens(self._shelf().connection, self.path)
        with self._opening:
            if self._index is None:
                self._index = index.opened(self.path, tokens)
            return self._index


def _check_page(limit: int, offset: int) -> None:
    if not 0 < limit <= MAX_LIMIT or not 0 <= offset <= MAX_OFFSET:
        raise QueryError(
            f"limit is 1 to {MAX_LIMIT:,} and offset 0 to {MAX_OFFSET:,}, not {limit} and {offset}; "
            "`records` gives all that a query finds"
        )


_COUNT = "SELECT COUNT(*) FROM records WHERE latest = 1"
