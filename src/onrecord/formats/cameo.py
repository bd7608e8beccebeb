"""Events as lines of the older event data, PETRARCH and ICEWS: who, whom and a code of CAMEO, a line a pair.

They know no status: what was planned, asked for, thought of or denied is no event there, and is left out. So is what
has no code, and a pair neither of whom does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from onrecord.formats import plover
from onrecord.formats.tsv import line
from onrecord.values import Actor, Event, Record

COLUMNS = ("date", "source", "target", "code", "root", "quad", "until", "url", "id")
"""What stands on a line; the file does not say it, as those of PETRARCH do not."""

_MOST = 20  # of each side, as every one of them is paired with every other
_QUADS = ((5, 1), (9, 2), (14, 3), (20, 4))  # the last root of each class


def write(records: Iterable[Record], file: BinaryIO) -> int:
    """Write a line for each pair of actor and recipient; gives the number of records, those without events too.

    The date is the first day of the event, `until` the last where that is another one; both are empty where the text
    does not say when it was. Whoever has no code is an empty cell. Of more than 20 on a side the first 20 are paired.
    """
    count = 0
    for record in records:
        for number, event in enumerate(plover.events(record)):
            if _is_written(event):
                for row in _rows(record, event, plover.event_id(record, number)):
                    file.write(line(row))
        count += 1
    return count


def events(record: Record) -> Sequence[Event]:
    """The events of a record that are written: what happened, has a code, and a party that has one."""
    return tuple(filter(_is_written, plover.events(record)))


def _is_written(event: Event) -> bool:
    parties = (*event.actors[:_MOST], *event.recipients[:_MOST])
    return event.status == "happened" and bool(event.code) and any(map(_code, parties))


def quad_class(code: str) -> int | None:
    """Words or deeds, of cooperation (1, 2) or of conflict (3, 4), by the root of a code of CAMEO; None for no code."""
    root = int(code[:2]) if code[:2].isascii() and code[:2].isdigit() else 0
    return next((quad for last, quad in _QUADS if 0 < root <= last), None)


def _rows(record: Record, event: Event, name: str) -> Iterator[tuple[str | float | None, ...]]:
    code = event.code or ""
    start, end = (event.date.start, event.date.end) if event.date else ("", "")
    url = record.article.url or record.article.canonical_url
    for actor in event.actors[:_MOST] or (None,):
        for recipient in event.recipients[:_MOST] or (None,):
            if _code(actor) or _code(recipient):
                until = _day(end) if end != start else ""
                yield _day(start), _code(actor), _code(recipient), code, code[:2], quad_class(code), until, url, name


def _code(party: Actor | None) -> str:
    return "" if party is None else party.code


def _day(day: str) -> str:
    return day.replace("-", "")
