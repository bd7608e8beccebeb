"""The parties to an event: from the words that head them to who they are."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache

import msgspec
import numpy as np

from onrecord.reading.actors import countries
from onrecord.reading.actors.parties import Cast, parties
from onrecord.reading.actors.places import Named, Setting
from onrecord.reading.datelines import behind
from onrecord.reading.events.arguments import case_of, phrase
from onrecord.reading.events.ground import Ground
from onrecord.reading.events.standing import is_city, is_unnamed
from onrecord.reading.events.where import is_move
from onrecord.reading.lexicon import CROWDS, is_body, is_person
from onrecord.reading.quotes import Range
from onrecord.values import Actor, Span

_PRONOUNS = frozenset("he she they him her them it his their its we us i".split())
_AND = re.compile(r",?\s+(?:and|&)\s+(?:[A-Z][\w-]+\s+)*")
_DOMESTIC = frozenset("GOV MIL COP OPP REB JUD LEG CVL LAB EDU ELI PTY SPY REF REL AGR SEP".split())
_STATE = frozenset("GOV MIL SPY".split())
"""The parts of a state that deal with those of others."""
_BEFORE = 6
"""So many words before a noun may be nationalities that belong to it."""
_BACK = 60
"""So many words back another person is looked for than the one who acts."""
_WHERE = frozenset("in at near outside inside around across throughout within".split())
_LONGEST = 40
"""Letters of a word that is looked up."""
_PLACES = 20
"""Of a sentence that names more places none is taken for the country of its parties."""


def is_title(ground: Ground, at: int) -> bool:
    """Whether a word is of a person's title, and names no event: "opposition leader Jane Roe"."""
    place = int(ground.words.starts[at])
    return ground.persons.at(place) is not None and (is_person(ground.lower[at]) or ground.cast.text[place].islower())


def actors_of(
    ground: Ground, heads: Sequence[int], trigger: int, *, apart: frozenset[int] = frozenset()
) -> Iterator[Actor]:
    """The parties that some words head; those joined by "and" are read together, for they may share a noun. None is one
    of the entities that stand `apart`, on the other side of the event."""
    seen: set[Span] = set()
    for where, head in _joined(ground, sorted(heads), trigger):
        if head not in ground.pointing and is_unnamed(ground.cast.text[slice(*where)]):
            continue
        entity = _entity(ground, head, trigger)
        if entity is None:
            where, entity = _apposed(ground, where)
        if head in ground.pointing and entity in apart:
            entity = _another(ground, head, apart)
            if entity is None:
                continue
        for actor in parties(ground.cast, where, entity=entity):
            if actor.span not in seen and actor.entity not in apart:
                seen.add(actor.span)
                yield actor


def seen_as(ground: Ground, heads: Sequence[int], trigger: int) -> range:
    """The words by which the model sees the first party of a side: its phrase; of a pronoun the last name before it of
    whom it means, else his first: "he" and "we" are mostly people of whom no news tells."""
    if not heads:
        return range(0)
    head, cast = heads[0], ground.cast
    entity = ground.mentions.get(head) if head in ground.pointing else None
    at = None if entity is None else _name_of(ground, entity, int(ground.words.starts[head]))
    if at is None:
        return range(*phrase(ground.trees, head, trigger))
    low, high = np.searchsorted(ground.words.starts, [cast.names[at].start, cast.names[at].end])
    return range(low, high)


def _name_of(ground: Ground, entity: int, place: int) -> int | None:
    """The last name of an entity before a place, else its first."""
    places = ground.named.get(entity, ())
    before = bisect_left(places, place, key=lambda at: ground.cast.names[at].start)
    return places[max(0, before - 1)] if places else None


def _another(ground: Ground, pronoun: int, apart: frozenset[int]) -> int | None:
    """Whom a pronoun means where it cannot mean those who act, as in "Roe met Doe and invited him": the person named
    last before it, in its sentence or the one before, whose gender may be theirs."""
    known, sentences = ground.cast.known, ground.words.sentences
    genders = {known[entity].gender for entity in apart}
    for at in range(pronoun - 1, max(-1, pronoun - 1 - _BACK), -1):
        entity = ground.mentions.get(at)
        if sentences[at] < sentences[pronoun] - 1:
            return None
        if entity is None or entity in apart or known[entity].kind != "person":
            continue
        if known[entity].gender in genders or None in {known[entity].gender, *genders}:
            return entity
    return None


def _apposed(ground: Ground, where: Range) -> tuple[Range, int | None]:
    """A phrase with the name behind its comma, where it is the role of whoever is named there."""
    person = ground.persons.behind(where[1])
    role = None if person is None else ground.cast.known[person[1]].role
    if person is None or role is None or not (where[0] <= role[0] and role[1] <= where[1]):
        return where, None
    return (where[0], person[0][1]), person[1]


def _entity(ground: Ground, head: int, trigger: int) -> int | None:
    """The entity that a word is known to mean: one that points, or a person by name or title."""
    if head in ground.pointing:
        return ground.mentions.get(head)
    person = _person(ground, head, trigger)
    return None if person is None else person[1]


def _person(ground: Ground, head: int, trigger: int) -> tuple[Range, int] | None:
    """The title and the name that a word is of, and whose it is. A title ends at the trigger: "Police Arrest Opposition
    Leader Jane Roe" has two parties."""
    at, edge = int(ground.words.starts[head]), int(ground.words.ends[trigger])
    person = None if head in ground.pointing else ground.persons.at(at)
    if person is None or (at < edge < person[0][1]):
        return None
    (start, end), owner = person
    return (edge + 1 if start < edge < at else start, end), owner


