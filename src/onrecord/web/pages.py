"""The pages: what the archive holds, and what a search finds. Articles and speakers have files of their own."""

from __future__ import annotations

import re
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord.archive import Archive
from onrecord.archive.query import FIELDS, parse
from onrecord.web import addresses, articles, charts, events, scraped, speakers
from onrecord.web.endpoints import FARTHEST, LONGEST_NAME, LONGEST_QUERY, choice, in_path, number, period, text
from onrecord.web.rendering import page
from onrecord.web.troubles import told

_FACETS = ("site", "author", "speaker", "section", "language", "kind", "month")
_SORTS = ("", "newest", "oldest")  # without a name the best come first
_OLDEST = ("oldest", "oldest first")
_SHOWN = 20
_FAILURES = 50
_TOP, _MORE = 10, 100  # values of a field, and of that of which more are asked
_FIELD = re.compile(r"^([A-Za-z]+):(?!/)")
Counts = tuple[tuple[str, int], ...]
_MONTHS = 24  # of those that a search is narrowed to


def front(request: Request) -> Response:
    """What the archive holds."""
    archive: Archive = request.app.state.archive
    overview = archive.overview()
    time = charts.timeline(
        overview.facets["month"], overview.days, link=lambda slot: addresses.search(f"date:{slot}", sort="newest")
    )
    return page(request, "front.html", overview=overview, time=time)


def failures(request: Request, *, skip: int) -> Response:
    """What could not become a record."""
    archive: Archive = request.app.state.archive
    found = tuple(map(scraped.failure, archive.failures(limit=_FAILURES + 1, offset=skip)))
    more = len(found) > _FAILURES and skip + _FAILURES <= FARTHEST
    return page(
        request,
        "failures.html",
        failures=found[:_FAILURES],
        first=skip + 1,
        earlier=addresses.failures(skip=max(skip - _FAILURES, 0)) if skip else None,
        later=addresses.failures(skip=skip + _FAILURES) if more else None,
    )


def search(request: Request, *, q: str, sort: str, skip: int, more: str) -> Response:
    """What a query finds; without one, everything, newest first."""
    archive: Archive = request.app.state.archive
    query = q.strip()
    order = sort or ("relevance" if query else "newest")
    # one more than is shown tells whether there are others
    sizes = {name: 1 + (_MORE if name == more else _TOP) for name in _FACETS}
    found = archive.search(query, sort=order, limit=_SHOWN, offset=skip, facets=sizes)
    facets = {name: _shown(name, counts, more) for name, counts in found.facets.items()}
    following = skip + _SHOWN if skip + _SHOWN < min(found.total, FARTHEST + 1) else 0
    return page(
        request,
        "search.html",
        query=query,
        sort=sort,
        orders=[*([("", "best first"), ("newest", "newest first")] if query else [("", "newest first")]), _OLDEST],
        found=found,
        facets=facets,
        more=more,
        fields=FIELDS,
        unknown=[name for term in parse(query).words for name in _FIELD.findall(term.words)] if not found.total else [],
        earlier=addresses.search(query, sort=sort, skip=max(skip - _SHOWN, 0)) if skip else None,
        later=addresses.search(query, sort=sort, skip=following) if following else None,
        first=skip + 1,
    )


def _shown(field: str, counts: Counts, more: str) -> tuple[Counts, bool]:
    """The values of a field that are shown, the last months first, and whether there are others."""
    most = _MORE if field == more else _MONTHS if field == "month" else _TOP
    ordered = counts[::-1] if field == "month" else counts
    return ordered[:most], len(ordered) > most


_DAY = period("day", "a day, a month or a year")
_SKIP = number("skip", "how many to leave out first", most=FARTHEST, default=0)
_ABOUT = text("about", "words that were said", longest=LONGEST_QUERY, default="")
_NAME = text("name", "the name of a speaker", longest=LONGEST_NAME, default="")
_ID = in_path(text("name", "the id of an article", longest=LONGEST_NAME))
_SEARCH = (
    text("q", "a query", longest=LONGEST_QUERY, default=""),
    choice("sort", "the order", names=_SORTS, default=""),
    _SKIP,
    choice("more", "the field of which more values are shown", names=("", *_FACETS), default=""),
)
_TWO = (replace(_NAME, name="a"), replace(_NAME, name="b"), _ABOUT)

ROUTES: tuple[Route, ...] = (
    Route("/", told(front)),
    Route("/search", told(search, *_SEARCH)),
    Route("/events", told(events.events, _SEARCH[0], _DAY, _SKIP)),
    Route("/articles/{name}", told(articles.article, _ID)),
    Route("/articles/{name}/evidence", told(articles.evidence, _ID)),
    Route("/articles/{name}/versions", told(articles.versions, _ID, _SKIP)),
    Route("/speakers", told(speakers.speaker, _NAME, _ABOUT, _SKIP)),
    Route("/speakers/{name:path}", told(speakers.speaker, _NAME, _ABOUT, _SKIP)),
    Route("/compare", told(speakers.compare, *_TWO)),
    Route("/failures", told(failures, _SKIP)),
)
"""The pages by their addresses."""
