"""Records into the tables: what is known is kept once, what changed becomes a version, copies become one story.

All functions are called inside of a transaction.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Literal

import msgspec

from onrecord.archive import stories
from onrecord.archive.results import Visited
from onrecord.archive.rows import COLUMNS, Reported, Row, address_key, packed, record_of
from onrecord.archive.versions import changes
from onrecord.values import OWN_ACTORS, Failure

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
    changed: bool
    is_fresh: bool = False
    hidden: tuple[int, ...] = ()


_Times = tuple[str | None, str]  # when a record was fetched, where that is known, and the present


@dataclass(frozen=True, slots=True, kw_only=True)
class _Earlier:
    seq: int
    url: str | None
    fetched: str | None
    story: int


def put(connection: sqlite3.Connection, row: Row, *, place: str, fetched: str | None, now: str) -> Put:
    """Put one row into the tables, with the place where it was found."""
    found = connection.execute("SELECT seq, page, latest, fetched FROM records WHERE id = ?", (row.id,)).fetchone()
    done = _first(connection, row, (fetched, now)) if found is None else _again(connection, row, (fetched, now), found)
    connection.execute("INSERT OR IGNORE INTO sources VALUES (?, ?, ?)", (done.seq, storable(place), fetched))
    if done.changed:
        marks = [(done.seq, int(done.is_fresh)), *((seq, 0) for seq in done.hidden)]
        connection.executemany("INSERT OR IGNORE INTO unindexed VALUES (?, ?)", marks)
    return done


def _again(connection: sqlite3.Connection, row: Row, times: _Times, found: tuple[int, str, int, str | None]) -> Put:
    """A record that is there: it may have come back after another text, under another headline, or with a reading."""
    seq, page, latest, before = found
    fetched = times[0]
    if fetched is not None and not latest:
        current = _earlier(connection, page)
        if current is not None and current.fetched is not None and fetched > current.fetched:
            return _returned(connection, seq, row, times, current)
    is_newer = fetched is not None and (before is None or fetched > before)
    differing = _differences(connection, seq, row) if is_newer else []
    lacked = row.has_reading and _lacks(connection, seq, row)
    if differing:
        _put_fields(connection, seq, row)
        _put_version(connection, seq, row, times, differing)
    if lacked:
        _put_reading(connection, seq, row)
    if is_newer:
        connection.execute("UPDATE records SET fetched = ? WHERE seq = ?", (fetched, seq))
    return Put(outcome="version" if differing else "known", seq=seq, changed=bool(differing) or lacked)


def _returned(connection: sqlite3.Connection, seq: int, row: Row, times: _Times, current: _Earlier) -> Put:
    """A page that has an earlier text again: that record is the latest once more."""
    differing = _differences(connection, current.seq, row)
    _hide(connection, current.seq)
    _put_fields(connection, seq, row)
    if row.has_reading:
        _put_reading(connection, seq, row)
    connection.execute("UPDATE records SET latest = 1, fetched = ? WHERE seq = ?", (times[0], seq))
    _put_version(connection, seq, row, times, differing)
    return Put(outcome="version", seq=seq, changed=True, hidden=(current.seq,))


def _first(connection: sqlite3.Connection, row: Row, times: _Times) -> Put:
    """A record that is not there: of a page that is not, or the next text of one that is."""
    fetched, now = times
    row, earlier = _with_earlier(connection, row)
    (last,) = connection.execute("SELECT MAX(seq) FROM records").fetchone()
    seq = (last or 0) + 1
    # What was fetched before the text that is there is an older version that came late.
    latest = earlier is None or not (fetched and earlier.fetched and fetched < earlier.fetched)
    differing = [] if earlier is None else _differences(connection, earlier.seq, row)
    if earlier is not None and latest:
        _hide(connection, earlier.seq)
    values = {name: getattr(row, name) for name in COLUMNS}
    values |= {
        "seq": seq,
        "latest": int(latest),
        "said": len(row.reported.statements),
        "fetched": fetched,
        "added": now,
    }
    values["story"] = earlier.story if earlier is not None else _story(connection, row) or seq
    connection.execute(_INSERT, values)
    connection.execute("INSERT INTO texts VALUES (?, ?, ?)", (seq, row.text, row.details))
    _put_reported(connection, seq, row.reported)
    _put_sketch(connection, seq, row.sketch)
    _put_version(connection, seq, row, times, differing)
    hidden = (earlier.seq,) if earlier is not None and latest else ()
    return Put(outcome="new" if earlier is None else "version", seq=seq, changed=True, is_fresh=True, hidden=hidden)


def _hide(connection: sqlite3.Connection, seq: int) -> None:
    connection.execute("UPDATE records SET latest = 0 WHERE seq = ?", (seq,))


def _put_fields(connection: sqlite3.Connection, seq: int, row: Row) -> None:
    """The fields of a text that was there as they are now; its reading stays, as the text is the same."""
    text, details, name = _text(connection, seq)
    reading = record_of(text, details, where=name).reading
    record = record_of(row.text, row.details, where=row.id)
    kept = row.details if reading is None or record.reading is not None else packed(replace(record, reading=reading))
    connection.execute("UPDATE texts SET details = ? WHERE seq = ?", (kept, seq))
    connection.execute(_UPDATE, {name: getattr(row, name) for name in COLUMNS if name != "page"})


def _put_reading(connection: sqlite3.Connection, seq: int, row: Row) -> None:
    """The reading of a text that was there, which stays with its fields as they are."""
    text, details, name = _text(connection, seq)
    reading = record_of(row.text, row.details, where=row.id).reading
    kept = packed(replace(record_of(text, details, where=name), reading=reading))
    connection.execute("UPDATE texts SET details = ? WHERE seq = ?", (kept, seq))
    _put_reported(connection, seq, row.reported)


def _lacks(connection: sqlite3.Connection, seq: int, row: Row) -> bool:
    """Whether nobody had read the record, or one who saw no events in it, where there are some, or one who did not have
    the user's actors that it was read with now."""
    text, details, name = _text(connection, seq)
    before = record_of(text, details, where=name).reading
    if before is None or (row.reported.events and not before.events):
        return True
    now = record_of(row.text, row.details, where=row.id).reading
    return any(made.startswith(OWN_ACTORS) and made not in before.models for made in (now.models if now else ()))


