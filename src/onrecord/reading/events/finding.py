"""Who did what to whom: the events of a text, from its trees, the kinds that the model sees, and who its parties are.

Each word that the model takes for a predicate is tried: its parties are read off roles and tree, and with them the
model says which kind of event it names, if any. What several words say of the same parties is one event with several
mentions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat

from onrecord.reading.events import kinds
from onrecord.reading.events.arguments import Grammar, parties_of
from onrecord.reading.events.ground import Ground
from onrecord.reading.events.modes import code_of, is_never, mode_of
from onrecord.reading.events.plain import envoy_of, is_envoy, plain_type, senders_away
from onrecord.reading.events.status import status_of
from onrecord.reading.events.who import actors_of, is_party, is_title, placed, seen_as
from onrecord.reading.tagging import Floats
from onrecord.values import Actor, Event, EventStatus, EventType, Span

LEAST = 0.45
"""An event is what is at least so probably one of its kind."""

_MUTUAL = frozenset({"CONSULT", "AGREE", "COOPERATE"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One mention of an event: the word, its kind, how probable that is, its status, and its parties."""

    trigger: int
    kind: EventType
    score: float
    status: EventStatus
    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...]


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
        if (is_never(ground.lower[trigger]) and trigger not in away) or is_title(ground, trigger):
            continue
        actors, recipients = parties_of(grammar, trigger)
        if trigger in away:
            recipients = [head for head in recipients if is_envoy(ground.lower[head])] or recipients
        if actors or recipients:
            yield _Tried(trigger=trigger, actors=actors, recipients=recipients)


def _chances(ground: Ground, tried: Sequence[_Tried]) -> Floats:
    """How probably each word, with the first of its parties on either side, names an event of each kind."""
    return kinds.chances(
        ground.vectors["kinds"],
        ground.branch.kinds,
        {one.trigger: ground.lower[one.trigger] for one in tried},
        [seen_as(ground, one.actors, one.trigger) for one in tried],
        [seen_as(ground, one.recipients, one.trigger) for one in tried],
    )


def _candidate(ground: Ground, tried: _Tried, chances: Floats) -> Candidate | None:
    """What a word names with its parties, None where that is no event."""
    trigger, best = tried.trigger, int(chances[:-1].argmax())
    score = max(float(chances[best]), LEAST if envoy_of(ground.lower, trigger) is not None else 0.0)
    if score < LEAST:
        return None
    kind = plain_type(ground.lower, ground.trees, trigger) or kinds.KINDS[best]
    doing = tuple(actors_of(ground, tried.actors, trigger))
    taken = {actor.span for actor in doing}
    apart = frozenset(actor.entity for actor in doing if actor.entity is not None)
    others = tuple(one for one in actors_of(ground, tried.recipients, trigger, apart=apart) if one.span not in taken)
    if not any(one.country and one.sector is None for one in (*doing, *others)):
        every = (*doing, *others)
        doing, others = (tuple(placed(ground, one, every) for one in some) for some in (doing, others))
    return Candidate(
        trigger=trigger,
        kind=kind,  # type: ignore[arg-type]
        score=round(score, 4),
        status=status_of(ground.lower, ground.trees, trigger),
        actors=doing,
        recipients=others,
    )


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
