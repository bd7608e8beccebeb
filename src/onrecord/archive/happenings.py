"""What happened, by what articles say: their events, the same ones put together.

Two events are one happening where type, actors, recipients and place are the same and the days are next to each other.
What nobody dates is not taken for what somebody does, unless the articles tell the same story; nor are parties that
have neither a code nor a name taken for the same in two stories.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from typing import NamedTuple, TypeVar

from onrecord.archive import answers, fitting, query, store
from onrecord.archive.results import EventMention, Happening, Happenings, Party
from onrecord.archive.shelf import Shelf
from onrecord.values import EventStatus, EventType

_AT_ONCE = 500
_NEXT = 1  # so many days lie between what may be the same
_UNKNOWN = "\x1f"  # before the words for a party that has neither code nor name

_OF_EVENT = "r.story, r.published_at, e.type, e.mode, e.code, e.placed, e.place, e.country, e.latitude, e.longitude"
_OF_MENTION = (
    'r.id, r.title, r.url, coalesce(r.site, r.host), r.published, e."trigger", e.start, e."end", e.day, e.until, '
    "e.inferred, e.status, coalesce(s.speaker, s.source, s.cue), e.score"
)
_FROM = (
    "FROM events e JOIN records r USING (seq) LEFT JOIN statements s ON s.seq = e.seq AND s.position = e.claim "
    "WHERE e.seq IN"
)
_MENTION_FIELDS = tuple(field.name for field in fields(EventMention))
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """An event of an article, as the tables have it."""

    at: fitting.Place
    story: int
    published: int | None
    type: EventType
    mode: str | None
    code: str | None
    placed: str | None
    place: str | None
    country: str | None
    latitude: float | None
    longitude: float | None
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    mention: EventMention


_TOLD_FIELDS = tuple(field.name for field in fields(_Told))[1:-3]


class Sketch(NamedTuple):
    """As much of an event as says which are the same: `day` is a number, None where nobody dates it."""

    day: int | None
    at: fitting.Place
    story: int
    published: int
    type: EventType
    status: EventStatus


Sketches = list[tuple[Hashable, Sketch]]
"""Events, each with what is the same in all that is told of one happening, beside the day."""


def happenings(shelf: Shelf, text: str, *, limit: int, offset: int) -> Happenings:
    """What happened, by the articles that a query finds; see `Archive.events`."""
    wanted = answers.resolved(shelf, query.parse(text))
    numbers, asked = answers.found(shelf, wanted), fitting.of_events(wanted)
    merged = put_together(sketches(shelf, numbers, asked))
    return Happenings(total=len(merged), happenings=in_full(shelf, merged[offset : offset + limit]))


def sketches(shelf: Shelf, numbers: Sequence[int], asked: Sequence[query.Clause]) -> Sketches:
    """The events of these records that fit all that is asked of events."""
    kept = set(fitting.places(shelf, numbers, asked)) if asked else None
    having = numbers if kept is None else list(dict.fromkeys(seq for seq, _ in sorted(kept)))
    return list(_sketches(shelf, having, kept))


def put_together(found: Sketches) -> list[list[Sketch]]:
    """The same ones together, what happened last before all else."""
    groups: dict[Hashable, list[Sketch]] = defaultdict(list)
    for key, sketch in found:
        groups[key].append(sketch)
    return sorted((same for group in groups.values() for same in _same(group)), key=_newest_first)


def in_full(shelf: Shelf, merged: Sequence[Sequence[Sketch]]) -> tuple[Happening, ...]:
    """Happenings with all that is told of them."""
    told = _told(shelf, [sketch.at for same in merged for sketch in same])
    # what a writer takes away meanwhile is no longer told
    there = ([told[sketch.at] for sketch in same if sketch.at in told] for same in merged)
    return tuple(_happening(same) for same in there if same)


def _sketches(
    shelf: Shelf, numbers: Sequence[int], kept: Collection[fitting.Place] | None
) -> Iterator[tuple[Hashable, Sketch]]:
    for some in _chunks(numbers):
        names = _names(shelf, some)
        for seq, position, story, published, kind, status, first, last, *where in shelf.asked(
            "SELECT e.seq, e.position, r.story, r.published_at, e.type, e.status, e.day, e.until, "
            "coalesce(e.place, lower(e.placed)), CASE WHEN e.place IS NULL THEN NULL ELSE e.country END "
            f"FROM events e JOIN records r USING (seq) WHERE e.seq IN ({store.some(len(some))})",
            some,
        ):
            if kept is not None and (seq, position) not in kept:
                continue
            who, whom = (names.get((seq, position, part), ()) for part in ("actor", "recipient"))
            is_known = not any(name.startswith(_UNKNOWN) for name in (*who, *whom))
            long = (first, last) if first and last and _number(last) - _number(first) > _NEXT else None
            key = (kind, tuple(sorted(who)), tuple(sorted(whom)), *where, long, None if is_known else story)
            day = _number(first) if first else None
            yield key, Sketch(day, (seq, position), story, published or 0, kind, status)


def _names(shelf: Shelf, numbers: Sequence[int]) -> dict[tuple[int, int, str], list[str]]:
    """By what the parties of each event are told apart: their codes, else their names, else the words for them."""
    found: dict[tuple[int, int, str], list[str]] = defaultdict(list)
    for seq, position, part, name in shelf.asked(
        "SELECT seq, position, part, CASE WHEN country IS NOT NULL OR sector IS NOT NULL "
        "THEN coalesce(country, '') || coalesce(sector, '') ELSE coalesce(lower(name), ? || lower(words)) END "
        f"FROM parties WHERE seq IN ({store.some(len(numbers))})",
        (_UNKNOWN, *numbers),
    ):
        found[seq, position, part].append(name)
    return found


@lru_cache(4096)
def _number(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def _told(shelf: Shelf, wanted: Collection[fitting.Place]) -> dict[fitting.Place, _Told]:
    """These events in full."""
    found = {}
    count = len(_TOLD_FIELDS)
    wanted = set(wanted)
    for some in _chunks(sorted({seq for seq, _ in wanted})):
        parties = _parties(shelf, some)
        for seq, position, *row in shelf.asked(
            f"SELECT e.seq, e.position, {_OF_EVENT}, {_OF_MENTION} {_FROM} ({store.some(len(some))})", some
        ):
            if (seq, position) in wanted:
                mention = dict(zip(_MENTION_FIELDS, row[count:], strict=True))
                found[seq, position] = _Told(
                    at=(seq, position),
                    **dict(zip(_TOLD_FIELDS, row[:count], strict=True)),
                    actors=tuple(parties[seq, position, "actor"]),
                    recipients=tuple(parties[seq, position, "recipient"]),
                    mention=EventMention(**mention | {"inferred": bool(mention["inferred"])}),
                )
    return found


def _parties(shelf: Shelf, numbers: Sequence[int]) -> dict[tuple[int, int, str], list[Party]]:
    """The parties of all events of these records, in their order."""
    found: dict[tuple[int, int, str], list[Party]] = defaultdict(list)
    for seq, position, part, *values in shelf.asked(
        "SELECT seq, position, part, name, words, role, country, sector FROM parties "
        f"WHERE seq IN ({store.some(len(numbers))}) ORDER BY seq, position, part, number",
        numbers,
    ):
        names = ("name", "words", "role", "country", "sector")
        found[seq, position, part].append(Party(**dict(zip(names, values, strict=True))))
    return found


def _chunks(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    return (numbers[start : start + _AT_ONCE] for start in range(0, len(numbers), _AT_ONCE))


def _same(group: Iterable[Sketch]) -> list[list[Sketch]]:
    """Those of one key that are one happening: not more than a day after its first; without a day, of one story."""
    found: list[list[Sketch]] = []
    undated = []
    for sketch in sorted(group, key=lambda sketch: (sketch.day or 0, sketch.at)):
        if sketch.day is None:
            undated.append(sketch)
        elif found and sketch.day - (found[-1][0].day or 0) <= _NEXT:
            found[-1].append(sketch)
        else:
            found.append([sketch])
    of_story = {sketch.story: same for same in reversed(found) for sketch in same}
    for sketch in undated:
        if sketch.story not in of_story:
            of_story[sketch.story] = []
            found.append(of_story[sketch.story])
        of_story[sketch.story].append(sketch)
    return found


def _newest_first(same: Sequence[Sketch]) -> tuple[bool, int, int, fitting.Place]:
    """By the day, then by when it was last told; what nobody dates comes after all else."""
    day = same[0].day
    return day is None, -(day or 0), -max(sketch.published for sketch in same), min(sketch.at for sketch in same)


def _happening(told: Sequence[_Told]) -> Happening:
    """One happening of what several articles tell of it: what most of them say, the first where they are even."""
    told = sorted(told, key=lambda one: (one.published is None, one.published or 0, one.at))
    first = told[0]
    where = next((one for one in told if one.latitude is not None), first)
    days = _most((one.mention.day, one.mention.until) for one in told if one.mention.day is not None)
    dating = [one.mention for one in told if days is not None and (one.mention.day, one.mention.until) == days]
    statuses = Counter(one.mention.status for one in told)
    return Happening(
        type=first.type,
        mode=_most(one.mode for one in told if one.mode),
        code=_most(one.code for one in told if one.code),
        actors=first.actors,
        recipients=first.recipients,
        day=days[0] if days else None,
        until=days[1] if days else None,
        inferred=bool(dating) and all(mention.inferred for mention in dating),
        place=where.place or where.placed,
        country=where.country,
        latitude=where.latitude,
        longitude=where.longitude,
        score=max(one.mention.score for one in told),
        statuses=tuple(statuses.most_common()),
        mentions=tuple(one.mention for one in told),
    )


def _most(values: Iterable[_Value]) -> _Value | None:
    return next((value for value, _ in Counter(values).most_common(1)), None)
