"""The events of an article as its page shows them: a list, and the words of the text that say that they happen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.archive import Party
from onrecord.values import Actor, Event, EventStatus, EventType, Record, Span
from onrecord.web import addresses


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """An event as its article reports it; `claimed_by` is whoever says so, None where the article itself does."""

    number: int
    anchor: str
    type: EventType
    mode: str | None
    status: EventStatus
    trigger: str
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    day: str | None
    until: str | None
    inferred: bool
    place: str | None
    country: str | None
    claimed_by: str | None
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A word for an event; the `first` one of each is where its links lead."""

    event: Reported
    first: bool


def reported(record: Record) -> tuple[Reported, ...]:
    """The events of a record in the order of its text."""
    reading = record.reading
    if reading is None:
        return ()
    events = sorted(reading.events, key=lambda event: event.trigger.start)
    return tuple(_reported(record, event, number) for number, event in enumerate(events, 1))


def triggers(record: Record, events: Sequence[Reported]) -> Iterator[tuple[Span, Trigger]]:
    """Where the words for these events stand, which are those of the record. A place leads to one event alone."""
    reading = record.reading
    seen: set[str] = set()
    for event, shown in zip(
        sorted(reading.events if reading else (), key=lambda event: event.trigger.start), events, strict=True
    ):
        for span in dict.fromkeys((event.trigger, *event.mentions)):
            first = span == event.trigger and shown.anchor not in seen
            seen.update([shown.anchor] if first else [])
            yield span, Trigger(event=shown, first=first)


def codes(event: Reported) -> Iterator[str | None]:
    """The country of the place, and who the parties are."""
    yield event.country
    yield from (party.code for party in (*event.actors, *event.recipients))


def _reported(record: Record, event: Event, number: int) -> Reported:
    text, when, place = record.article.text, event.date, event.place
    return Reported(
        number=number,
        anchor=addresses.trigger(event.trigger),
        type=event.type,
        mode=event.mode,
        status=event.status,
        trigger=_line(event.trigger, text),
        actors=_parties(event.actors, text),
        recipients=_parties(event.recipients, text),
        day=when.start if when else None,
        until=when.end if when else None,
        inferred=when is not None and when.inferred,
        place=(place.name or _line(place.span, text)) if place else None,
        country=place.country if place else None,
        claimed_by=_claimant(record, event),
        score=event.score,
    )


def _parties(parties: Sequence[Actor], text: str) -> tuple[Party, ...]:
    return tuple(
        Party(
            name=party.name,
            words=_line(party.span, text),
            role=_line(party.role, text) if party.role else None,
            country=party.country,
            sector=party.sector,
        )
        for party in parties
    )


def _claimant(record: Record, event: Event) -> str | None:
    """Who says so, as the text calls them; of a claim that has no source, the words that make it one."""
    if event.claimed_by is None or record.reading is None:
        return None
    said = record.reading.statements[event.claimed_by]
    named = said.speaker.name if said.speaker else None
    return named or _line(said.source or said.cue, record.article.text)


def _line(span: Span, text: str) -> str:
    return " ".join(span.of(text).split())
