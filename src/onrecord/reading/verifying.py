"""Whether a reading shows what its text says: every span sliced again, every name compared, every number followed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from typing import get_type_hints

import msgspec

from onrecord.reading.graphemes import clusters
from onrecord.values import Actor, Article, Event, Reading, Record, Span, Speaker

_Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Defect:
    """Something in a reading that is not as its text has it.

    `item` is its place as JSON has it ("statements[3].cue"), `shown` what is shown there, `found` what the text has.
    """

    item: str
    shown: str
    found: str


def spans(reading: Reading) -> Iterator[tuple[_Path, Span]]:
    """Every span of a reading, with the way to it: ("events", 0, "actors", 1, "span")."""
    for name in ("entities", "mentions", "statements", "events"):
        yield from _spans(getattr(reading, name), (name,))


def misplaced(reading: Reading, text: str) -> Iterator[Defect]:
    """Numbers that name nothing, spans outside of the text, days that are none: what nobody could follow."""
    for path, number, among in _numbers(reading):
        count = len(getattr(reading, among))
        if not 0 <= number < count:
            yield Defect(item=_item(path), shown=f"number {number}", found=f"{count} {among}")
    for path, span in spans(reading):
        if not 0 <= span.start <= span.end <= len(text):
            shown = f"characters {span.start} to {span.end}"
            yield Defect(item=_item(path), shown=shown, found=f"{len(text)} characters")
    for number, event in enumerate(reading.events):
        if event.date is not None and not _is_range(event.date.start, event.date.end):
            shown, item = f"{event.date.start} to {event.date.end}", _item(("events", number, "date"))
            yield Defect(item=item, shown=shown, found="no days of the calendar in their order")


def defects(record: Record) -> Iterator[Defect]:
    """All that a record's reading shows otherwise than its text has it; nothing where nobody read it.

    A span holds something, lies in the text and splits no character. An entity's name is the words of one of its
    mentions; a speaker's that of the entity, the words that name it, or the author; a party's that of its entity, or
    its words. Mentions stand in the order of the text.
    """
    reading, text = record.reading, record.article.text
    if reading is None:
        return
    wrong = list(misplaced(reading, text))
    if wrong:  # nothing more could be asked of it
        yield from wrong
        return
    yield from _cut(reading, text)
    yield from _names(reading, record.article)
    yield from _order(reading)


def _spans(value: object, path: _Path) -> Iterator[tuple[_Path, Span]]:
    if isinstance(value, Span):
        yield path, value
    elif isinstance(value, tuple):
        for number, part in enumerate(value):
            yield from _spans(part, (*path, number))
    elif isinstance(value, msgspec.Struct):
        for name in _parts(type(value)):
            part = getattr(value, name)
            if part is not None:
                yield from _spans(part, (*path, name))


@cache
def _parts(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    """The fields of a value that hold spans, or other values that may."""
    hints = get_type_hints(kind)
    return tuple(name for name in kind.__struct_fields__ if Span.__module__ in str(hints[name]))


def _numbers(reading: Reading) -> Iterator[tuple[_Path, int, str]]:
    """Every number that names an entity or a statement, with the way to it."""
    for at, mention in enumerate(reading.mentions):
        yield ("mentions", at, "entity"), mention.entity, "entities"
    for at, statement in enumerate(reading.statements):
        if statement.speaker is not None and statement.speaker.entity is not None:
            yield ("statements", at, "speaker", "entity"), statement.speaker.entity, "entities"
    for at, event in enumerate(reading.events):
        if event.claimed_by is not None:
            yield ("events", at, "claimed_by"), event.claimed_by, "statements"
        for path, party in _parties(event, ("events", at)):
            if party.entity is not None:
                yield (*path, "entity"), party.entity, "entities"


def _parties(event: Event, path: _Path) -> Iterator[tuple[_Path, Actor]]:
    for name in ("actors", "recipients"):
        for at, party in enumerate(getattr(event, name)):
            yield (*path, name, at), party


def _is_range(start: str, end: str) -> bool:
    """Whether both are days as ISO 8601 writes them at length, the first not after the last."""
    try:
        days = date.fromisoformat(start), date.fromisoformat(end)
    except ValueError:
        return False
    return days[0] <= days[1] and (start, end) == (days[0].isoformat(), days[1].isoformat())


def _cut(reading: Reading, text: str) -> Iterator[Defect]:
    """Spans that hold nothing, or split what a reader sees as one character."""
    inner = {place for start, end in clusters(text) for place in range(start + 1, end)}
    for path, span in spans(reading):
        if span.start == span.end:
            yield Defect(item=_item(path), shown="", found=f"no words at {span.start}")
        elif span.start in inner or span.end in inner:
            around = text[max(0, span.start - 1) : span.end + 1]
            yield Defect(item=_item(path), shown=span.of(text), found=f"a character that is split, in {around!r}")


def _names(reading: Reading, article: Article) -> Iterator[Defect]:
    """Names that are shown and are not the words of the text."""
    mentioned: dict[int, dict[str, None]] = {}
    for mention in reading.mentions:
        mentioned.setdefault(mention.entity, {})[_line(mention.span, article.text)] = None
    for at, entity in enumerate(reading.entities):
        words = mentioned.get(at, {})
        if entity.name not in words:
            yield Defect(item=f"entities[{at}].name", shown=entity.name, found=_any_of(words))
    for at, statement in enumerate(reading.statements):
        if statement.speaker is not None and statement.speaker.name is not None:
            allowed = _of_speaker(statement.speaker, reading, article)
            if statement.speaker.name not in allowed:
                item = f"statements[{at}].speaker.name"
                yield Defect(item=item, shown=statement.speaker.name, found=_any_of(allowed))
    for at, event in enumerate(reading.events):
        for path, party in _parties(event, ("events", at)):
            allowed = _of_party(party, reading, article.text)
            if party.name is not None and party.name not in allowed:
                yield Defect(item=_item((*path, "name")), shown=party.name, found=_any_of(allowed))


def _of_speaker(speaker: Speaker, reading: Reading, article: Article) -> dict[str, None]:
    """What a speaker may be called: "I" is the author, whom the page names and not the text."""
    names = [] if speaker.entity is None else [reading.entities[speaker.entity].name]
    names += [] if speaker.where is None else [_line(speaker.where, article.text)]
    return dict.fromkeys([*names, *(article.authors if speaker.rule == "author" else ())])


def _of_party(party: Actor, reading: Reading, text: str) -> dict[str, None]:
    if party.entity is not None:
        return {reading.entities[party.entity].name: None}
    return dict.fromkeys(_line(span, text) for span in (party.span, party.where) if span is not None)


def _order(reading: Reading) -> Iterator[Defect]:
    """Mentions that do not stand in the order of the text; an event begins with its trigger."""
    yield from _unordered([mention.span for mention in reading.mentions], ("mentions",))
    for at, event in enumerate(reading.events):
        yield from _unordered(event.mentions, ("events", at, "mentions"))
        first = event.mentions[0] if event.mentions else None
        if first != event.trigger:
            found = "no mention" if first is None else f"first mention at {first.start}"
            yield Defect(item=f"events[{at}].trigger", shown=f"trigger at {event.trigger.start}", found=found)


def _unordered(places: tuple[Span, ...] | list[Span], path: _Path) -> Iterator[Defect]:
    for at, (before, after) in enumerate(pairwise(places), start=1):
        if (before.start, before.end) > (after.start, after.end):
            found = f"the one before it at {before.start}"
            yield Defect(item=_item((*path, at)), shown=f"mention at {after.start}", found=found)


def _line(span: Span, text: str) -> str:
    return " ".join(span.of(text).split())


def _any_of(words: dict[str, None]) -> str:
    return " or ".join(list(words)[:3]) or "no words for it"


def _item(path: _Path) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")
