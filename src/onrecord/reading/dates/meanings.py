"""What words mean that name a day, a month or a year by their numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from onrecord.reading.dates.calendar import Days, Partial, Tense, Unit, around, completed, one
from onrecord.reading.dates.words import Between, Item, Value

Tenses = Callable[[int], Tense | None]


@dataclass(frozen=True, slots=True)
class Ground:
    """What words are read against: the day of publication, and the tense around a place."""

    published: date | None
    tense: Tenses


Items = Sequence[Item]
Meaning = Callable[[Items, Ground], Value | int | None]
"""What words mean: days, or a number; None where they mean nothing."""

POINTING_BACK = frozenset("following preceding same".split())
""" "The following week" is the one after what was told before, not after the day of publication."""


def first_of(items: Items, kinds: str) -> Item | None:
    """The first item with one of some signs."""
    return next((item for item in items if item.sign in kinds), None)


def last_of(items: Items, kinds: str) -> Item | None:
    return first_of(items[::-1], kinds)


def number_of(items: Items, kinds: str) -> int | None:
    found = first_of(items, kinds)
    return None if found is None else found.number


def unit_of(name: str) -> Unit:
    return name  # type: ignore[return-value]


def known_days(item: Item, ground: Ground) -> Days | None:
    """The days of an item that rules made, or of a year."""
    if item.sign == "Z":
        return None if ground.published is None else one(ground.published)
    if isinstance(item.value, Partial):
        return completed(item.value, ground.published, ground.tense(item.start) if ground.published else None)
    return item.value if isinstance(item.value, Days) else None


# --- numbers ----------------------------------------------------------------------------------------------------------


def total(items: Items, ground: Ground) -> int:
    return sum(item.number for item in items)


def cardinal(items: Items, ground: Ground) -> int:
    """ "Two hundred", "a dozen", "half a dozen"."""
    number = 0
    for item in items:
        if item.sign == "K":
            number = max(number, 1) * (item.number or (1000 if item.name == "thousand" else 100))
        else:
            number += item.number
    return number // 2 if items[0].sign == "F" else number


def spoken_year(items: Items, ground: Ground) -> int | None:
    """ "Nineteen ninety-six", "two thousand and eighteen", "seventeen hundred and eighty-nine"."""
    numbers = [item for item in items if item.sign in "cTK"]
    if first_of(items, "0"):
        century, rest = numbers[0].number, numbers[1].number
        return 100 * century + rest if 16 <= century <= 20 and rest < 10 else None
    if not first_of(items, "K"):
        rest = sum(item.number for item in numbers[1:])
        return 100 * numbers[0].number + rest if 16 <= numbers[0].number <= 20 and rest > 9 else None
    year = count = 0
    for item in numbers:
        if item.name == "thousand":
            year, count = 1000 * count, 0
        else:
            count = 100 * count if item.name == "hundred" else count + item.number
    return year + count if 1100 <= year + count <= 2199 else None


def weekday_alone(items: Items, ground: Ground) -> int:
    return items[0].number


# --- days and months that say their numbers ---------------------------------------------------------------------------


def calendar_day(items: Items, ground: Ground) -> Partial | None:
    """ "June 12, 2018", "Tuesday the 12th of June"."""
    day, month, year = number_of(items, "noOc"), number_of(items, "m"), number_of(items, "y")
    if (
        any(item.sign == "u" and item.name not in ("day", "year") for item in items[:-1])
        or day is None
        or not 1 <= day <= 31
    ):
        return None
    if first_of(items, "c") and (day < 21 or day == 30):  # "May twenty-one"; but "one May"
        return None
    if items[-1].sign == "u":
        if ground.published is None or items[-1].name != "year" or items[-2].name in POINTING_BACK:
            return None
        year = ground.published.year + items[-2].number
    return Partial(year=year, month=month, day=day, weekday=number_of(items, "w"))


def day_after_year(items: Items, ground: Ground) -> Partial | None:
    """ "In 2016, on May 5", "last year on the 5th of May"."""
    link, unit = first_of(items, "k"), first_of(items, "u")
    day = calendar_day([item for item in items if item.sign not in "ruk,"], ground)
    if day is None or (link is not None and link.name != "on"):
        return None
    if unit is None:
        return day
    if ground.published is None or unit.name != "year" or unit.number or items[0].name in POINTING_BACK:
        return None
    return replace(day, year=ground.published.year + items[0].number)


def day_with_weekday(items: Items, ground: Ground) -> Partial | None:
    """ "June 4 (Monday)", "June 4, a Monday": that day has to be one."""
    last = max(at for at, item in enumerate(items) if item.sign == "w")
    day = calendar_day([item for item in items[:last] if item.sign not in "(a"], ground)
    if day is None:
        return None
    days = completed(day, ground.published, ground.tense(items[0].start) if ground.published else None)
    return day if days is not None and days.first.weekday() == items[last].number else None


def numeric_day(items: Items, ground: Ground) -> Partial | None:
    found = first_of(items, "D/")
    value = found and found.value
    return value if isinstance(value, Partial) else None


def clear_numbers(items: Items, ground: Ground) -> Partial | None:
    """ "4/22" at an end of its clause: neither a fraction nor, with a month after the day, anything else."""
    value = items[0].value
    return value if isinstance(value, Partial) and _MONTH_AND_DAY.fullmatch(items[0].name) else None


_MONTH_AND_DAY = re.compile("(?:1[0-2]|0?[1-9])/(?:1[3-57-9]|2[0-9]|3[01])")


def days_in_numbers(items: Items, ground: Ground) -> Between | None:
    """ "5/1-5/7, 2020": the year is that of both."""
    first, last = (item.value for item in items if item.sign == "/")
    year = number_of(items, "y")
    if not isinstance(first, Partial) or not isinstance(last, Partial):
        return None
    return Between(first=replace(first, year=year), last=replace(last, year=year))


def said_month(items: Items, ground: Ground) -> Partial:
    return Partial(year=number_of(items, "y"), month=number_of(items, "m"))


def month_of_short_year(items: Items, ground: Ground) -> Partial | None:
    """ "The April of 87"."""
    number = items[-1].number
    return Partial(year=1900 + number, month=items[0].number) if 31 < number < 100 else None


def near_calendar_day(items: Items, ground: Ground) -> Days | None:
    """ "Next July 4", "this 5/12"."""
    value = items[1].value if items[1].sign == "/" else calendar_day(items[1:], ground)
    if ground.published is None or not isinstance(value, Partial) or items[0].name in POINTING_BACK:
        return None
    if items[0].number == 0:
        return completed(replace(value, year=ground.published.year), None, None)
    day = timedelta(days=items[0].number)
    return completed(value, ground.published + day, "past" if items[0].number < 0 else "future")


def numbered_year(items: Items, ground: Ground) -> Days | None:
    """ "The year 476"; "year 12" is one of a school."""
    number = items[-1].number
    return around(date(number, 1, 1), "year") if items[-2].name == "year" and 100 <= number <= 999 else None


def month_of_years_ago(items: Items, ground: Ground) -> Partial | None:
    """ "In May two years ago", "two years ago in May"."""
    count, unit = first_of(items, "nca"), first_of(items, "u")
    if ground.published is None or count is None or unit is None or unit.name != "year":
        return None
    return Partial(year=ground.published.year - (count.number or 1), month=number_of(items, "m"))


def years_beside(items: Items, ground: Ground) -> Days | None:
    """ "Two years after 2010", "the year before 2010"."""
    unit, count = first_of(items, "u"), number_of(items, "nca")
    if unit is None or unit.name != "year":
        return None
    return around(date(items[-1].number + (count or 1) * (1 if first_of(items, "A") else -1), 1, 1), "year")


def month_after_year(items: Items, ground: Ground) -> Partial | None:
    """ "2016 November", "in 2016, in May"; but "in 2016 May became"."""
    link = first_of(items, "i")
    is_clear = items[-1].name not in ("may", "march") if link is None else link.name == "in"
    return said_month(items, ground) if is_clear else None


def clear_month(items: Items, ground: Ground) -> Partial | None:
    """A month whose name is nothing else: neither a word nor a first name, nor short."""
    return said_month(items, ground) if items[0].name in _CLEAR else None


_CLEAR = frozenset("january february july september october november december".split())


def days_of_month(items: Items, ground: Ground) -> Between | None:
    """ "June 12-14", "from 4 to 22 January 1995"."""
    numbers = [item.number for item in items if item.sign in "noO"]
    if any(not 1 <= number <= 31 for number in numbers) or (first_of(items, "&") and not first_of(items, "b")):
        return None
    month = said_month(items, ground)
    first, last = (Partial(year=month.year, month=month.month, day=number) for number in numbers)
    if numbers[0] > numbers[1] and items[-1].sign in "my" and month.month:  # "from the 27th to the 3rd of April"
        first = replace(first, month=(month.month - 2) % 12 + 1, year=month.year and month.year - (month.month == 1))
    return Between(first=first, last=last)


def between_days(items: Items, ground: Ground) -> Between | None:
    """ "Between the 10th and the 12th", "from the 10th to the 12th"."""
    first, last = (item.number for item in items if item.sign == "o")
    return Between(first=Partial(day=first), last=Partial(day=last)) if 0 < first < 32 and 0 < last < 32 else None


def each_day_of_month(items: Items, ground: Ground) -> Between | None:
    """ "May 3 and 4": days that follow each other."""
    numbers = [item.number for item in items if item.sign in "noO"]
    follow = all(later == earlier + 1 for earlier, later in pairwise(numbers))
    month = said_month(items, ground)
    if not follow or not 1 <= numbers[0] < numbers[-1] <= 31:
        return None
    first, last = (Partial(year=month.year, month=month.month, day=day) for day in (numbers[0], numbers[-1]))
    return Between(first=first, last=last)


def said_weekday(items: Items, ground: Ground) -> Partial:
    return Partial(weekday=number_of(items, "w"), day=number_of(items, "noO"))


def weekday_the_number(items: Items, ground: Ground) -> Partial | None:
    """ "Friday the fifteen"."""
    number = number_of(items, "c") or 0
    return Partial(weekday=number_of(items, "w"), day=number) if 1 <= number <= 31 else None


def day_of_month(items: Items, ground: Ground) -> Partial | None:
    ordinal = first_of(items, "oO")
    if ordinal is None or not (12 if ordinal.sign == "O" else 0) < ordinal.number <= 31:  # "on the second"
        return None
    return Partial(day=ordinal.number)


def said_year(items: Items, ground: Ground) -> Partial:
    return Partial(year=number_of(items, "y"))


def recent_year(items: Items, ground: Ground) -> Partial | None:
    """A year where four digits are often something else."""
    year = number_of(items, "y") or 0
    return Partial(year=year) if 1800 <= year <= 2100 else None


def century(items: Items, ground: Ground) -> Days | None:
    """ "The 21st century"."""
    number = number_of(items, "oO") or 0
    if not 1 < number <= 22 or items[-1].name != "century":
        return None
    return Days(date(100 * number - 100, 1, 1), date(100 * number - 1, 12, 31))


def centuries(items: Items, ground: Ground) -> Days | None:
    """ "From the 18th to the 20th century"."""
    first, last = ([item, items[-1]] for item in items if item.sign in "oO")
    begin, end = century(first, ground), century(last, ground)
    return Days(begin.first, end.last) if begin and end and begin < end else None


def spoken_decade(items: Items, ground: Ground) -> Days | None:
    """ "The seventies", "the nineteen seventies", "the twenty-tens"; but "in their seventies"."""
    century, decade = number_of(items, "cT"), items[-1].number
    if (century is None and decade == 10) or century not in (None, *range(13, 21)):
        return None
    first = 100 * (century or (19 if decade else 20)) + decade
    return Days(date(first, 1, 1), date(first + 9, 12, 31))
