"""Records as a Parquet file, for DuckDB, pandas, Spark and their like: typed columns, and the whole record in one more.

Needs pyarrow: `pip install 'onrecord[parquet]'`. It is imported when it is used, as most records are never written so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

from onrecord.errors import FormatError
from onrecord.formats.json import encoded, read_json
from onrecord.formats.standards import in_utc
from onrecord.values import Actor, Event, Record, Span, Statement

_MOST_ROWS = 5_000  # of a row group, the part that is held in memory
_MOST_BYTES = 16_000_000
_BATCH = 100  # rows that are read at a time
_WHERE = "parquet"


def write(records: Iterable[Record], file: BinaryIO) -> int:
    """Write a row a record; gives their number.

    `published` and `modified` are as the record has them, in ISO 8601; `published_utc` and `modified_utc` are points
    in time, for which a time without an offset is taken to be UTC. `blocks`, `statements` and `events` are lists of
    structs, statements and events with the words that their spans stand for; `record` is the record as JSON.

    Raises FormatError where pyarrow is not installed, or a text holds half a surrogate pair.
    """
    arrow, parquet = _pyarrow()
    schema = _schema(arrow)
    count = 0
    with parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        for rows in _groups(records):
            writer.write_table(_table(arrow, rows, schema))
            count += len(rows)
    return count


def read_parquet(source: Path | BinaryIO) -> Iterator[Record]:
    """The records of a file that `write` gave, one at a time, equal to those that were written.

    Raises FormatError where pyarrow is not installed, or this is no such file.
    """
    arrow, parquet = _pyarrow()
    try:
        with parquet.ParquetFile(source) as file:
            if "record" not in file.schema_arrow.names or not _is_text(arrow, file.schema_arrow.field("record").type):
                raise FormatError(
                    "it has no column `record` with records as JSON; write it with onrecord", where=_WHERE
                )
            batches = file.iter_batches(batch_size=_BATCH, columns=["record"])
            texts = chain.from_iterable(batch.column(0).to_pylist() for batch in batches)
            for number, text in enumerate(texts, start=1):
                yield read_json(text or "", where=f"{_WHERE}, row {number}")
    except arrow.ArrowException as error:
        raise FormatError(
            f"this is no Parquet file, or it is damaged ({error}); write it again", where=_WHERE
        ) from error


def _pyarrow() -> tuple[Any, Any]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise FormatError("pyarrow is not installed: pip install 'onrecord[parquet]'", where=_WHERE) from error
    return pyarrow, pyarrow.parquet


def _is_text(arrow: Any, kind: Any) -> bool:
    return bool(arrow.types.is_string(kind) or arrow.types.is_large_string(kind))


def _schema(arrow: Any) -> Any:
    text, time = arrow.string(), arrow.timestamp("us", tz="UTC")
    block = {"start": arrow.int32(), "end": arrow.int32(), "kind": text, "level": arrow.int8()}
    statement = dict.fromkeys(("speaker", "source", "cue", "content", "kind"), text)
    statement |= {"score": arrow.float64(), "anonymous": arrow.bool_()}
    party = arrow.list_(arrow.struct(dict.fromkeys(("name", "words", "country", "sector"), text)))
    event = dict.fromkeys(("type", "mode", "code", "trigger"), text) | {"actors": party, "recipients": party}
    event |= dict.fromkeys(("date", "until", "place", "country"), text)
    event |= dict.fromkeys(("latitude", "longitude"), arrow.float64())
    event |= {"status": text, "claimed_by": arrow.int32(), "score": arrow.float64()}
    return arrow.schema(
        dict.fromkeys(("id", "url", "canonical_url", "site", "title", "standfirst"), text)
        | {"authors": arrow.list_(text), "published": text, "published_utc": time, "modified": text}
        | {"modified_utc": time, "language": text, "section": text, "tags": arrow.list_(text), "agency": text}
        | {"kind": text, "words": arrow.int32(), "text": text, "blocks": arrow.list_(arrow.struct(block))}
        | {"statements": arrow.list_(arrow.struct(statement)), "events": arrow.list_(arrow.struct(event))}
        | {"record": text}
    )


def _groups(records: Iterable[Record]) -> Iterator[list[dict[str, Any]]]:
    """The rows in groups, of which one at a time is in memory."""
    rows: list[dict[str, Any]] = []
    size = 0
    for record in records:
        whole = encoded(record).decode()
        rows.append(_row(record) | {"record": whole})
        size += len(whole)
        if len(rows) >= _MOST_ROWS or size >= _MOST_BYTES:
            yield rows
            rows, size = [], 0
    if rows:
        yield rows


def _table(arrow: Any, rows: list[dict[str, Any]], schema: Any) -> Any:
    try:
        return arrow.Table.from_pylist(rows, schema=schema)
    except (arrow.ArrowException, OverflowError) as error:
        raise FormatError(
            f"a record has a number that no column can hold ({error}); write jsonl", where=_WHERE
        ) from error


def _row(record: Record) -> dict[str, Any]:
    article = record.article
    names = ("url", "canonical_url", "site", "title", "standfirst", "language", "section", "agency", "kind", "text")
    return {name: getattr(article, name) for name in names} | {
        "id": record.id,
        "authors": list(article.authors),
        "published": article.published and article.published.isoformat(),
        "published_utc": in_utc(article.published),
        "modified": article.modified and article.modified.isoformat(),
        "modified_utc": in_utc(article.modified),
        "tags": list(article.tags),
        "words": len(article.text.split()),
        "blocks": [
            {"start": block.span.start, "end": block.span.end, "kind": block.kind, "level": block.level}
            for block in article.blocks
        ],
        "statements": record.reading and [_said(statement, article.text) for statement in record.reading.statements],
        "events": record.reading and [_event(event, article.text) for event in record.reading.events],
    }


def _said(statement: Statement, text: str) -> dict[str, Any]:
    """A statement in words; pieces of its content are parted by an ellipsis."""
    speaker = statement.speaker
    return {
        "speaker": speaker and speaker.name,
        "source": _words(statement.source, text),
        "cue": _words(statement.cue, text),
        "content": " … ".join(piece.of(text) for piece in statement.content),
        "kind": statement.kind,
        "score": statement.score,
        "anonymous": speaker is not None and speaker.anonymous,
    }


def _event(event: Event, text: str) -> dict[str, Any]:
    """An event in words; `claimed_by` is the place among the statements of the one that holds it."""
    place, when = event.place, event.date
    return {
        "type": event.type,
        "mode": event.mode,
        "code": event.code,
        "trigger": event.trigger.of(text),
        "actors": [_party(party, text) for party in event.actors],
        "recipients": [_party(party, text) for party in event.recipients],
        "date": when and when.start,
        "until": when and when.end,
        "place": place and (place.name or place.span.of(text)),
        "country": place and place.country,
        "latitude": place and place.latitude,
        "longitude": place and place.longitude,
        "status": event.status,
        "claimed_by": event.claimed_by,
        "score": event.score,
    }


def _party(party: Actor, text: str) -> dict[str, Any]:
    return {"name": party.name, "words": party.span.of(text), "country": party.country, "sector": party.sector}


def _words(span: Span | None, text: str) -> str | None:
    return None if span is None else span.of(text)
