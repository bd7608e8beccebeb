"""What the events of an article are read from, put together once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from onrecord.reading.actors.parties import Cast
from onrecord.reading.actors.places import setting_of
from onrecord.reading.actors.terms import Look
from onrecord.reading.antecedents import Scene
from onrecord.reading.dates import dates_in
from onrecord.reading.events.branch import Branch, shipped
from onrecord.reading.events.standing import Persons
from onrecord.reading.events.trees import Trees, grown
from onrecord.reading.events.when import Times
from onrecord.reading.events.where import Places
from onrecord.reading.lexicon import FIRST_PERSON
from onrecord.reading.model import Seen
from onrecord.reading.quotes import Range
from onrecord.reading.tagging import Floats
from onrecord.reading.words import Words
from onrecord.values import Mention, Reading, Statement


@dataclass(frozen=True, kw_only=True, eq=False)
class Ground:
    """What events are read from: the words of a text, in lower case too, and their trees, the model and its vectors,
    the parties that the text may name and the persons among them, the entity that each word mentions (`pointing`: those
    that are no name), its places and times, the statement that claims each word, its datelines, and the places of each
    entity among the names. Which words may stand for a party is kept, so that each is looked up once."""

    words: Words
    lower: list[str]
    trees: Trees
    branch: Branch
    vectors: dict[str, Floats]
    cast: Cast
    persons: Persons
    mentions: dict[int, int]
    pointing: frozenset[int]
    places: Places
    times: Times
    claims: dict[int, int]
    lines: Sequence[Range]

    named: dict[int, list[int]]
    party_words: dict[int, bool] = field(default_factory=dict)


def ground_of(scene: Scene, words: Words, seen: Seen, reading: Reading, look: Look) -> Ground:
    """All that the events of an article are read from; `reading` has its mentions and statements."""
    mentions, statements = reading.mentions, reading.statements
    branch = shipped()
    trees = grown(words, seen.events, branch.trees)
    means = dict(_mentioned(words, mentions))
    speaking = dict(_speaking(words, statements))
    lower = [scene.text[start:end].lower() for start, end in zip(words.starts, words.ends, strict=True)]
    setting = setting_of(scene.text, _full_names(scene))
    dates = dates_in(scene.text, scene.paragraphs, published=look.day)
    return Ground(
        words=words,
        lower=lower,
        trees=trees,
        branch=branch,
        vectors=seen.events,
        cast=Cast(
            text=scene.text, names=scene.names, owners=scene.owners, known=scene.known, day=look.day, own=look.own
        ),
        mentions=means | {word: entity for word, entity in speaking.items() if lower[word] in FIRST_PERSON},
        pointing=frozenset(word for word, _ in _mentioned(words, [one for one in mentions if one.form != "name"]))
        | {word for word in speaking if lower[word] in FIRST_PERSON},
        persons=Persons.among(scene.text, scene.names, scene.owners),
        places=Places(words=words, lower=lower, trees=trees, setting=setting, names=scene.names),
        times=Times.over(words, trees, dates),
        claims=dict(_claims(words, statements)),
        lines=scene.datelines,
        named=_named(scene.owners),
    )


def _named(owners: Sequence[int]) -> dict[int, list[int]]:
    """The places of each entity among the names of a text, in order."""
    found: dict[int, list[int]] = {}
    for at, owner in enumerate(owners):
        found.setdefault(owner, []).append(at)
    return found


def _full_names(scene: Scene) -> list[Range]:
    """The names of those persons who have more than one somewhere: no part of them is a place."""
    return [
        (name.start, name.end)
        for name, owner in zip(scene.names, scene.owners, strict=True)
        if name.kind == "person" and len(scene.known[owner].fullest.words) > 1
    ]


def _mentioned(words: Words, mentions: Sequence[Mention]) -> Iterator[tuple[int, int]]:
    """The words of mentions, each with the entity that is meant."""
    for mention in mentions:
        low, high = np.searchsorted(words.starts, [mention.span.start, mention.span.end])
        yield from ((word, mention.entity) for word in range(low, high))


def _speaking(words: Words, statements: Sequence[Statement]) -> Iterator[tuple[int, int]]:
    """The words of what people say themselves, each with who says it: "I" and "we" are they."""
    for statement in statements:
        if statement.kind == "indirect" or statement.speaker is None or statement.speaker.entity is None:
            continue
        for piece in statement.content:
            low, high = np.searchsorted(words.starts, [piece.start, piece.end])
            yield from ((word, statement.speaker.entity) for word in range(low, high))


def _claims(words: Words, statements: Sequence[Statement]) -> Iterator[tuple[int, int]]:
    """The words of the contents of statements, each with its statement, the widest first, so that of several the
    narrowest stays."""
    sizes = [sum(piece.end - piece.start for piece in statement.content) for statement in statements]
    for at in sorted(range(len(statements)), key=lambda at: -sizes[at]):
        for piece in statements[at].content:
            low, high = np.searchsorted(words.starts, [piece.start, piece.end])
            yield from ((word, at) for word in range(low, high))
