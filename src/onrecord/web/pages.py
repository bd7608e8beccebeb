"""The pages: what the archive holds, and what a search finds. Articles and speakers have files of their own."""

from __future__ import annotations

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord.archive import Archive
from onrecord.web import addresses, articles, charts, speakers
from onrecord.web.endpoints import FARTHEST, LONGEST_NAME, LONGEST_QUERY, choice, in_path, number, text
from onrecord.web.rendering import page
from onrecord.web.troubles import told

_FACETS = ("site", "author", "speaker", "section", "language", "kind", "month")
_SORTS = ("", "newest", "oldest")  # without a name the best come first
_OLDEST = ("oldest", "oldest first")
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


def search(request: Request, *, q: str, sort: str, skip: int) -> Response:
    """What a query finds; without one, everything, newest first."""
    archive: Archive = request.app.state.archive
    query = q.strip()
    order = sort or ("relevance" if query else "newest")
    found = archive.search(query, sort=order, limit=_SHOWN, offset=skip, facets=_FACETS)
    facets = {name: counts[::-1][:_MONTHS] if name == "month" else counts for name, counts in found.facets.items()}
    return page(
        request,
        "search.html",
        query=query,
        sort=sort,
        orders=[*([("", "best first"), ("newest", "newest first")] if query else [("", "newest first")]), _OLDEST],
        found=found,
        facets=facets,
        earlier=addresses.search(query, sort=sort, skip=max(skip - _SHOWN, 0)) if skip else None,
        later=addresses.search(query, sort=sort, skip=skip + _SHOWN) if skip + _SHOWN < min(found.total, FARTHEST + 1) else None,
        first=skip + 1,
    )


_SKIP = number("skip", "how many to leave out first", most=FARTHEST, default=0)
_ABOUT = text("about", "words that were said", longest=LONGEST_QUERY, default="")
_NAME = text("name", "the name of a speaker", longest=LONGEST_NAME, default="")
_ID = in_path(text("name", "the id of an article", longest=LONGEST_NAME))
_SEARCH = (
    text("q", "a query", longest=LONGEST_QUERY, default=""),
    choice("sort", "the order", names=_SORTS, default=""),
    _SKIP,
)
_TWO = (replace(_NAME, name="a"), replace(_NAME, name="b"), _ABOUT)

ROUTES: tuple[Route, ...] = (
    Route("/", told(front)),
    Route("/search", told(search, *_SEARCH)),
    Route("/articles/{name}", told(articles.article, _ID)),
    Route("/articles/{name}/evidence", told(articles.evidence, _ID)),
    Route("/speakers", told(speakers.speaker, _NAME, _ABOUT, _SKIP)),
    Route("/speakers/{name:path}", told(speakers.speaker, _NAME, _ABOUT, _SKIP)),
    Route("/compare", told(speakers.compare, *_TWO)),
)
"""The pages by their addresses."""
