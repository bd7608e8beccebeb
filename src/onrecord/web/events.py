"""The page of what happened: who did what to whom, when, and between whom, by the articles that a query finds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from starlette.requests import Request
from starlette.responses import Response

from onrecord.archive import Archive, Chronicle
from onrecord.web import addresses
from onrecord.web.endpoints import FARTHEST
from onrecord.web.layers import layers
from onrecord.web.legends import legend
from onrecord.web.networks import network
from onrecord.web.rendering import page

_SHOWN = 20
_UNTIL = re.compile(r"(?:^|\s)date:\.\.[0-9-]+$")  # as `_before` leaves it behind
_DAY = re.compile("[12][0-9]{3}-[0-9]{2}-[0-9]{2}")


def events(request: Request, *, q: str, day: str | None, skip: int) -> Response:
    """What happened by the newest articles that a query finds; with a day, month or year, what began then."""
    archive: Archive = request.app.state.archive
    query, day = q.strip(), day or ""
    found = archive.chronicle(query, day=day, limit=_SHOWN, offset=skip)
    more = skip + _SHOWN < found.total
    return page(
        request,
        "events.html",
        query=query,
        day=day,
        found=found,
        has_any=bool(query or found.total) or archive.has_events(),
        time=layers(found.days, link=lambda slot: addresses.events(query, day=slot)),
        network=network(found.pairs, query=query),
        legend=legend(_codes(found)),
        before=_before(query, found),
        earlier=addresses.events(query, day=day, skip=max(skip - _SHOWN, 0)) if skip else None,
        later=addresses.events(query, day=day, skip=skip + _SHOWN) if more and skip + _SHOWN <= FARTHEST else None,
        first=skip + 1,
    )


def _codes(found: Chronicle) -> Iterator[str | None]:
    """All that may be codes of what the page shows."""
    for one in found.happenings:
        yield from (one.country, *(party.code for party in (*one.actors, *one.recipients)))
    for facet in ("actor", "recipient"):
        yield from (name for name, _ in found.facets[facet])
    yield from (name for pair in found.pairs for name in (pair.who, pair.whom))


def _before(query: str, found: Chronicle) -> str | None:
    """The query that finds the articles before those that were looked through, those of the same day once more.

    None where there are none, or a day has more of them than are looked through.
    """
    day = _DAY.match(found.since or "")
    if day is None:
        return None
    wanted = f"{_UNTIL.sub('', query)} date:..{day[0]}".strip()
    return wanted if wanted != query else None
