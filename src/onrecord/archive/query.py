"""What people type to search, as a Query.

    sanctions "North Korea"       both, in any order; what stands in quotation marks, as it stands
    sanction*                     any word that begins so
    sanctions OR embargo          either
    -football                     not this
    author:doe site:bbc.co.uk     in a field; `author:"Jane Doe"` for several words
    author:="Jane Doe"            the whole of a field, as it is written there
    date:2018-05..2018-06         published then, by the date that the page states; either end may be left out
    event:consult actor:RUSGOV    one event that fits all that is asked of events: event, mode, actor, recipient, status
    happened:2018-05              and it began then, in the same forms as date:

Everything must be there, but for what stands around OR; AND changes nothing, and NOT is a minus. Quotation marks may
be curly. A word before ":" that is no field, nor like one, is part of a word, so that "3:1" and addresses can be looked
for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches

from onrecord.errors import QueryError

EVENT_FIELDS = ("actor", "event", "happened", "mode", "recipient", "status")
"""What is asked of events."""
WHOLE_FIELDS = ("author", "section", "site", "speaker")
"""What can be asked as a whole; of the site it is the host that the address has."""
DAY_FIELDS = ("date", "happened")
"""What is asked by days."""
FIELDS = (
    *("author", "date", "kind", "language", "section", "site", "speaker", "story", "tag", "title"),
    *EVENT_FIELDS,
)
MAX_LENGTH = 2_000
MAX_TERMS = 64

_TOKEN = re.compile(
    r'(?P<minus>-?)(?:(?P<field>[A-Za-z]+):(?P<whole>=?))?(?:"(?P<phrase>[^"]*)(?P<closed>"?)|(?P<word>[^\s"]*))'
)
_DAY = re.compile(r"(\d{4})(?:-(\d\d?)(?:-(\d\d?))?)?")
QUOTES = frozenset('"“”„‟«»〝〞＂')
"""What is taken for a quotation mark, and so cannot stand in what is looked for."""
_QUOTES = str.maketrans(dict.fromkeys(QUOTES, '"'))
_BETWEEN = {"OR": "between two words", "NOT": "before a word"}
_LIKE = [name for name in FIELDS if name != "mode"]
"""The fields that a word may be a slip for; too many words are like "mode"."""
_MEANT = {
    **{"lang": "language", "source": "site", "host": "site", "by": "author", "published": "date", "day": "date"},
    "when": "happened",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Words to look for: in a field, or where `field` is None in headline, standfirst and text.

    `prefix`: any word that begins so. `whole`: the field has these words and no others, written so. `position` is where
    it begins in what was typed.
    """

    words: str
    field: str | None = None
    prefix: bool = False
    whole: bool = False
    position: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """A range of days as numbers, 20180531, both ends included: of publication, or those on which events began."""

    first: int
    last: int
    field: str = "date"


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """Records by their numbers: what was found by looking closer."""

    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One of these has to be there; none of them, where `negated`."""

    terms: tuple[Term | Days | Records, ...]
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
    before = ""  # OR or NOT, where that was just read
    for terms, match in enumerate(_tokens(text.translate(_QUOTES))):
        if terms >= MAX_TERMS:
            raise QueryError(f"more than {MAX_TERMS} words; look for less", position=match.start())
        if match[0] in ("OR", "NOT", "AND"):
            before = _joint(match, before=before, is_first=not clauses)
            continue
        clause = _clause(match, match.start())
        negated = replace(clause, negated=True) if before == "NOT" else clause
        _put(clauses, negated, joined=before == "OR", position=match.start())
        before = ""
    if before:
        raise QueryError(f"{before} has to stand {_BETWEEN[before]}", position=len(text))
    return Query(clauses=tuple(clauses))


def _tokens(text: str) -> Iterator[re.Match[str]]:
    """What stands between white space. Raises QueryError for what no text can hold."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise QueryError("this is half a character", position=error.start) from error
    position = 0
    while position < len(text):
        if text[position].isspace():
            position += 1
            continue
        match = _TOKEN.match(text, position)
        assert match is not None  # each of its parts may be empty
        yield match
        position = match.end()


