"""Records into the tables: what is known is kept once, what changed becomes a version, copies become one story.

All functions are called inside of a transaction.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Literal

import msgspec

from onrecord.archive import stories
from onrecord.archive.results import Visited
from onrecord.archive.rows import COLUMNS, Row, record_of
from onrecord.archive.versions import changes
from onrecord.values import Failure

_PER_BAND = 8  # of a band that thousands share these many are compared
_COMPARED = 8
_SAME_PAGE = 0.2  # texts of one page have at least so much in common, where nothing else says that it is one

_INSERT = (
    f"INSERT INTO records (seq, latest, story, said, fetched, added, {', '.join(COLUMNS)}) "
    f"VALUES (:seq, :latest, :story, :said, :fetched, :added, {', '.join(f':{name}' for name in COLUMNS)})"
)
_UPDATE = f"UPDATE records SET {', '.join(f'{name} = :{name}' for name in COLUMNS if name != 'page')} WHERE id = :id"
_NEIGHBOURS = " UNION ALL ".join(
    f"SELECT * FROM (SELECT seq FROM bands WHERE hash = ? ORDER BY seq DESC LIMIT {_PER_BAND})"
    for _ in range(stories.VALUES // stories.BAND)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """What became of one row. `seq` is its number, `is_fresh` where that is a new one; `hidden` are those that are no
    longer the latest of their page.
    """

    outcome: Literal["new", "version", "known"]
    seq: int
    latest: bool
    story: int
    changed: bool
    is_fresh: bool = False
    hidden: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Earlier:
    seq: int
    url: str | None
    title: str | None
    fetched: str | None
    story: int


def put(connection: sqlite3.Connection, row: Row, *, place: str, fetched: str | None, now: str) -> Put:
    """Put one row into the tables, with the place where it was found."""
    found = connection.execute("SELECT seq, latest, story, fetched FROM records WHERE id = ?", (row.id,)).fetchone()
    if found is None:
        done = _first(connection, row, fetched=fetched, now=now)
    else:
        seq, latest, story, before = found
        is_newer = fetched is not None and before is not None and fetched > before
        outcome = _again(connection, seq, row, (fetched, now)) if is_newer else "known"
        changed = outcome == "version" or _completed(connection, seq, row)
        done = Put(outcome=outcome, seq=seq, latest=bool(latest), story=story, changed=changed)
    connection.execute("INSERT OR IGNORE INTO sources VALUES (?, ?, ?)", (done.seq, storable(place), fetched))
    if done.changed:
        connection.executemany(
            "INSERT OR IGNORE INTO unindexed VALUES (?)", [(seq,) for seq in (done.seq, *done.hidden)]
        )
    return done


def _again(
    connection: sqlite3.Connection, seq: int, row: Row, times: tuple[str | None, str]
) -> Literal["version", "known"]:
    """A text that was found once more, later: what else of the page has changed since makes a version."""
    found = _differences(connection, seq, row)
    connection.execute("UPDATE records SET fetched = ? WHERE id = ?", (times[0], row.id))
    if not found:
        return "known"
    values = {name: getattr(row, name) for name in COLUMNS if name != "page"}
    connection.execute(_UPDATE, values)
    if row.has_reading or not _is_read(connection, seq):
        connection.execute("UPDATE texts SET details = ? WHERE seq = ?", (row.details, seq))
        _put_statements(connection, seq, row)
    _put_version(connection, seq, row, times, found)
    return "version"


def _completed(connection: sqlite3.Connection, seq: int, row: Row) -> bool:
    """Whether a record that is there has got the reading that it lacked."""
    if not row.has_reading or _is_read(connection, seq):
        return False
    connection.execute("UPDATE texts SET details = ? WHERE seq = ?", (row.details, seq))
    _put_statements(connection, seq, row)
    return True


def _is_read(connection: sqlite3.Connection, seq: int) -> bool:
    text, details, name = _text(connection, seq)
    return record_of(text, details, where=name).reading is not None


def _first(connection: sqlite3.Connection, row: Row, *, fetched: str | None, now: str) -> Put:
    row, earlier = _with_earlier(connection, row)
    (last,) = connection.execute("SELECT MAX(seq) FROM records").fetchone()
    seq = (last or 0) + 1
    # What was fetched before the text that is there is an older version that came late.
    latest = earlier is None or not (fetched and earlier.fetched and fetched < earlier.fetched)
    story = earlier.story if earlier is not None else _story(connection, row) or seq
    values = {name: getattr(row, name) for name in COLUMNS}
    values |= {"seq": seq, "latest": int(latest), "story": story, "said": 0}
    connection.execute(_INSERT, values | {"fetched": fetched, "added": now})
    connection.execute("INSERT INTO texts VALUES (?, ?, ?)", (seq, row.text, row.details))
    _put_statements(connection, seq, row)
    _put_sketch(connection, seq, row.sketch)
    found = [] if earlier is None else _differences(connection, earlier.seq, row)
    _put_version(connection, seq, row, (fetched, now), found)
    hidden: tuple[int, ...] = ()
    if earlier is not None and latest:
        connection.execute("UPDATE records SET latest = 0 WHERE seq = ?", (earlier.seq,))
        hidden = (earlier.seq,)
    outcome: Literal["new", "version"] = "new" if earlier is None else "version"
    return Put(outcome=outcome, seq=seq, latest=latest, story=story, changed=True, is_fresh=True, hidden=hidden)


def _with_earlier(connection: sqlite3.Connection, row: Row) -> tuple[Row, _Earlier | None]:
    """The text that the page had before, if any.

    Some sites claim one canonical address for all of their pages: where addresses and headlines differ, and the texts
    have nothing in common, it is another page, and goes by its own address.
    """
    earlier = _earlier(connection, row.page)
    if earlier is None or earlier.url == row.url or earlier.title == row.title:
        return row, earlier
    if _likeness(connection, earlier.seq, row.sketch) >= _SAME_PAGE:
        return row, earlier
    own = f"{row.page} {row.url}"
    return replace(row, page=own), _earlier(connection, own)


def _earlier(connection: sqlite3.Connection, page: str) -> _Earlier | None:
    found = connection.execute(
        "SELECT seq, url, title, fetched, story FROM records WHERE page = ? AND latest = 1", (page,)
    ).fetchone()
    return found and _Earlier(**dict(zip((field.name for field in fields(_Earlier)), found, strict=True)))


def _likeness(connection: sqlite3.Connection, seq: int, sketch: bytes | None) -> float:
    found = connection.execute("SELECT sketch FROM sketches WHERE seq = ?", (seq,)).fetchone()
    return stories.likeness(found[0], sketch) if found and sketch else 0.0


def _story(connection: sqlite3.Connection, row: Row) -> int | None:
    """The story that the text tells, by the text that is most like it."""
    if row.sketch is None:
        return None
    near = Counter(seq for (seq,) in connection.execute(_NEIGHBOURS, stories.bands(row.sketch)))
    likest = max(
        ((_likeness(connection, seq, row.sketch), -seq) for seq, _ in near.most_common(_COMPARED)), default=(0.0, 0)
    )
    if likest[0] < stories.ALIKE:
        return None
    found: int = connection.execute("SELECT story FROM records WHERE seq = ?", (-likest[1],)).fetchone()[0]
    return found


def _put_statements(connection: sqlite3.Connection, seq: int, row: Row) -> None:
    connection.execute("DELETE FROM statements WHERE seq = ?", (seq,))
    if row.statements:
        places = ",".join("?" * (1 + len(row.statements[0])))
        connection.executemany(f"INSERT INTO statements VALUES ({places})", [(seq, *said) for said in row.statements])
    connection.execute("UPDATE records SET said = ? WHERE seq = ?", (len(row.statements), seq))


def _put_sketch(connection: sqlite3.Connection, seq: int, sketch: bytes | None) -> None:
    if sketch is not None:
        connection.execute("INSERT INTO sketches VALUES (?, ?)", (seq, sketch))
        connection.executemany(
            "INSERT OR IGNORE INTO bands VALUES (?, ?)", [(band, seq) for band in stories.bands(sketch)]
        )


def _differences(connection: sqlite3.Connection, seq: int, row: Row) -> list[dict[str, Any]]:
    text, details, name = _text(connection, seq)
    before = record_of(text, details, where=name).article
    return changes(before, record_of(row.text, row.details, where=row.id).article)


def _put_version(
    connection: sqlite3.Connection, seq: int, row: Row, times: tuple[str | None, str], found: Sequence[dict[str, Any]]
) -> None:
    fetched, now = times
    connection.execute(
        "INSERT INTO versions (seq, title, fetched, added, changes) VALUES (?, ?, ?, ?, ?)",
        (seq, row.title, fetched, now, msgspec.json.encode(found).decode()),
    )


def _text(connection: sqlite3.Connection, seq: int) -> tuple[str, bytes, str]:
    found: tuple[str, bytes, str] = connection.execute(
        "SELECT text, details, id FROM texts JOIN records USING (seq) WHERE seq = ?", (seq,)
    ).fetchone()
    return found


def put_failures(connection: sqlite3.Connection, failures: Sequence[Failure], *, place: str, now: str) -> None:
    """What failed at a place; the same failure is kept once, with the time when it was last seen."""
    connection.executemany(
        "INSERT INTO failures (place, url, stage, error, cause, message, seen) VALUES (?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (place, message) DO UPDATE SET seen = excluded.seen",
        [tuple(map(storable, (place, f.url, f.stage, f.error, f.cause, f.message, now))) for f in failures],
    )


def put_visit(connection: sqlite3.Connection, visit: Visited) -> None:
    """That a place was gone through."""
    texts = map(storable, (visit.place, visit.stamp, visit.etag, visit.last_modified))
    values = (*texts, int(visit.gone), visit.visited)
    connection.execute("INSERT OR REPLACE INTO visits VALUES (?, ?, ?, ?, ?, ?)", values)


def storable(text: str | None) -> str | None:
    """Text as a file can hold it: half a surrogate pair, as in names of files that are not UTF-8, in hexadecimal."""
    return text if text is None or text.isascii() else text.encode("utf8", "backslashreplace").decode()
