"""The words of a party that mean something: countries, bodies, nouns of people, names of a dictionary.

A range of the text is gone through once; of several readings the one with the most words counts. What only
looks like a country is none: "pro-Russian", "Iran-backed", "ethnic Albanian".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Literal, NamedTuple

from onrecord.reading.actors import countries, dictionary, sectors
from onrecord.reading.actors.own import Own
from onrecord.reading.actors.tables import fold
from onrecord.reading.quotes import Range

TermKind = Literal["own", "country", "nationality", "capital", "part", "body", "noun", "name", "person"]

_WORD = re.compile(r"[^\W_]+(?:[.'’&+][^\W_]+)*[.+]?")
_LONGEST = 8
_MOST, _CHARACTERS = 40, 1000
"""So many words, and characters, of a phrase are looked at."""
_JOINED = frozenset({" ", "-", "‑", "–", "\u00a0", " & ", "' ", "’ "})
_AGAINST = frozenset({"pro", "anti", "non", "ethnic", "post"})
_NOT_OF = frozenset(
    "backed sponsored supported allied funded controlled occupied held born based trained made friendly".split()
)
_FORMER = frozenset({"former", "ex", "ousted", "deposed"})
_NO_NAMES = frozenset(
    """
    the a an his her its their our my this that these those mr mrs ms dr sir he she it they we you i who monday tuesday
    wednesday thursday friday saturday sunday january february march april may june july august september october
    november december senior new old two three some many most all more other
    """.split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Words that mean something of a party. `weak` is said of nouns that say little alone, `official` of those of them
    that mean the government where a country stands beside, `plural` of words in s; `entity` is the place of a person
    among those of the article."""

    start: int
    end: int
    kind: TermKind
    country: str | None = None
    sector: str | None = None
    weak: bool = False
    official: bool = False
    plural: bool = False
    entity: int | None = None

    @property
    def range(self) -> Range:
        """Where the words stand."""
        return self.start, self.end


class Word(NamedTuple):
    """A word of a range, and its folded form."""

    start: int
    end: int
    key: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """By what words are looked up: a user's own actors, and the day of the article."""

    own: Mapping[str, Own]
    day: date | None = None


def words_of(text: str, where: Range) -> list[Word]:
    """The words of a range. A hyphen parts them."""
    return list(_words(text, where))


def first_words_of(text: str, where: Range) -> list[Word]:
    """The words of a range that are looked at where it should be a phrase: what is longer holds clauses."""
    return list(islice(_words(text, (where[0], min(where[1], where[0] + _CHARACTERS))), _MOST))


def _words(text: str, where: Range) -> Iterator[Word]:
    for found in _WORD.finditer(text, *where):
        yield Word(found.start(), found.end(), fold(found[0]), found[0])


def terms_of(text: str, words: Sequence[Word], look: Look, persons: Sequence[Term] = ()) -> list[Term]:
    """The terms among some words, in order. `persons` are those that are known to be names of persons."""
    starts = [person.start for person in persons]
    found: list[Term] = []
    at = 0
    while at < len(words):
        place = bisect_left(starts, words[at].end) - 1
        if place >= 0 and persons[place].end > words[at].start:
            if not found or found[-1] != persons[place]:
                found.append(persons[place])
            at += 1
            continue
        stop = starts[place + 1] if place + 1 < len(starts) else None
        term, length = _longest(text, words, at, stop, look)
        if term is not None:
            found.append(_bare(term, words, at, length))
        at += length
    return found


def own_in(text: str, own: Mapping[str, Own]) -> set[Own]:
    """Those of a user's own actors whom a text names, wherever it does.

    >>> acme = Own("Acme Watch", "DEU", "NGO")
    >>> own_in("Men of Acme-Watch left.", {"acme watch": acme}) == {acme}, own_in("acme watch", {"acme watch": acme})
    (True, set())
    """
    words = words_of(text, (0, len(text)))
    found = set[Own]()
    for at in range(len(words)):
        for end in range(at + 1, min(len(words), at + _LONGEST) + 1):
            if end > at + 1 and text[words[end - 2].end : words[end - 1].start] not in _JOINED:
                break
            one = own.get(" ".join(word.key for word in words[at:end] if word.key))
            if one is not None and _is_written(one, words[at].text):
                found.add(one)
    return found


def _is_written(own: Own, written: str) -> bool:
    return written[:1].isupper() == own.name[:1].isupper()


def _longest(text: str, words: Sequence[Word], at: int, stop: int | None, look: Look) -> tuple[Term | None, int]:
    """The term with the most words that begins at a word, and how many it has; else nothing, and one."""
    last = at + 1
    while last < min(len(words), at + _LONGEST) and text[words[last - 1].end : words[last].start] in _JOINED:
        if stop is not None and words[last].start >= stop:
            break
        last += 1
    for end in range(last, at, -1):
        term = _term(text, words[at:end], look)
        if term is not None:
            return term, end - at
    return None, 1


def _term(text: str, words: Sequence[Word], look: Look) -> Term | None:
    """What some words mean as one, if anything."""
    key = " ".join(word.key for word in words if word.key)
    first, last = words[0], words[-1]
    if not key:
        return None
    written = text[first.start : last.end]
    end = last.end - _ending(last.text)
    for term in _readings(key, written, look):
        return replace(term, start=first.start, end=end, plural=key.endswith("s"))
    return None


def _readings(key: str, written: str, look: Look) -> Iterator[Term]:
    """What a folded name means, the surest first; a range is still to be put in."""
    blank = Term(start=0, end=0, kind="noun")
    own = look.own.get(key)
    if own is not None and _is_written(own, written):
        yield replace(blank, kind="own", country=own.country, sector=own.sector)
    body = sectors.body(key, written)
    if body is not None:
        yield replace(blank, kind="body", country=body.country, sector=body.sector)
    is_name = written[:1].isupper()
    meant = countries.words().get(key)
    if meant is not None and is_name and not (key == "us" and not written[:2].rstrip(".").isupper()):
        yield replace(blank, kind=meant.kind, country=meant.country)
    noun = sectors.noun(key)
    if noun is not None:
        yield replace(blank, sector=noun.sector, weak=noun.weak, official=noun.official)
    if key in _NO_NAMES:
        return
    if is_name and (key.count(" ") or len(key) > 3):
        entry = dictionary.named(key, look.day)
        if entry is not None:
            yield replace(blank, kind="name", country=entry.country, sector=entry.sector)
    sector = dictionary.noun(key) if key.count(" ") < 5 else None
    if sector is not None:
        yield replace(blank, sector=sector)


def _bare(term: Term, words: Sequence[Word], at: int, length: int) -> Term:
    """A term without what the words around it take away: "pro-Russian", "Iran-backed", "former president"."""
    before = words[at - 1] if at else None
    after = words[at + length] if at + length < len(words) else None
    if before is not None and before.key in _AGAINST and term.kind != "noun":
        return replace(term, country=None, kind="name")
    if after is not None and after.key in _NOT_OF and after.start == term.end + 1:
        return replace(term, country=None, sector=None, kind="name")
    if term.kind == "noun" and term.sector in ("GOV", "LEG", "MIL") and _was(words[:at]):
        return replace(term, sector="ELI", weak=False)
    return term


def _was(before: Sequence[Word]) -> bool:
    """Whether the words right before an office say that it is one no more: "former U.S. president"."""
    return any(word.key in _FORMER for word in before[-4:])


def _ending(word: str) -> int:
    """The length of the genitive's ending."""
    return next((len(end) for end in ("'s", "’s", "'", "’") if word.endswith(end)), 0)
