"""collect(): places in, an archive that grows; what was gone through is passed over, so that a run can be resumed."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from onrecord import sources
from onrecord.archive import Added, Archive, Batch, Visited, timestamp
from onrecord.executors import Asked, Shard, Work, run, work
from onrecord.executors.work import Fetched, File, covers
from onrecord.sources import Known, Visit, gather
from onrecord.sources.files import holds_warc, listed
from onrecord.sources.gathering import Bounds
from onrecord.sources.lists import addresses
from onrecord.sources.warc import parts
from onrecord.values import Failure

if TYPE_CHECKING:
    from onrecord.reading.actors.own import Own, OwnActors

_FILES = 32  # of a shard
_FILES_TO_READ = 4  # of one whose statements are read, which takes a hundred times as long
_GONE = timedelta(hours=12)  # for so long a page that was not there is not asked for again
_PART = 8_000_000  # bytes of a compressed WARC file
_PART_TO_READ = 500_000  # and of one whose statements are read: an interrupt waits for what is begun


class Wanted(Bounds, total=False):
    """What may be said of a run: what bounds it on the web, and the user's own actors, by which statements are read."""

    actors: OwnActors | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a run: how many pages were read, what became of them, and which records came from which host.

    `passed` are files and parts of files that were gone through before, `too_old` records published before the date
    that was asked for, `unchanged` addresses that answered that nothing is new, `met` those of the user's own actors
    whom the texts name.
    """

    place: str
    pages: int = 0
    added: Added = field(default_factory=Added)
    failures: tuple[Failure, ...] = ()
    hosts: tuple[tuple[str, int], ...] = ()
    passed: int = 0
    too_old: int = 0
    unchanged: int = 0
    met: frozenset[Own] = frozenset()


def collect(
    places: Sequence[str],
    *,
    into: Archive,
    statements: bool = False,
    since: datetime | None = None,
    limit: int | None = None,
    **more: Unpack[Wanted],
) -> Iterator[Step]:
    """Read all pages of the places and store their records; gives one step after another, each of which is stored.

    A place is a file, a folder, a WARC file, a list of addresses, or the address of a page, a feed, a sitemap, a site.
    `since` leaves out what was published before, `limit` ends the run after so many new records and versions. With
    `statements` each record has its reading, by `actors` where they are given (see `onrecord.read`).
    Stopped at any moment, the same call goes on where it was: what was gone through is remembered with what came of it.

    Raises ArchiveError where nothing can be stored, ModelError where `statements` are wanted and no model is there,
    FetchFailed where `warc` is a folder that cannot be written to.
    """
    into.put(Batch())  # now there is an archive, and nobody else writes to it
    asked = Asked(statements=statements, actors=more.pop("actors", None), since=since)
    web: Bounds = more
    left = limit
    shards = _shards(places, into=into, asked=asked, **web)
    with closing(shards), closing(run(partial(work, asked=asked), shards)) as done:
        for result in done:
            step, batch = _step(result), result.batch
            added = into.put(batch) if left is None else _put_some(into, batch, left)
            left = None if left is None else left - added.new - added.versions
            yield replace(step, added=added)
            if left is not None and left <= 0:
                return


def _put_some(archive: Archive, batch: Batch, left: int) -> Added:
    """Store of a batch as much as gives `left` new records; what it is remembered by only where all of it was."""
    added = Added()
    for finding in batch.findings:
        if added.new + added.versions >= left:
            return added
        added += archive.put(Batch(findings=(finding,)))
    return added + archive.put(replace(batch, findings=()))


def _step(done: Work) -> Step:
    batch = done.batch
    hosts = Counter(finding.row.host or "no address" for finding in batch.findings)
    return Step(
        place=batch.findings[-1].place if batch.findings else "",
        pages=done.pages,
        failures=tuple(failure for _, failure in batch.failures),
        hosts=tuple(hosts.items()),
        passed=done.passed,
        too_old=done.too_old,
        unchanged=done.unchanged,
        met=done.met,
    )


def _shards(
    places: Sequence[str], *, into: Archive, asked: Asked, **web: Unpack[Bounds]
) -> Generator[Shard, None, None]:
    """Files first, then the web."""
    urls: list[str] = []
    size = _FILES_TO_READ if asked.statements else _FILES
    part = _PART_TO_READ if asked.statements else _PART
    yield from _grouped(_items(places, urls, part=part), is_done=partial(_is_done, into, asked), size=size)
    if urls:
        with closing(gather(urls, known=partial(_known, into, asked), since=asked.since, **web)) as visits:
            for visit in visits:
                yield Shard(items=(_remembered(visit),))


def _items(places: Iterable[str], urls: list[str], *, part: int) -> Iterator[File | Fetched]:
    """The files that places stand for, and what is wrong with them; addresses go to `urls`."""
    for place in places:
        if sources.is_url(place):
            urls.append(place)
        else:
            for path in _paths(place, urls):
                yield from _parts(path, size=part)


def _paths(place: str, urls: list[str]) -> Iterator[Path | Failure]:
    """The files of a place on this machine; of a list of addresses none."""
    try:
        named = addresses(place)
        is_folder = os.path.isdir(place)
    except (OSError, ValueError):
        named, is_folder = None, False
    if named is not None:
        urls.extend(named)
    elif is_folder:
        yield from listed(Path(place))
    else:
        yield Path(place)


def _parts(path: Path | Failure, *, size: int) -> Iterator[File | Fetched]:
    """A file as what is read in one go: itself, or the parts of a WARC file; or what is wrong with it."""
    if isinstance(path, Failure):
        yield Fetched(place=path.url or "", outcome=path, visited=None)
        return
    try:
        found = path.stat()
        ranges = parts(path, size=size) if holds_warc(path) else None
    except (OSError, ValueError):
        yield from (Fetched(place=str(path), outcome=wrong, visited=None) for wrong in sources.pages(str(path)))
        return
    whole = os.path.abspath(path)
    stamp = f"{found.st_size}-{found.st_mtime_ns}"
    if ranges is None:
        yield File(path=whole, place=whole, stamp=stamp)
    else:
        for start, end in ranges:
            yield File(path=whole, place=f"{whole}, from byte {start}", stamp=stamp, start=start, end=end)


def _grouped(items: Iterable[File | Fetched], *, is_done: Callable[[File], bool], size: int) -> Iterator[Shard]:
    """Shards of what was not gone through before: some files together, each part of a WARC file by itself."""
    group: list[File | Fetched] = []
    passed = 0
    for item in items:
        if isinstance(item, File) and is_done(item):
            passed += 1
            continue
        group.append(item)
        if len(group) == size or (isinstance(item, File) and item.start is not None):
            yield Shard(items=tuple(group), passed=passed)
            group, passed = [], 0
    if group or passed:
        yield Shard(items=tuple(group), passed=passed)


def _is_done(archive: Archive, asked: Asked, file: File) -> bool:
    visited = archive.visited(file.place)
    return visited is not None and covers(visited.stamp, file.stamp, asked)


def _known(archive: Archive, asked: Asked, url: str) -> Known | None:
    """What is on record of an address, as far as it would give nothing new. That it is gone is asked again in time."""
    visited = archive.visited(url)
    if visited is None or not covers(visited.stamp, "", asked):
        return None
    fetched = datetime.fromisoformat(visited.visited)
    if visited.gone and datetime.now(UTC) - fetched > _GONE:
        return None
    return Known(fetched=fetched, etag=visited.etag, last_modified=visited.last_modified, gone=visited.gone)


def _remembered(visit: Visit) -> Fetched:
    """A visit with what to remember of it: nothing, where another try may give a page."""
    visited = Visited(
        place=visit.url,
        stamp="",
        visited=timestamp(),
        etag=visit.etag,
        last_modified=visit.last_modified,
        gone=visit.gone,
    )
    for_good = visit.gone or not isinstance(visit.outcome, Failure)
    return Fetched(place=visit.url, outcome=visit.outcome, visited=visited if for_good else None)
