"""What an endpoint is: its address, what may be asked of it, what it answers, and what goes wrong.

One table of these (`api.ENDPOINTS`) makes the routes and the OpenAPI document, so that neither says what the other does
not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from onrecord.errors import ArchiveError, NoRecord, OnRecordError

JSON = "application/json"
MOST = 1_000
"""How many may be asked for at once."""
FARTHEST = 100_000
"""How many may be left out first."""
LONGEST_QUERY = 2_000
LONGEST_NAME = 500
"""Characters of a query, and of a name."""
RETRY = "5"  # seconds until a locked archive is worth another try
PERIOD = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
_IMPOSSIBLE = re.compile(r"[\ud800-\udfff]")


class BadParameter(Exception):
    """Something that cannot be asked: a parameter that is not there, missing, given twice, or out of its bounds."""


class Busy(Exception):
    """Something that cannot be had now, as too many have it at the same time."""


class Trouble(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why there is no answer: the name of the error, what happened and what to do; of a query, where in it."""

    error: str
    message: str
    position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """Something that may be asked. `read` makes its value of a text and raises ValueError, which says what is wanted;
    one that is not given has its `default`, where it is not `required`.
    """

    name: str
    about: str
    read: Callable[[str], Any]
    schema: Mapping[str, Any]
    default: Any = None
    required: bool = False
    where: Literal["query", "path"] = "query"


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """An address and what it answers: `answer` takes the archive and the parameters by their names.

    `value` is the type of what it gives. Where `media` is not JSON it gives the parts of a file, one after the other,
    to be saved under the `name`.
    """

    path: str
    about: str
    answer: Callable[..., Any]
    value: Any = bytes
    parameters: tuple[Parameter, ...] = ()
    media: str = JSON
    name: str | None = None

    @property
    def errors(self) -> tuple[int, ...]:
        """The statuses of what may go wrong."""
        by_id = any(parameter.where == "path" and parameter.name == "id" for parameter in self.parameters)
        return (400, 404, 500, 503) if by_id else (400, 500, 503)


def text(name: str, about: str, *, longest: int, required: bool = False, default: str | None = None) -> Parameter:
    """A text of so many characters at most; one that is required has at least one."""

    def read(given: str) -> str:
        if not int(required) <= len(given) <= longest:
            raise ValueError(f"a text of {int(required)} to {longest:,} characters")
        return given

    schema = {"type": "string", "minLength": int(required), "maxLength": longest}
    return Parameter(name=name, about=about, read=read, schema=schema, default=default, required=required)


def number(name: str, about: str, *, least: int = 0, most: int, default: int) -> Parameter:
    """A whole number in bounds."""

    def read(given: str) -> int:
        if not re.fullmatch("[0-9]{1,9}", given) or not least <= int(given) <= most:
            raise ValueError(f"a whole number from {least:,} to {most:,}")
        return int(given)

    schema = {"type": "integer", "minimum": least, "maximum": most, "default": default}
    return Parameter(name=name, about=about, read=read, schema=schema, default=default)


def period(name: str, about: str) -> Parameter:
    """A day, a month or a year: 2018-05-31, 2018-05, 2018."""

    def read(given: str) -> str:
        if not PERIOD.fullmatch(given):
            raise ValueError("a day, a month or a year: 2018-05-31, 2018-05, 2018")
        return given

    schema = {"type": "string", "pattern": f"^{PERIOD.pattern}$", "minLength": 4, "maxLength": 10}
    return Parameter(name=name, about=about, read=read, schema=schema)


def choice(name: str, about: str, *, names: Sequence[str], default: str) -> Parameter:
    """One of several names."""

    def read(given: str) -> str:
        if given not in names:
            raise ValueError(f"one of {', '.join(filter(None, names))}")
        return given

    schema = {"type": "string", "enum": list(names), "default": default}
    return Parameter(name=name, about=about, read=read, schema=schema, default=default)


def several(name: str, about: str, *, names: Sequence[str]) -> Parameter:
    """Some of several names, parted by commas."""

    def read(given: str) -> tuple[str, ...]:
        wanted = tuple(dict.fromkeys(part.strip() for part in given.split(",") if part.strip()))
        if not set(wanted) <= set(names) or len(given) > 200:
            raise ValueError(f"some of {', '.join(names)}, parted by commas")
        return wanted

    one = "|".join(names)
    schema = {"type": "string", "pattern": f"^(?:(?:{one})(?:,(?:{one}))*)?$", "maxLength": 200}
    return Parameter(name=name, about=about, read=read, schema=schema, default=())


def in_path(parameter: Parameter) -> Parameter:
    """The same as a part of the address."""
    return replace(parameter, required=True, where="path")


def given(parameters: Sequence[Parameter], request: Request) -> dict[str, Any]:
    """The values of the parameters that a request has, and the defaults of those that it has not.

    Raises BadParameter.
    """
    asked: dict[str, str] = dict(request.path_params)
    for name, value in request.query_params.multi_items():
        if name in asked:
            raise BadParameter(f"{name!r} is given twice; give it once")
        asked[name] = value
    known = [parameter.name for parameter in parameters]
    for name in asked:
        if name not in known:
            raise BadParameter(f"there is no parameter {name!r} here; there are {', '.join(known) or 'none'}")
    return {parameter.name: _value(parameter, asked.get(parameter.name)) for parameter in parameters}


def _value(parameter: Parameter, value: str | None) -> Any:
    if value is None and parameter.required:
        raise BadParameter(f"{parameter.name!r} is missing; give {parameter.about}")
    if value is None:
        return parameter.default
    if _IMPOSSIBLE.search(value):
        raise BadParameter(f"{parameter.name!r} has half a character (of a surrogate pair); leave it out")
    try:
        return parameter.read(value)
    except ValueError as error:
        raise BadParameter(f"{parameter.name!r} has to be {error}") from error


def encoded(value: Any) -> Response:
    """A value as JSON."""
    return Response(msgspec.json.encode(value), media_type=JSON)


def troubled(error: BadParameter | Busy | OnRecordError) -> Response:
    """What went wrong, as JSON with its status: 400 what was asked cannot be meant, 404 there is no such record, 503
    the archive cannot be read now.
    """
    status = status_of(error)
    trouble = Trouble(error=type(error).__name__, message=_told(error), position=getattr(error, "position", None))
    headers = {"retry-after": RETRY} if status == 503 else None
    return Response(msgspec.json.encode(trouble), status, headers=headers, media_type=JSON)


def defective() -> Response:
    """That something went wrong which should not have; what it is stands in the log alone."""
    trouble = Trouble(error="Defect", message="something went wrong; that is a defect of onrecord, its log says more")
    return Response(msgspec.json.encode(trouble), 500, media_type=JSON)


def status_of(error: BadParameter | Busy | OnRecordError) -> int:
    """The status of HTTP that says what kind of error it is."""
    if isinstance(error, NoRecord):
        return 404
    return 503 if isinstance(error, ArchiveError | Busy) else 400


def _told(error: Exception) -> str:
    """The message, without where on this machine the archive lies."""
    message = str(error)
    return message.removeprefix(f"{error.path}: ") if isinstance(error, ArchiveError) else message