def _joined(ground: Ground, heads: Sequence[int], trigger: int) -> Iterator[tuple[Range, int]]:
    """The characters of the phrases of some heads in order, as one where nothing but "and" or a comma parts them."""
    held: tuple[Range, int] | None = None
    for head in heads:
        start, end = _place_of(ground, head, trigger)
        if held and start < held[0][1]:
            continue
        named = held and not any(_entity(ground, one, trigger) is not None for one in (held[1], head))
        if held and named and _AND.fullmatch(ground.cast.text, held[0][1], start):
            held = (held[0][0], end), head
            continue
        if held:
            yield held
        held = (start, end), head
    if held:
        yield held


def _place_of(ground: Ground, head: int, trigger: int) -> Range:
    """The characters of the phrase of a head; of a person, with all of the title and of the name, and of no other."""
    start, end = _whole(ground, phrase(ground.trees, head, trigger))
    person = _person(ground, head, trigger)
    if person is None:
        return start, end
    low, high = person[0]
    start = low if low < start or ground.persons.any(start, low) else start
    return start, high if end < high or ground.persons.any(high, end) else end


def placed(ground: Ground, actor: Actor, others: Sequence[Actor]) -> Actor:
    """An actor of whom a part is known and no country, as one of the only country that its sentence names. A part of a
    state is not of the country of whom it deals with: "the foreign minister summoned the Russian ambassador"."""
    if actor.country is not None or actor.sector not in _DOMESTIC:
        return actor
    number = ground.words.sentences[np.searchsorted(ground.words.starts, actor.span.start, side="right") - 1]
    low, high = np.searchsorted(ground.words.sentences, [number, number + 1])
    named = _only_country(ground.places.setting, int(ground.words.starts[low]), int(ground.words.ends[high - 1]))
    if named is None or (actor.sector in _STATE and any(_is_within(named, other) for other in others)):
        return actor
    where = Span(start=named.start, end=named.end)
    return msgspec.structs.replace(actor, country=named.country, rule="sentence", where=where)


def _is_within(named: Named, actor: Actor) -> bool:
    return actor.sector in _STATE and actor.span.start <= named.start < actor.span.end


def _only_country(setting: Setting, start: int, end: int) -> Named | None:
    """The first naming of the only country that a range names, of a range that names few places."""
    low, high = bisect_left(setting.starts, start), bisect_left(setting.starts, end)
    some = setting.named[low : min(high, low + _PLACES)]
    one = len({named.country for named in some}) == 1 and high - low <= _PLACES
    return some[0] if one else None


def _whole(ground: Ground, part: tuple[int, int]) -> Range:
    """The characters of some words, and of the names that they cut: "U.S." is several words."""
    low, first = part[0], max(part[0] - _BEFORE, _sentence(ground, part[0]))
    while low > first and (
        _is_nationality(ground, low - 1) or (ground.lower[low - 1] == "and" and _is_nationality(ground, low - 2))
    ):
        low -= 1
    start, end = int(ground.words.starts[low]), int(ground.words.ends[part[1] - 1])
    names = ground.cast.names
    at = bisect_right(ground.cast.starts, start) - 1
    if at >= 0 and names[at].end > start:
        start = names[at].start
    at = bisect_left(ground.cast.starts, end) - 1
    end = max(end, names[at].end) if at >= 0 else end
    return min(behind(ground.lines, start), end), end


def _sentence(ground: Ground, at: int) -> int:
    """The first word of a word's sentence."""
    return int(np.searchsorted(ground.words.sentences, ground.words.sentences[at]))


def _is_nationality(ground: Ground, at: int) -> bool:
    """Whether a word before a noun says of which country it is."""
    found = countries.words().get(ground.lower[at]) if at >= 0 else None
    return found is not None and found.kind == "nationality" and ground.trees.labels[at] != "nsubj"


def is_party(ground: Ground, at: int) -> bool:
    """Whether a word may stand for somebody: a name, a pronoun, a noun for people or a body of them."""
    if at not in ground.party_words:
        word = ground.lower[at]
        text = ground.cast.text[ground.words.starts[at] : ground.words.ends[at]]
        beside = ground.trees.labels[at] in {"amod", "compound"} and text.islower()  # "general strike", "press freedom"
        named = at in ground.mentions or word in _PRONOUNS
        party = named or (not beside and _means_somebody(text))
        ground.party_words[at] = party and not _is_place(ground, at)
    return ground.party_words[at]


def _is_place(ground: Ground, at: int) -> bool:
    """Whether a word says where: of a dateline, or a city behind a preposition of place; "Minsk said" is somebody,
    and whoever arrives "in Minsk" is received there."""
    place = int(ground.words.starts[at])
    if behind(ground.lines, place) > place:
        return True
    trees, cast = ground.trees, ground.cast
    above = trees.heads[at] if trees.labels[at] == "conj" else at
    if is_move(ground.lower[trees.heads[above]]):
        return False
    if case_of(ground.lower, trees, above) not in _WHERE:
        return False
    return is_city(ground.places.setting, cast.names, cast.starts, (place, int(ground.words.ends[at])))


def _means_somebody(word: str) -> bool:
    """Whether a word by itself, in its own case, is one for people, a body or a country."""
    return len(word) <= _LONGEST and _is_somebody(word)


@lru_cache(maxsize=8192)
def _is_somebody(word: str) -> bool:
    low = word.lower()
    if is_person(low) or is_body(low) or low in CROWDS:
        return True
    return any(actor.rule != "unresolved" for actor in parties(Cast(text=word), (0, len(word))))
