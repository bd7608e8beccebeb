"""Which events fit a query: all that is asked of events has to hold of one and the same.

The index knows what the events of an article are, and not which actor belongs to which event. Where more than one thing
is asked of events it gives the articles that may fit, and here their events are looked at one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from onrecord.archive import store
from onrecord.archive.query import EVENT_FIELDS, Clause, Query, Term
from onrecord.archive.rows import called
from onrecord.archive.shelf import Shelf

_AT_ONCE = 500
_MOST = 100_000  # parties that are remembered while a query is answered

Place = tuple[int, int]
"""An event: the number of its record, and its position there."""


def of_events(query: Query) -> tuple[Clause, ...]:
    """The clauses that ask for an event. What is ruled out (`-event:assault`) is ruled out of the whole article, and
    what stands beside other words around OR is asked of the article too.
    """
    return tuple(clause for clause in query.clauses if not clause.negated and all(map(_is_of_event, clause.terms)))


def places(shelf: Shelf, numbers: Sequence[int], clauses: Sequence[Clause]) -> Iterator[Place]:
    """The events of these records that fit all clauses, chunk by chunk in the order of the numbers."""
    terms = [term for clause in clauses for term in clause.terms if isinstance(term, Term)]
    is_called = _names(shelf.index.tokens)
    for start in range(0, len(numbers), _AT_ONCE):
        some = numbers[start : start + _AT_ONCE]
        fit = _by_kind(shelf, some, terms) | _by_party(shelf, some, terms, is_called)
        met = [
            set[Place]().union(*(fit[term] for term in clause.terms if isinstance(term, Term))) for clause in clauses
        ]
        yield from sorted(set.intersection(*met))


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


def _is_of_event(term: object) -> bool:
    return isinstance(term, Term) and term.field in EVENT_FIELDS


def _by_kind(shelf: Shelf, numbers: Sequence[int], terms: Sequence[Term]) -> dict[Term, set[Place]]:
    """For each term that asks for a type or a status, the events of it."""
    columns = {"event": "type", "status": "status"}
    return {
        term: set(
            shelf.asked(
                f"SELECT seq, position FROM events WHERE {columns[term.field]} = ? COLLATE NOCASE "
                f"AND seq IN ({store.some(len(numbers))})",
                (term.words.strip(), *numbers),
            )
        )
        for term in terms
        if term.field in columns
    }


def _by_party(
    shelf: Shelf, numbers: Sequence[int], terms: Sequence[Term], is_called: Callable[..., bool]
) -> dict[Term, set[Place]]:
    """For each term that asks for an actor or a recipient, the events that have it."""
    found: dict[Term, set[Place]] = {term: set() for term in terms if term.field in ("actor", "recipient")}
    for part in {term.field for term in found}:
        asked = [term for term in found if term.field == part]
        for seq, position, *party in shelf.asked(
            "SELECT seq, position, name, words, country, sector FROM parties "
            f"WHERE part = ? AND seq IN ({store.some(len(numbers))})",
            (part, *numbers),
        ):
            for term in asked:
                if is_called(term, *party):
                    found[term].add((seq, position))
    return found


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
