"""The grammar of dates: a table of rules in four levels, and what each of them makes of the words it matches.

A pattern is a regular expression over signs, one letter for each word (time_words.py):

    m month  w weekday  u unit  W weekend  Q quarter  s season  H holiday  h holiday with much else  y four digits
    n number  c number as a word  o ordinal  O ordinal as a word  v few  T tens  a a, an  K thousand
    r last, this, next  e early, late  R rest  c+g ago  l later  c earlier (as `C`)  B before  A after  S starting
    i in  k on, by, since  > to  f from  b between  p of  t the  & and  E every  z today  Z now  N morning
    D a day  M a month  Y a year  P days  L days from the day named before: what rules make
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from onrecord.reading.calendar import (
    HOLIDAYS,
    SEASONAL,
    Days,
    Part,
    Partial,
    Tense,
    Unit,
    around,
    completed,
    nearest,
    one,
    ordinal,
    ordinal_weekday,
    part_of,
    season,
    shifted,
)
from onrecord.reading.time_words import Between, Item, Shift, Value, signs

Tenses = Callable[[int], Tense | None]


@dataclass(frozen=True, slots=True)
class Ground:
    """What words are read against: the day of publication, and the tense around a place."""

    published: date | None
    tense: Tenses


Items = Sequence[Item]
Meaning = Callable[[Items, Ground], Value | int | None]
"""What words mean: days, or a number; None where they mean nothing."""


class Rule(NamedTuple):
    """What matches `pattern` becomes an item of that sign, with what `meaning` gives."""

    name: str
    sign: str
    pattern: str
    meaning: Meaning


class Level:
    """Rules that are tried at each place, the first that matches and means something; then after what it matched."""

    def __init__(self, *rules: Rule) -> None:
        self._rules = [(rule, re.compile(rule.pattern)) for rule in rules]
        self._any = re.compile("|".join(f"(?P<r{at}>{rule.pattern})" for at, rule in enumerate(rules)))

    def reduced(self, items: list[Item], ground: Ground) -> list[Item]:
        """The items, with one in the place of those that a rule matched."""
        text, found, done, at = signs(items), list[Item](), 0, 0
        while match := self._any.search(text, at):
            start = match.start()
            item = self._first(text, items, int((match.lastgroup or "r0")[1:]), start, ground)
            if item is None:
                at = start + 1
                continue
            made, at = item
            found += [*items[done:start], made]
            done = at
        return [*found, *items[done:]]

    def _first(self, text: str, items: list[Item], rule_at: int, start: int, ground: Ground) -> tuple[Item, int] | None:
        for rule, pattern in self._rules[rule_at:]:
            match = pattern.match(text, start)
            made = match and _made(rule, items[start : match.end()], ground)
            if match and made:
                return made, match.end()
        return None


def _made(rule: Rule, items: Items, ground: Ground) -> Item | None:
    try:
        meaning = rule.meaning(items, ground)
    except (ValueError, OverflowError):  # outside the calendar, which ends with the year 9999
        return None
    if meaning is None:
        return None
    start, end = items[0].start, items[-1].end
    if isinstance(meaning, int):
        return Item(sign=rule.sign, start=start, end=end, number=meaning)
    return Item(sign=rule.sign, start=start, end=end, value=meaning, rule=rule.name)


def _one(items: Items, kinds: str) -> Item | None:
    """The first item with one of some signs."""
    return next((item for item in items if item.sign in kinds), None)


def _last(items: Items, kinds: str) -> Item | None:
    return _one(items[::-1], kinds)


def _number_of(items: Items, kinds: str) -> int | None:
    found = _one(items, kinds)
    return None if found is None else found.number


def _unit(name: str) -> Unit:
    return name  # type: ignore[return-value]


# --- numbers ------------------------------------------------------------------------------------------------------


def _sum(items: Items, ground: Ground) -> int:
    return sum(item.number for item in items)


def _spoken_year(items: Items, ground: Ground) -> int | None:
    """ "Nineteen ninety-six", "two thousand and eighteen"."""
    numbers = [item.number for item in items if item.sign in "cT"]
    if _one(items, "K"):
        return 2000 + sum(numbers[1:]) if numbers[0] == 2 else None
    return 100 * numbers[0] + sum(numbers[1:]) if 16 <= numbers[0] <= 20 else None


def _weekday_alone(items: Items, ground: Ground) -> int:
    return items[0].number


# --- days and months that say their numbers -----------------------------------------------------------------------


def _calendar_day(items: Items, ground: Ground) -> Partial | None:
    """ "June 12, 2018", "Tuesday the 12th of June"."""
    day, month = _number_of(items, "noOc"), _number_of(items, "m")
    if any(item.sign == "u" and item.name != "day" for item in items) or day is None or not 1 <= day <= 31:
        return None
    if _one(items, "c") and (day < 21 or day == 30):  # "May twenty-one"; but "one May"
        return None
    return Partial(year=_number_of(items, "y"), month=month, day=day, weekday=_number_of(items, "w"))


def _numeric_day(items: Items, ground: Ground) -> Partial | None:
    found = _one(items, "D/")
    value = found and found.value
    return value if isinstance(value, Partial) else None


def _month(items: Items, ground: Ground) -> Partial:
    return Partial(year=_number_of(items, "y"), month=_number_of(items, "m"))


def _month_after_year(items: Items, ground: Ground) -> Partial | None:
    """ "2016 November"; but "in 2016 May became"."""
    return None if items[-1].name in ("may", "march") else _month(items, ground)


def _clear_month(items: Items, ground: Ground) -> Partial | None:
    """A month whose name is nothing else: neither a word nor a first name, nor short."""
    return _month(items, ground) if items[0].name in _CLEAR else None


_CLEAR = frozenset("january february july september october november december".split())


def _days_of_month(items: Items, ground: Ground) -> Between | None:
    """ "June 12-14", "from 4 to 22 January 1995"."""
    numbers = [item.number for item in items if item.sign in "noO"]
    if any(not 1 <= number <= 31 for number in numbers) or (_one(items, "&") and not _one(items, "b")):
        return None
    month = _month(items, ground)
    first, last = (Partial(year=month.year, month=month.month, day=number) for number in numbers)
    return Between(first=first, last=last)


def _days_of_this_month(items: Items, ground: Ground) -> Days | None:
    """ "From 4 to 22 this month"."""
    month = _period(items, ground)
    numbers = [item.number for item in items if item.sign in "noO"]
    if month is None or (month.last - month.first).days > 31 or any(not 1 <= number <= 31 for number in numbers):
        return None
    first, last = (month.first + timedelta(days=number - 1) for number in (numbers[0], numbers[-1]))
    return Days(first, last) if month.first <= first <= last <= month.last else None


def _weekday(items: Items, ground: Ground) -> Partial:
    return Partial(weekday=_number_of(items, "w"), day=_number_of(items, "noO"))


def _day_of_month(items: Items, ground: Ground) -> Partial | None:
    ordinal = _one(items, "oO")
    if ordinal is None or not (12 if ordinal.sign == "O" else 0) < ordinal.number <= 31:  # "on the second"
        return None
    return Partial(day=ordinal.number)


def _year(items: Items, ground: Ground) -> Partial:
    return Partial(year=_number_of(items, "y"))


def _recent_year(items: Items, ground: Ground) -> Partial | None:
    """A year where four digits are often something else."""
    year = _number_of(items, "y") or 0
    return Partial(year=year) if 1800 <= year <= 2100 else None


def _century(items: Items, ground: Ground) -> Days | None:
    """ "The 21st century"."""
    number = _number_of(items, "oO") or 0
    if not 1 < number <= 22 or items[-1].name != "century":
        return None
    return Days(date(100 * number - 100, 1, 1), date(100 * number - 1, 12, 31))


def _spoken_decade(items: Items, ground: Ground) -> Days | None:
    """ "The seventies", "the nineteen seventies", "the twenty-tens"; but "in their seventies"."""
    century, decade = _number_of(items, "cT"), items[-1].number
    if (century is None and (items[0].name != "the" or decade == 10)) or century not in (None, 18, 19, 20):
        return None
    first = 100 * (century or (19 if decade else 20)) + decade
    return Days(date(first, 1, 1), date(first + 9, 12, 31))


# --- times from the day of publication ----------------------------------------------------------------------------


def _near_day(items: Items, ground: Ground) -> Days | None:
    """Today, yesterday, tomorrow."""
    return ground.published and one(ground.published + timedelta(days=items[0].number))


def _day_part(items: Items, ground: Ground) -> Days | None:
    """ "This morning", "last night"."""
    near = (items[0].name, items[1].name)
    if ground.published is None or near not in _DAY_PARTS:
        return None
    return one(ground.published + timedelta(days=items[0].number))


_DAY_PARTS = {("this", part) for part in ("morning", "afternoon", "evening", "night", "lunchtime")} | {
    ("last", "night"),
    ("last", "evening"),
}


def _period(items: Items, ground: Ground) -> Days | None:
    """ "Last week", "this year": the unit of the calendar before, around or after the day of publication; "the past
    week" are the seven days up to it."""
    unit, distance = _last(items, "uWQ"), _last(items, "r")
    if ground.published is None or unit is None or (distance and distance.name in _POINTING_BACK):
        return None
    count, name = distance.number if distance else 0, _unit(unit.name)
    if unit.sign == "u" and unit.number:
        return _some_units(ground.published, count, name)
    if distance is not None and distance.name == "past" and name not in ("quarter", "weekend"):
        return Days(shifted(ground.published, -1, name), ground.published)
    return _neighbour(ground.published, count, name)


