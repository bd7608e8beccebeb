"""The pages: what the archive holds, and what a search finds. Articles and speakers have files of their own."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord.archive import Archive
from onrecord.web import addresses, articles, charts, events, speakers
from onrecord.web.rendering import asked, page, skipped
from onrecord.web.troubles import told

_FACETS = ("site", "author", "speaker", "section", "language", "kind", "month")
_SORTS = ("newest", "oldest")  # beside the best first
_SHOWN = 20
_MONTHS = 24  # of those that a search is narrowed to


def front(request: Request) -> Response:
    """What the archive holds."""
    archive: Archive = request.app.state.archive
    overview = archive.overview()
    time = charts.timeline(
        overview.facets["month"], overview.days, link=lambda slot: addresses.search(f"date:{slot}", sort="newest")
    )
    return page(request, "front.html", overview=overview, time=time)


def search(request: Request) -> Response:
    """What a query finds; without one, everything, newest first."""
    archive: Archive = request.app.state.archive
    query, skip = asked(request, "q"), skipped(request)
    sort = wanted if (wanted := asked(request, "sort")) in _SORTS else ""
    order = sort or ("relevance" if query else "newest")
    found = archive.search(query, sort=order, limit=_SHOWN, offset=skip, facets=_FACETS)
    facets = {name: counts[::-1][:_MONTHS] if name == "month" else counts for name, counts in found.facets.items()}
    return page(
        request,
        "search.html",
        query=query,
        sort=sort,
        found=found,
        facets=facets,
        earlier=addresses.search(query, sort=sort, skip=max(skip - _SHOWN, 0)) if skip else None,
        later=addresses.search(query, sort=sort, skip=skip + _SHOWN) if skip + _SHOWN < found.total else None,
        first=skip + 1,
    )


ROUTES: tuple[Route, ...] = (
    Route("/", told(front)),
    Route("/search", told(search)),
    Route("/events", told(events.events)),
    Route("/articles/{name}", told(articles.article)),
    Route("/articles/{name}/evidence", told(articles.evidence)),
    Route("/speakers", told(speakers.speaker)),
    Route("/speakers/{name:path}", told(speakers.speaker)),
    Route("/compare", told(speakers.compare)),
)
"""The pages by their addresses."""
