"""Events as a table in the columns of POLECAT (Halterman and others, 2023): a line an event of an article.

What POLECAT has no column for stands in columns of its own: the last day, whether the days are inferred, the status,
who claims it, how probable the type is, and the trigger.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import BinaryIO

from onrecord.formats.tsv import line
from onrecord.values import Actor, Event, EventType, Record, Span

_CLASSES: tuple[tuple[EventType, ...], ...] = (
    ("AGREE", "CONSULT", "SUPPORT", "CONCEDE"),
    ("COOPERATE", "AID", "RETREAT"),
    ("REQUEST", "ACCUSE", "REJECT", "THREATEN"),
    ("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
)
QUADS: Mapping[EventType, int] = MappingProxyType(
    {kind: quad for quad, kinds in enumerate(_CLASSES, 1) for kind in kinds}
)
"""Words or deeds, of cooperation (1, 2) or of conflict (3, 4), by type."""

COLUMNS = (
    *("Event ID", "Event Date", "Event End Date", "Date Inferred", "Event Type", "Event Mode", "Status", "Claimed By"),
    *("Actor Name", "Actor Country", "Actor Sector", "Recipient Name", "Recipient Country", "Recipient Sector"),
    *("Placename", "Country", "Latitude", "Longitude"),
    *("Score", "Trigger", "Source URL", "Publisher", "Publication Date", "Headline"),
)


def write(records: Iterable[Record], file: BinaryIO) -> int:
    """Write the columns' names, then a line for each event; gives the number of records, those without events too.

    Several actors stand in one cell, parted by "; ", and so do their countries and sectors in the same order.
    """
    file.write(line(COLUMNS))
    count = 0
    for record in records:
        for row in _rows(record):
            file.write(line(row))
        count += 1
    return count


def events(record: Record) -> Sequence[Event]:
    """The events of a record, all of which are written."""
    return record.reading.events if record.reading is not None else ()


def event_id(record: Record, number: int) -> str:
    """The name of an event of a record, by its place in the reading."""
    return f"{record.id}-{number}"


def _rows(record: Record) -> Iterator[tuple[str | float | None, ...]]:
    article = record.article
    for number, event in enumerate(events(record)):
        place = event.place
        yield (
            event_id(record, number),
            *_days(event),
            *(event.type, event.mode, event.status, _claimant(record, event)),
            *_parties(event.actors, article.text),
            *_parties(event.recipients, article.text),
            *((place.name or place.span.of(article.text), place.country) if place else (None, None)),
            *((place.latitude, place.longitude) if place else (None, None)),
            *(event.score, event.trigger.of(article.text)),
            *(article.url or article.canonical_url, article.site),
            *(article.published.date().isoformat() if article.published else None, article.title),
        )


def _days(event: Event) -> tuple[str | None, str | None, str | None]:
    """The first day, the last, and whether the text says them of another event."""
    if event.date is None:
        return None, None, None
    return event.date.start, event.date.end, "yes" if event.date.inferred else "no"


def _parties(parties: Sequence[Actor], text: str) -> tuple[str, str, str]:
    """Names (the words, where there is no name), countries and sectors."""
    names = ((party.name or party.span.of(text)).replace(";", ",") for party in parties)
    return (
        "; ".join(names),
        "; ".join(party.country or "" for party in parties),
        "; ".join(party.sector or "" for party in parties),
    )


def _claimant(record: Record, event: Event) -> str | None:
    """Who says so, as the text calls them; of a claim that has no source, the words that make it one."""
    if event.claimed_by is None or record.reading is None:
        return None
    said, text = record.reading.statements[event.claimed_by], record.article.text
    words: Span = said.source or said.cue
    return (said.speaker.name if said.speaker else None) or words.of(text)
