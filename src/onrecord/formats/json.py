"""A record as one JSON object, indented for reading: {"id": ..., "article": {every field, its evidence included}}
and, where it was read for what it reports, "reading": {...}.

Times are ISO 8601 as the page states them, tuples are lists, and what the page does not say is null. Reading gives
back an equal record: nothing is lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from onrecord.errors import FormatError
from onrecord.reading.verifying import misplaced
from onrecord.values import Article, Reading, Record


def write_json(record: Record, *, fields: Sequence[str] | None = None) -> str:
    """One object over several lines, indented by two spaces, without a newline at its end.

    With `fields` the article has these keys alone, in their order.
    """
    return msgspec.json.format(encoded(record, fields=fields), indent=2).decode()


def encoded(record: Record, *, fields: Sequence[str] | None = None) -> bytes:
    """The record as UTF-8 JSON on one line.

    Raises FormatError where a text holds half a surrogate pair, which no JSON reader would take.
    """
    article = record.article if fields is None else {name: getattr(record.article, name) for name in fields}
    whole = {"id": record.id, "article": article}
    return as_json(whole if record.reading is None else whole | {"reading": record.reading}, record=record)


def as_json(value: Any, *, record: Record) -> bytes:
    """What was made of a record as UTF-8 JSON on one line; raises FormatError as `encoded` does."""
    try:
        return msgspec.json.encode(value)
    except UnicodeEncodeError as error:
        advice = "decode the page's bytes with errors='replace'"
        raise FormatError(f"record {record.id!r}: {error}; {advice}", where="json") from error


def read_json(text: str | bytes, *, where: str = "json") -> Record:
    """The record that `write_json` gave; of an Article's object alone (`Article.to_dict`), its record.

    Raises FormatError where the text is no JSON object, a key is unknown, or a value is not of its field's kind.
    `where` names the place in the message.
    """
    try:
        found = msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise FormatError(f"no JSON: {error}; `onrecord read --format json` shows the form", where=where) from error
    return record_from(found, where=where)


def record_from(found: Any, *, where: str) -> Record:
    """The record of a decoded JSON object; see `read_json`."""
    if not isinstance(found, dict):
        raise FormatError("no object; a record is {'id': ..., 'article': {...}}", where=where)
    if "article" not in found:
        return Record.of(_article(found, where=where))
    unknown = sorted(set(found) - {"id", "article", "reading"})
    if unknown or not isinstance(found.get("id"), str) or not isinstance(found["article"], dict):
        raise FormatError(
            f"a record has an id (a string) and an article (an object), this one has {', '.join(sorted(found))}",
            where=where,
        )
    article = _article(found["article"], where=where)
    return Record(id=found["id"], article=article, reading=_reading(found.get("reading"), article=article, where=where))


def _reading(fields: Any, *, article: Article, where: str) -> Reading | None:
    """The reading of an article, whose spans lie in its text and whose entities and statements are there."""
    if fields is None:
        return None
    if not isinstance(fields, dict):
        raise FormatError("the reading is no object; {} has nothing in it", where=where)
    try:
        reading = Reading.from_dict(fields)
    except FormatError as error:
        raise FormatError(str(error), where=where) from error
    wrong = next(misplaced(reading, article.text), None)
    if wrong is not None:
        advice = "`onrecord read --format json` shows the form"
        raise FormatError(f"reading.{wrong.item}: {wrong.shown}, but there are {wrong.found}; {advice}", where=where)
    return reading


def _article(fields: dict[str, Any], *, where: str) -> Article:
    try:
        return Article.from_dict(fields)
    except FormatError as error:
        raise FormatError(str(error), where=where) from error
