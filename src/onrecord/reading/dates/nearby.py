"""What words mean that name a time near the day of publication."""

from __future__ import annotations

from datetime import date, timedelta

from onrecord.reading.dates.calendar import Days, Partial, Unit, around, nearest, one, shifted
from onrecord.reading.dates.meanings import POINTING_BACK, Ground, Items, first_of, last_of, number_of, unit_of
from onrecord.reading.dates.words import Shift


def near_day(items: Items, ground: Ground) -> Days | None:
    """Today, yesterday, tomorrow."""
    return None if ground.published is None else one(ground.published + timedelta(days=items[0].number))


def this_day_in_year(items: Items, ground: Ground) -> Days | None:
    """ "On this day in 1944"."""
    if ground.published is None or (items[0].number, items[1].name) != (0, "day"):
        return None
    return one(ground.published.replace(year=items[-1].number))


def day_part(items: Items, ground: Ground) -> Days | None:
    """ "This morning", "last night"."""
    near = (items[0].name, items[1].name)
    if ground.published is None or near not in _DAY_PARTS:
        return None
    return one(ground.published + timedelta(days=items[0].number))


_DAY_PARTS = {("this", part) for part in ("morning", "afternoon", "evening", "night", "lunchtime")} | {
    ("last", "night"),
    ("last", "evening"),
}


def period(items: Items, ground: Ground) -> Days | None:
    """ "Last week", "this year": the unit of the calendar before, around or after the day of publication; "the past
    week" are the seven days up to it."""
    unit, distance = last_of(items, "uWQ"), last_of(items, "r")
    if ground.published is None or unit is None or (distance and distance.name in POINTING_BACK):
        return None
    count, name = distance.number if distance else 0, unit_of(unit.name)
    if unit.sign == "u" and unit.number:
        return _some_units(ground.published, count, name)
    is_recent = distance is not None and (distance.name == "past" or (distance.name, name) == ("last", "decade"))
    if distance is not None and name == "weekend" and distance.name in ("coming", "upcoming"):
        return around(ground.published + timedelta(days=7 * (ground.published.weekday() > 4)), "weekend")
    if is_recent and name not in ("quarter", "weekend"):
        return Days(shifted(ground.published, -1, name), ground.published)
    return neighbour(ground.published, count, name)


def _some_units(day: date, count: int, unit: Unit) -> Days | None:
    """ "The coming months", "the past weeks": three of them."""
    end = shifted(day, 3 * count, unit)
    return None if count == 0 else Days(min(day, end), max(day, end))


def neighbour(day: date, count: int, unit: Unit) -> Days:
    return around(shifted(around(day, unit).first, count, unit), unit)


def period_before_or_after(items: Items, ground: Ground) -> Shift | None:
    """ "The next day", "the following week"."""
    distance, unit = items[-2], items[-1]
    if distance.name in POINTING_BACK or (unit.name == "day" and distance.name in ("next", "previous")):
        return Shift(steps=((distance.number, unit_of(unit.name)),), whole=unit_of(unit.name))
    return None


def that_period(items: Items, ground: Ground) -> Shift | None:
    """ "That week": the one that a day named before is in."""
    return None if items[-1].number else Shift(whole=unit_of(items[-1].name))


def period_up_to_now(items: Items, ground: Ground) -> Days | None:
    """ "The year to date"."""
    if ground.published is None:
        return None
    return Days(around(ground.published, unit_of(items[-1].name)).first, ground.published)


def weekday_counted(items: Items, ground: Ground) -> Days | None:
    """ "Two Sundays ago", "three Fridays from now"."""
    count = first_of(items, "nca")
    if ground.published is None or count is None:
        return None
    past, number = items[-1].sign == "g", (count.number or 1) - 1
    weekday = number_of(items, "wI") or 0
    ahead = (ground.published.weekday() - weekday - 1 if past else weekday - ground.published.weekday() - 1) % 7 + 1
    return one(ground.published + timedelta(days=(ahead + 7 * number) * (-1 if past else 1)))


def weekday_after_next(items: Items, ground: Ground) -> Days | None:
    """ "The Friday before last", "the Friday after next"."""
    weekday, way = number_of(items, "w") or 0, (next(item.name for item in items if item.sign in "AB"), items[-1].name)
    if ground.published is None or way not in (("before", "last"), ("after", "next")):
        return None
    if way[1] == "last":
        return one(ground.published - timedelta(days=(ground.published.weekday() - weekday - 1) % 7 + 8))
    return one(ground.published + timedelta(days=(weekday - ground.published.weekday() - 1) % 7 + 8))


def week_after_weekday(items: Items, ground: Ground) -> Days | None:
    """ "A week on Friday", "Friday week", "two weeks tomorrow": so many weeks later than the coming one."""
    unit, near = first_of(items, "u"), first_of(items, "wz")
    if ground.published is None or unit is None or near is None or ground.tense(near.start) == "past":
        return None
    if unit.name not in ("week", "fortnight") or (unit.number and not first_of(items, "nc")):
        return None
    ahead = near.number if near.sign == "z" else (near.number - ground.published.weekday() - 1) % 7 + 1
    count = number_of(items, "nc") or 1
    return None if ahead < 0 else one(shifted(ground.published + timedelta(days=ahead), count, unit_of(unit.name)))


def weekday_some_weeks_away(items: Items, ground: Ground) -> Days | None:
    """ "Tuesday two weeks ago", "Friday in three weeks": that of the week that is so far away."""
    unit, count = first_of(items, "u"), number_of(items, "nca") or 1
    if ground.published is None or unit is None or unit.name != "week":
        return None
    if items[-1].sign != "g" and ground.tense(items[0].start) == "past":
        return None
    week = neighbour(ground.published, -count if items[-1].sign == "g" else count, "week")
    return one(week.first + timedelta(days=items[0].number))


