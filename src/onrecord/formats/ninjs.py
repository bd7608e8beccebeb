"""Records as ninjs 2, the news items of the IPTC (https://iptc.org/standards/ninjs/): one JSON object a line.

All that is written is in each version of the standard from 2.0 on. What the record does not say is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, BinaryIO

from onrecord.formats.json import as_json
from onrecord.formats.standards import in_utc, uri, urn
from onrecord.values import Article, Image, Reading, Record

_STANDARD = {
    "name": "ninjs",
    "version": "2.1",
    "schema": "https://www.iptc.org/std/ninjs/ninjs-schema_2.1.json",
}


def write(records: Iterable[Record], file: BinaryIO) -> int:
    """Write one item a line; gives their number. Raises FormatError where a text holds half a surrogate pair."""
    count = 0
    for record in records:
        file.write(as_json(item(record), record=record) + b"\n")
        count += 1
    return count


def item(record: Record) -> dict[str, Any]:
    """The record as a news item. Its `uri` is its address, or where it has none a name made of its id.

    Times have an offset in ninjs: one that the page states without is taken to be UTC.
    """
    article = record.article
    reading = record.reading or Reading()
    found = {
        "uri": uri(article.canonical_url, article.url) or urn(record),
        "standard": _STANDARD,
        "altids": [{"role": "onrecord", "value": record.id}],
        "type": "text",
        "representationtype": "full",
        "profile": article.kind,
        "firstcreated": _time(article.published),
        "versioncreated": _time(article.modified or article.published),
        "language": article.language,
        "headlines": _texts(("main", article.title)),
        "descriptions": _texts(("standfirst", article.standfirst), ("summary", article.description)),
        "by": ", ".join(article.authors),
        "bodies": _bodies(article),
        "infosources": [{"name": name} for name in dict.fromkeys((article.agency, article.site)) if name],
        "people": _entities(reading, "person"),
        "organisations": _entities(reading, "organization"),
        "places": _entities(reading, "place"),
        "subjects": _subjects(article) + _entities(reading, "group"),
        "associations": _pictures(article.images),
    }
    return {name: value for name, value in found.items() if value}


def _time(time: datetime | None) -> str | None:
    """As RFC 3339 has it: with an offset, of whole minutes."""
    offset = time.utcoffset() if time else None
    stated = time if offset is not None and offset.total_seconds() % 60 == 0 else in_utc(time)
    return stated.isoformat() if stated else None


def _texts(*values: tuple[str, str | None]) -> list[dict[str, str]]:
    return [{"role": role, "contenttype": "text/plain", "value": value} for role, value in values if value]


def _bodies(article: Article) -> list[dict[str, Any]]:
    if not article.text:
        return []
    counts = {"charcount": len(article.text), "wordcount": len(article.text.split())}
    return [{"contenttype": "text/plain", **counts, "value": article.text}]


def _entities(reading: Reading, kind: str) -> list[dict[str, str]]:
    names = dict.fromkeys(entity.name for entity in reading.entities if entity.kind == kind)
    return [{"name": name} for name in names]


def _subjects(article: Article) -> list[dict[str, str]]:
    section = [{"name": article.section, "rel": "section"}] if article.section else []
    return section + [{"name": tag} for tag in article.tags]


def _pictures(images: tuple[Image, ...]) -> list[dict[str, Any]]:
    """The pictures as items of their own; without an address of the web one cannot be an item."""
    return [
        _picture(image, address, number)
        for number, image in enumerate(images, start=1)
        if (address := uri(image.url)) is not None
    ]


def _picture(image: Image, address: str, number: int) -> dict[str, Any]:
    found = {
        "name": image.caption or f"picture {number}",
        "uri": address,
        "type": "picture",
        "by": image.credit,
        "descriptions": _texts(("caption", image.caption)),
        "renditions": [{"name": "original", "href": address}],
    }
    return {name: value for name, value in found.items() if value}
