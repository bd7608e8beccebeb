"""What the newest articles tell, counted: by type and status, by day, by who and whom.

What many articles tell cannot be put together while a reader waits. So the newest articles that a query finds are
looked through until there are some hundreds of events, and the answer says how many these are and how far they go back.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import get_args

from onrecord.archive import answers, fitting, happenings, query, store
from onrecord.archive.happenings import Sketch, Sketches
from onrecord.archive.results import Chronicle, Pair
from onrecord.archive.shelf import Shelf
from onrecord.values import EventType

_ARTICLES = 300  # looked through at most
_EVENTS = 300  # found, after which no more articles are looked through
_AT_ONCE = 50
_SIZE = 12  # values of a facet
_PAIRS = 100
_SIDE = 10  # parties on a side that are paired, as every one is with every other

_HAS_EVENTS = query.Clause(terms=tuple(query.Term(words=name, field="event") for name in get_args(EventType)))

Names = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parties:
    """Who did something to whom: all by which they are counted, and by what each is told apart."""

    actor: Names = ()
    recipient: Names = ()
    who: Names = ()
    whom: Names = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Window:
    """The newest articles: how many there were to be looked through, those that were, and the events in them."""

    found: int
    articles: Sequence[int]
    events: Sketches


def chronicle(shelf: Shelf, text: str, *, day: str, limit: int, offset: int) -> Chronicle:
    """What the newest articles tell that a query finds; see `Archive.chronicle`."""
    window = _window(shelf, answers.named(shelf, query.parse(text)))
    merged = happenings.put_together(window.events)
    if day:
        merged = [same for same in merged if (_day(same) or "").startswith(day)]
    parties = _parties(shelf, [same[0].at for same in merged])
    days = Counter((_day(same), same[0].type) for same in merged)
    return Chronicle(
        happenings=happenings.in_full(shelf, merged[offset : offset + limit]),
        total=len(merged),
        articles=len(window.articles),
        found=window.found,
        since=_published(shelf, window),
        facets=_facets(merged, parties),
        days=tuple(sorted((at, kind, count) for (at, kind), count in days.items() if at is not None)),
        undated=sum(count for (at, _), count in days.items() if at is None),
        pairs=_pairs(merged, parties),
    )


def _window(shelf: Shelf, wanted: query.Query) -> _Window:
    asked = fitting.of_events(wanted)
    telling = wanted if asked else query.Query(clauses=(*wanted.clauses, _HAS_EVENTS))
    found, total = shelf.index.find(telling, sort="newest", limit=_ARTICLES, offset=0)
    numbers = [number for number, _ in found]
    events: Sketches = []
    looked = 0
    while looked < len(numbers) and len(events) < _EVENTS:
        some = numbers[looked : looked + _AT_ONCE]
        events += happenings.sketches(shelf, some, asked)
        looked += len(some)
    return _Window(found=total, articles=numbers[:looked], events=events)


def _published(shelf: Shelf, window: _Window) -> str | None:
    """When the oldest article that was looked through was published; None where it is the last, or does not say."""
    if window.found <= len(window.articles):
        return None
    rows = shelf.asked("SELECT published FROM records WHERE seq = ?", (window.articles[-1],))
    return rows[0][0] if rows else None


def _day(same: Sequence[Sketch]) -> str | None:
    return None if same[0].day is None else date.fromordinal(same[0].day).isoformat()


def _parties(shelf: Shelf, events: Iterable[fitting.Place]) -> Mapping[fitting.Place, _Parties]:
    """The parties of these events, but for those that have neither code nor name."""
    wanted = set(events)
    numbers = sorted({seq for seq, _ in wanted})
    told: dict[fitting.Place, dict[str, list[tuple[str, str | None]]]] = defaultdict(lambda: defaultdict(list))
    for start in range(0, len(numbers), _AT_ONCE):
        some = numbers[start : start + _AT_ONCE]
        for seq, position, part, name, country in shelf.asked(
            "SELECT seq, position, part, coalesce(nullif(coalesce(country, '') || coalesce(sector, ''), ''), name) "
            f"AS called, country FROM parties WHERE seq IN ({store.some(len(some))}) AND called IS NOT NULL",
            some,
        ):
            told[seq, position][part].append((name, country))
    return {at: _named(told[at]) for at in wanted & told.keys()}


def _named(told: Mapping[str, Sequence[tuple[str, str | None]]]) -> _Parties:
    who, whom = told.get("actor", ()), told.get("recipient", ())
    return _Parties(
        actor=_called(who), recipient=_called(whom), who=_once(name for name, _ in who), whom=_once(n for n, _ in whom)
    )


def _called(parties: Sequence[tuple[str, str | None]]) -> Names:
    return _once(form for party in parties for form in party if form)


def _once(names: Iterable[str]) -> Names:
    return tuple(dict.fromkeys(names))


def _facets(
    merged: Sequence[Sequence[Sketch]], parties: Mapping[fitting.Place, _Parties]
) -> Mapping[str, tuple[tuple[str, int], ...]]:
    counts: dict[str, Counter[str]] = {name: Counter() for name in ("event", "status", "actor", "recipient")}
    nobody = _Parties()
    for same in merged:
        there = parties.get(same[0].at, nobody)
        counts["event"][same[0].type] += 1
        counts["status"].update({sketch.status for sketch in same})
        counts["actor"].update(there.actor)
        counts["recipient"].update(there.recipient)
    return {name: tuple(_most_first(counted, 16 if name == "event" else _SIZE)) for name, counted in counts.items()}


def _most_first(counts: Mapping[str, int], size: int) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:size]


def _pairs(merged: Sequence[Sequence[Sketch]], parties: Mapping[fitting.Place, _Parties]) -> tuple[Pair, ...]:
    """Who did most to whom, of those that are told apart."""
    counts: dict[tuple[str, str], Counter[EventType]] = defaultdict(Counter)
    for same in merged:
        if there := parties.get(same[0].at):
            for pair in product(there.who[:_SIDE], there.whom[:_SIDE]):
                counts[pair][same[0].type] += 1
    most = sorted(counts, key=lambda pair: (-counts[pair].total(), pair))[:_PAIRS]
    return tuple(
        Pair(who=who, whom=whom, total=counts[who, whom].total(), types=tuple(counts[who, whom].most_common()))
        for who, whom in most
    )
