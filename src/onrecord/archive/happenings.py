"""What happened, by what articles say: their events, the same ones put together.

Two events are one happening where type, actors, recipients and place are the same and the days are next to each other.
What nobody dates is not taken for what somebody does, unless the articles tell the same story; nor are parties that
have neither a code nor a name taken for the same in two stories.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import TypeVar

from onrecord.archive import answers, fitting, query, store
from onrecord.archive.results import EventMention, Happening, Happenings, Party
from onrecord.archive.shelf import Shelf
from onrecord.values import EventType

_AT_ONCE = 500
_NEXT = 1  # so many days lie between what may be the same

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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sketch:
    """As much of an event as says which are the same: `day` is a number, None where nobody dates it."""

    at: fitting.Place
    story: int
    published: int
    day: int | None


def happenings(shelf: Shelf, text: str, *, limit: int, offset: int) -> Happenings:
    """What happened, by the articles that a query finds; see `Archive.events`."""
    wanted = answers.resolved(shelf, query.parse(text))
    groups: dict[Hashable, list[_Sketch]] = defaultdict(list)
    for told in _fitting(shelf, answers.found(shelf, wanted), wanted):
        groups[_key(told)].append(_sketch(told))
    merged = sorted((same for group in groups.values() for same in _same(group)), key=_newest_first)
    shown = merged[offset : offset + limit]
    wanted_here = {sketch.at for same in shown for sketch in same}
    full = {told.at: told for told in _told(shelf, sorted({seq for seq, _ in wanted_here})) if told.at in wanted_here}
    return Happenings(
        total=len(merged), happenings=tuple(_happening([full[sketch.at] for sketch in same]) for same in shown)
    )


def _fitting(shelf: Shelf, numbers: Sequence[int], wanted: query.Query) -> Iterator[_Told]:
    """The events of these records that fit what is asked of events; all of them, where nothing is."""
    asked = fitting.of_events(wanted)
    kept = set(fitting.places(shelf, numbers, asked)) if asked else None
    return (told for told in _told(shelf, numbers) if kept is None or told.at in kept)


def _told(shelf: Shelf, numbers: Sequence[int]) -> Iterator[_Told]:
    """All events of these records."""
    count = len(_TOLD_FIELDS)
    for start in range(0, len(numbers), _AT_ONCE):
        some = numbers[start : start + _AT_ONCE]
        parties = _parties(shelf, some)
        for seq, position, *row in shelf.asked(
            f"SELECT e.seq, e.position, {_OF_EVENT}, {_OF_MENTION} {_FROM} ({store.some(len(some))})", some
        ):
            mention = dict(zip(_MENTION_FIELDS, row[count:], strict=True))
            yield _Told(
                at=(seq, position),
                **dict(zip(_TOLD_FIELDS, row[:count], strict=True)),
                actors=tuple(parties[seq, position, "actor"]),
                recipients=tuple(parties[seq, position, "recipient"]),
                mention=EventMention(**mention | {"inferred": bool(mention["inferred"])}),
            )


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


def _key(told: _Told) -> Hashable:
    """What is the same in all that is told of one happening, beside the day."""
    parties = (*told.actors, *told.recipients)
    is_known = all(party.code or party.name for party in parties)
    first, last = _days(told.mention)
    long = (first, last) if first is not None and last is not None and last - first > _NEXT else None
    return (
        told.type,
        tuple(sorted(map(_called, told.actors))),
        tuple(sorted(map(_called, told.recipients))),
        ((told.place, told.country) if told.place else (told.placed or "").casefold()),
        long,
        None if is_known else told.story,
    )


def _called(party: Party) -> str:
    return party.code or (party.name or party.words).casefold()


def _days(mention: EventMention) -> tuple[int | None, int | None]:
    if mention.day is None or mention.until is None:
        return None, None
    return date.fromisoformat(mention.day).toordinal(), date.fromisoformat(mention.until).toordinal()


def _sketch(told: _Told) -> _Sketch:
    return _Sketch(at=told.at, story=told.story, published=told.published or 0, day=_days(told.mention)[0])


def _same(group: Iterable[_Sketch]) -> list[list[_Sketch]]:
    """Those of one key that are one happening: not more than a day after its first; without a day, of one story."""
    found: list[list[_Sketch]] = []
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


def _newest_first(same: Sequence[_Sketch]) -> tuple[bool, int, int, fitting.Place]:
    """By the day, then by when it was last told; what nobody dates comes after all else."""
    day = same[0].day
    return day is None, -(day or 0), -max(sketch.published for sketch in same), min(sketch.at for sketch in same)


def _happening(told: Sequence[_Told]) -> Happening:
    """One happening of what several articles tell of it: what most of them say, the first where they are even."""
    told = sorted(told, key=lambda one: (one.published is None, one.published or 0, one.at))
    first = told[0]
    where = next((one for one in told if one.latitude is not None), first)
    days = _most((one.mention.day, one.mention.until) for one in told if one.mention.day is not None)
    statuses = Counter(one.mention.status for one in told)
    return Happening(
        type=first.type,
        mode=_most(one.mode for one in told if one.mode),
        code=_most(one.code for one in told if one.code),
        actors=first.actors,
        recipients=first.recipients,
        day=days[0] if days else None,
        until=days[1] if days else None,
        place=where.place or where.placed,
        country=where.country,
        latitude=where.latitude,
        longitude=where.longitude,
        statuses=tuple(statuses.most_common()),
        mentions=tuple(one.mention for one in told),
    )


def _most(values: Iterable[_Value]) -> _Value | None:
    return next((value for value, _ in Counter(values).most_common(1)), None)
