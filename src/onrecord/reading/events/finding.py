"""Who did what to whom: the events of a text, from its trees, the kinds that the model sees, and who its parties are.

Each word that the model takes for a predicate is tried: its parties are read off roles and tree, and with them the
model says which kind of event it names, if any. What several words say of the same parties is one event with several
mentions.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import repeat

import msgspec
import numpy as np

from onrecord.reading.actors import countries
from onrecord.reading.actors.parties import Cast, parties
from onrecord.reading.actors.places import Named, Setting, setting_of
from onrecord.reading.actors.terms import Look
from onrecord.reading.antecedents import Scene
from onrecord.reading.datelines import behind, datelines
from onrecord.reading.dates import dates_in
from onrecord.reading.events import kinds
from onrecord.reading.events.arguments import Grammar, case_of, parties_of, phrase
from onrecord.reading.events.branch import Branch, shipped
from onrecord.reading.events.modes import code_of, is_never, mode_of
from onrecord.reading.events.plain import envoy_of, is_envoy, plain_type, senders_away
from onrecord.reading.events.standing import Persons, is_city, is_unnamed
from onrecord.reading.events.status import status_of
from onrecord.reading.events.trees import Trees, grown
from onrecord.reading.events.when import Times
from onrecord.reading.events.where import Places, is_move
from onrecord.reading.lexicon import CROWDS, is_body, is_person
from onrecord.reading.model import Seen
from onrecord.reading.quotes import Range
from onrecord.reading.tagging import Floats
from onrecord.reading.words import Words
from onrecord.values import Actor, Event, EventStatus, EventType, Mention, Reading, Span, Statement

LEAST = 0.45
"""An event is what is at least so probably one of its kind."""

_PRONOUNS = frozenset("he she they him her them it his their its we us i".split())
_FIRST = frozenset("i me my we us our".split())
_MUTUAL = frozenset({"CONSULT", "AGREE", "COOPERATE"})
_AND = re.compile(r",?\s+(?:and|&)\s+(?:[A-Z][\w-]+\s+)*")
_DOMESTIC = frozenset("GOV MIL COP OPP REB JUD LEG CVL LAB EDU ELI PTY SPY REF REL AGR SEP".split())
_BEFORE = 6
"""So many words before a noun may be nationalities that belong to it."""
_WHERE = frozenset("in at near outside inside around across throughout within".split())
_LONGEST = 40
"""Letters of a word that is looked up."""
_PLACES = 20
"""Of a sentence that names more places none is taken for the country of its parties."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Ground:
    """What events are read from: the words of a text, in lower case too, and their trees, the model and its vectors,
    the parties that the text may name and the persons among them, the entity that each word mentions (`pointing`: those
    that are no name), its places and times, the statement that claims each word, and its datelines."""

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

    @cached_property
    def party_words(self) -> dict[int, bool]:
        """Which words may stand for a party, as far as they were asked for."""
        return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One mention of an event: the word, its kind, how probable that is, its status, and its parties."""

    trigger: int
    kind: EventType
    score: float
    status: EventStatus
    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...]


def ground_of(scene: Scene, words: Words, seen: Seen, reading: Reading, look: Look) -> Ground:
    """All that the events of an article are read from; `reading` has its mentions and statements."""
    mentions, statements = reading.mentions, reading.statements
    branch = shipped()
    trees = grown(words, seen.events, branch.trees)
    means = dict(_mentioned(words, mentions))
    speaking = dict(_speaking(words, statements))
    lower = [scene.text[start:end].lower() for start, end in zip(words.starts, words.ends, strict=True)]
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
        mentions=means | {word: entity for word, entity in speaking.items() if lower[word] in _FIRST},
        pointing=frozenset(word for word, _ in _mentioned(words, [one for one in mentions if one.form != "name"]))
        | {word for word in speaking if lower[word] in _FIRST},
        persons=Persons.among(scene.text, scene.names, scene.owners),
        places=Places(words=words, lower=lower, trees=trees, setting=setting_of(scene.text, _full_names(scene))),
        times=Times.over(words, trees, dates),
        claims=dict(_claims(words, statements)),
        lines=list(datelines(scene.text, scene.paragraphs)),
    )


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


def events(ground: Ground) -> tuple[Event, ...]:
    """The events of a text in the order of their first mentions."""
    tried = list(_tried(ground))
    found = [one for one in map(_candidate, repeat(ground), tried, _chances(ground, tried)) if one is not None]
    groups = _grouped(ground, _bare(ground, found))
    return tuple(_event(ground, group) for group in groups)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tried:
    """A word that may name an event, and the words that head its parties."""

    trigger: int
    actors: list[int]
    recipients: list[int]


def _tried(ground: Ground) -> Iterator[_Tried]:
    """The words that may name an event between parties."""
    grammar = Grammar(
        words=ground.lower,
        sentences=ground.words.sentences.tolist(),
        trees=ground.trees,
        is_party=lambda at: is_party(ground, at),
    )
    away = {*senders_away(ground.lower)}
    for trigger in sorted({*ground.trees.roles, *away}):
        if (is_never(ground.lower[trigger]) and trigger not in away) or _is_title(ground, trigger):
            continue
        actors, recipients = parties_of(grammar, trigger)
        if trigger in away:
            recipients = [head for head in recipients if is_envoy(ground.lower[head])] or recipients
        if actors or recipients:
            yield _Tried(trigger=trigger, actors=actors, recipients=recipients)


def _is_title(ground: Ground, at: int) -> bool:
    """Whether a word is of a person's title, and names no event: "opposition leader Jane Roe"."""
    place = int(ground.words.starts[at])
    return ground.persons.at(place) is not None and (is_person(ground.lower[at]) or ground.cast.text[place].islower())


