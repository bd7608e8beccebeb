"""What words mean together: so many days, quarters and seasons, "the end of June", "two days after Christmas", from one
to another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from onrecord.reading.dates.calendar import (
    HOLIDAYS,
    SEASONAL,
    Days,
    Part,
    Partial,
    Unit,
    around,
    completed,
    half_of,
    nearest,
    one,
    ordinal,
    ordinal_weekday,
    part_of,
    season,
    shifted,
)
from onrecord.reading.dates.meanings import (
    POINTING_BACK,
    Ground,
    Items,
    first_of,
    last_of,
    neighbour,
    number_of,
    period,
    unit_of,
    years,
)
from onrecord.reading.dates.words import Between, Item, Shift

# --- so many units ----------------------------------------------------------------------------------------------------


def _lengths(items: Items) -> list[tuple[int, Unit]]:
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
    lengths = _lengths(items)
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
    lengths, last = _lengths(items[: next(at for at, item in enumerate(items) if item.sign == "g")]), items[-1]
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
    for count, unit in _lengths(items):
        day = shifted(day, count, unit)
    return Days(ground.published, day)


_NOT_COMING = frozenset("last past previous preceding this current same following".split())


def counted(items: Items, ground: Ground) -> Days | None:
    """ "The past three days", "the next two weeks"; quarters and decades are those of the calendar."""
    distance, lengths = first_of(items, "r"), _lengths(items)
    if ground.published is None or distance is None or distance.number == 0 or distance.name in POINTING_BACK:
        return None
    if lengths[0][1] in ("quarter", "decade", "century", "weekend"):
        ends = [neighbour(ground.published, distance.number * count, lengths[0][1]) for count in (1, lengths[0][0])]
        return Days(min(ends).first, max(ends).last)
    day = ground.published
    for count, unit in lengths:
        day = shifted(day, distance.number * count, unit)
    return Days(day, ground.published) if distance.number < 0 else Days(ground.published + timedelta(days=1), day)


def later(items: Items, ground: Ground) -> Shift | None:
    """ "Two days later", "a week earlier"; "the day before"."""
    lengths, vague = _lengths(items), first_of(items, "v")
    if (first_of(items, "AB") and lengths[0][1] != "day") or (vague is not None and vague.number > 2):
        return None
    sign = 1 if items[-1].sign in "lA" else -1
    return Shift(steps=tuple((sign * count, unit) for count, unit in lengths))


def so_long_from(items: Items, ground: Ground) -> Days | None:
    """ "For three days from Monday", "two weeks starting on May 20"."""
    known = _known(items[-1], ground)
    if known is None:
        return None
    day = _further(known.first, items[:-1], 1)
    return Days(known.first, day - _DAY_LONG) if day > known.first else None


def from_a_day(items: Items, ground: Ground) -> Days | None:
    """ "Two weeks after June 12", "three weeks from now"."""
    coming = replace(ground, tense=lambda place: "future")
    known = _known(items[-1], coming if first_of(items, "f") else ground)
    if known is None or any(item.sign == "r" and item.name != "following" for item in items):
        return None
    sign = -1 if first_of(items, "B") else 1
    if items[-1].sign == "Z":
        return _moved(known.first, items, sign)
    return one(_further(known.first, items, sign))


def within_of_a_day(items: Items, ground: Ground) -> Days | None:
    """ "Within ten days of June 20", "less than a week after the 20th"."""
    known = _known(items[-1], ground)
    if known is None or items[0].name not in ("within", ""):
        return None
    if first_of(items, "B"):
        return Days(_further(known.first, items, -1), known.first)
    return Days(known.first, _further(known.first, items, 1))


def _further(day: date, items: Items, sign: int) -> date:
    for count, unit in _lengths(items):
        day = shifted(day, sign * count, unit)
    return day


def up_to(items: Items, ground: Ground) -> Days | None:
    """ "The three months to March", "the year ended March 31", "the week ending May 12"."""
    known = _known(items[-1], ground)
    if known is None:
        return None
    return Days(_further(known.last + _DAY_LONG, items, -1), known.last)


def units_beside_a_day(items: Items, ground: Ground) -> Days | None:
    """ "The three days before Christmas", "the two weeks after June 20"."""
    known = _known(items[-1], ground)
    if known is None:
        return None
    if first_of(items, "B"):
        return Days(_further(known.first, items, -1), known.first - _DAY_LONG)
    return Days(known.last + _DAY_LONG, _further(known.last, items, 1))


_BESIDE = ("following", "preceding")


def _is_before(items: Items) -> bool:
    """Whether "before" or "preceding" stands before the day."""
    return items[-2].sign == "B" or items[-2].name == "preceding"


def weekend_beside_a_day(items: Items, ground: Ground) -> Days | None:
    """ "The weekend before Christmas"."""
    known = _known(items[-1], ground)
    if known is None:
        return None
    if first_of(items, "B"):
        return around(known.first - timedelta(days=known.first.weekday() + 1), "weekend")
    return around(known.last + timedelta(days=7 if known.last.weekday() > 4 else 0), "weekend")


def beside_a_day(items: Items, ground: Ground) -> Days | None:
    """ "The day before yesterday", "the week after Christmas"."""
    known, unit = _known(items[-1], ground), first_of(items, "u")
    if known is None or unit is None or (items[-2].sign == "r" and items[-2].name not in _BESIDE):
        return None
    day = timedelta(days=1)
    if _is_before(items):
        return Days(shifted(known.first, -1, unit_of(unit.name)), known.first - day)
    return Days(known.first + day, shifted(known.first, 1, unit_of(unit.name)))


# --- quarters, seasons, holidays --------------------------------------------------------------------------------------


def _of_years(candidates: Iterator[Days], items: Items, ground: Ground) -> Days | None:
    """The one that is meant: "last" is the latest that is over, "next" the first that has not begun."""
    found = sorted(candidates)
    if len(found) < 2 or ground.published is None:
        return found[0] if found else None
    distance = last_of(items[:2], "r") if items[0].sign == "r" and not first_of(items, "u") else None
    if distance is None or distance.number == 0:
        tense = ground.tense(items[0].start)
        return nearest(found, ground.published, None if distance and tense == "past" else tense)
    if distance.number < 0:
        return next((days for days in reversed(found) if days.last < ground.published), None)
    return next((days for days in found if days.first > ground.published), None)


def quarter(items: Items, ground: Ground) -> Days | None:
    """ "Q3", "the first quarter of 2018"; "H1" is half a year."""
    number = number_of(items, "qoO") or 0
    number = 4 if number == -1 else number
    half = items[0].name == "half" or items[-1].name == "half"
    months = 6 if half else 3
    if not 1 <= number <= 12 // months:
        return None
    firsts = (date(year, 1 + months * (number - 1), 1) for year in years(items, ground))
    return _of_years((Days(day, shifted(day, months, "month") - timedelta(days=1)) for day in firsts), items, ground)


def quarters(items: Items, ground: Ground) -> Days | None:
    """ "From Q1 to Q3 2017", "the first and second quarters of 2017"."""
    at = next(at for at, item in enumerate(items) if item.sign in ">&-")
    rest = [item for item in items[at + 1 :] if item.sign in "qoOQyru"]
    last = quarter(rest, ground)
    one_form = [item._replace(sign="q", name=rest[0].name) for item in items[:at] if item.sign in "qoO"]
    first = quarter([*one_form, *rest[1:]], ground)
    return Days(first.first, last.last) if first and last and first < last else None


def season_of(items: Items, ground: Ground) -> Days | None:
    number = number_of(items, "s") or 0
    return _of_years((season(number, year) for year in years(items, ground)), items, ground)


def holiday(items: Items, ground: Ground) -> Days | None:
    name = (first_of(items, "Hh") or items[0]).name
    day = HOLIDAYS.get(name) or SEASONAL[name]
    return _of_years((one(day(year)) for year in years(items, ground)), items, ground)


def holiday_weekend(items: Items, ground: Ground) -> Days | None:
    """ "Labor Day weekend": the weekend beside the holiday, and the holiday where it is next to it."""
    days = holiday(items, ground)
    if days is None:
        return None
    weekend = around(days.first - timedelta(days=2), "weekend")
    beside = (
        timedelta(days=-1) <= days.first - weekend.last <= timedelta(days=1) or weekend.first - days.first == _DAY_LONG
    )
    return Days(min(weekend.first, days.first), max(weekend.last, days.first)) if beside else weekend


_DAY_LONG = timedelta(days=1)


# --- times made from times --------------------------------------------------------------------------------------------


def _known(item: Item, ground: Ground) -> Days | None:
    """The days of an item that rules made, or of a year."""
    if item.sign == "Z":
        return None if ground.published is None else one(ground.published)
    if isinstance(item.value, Partial):
        return completed(item.value, ground.published, ground.tense(item.start) if ground.published else None)
    return item.value if isinstance(item.value, Days) else None


def _whole(items: Items, ground: Ground) -> Days | None:
    """What "the end of" and "the first week of" are about: a month, a year, days, or "the month"."""
    found = last_of(items, "MPYD")
    return period(items[-1:], ground) if found is None else _known(found, ground)


def part(items: Items, ground: Ground) -> Days | None:
    """ "Early 2017", "the end of the month"."""
    whole, part = _whole(items, ground), first_of(items, "e")
    if whole is None or part is None or whole.first == whole.last:
        return None
    if part.name not in ("early", "mid", "late") and not first_of(items, "p-"):  # "they start May 2019"
        return None
    name: Part = part.name  # type: ignore[assignment]
    return part_of(whole, name)


def nth_part(items: Items, ground: Ground) -> Days | None:
    """ "The first part of 2017", "the latter part of May"."""
    whole, number = _whole(items, ground), number_of(items, "oOl")
    if whole is None or number not in (0, 1, -1) or whole.first == whole.last:
        return None
    return part_of(whole, "early" if number == 1 else "late")


def rest_of(items: Items, ground: Ground) -> Days | None:
    """ "The rest of June", "later in June", "earlier in 2018"; of a time that is now."""
    whole = _known(items[-1], ground)
    if whole is None or ground.published is None or not whole.first <= ground.published <= whole.last:
        return None
    return Days(whole.first, ground.published) if items[0].sign == "C" else Days(ground.published, whole.last)


def half(items: Items, ground: Ground) -> Days | None:
    """ "The first half of 2018"."""
    whole, number = _whole(items, ground), number_of(items, "oO")
    if whole is None or number not in (1, 2, -1) or whole.first == whole.last:
        return None
    return half_of(whole, first=number == 1)


def year_end(items: Items, ground: Ground) -> Days | None:
    """ "By year-end", "at the year's end"."""
    whole = period(items[:2] if items[0].sign == "t" else items[:1], ground)
    return part_of(whole, "end") if whole is not None and items[-1].name == "end" else None


def nth_unit(items: Items, ground: Ground) -> Days | None:
    """ "The first week of June", "the second Monday of next month", "the last weekend of 2018"."""
    whole, unit, number = _whole(items, ground), first_of(items, "uWQw"), first_of(items, "oOr")
    if whole is None or unit is None or number is None or (number.sign == "r" and number.name != "last"):
        return None
    if unit.sign == "u" and unit.number:  # "the final months of"
        return None
    if unit.sign == "w":
        return ordinal_weekday(unit.number, number.number, whole)
    return ordinal(unit_of(unit.name), number.number, whole)


def first_units(items: Items, ground: Ground) -> Days | None:
    """ "The first six months of the year", "the last three days of June"."""
    whole, number = _whole(items, ground), first_of(items, "oOr")
    if whole is None or number is None or (number.name != "last" if number.sign == "r" else abs(number.number) != 1):
        return None
    count, unit = _lengths(items)[0]
    if number.number < 0:
        found = Days(shifted(whole.last + _DAY_LONG, -count, unit), whole.last)
    else:
        found = Days(whole.first, shifted(whole.first, count, unit) - _DAY_LONG)
    return found if whole.first <= found.first and found.last <= whole.last else None


def weekday_beside(items: Items, ground: Ground) -> Days | None:
    """ "The Saturday before Christmas"."""
    weekday, known = items[1].value, _known(items[-1], ground)
    if known is None or not isinstance(weekday, Partial) or weekday != Partial(weekday=weekday.weekday):
        return None
    if items[2].sign == "r" and items[2].name not in _BESIDE:
        return None
    days = ((weekday.weekday or 0) - known.first.weekday() - 1) % 7 + 1
    return one(known.first + timedelta(days=(days - 7 or -7) if _is_before(items) else days))


def nth_weekday_beside(items: Items, ground: Ground) -> Days | None:
    """ "The first Friday after Christmas", "two Mondays before Easter"."""
    number, weekday, known = number_of(items, "oOnc") or 1, number_of(items, "wI") or 0, _known(items[-1], ground)
    if known is None or number < 1:
        return None
    if first_of(items, "B"):
        return one(known.first - timedelta(days=(known.first.weekday() - weekday - 1) % 7 + 7 * number - 6))
    return one(known.last + timedelta(days=(weekday - known.last.weekday() - 1) % 7 + 7 * number - 6))


def week_of_day(items: Items, ground: Ground) -> Days | None:
    """ "The week of June 12"."""
    known = _known(items[-1], ground)
    unit = next((unit_of(item.name) for item in items if item.name in ("week", "weekend")), None)
    return around(known.first, unit) if known is not None and unit is not None else None


# --- from one to another ----------------------------------------------------------------------------------------------


def from_to(items: Items, ground: Ground) -> Between | None:
    """ "From Monday to Wednesday"; without "from" both have to be of one form: not "on Monday to June 12"."""
    ends = [_end(item, ground) for item in items if item.sign in "DMYPyZ"]
    first, last, word = ends[0], ends[-1], next(item.name for item in items if item.sign in ">-&")
    if first is None or last is None or len(ends) != 2:
        return None
    if items[0].sign not in "fb" and _form(first) != _form(last) and not _is_clear(first, last, word):
        return None
    return Between(first=first, last=last)


def _is_clear(first: Partial | Days, last: Partial | Days, word: str) -> bool:
    """Whether ends of two forms belong together: both say their year, or it is "today through Friday"."""
    if isinstance(first, Partial):
        return isinstance(last, Partial) and first.year is not None and last.year is not None
    return first.first == first.last and _form(last) == "weekday" and word not in ("to", "")


def _end(item: Item, ground: Ground) -> Partial | Days | None:
    if item.sign == "y":
        return Partial(year=item.number) if 1800 <= item.number <= 2100 else None
    if item.sign == "Z":
        return _known(item, ground)
    return item.value if isinstance(item.value, Partial | Days) else None


def _form(end: Partial | Days) -> str:
    """A day, a weekday, a month, a year or more days."""
    if isinstance(end, Days):
        return "day" if end.first == end.last else "days"
    return "day" if end.day else "weekday" if end.weekday is not None else "month" if end.month else "year"
