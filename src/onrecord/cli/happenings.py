"""Who did what to whom, for people to read: the events of one article or of an archive, and a table of them."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from rich.table import Table
from rich.text import Text

from onrecord.archive import Happening, Party
from onrecord.cli import terminal
from onrecord.cli.statements import one_line, who
from onrecord.values import Actor, Event, EventStatus, Reading

_NUMBERS = ("mentions", "score")
_WHOLE = ("status", *_NUMBERS, "id")  # columns that are never broken
_LEAST = {"date": len("~2018-05-31"), "id": 16}  # characters of a column that is not made narrower
_SAID = ("claimed by", *_NUMBERS)
_INFERRED = "~"
INFERRED = f" ({_INFERRED} the day of another event, or of the lead)"
"""What stands beside a count of events some of which have such a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An event as it is shown: its cells by the heads of their columns, and by what it stands in a timeline.

    `day` and `until` are its days in ISO form, empty where it has none.
    """

    day: str
    until: str
    status: EventStatus
    cells: Mapping[str, str]


def of_reading(reading: Reading, text: str) -> list[Told]:
    """The events of an article."""
    return [_of_event(event, reading, text) for event in reading.events]


def _of_event(event: Event, reading: Reading, text: str) -> Told:
    when = event.date
    claim = None if event.claimed_by is None else reading.statements[event.claimed_by]
    cells = {
        "date": "" if when is None else _dated(when.start, when.end, inferred=when.inferred),
        "type": f"{event.type} {event.mode or ''}",
        "who": ", ".join(_named(actor, text) for actor in event.actors),
        "whom": ", ".join(_named(actor, text) for actor in event.recipients),
        "place": "" if event.place is None else event.place.name or one_line(event.place.span, text),
        "status": event.status,
        "claimed by": "" if claim is None else who(claim, text),
        "words": ", ".join(dict.fromkeys(one_line(span, text) for span in event.mentions)),
        "mentions": str(len(event.mentions)),
        "score": f"{event.score:.2f}",
    }
    return _told(when.start if when else "", when.end if when else "", event.status, cells)


def _named(actor: Actor, text: str) -> str:
    return _coded(actor.name or one_line(actor.span, text), actor.code)


def of_happening(happening: Happening) -> Told:
    """An event of an archive, by all articles that tell it."""
    one, day, until = len(happening.statuses) == 1, happening.day or "", happening.until or happening.day or ""
    cells = {
        "date": _dated(day, until, inferred=happening.inferred) if day else "",
        "type": f"{happening.type} {happening.mode or ''}",
        "who": _names(happening.actors),
        "whom": _names(happening.recipients),
        "place": happening.place or "",
        "status": ", ".join(name if one else f"{name} {count}" for name, count in happening.statuses),
        "words": ", ".join(dict.fromkeys(mention.trigger for mention in happening.mentions)),
        "mentions": str(len(happening.mentions)),
        "score": f"{happening.score:.2f}",
        "id": happening.mentions[0].id,
    }
    return _told(day, until, happening.statuses[0][0], cells)


def _names(parties: Sequence[Party]) -> str:
    return ", ".join(_coded(party.name or party.words, party.code) for party in parties)


def _coded(name: str, code: str) -> str:
    return f"{name} ({code})" if code else name


def _told(day: str, until: str, status: EventStatus, cells: Mapping[str, str]) -> Told:
    shown = {head: terminal.one_line(cell) for head, cell in cells.items()}
    return Told(day=day, until=until, status=status, cells=shown)


def _dated(start: str, end: str, *, inferred: bool) -> str:
    return f"{_INFERRED if inferred else ''}{days(start, end)}"


def days(start: str, end: str) -> str:
    """Days in few characters.

    >>> days("2018-05-31", "2018-05-31"), days("2018-05-30", "2018-05-31"), days("2018-06-01", "2018-06-30")
    ('2018-05-31', '2018-05-30 to 31', '2018-06')
    >>> days("2018-01-01", "2018-12-31"), days("2018-05-31", "2018-06-01"), days("2018-05-31", "2019-01-01")
    ('2018', '2018-05-31 to 06-01', '2018-05-31 to 2019-01-01')
    """
    if start == end:
        return start
    last = date.fromisoformat(end)
    if start[:4] != end[:4]:
        return f"{start} to {end}"
    if start.endswith("-01") and last.day == calendar.monthrange(last.year, last.month)[1]:
        if start[:7] == end[:7]:
            return start[:7]
        if start[5:7] == "01" and last.month == 12:
            return start[:4]
    return f"{start} to {end[8:] if start[:7] == end[:7] else end[5:]}"


def head(reading: Reading) -> str:
    """What stands above the events of an article."""
    if reading.unread is not None:
        return f"none read, {reading.unread}"
    inferred = any(event.date is not None and event.date.inferred for event in reading.events)
    return f"{len(reading.events)}{INFERRED if inferred else ''}"


def as_lines(told: Sequence[Told]) -> str:
    """A line an event, whatever its length."""
    if not told:
        return ""
    heads = tuple(told[0].cells)
    right = [column for column, name in enumerate(heads) if name in _NUMBERS]
    return terminal.aligned([heads, *(tuple(one.cells.values()) for one in told)], right=right)


def as_table(told: Sequence[Told], *, stacked: Sequence[Sequence[str]] = ()) -> Table:
    """The same for a terminal. `stacked` are the heads of columns that stand in one, for a terminal that is narrow."""
    if stacked:
        return _stacked(told, stacked)
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    for name in told[0].cells if told else ():
        justify: Literal["right", "left"] = "right" if name in _NUMBERS else "left"
        table.add_column(name, overflow="fold", no_wrap=name in _WHOLE, justify=justify, min_width=_LEAST.get(name))
    for one in told:
        table.add_row(*map(Text, one.cells.values()))
    return table


def _stacked(told: Sequence[Told], columns: Sequence[Sequence[str]]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 1, 0))
    for names in columns:
        head = ", ".join(name for name in names if name not in _SAID)
        table.add_column(head, overflow="fold", min_width=max(_LEAST.get(name, 1) for name in names))
    for one in told:
        table.add_row(*(Text("\n".join(_lines(one, names))) for names in columns))
    return table


def _lines(one: Told, names: Sequence[str]) -> Iterator[str]:
    """What is there of some cells; of those that do not speak for themselves, with what it is."""
    for name in names:
        if one.cells[name]:
            yield f"{name} {one.cells[name]}" if name in _SAID else one.cells[name]
