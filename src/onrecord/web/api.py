"""What the pages show as JSON, and as files to be kept: the one table of endpoints, and the routes that it makes.

Nothing of it writes, so nothing of it asks who is there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, partial

import msgspec
from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord.archive import FACETS, SORTS, Archive, Chronicle, Overview, Results, Said, Speech, Story, Version
from onrecord.errors import OnRecordError
from onrecord.values import Failure, Record
from onrecord.web import exports, openapi, scraped
from onrecord.web.endpoints import (
    FARTHEST,
    JSON,
    LONGEST_NAME,
    LONGEST_QUERY,
    MOST,
    BadParameter,
    Busy,
    Endpoint,
    Parameter,
    Trouble,
    choice,
    encoded,
    given,
    in_path,
    number,
    period,
    several,
    text,
    troubled,
)
from onrecord.web.rendering import page

_ID = in_path(text("id", "the id of a record, or its first characters, four at least", longest=64, required=True))
_NAME = in_path(text("name", "the name of a speaker, as the archive has it", longest=LONGEST_NAME, required=True))
_QUERY = text("q", "a query (docs/how-to-search.md)", longest=LONGEST_QUERY)
_SPEAKER = text("speaker", "words of a speaker's name, role or affiliation", longest=LONGEST_NAME, required=True)
_ABOUT = text("about", "a query; what was said has these words", longest=LONGEST_QUERY)
_OFFSET = number("offset", "how many to leave out first", most=FARTHEST, default=0)


def _limit(default: int) -> Parameter:
    return number("limit", "how many at most", most=MOST, least=1, default=default)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What two speakers are on record as saying, one beside the other."""

    a: Speech
    b: Speech


def _searched(archive: Archive, *, q: str | None, sort: str, facets: tuple[str, ...], **page: int) -> Results:
    return archive.search(q or "", sort=sort, facets=facets, **page)


def _happened(archive: Archive, *, q: str | None, day: str | None, limit: int, offset: int) -> Chronicle:
    return archive.chronicle(q or "", day=day or "", limit=limit, offset=offset)


def _said(archive: Archive, *, speaker: str, about: str | None, limit: int) -> tuple[Said, ...]:
    return tuple(archive.said(speaker, about=about, limit=limit))


def _spoken(archive: Archive, *, name: str, about: str | None, limit: int, offset: int) -> Speech:
    return archive.speech(name, about=about, limit=limit, offset=offset)


def _compared(archive: Archive, *, a: str, b: str, about: str | None, limit: int) -> Compared:
    return Compared(a=archive.speech(a, about=about, limit=limit), b=archive.speech(b, about=about, limit=limit))


def _failed(archive: Archive, *, limit: int, offset: int) -> tuple[Failure, ...]:
    return tuple(map(scraped.failure, archive.failures(limit=limit, offset=offset)))


def _exported(form: str) -> tuple[Endpoint, ...]:
    media = exports.MEDIA[form]
    return (
        Endpoint(
            path=f"/export/articles.{form}",
            about="The records that a query finds, or all, in the order in which they came.",
            answer=lambda archive, q: exports.articles(archive, q, form=form),
            parameters=(_QUERY,),
            media=media,
            name=f"articles.{form}",
        ),
        Endpoint(
            path=f"/export/said.{form}",
            about="What is on record of all whose name, role or affiliation has these words, newest first.",
            answer=lambda archive, speaker, about: exports.said(archive, speaker, about, form=form),
            parameters=(_SPEAKER, _ABOUT),
            media=media,
            name=f"said.{form}",
        ),
        Endpoint(
            path=f"/export/speech.{form}",
            about="All that the speaker of exactly this name is on record as saying, newest first.",
            answer=lambda archive, name, about: exports.speech(archive, name, about, form=form),
            parameters=(replace(_NAME, where="query"), _ABOUT),
            media=media,
            name=f"speech.{form}",
        ),
    )


