"""A record as the rows that hold it, and back. Pure, so that it is done where the record was made."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import msgspec
import zstandard

from onrecord.archive import stories
from onrecord.errors import FormatError
from onrecord.formats.json import encoded, record_from
from onrecord.reading.verifying import misplaced
from onrecord.values import Actor, Article, Event, Reading, Record, Span, Statement

_TRACKING = re.compile(r"(?:utm_.*|fbclid|gclid|msclkid|mc_[ce]id|igshid|ref_src|cmpid|ocid)", re.IGNORECASE)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """A reading in the form of the archive's tables: rows without the number of their record, columns in order."""

    statements: tuple[tuple[Any, ...], ...] = ()
    events: tuple[tuple[Any, ...], ...] = ()
    parties: tuple[tuple[Any, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A record in the form of the archive's tables; `page` is what its versions have in common."""

    id: str
    page: str
    url: str | None
    canonical_url: str | None
    host: str | None
    site: str | None
    title: str | None
    standfirst: str | None
    authors: str
    published: str | None
    published_at: int | None
    modified: str | None
    language: str | None
    section: str | None
    tags: str
    agency: str | None
    kind: str
    words: int
    text: str
    details: bytes
    sketch: bytes | None
    reported: Reported
    has_reading: bool


COLUMNS = tuple(
    field.name for field in fields(Row) if field.name not in ("text", "details", "sketch", "reported", "has_reading")
)
"""Those that the table `records` has too."""


def row_of(record: Record) -> Row:
    """The rows of a record.

    Raises FormatError where a text holds half a surrogate pair, which no file would take, or the reading is not of it.
    """
    article = record.article
    details = packed(record)
    if record.reading is not None and (wrong := next(misplaced(record.reading, article.text), None)) is not None:
        message = f"{wrong.item}: {wrong.shown}, but there are {wrong.found}; read the article again"
        raise FormatError(message, where="reading")
    try:
        article.text.encode()
    except UnicodeEncodeError as error:
        raise FormatError(f"{error}; decode the page's bytes with errors='replace'", where="text") from error
    return Row(
        id=record.id,
        page=page_of(article) or record.id,
        url=article.url,
        canonical_url=article.canonical_url,
        host=host_of(article.url) or host_of(article.canonical_url),
        site=article.site,
        title=article.title,
        standfirst=article.standfirst,
        authors=_array(article.authors),
        published=article.published.isoformat() if article.published else None,
        published_at=seconds(article.published) if article.published else None,
        modified=article.modified.isoformat() if article.modified else None,
        language=article.language,
        section=article.section,
        tags=_array(article.tags),
        agency=article.agency,
        kind=article.kind,
        words=len(article.text.split()),
        text=article.text,
        details=details,
        sketch=stories.sketch(article.text),
        reported=reported(record.reading, article.text),
        has_reading=record.reading is not None,
    )


def packed(record: Record) -> bytes:
    """All of a record but its text, compressed. Raises FormatError for half a surrogate pair."""
    return zstandard.compress(encoded(replace(record, article=replace(record.article, text=""))), 3)


def record_of(text: str, details: bytes, *, where: str) -> Record:
    """The record whose text and details these are.

    Raises FormatError where they are not what `row_of` made, zstandard.ZstdError where the compressed part is damaged.
    """
    found = msgspec.json.decode(zstandard.decompress(details, max_output_size=1 << 30))
    found["article"]["text"] = text
    return record_from(found, where=where)


def seconds(time: datetime) -> int:
    """Seconds since 1970; a time without an offset counts as UTC."""
    return round(((time if time.tzinfo else time.replace(tzinfo=UTC)) - _EPOCH).total_seconds())


def host_of(url: str | None) -> str | None:
    """The host of an address in lower case, without "www."; None where it has none."""
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def page_of(article: Article) -> str | None:
    """What the versions of a page have in common: its address without what does not tell pages apart.

    The canonical address counts where it names a page of the same site: some sites claim their front page for all.
    """
    own, claimed = address_key(article.url), address_key(article.canonical_url)
    if own is None or claimed is None:
        return own or claimed
    same_site = host_of(article.url) == host_of(article.canonical_url)
    return claimed if same_site and "/" in claimed.rstrip("/") else own


def address_key(url: str | None) -> str | None:
    """An address without what does not tell pages apart: scheme, www., fragment, what tracks readers."""
    host = host_of(url)
    if url is None or host is None:
        return None
    parts = urlsplit(url)
    host += f":{parts.netloc.rpartition(':')[2]}" if re.search(r":\d+$", parts.netloc) else ""
    asked = [
        (name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(name)
    ]
    return f"{host}{parts.path.rstrip('/')}/{'?' + urlencode(asked) if asked else ''}"


def called(name: str | None, words: str, *, country: str | None, sector: str | None) -> tuple[str, ...]:
    """All by which a party can be looked for: its name, the words of the text, its country, its sector, both."""
    forms = (name, words, country, sector, (country or "") + (sector or ""))
    return tuple(dict.fromkeys(form for form in forms if form))


def _array(values: tuple[str, ...]) -> str:
    return msgspec.json.encode(values).decode()


def reported(reading: Reading | None, text: str) -> Reported:
    """The rows of a reading, in the words of its text."""
    if reading is None:
        return Reported()
    return Reported(
        statements=tuple((place, *_said(statement, text)) for place, statement in enumerate(reading.statements)),
        events=tuple((place, *_event(event, text)) for place, event in enumerate(reading.events)),
        parties=tuple(
            (place, part, number, *_party(party, text))
            for place, event in enumerate(reading.events)
            for part, parties in (("actor", event.actors), ("recipient", event.recipients))
            for number, party in enumerate(parties)
        ),
    )


def _said(statement: Statement, text: str) -> tuple[Any, ...]:
    speaker = statement.speaker
    spans = [*statement.content, statement.cue, *([statement.source] if statement.source else [])]
    return (
        speaker.name if speaker else None,
        int(speaker is not None and speaker.anonymous),
        _words(speaker.role if speaker else None, text),
        _words(speaker.affiliation if speaker else None, text),
        _words(statement.source, text),
        statement.cue.of(text),
        " … ".join(piece.of(text) for piece in statement.content),
        statement.kind,
        statement.score,
        min(span.start for span in spans),
        max(span.end for span in spans),
    )


def _event(event: Event, text: str) -> tuple[Any, ...]:
    when, place = event.date, event.place
    return (
        *(event.type, event.mode, event.code, event.status, event.trigger.of(text), len(event.mentions)),
        *((when.start, when.end) if when else (None, None)),
        int(when is not None and when.inferred),
        *(_words(when.span if when else None, text), _words(place.span if place else None, text)),
        *((place.name, place.country, place.latitude, place.longitude) if place else (None,) * 4),
        *(event.claimed_by, event.score, event.trigger.start, event.trigger.end),
    )


def _party(party: Actor, text: str) -> tuple[Any, ...]:
    return party.name, party.span.of(text), _words(party.role, text), party.country, party.sector


def _words(span: Span | None, text: str) -> str | None:
    return None if span is None else span.of(text)
