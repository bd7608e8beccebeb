"""What stands under a record for people to read: who said what, who did what to whom, and a timeline of that."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal, NamedTuple, get_args

from rich.console import Group, RenderableType
from rich.text import Text

from onrecord.cli import happenings, statements, terminal, timeline
from onrecord.formats.clipping import EVENTS
from onrecord.values import Article, Reading, Record

Part = Literal["statements", "events", "timeline"]
PARTS: tuple[Part, ...] = get_args(Part)
"""In their order; as the options of `onrecord read` are called."""

_STACKED = (("date", "place"), ("type", "status"), ("who",), ("whom",), ("words", "claimed by", "mentions", "score"))
_NARROW = 140  # characters of a terminal where columns are put together


class _Drawn(NamedTuple):
    """A part as lines for a pipe, and as a picture for a terminal."""

    lines: Callable[[Reading, Article], str]
    picture: Callable[[Reading, Article], RenderableType]


def as_lines(record: Record, parts: Sequence[Part]) -> str:
    """The parts for a pipe, a blank line between two; empty where the record was not read."""
    reading = record.reading
    return "" if reading is None else "\n".join(_PARTS[part].lines(reading, record.article) for part in parts)


def as_pictures(record: Record, parts: Sequence[Part]) -> list[RenderableType]:
    """The parts for a terminal."""
    reading = record.reading
    return [] if reading is None else [_PARTS[part].picture(reading, record.article) for part in parts]


def _statement_lines(reading: Reading, article: Article) -> str:
    return statements.as_lines(reading, article.text)


def _statement_picture(reading: Reading, article: Article) -> RenderableType:
    return terminal.harmless_text(statements.as_text(reading, article.text))


def _event_lines(reading: Reading, article: Article) -> str:
    told = happenings.of_reading(reading, article.text)
    return f"{EVENTS}{happenings.head(reading)}\n{happenings.as_lines(told)}"


def _event_picture(reading: Reading, article: Article) -> RenderableType:
    told = happenings.of_reading(reading, article.text)
    head = Text(terminal.one_line(f"{EVENTS}{happenings.head(reading)}"), style="bold")
    stacked = _STACKED if terminal.width() < _NARROW else ()
    return Group(head, happenings.as_table(told, stacked=stacked)) if told else head


def _timeline_lines(reading: Reading, article: Article) -> str:
    return timeline.as_lines(happenings.of_reading(reading, article.text), published=_day(article))


def _timeline_picture(reading: Reading, article: Article) -> RenderableType:
    return timeline.as_picture(happenings.of_reading(reading, article.text), published=_day(article))


def _day(article: Article) -> str:
    return "" if article.published is None else article.published.date().isoformat()


_PARTS: Mapping[Part, _Drawn] = {
    "statements": _Drawn(_statement_lines, _statement_picture),
    "events": _Drawn(_event_lines, _event_picture),
    "timeline": _Drawn(_timeline_lines, _timeline_picture),
}
