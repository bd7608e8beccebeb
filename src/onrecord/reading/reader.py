"""From an article to its Reading: the text goes through the model once, and rules turn what it saw into statements."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from onrecord.reading import graphemes, model
from onrecord.reading.actors.own import OwnActors
from onrecord.reading.actors.terms import Look
from onrecord.reading.antecedents import Scene
from onrecord.reading.cues import corrected
from onrecord.reading.datelines import datelines
from onrecord.reading.events import branch
from onrecord.reading.events.finding import events
from onrecord.reading.events.ground import ground_of
from onrecord.reading.names import names_in
from onrecord.reading.people import Known, entities
from onrecord.reading.quotes import Range, quotes
from onrecord.reading.speakers import name_of, speakers
from onrecord.reading.statements import Attribution, attributions
from onrecord.reading.tagging import tagged
from onrecord.reading.words import Words, lines
from onrecord.values import Article, Entity, Reading, Span, Speaker, Statement

_PROSE = frozenset({"paragraph", "heading", "list", "quote"})
_COMMON = re.compile(r"\b(?:the|of|and|to|in|that|is|was|said|for|with|on|he|she|it)\b", re.IGNORECASE)
_ANY = re.compile(r"[^\W\d_]+")
_ENOUGH = 0.12
"""The share of those words in English news is about a third; in no other language does it come near."""


def read(article: Article, *, actors: OwnActors | None = None, loaded: model.Model | None = None) -> Reading:
    """As `onrecord.read` says, by the model that ships or by another one that was loaded."""
    if article.kind == "index page":
        return Reading(unread="it is an index page, which lists other pages")
    paragraphs = _prose(article)
    if not paragraphs:
        return Reading(unread=_why_nothing(article))
    language = _language(article, paragraphs)
    if language not in (loaded.about if loaded else model.shipped_about()).languages:
        return Reading(unread=f"no model reads {language or 'this language'}; there is one for English")
    return _read(article, paragraphs, loaded or model.shipped(), actors)


def _read(article: Article, paragraphs: Sequence[Range], loaded: model.Model, actors: OwnActors | None) -> Reading:
    text = article.text
    words = loaded.words(text, paragraphs)
    looking = branch.shipped().fits(loaded.about)
    seen = loaded.see(words, looking)
    quoted = quotes(text, paragraphs)
    lines = list(datelines(text, paragraphs))
    found = corrected(text, attributions(words, seen, loaded, quoted), lines)
    scene = replace(scene_of(article, words, seen, loaded, [item.source for item in found]), datelines=lines)
    speaking, mentions = speakers(scene)
    statements = tuple(_statement(*both) for both in zip(found, speaking, strict=True))
    day = article.published.date() if article.published else None
    models = [known.name_and_version for known in (loaded.about, looking.about, actors) if known is not None]
    reading = Reading(
        models=tuple(models),
        entities=tuple(_entity(text, one) for one in scene.known),
        mentions=tuple(mentions),
        statements=statements,
    )
    look = Look(own=actors.by_name if actors else {}, day=day)
    found_events = events(ground_of(scene, words, seen, reading, look))
    return graphemes.whole(replace(reading, events=found_events), text)


def scene_of(
    article: Article, words: Words, seen: model.Seen, loaded: model.Model, sources: Sequence[Range | None]
) -> Scene:
    """An article with its names and entities, and the sources that speakers are wanted of."""
    text, paragraphs = article.text, _prose(article)
    spans = tagged(seen.names, loaded.name_transitions, words.paragraphs)
    kinds = loaded.about.names
    places = [(int(words.starts[s.start]), int(words.ends[s.end - 1]), kinds[s.kind], s.score) for s in spans]
    names = names_in(text, places, paragraphs)
    known, owners = entities(text, names)
    return Scene(
        text=text,
        paragraphs=paragraphs,
        sentences=_sentence_starts(words),
        names=names,
        owners=owners,
        known=known,
        quoted=[(quote.start, quote.end) for quote in quotes(text, paragraphs)],
        sources=sources,
        authors=article.authors,
    )


def _sentence_starts(words: Words) -> list[int]:
    """The places at which sentences begin."""
    begins = np.flatnonzero(np.diff(words.sentences, prepend=-1))
    found: list[int] = words.starts[begins].tolist()
    return found


def _entity(text: str, known: Known) -> Entity:
    return Entity(
        name=name_of(text, known), kind=known.kind, role=_span(known.role), affiliation=_span(known.affiliation)
    )


def _statement(item: Attribution, speaker: Speaker | None) -> Statement:
    return Statement(
        content=tuple(Span(start=start, end=end) for start, end in item.content),
        source=_span(item.source),
        cue=Span(start=item.cue[0], end=item.cue[1]),
        speaker=speaker,
        kind=item.kind,
        score=item.score,
    )


def _prose(article: Article) -> list[Range]:
    """The paragraphs to be read: those of the blocks that are prose, of an Article made by hand all lines."""
    if not article.blocks:
        return lines(article.text, [(0, len(article.text))])
    ranges = [(block.span.start, block.span.end) for block in article.blocks if block.kind in _PROSE]
    return lines(article.text, ranges)


def _why_nothing(article: Article) -> str:
    """Why there is nothing to read: a page may hold a table alone."""
    left_out = sorted({block.kind for block in article.blocks} - _PROSE)
    if not left_out or not article.text.strip():
        return "there is no text to read"
    return f"there is no prose to read; what it holds is of the kind {' and '.join(left_out)}, which is not read"


def _language(article: Article, paragraphs: Sequence[Range]) -> str | None:
    """What the article says; where it does not, English if its words are English."""
    if article.language:
        return article.language.partition("-")[0].lower()
    some = " ".join(article.text[start:end] for start, end in paragraphs[:20])[:4000]
    words = len(_ANY.findall(some))
    return (
        "en" if words == 0 or len(_COMMON.findall(some)) >= _ENOUGH * words or (words < 8 and some.isascii()) else None
    )


def _span(place: Range | None) -> Span | None:
    return None if place is None else Span(start=place[0], end=place[1])
