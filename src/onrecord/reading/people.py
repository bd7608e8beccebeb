"""Entities: the persons, bodies, places and groups of a text, and which of their names mean the same.

A short name points to the fuller one that the text has: a surname, a given name, initials, letters of a long name. Who
bears a surname that several bear is told by "Mr." and "Mrs.", else it is the one who was named most until then. What a
person is and of what is read off the words before the name and the apposition after it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from onrecord.reading.lexicon import (
    ABBREVIATIONS,
    BODIES,
    GENDERED,
    GIVEN_NAMES,
    HONORIFICS,
    MEANT,
    ROLES,
    TITLE_LINKS,
    Gender,
    is_person,
    is_several,
)
from onrecord.reading.names import Named, core, plain
from onrecord.reading.quotes import Range
from onrecord.values import EntityKind

_APPOSITION = re.compile(r",\s(?:(?:an?|the|his|her|its|their|who is|who was|who leads)\s)?([^,.;:()“”\"—\n]{3,90})")
_PARTICIPLE = re.compile(r"[a-z]+ing\s(?:the|an?|two|three|several|some|his|her|its|their|\d+)\b")
""" "The Gazette, citing two people,": no apposition; but "managing director" is one."""
_CLAUSE_BEHIND = re.compile(r"(?:who|whom|whose|which|where|when|while)\s")
_CLAUSE = re.compile(r"[^,.;:()“”\"—\n]{3,}$")
_BEGINS = re.compile(r"[Tt]he|[Aa]n?|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir|[Oo]ur|.+(?:['’]s|s['’])")
_TITLE_WORD = re.compile(r"[^\W_]+(?:[.’'-][^\W_]+)*\.?")
_HONORIFIC = re.compile(r"\b([^\W_]+\.?)\s$")
_ENDS = re.compile(r"[,.;:)”\"—\n]|\s[–—-]|$")
_NAMES = 12
"""So many names of an entity, and so many entities of a name, are compared: the last ones."""
_OPENERS = frozenset(
    """
    after although as at because before but by for from he however if in it meanwhile on she since so that then they
    this though to today tomorrow until we when where while with yesterday you monday tuesday wednesday thursday
    friday saturday sunday
    """.split()
)
"""Words in capitals at the beginning of a sentence, and days, that are no part of a title."""
_JOINTS = frozenset({"and", "of"})
_PARTICLES = frozenset({"van", "von", "de", "del", "della", "di", "da", "bin", "al", "ben", "la", "le", "der", "den"})


@dataclass(slots=True, kw_only=True)
class Known:
    """An entity as it is put together: `fullest` is the first of its longest names, `names` the first of them all in
    order, `full` its given names with surnames."""

    kind: EntityKind
    fullest: Named
    names: list[Named] = field(default_factory=list)
    full: set[tuple[str, str]] = field(default_factory=set)
    gender: Gender | None = None
    role: Range | None = None
    affiliation: Range | None = None
    roles: set[str] = field(default_factory=set)


def entities(text: str, names: Sequence[Named]) -> tuple[list[Known], list[int]]:
    """The entities of a text, in the order in which they are first named, and for each name its entity's place."""
    known: list[Known] = []
    index = _Index()
    places = []
    for name in names:
        place = index.entity_of(name, known)
        if place is None:
            place = len(known)
            known.append(Known(kind=name.kind, fullest=name))
        index.add(place, name)
        _add(known[place], name)
        places.append(place)
    around = _Around(names)
    for entity in known:
        if entity.kind == "person":
            _describe(text, entity, around)
    return known, places


def _add(entity: Known, name: Named) -> None:
    """One more name of an entity. What is looked at later is bounded, whatever the length of the text."""
    if len(entity.names) < _NAMES:
        entity.names.append(name)
    if len(name.words) > len(entity.fullest.words):
        entity.fullest = name
    words = core(name.words)
    if len(words) > 1 and len(entity.full) < _NAMES:
        entity.full.add((words[0], words[-1]))


class _Around:
    """Names by their places: those inside of a range, without looking at all others."""

    def __init__(self, names: Sequence[Named]) -> None:
        self.names = names
        self.starts = [name.start for name in names]

    def inside(self, start: int, end: int) -> Sequence[Named]:
        """The names that lie in a range."""
        low, high = bisect_left(self.starts, start), bisect_left(self.starts, end)
        return [name for name in self.names[low:high] if name.end <= end]


