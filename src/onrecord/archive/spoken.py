"""What somebody is on record as saying, newest first.

Which records or statements it is about is asked once, at the beginning, and they are read some at a time: so it is one
state of the archive, whoever writes meanwhile, and takes no longer for the last of them than for the first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from itertools import chain, islice
from typing import Any

from onrecord.archive import answers, query, store
from onrecord.archive.fitting import holds
from onrecord.archive.results import Said
from onrecord.archive.shelf import Shelf
from onrecord.errors import QueryError

BY = "s.speaker = ? COLLATE NOCASE AND s.latest = 1"
"""Statements of the speaker of a name, as the index of the table `statements` has them."""

_AT_ONCE = 200
_LOOKED_THROUGH = 500  # articles, for those who may be meant
_MANY = 10_000  # who said something, of whom is remembered whether they are meant
_SAID = (
    "SELECT r.id, r.title, r.url, coalesce(r.site, r.host), r.language, r.published, s.speaker, s.role, s.affiliation, "
    's.source, s.cue, s.content, s.kind, s.score, s.start, s."end", s.seq, s.position'
)
_OF = "FROM statements s JOIN records r USING (seq) WHERE s.seq IN ({some})"
_AT = (  # in this order, or all statements would be gone through
    "FROM (VALUES {some}) k CROSS JOIN statements s ON s.seq = k.column1 AND s.position = k.column2 "
    "CROSS JOIN records r ON r.seq = s.seq"
)
_FIELDS = tuple(field.name for field in fields(Said))
_KEY = len(_FIELDS)  # where the columns begin that say which statement it is


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """Words of which one has to be said, or none, where `negated`: each as the index has it, and whether it goes on."""

    forms: tuple[tuple[tuple[str, ...], bool], ...]
    negated: bool

    def fit(self, said: Sequence[str]) -> bool:
        there = set(said)
        return self.negated != any(
            there.issuperset(words[:-1]) and holds(said, words, prefix=prefix) for words, prefix in self.forms
        )


def said(shelf: Shelf, speaker: str, *, about: str | None, limit: int) -> Iterator[Said]:
    """What those are on record as saying whose name, role or affiliation has these words; see `Archive.said`."""
    names = tuple(dict.fromkeys(shelf.index.tokens(speaker)))
    if not names:
        raise QueryError(f"there is no name in {speaker!r}; write a part of one")
    if len(names) > query.MAX_TERMS:
        raise QueryError(f"more than {query.MAX_TERMS} words of a name; write some of them")
    topic = query.parse(about or "").clauses
    is_meant, is_about = _having(shelf, names), _about(shelf, topic)
    found = (
        statement
        for statement in _of(shelf, _records(shelf, names, topic))
        if is_meant(statement.speaker, statement.role, statement.affiliation) and is_about(statement)
    )
    return islice(found, max(limit, 0))


def said_by(shelf: Shelf, name: str, *, about: str | None, limit: int | None = None, offset: int = 0) -> Iterator[Said]:
    """Statements of the speaker of exactly this name, but for case; `about` as for `said`."""
    topic = query.parse(about or "").clauses
    keys = f"SELECT s.seq, s.position FROM statements s WHERE {BY} ORDER BY s.published_at DESC, s.seq, s.position"
    if not topic:
        rows = shelf.asked(f"{keys} LIMIT ? OFFSET ?", (name, -1 if limit is None else limit, offset))
        return _at(shelf, rows)
    is_about = _about(shelf, topic)
    within = set(_records(shelf, shelf.index.tokens(name)[: query.MAX_TERMS], topic))
    places = [place for place in shelf.asked(keys, (name,)) if place[0] in within]
    found = (statement for statement in _at(shelf, places) if is_about(statement))
    return islice(found, offset, None if limit is None else offset + limit)


def speakers(shelf: Shelf, words: str, *, limit: int) -> tuple[tuple[str, int], ...]:
    """The names of those whose name, role or affiliation has these words, of which the last may be cut short, with how
    much each of them said; whoever said most among the newest articles comes first.
    """
    names = shelf.index.tokens(words)
    if not 0 < len(names) <= query.MAX_TERMS:
        return ()
    is_meant = _having(shelf, names[:-1], begun=names[-1])
    by = [query.Clause(terms=(query.Term(words=name, field="speaker"),)) for name in names[:-1]]
    by.append(query.Clause(terms=(query.Term(words=names[-1], field="speaker", prefix=True),)))
    found, _ = shelf.index.find(query.Query(clauses=tuple(by)), sort="newest", limit=_LOOKED_THROUGH, offset=0)
    counts: Counter[str] = Counter()
    for speaker, role, affiliation, count in shelf.asked(
        "SELECT speaker, role, affiliation, COUNT(*) FROM statements WHERE speaker IS NOT NULL "
        f"AND seq IN ({store.some(len(found))}) GROUP BY speaker, role, affiliation",
        [number for number, _ in found],
    ):
        if is_meant(speaker, role, affiliation):
            counts[speaker] += count
    named: dict[str, str] = {}  # by the name without case, as it is written most often
    for name, _ in counts.most_common():
        named.setdefault(name.casefold(), name)
    counted = f"SELECT COUNT(*) FROM statements s WHERE {BY}"
    return tuple((name, int(shelf.asked(counted, (name,))[0][0])) for name in islice(named.values(), limit))


# --- which records -----------------------------------------------------------------------------------------------


def _records(shelf: Shelf, names: Sequence[str], topic: Sequence[query.Clause]) -> list[int]:
    """The articles in which those of these names speak, and that have to do with the topic, newest first."""
    by = tuple(query.Clause(terms=(query.Term(words=name, field="speaker"),)) for name in names)
    # What was not said may well stand elsewhere in the article.
    asked = tuple(clause for clause in topic if not (clause.negated and _is_words(clause)))
    return answers.found(shelf, answers.resolved(shelf, query.Query(clauses=(*by, *asked))))


def _of(shelf: Shelf, numbers: Sequence[int]) -> Iterator[Said]:
    """The statements of these records, in their order."""
    for start in range(0, len(numbers), _AT_ONCE):
        some = numbers[start : start + _AT_ONCE]
        order = {number: place for place, number in enumerate(some)}
        rows = shelf.asked(f"{_SAID} {_OF.format(some=store.some(len(some)))}", some)
        yield from map(_told, sorted(rows, key=lambda row: (order[row[_KEY]], row[_KEY + 1])))


def _at(shelf: Shelf, places: Sequence[Sequence[Any]]) -> Iterator[Said]:
    """The statements of these numbers and positions, in their order."""
    for start in range(0, len(places), _AT_ONCE):
        some = [tuple(place) for place in places[start : start + _AT_ONCE]]
        order = {place: number for number, place in enumerate(some)}
        pairs = ", ".join(["(?, ?)"] * len(some))
        rows = shelf.asked(f"{_SAID} {_AT.format(some=pairs)}", [*chain.from_iterable(some)])
        yield from map(_told, sorted(rows, key=lambda row: order[row[_KEY:]]))


def _told(row: Sequence[Any]) -> Said:
    return Said(**dict(zip(_FIELDS, row[:_KEY], strict=True)))


# --- which statements --------------------------------------------------------------------------------------------


def _having(shelf: Shelf, names: Sequence[str], *, begun: str = "") -> Callable[..., bool]:
    """Whether somebody is meant: has these names, and one that so begins. The same ones come again and again, and are
    remembered.
    """

    @lru_cache(_MANY)
    def is_meant(*who: str | None) -> bool:
        words = set(shelf.index.tokens(" ".join(part for part in who if part)))
        return words.issuperset(names) and any(word.startswith(begun) for word in words)

    return is_meant


def _about(shelf: Shelf, topic: Sequence[query.Clause]) -> Callable[[Said], bool]:
    """Whether what was said has the words, and not only the article; what is asked of fields the index answers."""
    wanted = [_words(shelf, clause) for clause in topic if _is_words(clause)]

    def is_about(statement: Said) -> bool:
        words = shelf.index.tokens(statement.content) if wanted else ()
        return all(some.fit(words) for some in wanted)

    return is_about


def _words(shelf: Shelf, clause: query.Clause) -> _Words:
    terms = [term for term in clause.terms if isinstance(term, query.Term)]
    forms = tuple((tuple(shelf.index.tokens(term.words)), term.prefix) for term in terms)
    for term, (words, _) in zip(terms, forms, strict=True):
        if not words:
            raise QueryError(f"there is no word in {term.words!r}; write letters or digits", position=term.position)
    return _Words(forms=forms, negated=clause.negated)


def _is_words(clause: query.Clause) -> bool:
    return all(isinstance(term, query.Term) and term.field is None for term in clause.terms)