def _joint(match: re.Match[str], *, before: str, is_first: bool) -> str:
    """What a word that joins others means for the next one."""
    if match[0] == "AND":
        return before
    if before or (match[0] == "OR" and is_first):
        raise QueryError(f"{match[0]} has to stand {_BETWEEN[match[0]]}", position=match.start())
    return match[0]


def _put(clauses: list[Clause], clause: Clause, *, joined: bool, position: int) -> None:
    if not joined:
        clauses.append(clause)
        return
    if clause.negated or clauses[-1].negated:
        raise QueryError("what stands around OR cannot have a minus sign; look for it by itself", position=position)
    clauses[-1] = Clause(terms=(*clauses[-1].terms, *clause.terms))


def _clause(match: re.Match[str], position: int) -> Clause:
    name = _field(match, position)
    words = match["phrase"] if match["phrase"] is not None else match["word"]
    if match["phrase"] is not None and not match["closed"]:
        raise QueryError('a quotation mark (") is not closed', position=position)
    if match["field"] and not name:
        words = f"{match['field']}:{match['whole']}{words}"
    if match["phrase"] is None:
        _check_word(words, position)
    prefix, words = words.endswith("*"), words.rstrip("*")
    if not words.strip():
        where = "before" if prefix else "after"
        raise QueryError(f"there is nothing to look for in {match[0]!r}; write a word {where} it", position=position)
    negated, whole = bool(match["minus"]), bool(name and match["whole"])
    if whole and (prefix or name not in WHOLE_FIELDS):
        message = f"the whole can be asked of {', '.join(WHOLE_FIELDS)} alone, and without a star; leave out the ="
        raise QueryError(message, position=position)
    if name in DAY_FIELDS:
        return Clause(terms=(_days(name, words, position),), negated=negated)
    term = Term(words=words, field=name or None, prefix=prefix, whole=whole, position=position)
    return Clause(terms=(term,), negated=negated)


def _field(match: re.Match[str], position: int) -> str:
    """The field that is named; none, where what stands before the colon is part of a word."""
    name = (match["field"] or "").lower()
    if name in FIELDS or not name or not (match["word"] or match["phrase"] or "x")[0].isalnum():
        return name if name in FIELDS else ""
    likest = _MEANT.get(name) or next(iter(get_close_matches(name, _LIKE, 1, 0.75)), None)
    if likest is not None:
        message = f"there is no field {name!r}; do you mean {likest}:? There are {', '.join(FIELDS)}"
        raise QueryError(message, position=position)
    return ""


def _check_word(word: str, position: int) -> None:
    """Raise QueryError for what other searches know and this one would quietly take for something else."""
    if word.startswith("(") or word.endswith(")"):
        message = "parentheses mean nothing here; OR joins the two words around it, all else has to be there"
        raise QueryError(message, position=position)
    if "*" in word.rstrip("*"):
        raise QueryError("a star can only stand at the end of a word", position=position)


def _days(name: str, words: str, position: int) -> Days:
    first, dots, last = words.partition("..")
    if not dots:
        last = first
    try:
        found = Days(first=_day(first, end=False), last=_day(last, end=True), field=name)
    except ValueError as error:
        raise QueryError(
            f"{words!r} is no date; write {name}:2018, {name}:2018-05-31 or {name}:2018-05..2018-06", position=position
        ) from error
    if found.first > found.last:
        raise QueryError(f"{words!r} ends before it begins", position=position)
    return found


def _day(text: str, *, end: bool) -> int:
    """A day as a number; of a year or a month the first or the last that it could have; without a text, any."""
    if not text:
        return 99_999_999 if end else 0
    match = _DAY.fullmatch(text)
    if match is None:
        raise ValueError
    year, month, day = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    date(year, month or 1, day or 1)  # raises ValueError where there is no such day
    missing = 99 if end else 0
    return year * 10_000 + (month or missing) * 100 + (day or missing)
