"""make speakers: are the speakers right? On sources of gold articles that were resolved by hand (tests/speakers.json).

`speakers` are he, she and titles ("the senator"), each with a place where the text names the person, or null where it
never does. `anonymous` are sources of every other kind, each with whether people or bodies speak whom the text does not
name. The file holds ids and offsets, no text. Speakers are measured twice: of the gold sources as they are given, and
by the reader alone, where a source that it does not find counts as wrong (and as not anonymous).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import msgspec

import gold
from onrecord import Article, Reading, Statement, read
from onrecord.reading import model
from onrecord.reading.reader import scene_of
from onrecord.reading.speakers import speakers
from onrecord.reading.words import lines as paragraphs_of
from onrecord.values import Mention, Speaker

SAMPLES = gold.ROOT / "tests" / "speakers.json"


class Resolved(msgspec.Struct, frozen=True):
    """A source, [start, end), and where the text names its speaker."""

    id: str
    source: tuple[int, int]
    name: tuple[int, int] | None


class Judged(msgspec.Struct, frozen=True):
    """A source, and whether it is anonymous."""

    id: str
    source: tuple[int, int]
    anonymous: bool


class Samples(msgspec.Struct, frozen=True):
    """All of the file."""

    speakers: tuple[Resolved, ...]
    anonymous: tuple[Judged, ...]


class Gold(msgspec.Struct, frozen=True):
    """What is needed of a gold statement."""

    source: tuple[tuple[int, int], ...]
    cue: tuple[tuple[int, int], ...]


class Line(msgspec.Struct, frozen=True):
    """What is needed of a line of the gold file."""

    id: str
    text: str
    statements: tuple[Gold, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """The share of speakers that are right, given the gold sources and by the reader alone; the F1 of anonymous
    sources; the places that the reader alone missed."""

    given: float
    alone: float
    anonymous: float
    missed: tuple[tuple[str, tuple[int, int]], ...]


def lines(articles: Path, wanted: set[str]) -> Iterator[Line]:
    """The articles that are wanted."""
    for line in articles.read_bytes().splitlines():
        article = msgspec.json.decode(line, type=Line)
        if article.id in wanted:
            yield article


@cache
def samples() -> Samples:
    """What was resolved by hand."""
    return msgspec.json.decode(SAMPLES.read_bytes(), type=Samples)


def statement_of(reading: Reading, source: tuple[int, int]) -> Statement | None:
    """The statement whose source shares characters with this one."""
    for statement in reading.statements:
        span = statement.source
        if span is not None and span.start < source[1] and source[0] < span.end:
            return statement
    return None


def is_right(speaker: Speaker | None, mentions: Sequence[Mention], sample: Resolved) -> bool:
    """Whether a speaker is the person named at the given place."""
    entity = speaker.entity if speaker is not None else None
    if sample.name is None:
        return speaker is not None and entity is None
    start, end = sample.name
    return entity in {m.entity for m in mentions if m.form == "name" and m.span.start < end and start < m.span.end}


def by_gold_sources(article: Line) -> tuple[dict[tuple[int, int], Speaker | None], Sequence[Mention]]:
    """The speaker of each gold source, and the mentions of the article."""
    loaded, text = model.shipped(), article.text
    words = loaded.words(text, paragraphs_of(text, [(0, len(text))]))
    sources = [one.source[0] for one in sorted(article.statements, key=lambda one: one.cue[:1]) if one.source]
    found, mentions = speakers(scene_of(Article(text=text, language="en"), words, loaded.see(words), loaded, sources))
    return dict(zip(sources, found, strict=True)), mentions


def measured(articles: Path) -> Measured:
    """Both shares and the F1 on the samples."""
    samples_given = samples()
    given, alone, missed = 0, 0, []
    counts = {(gold, said): 0 for gold in (True, False) for said in (True, False)}
    for article in lines(articles, {s.id for s in samples_given.speakers} | {s.id for s in samples_given.anonymous}):
        reading = read(Article(text=article.text, language="en"))
        of_gold, mentions = by_gold_sources(article)
        for sample in samples_given.speakers:
            if sample.id == article.id:
                found = statement_of(reading, sample.source)
                right = is_right(found.speaker if found else None, reading.mentions, sample)
                given += is_right(of_gold.get(sample.source), mentions, sample)
                alone += right
                missed += [] if right else [(sample.id, sample.source)]
        for judged in samples_given.anonymous:
            if judged.id == article.id:
                found = statement_of(reading, judged.source)
                said = found is not None and found.speaker is not None and found.speaker.anonymous
                counts[judged.anonymous, said] += 1
    total, both = len(samples_given.speakers), 2 * counts[True, True]
    f1 = both / max(1, both + counts[True, False] + counts[False, True])
    return Measured(given / total, alone / total, f1, tuple(missed))


def main() -> int:
    """Print the scores and what was missed, by its place."""
    found = measured(gold.asked_for().root / "statements" / "dev.jsonl")
    print(f"speakers right, given the source {found.given:.3f} of {len(samples().speakers)}")
    print(f"speakers right, reader alone     {found.alone:.3f} of {len(samples().speakers)}")
    print(f"anonymous sources, F1            {found.anonymous:.3f} of {len(samples().anonymous)}")
    for name, (start, end) in found.missed:
        print(f"  missed: {name} {start}-{end}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
