"""So many units of time: from now, from a day, before and behind it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from onrecord.reading.dates.calendar import DAY_LONG, Days, Unit, around, one, shifted
from onrecord.reading.dates.meanings import (
    POINTING_BACK,
    Ground,
    Items,
    first_of,
    known_days,
    last_of,
    number_of,
    unit_of,
)
from onrecord.reading.dates.nearby import neighbour
from onrecord.reading.dates.words import Shift


def lengths_of(items: Items) -> list[tuple[int, Unit]]:
    """Pairs of count and unit: "two years and three days", "half a year", "a year and a half"."""
    found: list[tuple[int, Unit]] = []
    count, half = None, False
    for item in items:
        if item.sign in "ncv":
            count = item.number
        elif item.sign == "F":
            half = True
        elif item.sign in "uWQ":
            unit = unit_of(item.name)
            found += [(1 if count is None else count, unit)] if count is not None or not half else []
            found += [_half(unit)] if half else []
            count, half = None, False
    return [*found, _half(found[-1][1])] if half and found else found


def _half(unit: Unit) -> tuple[int, Unit]:
    if unit not in _HALVES:
        raise ValueError(unit)
    return _HALVES[unit]


_HALVES: dict[Unit, tuple[int, Unit]] = {
    "day": (0, "day"),
    "week": (3, "day"),
    "month": (15, "day"),
    "year": (6, "month"),
    "decade": (5, "year"),
}
"""How long half of a unit is; half a century is no time that a day could be told by."""


def _moved(day: date, items: Items, sign: int) -> Days:
    """So many units from a day: a day, and the month or year around it where months or years were counted."""
    lengths = lengths_of(items)
    for count, unit in lengths:
        day = shifted(day, sign * count, unit)
    exact = len(lengths) > 1 and not first_of(items, "F")
    return around(day, "day" if exact else _EXACT.get(lengths[-1][1], "day"))


_EXACT: dict[Unit, Unit] = {
    "weekend": "weekend",
    "month": "month",
    "quarter": "quarter",
    "year": "year",
    "decade": "decade",
    "century": "century",
}


def ago(items: Items, ground: Ground) -> Days | None:
    """ "Two days ago"; "a few days ago" are some days between two and six."""
    if ground.published is None or any(item.name == "or" for item in items):
        return None
    vague, unit = first_of(items, "v"), unit_of((last_of(items, "uWQ") or items[0]).name)
    if vague is not None and vague.number > 2:
        return Days(shifted(ground.published, -6, unit), shifted(ground.published, -2, unit))
    return _moved(ground.published, items, 1 if items[-1].name == "hence" else -1)


def less_ago(items: Items, ground: Ground) -> Days | None:
    """ "Less than two weeks ago"."""
    return None if ground.published is None else Days(_further(ground.published, items, -1), ground.published)


def ago_on(items: Items, ground: Ground) -> Days | None:
    """ "A week ago Friday" is a week before the last one, "a year ago today" the very day, "ten years ago this month"
    the month."""
    lengths, last = lengths_of(items[: next(at for at, item in enumerate(items) if item.sign == "g")]), items[-1]
    if ground.published is None or first_of(items, "v") or items[0].name == "hence":
        return None
    day = ground.published
    if last.sign == "z":
        day += timedelta(days=last.number)
    elif last.sign == "w":
        day -= timedelta(days=(day.weekday() - last.number) % 7)
    for count, unit in lengths:
        day = shifted(day, -count, unit)
    if last.sign != "u":
        return one(day) if last.sign == "z" or lengths[0][1] in ("week", "fortnight") else None
    return around(day, unit_of(last.name)) if number_of(items, "r") == 0 and last.name != lengths[0][1] else None


def in_some_time(items: Items, ground: Ground) -> Days | None:
    """ "In three weeks", where something is to come."""
    if ground.published is None or items[0].name != "in" or ground.tense(items[0].start) != "future":
        return None
    is_any = items[1].sign == "a" and len(items) == 3 and items[2].name in ("day", "year")
    if is_any or items[1].name == "some":  # "as many as they accept in a year"
        return None
    return _moved(ground.published, items, 1)


def after_some_time(items: Items, ground: Ground) -> Days | None:
    """ "In three weeks' time"."""
    return _moved(ground.published, items, 1) if ground.published and items[-1].name == "time" else None


def within(items: Items, ground: Ground) -> Days | None:
    """ "Within ten days", "within the next two months"."""
    if ground.published is None or not (items[0].name == "within" or first_of(items, "2")):
        return None
    if ground.tense(items[0].start) == "past" or any(item.name in _NOT_COMING for item in items):
        return None
    day = ground.published
    for count, unit in lengths_of(items):
        day = shifted(day, count, unit)
    return Days(ground.published, day)


_NOT_COMING = frozenset("last past previous preceding this current same following".split())


def counted(items: Items, ground: Ground) -> Days | None:
    """ "The past three days", "the next two weeks"; quarters and decades are those of the calendar."""
    distance, lengths = first_of(items, "r"), lengths_of(items)
    if ground.published is None or distance is None or distance.number == 0 or distance.name in POINTING_BACK:
        return None
    if lengths[0][1] in ("quarter", "decade", "century", "weekend"):
        ends = [neighbour(ground.published, distance.number * count, lengths[0][1]) for count in (1, lengths[0][0])]
        return Days(min(ends).first, max(ends).last)
    day = ground.published
    for count, unit in lengths:
        day = shifted(day, distance.number * count, unit)
    return Days(day, ground.published) if distance.number < 0 else Days(ground.published + DAY_LONG, day)


def later(items: Items, ground: Ground) -> Shift | None:
    """ "Two days later", "a week earlier"; "the day before"."""
    lengths, vague = lengths_of(items), first_of(items, "v")
    if (first_of(items, "AB") and lengths[0][1] != "day") or (vague is not None and vague.number > 2):
        return None
    sign = 1 if items[-1].sign in "lA" else -1
    return Shift(steps=tuple((sign * count, unit) for count, unit in lengths))


def so_long_from(items: Items, ground: Ground) -> Days | None:
    """ "For three days from Monday", "two weeks starting on May 20"."""
    known = known_days(items[-1], ground)
    if known is None:
        return None
    day = _further(known.first, items[:-1], 1)
    return Days(known.first, day - DAY_LONG) if day > known.first else None


def from_a_day(items: Items, ground: Ground) -> Days | None:
    """ "Two weeks after June 12", "three weeks from now"."""
    coming = replace(ground, tense=lambda place: "future")
    known = known_days(items[-1], coming if first_of(items, "f") else ground)
    if known is None or any(item.sign == "r" and item.name != "following" for item in items):
        return None
    sign = -1 if first_of(items, "B") else 1
    if items[-1].sign == "Z":
        return _moved(known.first, items, sign)
    return one(_further(known.first, items, sign))


def within_of_a_day(items: Items, ground: Ground) -> Days | None:
    """ "Within ten days of June 20", "less than a week after the 20th"."""
    known = known_days(items[-1], ground)
    if known is None or items[0].name not in ("within", ""):
        return None
    if first_of(items, "B"):
        return Days(_further(known.first, items, -1), known.first)
    return Days(known.first, _further(known.first, items, 1))


def _further(day: date, items: Items, sign: int) -> date:
    for count, unit in lengths_of(items):
        day = shifted(day, sign * count, unit)
    return day


def up_to(items: Items, ground: Ground) -> Days | None:
    """ "The three months to March", "the year ended March 31", "the week ending May 12"."""
    known = known_days(items[-1], ground)
    if known is None:
        return None
    return Days(_further(known.last + DAY_LONG, items, -1), known.last)


def units_beside_a_day(items: Items, ground: Ground) -> Days | None:
    """ "The three days before Christmas", "the two weeks after June 20"."""
    known = known_days(items[-1], ground)
    if known is None:
        return None
    if first_of(items, "B"):
        return Days(_further(known.first, items, -1), known.first - DAY_LONG)
    return Days(known.last + DAY_LONG, _further(known.last, items, 1))


BESIDE = ("following", "preceding")


def is_before(items: Items) -> bool:
    """Whether "before" or "preceding" stands before the day."""
    return items[-2].sign == "B" or items[-2].name == "preceding"


def weekend_beside_a_day(items: Items, ground: Ground) -> Days | None:
    """ "The weekend before Christmas"."""
    known = known_days(items[-1], ground)
    if known is None:
        return None
    if first_of(items, "B"):
        return around(known.first - timedelta(days=known.first.weekday() + 1), "weekend")
    return around(known.last + timedelta(days=7 if known.last.weekday() > 4 else 0), "weekend")


def beside_a_day(items: Items, ground: Ground) -> Days | None:
    """ "The day before yesterday", "the week after Christmas"."""
    known, unit = known_days(items[-1], ground), first_of(items, "u")
    if known is None or unit is None or (items[-2].sign == "r" and items[-2].name not in BESIDE):
        return None
    if is_before(items):
        return Days(shifted(known.first, -1, unit_of(unit.name)), known.first - DAY_LONG)
    return Days(known.first + DAY_LONG, shifted(known.first, 1, unit_of(unit.name)))