def part_of_period(items: Items, ground: Ground) -> Days | None:
    """ "Earlier this week" ends with today, "later in the year" begins with it."""
    whole = period(items[1:], ground)
    if whole is None or ground.published is None or not whole.first <= ground.published <= whole.last:
        return None
    return Days(whole.first, ground.published) if items[0].sign == "C" else Days(ground.published, whole.last)


def rest(items: Items, ground: Ground) -> Days | None:
    """ "The rest of the week"."""
    whole = None if items[-1].number else period(items, ground)
    return None if whole is None or ground.published is None else Days(ground.published, whole.last)


def years(items: Items, ground: Ground) -> list[int]:
    """The years that may be meant: the one that is said, or those around the day of publication."""
    year = number_of(items, "y")
    if year is not None:
        return [year]
    if ground.published is None:
        return []
    distance, unit = last_of(items, "r"), last_of(items, "u")
    if unit is not None:
        return [ground.published.year + (distance.number if distance else 0)] if unit.name == "year" else []
    return [ground.published.year + count for count in (-2, -1, 0, 1, 2)]


def numbered_week(items: Items, ground: Ground) -> Days | None:
    """ "Week 31" of ISO 8601. With a capital, it is one of a season of sports."""
    possible = years(items, ground)
    if not possible:
        return None
    year = possible[len(possible) // 2]
    return around(date.fromisocalendar(year, items[-1 if items[-1].sign == "V" else 0].number, 1), "week")


def period_after_next(items: Items, ground: Ground) -> Days | None:
    """ "The week after next", "the year before last"."""
    unit, count = first_of(items, "uWQ"), {("after", "next"): 2, ("before", "last"): -2}
    way = next((item.name for item in items if item.sign in "AB"), ""), items[-1].name
    if ground.published is None or unit is None or way not in count:
        return None
    return neighbour(ground.published, count[way], unit_of(unit.name))


def weekend(items: Items, ground: Ground) -> Days | None:
    """ "The weekend": the last or the next, as the clause says."""
    if ground.published is None:
        return None
    near = [neighbour(ground.published, count, "weekend") for count in (-1, 0, 1)]
    return nearest(near, ground.published, ground.tense(items[0].start))


def weekday_after(items: Items, ground: Ground) -> Shift | None:
    """ "The following Monday"."""
    return Shift(weekday=items[-1].number) if items[-2].name == "following" else None


def near_weekday(items: Items, ground: Ground) -> Days | None:
    """ "Last Monday" and "next Monday" are those of the weeks before and after; "this past Monday" and "the coming
    Monday" are the nearest ones."""
    distance, weekday = last_of(items, "r"), number_of(items, "w") or 0
    if ground.published is None or distance is None:
        return None
    if distance.name == "past":
        return one(ground.published - timedelta(days=(ground.published.weekday() - weekday - 1) % 7 + 1))
    if distance.name in ("coming", "upcoming"):
        return one(ground.published + timedelta(days=(weekday - ground.published.weekday() - 1) % 7 + 1))
    return one(neighbour(ground.published, distance.number, "week").first + timedelta(days=weekday))


def weekday_of_week(items: Items, ground: Ground) -> Days | None:
    """ "Friday next week", "Tuesday of last week"."""
    week = (
        period([item for item in items if item.sign in "ru"], ground)
        if any(item.name == "week" for item in items)
        else None
    )
    return week and one(week.first + timedelta(days=number_of(items, "w") or 0))


def weekdays_of_week(items: Items, ground: Ground) -> Days | None:
    """ "Next week from Monday to Wednesday", "between Monday and Friday next week"."""
    week = period([item for item in items if item.sign in "ru"], ground)
    first, last = (timedelta(days=item.number) for item in items if item.sign == "w")
    if any(item.name == "or" for item in items) or week is None or first >= last or around(week.first, "week") != week:
        return None
    return Days(week.first + first, week.first + last)


def near_month(items: Items, ground: Ground) -> Partial | None:
    """ "Last June" is the latest that is over, "next June" the first that has not begun; "June next year"."""
    distance, month = last_of(items, "r"), number_of(items, "m") or 1
    if ground.published is None or distance is None:
        return None
    unit = first_of(items, "u")
    if unit is not None:
        return Partial(year=ground.published.year + distance.number, month=month) if unit.name == "year" else None
    year, now, day = ground.published.year, ground.published.month, number_of(items, "on")
    if day is not None and not 1 <= day <= 31:
        return None
    if distance.number < 0:
        return Partial(year=year - (month >= now), month=month, day=day)
    return Partial(year=year + (distance.number > 0 and month <= now), month=month, day=day)


def numbered_day(items: Items, ground: Ground) -> Days | None:
    """ "The 20th of next month", "next month on the 20th"."""
    unit = last_of(items, "u")
    if (
        unit is None
        or unit.name != "month"
        or any(item.sign == "u" and item.name not in ("day", "month") for item in items)
    ):
        return None
    month, day = (
        period([item for item in items if item.sign == "r" or item is unit], ground),
        number_of(items, "oO") or 0,
    )
    found = month and month.first + timedelta(days=day - 1)
    return one(found) if month and found and month.first <= found <= month.last else None


def days_of_this_month(items: Items, ground: Ground) -> Days | None:
    """ "From 4 to 22 this month"."""
    month = period(items, ground)
    numbers = [item.number for item in items if item.sign in "noO"]
    if month is None or (month.last - month.first).days > 31 or any(not 1 <= number <= 31 for number in numbers):
        return None
    first, last = (month.first + timedelta(days=number - 1) for number in (numbers[0], numbers[-1]))
    return Days(first, last) if month.first <= first <= last <= month.last else None
