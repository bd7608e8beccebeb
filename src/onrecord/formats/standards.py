"""Addresses and times in the forms that standards ask for, by which records leave the house."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime
from urllib.parse import quote

from onrecord.values import Record

_WEB = re.compile(r"https?://(?:[^/?#@:]*@)?[^/?#@:]+(?::[0-9]*)?(?:[/?#].*)?", re.IGNORECASE)
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_LONGEST = 8_000  # characters; what reads a WARC file bounds the heads of its records


def uri(*addresses: str | None) -> str | None:
    """The first of some addresses that is one of the web, as RFC 3986 writes it: all other letters percent-encoded."""
    for address in addresses:
        before, mark, fragment = (address or "").strip().partition("#")
        written = _quoted(before) + mark + _quoted(fragment)
        if len(written) <= _LONGEST and _WEB.fullmatch(written):
            return written
    return None


def urn(record: Record, part: str = "") -> str:
    """A name for a record, or for a part of it, that is always the same and nobody else's."""
    key = f"onrecord:{record.id}{part and ' '}{part}".encode("utf8", "replace").decode()
    return uuid.uuid5(uuid.NAMESPACE_OID, key).urn


def in_utc(time: datetime | None) -> datetime | None:
    """The time in UTC, in which a time without an offset is taken to be; None where there is none."""
    if time is None:
        return None
    try:
        return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
    except OverflowError:  # the first and the last day of the calendar
        return time.replace(tzinfo=UTC)


def _quoted(text: str) -> str:
    return quote(_STRAY_PERCENT.sub("%25", text), safe="!$%&'()*+,/:;=?@~", errors="surrogatepass")
