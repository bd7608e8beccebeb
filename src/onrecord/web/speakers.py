"""The pages of speakers: what one said, and what two said on the same words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from onrecord.archive import Archive, Said, Speech
from onrecord.errors import QueryError
from onrecord.web import addresses, charts
from onrecord.web.charts import Timeline
from onrecord.web.endpoints import FARTHEST
from onrecord.web.rendering import page

_SHOWN = 50
_SIDE = 20
_LOOKED_THROUGH = 2_000
_MEANT = 10
_MANY = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of two who are compared; `speech` is None where nobody of that name is on record, and `meant` who may be."""

    name: str
    speech: Speech | None
    time: Timeline | None
    groups: tuple[tuple[Said, ...], ...]
    meant: tuple[tuple[str, int], ...]


def speaker(request: Request, *, name: str, about: str, skip: int) -> Response:
    """What somebody said; of a name that nobody has, who is or may be meant; without a name, who is quoted most."""
    archive: Archive = request.app.state.archive
    name, about = name.strip(), about.strip()
    if not name:
        return page(request, "speakers.html", name="", meant=(), unnamed=(), most=_most_quoted(archive, _MANY))
    # one more than is shown tells whether there is a next page
    speech = archive.speech(name, about=about or None, limit=_SHOWN + 1, offset=skip)
    if not speech.total:
        return _unknown(request, name, about)
    shown = speech.statements[:_SHOWN]
    more = len(speech.statements) > _SHOWN
    return page(
        request,
        "speaker.html",
        speech=replace(speech, speaker=_as_written(speech), statements=shown),
        groups=_by_article(shown),
        time=_over_time(speech),
        about=about,
        earlier=addresses.speaker(name, about=about, skip=max(skip - _SHOWN, 0)) if skip else None,
        later=addresses.speaker(name, about=about, skip=skip + _SHOWN) if more and skip + _SHOWN <= FARTHEST else None,
    )


def compare(request: Request, *, a: str, b: str, about: str) -> Response:
    """What two speakers said, on the same words where some are given."""
    archive: Archive = request.app.state.archive
    names, about = [a.strip(), b.strip()], about.strip()
    sides = [_side(archive, name, about) for name in names] if all(names) else []
    return page(
        request,
        "compare.html",
        names=names,
        about=about,
        sides=sides,
        shared=_shared([side.speech for side in sides]),
        known=_most_quoted(archive, _MEANT),
    )


def _side(archive: Archive, name: str, about: str) -> Side:
    speech = archive.speech(name, about=about or None, limit=_SIDE)
    if not speech.total:
        return Side(name=name, speech=None, time=None, groups=(), meant=archive.speakers(name, limit=_MEANT))
    name = _as_written(speech)
    groups = _by_article(speech.statements)
    return Side(name=name, speech=speech, time=_over_time(speech), groups=groups, meant=())


def _as_written(speech: Speech) -> str:
    """The name as the articles have it, whatever the case in which it was asked for."""
    return next((said.speaker for said in speech.statements if said.speaker), speech.speaker)


def _over_time(speech: Speech) -> Timeline | None:
    clause = addresses.clause("speaker", speech.speaker)
    return charts.timeline(speech.months, link=lambda slot: addresses.search(f"{clause} date:{slot}", sort="newest"))


def _by_article(statements: Sequence[Said]) -> tuple[tuple[Said, ...], ...]:
    """Statements of one article together, in the order of its text."""
    return tuple(
        tuple(sorted(group, key=lambda said: said.start)) for _, group in groupby(statements, key=lambda said: said.id)
    )


def _unknown(request: Request, name: str, about: str) -> Response:
    """Of a name that nobody has: the one who is meant, or those who may be, and who is not named and so described."""
    archive: Archive = request.app.state.archive
    meant, unnamed = archive.speakers(name, limit=_SHOWN), _unnamed(archive, name)
    if len(meant) == 1 and not unnamed:
        return RedirectResponse(addresses.speaker(meant[0][0], about=about), 303)
    found = bool(meant or unnamed)
    return page(
        request,
        "speakers.html",
        status=200 if found else 404,
        name=name,
        meant=meant,
        unnamed=_by_article(unnamed),
        most=() if found else _most_quoted(archive, _MEANT),
    )


def _unnamed(archive: Archive, words: str) -> tuple[Said, ...]:
    """The newest statements of those who are not named, and whose role or affiliation has these words."""
    try:
        found = archive.said(words, limit=_LOOKED_THROUGH)
    except QueryError:  # a name without a letter or a digit
        return ()
    return tuple(islice((said for said in found if said.speaker is None), _SIDE))


def _most_quoted(archive: Archive, many: int) -> tuple[tuple[str, int], ...]:
    """Those who are quoted in most articles, and in how many."""
    return archive.search("", limit=1, facets={"speaker": many}).facets["speaker"]


def _shared(speeches: Sequence[Speech | None]) -> tuple[str, ...]:
    """The words that both use more than others do."""
    if len(speeches) != 2 or speeches[0] is None or speeches[1] is None:
        return ()
    theirs = dict(speeches[1].topics)
    return tuple(word for word, _ in speeches[0].topics if word in theirs)
