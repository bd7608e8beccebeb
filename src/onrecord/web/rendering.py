"""Templates to answers. All that goes into a page is escaped, and made harmless before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from onrecord._core import __version__
from onrecord.archive import Snippet
from onrecord.formats.plover import QUADS
from onrecord.web import addresses, assets, charts, layers, legends, scraped

_TEMPLATES = Path(__file__).parent / "templates"


def page(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A page made of a template and values."""
    shared = {"archive_name": request.app.state.archive.path.name, "here": request.scope["path"]}
    return HTMLResponse(_templates().get_template(template).render(shared | values), status)


@cache
def _templates() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        finalize=scraped.harmless,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(url=addresses, asset=assets.address, bar=charts.bar, quads=QUADS, version=__version__)
    made.globals.update(classes=layers.NAMES, types=legends.TYPES, statuses=legends.STATUSES)
    made.filters.update(
        called=charts.called,
        count=counted,
        day=day,
        host=scraped.host,
        lang=scraped.language,
        marked=marked,
        meant=legends.meant,
        moment=moment,
        web=scraped.web_address,
    )
    return made


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: 1 article, 1,200 articles."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def day(stated: str | None) -> str:
    """The day of a time in ISO 8601 as people write it: 31 May 2018; what cannot be one as it is."""
    try:
        found = date.fromisoformat((stated or "")[:10])
    except ValueError:
        return stated or ""
    return charts.called(found.isoformat())


def moment(stated: datetime | str) -> str:
    """Day and time, with the distance from UTC where it is stated: 31 May 2018, 14:03 (UTC+02:00).

    What cannot be one is given as it is.
    """
    if isinstance(stated, str):
        try:
            stated = datetime.fromisoformat(stated)
        except ValueError:
            return str(stated)
    if not any(stated.timetuple()[3:6]) and stated.tzinfo is None:
        return day(stated.isoformat())
    zone = stated.tzname() if stated.tzinfo else ""
    return f"{day(stated.isoformat())}, {stated:%H:%M}{f' ({zone})' if zone else ''}"


def marked(snippet: Snippet) -> tuple[tuple[bool, str], ...]:
    """The pieces of a snippet, and whether each was looked for."""
    found, at = [], 0
    for mark in snippet.marks:
        found += [(False, snippet.text[at : mark.start]), (True, mark.of(snippet.text))]
        at = mark.end
    found.append((False, snippet.text[at:]))
    return tuple((wanted, text) for wanted, text in found if text)


def asked(request: Request, name: str) -> str:
    """What a request asks by this name, without white space around it."""
    return (request.query_params.get(name) or "").strip()


def plain(value: object) -> str:
    """A value of a field as text."""
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {plain(part)}" for name, part in value.items() if part is not None)
    if isinstance(value, list | tuple):
        return ", ".join(map(plain, value))
    return "" if value is None else str(value)