def _exported_events(form: str) -> Endpoint:
    return Endpoint(
        path=f"/export/events.{form}.tsv",
        about=f"The events of all records that a query finds, or of all, in the form {form} (docs/record-format.md).",
        answer=lambda archive, q: exports.articles(archive, q, form=form),
        parameters=(_QUERY,),
        media="text/tab-separated-values",
        name=f"events.{form}.tsv",
    )


ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint(
        path="/api/overview",
        about="What the archive holds: counts, days, sites, speakers, the newest.",
        answer=lambda archive: archive.overview(),
        value=Overview,
    ),
    Endpoint(
        path="/api/search",
        about="The records that a query finds, each page in its latest version; without a query, all.",
        answer=_searched,
        value=Results,
        parameters=(
            _QUERY,
            choice("sort", "the order", names=tuple(SORTS), default="relevance"),
            _limit(10),
            _OFFSET,
            several("facets", "by what to count all that was found", names=FACETS),
        ),
    ),
    Endpoint(
        path="/api/events",
        about="What the newest articles tell that a query finds, newest first, what several tell put together; and all "
        "of it counted by type, status, party, day and pair. `found` and `articles` say how many articles there are, "
        "and how many of them were looked through.",
        answer=_happened,
        value=Chronicle,
        parameters=(_QUERY, period("day", "what began on this day, in this month or year"), _limit(20), _OFFSET),
    ),
    Endpoint(
        path="/api/articles/{id}",
        about="A whole record: the article with its evidence, and what was read in it.",
        answer=lambda archive, id: archive.get(id),
        value=Record,
        parameters=(_ID,),
    ),
    Endpoint(
        path="/api/articles/{id}/versions",
        about="The last states in which the page of a record was found, in their order, with what changed; `offset` "
        "leaves out the very last.",
        answer=lambda archive, id, limit, offset: archive.versions(id, limit=limit, offset=offset),
        value=tuple[Version, ...],
        parameters=(_ID, _limit(100), _OFFSET),
    ),
    Endpoint(
        path="/api/articles/{id}/story",
        about="Who else tells what a record tells in nearly the same words, earliest first.",
        answer=lambda archive, id: archive.story(id),
        value=Story,
        parameters=(_ID,),
    ),
    Endpoint(
        path="/api/articles/{id}/places",
        about="Where a record was found: names of files and of parts of them, without their folders; addresses.",
        answer=lambda archive, id: tuple(map(scraped.place, archive.places(id))),
        value=tuple[str, ...],
        parameters=(_ID,),
    ),
    Endpoint(
        path="/api/speakers/{name}",
        about="What the speaker of exactly this name is on record as saying: how often and when, on what, with whom; "
        "`about` narrows the statements alone.",
        answer=_spoken,
        value=Speech,
        parameters=(_NAME, _ABOUT, _limit(50), _OFFSET),
    ),
    Endpoint(
        path="/api/said",
        about="What is on record of speakers whose name, role or affiliation has these words, newest first.",
        answer=_said,
        value=tuple[Said, ...],
        parameters=(_SPEAKER, _ABOUT, _limit(100)),
    ),
    Endpoint(
        path="/api/compare",
        about="What two speakers are on record as saying, one beside the other.",
        answer=_compared,
        value=Compared,
        parameters=(
            text("a", "the name of a speaker, as the archive has it", longest=LONGEST_NAME, required=True),
            text("b", "the name of another one", longest=LONGEST_NAME, required=True),
            _ABOUT,
            _limit(50),
        ),
    ),
    Endpoint(
        path="/api/failures",
        about="What could not become a record, in the order in which it came.",
        answer=_failed,
        value=tuple[Failure, ...],
        parameters=(_limit(100), _OFFSET),
    ),
    *(endpoint for form in exports.MEDIA for endpoint in _exported(form)),
    *map(_exported_events, ("plover", "cameo")),
)
"""Everything that programs can ask; the OpenAPI document is made from this."""


class _Anything(Convertor[str]):
    """The rest of an address, with its slashes and its line breaks."""

    regex = "(?s:.*)"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("anything", _Anything())


def _answered(endpoint: Endpoint, request: Request) -> Response:
    archive: Archive = request.app.state.archive
    try:
        value = endpoint.answer(archive, **given(endpoint.parameters, request))
    except (BadParameter, Busy, OnRecordError) as error:
        return troubled(error)
    if endpoint.media == JSON:
        return encoded(value)
    kept = {"content-disposition": f'attachment; filename="{endpoint.name}"', "cache-control": "no-store"}
    if request.method == "HEAD":
        value.close()
        return Response(media_type=endpoint.media, headers=kept)
    return exports.Sent(value, media=endpoint.media, headers=kept)


def _route(endpoint: Endpoint) -> Route:
    """The route of an endpoint; the name of a speaker may have a slash in it."""
    path = endpoint.path.replace("{name}", "{name:anything}")
    return Route(path, partial(_answered, endpoint), methods=["GET"], name=endpoint.path)


@cache
def _document() -> bytes:
    return msgspec.json.encode(openapi.document(ENDPOINTS))


def _described(request: Request) -> Response:
    return Response(_document(), media_type=JSON)


def _documented(request: Request) -> Response:
    described = msgspec.json.decode(_document())
    values = described["components"]["schemas"]
    return page(request, "docs.html", info=described["info"], paths=described["paths"], values=values)


def _unknown(request: Request) -> Response:
    what = Trouble(error="NotFound", message="there is nothing at this address; /docs lists what there is")
    return Response(msgspec.json.encode(what), 404, media_type=JSON)


ROUTES: tuple[Route, ...] = (
    *map(_route, ENDPOINTS),
    Route("/openapi.json", _described, methods=["GET"]),
    Route("/docs", _documented, methods=["GET"]),
    Route("/api/{rest:anything}", _unknown, methods=["GET"]),
    Route("/export/{rest:anything}", _unknown, methods=["GET"]),
)
"""What a server answers programs with, beside the pages for people."""
