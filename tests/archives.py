"""Records for the tests of archives, and archives that hold them."""

from __future__ import annotations

from dataclasses import replace

from onrecord import Archive, Article, Record
from onrecord.archive import Problem
from onrecord.values import Reading, Span, Speaker, Statement

RAIN = (
    "It rained for a day and a night over the valley, and the river rose by two metres, the weather office said. "
    "The mayor of Newtown asked people to stay at home until the water has gone, and schools remain closed for now. "
    "Sanctions against the builders of the dam were discussed by the council."
)


def record(text: str = RAIN, **fields: object) -> Record:
    made = Article(url="https://www.example.org/rain", title="Rain over the valley", text=text)
    return Record.of(replace(made, **fields))  # type: ignore[arg-type]


def said(text: str, speaker: str, content: str) -> Reading:
    """A reading in which somebody says these words of the text."""
    start, cue, named = text.index(content), text.index("said"), text.find(speaker)
    return Reading(
        models=("test",),
        statements=(
            Statement(
                content=(Span(start=start, end=start + len(content)),),
                source=None,
                cue=Span(start=cue, end=cue + 4),
                speaker=Speaker(
                    name=speaker,
                    rule="name",
                    where=Span(start=named, end=named + len(speaker)) if named >= 0 else None,
                ),
                kind="indirect",
                score=0.9,
            ),
        ),
    )


def problems(archive: Archive) -> list[Problem]:
    return [found for found in archive.check() if isinstance(found, Problem)]