def _with_earlier(connection: sqlite3.Connection, row: Row) -> tuple[Row, _Earlier | None]:
    """The text that the page had before, if any.

    Some sites claim one canonical address for all of their pages: where the addresses differ, and the texts have
    nothing in common, it is another page, and goes by its own address.
    """
    earlier = _earlier(connection, row.page)
    if earlier is None or address_key(earlier.url) == address_key(row.url):
        return row, earlier
    if _likeness(connection, earlier.seq, row.sketch) >= _SAME_PAGE:
        return row, earlier
    own = f"{row.page} {row.url}"
    return replace(row, page=own), _earlier(connection, own)


def _earlier(connection: sqlite3.Connection, page: str) -> _Earlier | None:
    found = connection.execute(
        "SELECT seq, url, fetched, story FROM records WHERE page = ? AND latest = 1", (page,)
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


def _put_reported(connection: sqlite3.Connection, seq: int, reported: Reported) -> None:
    """What the text reports, in the place of what was there."""
    for field in fields(Reported):
        connection.execute(f"DELETE FROM {field.name} WHERE seq = ?", (seq,))
        rows = getattr(reported, field.name)
        if rows:
            places = ",".join("?" * len(rows[0]))
            of_record = ", latest, published, published_at" if field.name == "statements" else ""
            connection.executemany(
                f"INSERT INTO {field.name} SELECT seq, {places}{of_record} FROM records WHERE seq = ?",
                [(*row, seq) for row in rows],
            )
    connection.execute("UPDATE records SET said = ? WHERE seq = ?", (len(reported.statements), seq))


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
    connection: sqlite3.Connection, seq: int, row: Row, times: _Times, found: Sequence[dict[str, Any]]
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


def forget_failures(connection: sqlite3.Connection, places: Iterable[str]) -> None:
    """What failed at places before they were gone through again is no longer so."""
    connection.executemany("DELETE FROM failures WHERE place = ?", [(storable(place),) for place in set(places)])


def put_failure(connection: sqlite3.Connection, failed: Failure, *, place: str, now: str) -> None:
    """What failed at a place."""
    texts = (place, failed.url, failed.stage, failed.error, failed.cause, failed.message, now)
    connection.execute(
        "INSERT OR REPLACE INTO failures (place, url, stage, error, cause, message, seen) VALUES (?, ?, ?, ?, ?, ?, ?)",
        tuple(map(storable, texts)),
    )


def put_visit(connection: sqlite3.Connection, visit: Visited) -> None:
    """That a place was gone through."""
    texts = map(storable, (visit.place, visit.stamp, visit.etag, visit.last_modified))
    values = (*texts, int(visit.gone), visit.visited)
    connection.execute("INSERT OR REPLACE INTO visits VALUES (?, ?, ?, ?, ?, ?)", values)


def storable(text: str | None) -> str | None:
    """Text as a file can hold it: half a surrogate pair, as in names of files that are not UTF-8, in hexadecimal."""
    return text if text is None or text.isascii() else text.encode("utf8", "backslashreplace").decode()
