"""Places: which one of those that bear a name is meant, by the gazetteer that ships (models/places, from GeoNames).

Of all that bear the name, the one with the most people is meant, unless the article says more: "Paris, Texas" names
the state, countries and states are named near it or anywhere, the dateline says where the article was written.
Whether a name means a place at all or those who govern there is for `means_actor` to say.
"""

from __future__ import annotations

import functools
import math
import re
import tomllib
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, NamedTuple

from onrecord.reading.actors import countries, tables
from onrecord.reading.actors.tables import fold
from onrecord.reading.actors.terms import Word, first_words_of, words_of
from onrecord.reading.datelines import dateline_place
from onrecord.reading.quotes import Range
from onrecord.values import Location, Span

PlaceKind = Literal["city", "other name", "state", "country"]
_KINDS: dict[str, PlaceKind] = {"P": "city", "A": "other name", "S": "state", "C": "country"}
_WORTH: dict[PlaceKind, float] = {"city": 0.0, "other name": -1.0, "state": -0.5, "country": 1.0}
"""What the kind of a place adds to the logarithm of its people."""
_CAPITAL, _REGION, _NEAR, _NAMED, _AGAIN, _DATELINE = 2.5, 4.0, 2.0, 1.5, 0.25, 1.0
"""What it is worth to be a capital, to be in the region after the comma, in one named within some words, in one named
anywhere, each further time up to four, and in the country of the dateline."""
_SIZES: dict[PlaceKind, int] = {"city": 0, "other name": 0, "state": 1, "country": 2}
_AROUND = 120
_LONGEST = 5
_MOST = 40
_OPENING = 160
_STATES: Mapping[str, str] = tomllib.loads(Path(__file__).with_name("places.toml").read_text("utf-8"))["states"]
_IN = frozenset(
    "in at near from outside around across throughout inside into to toward towards through off via between".split()
)
_NO_PLACES = frozenset(
    """
    the a an in on of and for march may june august monday tuesday wednesday thursday friday saturday sunday january
    february april july september october november december he she it they we you i his her mr mrs ms president
    """.split()
)


class Place(NamedTuple):
    """A place of the gazetteer. `state` is the code of a state of the United States, else empty."""

    name: str
    kind: PlaceKind
    country: str
    state: str
    people: int
    latitude: float
    longitude: float


