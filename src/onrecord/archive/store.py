"""The archive's file: one SQLite database in WAL mode, its schema, and the rows that go in and out.

A transaction holds all that belongs together: records, where they were found, what failed, and the mark that a place
was gone through. Whoever is killed in the middle of it leaves the file as it was before.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files as resources
from pathlib import Path
from typing import Any

from onrecord.archive import files
from onrecord.errors import ArchiveError, Damaged, Locked, NewerFormat, NoArchive

APPLICATION = 0x6F6E7265  # "onre": the mark by which file(1) and we know the file
_WAIT = 10.0  # seconds for another writer's transaction
_WAL_INDEX_HEAD = 48  # bytes
_SCHEMA = ("schema.sql", "events.sql")
_MAPPED = 1 << 30  # bytes of the file that are read where they lie


def migrations() -> tuple[str, ...]:
    """What makes each version of the schema from the one before; the first makes it from nothing."""
    return tuple(resources("onrecord.archive").joinpath(name).read_text("utf8") for name in _SCHEMA)


def connect(path: Path, *, writing: bool) -> sqlite3.Connection:
    """The database at `path`, brought to the schema of this version; made where it is not there and `writing`.

    Raises NoArchive where there is none, Damaged where it is no archive, NewerFormat where a later version made it,
    Locked where it has to be brought up to date and somebody else writes.
    """
    if _is(path, stat.S_ISDIR):
        raise NoArchive("this is a folder; give a file, for instance news.db", path=path)
    if not writing and not _is(path, stat.S_ISREG):
        raise NoArchive("there is no archive; `onrecord collect SOURCE... --into FILE` makes one", path=path)
    try:
        connection = _opened(path, writing=writing)
        with _errors(path):
            _brought_up(connection, path, writing=writing)
    except sqlite3.Error as error:
        raise _named(error, path) from error
    return connection


def _is(path: Path, kind: Callable[[int], bool]) -> bool:
    """Whether there is something of a kind. Raises ArchiveError where that cannot be seen."""
    try:
        return kind(path.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except (OSError, ValueError) as error:
        message = f"it cannot be looked at ({error}); check the path and its permissions"
        raise ArchiveError(message, path=path) from error


def _mode(path: Path, *, writing: bool) -> str:
    """How SQLite is to open the file. A reader of a WAL database has to be able to make its -shm file; where the folder
    may not be written to, nobody writes to the archive, and it can do without.
    """
    if writing:
        return "mode=rwc"
    if os.access(path.parent, os.W_OK) and os.access(path, os.W_OK):
        return "mode=rw"
    return "mode=ro" if path.with_name(path.name + "-wal").exists() else "mode=ro&immutable=1"


def _opened(path: Path, *, writing: bool) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?{_mode(path, writing=writing)}"
    connection = sqlite3.connect(uri, uri=True, timeout=_WAIT, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA foreign_keys = ON")
    if writing:
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA cache_size = -65536")
    else:
        connection.execute("PRAGMA query_only = ON")
        connection.execute(f"PRAGMA mmap_size = {_MAPPED}")  # a cache would be dropped whenever somebody writes
    return connection


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Be the one who writes. Raises Locked where another process does, or another archive of this one.

    The lock is a database of its own, `news.db.lock`: where its process ends, however it ends, it is free again.
    """
    place = path.with_name(path.name + ".lock")
    with _errors(path):
        lock = sqlite3.connect(place, timeout=0, isolation_level=None, check_same_thread=False)
    try:
        with _errors(path):
            lock.execute("BEGIN EXCLUSIVE")
        yield
    finally:
        lock.close()


def tokens(connection: sqlite3.Connection, path: Path) -> tuple[str, ...]:
    """The marks by which the index of this database is known: that of its last commit, and of one that may be done."""
    [found] = asked(connection, path, "SELECT now, next FROM tokens")
    return tuple(str(token) for token in found if token is not None)


def _brought_up(connection: sqlite3.Connection, path: Path, *, writing: bool) -> None:
    steps = migrations()
    (application,), (version,) = connection.execute("PRAGMA application_id"), connection.execute("PRAGMA user_version")
    empty = not connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchall()
    if empty and not writing:
        raise NoArchive("there is no archive; `onrecord collect SOURCE... --into FILE` makes one", path=path)
    if application[0] != APPLICATION and not empty:
        raise Damaged("this is an SQLite file and no archive of onrecord; give another path", path=path)
    if version[0] > len(steps):
        raise NewerFormat(f"it has schema {version[0]}, this onrecord knows {len(steps)}; update onrecord", path=path)
    if version[0] < len(steps) and not writing:
        raise ArchiveError(
            f"it has schema {version[0]} and needs {len(steps)}; `onrecord reindex` brings it up to date", path=path
        )
    if version[0] < len(steps):
        _migrated(connection, steps, version[0])


def _migrated(connection: sqlite3.Connection, steps: Sequence[str], version: int) -> None:
    if version == 0:
        connection.execute("PRAGMA journal_mode = WAL")
    for number, step in enumerate(steps[version:], version + 1):
        marks = f"PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {number};"
        try:
            connection.executescript(f"BEGIN IMMEDIATE; {step}; {marks} COMMIT;")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


@contextmanager
def transaction(connection: sqlite3.Connection, path: Path) -> Iterator[None]:
    """All or nothing. Raises Locked where another process writes, Damaged where the file is."""
    with _errors(path):
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def asked(connection: sqlite3.Connection, path: Path, sql: str, values: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
    """All rows of an answer. Raises Damaged where the file is."""
    with _errors(path):
        return connection.execute(sql, tuple(values)).fetchall()


def stamp(path: Path) -> str:
    """What changes with every commit to the database at `path`; the same for all who look at it.

    Times of files are too coarse for two commits in a row. The head of the -shm file (https://sqlite.org/walformat.html)
    has the number of the last frame and the sums over all before it.
    """
    return files.stamp(path, path.with_name(path.name + "-wal")) + _head(path.with_name(path.name + "-shm"))


def _head(path: Path) -> str:
    try:
        with path.open("rb", buffering=0) as file:
            return hashlib.blake2b(file.read(_WAL_INDEX_HEAD), digest_size=8).hexdigest()
    except OSError:
        return "-"


def some(count: int) -> str:
    """Places for so many values in SQL."""
    return ",".join("?" * count)


@contextmanager
def _errors(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise _named(error, path) from error


def _named(error: sqlite3.Error, path: Path) -> ArchiveError:
    name = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return Locked("another process writes to it; wait until it is done", path=path)
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return Damaged(f"it is damaged, or no archive ({error}); take it from a copy", path=path)
    if name.startswith("SQLITE_FULL"):
        return ArchiveError("the disk is full; make room, what was stored before is safe", path=path)
    if name.startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_PERM", "SQLITE_IOERR")):
        return ArchiveError(f"it cannot be opened or written ({error}); check the path and its permissions", path=path)
    return Damaged(f"it does not answer as an archive does ({error}); take it from a copy", path=path)
