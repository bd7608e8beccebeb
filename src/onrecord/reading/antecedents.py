"""Whom a pronoun or a role means: the persons named so far, by how much each is in mind at a place.

The order is that of salience (Lappin and Leass, 1994): near before far, subjects before others, those who spoke before
those who did not, what stands in quotes last.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from onrecord.reading.labels import label_of
from onrecord.reading.lexicon import ANYBODY, BODIES, DOCUMENTS, OFFICES, Gender, is_person
from onrecord.reading.names import Named
from onrecord.reading.people import Known
from onrecord.reading.quotes import Range
from onrecord.values import Mention, MentionForm, Span, Speaker

FAR = 40
"""So many mentions back an antecedent is looked for."""

PREPOSITION = re.compile(
    r"\b(?:of|for|to|with|by|from|at|in|on|near|against|about|behind|among|between|like|including|than|over|under"
    r"|backing|supporting|representing|opposing|around|within|inside|after|before)\s+(?:the\s+|an?\s+|his\s+|her\s+)?"
    r"(?:[A-Z][\w.'’-]*\s+|former\s+|then-|then\s+){0,6}$"
)
POSSESSIVE = re.compile(r"['’](?:s\b)?")
_VERB = re.compile(r"(?:\s\([^()]{1,40}\))?(?:,[^.;]{2,200},)?\s[a-z]")
_SUBORDINATE = frozenset("when while as if after before although though since because until unlike like even".split())
_COMMON = BODIES | OFFICES | DOCUMENTS


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scene:
    """A text with all that is known of it before anyone is resolved.

    `paragraphs` are those that are read; `sentences` the places at which sentences begin; `names` in order of place,
    `owners` the entity of each, `known` the entities; `quoted` ranges between quotation marks, `sources` the ranges of
    the sources of statements (None where there is none) in the order of their cues; `authors` of the article; the
    `datelines` of its paragraphs.
    """

    text: str
    paragraphs: Sequence[Range]
    sentences: Sequence[int]
    names: Sequence[Named]
    owners: Sequence[int]
    known: Sequence[Known]
    quoted: Sequence[Range]
    sources: Sequence[Range | None]
    authors: Sequence[str]
    datelines: Sequence[Range] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A mention of a person, as an antecedent of what follows; `weight` is how prominent its place is."""

    start: int
    entity: int
    sentence: int
    weight: float


class Label(NamedTuple):
    """What a paragraph opens with to say who speaks: its words, and the end of the paragraph."""

    start: int
    end: int
    paragraph_end: int


@dataclass(slots=True, kw_only=True, eq=False)
class Course:
    """What is known up to a place of the text while it is gone through from its beginning to its end."""

    scene: Scene
    starts: Sequence[int]
    quote_starts: Sequence[int]
    labels: Sequence[Label]
    seen: list[Seen] = field(default_factory=list)
    counts: dict[int, int] = field(default_factory=dict)
    spoken: list[tuple[int, Speaker]] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)

    @classmethod
    def of(cls, scene: Scene) -> Course:
        """The beginning of a text."""
        starts, quote_starts = [name.start for name in scene.names], [start for start, _ in scene.quoted]
        found = [(label_of(scene.text, paragraph), paragraph[1]) for paragraph in scene.paragraphs]
        labels = [Label(*label, end) for label, end in found if label is not None]
        return cls(scene=scene, starts=starts, quote_starts=quote_starts, labels=labels)

    def sentence(self, place: int) -> int:
        """The number of the sentence at a place."""
        return bisect_right(self.scene.sentences, place)

    def in_quote(self, place: int) -> bool:
        """Whether a place lies between quotation marks."""
        at = bisect_right(self.quote_starts, place) - 1
        return at >= 0 and place < self.scene.quoted[at][1]

    def label(self, place: int) -> Label | None:
        """The last label up to a place."""
        at = bisect_right(self.labels, place, key=lambda label: label.start) - 1
        return self.labels[at] if at >= 0 else None

    def inside(self, place: Range) -> Iterator[int]:
        """The numbers of the names in a range."""
        for at in range(bisect_left(self.starts, place[0]), len(self.starts)):
            if self.starts[at] >= place[1]:
                return
            yield at

    def before(self, place: int) -> Iterator[int]:
        """The numbers of the names before a place, the nearest first, so many as are looked at."""
        low = bisect_left(self.starts, place)
        yield from range(low - 1, max(-1, low - 1 - FAR), -1)


