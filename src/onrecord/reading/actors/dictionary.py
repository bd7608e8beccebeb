"""The dictionary of actors that ships (models/actors): names with country and sector, of persons with the days of it.

Most of it was made in 2014. A person counts only where the name is the one of the text, its given names spelled in
another way at most, and what the person was counts only on the days for which the dictionary says so.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from onrecord.reading.actors import tables
from onrecord.reading.actors.sectors import singulars

_LAST = 99991231
_SAME = (
    (re.compile("[iy]+"), "i"),
    (re.compile("(?<=[aeou])i|ie$"), "i"),
    (re.compile("kh|gh"), "h"),
    (re.compile("oo|ou|ow|u"), "u"),
    (re.compile("j"), "i"),
    (re.compile("ks"), "x"),
    (re.compile("w"), "v"),
    (re.compile("ph"), "f"),
    (re.compile("q|ck|c(?![hi])"), "k"),
    (re.compile(r"(\w)\1"), r"\1"),
    (re.compile("^mu?h?[aeiou]+h?m[aeiou]+[dt]$|^moh[aeiou]m[aeiou]d$"), "mohamed"),
)
"""Spellings of the same sounds; what stands for them is one form."""


class Entry(NamedTuple):
    """What the dictionary says: country and sector, None where it does not say or says several."""

    country: str | None
    sector: str | None


@functools.cache
def _table() -> tables.Table:
    return tables.load("actors")


def named(key: str, day: date | None = None) -> Entry | None:
    """What a folded name means that is no person's full name: a place, a body, a surname that is entered alone."""
    return _entry(_table().rows(key), day)


def noun(key: str) -> str | None:
    """The sector of a noun, folded, or of its singular."""
    for one in (key, *singulars(key)):
        for row in _table().rows(f"~{one}"):
            return row[0]
    return None


def bearer(office: str, surname: str, day: date | None = None) -> Entry | None:
    """Who bears an office and is named by the surname alone: "President Mugabe"; folded."""
    return _entry(_table().rows(f"={office} {surname}"), day)


def person(words: Sequence[str], day: date | None = None) -> Entry | None:
    """What a person is by the full name, in words: the surname as it is entered, the given name spelled alike.

    >>> from datetime import date
    >>> person(["Sergei", "Lavrov"], date(2013, 5, 1)), person(["Sergio", "Lavrov"], date(2013, 5, 1))
    (Entry(country='RUS', sector='GOV'), None)
    """
    *given, surname = tables.fold(" ".join(words)).split() or [""]
    if not given:
        return None
    wanted = [sound(word) for word in given]
    alike = [
        _entry([row], day)
        for key, row in _table().beginning(f"{surname}, ")
        if [sound(word) for word in key.partition(", ")[2].split()] == wanted
    ]
    found = [entry for entry in alike if entry is not None]
    return max(found, key=lambda entry: (entry.country is not None) + (entry.sector is not None), default=None)


def sound(word: str) -> str:
    """A given name in one form for all its spellings.

    >>> sound("sergey") == sound("sergei"), sound("mohammad") == sound("muhammed"), sound("igor") == sound("oleg")
    (True, True, False)
    """
    for found, put in _SAME:
        word = found.sub(put, word)
    return word


def _entry(rows: Sequence[Sequence[str]], day: date | None) -> Entry | None:
    """What fits the day, of what a name may mean. After the day on which the table was made, it is the country alone of
    those who were in office then; without a day it is what all agree in."""
    meanings = [_Meaning.of(text) for row in rows[:1] for text in row[0].split(";")]
    dated = [one for one in meanings if one.dated]
    if day is None:
        return _agreed(meanings)
    fitting = [one for one in dated if one.first <= _number(day) <= (one.last or _LAST)]
    if fitting:
        return _agreed(fitting)
    later = [one for one in dated if one.open and one.last < _number(day)]
    if later:
        country = _only(one.country for one in later)
        return Entry(country, None) if country else None
    return _agreed([one for one in meanings if not one.dated])


def _agreed(meanings: Sequence[_Meaning]) -> Entry | None:
    entry = Entry(_only(one.country for one in meanings), _only(one.sector for one in meanings))
    return entry if entry.country or entry.sector else None


class _Meaning(NamedTuple):
    """One meaning of a name: the days from and to which it holds, 0 where that is open; `open` says that it may hold
    longer than is known."""

    country: str
    sector: str
    dated: bool
    first: int
    last: int
    open: bool

    @classmethod
    def of(cls, text: str) -> _Meaning:
        """As the table has it: "USA/GOV 20090120-20140130+"."""
        code, dated, days = text.partition(" ")
        country, _, sector = code.partition("/")
        first, _, last = days.partition("-")
        return cls(country, sector, bool(dated), int(first or 0), int(last.rstrip("+") or 0), last.endswith("+"))


def _number(day: date) -> int:
    return day.year * 10000 + day.month * 100 + day.day


def _only(values: Iterable[str]) -> str | None:
    found = set(values)
    return next(iter(found)) or None if len(found) == 1 else None
