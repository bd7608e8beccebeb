"""Records as a WARC file (ISO 28500:2017), to lie beside the pages of a crawl: two WARC records each.

The first is a conversion of the page to plain text, headline, blank line, text, as in Common Crawl's WET files; the
second is metadata of the first: the whole record as JSON. Each is a gzip member of its own.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import BinaryIO

from onrecord.formats.json import encoded
from onrecord.formats.standards import in_utc, uri, urn
from onrecord.values import Record

_UNKNOWN = datetime(1970, 1, 1, tzinfo=UTC)


def write(records: Iterable[Record], file: BinaryIO) -> int:
    """Write two WARC records for each record; gives the number of the latter. The same records give the same bytes.

    WARC-Date is when the article was published, in UTC: the record does not say when its page was fetched, and the
    clock would make every export another. It is 1970-01-01 where the page does not say.

    Raises FormatError where a text holds half a surrogate pair.
    """
    count = 0
    for record in records:
        metadata = _metadata(record)  # before the text, as it says which record cannot be written
        file.write(_conversion(record) + metadata)
        count += 1
    return count


def _conversion(record: Record) -> bytes:
    text = "\n\n".join(part for part in (record.article.title, record.article.text) if part)
    fields = {"WARC-Type": "conversion", "WARC-Record-ID": _name(record, "text"), **_about(record)}
    return _member(fields | {"Content-Type": "text/plain; charset=utf-8"}, text.encode())


def _metadata(record: Record) -> bytes:
    fields = {"WARC-Type": "metadata", "WARC-Record-ID": _name(record, "record"), **_about(record)}
    fields |= {"WARC-Refers-To": _name(record, "text"), "Content-Type": "application/json"}
    return _member(fields, encoded(record))


def _name(record: Record, part: str) -> str:
    return f"<{urn(record, part)}>"


def _about(record: Record) -> dict[str, str]:
    """Where the page stands, and its time."""
    article = record.article
    date = in_utc(article.published) or _UNKNOWN
    return {
        "WARC-Target-URI": uri(article.url, article.canonical_url) or urn(record),
        "WARC-Date": date.replace(microsecond=0, tzinfo=None).isoformat() + "Z",
    }


def _member(fields: dict[str, str], block: bytes) -> bytes:
    """A WARC record as a gzip member of its own, which bears no time."""
    digest = base64.b32encode(hashlib.sha1(block, usedforsecurity=False).digest()).decode()
    fields = {**fields, "WARC-Block-Digest": f"sha1:{digest}", "Content-Length": str(len(block))}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return gzip.compress(f"WARC/1.1\r\n{head}\r\n".encode() + block + b"\r\n\r\n", mtime=0)