def _chances(ground: Ground, tried: Sequence[_Tried]) -> Floats:
    """How probably each word, with the first of its parties on either side, names an event of each kind."""

    def first(heads: list[int], trigger: int) -> range:
        return range(*phrase(ground.trees, heads[0], trigger)) if heads else range(0)

    return kinds.chances(
        ground.vectors["kinds"],
        ground.branch.kinds,
        {one.trigger: ground.lower[one.trigger] for one in tried},
        [first(one.actors, one.trigger) for one in tried],
        [first(one.recipients, one.trigger) for one in tried],
    )


def _candidate(ground: Ground, tried: _Tried, chances: Floats) -> Candidate | None:
    """What a word names with its parties, None where that is no event."""
    trigger, best = tried.trigger, int(chances[:-1].argmax())
    score = max(float(chances[best]), LEAST if envoy_of(ground.lower, trigger) is not None else 0.0)
    if score < LEAST:
        return None
    kind = plain_type(ground.lower, ground.trees, trigger) or kinds.KINDS[best]
    doing = tuple(_actors(ground, tried.actors, trigger))
    taken = {actor.span for actor in doing}
    others = tuple(one for one in _actors(ground, tried.recipients, trigger) if one.span not in taken)
    if not any(one.country and one.sector is None for one in (*doing, *others)):
        doing, others = (tuple(_placed(ground, one) for one in some) for some in (doing, others))
    return Candidate(
        trigger=trigger,
        kind=kind,  # type: ignore[arg-type]
        score=round(score, 4),
        status=status_of(ground.lower, ground.trees, trigger),
        actors=doing,
        recipients=others,
    )


def _actors(ground: Ground, heads: Sequence[int], trigger: int) -> Iterator[Actor]:
    """The parties that some words head; those joined by "and" are read together, for they may share a noun."""
    seen: set[Span] = set()
    for where, head in _joined(ground, sorted(heads), trigger):
        if head not in ground.pointing and is_unnamed(ground.cast.text[slice(*where)]):
            continue
        entity = _entity(ground, head, trigger)
        if entity is None:
            where, entity = _apposed(ground, where)
        for actor in parties(ground.cast, where, entity=entity):
            if actor.span not in seen:
                seen.add(actor.span)
                yield actor


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


def _placed(ground: Ground, actor: Actor) -> Actor:
    """An actor of whom a part is known and no country, as one of the only country that its sentence names."""
    if actor.country is not None or actor.sector not in _DOMESTIC:
        return actor
    number = ground.words.sentences[np.searchsorted(ground.words.starts, actor.span.start, side="right") - 1]
    low, high = np.searchsorted(ground.words.sentences, [number, number + 1])
    named = _only_country(ground.places.setting, int(ground.words.starts[low]), int(ground.words.ends[high - 1]))
    if named is None:
        return actor
    where = Span(start=named.start, end=named.end)
    return msgspec.structs.replace(actor, country=named.country, rule="sentence", where=where)


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


