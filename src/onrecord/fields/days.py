"""Days: the candidates that state one, how they lie to each other, which are suspect, and the form that is taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TypeAlias

from onrecord.fields.choose import Candidate, Choice, Rule, Weigh, choose, grouped, rules_of
from onrecord.values import Evidence, Precision

Days: TypeAlias = Mapping[date, Sequence[Candidate[datetime]]]
"""The candidates of a page by the day that they state."""


def precision(when: datetime | None) -> Precision | None:
    """How exactly a time is stated: midnight without an offset is a day alone."""
    if when is None:
        return None
    if when.tzinfo is None and (when.hour, when.minute, when.second) == (0, 0, 0):
        return "day"
    return "second" if when.second else "minute"


_EARLIEST = date(1990, 1, 1)


def parted(
    found: Sequence[Candidate[datetime]], fetched: datetime | None
) -> tuple[list[Candidate[datetime]], list[Candidate[datetime]]]:
    """What can be a day of publication, and what is suspect: days before 1990, and those more than one behind the
    fetch, for the page's day may be ahead of that of the one who fetched it."""
    latest = date.max if fetched is None else date.fromordinal(min(fetched.toordinal() + 1, date.max.toordinal()))
    sound: list[Candidate[datetime]] = []
    suspect: list[Candidate[datetime]] = []
    for candidate in found:
        (sound if _EARLIEST <= candidate.value.date() <= latest else suspect).append(candidate)
    return sound, suspect


def suspicion(candidate: Candidate[datetime]) -> Evidence:
    """A suspect candidate as evidence that was not taken."""
    when, rule, where = candidate
    why = "before 1990" if when.date() < _EARLIEST else "after the page was fetched"
    return Evidence(
        field="published", value=when.isoformat(), rule=rule.name, where=where, score=rule.score, note=f"suspect: {why}"
    )


def marks_of(days: Days, *, changed: set[date], sort: str) -> list[tuple[tuple[str, ...], list[str]]]:
    """The rules behind each day and its marks: whether it is that of a change, and how it lies to the other days.
    `sort` is what the page's description says that it is."""
    rules = [rules_of(group) for group in days.values()]
    stated = any(not _STATED.isdisjoint(names) for names in rules)
    told = []
    for (day, group), names in zip(days.items(), rules, strict=True):
        marks = [f"{name}, {sort}" for name in names]
        if day in changed:
            marks += ["day of change", *(f"{name}, day of change" for name in names)]
        elif changed and day > max(changed):
            marks.append("after the change")
        if len(days) > 1:
            if stated and _STATED.isdisjoint(names):
                marks += ["another is stated", "change, another is stated"] if day in changed else ["another is stated"]
            marks += _among(day, days)
            if not any(c.value.hour or c.value.minute for c in group):
                marks.append("a day alone")
        told.append((names, marks))
    return told


def _among(day: date, days: Days) -> Iterator[str]:
    away = [(day - other).days for other in days if other != day]
    if min(away) > 0:
        yield "the latest"
    if max(away) < 0:
        yield "the earliest"
    if 1 in away:
        yield "a day after another"
    if -1 in away:
        yield "a day before another"
    if max(away) > 300:
        yield "long after another"
    if min(away) < -300:
        yield "long before another"


def grouped_by_day(found: Sequence[Candidate[datetime]]) -> dict[date, list[Candidate[datetime]]]:
    """Candidates by the day that they state."""
    return grouped(found, _day_of(found))


def by_day(
    field: str, found: list[Candidate[datetime]], *, order: Sequence[Rule[datetime]], weigh: Weigh | None = None
) -> Choice[datetime]:
    """The day with the most support, in the most exact form that the page gives it; of two as exact, in that of the
    rule that stands first in `order`."""
    day = _day_of(found)
    places = {rule.name: -n for n, rule in enumerate(order)}
    return _exact_form(choose(field, found, key=day, show=datetime.isoformat, weigh=weigh), day, places)


def _day_of(found: Sequence[Candidate[datetime]]) -> Callable[[datetime], date]:
    """The day of an instant; one that one place states in UTC and another with the local offset is of the local day in
    both."""
    local = {c.value: c.value.date() for c in found if c.value.utcoffset()}

    def day(when: datetime) -> date:
        return local.get(when, when.date()) if when.tzinfo is not None else when.date()

    return day if local else datetime.date


def _exact_form(
    choice: Choice[datetime], day: Callable[[datetime], date], places: Mapping[str, int]
) -> Choice[datetime]:
    """Of the forms of the winning day, the most exact one, as machines state it before as readers see it; in the page's
    own offset where that is stated for the same instant."""
    shown = dict.fromkeys((e.value, e.rule) for e in choice.evidence if e.chosen)
    if len(shown) < 2 or choice.value is None:
        return choice
    won = day(choice.value)
    forms = [(datetime.fromisoformat(str(value)), rule) for value, rule in shown]

    def exactness(form: tuple[datetime, str]) -> tuple[bool | int, ...]:
        when, rule = form
        timed = (when.hour, when.minute, when.second) != (0, 0, 0)
        return (when.date() == won, when.tzinfo is not None, timed, rule not in _READ, places[rule])

    exact, _ = max(forms, key=exactness)
    if exact.tzinfo is not None:
        exact = next((when for when, _ in forms if when.utcoffset() and when == exact and when.date() == won), exact)
    return Choice(exact, choice.evidence)


_STATED = frozenset({"json-ld", "article:published_time"})
_READ = frozenset({"date near", "date beside", "date marked", "date after", "date", "prose"})
