"""When it happened: the words of a text that name days, months, years and short times, and the days that they mean.

A text is read as signs, one for each word (words.py), and the grammar is a table of regular expressions over
them, in four levels: numbers, names of times, times made from times ("the end of June", "two days after Christmas"),
and from one to another. Each rule makes one item of those it matches. No expression has a repetition without a bound,
and so the time is linear in the length of the text.

What the words leave open is closed as the press means it: a bare weekday is the latest one up to the day of
publication where the clause is past, else the next; a month or day without its year is the latest, the next or, where
no verb tells, the nearest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

from onrecord.reading.dates.calendar import TENSES, Days, Partial, around, completed, nearest, one, shifted
from onrecord.reading.dates.meanings import Ground, Tenses
from onrecord.reading.dates.rules import LEVELS
from onrecord.reading.dates.tense import tense_at
from onrecord.reading.dates.words import Between, Item, Shift, Value, is_day_first, items_of, telling
from onrecord.reading.quotes import Range


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """Words of a text, [start, end) in code points, and the days they mean, `first` and `last` among them. `rule` names
    what found them."""

    start: int
    end: int
    first: date
    last: date
    rule: str


_LOOKALIKES = {ord("ſ"): "s", ord("\N{KELVIN SIGN}"): "K"}
"""Letters that patterns without case take for others."""
_NAMED = 8
"""So many times named before are looked through."""
FAR = 600
"""So many characters back may stand the day that "two days later" is read against."""


def dates_in(
    text: str, paragraphs: Sequence[Range], *, published: date | None, tense: Tenses | None = None
) -> list[Dated]:
    """The dates of a text, in order; none overlaps another.

    `published` is the day that "today" and "Friday" are read against; without it only dates that say their year count.
    `tense` gives the tense of the clause at a place of the text; without it the verbs around decide.

    >>> [found] = dates_in("They met on Friday.", [(0, 19)], published=date(2018, 6, 12))
    >>> found.first.isoformat(), found.rule
    ('2018-06-08', 'weekday')
    """
    text = text.translate(_LOOKALIKES)
    ground = Ground(published, tense or partial(tense_at, text))
    day_first = is_day_first(text)
    stretches = (stretch for start, end in paragraphs for stretch in telling(text, start, end))
    items = (item for stretch in stretches for item in _read(items_of(text, *stretch, day_first=day_first), ground))
    return list(_resolved(items, ground))


def _read(items: list[Item], ground: Ground) -> list[Item]:
    for level in LEVELS:
        items = level.reduced(items, ground)
    return items


def _resolved(items: Iterable[Item], ground: Ground) -> Iterator[Dated]:
    """The items that mean days; "two days later" is read against the last day named not far before, and "that year"
    against the last time that lies in one year."""
    named: list[tuple[int, Days]] = []
    for item in items:
        if item.sign not in "DMYPL" or item.value is None:
            continue
        days = _days_or_none(item.value, ground, item.start, _anchor(item, named))
        if days is None or days.last < days.first:  # "the next 0 days"
            continue
        named = [*named[-_NAMED:], (item.end, days)]
        yield Dated(start=item.start, end=item.end, first=days.first, last=days.last, rule=item.rule)


def _anchor(item: Item, named: list[tuple[int, Days]]) -> date | None:
    """The day that an item is read against: the last one, not far before, that says what is asked for."""
    if not isinstance(item.value, Shift):
        return None
    near = (days for end, days in reversed(named) if item.start - end <= FAR)
    return next((days.first for days in near if days.last <= around(days.first, item.value.whole).last), None)


def _days_or_none(value: Value, ground: Ground, place: int, anchor: date | None) -> Days | None:
    """The days that are meant; None where they lie outside the calendar, which ends with the year 9999."""
    try:
        return _days(value, ground, place, anchor)
    except (ValueError, OverflowError):
        return None


def _days(value: Value, ground: Ground, place: int, anchor: date | None) -> Days | None:
    if isinstance(value, Days):
        return value
    if isinstance(value, Partial):
        needs_tense = value.year is None and ground.published is not None
        return completed(value, ground.published, ground.tense(place) if needs_tense else None)
    if isinstance(value, Shift):
        return None if anchor is None else _shifted(value, anchor, ground, place)
    return _between(value, ground, place)


def _shifted(value: Shift, anchor: date, ground: Ground, place: int) -> Days | None:
    """So long after another day; not what has been and yet would be after the day of publication."""
    if value.weekday is not None:
        days = one(anchor + timedelta(days=(value.weekday - anchor.weekday() - 1) % 7 + 1))
    else:
        day = anchor
        for count, unit in value.steps:
            day = shifted(day, count, unit)
        days = around(day, value.whole)
    if ground.published is not None and days.first > ground.published and ground.tense(place) == "past":
        return None
    return days


def _between(value: Between, ground: Ground, place: int) -> Days | None:
    """Both ends. One that leaves the year open has that of the other, or comes next after it; where both do, it is the
    two together that are past or to come."""
    first, last = value.first, value.last
    if ground.published is None or not isinstance(first, Partial) or first.year is not None:
        begin = _days(first, ground, place, None)
        return begin and _up_to(begin, last, ground)
    if isinstance(last, Partial) and last.year is not None:
        later = (first.month or 1, first.day or 1) > (last.month or 12, last.day or 31)
        return _between(Between(first=replace(first, year=last.year - later), last=last), ground, place)
    if isinstance(last, Days):
        begin = completed(first, ground.published, ground.tense(place))
        found_days = begin and _up_to(begin, last, ground)
        if found_days is not None:
            return found_days
    begins = {completed(first, ground.published, tense) for tense in TENSES}
    found = [_up_to(begin, last, ground) for begin in begins if begin is not None]
    return nearest([days for days in found if days is not None], ground.published, ground.tense(place))


def _up_to(begin: Days, last: Partial | Days, ground: Ground) -> Days | None:
    if isinstance(last, Partial):
        last_days = completed(last, begin.first, "future") if last.year is None else completed(last, None, None)
    else:
        last_days = last
    return Days(begin.first, last_days.last) if last_days is not None and begin.first <= last_days.last else None
