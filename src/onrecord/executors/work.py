"""A shard of the input to a batch of the archive. Done in whatever process: it takes and gives values alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord import pipeline
from onrecord.archive import Batch, Finding, Row, Visited, row_of, timestamp
from onrecord.errors import FormatError
from onrecord.sources.files import opened
from onrecord.sources.warc import archived
from onrecord.values import Failure, Page, Record

if TYPE_CHECKING:
    from onrecord.reading.actors.own import Own, OwnActors

_READ = "read"
_ACTORS = "actors="
_SINCE = "since="


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked of every page: to be read for its statements and events, by a user's own `actors` where there are
    some, and to be published no earlier than `since`."""

    statements: bool = False
    actors: OwnActors | None = None
    since: datetime | None = None


def marked(stamp: str, asked: Asked) -> str:
    """The stamp of what was gone through, with what was asked of it."""
    since = [f"{_SINCE}{asked.since.date()}"] if asked.since else []
    return " ".join([stamp, *_reading_marks(asked), *since])


def _reading_marks(asked: Asked) -> list[str]:
    if not asked.statements:
        return []
    return [_READ] if asked.actors is None else [_READ, f"{_ACTORS}{asked.actors.digest}"]


def covers(visited: str, stamp: str, asked: Asked) -> bool:
    """Whether what was gone through with the stamp `visited` would give nothing new now.

    What was read by a file of actors is read again by another one, and not where none is given any more.
    """
    before, *marks = visited.split(" ")
    left_out = next((mark.removeprefix(_SINCE) for mark in marks if mark.startswith(_SINCE)), None)
    return (
        before == stamp
        and set(_reading_marks(asked)) <= set(marks)
        and (left_out is None or (asked.since is not None and str(asked.since.date()) >= left_out))
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file to be read, or of a WARC file the records that begin between two bytes.

    `place` is what the archive remembers it by, `stamp` changes where the file changes.
    """

    path: str
    place: str
    stamp: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """An address that was asked for, what came, and what to remember of it; None where nothing should be."""

    place: str
    outcome: Page | Failure | None
    visited: Visited | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """A part of the input that is worked through in one go. `passed` counts what was gone through before this run."""

    items: tuple[File | Fetched, ...]
    passed: int = 0

    def apart(self) -> Iterator[Shard]:
        """The shard in pieces that hold one item each."""
        return (Shard(items=(item,)) for item in self.items)


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What came of a shard: what goes into the archive; how many pages were read, were too old, are unchanged; which of
    the user's own actors were met.
    """

    batch: Batch
    pages: int = 0
    too_old: int = 0
    passed: int = 0
    unchanged: int = 0
    met: frozenset[Own] = frozenset()


def work(shard: Shard, asked: Asked) -> Work:
    """Read all pages of a shard. Raises ModelError alone."""
    findings: list[Finding] = []
    failures: list[tuple[str, Failure]] = []
    visits: list[Visited] = []
    pages = too_old = 0
    for item in shard.items:
        old = 0
        for page in _pages(item):
            pages += isinstance(page, Page)
            for found in _found(page, asked):
                if isinstance(found, Failure):
                    failures.append((item.place, _placed(found, page, item)))
                elif _is_before(found, asked.since):
                    old += 1
                else:
                    findings.append(Finding(row=found, place=_place(page, item), fetched=_fetched(page)))
        too_old += old
        visits.extend(_visit(item, asked if old else replace(asked, since=None)))
    batch = Batch(findings=tuple(findings), failures=tuple(failures), visits=tuple(visits))
    unchanged = sum(isinstance(item, Fetched) and item.outcome is None for item in shard.items)
    met = _met(findings, asked.actors)
    return Work(batch=batch, pages=pages, too_old=too_old, passed=shard.passed, unchanged=unchanged, met=met)


def _met(findings: Iterable[Finding], actors: OwnActors | None) -> frozenset[Own]:
    if actors is None:
        return frozenset()
    return frozenset(own for finding in findings for own in actors.met_in(finding.row.text))


def lost(shard: Shard) -> Work:
    """What stands for a shard whose process died over it."""
    message = "the process that read it died, perhaps for lack of memory; read it by itself with `onrecord read`"
    failures = tuple(
        (
            item.place,
            Failure(
                url=item.place,
                stage="extract",
                error="PageError",
                message=f"{item.place}: {message}",
                cause="the process died",
            ),
        )
        for item in shard.items
    )
    return Work(batch=Batch(failures=failures), pages=len(shard.items))


def _pages(item: File | Fetched) -> Iterable[Page | Failure]:
    if isinstance(item, Fetched):
        return () if item.outcome is None else (item.outcome,)
    if item.start is not None:
        return archived(item.path, start=item.start, end=item.end)
    return opened(Path(item.path))


def _found(page: Page | Failure, asked: Asked) -> Iterator[Row | Failure]:
    """The rows of a page's records."""
    for result in pipeline.run([page], statements=asked.statements, actors=asked.actors):
        yield _row(result, page) if isinstance(result, Record) else result


def _row(record: Record, page: Page | Failure) -> Row | Failure:
    article = record.article
    if not (article.text or article.title or article.standfirst):
        message = "neither a headline nor a text is in it; open it in a browser to see whether it is a page"
        return Failure(url=article.url, stage="extract", error="EmptyPage", message=message, cause="no text")
    try:
        return row_of(record)
    except FormatError as error:
        return Failure(
            url=article.url, stage="extract", error="FormatError", message=str(error), cause="half a character"
        )


def _placed(failed: Failure, page: Page | Failure, item: File | Fetched) -> Failure:
    """A failure whose message says where."""
    where = failed.url or _place(page, item)
    message = failed.message if where in failed.message else f"{where}: {failed.message}"
    return replace(failed, url=where, message=message)


def _place(page: Page | Failure, item: File | Fetched) -> str:
    """Where a record was found; in a WARC file with the byte at which it begins."""
    inner = page.place if isinstance(page, Page) else None
    return inner if inner and isinstance(item, File) and item.start is not None else item.place


def _fetched(page: Page | Failure) -> str | None:
    time = page.fetched if isinstance(page, Page) else None
    return time.astimezone(UTC).isoformat(timespec="seconds") if time else None


def _is_before(row: Row, since: datetime | None) -> bool:
    return since is not None and row.published_at is not None and row.published_at < since.timestamp()


def _visit(item: File | Fetched, asked: Asked) -> tuple[Visited, ...]:
    """What to remember of an item."""
    if isinstance(item, File):
        return (Visited(place=item.place, stamp=marked(item.stamp, asked), visited=timestamp()),)
    return () if item.visited is None else (replace(item.visited, stamp=marked(item.visited.stamp, asked)),)