class Named(NamedTuple):
    """A country or a state of the United States that a text names in a range, by which folded words."""

    start: int
    end: int
    country: str
    state: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What an article says of where it takes place: each country or state that it names, how often it names each (by
    their codes, and by the words), and the place of its dateline. What lies in the names of `persons`, which are in
    order, is no place."""

    text: str
    persons: Sequence[Range] = ()
    named: Sequence[Named] = ()
    starts: Sequence[int] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    dateline: Place | None = None


def setting_of(text: str, persons: Sequence[Range] = ()) -> Setting:
    """The setting of a text, in one pass. `persons` are the names of persons in it, in order."""
    named = [one for one in _regions(text, (0, len(text))) if not _is_within(persons, one.start)]
    counts = Counter(each for one in named for each in (one.country, one.state, one.key) if each)
    setting = Setting(text=text, persons=persons, named=named, starts=[one.start for one in named], counts=counts)
    line = dateline_place(text[:_OPENING])
    place = _best(setting, line) if line else None
    return replace(setting, dateline=place)


def _is_within(ranges: Sequence[Range], place: int) -> bool:
    """Whether a character lies in one of some ranges, which are in order and apart."""
    at = bisect_right(ranges, place, key=lambda one: one[0]) - 1
    return at >= 0 and place < ranges[at][1]


def locate(setting: Setting, where: Range) -> Location:
    """The place that some words of the text mean: the smallest that they name. Country and so on are None where they
    name none that is known; coordinates alone where it is a part of a country ("Chechnya").

    >>> text = "LONDON (Reuters) - They met in Paris, Texas."
    >>> place = locate(setting_of(text), (31, 36))
    >>> place.name, place.country, place.latitude
    ('Paris', 'USA', 33.66)
    """
    names = (at for at in _names(setting.text, where) if not _is_within(setting.persons, at[0]))
    found = [_location(setting, at) for at in names]
    return min(found, key=lambda pair: pair[0], default=(0, Location(span=Span(start=where[0], end=where[1]))))[1]


def _location(setting: Setting, where: Range) -> tuple[int, Location]:
    """What a name means, after its size: a city, a part of a country, a country, that of a nationality."""
    span = Span(start=where[0], end=where[1])
    place = _best(setting, where)
    meant = countries.words().get(_key(setting.text, where))
    if meant is not None and place is None:
        if meant.kind == "part":
            return _SIZES["state"], Location(span=span, name=span.of(setting.text), country=meant.country)
        place = _country(meant.country)
    if place is None:
        return _SIZES["country"], Location(span=span, country=None if meant is None else meant.country)
    return _SIZES[place.kind] + (meant is not None and meant.kind == "nationality"), Location(
        span=span,
        name=place.name,
        country=place.country,
        latitude=place.latitude,
        longitude=place.longitude,
    )


def _country(code: str) -> Place | None:
    found = _candidates(fold(countries.names()[code]))
    return next((place for place in found if place.kind == "country" and place.country == code), None)


def means_actor(text: str, where: Range, *, subject: bool = False) -> bool:
    """Whether the name of a place means those who govern there: "Moscow said", "Pyongyang's patron", not "in Moscow".

    `subject` says that the words are the subject of what somebody does or says; the reader knows that.
    """
    before = re.search(r"([^\W_]+)\s+(?:the\s+|central\s+|downtown\s+)?$", text[max(0, where[0] - 40) : where[0]])
    if before and before[1].lower() in _IN:
        return False
    return subject or re.match("['’]s?\\b", text[where[1] : where[1] + 3]) is not None


# --- names --------------------------------------------------------------------------------------------------------


def _names(text: str, where: Range) -> Iterator[Range]:
    """The ranges of the longest names of places in a range."""
    words = first_words_of(text, where)
    at = 0
    while at < len(words):
        length = next((n for n in range(_run(text, words, at), 0, -1) if _is_known(words[at : at + n])), 0)
        if length:
            last = words[at + length - 1]
            yield words[at].start, last.end - _genitive(last.text)
        at += length or 1


def _run(text: str, words: Sequence[Word], at: int) -> int:
    """How many words from one on may be one name."""
    if not words[at].text[:1].isupper() or words[at].key in _NO_PLACES:
        return 0
    last = at + 1
    while last < min(len(words), at + _LONGEST) and text[words[last - 1].end : words[last].start] in (
        " ",
        "-",
        "\u00a0",
    ):
        last += 1
    return last - at


def _is_known(words: Sequence[Word]) -> bool:
    key = " ".join(word.key for word in words)
    return words[-1].text[:1].isupper() and (key in countries.words() or bool(_table().rows(key)))


def _key(text: str, where: Range) -> str:
    """The words of a range as they are looked up."""
    return " ".join(word.key for word in first_words_of(text, where))


def _genitive(word: str) -> int:
    return next((len(end) for end in ("'s", "’s") if word.endswith(end)), 0)


@functools.cache
def _table() -> tables.Table:
    return tables.load("places")


def _candidates(key: str) -> list[Place]:
    """All places of a folded name."""
    return [_place(key, row) for row in _table().rows(key)]


def _place(key: str, row: Sequence[str]) -> Place:
    shown, kind, country, state, people, latitude, longitude = row
    return Place(
        name=shown or key.title(),
        kind=_KINDS[kind],
        country=country,
        state=state,
        people=int(people) * 100,
        latitude=int(latitude) / 100,
        longitude=int(longitude) / 100,
    )


# --- weighing -----------------------------------------------------------------------------------------------------


def _best(setting: Setting, where: Range) -> Place | None:
    """The place that is meant by a name, None where there is none."""
    key = _key(setting.text, where)
    found = _candidates(key)
    region = _after(setting.text, where[1])
    near = setting.named[
        bisect_left(setting.starts, where[0] - _AROUND) : bisect_right(setting.starts, where[1] + _AROUND)
    ][:_MOST]
    around = {one.country for one in near if one.key != key}
    return max(found, key=lambda place: _score(place, key, setting, region, around), default=None)


def _score(place: Place, key: str, setting: Setting, region: Named | None, around: set[str]) -> float:
    """How probable a place is, in powers of ten of people."""
    score = math.log10(place.people + 10) + _WORTH[place.kind]
    meant = countries.words().get(key)
    if meant is not None and meant.kind == "capital" and meant.country == place.country and place.kind != "state":
        score += _CAPITAL
    if region is not None and place.kind != "country" and place.country == region.country:
        score += _REGION * (not region.state or region.state == place.state)
    for named in (place.country, place.state) if place.state else (place.country,):
        own = meant is not None and meant.country == named  # that it is named itself says nothing
        times = setting.counts.get(named, 0) - (setting.counts.get(key, 0) if own else 0)
        score += (_NAMED + _AGAIN * min(times, 4)) if times > 0 else 0.0
    if setting.dateline is not None and setting.dateline.country == place.country:
        score += _DATELINE
    return score + _NEAR * (place.country in around)


@functools.cache
def _states() -> dict[str, str]:
    """The states of the United States by their folded names, "georgia" and "washington" among them."""
    return {fold(name.strip()): code for code, listed in _STATES.items() for name in listed.split(";")}


def _regions(text: str, where: Range) -> Iterator[Named]:
    """The countries and states that a range names. A name that may be either counts for neither."""
    words = words_of(text, where)
    at = 0
    while at < len(words):
        length, named = _region(text, words, at)
        if named is not None:
            yield named
        at += length


def _region(text: str, words: Sequence[Word], at: int) -> tuple[int, Named | None]:
    for length in range(_run(text, words, at), 0, -1):
        key = " ".join(word.key for word in words[at : at + length])
        meant, state = countries.words().get(key), _states().get(key)
        if meant is not None and state is not None:
            return length, None
        if meant is not None and (meant.kind != "country" or key != "us" or words[at].text[:2] != "Us"):
            return length, Named(words[at].start, words[at + length - 1].end, meant.country, "", key)
        if state is not None and len(key) > 3:
            return length, Named(words[at].start, words[at + length - 1].end, "USA", state, key)
    return 1, None


def _after(text: str, end: int) -> Named | None:
    """The country or state that follows a name after a comma or in brackets: "Paris, Texas", "Austin, TX"."""
    comma = re.match(r"(?:['’]s)?(?:,\s|\s\()", text[end : end + 6])
    if comma is None:
        return None
    words = words_of(text, (end + comma.end(), min(len(text), end + comma.end() + 60)))
    postal = words[0].text.rstrip(".") if words else ""
    for length in range(_run(text, words, 0) if words else 0, 0, -1):
        key = " ".join(word.key for word in words[:length])
        code = _states().get(key) or (postal if length == 1 and postal in _STATES else None)
        meant = countries.words().get(key)
        if code is not None and (meant is None or meant.kind == "capital"):
            return Named(words[0].start, words[length - 1].end, "USA", code, key)
        if meant is not None and meant.kind in ("country", "part"):
            return Named(words[0].start, words[length - 1].end, meant.country, "", key)
    return None