def _some_units(day: date, count: int, unit: Unit) -> Days | None:
    """ "The coming months", "the past weeks": three of them."""
    end = shifted(day, 3 * count, unit)
    return None if count == 0 else Days(min(day, end), max(day, end))


_POINTING_BACK = frozenset("following preceding".split())
""" "The following week" is the one after what was told before, not after the day of publication."""


def _neighbour(day: date, count: int, unit: Unit) -> Days:
    return around(shifted(around(day, unit).first, count, unit), unit)


def _period_before_or_after(items: Items, ground: Ground) -> Shift | None:
    """ "The next day", "the following week"."""
    distance, unit = items[-2], items[-1]
    if distance.name in _POINTING_BACK or (unit.name == "day" and distance.name in ("next", "previous")):
        return Shift(count=distance.number, unit=_unit(unit.name), whole=_unit(unit.name))
    return None


def _part_of_period(items: Items, ground: Ground) -> Days | None:
    """ "Earlier this week" ends with today, "later in the year" begins with it."""
    period = _period(items[1:], ground)
    if period is None or ground.published is None or not period.first <= ground.published <= period.last:
        return None
    return Days(period.first, ground.published) if items[0].sign == "C" else Days(ground.published, period.last)


def _rest(items: Items, ground: Ground) -> Days | None:
    """ "The rest of the week"."""
    period = _period(items, ground)
    return period and ground.published and Days(ground.published, period.last)


