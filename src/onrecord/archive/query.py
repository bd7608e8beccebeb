"""What people type to search, as a Query.

    sanctions "North Korea"       both, in any order; what stands in quotation marks, as it stands
    sanction*                     any word that begins so
    sanctions OR embargo          either
    -football                     not this
    author:doe site:bbc.co.uk     in a field; `author:"Jane Doe"` for several words
    date:2018-05..2018-06         published then, by the date that the page states; either end may be left out

Everything must be there, but for what stands around OR. A word before ":" that is no field is part of a word, so that
"3:1" and addresses can be looked for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.errors import QueryError

FIELDS = ("author", "date", "kind", "language", "section", "site", "speaker", "story", "tag", "title")
MAX_LENGTH = 2_000
MAX_TERMS = 64

_TOKEN = re.compile(r'(?P<minus>-?)(?:(?P<field>[A-Za-z]+):)?(?:"(?P<phrase>[^"]*)(?P<closed>"?)|(?P<word>[^\s"]*))')
_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Words to look for: in a field, or where `field` is None in headline, standfirst and text.

    `prefix`: any word that begins so. `position` is where it begins in what was typed.
    """

    words: str
    field: str | None = None
    prefix: bool = False
    position: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """A range of days as numbers, 20180531, both ends included."""

    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One of these has to be there; none of them, where `negated`."""

    terms: tuple[Term | Days, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Clauses that must all hold; without any, everything is meant."""

    clauses: tuple[Clause, ...] = ()

    @property
    def words(self) -> tuple[Term, ...]:
        """What is looked for in the text, to be shown in it."""
        wanted = (term for clause in self.clauses if not clause.negated for term in clause.terms)
        return tuple(term for term in wanted if isinstance(term, Term) and term.field in (None, "title"))


def parse(text: str) -> Query:
    """The query that was typed. Raises QueryError, which says where, for what cannot be meant."""
    if len(text) > MAX_LENGTH:
        raise QueryError(
            f"it has {len(text):,} characters, more than {MAX_LENGTH:,}; look for less", position=MAX_LENGTH
        )
    clauses: list[Clause] = []
    joined = False  # whether OR was just read
    position, terms = 0, 0
    while (position := _next(text, position)) < len(text):
        match = _TOKEN.match(text, position)
        assert match is not None  # each of its parts may be empty, and white space was passed over
        if match[0] == "OR":
            if not clauses or joined:
                raise QueryError("OR has to stand between two words", position=position)
            joined = True
        else:
            terms += 1
            if terms > MAX_TERMS:
                raise QueryError(f"more than {MAX_TERMS} words; look for less", position=position)
            _put(clauses, _clause(match, position), joined=joined, position=position)
            joined = False
        position = match.end()
    if joined:
        raise QueryError("OR has to stand between two words", position=len(text))
    return Query(clauses=tuple(clauses))


def _next(text: str, position: int) -> int:
    while position < len(text) and text[position].isspace():
        position += 1
    return position


def _put(clauses: list[Clause], clause: Clause, *, joined: bool, position: int) -> None:
    if not joined:
        clauses.append(clause)
        return
    if clause.negated or clauses[-1].negated:
        raise QueryError("what stands around OR cannot have a minus sign; look for it by itself", position=position)
    clauses[-1] = Clause(terms=(*clauses[-1].terms, *clause.terms))


def _clause(match: re.Match[str], position: int) -> Clause:
    name = (match["field"] or "").lower()
    negated = bool(match["minus"])
    if match["phrase"] is not None:
        if not match["closed"]:
            raise QueryError('a quotation mark (") is not closed', position=position)
        words, prefix = match["phrase"], False
    else:
        words, prefix = match["word"].rstrip("*"), match["word"].endswith("*")
    if name and name not in FIELDS:
        words, name = f"{match['field']}:{words}", ""
    if not words.strip():
        raise QueryError(f"there is nothing to look for in {match[0]!r}; write a word after it", position=position)
    if name == "date":
        return Clause(terms=(_days(words, position),), negated=negated)
    return Clause(terms=(Term(words=words, field=name or None, prefix=prefix, position=position),), negated=negated)


def _days(words: str, position: int) -> Days:
    first, dots, last = words.partition("..")
    if not dots:
        last = first
    try:
        return Days(first=_day(first, missing=0, blank=0), last=_day(last, missing=99, blank=99_999_999))
    except ValueError as error:
        raise QueryError(
            f"{words!r} is no date; write date:2018, date:2018-05-31 or date:2018-05..2018-06", position=position
        ) from error


def _day(text: str, *, missing: int, blank: int) -> int:
    """A day as a number; of a year or a month the first or the last that it could have."""
    if not text:
        return blank
    match = _DAY.fullmatch(text)
    if match is None:
        raise ValueError
    year, month, day = (int(part) if part else missing for part in match.groups())
    return year * 10_000 + month * 100 + day
