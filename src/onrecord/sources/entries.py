"""What a feed or a sitemap says of a page: its address and when it was written. And the forms that dates have there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Protocol
from urllib.parse import urljoin
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import XMLParser

from onrecord.errors import FetchFailed

_MAX_TEXT = 4096  # code points of a title, a date or an address; what comes after is cut off
_MAX_ELEMENTS = 1_000_000  # of one file: a sitemap of 50,000 addresses has a fifth of that
_MAX_DEPTH = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A page that a feed or a sitemap names: its absolute address, when it was published and changed, its title.

    Times are in UTC; one without an offset is taken for UTC.
    """

    url: str
    published: datetime | None = None
    modified: datetime | None = None
    title: str | None = None


class Target(Protocol):
    """What is told of an XML file, element by element. Depth 0 is the root; `text` is cut off after some length."""

    def start(self, name: str, attributes: dict[str, str], depth: int) -> None:
        """An element begins; `name` is without its namespace."""

    def end(self, name: str, text: str, depth: int) -> None:
        """An element ends, with the text that stands in it directly."""


def walk(pieces: Iterable[bytes], target: Target, *, where: str) -> None:
    """Tell `target` of an XML file, piece by piece, without ever holding the whole.

    Raises FetchFailed where it is no XML, defines entities (a few lines may stand for gigabytes), or is out of bounds.
    """
    parser = XMLParser(target=_Events(target, where))
    try:
        for piece in _from_the_first_tag(pieces):
            parser.feed(piece)
        parser.close()
    except DefusedXmlException as error:
        message = "this XML defines entities, which may hide a bomb; it is not read"
        raise FetchFailed(message, where=where, cause="XML entities") from error
    except (ParseError, ValueError, LookupError) as error:
        raise FetchFailed(f"this is broken XML ({error}); tell the site", where=where, cause="broken XML") from error


def moment(text: str | None) -> datetime | None:
    """The time that a text states in the form of ISO 8601 or of e-mail, in UTC; None where it states none."""
    stated = (text or "").strip()
    forms: tuple[Callable[[str], datetime], ...] = (datetime.fromisoformat, parsedate_to_datetime)
    for read in forms:
        try:
            found = read(stated)
            return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, OverflowError):
            continue
    return None


def absolute(link: str | None, *, base: str) -> str | None:
    """A link as an absolute http or https address; None where it is none."""
    try:
        address = urljoin(base, (link or "").strip())
    except ValueError:
        return None
    return address if link and link.strip() and address.startswith(("http://", "https://")) else None


def _from_the_first_tag(pieces: Iterable[bytes]) -> Iterable[bytes]:
    """The pieces without white space at the very beginning, where some programs leave a blank line."""
    begun = False
    for piece in pieces:
        rest = piece if begun else piece.lstrip()
        begun = begun or bool(rest)
        yield rest


class _Events:
    """Between the parser and a Target: names without namespaces, depths, texts and bounds."""

    def __init__(self, target: Target, where: str) -> None:
        self._target = target
        self._where = where
        self._texts: list[list[str]] = []
        self._count = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > _MAX_ELEMENTS or len(self._texts) > _MAX_DEPTH:
            message = f"it has more than {_MAX_ELEMENTS:,} elements, or more than {_MAX_DEPTH} inside of each other"
            raise FetchFailed(message, where=self._where, cause="too large")
        self._target.start(_name(tag), attributes, len(self._texts))
        self._texts.append([])

    def data(self, text: str) -> None:
        if self._texts and len(self._texts[-1]) < _MAX_TEXT:
            self._texts[-1].append(text[:_MAX_TEXT])

    def end(self, tag: str) -> None:
        text = "".join(self._texts.pop())[:_MAX_TEXT]
        self._target.end(_name(tag), text.strip(), len(self._texts))

    def close(self) -> None:
        """Nothing is left to be done."""


def _name(tag: str) -> str:
    """The name of an element; those of pictures, videos and other media are marked, as they are not the page's."""
    namespace, _, name = tag.rpartition("}")
    return f"media:{name}" if any(word in namespace for word in ("mrss", "media", "image", "video", "itunes")) else name
