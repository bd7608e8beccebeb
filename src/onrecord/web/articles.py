"""The page of an article: its record beside its text; and the page of the evidence for each field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from onrecord.archive import Archive, Hit, Version, words
from onrecord.values import Article, Evidence
from onrecord.web import addresses, scraped
from onrecord.web.legends import legend
from onrecord.web.marking import laid
from onrecord.web.rendering import page, plain
from onrecord.web.triggers import codes

_CARRIERS = 20
_VERSIONS = 5  # a page of others may have hundreds, and each may have changed all of a long text
_LONG = 400  # characters of what did not change, of which the ends are enough
_END = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What changed in one field, or in one place of the text: pieces marked "=", "-" or "+"."""

    field: str
    pieces: tuple[tuple[str, str], ...]


def article(request: Request, *, name: str) -> Response:
    """A record: what the article says, who says what in it, what changed, who else tells it, where it was found."""
    archive: Archive = request.app.state.archive
    record = archive.get(name)
    versions = archive.versions(record.id, limit=_VERSIONS)
    latest = archive.latest(record.id)
    return page(
        request,
        "article.html",
        record=record,
        article=record.article,
        laid=(shown := laid(record)),
        legend=legend(code for event in shown.events for code in codes(event)),
        images=_images(record.article),
        versions=_compared(versions),
        count=versions[-1].number if versions else 1,
        latest=latest if latest != record.id else None,
        carriers=_carriers(archive, record.id, own=latest),
        places=sorted({scraped.place(found) for found in archive.places(record.id)}),
    )


def evidence(request: Request, *, name: str) -> Response:
    """Why each field of a record is what it is."""
    archive: Archive = request.app.state.archive
    record = archive.get(name)
    return page(request, "evidence.html", record=record, article=record.article, fields=_by_field(record.article))


def versions(request: Request, *, name: str, skip: int) -> Response:
    """The states in which a page was found, the last one first, with what changed."""
    archive: Archive = request.app.state.archive
    record = archive.get(name)
    some = archive.versions(record.id, limit=_VERSIONS, offset=skip)
    return page(
        request,
        "versions.html",
        name=record.id,
        title=record.article.title,
        versions=_compared(some),
        count=archive.versions(record.id, limit=1)[-1].number,
        earlier=addresses.versions(record.id, skip=max(skip - _VERSIONS, 0)) if skip else None,
        later=addresses.versions(record.id, skip=skip + _VERSIONS) if some and some[0].number > 1 else None,
    )


def _compared(versions: Sequence[Version]) -> list[tuple[Version, tuple[Change, ...]]]:
    return [(version, tuple(map(_change, version.changes))) for version in reversed(versions)]


def _carriers(archive: Archive, name: str, *, own: str) -> tuple[Hit, ...]:
    """The other records of a story, in their latest versions; not that of this page."""
    story = archive.story(name)
    if len(story.records) < 2:
        return ()
    found = archive.search(f"story:{story.id}", sort="oldest", limit=_CARRIERS + 1)
    return tuple(hit for hit in found.hits if hit.id != own)[:_CARRIERS]


def _images(article: Article) -> tuple[Any, ...]:
    """The pictures, each once, the leading one first."""
    found = [*([article.lead_image] if article.lead_image else []), *article.images]
    return tuple({image.url: image for image in reversed(found)}.values())[::-1]


def _change(change: Mapping[str, Any]) -> Change:
    if change["field"] == "text":
        before, after = "\n".join(change["removed"]), "\n".join(change["added"])
    else:
        before, after = plain(change["before"]), plain(change["after"])
    pieces = tuple((mark, _shortened(text) if mark == "=" else text) for mark, text in words(before, after))
    return Change(field=change["field"], pieces=pieces)


def _shortened(text: str) -> str:
    return text if len(text) < _LONG else f"{text[:_END]} … {text[-_END:]}"


def _by_field(article: Article) -> tuple[tuple[str, str, tuple[tuple[Evidence, str], ...]], ...]:
    """Each field with its value and all that speaks for one or another, the winners first."""
    values = article.to_dict()
    order = ("title", *values)
    places = {field: order.index(field) for field in values}
    pieces = sorted(
        article.evidence,
        key=lambda piece: (places.get(piece.field, len(order)), piece.field, not piece.chosen, -piece.score),
    )
    return tuple(
        (field, _brief(plain(values.get(field))), tuple((piece, _brief(plain(piece.value))) for piece in group))
        for field, group in groupby(pieces, key=lambda piece: piece.field)
    )


def _brief(text: str) -> str:
    return text if len(text) < _LONG else f"{text[:_LONG]} …"