def remember(course: Course, place: Range, entity: int, *, form: MentionForm) -> None:
    """One more mention of an entity."""
    course.mentions.append(Mention(span=Span(start=place[0], end=place[1]), form=form, entity=entity))
    course.counts[entity] = course.counts.get(entity, 0) + 1
    if course.scene.known[entity].kind == "person":
        sentence = course.sentence(place[0])
        course.seen.append(
            Seen(start=place[0], entity=entity, sentence=sentence, weight=_prominence(course, *place, sentence))
        )


def antecedent(course: Course, place: int, gender: Gender | None, *, within: int = 12) -> int | None:
    """The person that a pronoun or a role at a place means; `within` so many sentences."""
    sentence = course.sentence(place)
    best: dict[int, float] = {}
    spoke = {speaker.entity: at for at, (_, speaker) in enumerate(course.spoken[-3:])}
    for since, seen in enumerate(reversed(course.seen[-FAR:])):
        entity = course.scene.known[seen.entity]
        far = sentence - seen.sentence
        if far > within or seen.start >= place or (gender and entity.gender and entity.gender != gender):
            continue
        score = seen.weight - 0.7 * far - (0.5 if gender and entity.gender is None else 0.0)
        score += 0.12 * math.log1p(course.counts[seen.entity]) - 0.05 * min(since, 10)
        score += 0.35 * (1 + spoke[seen.entity]) if seen.entity in spoke else 0.0
        best[seen.entity] = max(score, best.get(seen.entity, -math.inf))
    return max(best, key=lambda entity: best[entity]) if best else None


def may_be(entity: Known, role: str) -> bool:
    """Whether a person may be meant by "the judge": not one who is known as the mayor; but "the candidate" may be."""
    return role in ANYBODY or role in entity.roles or not entity.roles - ANYBODY


def with_role(course: Course, place: int, role: str, of_what: set[str]) -> int | None:
    """The last person named with a role before a place, of the same country or party where one is said."""
    found = None
    for seen in reversed(course.seen[-FAR:]):
        known = course.scene.known[seen.entity]
        if role in known.roles and seen.start < place:
            of_whom = course.scene.text[slice(*known.affiliation)].lower() if known.affiliation else ""
            if not of_what or of_whom in of_what:
                return seen.entity
            found = seen.entity if found is None else found
    return found


def _prominence(course: Course, start: int, end: int, sentence: int) -> float:
    """How likely what stands there is meant by a pronoun that follows: subjects, no possessives, nothing quoted."""
    text = course.scene.text
    begin = course.scene.sentences[sentence - 1] if sentence else 0
    before, after = text[max(begin, start - 200) : start], text[end : end + 240]
    weight = 0.0
    if POSSESSIVE.match(after) or PREPOSITION.search(before[-90:]) or _modifies(after):
        weight -= 0.5
    elif _VERB.match(after) or not before.strip(" “\"‘'"):
        weight += 0.9
    first, *others = before.lower().split() or [""]
    if len(others) <= 3 and first not in _SUBORDINATE:
        weight += 0.4
    if course.in_quote(start):
        weight -= 2.0
    return weight


def _modifies(after: str) -> bool:
    """Whether a name only says whose the noun after it is: "Obama consultant"."""
    following = re.match(r"\s([\w-]+)", after)
    return following is not None and (is_person(following[1]) or following[1] in _COMMON)