class _Index:
    """Names by their keys, so that each name is looked up once whatever the length of the text."""

    def __init__(self) -> None:
        self.by_key: dict[tuple[str, str], dict[int, None]] = {}
        self.count: Counter[int] = Counter()
        self.gender: dict[int, Gender | None] = {}

    def entity_of(self, name: Named, known: Sequence[Known]) -> int | None:
        """The entity that a name means, None where it is a new one."""
        for key in _keys(name):
            places = self.by_key.get((_family(name.kind), key), {})
            fitting = [
                place for place in list(reversed(places))[:_NAMES] if _fits(name, self.gender.get(place), known[place])
            ]
            if fitting:
                return max(fitting, key=lambda place: (self.count[place], place))
        return None

    def add(self, place: int, name: Named) -> None:
        """One more name of an entity."""
        self.count[place] += 1
        self.gender[place] = self.gender.get(place) or name.gender or _by_given_name(name)
        for key in _points_to(name):
            places = self.by_key.setdefault((_family(name.kind), key), {})
            places.pop(place, None)
            places[place] = None
            if len(places) > _NAMES:
                places.pop(next(iter(places)))


def _keys(name: Named) -> Iterator[str]:
    """What a name may be found by, the surest first."""
    words = [plain(word) for word in name.words]
    yield " ".join(words)
    if name.kind == "person":
        short = core(words)
        yield f"{short[0]} {short[-1]}" if len(short) > 1 else f"~{short[0]}"
        return
    if words[0] == "the" and len(words) > 1:
        yield " ".join(words[1:])


def _points_to(name: Named) -> Iterator[str]:
    """By what a later name may mean this one."""
    yield from _keys(name)
    words = [plain(word) for word in name.words]
    if name.kind == "person":
        full = core(words)
        yield f"~{full[-1]}"
        if len(full) > 1:
            yield f"~{full[0]}"
            yield full[-1]
            yield full[0]
            if "-" in full[1]:
                yield f"~{full[1]}"
        for at, word in enumerate(full[1:], 1):
            if word in _PARTICLES:
                yield " ".join(full[at:])
        return
    if len(words) > 1:
        short = "".join(word[0] for word in name.words if word[0].isupper()).lower()
        if len(short) > 1:
            yield short
            yield ".".join(short)


def _fits(name: Named, gender: Gender | None, entity: Known) -> bool:
    """Whether a name may mean an entity: not "Mrs. Clinton" a man, not "Eric Trump" Donald Trump."""
    if name.kind != "person":
        return True
    if gender and name.gender and gender != name.gender:
        return False
    words = core(name.words)
    if len(words) < 2:
        return True
    return all(_same_given(words[0], given) or words[0] == surname for given, surname in entity.full)


def _same_given(one: str, other: str) -> bool:
    one, other = one.strip("."), other.strip(".")
    return one == other or one.startswith(other) or other.startswith(one)


def _family(kind: EntityKind) -> str:
    """Places and bodies share their names ("Moscow said"), persons and groups do not."""
    return kind if kind == "person" else "other"


def _by_given_name(name: Named) -> Gender | None:
    if name.kind != "person" or len(name.words) < 2:
        return None
    return GIVEN_NAMES.get(plain(name.words[0]))


def _describe(text: str, entity: Known, around: _Around) -> None:
    """Gender, role and affiliation of a person, from the first of its names that has them."""
    for name in entity.names:
        entity.gender = entity.gender or name.gender or _by_given_name(name)
    for name in entity.names:
        for start, end in _titles(text, name):
            _take(text, entity, start, end, around)
    if entity.gender is None:
        entity.gender = next((GENDERED[role] for role in sorted(entity.roles) if role in GENDERED), None)


def _titles(text: str, name: Named) -> Iterator[Range]:
    """The words before a name that may be a title, and those of the apposition after it."""
    low = _low(text, name)
    if low < name.start and text[name.start - 1].isspace():
        yield from _title_before(text, low, name.start)
    yield from _apposed_before(text, name)
    after = _APPOSITION.match(text, name.end, name.end + 110)
    if after and not _PARTICIPLE.match(after[1]) and not _CLAUSE_BEHIND.match(after[1]):
        yield after.start(1), after.end(1)


def title_of(text: str, name: Named) -> Range | None:
    """The words right before a name that are its title, "Mr." and of what among them; None where there are none.

    >>> text = "Police met former Prime Minister Ivan Petrov."
    >>> start, end = title_of(text, Named(start=33, end=44, kind="person", words=("Ivan", "Petrov"), gender=None))
    >>> text[start:end]
    'former Prime Minister'
    """
    low = _low(text, name)
    for start, end in _title_before(text, low, name.start):
        if any(_is_role(word[0]) and not _is_genitive(word) for word in _TITLE_WORD.finditer(text, start, end)):
            return start, end
    honorific = _HONORIFIC.search(text, low, name.start)
    return None if honorific is None or plain(honorific[1]) not in HONORIFICS else honorific.span(1)


def _low(text: str, name: Named) -> int:
    """How far back the title of a name may begin: on its line."""
    low = max(0, name.start - 90)
    return max(low, text.rfind("\n", low, name.start) + 1)