# --- several mentions of one event ----------------------------------------------------------------------------------


def _bare(ground: Ground, found: Sequence[Candidate]) -> list[Candidate]:
    """Without those that say again, in the same clause, what another says: "held talks" is one event, at "talks"."""
    kept: list[Candidate] = []
    by_trigger = {one.trigger: one for one in found}
    for one in found:
        above = by_trigger.get(ground.trees.heads[one.trigger])
        below = [by_trigger[c] for c in ground.trees.children[one.trigger] if c in by_trigger]
        rivals = [other for other in (above, *below) if other is not None and other.kind == one.kind]
        if not any(_outdoes(other, one) and _same_parties(other, one) for other in rivals):
            kept.append(one)
    return kept


def _outdoes(other: Candidate, one: Candidate) -> bool:
    return (other.score, -other.trigger) > (one.score, -one.trigger)


def _keys(actors: Sequence[Actor]) -> frozenset[str]:
    """What parties are known by: entity, else code, else nothing."""
    found = {f"#{one.entity}" if one.entity is not None else one.code for one in actors}
    return frozenset(key for key in found if key)


def _same_parties(one: Candidate, other: Candidate) -> bool:
    """Whether two may have the same parties: where both name them, they name one in common, on either side."""
    pairs = [(_keys(one.actors), _keys(other.actors)), (_keys(one.recipients), _keys(other.recipients))]
    if one.kind in _MUTUAL:
        mine, others = pairs[0][0] | pairs[1][0], pairs[0][1] | pairs[1][1]
        return mine <= others or others <= mine
    return all(not left or not right or left & right for left, right in pairs)


def _grouped(ground: Ground, found: Sequence[Candidate]) -> list[list[Candidate]]:
    """Mentions of the same event together: of one kind and status, with the same parties named, and on days that do not
    contradict one another. Each is held against the last few groups of its kind."""
    groups: list[list[Candidate]] = []
    by_kind: dict[str, list[int]] = defaultdict(list)
    for one in found:
        fitting = (at for at in reversed(by_kind[one.kind][-12:]) if _is_same(ground, groups[at], one))
        place = next(fitting, None)
        if place is None:
            by_kind[one.kind].append(len(groups))
            groups.append([one])
        else:
            groups[place].append(one)
    return groups


def _is_same(ground: Ground, group: Sequence[Candidate], one: Candidate) -> bool:
    first = group[0]
    if first.status != one.status:
        return False
    mine = _keys(one.actors), _keys(one.recipients)
    theirs = _keys(first.actors), _keys(first.recipients)
    if one.kind in _MUTUAL:
        same = bool(mine[0] | mine[1]) and (mine[0] | mine[1]) == (theirs[0] | theirs[1])
    else:
        same = bool(mine[0]) and mine == theirs
    return same and ground.times.agree(first.trigger, one.trigger)


def _event(ground: Ground, group: Sequence[Candidate]) -> Event:
    """The value of an event: of its mentions the first is shown, place and day are the first that any of them has."""
    first = group[0]
    triggers = [one.trigger for one in group]
    place = next((found for found in map(ground.places.of, triggers) if found is not None), None)
    words = [ground.lower[trigger] for trigger in triggers]
    mode = mode_of(first.kind, words, ground.trees, ground.lower, first.trigger)
    return Event(
        type=first.kind,
        mode=mode,
        code=code_of(first.kind, mode),
        trigger=_span(ground, first.trigger),
        mentions=tuple(_span(ground, trigger) for trigger in triggers),
        actors=first.actors,
        recipients=first.recipients,
        place=place,
        date=ground.times.of(triggers),
        status=first.status,
        claimed_by=ground.claims.get(first.trigger),
        score=max(one.score for one in group),
    )


def _span(ground: Ground, word: int) -> Span:
    """A word with its later pieces."""
    trees, last = ground.trees, word
    while last + 1 < len(ground.lower) and trees.labels[last + 1] == "part" and word <= trees.heads[last + 1] <= last:
        last += 1
    return Span(start=int(ground.words.starts[word]), end=int(ground.words.ends[last]))
