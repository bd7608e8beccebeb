"""A shard of the input to a batch of the archive. Done in whatever process: it takes and gives values alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from onrecord import pipeline, sources
from onrecord.archive import Batch, Finding, Row, Visited, row_of
from onrecord.errors import FormatError
from onrecord.sources.warc import archived
from onrecord.values import Failure, Page, Record

READ = " read"
"""What the stamp of a file ends in where who said what was read too."""


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
    """What came of a shard: what goes into the archive; how many pages were read, were too old, are unchanged."""

    batch: Batch
    pages: int = 0
    too_old: int = 0
    passed: int = 0
    unchanged: int = 0


def work(shard: Shard, *, statements: bool = False, since: datetime | None = None) -> Work:
    """Read all pages of a shard. Records that were published before `since` are left out; raises ModelError alone."""
    findings: list[Finding] = []
    failures: list[tuple[str, Failure]] = []
    visits: list[Visited] = []
    pages = too_old = 0
    for item in shard.items:
        for page in _pages(item):
            pages += 1
            for found in _found(page, statements=statements):
                if isinstance(found, Failure):
                    failures.append((item.place, found))
                elif _is_before(found, since):
                    too_old += 1
                else:
                    findings.append(Finding(row=found, place=_place(page, item), fetched=_fetched(page)))
        visits.extend(_visit(item, statements=statements))
    batch = Batch(findings=tuple(findings), failures=tuple(failures), visits=tuple(visits))
    unchanged = sum(isinstance(item, Fetched) and item.outcome is None for item in shard.items)
    return Work(batch=batch, pages=pages, too_old=too_old, passed=shard.passed, unchanged=unchanged)


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
    return sources.pages(item.path)


def _found(page: Page | Failure, *, statements: bool) -> Iterator[Row | Failure]:
    """The rows of a page's records."""
    for result in pipeline.run([page], statements=statements):
        yield _row(result, page) if isinstance(result, Record) else result


def _row(record: Record, page: Page | Failure) -> Row | Failure:
    try:
        return row_of(record)
    except FormatError as error:
        where = record.article.url or (page.place if isinstance(page, Page) else None)
        return Failure(url=where, stage="extract", error="FormatError", message=str(error), cause="half a character")


def _place(page: Page | Failure, item: File | Fetched) -> str:
    """Where a record was found; in a WARC file with the byte at which it begins."""
    inner = page.place if isinstance(page, Page) else None
    return inner if inner and isinstance(item, File) and item.start is not None else item.place


def _fetched(page: Page | Failure) -> str | None:
    time = page.fetched if isinstance(page, Page) else None
    return time.isoformat(timespec="seconds") if time else None


def _is_before(row: Row, since: datetime | None) -> bool:
    return since is not None and row.published_at is not None and row.published_at < since.timestamp()


def _visit(item: File | Fetched, *, statements: bool) -> tuple[Visited, ...]:
    if isinstance(item, Fetched):
        return () if item.visited is None else (item.visited,)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return (Visited(place=item.place, stamp=item.stamp + (READ if statements else ""), visited=now),)