def _apposed_before(text: str, name: Named) -> Iterator[Range]:
    """ "The mayor of Newtown, Carla Ruiz,": the words that the name stands in apposition to, from their article on."""
    if not text.endswith(", ", 0, name.start) or not _ENDS.match(text, name.end):
        return
    clause = _CLAUSE.search(text, max(0, name.start - 110), name.start - 2)
    if clause is None:
        return
    words = list(re.finditer(r"\S+", clause[0]))
    heads = [at for at, word in enumerate(words) if _is_one(plain(word[0])) and _is_whole(words, at + 1)]
    begins = [at for at, word in enumerate(words[: heads[-1] if heads else 0]) if _BEGINS.fullmatch(word[0])]
    if begins:
        first = words[begins[-1]]
        yield clause.start() + (first.start() if first[0][-1] in "s’'" else first.end() + 1), clause.end()


def _is_one(word: str) -> bool:
    return is_person(word) and not is_several(word)


def _is_whole(words: Sequence[re.Match[str]], after: int) -> bool:
    """Whether nothing but of what, or where, follows the noun of a role: "the mayor of Newtown"."""
    return after == len(words) or words[after][0] in {"of", "for", "at", "in"}


def _title_before(text: str, low: int, high: int) -> Iterator[Range]:
    """The longest run of words up to the name that a title may consist of: capitals, and the nouns of roles."""
    words = list(re.finditer(r"\S+", text[low:high]))
    start = None
    for at, word in reversed(list(enumerate(words))):
        low_word = plain(word[0].strip(',;:“"('))
        if low_word in _OPENERS or (low_word in _JOINTS and not _joins_offices(words, at)):
            break
        if low_word in HONORIFICS or (word[0][-1] in ',;:.”"' and low_word not in ABBREVIATIONS):
            if low_word in HONORIFICS:
                continue
            break
        if not (word[0][0].isupper() or low_word in ROLES or low_word in BODIES or low_word in TITLE_LINKS):
            break
        start = low + word.start()
    if start is not None and start < high:
        yield start, low + words[-1].end()


def _joins_offices(words: Sequence[re.Match[str]], at: int) -> bool:
    """Whether the "and" or "of" at a place goes on with a title: "Prime Minister and Foreign Minister", "Bank of Ghana
    governor"; not "the president and Foreign Minister", "the U.S. and", "a friend of", "the lawyer of President"."""
    before, after = words[at - 1][0] if at else "", [word[0] for word in words[at + 1 :]]
    if not after or not (_is_role(before) or plain(before) in BODIES):
        return False
    return not _is_role(after[0]) if words[at][0] == "of" else before[:1].isupper() and any(map(_is_role, after))


def _take(text: str, entity: Known, start: int, end: int, around: _Around) -> None:
    """A title or an apposition, where it holds the noun of a role: role, and of what."""
    words = list(_TITLE_WORD.finditer(text[start:end]))
    heads = [at for at, word in enumerate(words) if _is_role(word[0]) and not _is_genitive(word)]
    heads = [at for at in heads if not is_several(plain(words[at][0]))]
    if not heads:
        return
    roles = {plain(words[at][0]) for at in heads}
    entity.roles |= roles.union(*(MEANT.get(role, ()) for role in roles))
    own = {name.start for name in entity.names}
    inside = [name for name in around.inside(start, end) if name.start not in own]
    if entity.affiliation is None and inside:
        entity.affiliation = (inside[0].start, inside[0].end)
    if entity.role is None:
        low, high = _role_words(words, heads, [(name.start - start, name.end - start) for name in inside])
        entity.role = (start + low, start + high)


def _is_genitive(word: re.Match[str]) -> bool:
    """Whether a word says whose another is: "the mayor's son" is no mayor, the head of a "Farmers' Union" no farmer."""
    return word[0].endswith(("’s", "'s")) or (
        word[0].endswith("s") and word.string[word.end() : word.end() + 1] in {"’", "'"}
    )


def _role_words(words: Sequence[re.Match[str]], heads: Sequence[int], inside: Sequence[Range]) -> Range:
    """From the first word that is no name to the last head: "Foreign Minister" of "North Korean Foreign Minister"."""
    first = heads[0]
    last = heads[-1] if heads[-1] - heads[0] <= 3 else heads[0]
    while first > 0 and not any(low <= words[first - 1].start() < high for low, high in inside):
        if plain(words[first - 1][0]) in {"the", "a", "an", "and", "of", "with", "for", "as", "his", "her"}:
            break
        if _between(words[first - 1], words[first]).strip() or _is_genitive(words[first - 1]):
            break
        first -= 1
    return words[first].start(), words[last].end()


def _between(left: re.Match[str], right: re.Match[str]) -> str:
    """What stands between two matches in the same text."""
    return left.string[left.end() : right.start()]


def _is_role(word: str) -> bool:
    """Whether a word of a title is an office, or its abbreviation; "U.S." shortens none."""
    low = plain(word)
    return (low in ABBREVIATIONS and "." not in low) or is_person(low)
