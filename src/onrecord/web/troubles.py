"""What a page says where something went wrong, in the look of the others and without what it need not say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from onrecord.errors import ArchiveError, Locked, NoRecord, QueryError, TooSlow
from onrecord.web.endpoints import RETRY, BadParameter, Parameter, defective, given
from onrecord.web.headers import HEADERS
from onrecord.web.rendering import asked, page

_OF_PROGRAMS = ("/api/", "/export/", "/openapi.json")


def told(endpoint: Callable[..., Response], *parameters: Parameter) -> Callable[[Request], Response]:
    """The endpoint, given what may be asked of it by name, with a page for what goes wrong."""

    @wraps(endpoint)
    def answered(request: Request) -> Response:
        try:
            return endpoint(request, **given(parameters, request))
        except BadParameter as error:
            return _trouble(request, 400, "This cannot be asked", f"{str(error)[:1].upper()}{str(error)[1:]}.")
        except QueryError as error:
            return _bad_query(request, error)
        except NoRecord:
            return _no_record(request)
        except ArchiveError as error:
            return _bad_archive(request, error)

    return answered


def _bad_query(request: Request, error: QueryError) -> Response:
    """A query that cannot be meant, with the place in it."""
    typed = asked(request, "q" if request.scope["path"] in ("/search", "/events") else "about")
    message = str(error) if error.position is None else str(error).partition(": ")[2]
    place = len(typed) if error.position is None else min(error.position, len(typed))
    kept = [(name, asked(request, name)) for name in ("a", "b", "name") if asked(request, name)]
    action = quote(request.scope["path"])
    return page(request, "query.html", status=400, message=message, typed=typed, place=place, kept=kept, action=action)


def _no_record(request: Request) -> Response:
    """An id that no record has."""
    return _trouble(
        request,
        404,
        "There is no such article",
        "No article of this archive has this address, or it was cut too short to name one alone.",
    )


def _bad_archive(request: Request, error: ArchiveError) -> Response:
    """An archive that cannot be read now."""
    headings: Mapping[type, str] = {Locked: "The archive is busy", TooSlow: "This takes too long"}
    heading = headings.get(type(error), "The archive cannot be read")
    answer = _trouble(request, 503, heading, str(error).removeprefix(f"{error.path}: "))
    answer.headers["retry-after"] = RETRY
    return answer


def not_there(request: Request, error: Exception) -> Response:
    """What HTTP itself has a status for."""
    assert isinstance(error, HTTPException)
    if error.status_code == 404:
        return _trouble(request, 404, "There is no such page", "Nothing is at this address.")
    return _trouble(request, error.status_code, "This cannot be done", str(error.detail))


def defect(request: Request, error: Exception) -> Response:
    """Anything else is a defect; what it is stands in the log and not on the page."""
    if request.scope["path"].startswith(_OF_PROGRAMS):
        answer = defective()
    else:
        answer = _trouble(request, 500, "Something went wrong here", "That is a defect of onrecord; its log says more.")
    answer.raw_headers += HEADERS  # this is answered outside of all that stands around the others
    return answer


def _trouble(request: Request, status: int, heading: str, message: str) -> Response:
    return page(request, "trouble.html", status=status, heading=heading, message=message)


HANDLERS: Mapping[Any, Any] = {HTTPException: not_there, Exception: defect}
"""Which page tells of what no endpoint answers for."""
