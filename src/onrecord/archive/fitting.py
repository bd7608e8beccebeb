"""Which events fit a query: all that is asked of events has to hold of one and the same.

The index knows what the events of an article are, and not which actor belongs to which event. Where more than one thing
is asked of events it gives the articles that may fit, and here their events are looked at: what their columns say is
asked of the database, and of parties only those are looked at whose events say it and whose letters may do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from onrecord.archive import store
from onrecord.archive.query import EVENT_FIELDS, Clause, Days, Query, Records, Term
from onrecord.archive.rows import called
from onrecord.archive.shelf import Shelf

_AT_ONCE = 500
_MOST = 100_000  # parties that are remembered while a query is answered
_COLUMNS = {"event": "type", "mode": "mode", "status": "status"}
_LETTERS = "coalesce(p.name, '') || ' ' || p.words || ' ' || coalesce(p.country, '') || coalesce(p.sector, '')"

Place = tuple[int, int]
"""An event: the number of its record, and its position there."""


class _Condition(NamedTuple):
    """What has to hold of a row `e` of the events, in SQL, with its values."""

    sql: str = "1"
    values: tuple[str, ...] = ()


def of_events(query: Query) -> tuple[Clause, ...]:
    """The clauses that ask for an event. What is ruled out (`-event:assault`) is ruled out of the whole article, and
    what stands beside other words around OR is asked of the article too.
    """
    return tuple(clause for clause in query.clauses if not clause.negated and all(map(_is_of_event, clause.terms)))


def places(shelf: Shelf, numbers: Sequence[int], clauses: Sequence[Clause]) -> Iterator[Place]:
    """The events of these records that fit all clauses, chunk by chunk in the order of the numbers."""
    of_parties = [clause for clause in clauses if any(map(_is_of_party, clause.terms))]
    plain = _all_of([clause for clause in clauses if clause not in of_parties])
    is_called = _names(shelf.index.tokens)
    for start in range(0, len(numbers), _AT_ONCE):
        some = numbers[start : start + _AT_ONCE]
        left = set() if of_parties else _by_columns(shelf, some, plain)
        for at, clause in enumerate(of_parties):
            found = set[Place]().union(*(_by_term(shelf, some, term, plain, is_called) for term in clause.terms))
            left = left & found if at else found
            some = sorted({seq for seq, _ in left})
        yield from sorted(left)


def holds(words: Sequence[str], wanted: Sequence[str], *, prefix: bool) -> bool:
    """Whether the words have these in a row; with `prefix` the last of them may go on."""
    *first, last = wanted
    for start in range(len(words) - len(first)):
        *those, end = words[start : start + len(wanted)]
        if those == first and (end == last or (prefix and end.startswith(last))):
            return True
    return False


def _may_have(form: str, word: str) -> bool:
    """Whether it is worth the words of the form; of most it is clear at once that this is none of them."""
    return not form.isascii() or word in form.lower()


def _is_of_event(term: Term | Days | Records) -> bool:
    return not isinstance(term, Records) and term.field in EVENT_FIELDS


def _is_of_party(term: Term | Days | Records) -> bool:
    return isinstance(term, Term) and term.field in ("actor", "recipient")


def _all_of(clauses: Sequence[Clause]) -> _Condition:
    """The condition of clauses that ask for what the columns of an event say."""
    asked = [[_column(term) for term in clause.terms] for clause in clauses]
    return _Condition(
        " AND ".join(f"({' OR '.join(one.sql for one in some)})" for some in asked) or _Condition().sql,
        tuple(value for some in asked for one in some for value in one.values),
    )


def _column(term: Term | Days | Records) -> _Condition:
    if isinstance(term, Days):
        return _Condition("e.day BETWEEN ? AND ?", (_iso(term.first), _iso(term.last)))
    assert isinstance(term, Term)
    return _Condition(f"e.{_COLUMNS[term.field or '']} = ? COLLATE NOCASE", (term.words.strip(),))


def _iso(day: int) -> str:
    """A day as columns have it; of a month or a year what lies before or behind all of its days."""
    return f"{day // 10_000:04}-{day // 100 % 100:02}-{day % 100:02}"


def _by_columns(shelf: Shelf, numbers: Sequence[int], plain: _Condition) -> set[Place]:
    """The events of these records whose columns say it."""
    return set(
        shelf.asked(
            f"SELECT e.seq, e.position FROM events e WHERE {plain.sql} AND e.seq IN ({store.some(len(numbers))})",
            (*plain.values, *numbers),
        )
    )


def _by_term(
    shelf: Shelf, numbers: Sequence[int], term: Term | Days | Records, plain: _Condition, is_called: Callable[..., bool]
) -> set[Place]:
    """The events of these records that fit a term, of those whose columns say what else is asked of them."""
    if not isinstance(term, Term) or not _is_of_party(term):
        return _by_columns(shelf, numbers, _column(term))
    rows: Sequence[tuple[Any, ...]] = shelf.asked(
        "SELECT p.seq, p.position, p.name, p.words, p.country, p.sector "
        "FROM events e CROSS JOIN parties p USING (seq, position) "  # in this order: few events are of a type
        f"WHERE {plain.sql} AND e.seq IN ({store.some(len(numbers))}) AND p.part = ? "
        f"AND ({_LETTERS} LIKE ? OR length({_LETTERS}) < length(CAST({_LETTERS} AS BLOB)))",
        (*plain.values, *numbers, term.field, f"%{''.join(shelf.index.tokens(term.words)[:1])}%"),
    )
    return {(seq, position) for seq, position, *party in rows if is_called(term, *party)}


def _names(tokens: Callable[[str], Sequence[str]]) -> Callable[..., bool]:
    """Whether a party is called as a term has it. The same ones come again and again, and are remembered."""

    wanted_by = lru_cache(_MOST)(tokens)

    @lru_cache(_MOST)
    def is_called(term: Term, name: str | None, words: str, country: str | None, sector: str | None) -> bool:
        wanted = wanted_by(term.words)
        forms = called(name, words, country=country, sector=sector)
        return bool(wanted) and any(
            holds(tokens(form), wanted, prefix=term.prefix) for form in forms if _may_have(form, wanted[0])
        )

    return is_called
