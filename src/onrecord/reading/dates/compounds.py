"""What words mean together: quarters, seasons, "the end of June", "the Friday after Christmas", from one to another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from onrecord.reading.dates.calendar import (
    DAY_LONG,
    HOLIDAYS,
    SEASONAL,
    Days,
    Part,
    Partial,
    around,
    half_of,
    nearest,
    one,
    ordinal,
    ordinal_weekday,
    part_of,
    season,
    shifted,
)
from onrecord.reading.dates.lengths import BESIDE, is_before, lengths_of
from onrecord.reading.dates.meanings import Ground, Items, first_of, known_days, last_of, number_of, unit_of
from onrecord.reading.dates.nearby import period, years
from onrecord.reading.dates.words import Between, Item

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
    return _of_years((Days(day, shifted(day, months, "month") - DAY_LONG) for day in firsts), items, ground)


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
    beside = timedelta(days=-1) <= days.first - weekend.last <= DAY_LONG or weekend.first - days.first == DAY_LONG
    return Days(min(weekend.first, days.first), max(weekend.last, days.first)) if beside else weekend


# --- times made from times --------------------------------------------------------------------------------------------


def _whole(items: Items, ground: Ground) -> Days | None:
    """What "the end of" and "the first week of" are about: a month, a year, days, or "the month"."""
    found = last_of(items, "MPYD")
    return period(items[-1:], ground) if found is None else known_days(found, ground)


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
    whole = known_days(items[-1], ground)
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
    count, unit = lengths_of(items)[0]
    if number.number < 0:
        found = Days(shifted(whole.last + DAY_LONG, -count, unit), whole.last)
    else:
        found = Days(whole.first, shifted(whole.first, count, unit) - DAY_LONG)
    return found if whole.first <= found.first and found.last <= whole.last else None


def weekday_beside(items: Items, ground: Ground) -> Days | None:
    """ "The Saturday before Christmas"."""
    weekday, known = items[1].value, known_days(items[-1], ground)
    if known is None or not isinstance(weekday, Partial) or weekday != Partial(weekday=weekday.weekday):
        return None
    if items[2].sign == "r" and items[2].name not in BESIDE:
        return None
    days = ((weekday.weekday or 0) - known.first.weekday() - 1) % 7 + 1
    return one(known.first + timedelta(days=(days - 7 or -7) if is_before(items) else days))


def nth_weekday_beside(items: Items, ground: Ground) -> Days | None:
    """ "The first Friday after Christmas", "two Mondays before Easter"."""
    number, weekday, known = number_of(items, "oOnc") or 1, number_of(items, "wI") or 0, known_days(items[-1], ground)
    if known is None or number < 1:
        return None
    if first_of(items, "B"):
        return one(known.first - timedelta(days=(known.first.weekday() - weekday - 1) % 7 + 7 * number - 6))
    return one(known.last + timedelta(days=(weekday - known.last.weekday() - 1) % 7 + 7 * number - 6))


def week_of_day(items: Items, ground: Ground) -> Days | None:
    """ "The week of June 12"."""
    known = known_days(items[-1], ground)
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
        return known_days(item, ground)
    return item.value if isinstance(item.value, Partial | Days) else None


def _form(end: Partial | Days) -> str:
    """A day, a weekday, a month, a year or more days."""
    if isinstance(end, Days):
        return "day" if end.first == end.last else "days"
    return "day" if end.day else "weekday" if end.weekday is not None else "month" if end.month else "year"