def _numbered_week(items: Items, ground: Ground) -> Days | None:
    """ "Week 31" of ISO 8601. With a capital, it is one of a season of sports."""
    years = _years(items, ground)
    year = years[len(years) // 2] if years else None
    return year and around(date.fromisocalendar(year, items[-1 if items[-1].sign == "V" else 0].number, 1), "week")


def _period_after_next(items: Items, ground: Ground) -> Days | None:
    """ "The week after next"."""
    unit = _one(items, "uWQ")
    if ground.published is None or unit is None or items[-1].name != "next":
        return None
    return _neighbour(ground.published, 2, _unit(unit.name))


def _weekend(items: Items, ground: Ground) -> Days | None:
    """ "The weekend": the last or the next, as the clause says."""
    if ground.published is None:
        return None
    near = [_neighbour(ground.published, count, "weekend") for count in (-1, 0, 1)]
    return nearest(near, ground.published, ground.tense(items[0].start))


def _near_weekday(items: Items, ground: Ground) -> Days | None:
    """ "Last Monday" and "next Monday" are those of the weeks before and after; "this past Monday" and "the coming
    Monday" are the nearest ones."""
    distance, weekday = _last(items, "r"), _number_of(items, "w") or 0
    if ground.published is None or distance is None:
        return None
    if distance.name == "past":
        return one(ground.published - timedelta(days=(ground.published.weekday() - weekday - 1) % 7 + 1))
    if distance.name in ("coming", "upcoming"):
        return one(ground.published + timedelta(days=(weekday - ground.published.weekday() - 1) % 7 + 1))
    return one(_neighbour(ground.published, distance.number, "week").first + timedelta(days=weekday))


def _weekday_of_week(items: Items, ground: Ground) -> Days | None:
    """ "Friday next week", "Tuesday of last week"."""
    week = _period(items, ground) if any(item.name == "week" for item in items) else None
    return week and one(week.first + timedelta(days=_number_of(items, "w") or 0))


def _near_month(items: Items, ground: Ground) -> Partial | None:
    """ "Last June" is the latest that is over, "next June" the first that has not begun; "June next year"."""
    distance, month = _last(items, "r"), _number_of(items, "m") or 1
    if ground.published is None or distance is None:
        return None
    unit = _one(items, "u")
    if unit is not None:
        return Partial(year=ground.published.year + distance.number, month=month) if unit.name == "year" else None
    year, now = ground.published.year, ground.published.month
    if distance.number < 0:
        return Partial(year=year - (month >= now), month=month)
    return Partial(year=year + (distance.number > 0 and month <= now), month=month)


def _numbered_day(items: Items, ground: Ground) -> Days | None:
    """ "The 20th of next month"."""
    if items[-1].name != "month" or any(item.sign == "u" and item.name != "day" for item in items[:-1]):
        return None
    month, day = _period(items[-2:], ground), _number_of(items, "oO") or 0
    found = month and month.first + timedelta(days=day - 1)
    return one(found) if month and found and month.first <= found <= month.last else None


# --- so many units ------------------------------------------------------------------------------------------------


def _lengths(items: Items) -> list[tuple[int, Unit]]:
    """Pairs of count and unit: "two years and three days"."""
    found, count = [], 1
    for item in items:
        if item.sign in "ncv":
            count = item.number
        elif item.sign in "uWQ":
            found.append((count, _unit(item.name)))
            count = 1
    return found


def _moved(day: date, items: Items, sign: int) -> Days:
    """So many units from a day: a day, and the month or year around it where months or years were counted."""
    lengths = _lengths(items)
    for count, unit in lengths:
        day = shifted(day, sign * count, unit)
    return around(day, _EXACT.get(lengths[0][1], "day") if len(lengths) == 1 else "day")


_EXACT: dict[Unit, Unit] = {
    "weekend": "weekend",
    "month": "month",
    "quarter": "month",
    "year": "year",
    "decade": "decade",
    "century": "century",
}


def _ago(items: Items, ground: Ground) -> Days | None:
    """ "Two days ago"; "a few days ago" are some days between two and six."""
    if ground.published is None:
        return None
    vague, unit = _one(items, "v"), _unit((_last(items, "uWQ") or items[0]).name)
    if vague is not None and vague.number > 2:
        return Days(shifted(ground.published, -6, unit), shifted(ground.published, -2, unit))
    return _moved(ground.published, items, 1 if items[-1].name == "hence" else -1)


def _in_some_time(items: Items, ground: Ground) -> Days | None:
    """ "In three weeks", where something is to come."""
    if ground.published is None or items[0].name != "in" or ground.tense(items[0].start) != "future":
        return None
    if items[1].sign == "a" and items[2].name in ("day", "year"):  # "as many as they accept in a year"
        return None
    return _moved(ground.published, items, 1)


def _within(items: Items, ground: Ground) -> Days | None:
    """ "Within ten days", "within the next two months"."""
    if ground.published is None or items[0].name != "within" or ground.tense(items[0].start) == "past":
        return None
    day = ground.published
    for count, unit in _lengths(items):
        day = shifted(day, count, unit)
    return Days(ground.published, day)


def _counted(items: Items, ground: Ground) -> Days | None:
    """ "The past three days", "the next two weeks"; quarters and decades are those of the calendar."""
    distance, lengths = _one(items, "r"), _lengths(items)
    if ground.published is None or distance is None or distance.number == 0 or distance.name in _POINTING_BACK:
        return None
    if lengths[0][1] in ("quarter", "decade", "century", "weekend"):
        ends = [_neighbour(ground.published, distance.number * count, lengths[0][1]) for count in (1, lengths[0][0])]
        return Days(min(ends).first, max(ends).last)
    day = ground.published
    for count, unit in lengths:
        day = shifted(day, distance.number * count, unit)
    return Days(day, ground.published) if distance.number < 0 else Days(ground.published + timedelta(days=1), day)


def _later(items: Items, ground: Ground) -> Shift | None:
    """ "Two days later", "a week earlier"; "the day before"."""
    [(count, unit), *more] = _lengths(items)
    vague = _one(items, "v")
    if more or (_one(items, "AB") and unit != "day") or (vague is not None and vague.number > 2):
        return None
    return Shift(count=count if items[-1].sign in "lA" else -count, unit=unit)


def _so_long_from(items: Items, ground: Ground) -> Days | None:
    """ "For three days from Monday", "two weeks starting on May 20"."""
    known = _known(items[-1], ground)
    if known is None:
        return None
    day = known.first
    for count, unit in _lengths(items[:-1]):
        day = shifted(day, count, unit)
    return Days(known.first, day - timedelta(days=1)) if day > known.first else None


def _from_a_day(items: Items, ground: Ground) -> Days | None:
    """ "Two weeks after June 12", "the day before yesterday"."""
    known = _known(items[-1], ground)
    if known is None:
        return None
    day = known.first
    for count, unit in _lengths(items[:-1]):
        day = shifted(day, -count if _one(items, "B") else count, unit)
    return one(day)


# --- quarters, seasons, holidays ----------------------------------------------------------------------------------


def _years(items: Items, ground: Ground) -> list[int]:
    """The years that may be meant: the one that is said, or those around the day of publication."""
    year = _number_of(items, "y")
    if year is not None:
        return [year]
    if ground.published is None:
        return []
    distance, unit = _last(items, "r"), _last(items, "u")
    if unit is not None:
        return [ground.published.year + (distance.number if distance else 0)] if unit.name == "year" else []
    return [ground.published.year + count for count in (-2, -1, 0, 1, 2)]


def _of_years(candidates: Iterator[Days], items: Items, ground: Ground) -> Days | None:
    """The one that is meant: "last" is the latest that is over, "next" the first that has not begun."""
    found = sorted(candidates)
    if len(found) < 2 or ground.published is None:
        return found[0] if found else None
    distance = items[0] if items[0].sign == "r" else None
    if distance is None or distance.number == 0:
        return nearest(found, ground.published, None if distance else ground.tense(items[0].start))
    if distance.number < 0:
        return next((days for days in reversed(found) if days.last < ground.published), None)
    return next((days for days in found if days.first > ground.published), None)


def _quarter(items: Items, ground: Ground) -> Days | None:
    """ "Q3", "the first quarter of 2018"; "H1" is half a year."""
    number = _number_of(items, "qoO") or 0
    half = items[0].name == "half" or items[-1].name == "half"
    months = 6 if half else 3
    if not 1 <= number <= 12 // months:
        return None
    firsts = (date(year, 1 + months * (number - 1), 1) for year in _years(items, ground))
    return _of_years((Days(day, shifted(day, months, "month") - timedelta(days=1)) for day in firsts), items, ground)


def _season(items: Items, ground: Ground) -> Days | None:
    number = _number_of(items, "s") or 0
    return _of_years((season(number, year) for year in _years(items, ground)), items, ground)


def _holiday(items: Items, ground: Ground) -> Days | None:
    name = (_one(items, "Hh") or items[0]).name
    day = HOLIDAYS.get(name) or SEASONAL[name]
    return _of_years((one(day(year)) for year in _years(items, ground)), items, ground)


def _holiday_weekend(items: Items, ground: Ground) -> Days | None:
    """ "Labor Day weekend": the weekend beside the holiday, and the holiday where it is next to it."""
    days = _holiday(items, ground)
    if days is None:
        return None
    weekend = around(days.first - timedelta(days=2), "weekend")
    beside = (
        timedelta(days=-1) <= days.first - weekend.last <= timedelta(days=1) or weekend.first - days.first == _DAY_LONG
    )
    return Days(min(weekend.first, days.first), max(weekend.last, days.first)) if beside else weekend


_DAY_LONG = timedelta(days=1)


# --- times made from times ----------------------------------------------------------------------------------------


def _known(item: Item, ground: Ground) -> Days | None:
    """The days of an item that rules made, or of a year."""
    if item.sign == "Z":
        return ground.published and one(ground.published)
    if isinstance(item.value, Partial):
        return completed(item.value, ground.published, ground.tense(item.start) if ground.published else None)
    return item.value if isinstance(item.value, Days) else None


def _whole(items: Items, ground: Ground) -> Days | None:
    """What "the end of" and "the first week of" are about: a month, a year, days, or "the month"."""
    found = _last(items, "MPYD")
    return _period(items[-1:], ground) if found is None else _known(found, ground)


def _part(items: Items, ground: Ground) -> Days | None:
    """ "Early 2017", "the end of the month"."""
    whole, part = _whole(items, ground), _one(items, "e")
    if whole is None or part is None or whole.first == whole.last:
        return None
    name: Part = part.name  # type: ignore[assignment]
    return part_of(whole, name)


def _nth_unit(items: Items, ground: Ground) -> Days | None:
    """ "The first week of June", "the second Monday of next month", "the last weekend of 2018"."""
    whole, unit, number = _whole(items, ground), _one(items, "uWQw"), _one(items, "oOr")
    if whole is None or unit is None or number is None or (number.sign == "r" and number.name != "last"):
        return None
    if unit.sign == "w":
        return ordinal_weekday(unit.number, number.number, whole)
    return ordinal(_unit(unit.name), number.number, whole)


def _first_units(items: Items, ground: Ground) -> Days | None:
    """ "The first six months of the year", "the last three days of June"."""
    whole, number = _whole(items, ground), _one(items, "oOr")
    if whole is None or number is None or (number.name != "last" if number.sign == "r" else number.number != 1):
        return None
    count, unit = _lengths(items)[0]
    day = timedelta(days=1)
    if number.sign == "r":
        found = Days(shifted(whole.last + day, -count, unit), whole.last)
    else:
        found = Days(whole.first, shifted(whole.first, count, unit) - day)
    return found if whole.first <= found.first and found.last <= whole.last else None


def _weekday_beside(items: Items, ground: Ground) -> Days | None:
    """ "The Saturday before Christmas"."""
    weekday, known = items[1].value, _known(items[-1], ground)
    if known is None or not isinstance(weekday, Partial) or weekday != Partial(weekday=weekday.weekday):
        return None
    days = ((weekday.weekday or 0) - known.first.weekday() - 1) % 7 + 1
    return one(known.first + timedelta(days=days if items[2].sign == "A" else (days - 7 or -7)))


def _week_of_day(items: Items, ground: Ground) -> Days | None:
    """ "The week of June 12"."""
    known = _known(items[-1], ground)
    return known and around(known.first, "week") if any(item.name == "week" for item in items) else None


# --- from one to another ------------------------------------------------------------------------------------------


def _from_to(items: Items, ground: Ground) -> Between | None:
    """ "From Monday to Wednesday"; without "from" both have to be of one form: not "on Monday to June 12"."""
    ends = [_end(item, ground) for item in items if item.sign in "DMYPyZ"]
    first, last = ends[0], ends[-1]
    if first is None or last is None or len(ends) != 2:
        return None
    if items[0].sign not in "fb" and _form(first) != _form(last):
        return None
    return Between(first=first, last=last)


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


# --- the table ----------------------------------------------------------------------------------------------------

_U = "[uWQ]"
_COUNT = "(?:[ta]?vp?|a|[nc])"
_LENGTH = f"{_COUNT}{_U}"
_LENGTHS = f"{_LENGTH}(?:,?&?{_LENGTH}){{0,2}}"
_IN_YEAR = "(?:,?[pi]?y(?![Xu]))?"
_IN_SOME_YEAR = "(?:[,p]?p?y(?![Xu])|p?[rt]u)?"
_DAY = "t?[onO]"
_WHOLE = "(?:M|P|Y|t?[uQ])"

_NUMBERS = Level(
    Rule("year", "y", "c(?:T-?c?|K(?:&?(?:T-?c|T|c))?)(?![XK])", _spoken_year),
    Rule("number", "O", "T-?O", _sum),
    Rule("number", "c", "T-?c?", _sum),
    Rule("weekday", "w", "(?<=[rkf>u])j|j(?=[,.]?[nomO/D])", _weekday_alone),
)
_NAMES = Level(
    Rule("days of a month", "P", f"[fb]?{_DAY}[>&-]{_DAY}p?m{_IN_YEAR}", _days_of_month),
    Rule("days of a month", "P", f"[fb]?p?m{_DAY}[>&-]{_DAY}(?!p?m|[Xu]){_IN_YEAR}", _days_of_month),
    Rule("days of a month", "P", f"[fb]?{_DAY}[>&-]{_DAY}p?[rt]u", _days_of_this_month),
    Rule("day", "D", f"(?:w,?)?(?:t?[on]u?p?m|t?Ou?pm|tOm|cm){_IN_YEAR}", _calendar_day),
    Rule("day", "D", f"(?:w,?)?m-?t?(?:[on](?![XuK])|[Oc](?![xXuQWJ])){_IN_YEAR}", _calendar_day),
    Rule("day in numbers", "D", "(?:w[,(]?)?D|w[,(]?/|(?<=[ikfb>BAS])/", _numeric_day),
    Rule("days in numbers", "D", "/(?=[->][D/])|(?<=[D/][->])/", _numeric_day),
    Rule("month with a year", "M", "m,?[pi]?y(?![Xu])", _month),
    Rule("month with a year", "M", "ym(?!t?[on])|y,m(?=[.,]|$)", _month_after_year),
    Rule("month in relation", "M", "mp?ru|r{1,2}m(?!t?[on])", _near_month),
    Rule("weekday of a week", "D", "rut?k?w|wp?ru", _weekday_of_week),
    Rule("weekday with a number", "D", "w,?t?[oO](?![xXuQWs])|wn(?=[.,)]|$)", _weekday),
    Rule("weekday in relation", "D", "r{1,2}w(?!p)", _near_weekday),
    Rule("numbered day", "D", "t?[oO]u?p[rt]u", _numbered_day),
    Rule("part of a day", "D", "rN", _day_part),
    Rule("ago", "P", f"{_LENGTHS}g", _ago),
    Rule("day before or after", "L", "tru(?!p)", _period_before_or_after),
    Rule("in some time", "P", f"(?<![OoXu])i{_LENGTHS}(?![p'])", _in_some_time),
    Rule("within", "P", f"it?r?{_LENGTHS}(?![pAB])", _within),
    Rule("counted", "P", f"t?(?:r{_LENGTHS}|[nc]r{_U})(?!p)", _counted),
    Rule("earlier or later", "P", "[Cl]i?[rt]u", _part_of_period),
    Rule("rest", "P", "t?Rp?[rt]u", _rest),
    Rule("quarter", "P", f"(?:qp?-?y|y-?q|qp?ru|q|t?[oO]Q{_IN_SOME_YEAR})", _quarter),
    Rule("season", "P", "t?s(?:,?p?y(?![Xu])|p?ru)|rs|(?<=i)t?s", _season),
    Rule("weekend of a holiday", "P", "r?[Hh](?:yW|Wy?)", _holiday_weekend),
    Rule("holiday", "D", "r?[Hh](?:,?p?y(?![Xu])|p?ru)|r[Hh]|H|(?<=[ikBAf>])h|(?<=[kBA])th", _holiday),
    Rule("numbered week", "P", "t?V(?:p?y|(?!p))", _numbered_week),
    Rule("period after next", "P", f"t?{_U}At?r(?![uWQmw])", _period_after_next),
    Rule("period", "P", f"t?r{{1,2}}{_U}(?!p[mtryDPYM])", _period),
    Rule("weekend", "P", "tW|(?<=k)W", _weekend),
    Rule("century", "P", "t?[oO]u", _century),
    Rule("decade", "P", "t?[cT]-?G|tG", _spoken_decade),
    Rule("near day", "D", "z", _near_day),
    Rule("weekday", "D", "(?<![EoO])w", _weekday),
    Rule(
        "day of the month",
        "D",
        "(?<=[kif>BAS])to(?![xXuQWwsmhHpJK'])|(?<=up)to|(?<=[kif>BAS])(?:tO|o)(?=[.,-]|$)",
        _day_of_month,
    ),
    Rule("month", "M", "(?<=[ikfb>pBAeSr&])m|(?<=e-)m|(?<=it)m|m(?=[->]m)|(?<=m-)m", _month),
    Rule("month", "M", "m", _clear_month),
    Rule("year", "Y", "(?<=[ie])y(?![XuK])|(?<=e[p-])y|(?<=u)y|(?<=up)y", _year),
    Rule("year", "Y", "(?<=[kBAf>S])y(?![XuK])|(?<=[xu]p)y(?![XuK])|(?<=[t'])y(?=x)", _recent_year),
)
_MADE = Level(
    Rule("part", "P", f"t?e(?:-|p)?t?(?:M|P|Y)|t?ept?{_U}", _part),
    Rule("unit of a period", "P", f"t?[oOr][uWQw][pi]?{_WHOLE}", _nth_unit),
    Rule("first or last of a period", "P", f"t?[oOr][nc]u[pi]?{_WHOLE}", _first_units),
    Rule("so long from a day", "P", f"{_LENGTHS},?S[fk]?D|(?<=k){_LENGTHS},?fD", _so_long_from),
    Rule("week of a day", "P", "t?u(?:p|[Se]?k?)D", _week_of_day),
    Rule("weekday beside a day", "D", "tD[AB]D", _weekday_beside),
    Rule("from a day", "D", f"(?:{_LENGTHS}|t?u)[ABf][DZ]", _from_a_day),
    Rule("later", "L", f"{_LENGTHS}[lC]|tu[AB](?=[.,)]|$)", _later),
    Rule("year", "Y", "(?<=Y&)y(?![XuK])", _recent_year),
)
_RANGES = Level(
    Rule("from one to another", "P", "f?[DMYPy][>-][DMYPyZ](?![Xu])", _from_to),
    Rule("from one to another", "P", "b[DMYPyZ]&[DMYPyZ](?![Xu])", _from_to),
)
LEVELS = (_NUMBERS, _NAMES, _MADE, _RANGES)
