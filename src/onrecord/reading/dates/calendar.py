"""The days of the calendar: weeks, months and other units, holidays, and which of several days is meant.

Weeks begin on Monday (ISO 8601), seasons are the meteorological ones of the north, Easter is that of the western
churches (the algorithm of Meeus, Jones and Butcher). Holidays by the moon are not here: their days are announced.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, NamedTuple

Tense = Literal["past", "future"]
TENSES: tuple[Tense, Tense] = ("past", "future")
Unit = Literal[
    "day",
    "business day",
    "week",
    "working week",
    "weekend",
    "fortnight",
    "month",
    "quarter",
    "year",
    "decade",
    "century",
]

DAY_LONG = timedelta(days=1)
_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}
_DAYS = {"day": 1, "week": 7, "working week": 7, "weekend": 7, "fortnight": 14}


_OF_WEEK = {"working week": (0, 4), "weekend": (5, 6), "fortnight": (0, 13)}
"""The first and the last day of a unit, counted from its Monday."""


class Days(NamedTuple):
    """The days from `first` to `last`, both of them in it."""

    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Partial:
    """What words say of a day, a month or a year; None is what they leave open. Monday is 0."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None


def one(day: date) -> Days:
    """A day as a range of days."""
    return Days(day, day)


def shifted(day: date, count: int, unit: Unit) -> date:
    """The day so many units later, or earlier; the last of the month where the month is too short.

    >>> shifted(date(2018, 3, 31), -1, "month")
    datetime.date(2018, 2, 28)
    """
    if unit == "business day":
        return _business_days_later(day, count)
    if unit in _DAYS:
        return day + timedelta(days=count * _DAYS[unit])
    year, month = divmod(day.year * 12 + day.month - 1 + count * _MONTHS[unit], 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _business_days_later(day: date, count: int) -> date:
    """So many days from Monday to Friday later, or earlier; holidays differ from land to land, and are counted.

    >>> _business_days_later(date(2018, 6, 14), 2)
    datetime.date(2018, 6, 18)
    """
    if day.weekday() > 4:
        day += timedelta(days=4 - day.weekday() if count > 0 else 7 - day.weekday())
    weeks, days = divmod(day.weekday() + count, 5)
    return day + timedelta(days=7 * weeks + days - day.weekday())


def around(day: date, unit: Unit) -> Days:
    """The unit of the calendar that a day is in.

    >>> around(date(2018, 6, 14), "week")
    Days(first=datetime.date(2018, 6, 11), last=datetime.date(2018, 6, 17))
    """
    if unit in ("day", "business day"):
        return one(day)
    if unit in _DAYS:
        monday = day - timedelta(days=day.weekday())
        begin, end = _OF_WEEK.get(unit, (0, 6))
        return Days(monday + timedelta(days=begin), monday + timedelta(days=end))
    months = day.year * 12 + day.month - 1
    year, month = divmod(months - months % _MONTHS[unit], 12)
    first = date(year, month + 1, 1)
    return Days(first, shifted(first, 1, unit) - DAY_LONG)


def nearest(candidates: Iterable[Days], published: date, tense: Tense | None) -> Days | None:
    """The one that is meant: the latest that has begun, the next that has not ended, or the nearest of all.

    Much in the past tense is about what is to come ("they prepared for the caucuses of Feb. 1"): of a day that was more
    than half a year ago and comes again within three months the coming one is meant.
    """
    ordered = sorted(candidates)
    if tense == "past":
        latest = next((days for days in reversed(ordered) if days.first <= published), None)
        coming = next((days for days in ordered if days.first > published), None)
        if latest and coming and _distance(latest, published) > 183 and _distance(coming, published) <= 92:
            return coming
        return latest
    if tense == "future":
        return next((days for days in ordered if days.last >= published), None)
    return min(ordered, key=lambda days: _distance(days, published), default=None)


def _distance(days: Days, day: date) -> int:
    return max((days.first - day).days, (day - days.last).days, 0)


def completed(partial: Partial, published: date | None, tense: Tense | None) -> Days | None:
    """The days that a partial day, month or year means; None where that cannot be known or there is no such day."""
    if partial.year is not None:
        return _in_year(partial)
    if published is None:
        return None
    if partial.month is not None:
        return _without_year(partial, published, tense)
    if partial.day is not None:
        possible = list(_same_day(partial, published))
        return nearest(possible, published, tense) or nearest(possible, published, None)
    days = (published + timedelta(days=count) for count in range(-6, 7))
    return nearest((one(day) for day in days if day.weekday() == partial.weekday), published, tense or "past")


def _without_year(partial: Partial, published: date, tense: Tense | None) -> Days | None:
    """The month or day of the year that is meant; a weekday that is named with it has to fit, if it fits any."""
    found = [_in_year(replace(partial, year=published.year + count)) for count in range(-8, 9)]
    there = [days for days in found if days is not None]
    fitting = [
        days for days in there if days.first.weekday() == partial.weekday and abs(_distance(days, published)) < 800
    ]
    return nearest(fitting or there, published, tense) or nearest(fitting, published, None)


def _in_year(partial: Partial) -> Days | None:
    if partial.year is None or partial.month is None:
        return around(date(partial.year or 1, 1, 1), "year")
    if partial.day is None:
        return around(date(partial.year, partial.month, 1), "month")
    if partial.day > monthrange(partial.year, partial.month)[1]:
        return None
    return one(date(partial.year, partial.month, partial.day))


def _same_day(partial: Partial, published: date) -> Iterable[Days]:
    """The days of the months around with that number, and with that weekday where there is one."""
    for count in range(-12, 13):
        month = shifted(published.replace(day=1), count, "month")
        days = _in_year(Partial(year=month.year, month=month.month, day=partial.day))
        if days is not None and partial.weekday in (None, days.first.weekday()):
            yield days


def ordinal(unit: Unit, number: int, inside: Days) -> Days | None:
    """The first, second ... week, month or other unit of some days; -1 is the last. A week belongs to the month or year
    that its Thursday is in."""
    firsts: list[date] = []
    at = around(shifted(inside.first, 0, unit), unit).first
    while at <= inside.last and len(firsts) < 400:
        middle = at + timedelta(days=3) if unit == "week" else at
        if inside.first <= middle <= inside.last:
            firsts.append(at)
        at = shifted(at, 1, unit)
    at_most = len(firsts)
    if not -at_most <= number <= at_most or number == 0:
        return None
    return around(firsts[number - 1 if number > 0 else number], unit)


def ordinal_weekday(weekday: int, number: int, inside: Days) -> Days | None:
    """The first, second ... such weekday of some days; -1 is the last."""
    if number > 0:
        day = inside.first + timedelta(days=(weekday - inside.first.weekday()) % 7 + 7 * (number - 1))
    else:
        day = inside.last - timedelta(days=(inside.last.weekday() - weekday) % 7)
    return one(day) if inside.first <= day <= inside.last else None


Part = Literal["early", "mid", "late", "start", "middle", "end"]
_YEARS_OF_CENTURY = {
    "early": (0, 32), "mid": (33, 66), "late": (67, 99), "start": (0, 32), "middle": (33, 66), "end": (67, 99)
}  # fmt: skip
_YEARS_OF_DECADE = {"early": (0, 3), "mid": (4, 6), "late": (7, 9), "start": (0, 3), "middle": (4, 6), "end": (7, 9)}
_MONTHS_OF_YEAR = {"early": (1, 6), "mid": (5, 8), "late": (7, 12), "start": (1, 4), "middle": (5, 8), "end": (9, 12)}
_DAYS_OF_WEEK = {"early": (0, 2), "mid": (1, 4), "late": (3, 6), "start": (0, 2), "middle": (1, 4), "end": (3, 6)}


def part_of(days: Days, part: Part) -> Days:
    """The early, middle or late part of some days, as loosely as the press means it.

    >>> part_of(around(date(2018, 3, 1), "month"), "late")
    Days(first=datetime.date(2018, 3, 16), last=datetime.date(2018, 3, 31))
    """
    first, last = days
    length = (last - first).days + 1
    if length > 3000:
        low, high = (_YEARS_OF_CENTURY if length > 30000 else _YEARS_OF_DECADE)[part]
        return Days(date(first.year + low, 1, 1), date(first.year + high, 12, 31))
    if length > 300:
        low, high = _MONTHS_OF_YEAR[part]
        return Days(date(first.year, low, 1), around(date(first.year, high, 1), "month").last)
    if length <= 7:
        low, high = _DAYS_OF_WEEK[part]
        return Days(min(first + timedelta(days=low), last), min(first + timedelta(days=high), last))
    if part in ("mid", "middle"):
        return Days(first + timedelta(days=length // 3 - 1), first + timedelta(days=2 * length // 3 - 1))
    half = (length + 1) // 2 if length > 31 else 15
    if part in ("early", "start"):
        return Days(first, first + timedelta(days=half - 1))
    return Days(first + timedelta(days=half), last)


def half_of(days: Days, *, first: bool) -> Days:
    """The first or the second half; of a month, the first has fifteen days.

    >>> half_of(around(date(1960, 1, 1), "decade"), first=True)
    Days(first=datetime.date(1960, 1, 1), last=datetime.date(1964, 12, 31))
    """
    if (days.last - days.first).days < 3000:
        return part_of(days, "early" if first else "late")
    middle = date((days.first.year + days.last.year + 1) // 2, 1, 1)
    return Days(days.first, middle - DAY_LONG) if first else Days(middle, days.last)


def season(number: int, year: int) -> Days:
    """Spring (0), summer, autumn or the winter that begins in a year."""
    first = date(year, 3 + 3 * number, 1)
    return Days(first, shifted(first, 1, "quarter") - DAY_LONG)


def easter(year: int) -> date:
    """Easter Sunday.

    >>> easter(2018)
    datetime.date(2018, 4, 1)
    """
    golden, (century, rest) = year % 19, divmod(year, 100)
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * sunday) // 451
    month, day = divmod(epact + sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _fixed(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def _floating(month: int, number: int, weekday: int, after: int = 0) -> Callable[[int], date]:
    """The so-manieth weekday of a month, and so many days after it."""

    def day(year: int) -> date:
        found = ordinal_weekday(weekday, number, around(date(year, month, 1), "month"))
        return (found.first if found else date(year, month, 1)) + timedelta(days=after)

    return day


def _orthodox_easter(year: int) -> date:
    """Easter Sunday of the eastern churches, by Meeus, thirteen days added to the Julian calendar (1900 to 2099).

    >>> _orthodox_easter(2018)
    datetime.date(2018, 4, 8)
    """
    moon = (19 * (year % 19) + 15) % 30
    month, day = divmod(moon + (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7 + 114, 31)
    return date(year, month, day + 1) + timedelta(days=13)


def _by_easter(days: int) -> Callable[[int], date]:
    return lambda year: easter(year) + timedelta(days=days)


HOLIDAYS: dict[str, Callable[[int], date]] = {
    "new year's day": _fixed(1, 1),
    "martin luther king day": _floating(1, 3, 0),
    "mlk day": _floating(1, 3, 0),
    "inauguration day": _fixed(1, 20),
    "orthodox christmas": _fixed(1, 7),
    "burns night": _fixed(1, 25),
    "australia day": _fixed(1, 26),
    "holocaust memorial day": _fixed(1, 27),
    "holocaust remembrance day": _fixed(1, 27),
    "groundhog day": _fixed(2, 2),
    "candlemas": _fixed(2, 2),
    "waitangi day": _fixed(2, 6),
    "lincoln's birthday": _fixed(2, 12),
    "valentine's day": _fixed(2, 14),
    "saint valentine's day": _fixed(2, 14),
    "presidents' day": _floating(2, 3, 0),
    "washington's birthday": _floating(2, 3, 0),
    "saint david's day": _fixed(3, 1),
    "pi day": _fixed(3, 14),
    "mothering sunday": _by_easter(-21),
    "pancake day": _by_easter(-47),
    "shrove tuesday": _by_easter(-47),
    "fat tuesday": _by_easter(-47),
    "mardi gras": _by_easter(-47),
    "ash wednesday": _by_easter(-46),
    "international women's day": _fixed(3, 8),
    "saint patrick's day": _fixed(3, 17),
    "palm sunday": _by_easter(-7),
    "holy monday": _by_easter(-6),
    "holy tuesday": _by_easter(-5),
    "holy wednesday": _by_easter(-4),
    "maundy thursday": _by_easter(-3),
    "holy thursday": _by_easter(-3),
    "good friday": _by_easter(-2),
    "easter saturday": _by_easter(-1),
    "easter eve": _by_easter(-1),
    "easter day": _by_easter(0),
    "easter sunday": _by_easter(0),
    "orthodox easter": _orthodox_easter,
    "easter monday": _by_easter(1),
    "ascension day": _by_easter(39),
    "ascension thursday": _by_easter(39),
    "whitsun": _by_easter(49),
    "whitsunday": _by_easter(49),
    "pentecost": _by_easter(49),
    "pentecost sunday": _by_easter(49),
    "pentecost monday": _by_easter(50),
    "holy saturday": _by_easter(-1),
    "whit sunday": _by_easter(49),
    "trinity sunday": _by_easter(56),
    "whit monday": _by_easter(50),
    "corpus christi": _by_easter(60),
    "april fools' day": _fixed(4, 1),
    "april fools'": _fixed(4, 1),
    "world health day": _fixed(4, 7),
    "earth day": _fixed(4, 22),
    "patriots' day": _floating(4, 3, 0),
    "saint george's day": _fixed(4, 23),
    "anzac day": _fixed(4, 25),
    "arbor day": _floating(4, -1, 4),
    "walpurgis night": _fixed(4, 30),
    "may day": _fixed(5, 1),
    "international workers' day": _fixed(5, 1),
    "world press freedom day": _fixed(5, 3),
    "cinco de mayo": _fixed(5, 5),
    "victory in europe day": _fixed(5, 8),
    "ve day": _fixed(5, 8),
    "mother's day": _floating(5, 2, 6),
    "victoria day": lambda year: date(year, 5, 24) - timedelta(days=date(year, 5, 24).weekday()),
    "memorial day": _floating(5, -1, 0),
    "world environment day": _fixed(6, 5),
    "flag day": _fixed(6, 14),
    "juneteenth": _fixed(6, 19),
    "world refugee day": _fixed(6, 20),
    "midsummer day": _fixed(6, 24),
    "father's day": _floating(6, 3, 6),
    "canada day": _fixed(7, 1),
    "independence day": _fixed(7, 4),
    "bastille day": _fixed(7, 14),
    "assumption day": _fixed(8, 15),
    "labor day": _floating(9, 1, 0),
    "labour day": _floating(9, 1, 0),
    "patriot day": _fixed(9, 11),
    "michaelmas": _fixed(9, 29),
    "columbus day": _floating(10, 2, 0),
    "indigenous peoples' day": _floating(10, 2, 0),
    "united nations day": _fixed(10, 24),
    "reformation day": _fixed(10, 31),
    "all hallows' eve": _fixed(10, 31),
    "halloween day": _fixed(10, 31),
    "halloween night": _fixed(10, 31),
    "all saints' day": _fixed(11, 1),
    "all souls' day": _fixed(11, 2),
    "guy fawkes day": _fixed(11, 5),
    "guy fawkes night": _fixed(11, 5),
    "bonfire night": _fixed(11, 5),
    "election day": _floating(11, 1, 0, after=1),
    "armistice day": _fixed(11, 11),
    "remembrance day": _fixed(11, 11),
    "remembrance sunday": _floating(11, 2, 6),
    "veterans' day": _fixed(11, 11),
    "thanksgiving eve": _floating(11, 4, 3, after=-1),
    "thanksgiving day": _floating(11, 4, 3),
    "black friday": _floating(11, 4, 3, after=1),
    "small business saturday": _floating(11, 4, 3, after=2),
    "cyber monday": _floating(11, 4, 3, after=4),
    "giving tuesday": _floating(11, 4, 3, after=5),
    "saint andrew's day": _fixed(11, 30),
    "world aids day": _fixed(12, 1),
    "saint nicholas' day": _fixed(12, 6),
    "pearl harbor day": _fixed(12, 7),
    "human rights day": _fixed(12, 10),
    "advent sunday": lambda year: date(year, 12, 24) - timedelta(days=21 + (date(year, 12, 24).weekday() + 1) % 7),
    "christmas eve": _fixed(12, 24),
    "christmas day": _fixed(12, 25),
    "xmas eve": _fixed(12, 24),
    "xmas day": _fixed(12, 25),
    "saint stephen's day": _fixed(12, 26),
    "boxing day": _fixed(12, 26),
    "new year's eve": _fixed(12, 31),
}
"""Names that can only be those of a day."""

SEASONAL: dict[str, Callable[[int], date]] = {
    "new year": _fixed(1, 1),
    "easter": _by_easter(0),
    "epiphany": _fixed(1, 6),
    "halloween": _fixed(10, 31),
    "hallowe'en": _fixed(10, 31),
    "thanksgiving": _floating(11, 4, 3),
    "christmas": _fixed(12, 25),
    "xmas": _fixed(12, 25),
}
"""Names that stand before much else ("a Christmas party"): they are days after a preposition, or with a year."""
