"""Which events fit a query: all that is asked of events has to hold of one and the same.

The index knows what the events of an article are, and not which actor belongs to which event. Where more than one thing
is asked of events it gives the articles that may fit, and here their events are looked at one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from onrecord.archive import store
from onrecord.archive.query import EVENT_FIELDS, Clause, Query, Term
from onrecord.archive.rows import called
from onrecord.archive.shelf import Shelf

_AT_ONCE = 500

Place = tuple[int, int]
"""An event: the number of its record, and its position there."""


@dataclass(slots=True, kw_only=True)
class _Known:
    """What of an event can be asked for, by the field of the query; names as the words of the index."""

    event: str
    status: str
    actor: list[Sequence[str]] = field(default_factory=list)
    recipient: list[Sequence[str]] = field(default_factory=list)


def of_events(query: Query) -> tuple[Clause, ...]:
    """The clauses that ask for an event. What is ruled out (`-event:assault`) is ruled out of the whole article, and
    what stands beside other words around OR is asked of the article too.
    """
    return tuple(clause for clause in query.clauses if not clause.negated and all(map(_is_of_event, clause.terms)))


def places(shelf: Shelf, numbers: Sequence[int], clauses: Sequence[Clause]) -> Iterator[Place]:
    """The events of these records that fit all clauses, in the order of the numbers."""

    @cache
    def words(text: str) -> Sequence[str]:
        return shelf.index.tokens(text)

    for start in range(0, len(numbers), _AT_ONCE):
        for place, known in _known(shelf, numbers[start : start + _AT_ONCE], words).items():
            if all(any(_fits(known, term, words) for term in clause.terms) for clause in clauses):
                yield place


def holds(words: Sequence[str], wanted: Sequence[str], *, prefix: bool) -> bool:
    """Whether the words have these in a row; with `prefix` the last of them may go on."""
    *first, last = wanted
    for start in range(len(words) - len(first)):
        *those, end = words[start : start + len(wanted)]
        if those == first and (end == last or (prefix and end.startswith(last))):
            return True
    return False


def _is_of_event(term: object) -> bool:
    return isinstance(term, Term) and term.field in EVENT_FIELDS


def _known(shelf: Shelf, numbers: Sequence[int], words: Callable[[str], Sequence[str]]) -> dict[Place, _Known]:
    those = store.some(len(numbers))
    found = {
        (seq, position): _Known(event=kind, status=status)
        for seq, position, kind, status in shelf.asked(
            f"SELECT seq, position, type, status FROM events WHERE seq IN ({those}) ORDER BY seq, position", numbers
        )
    }
    for seq, position, part, *names, country, sector in shelf.asked(
        f"SELECT seq, position, part, name, words, country, sector FROM parties WHERE seq IN ({those})", numbers
    ):
        if (seq, position) in found:
            forms = called(*names, country=country, sector=sector)
            getattr(found[seq, position], part).extend(map(words, forms))
    return found


def _fits(known: _Known, term: object, words: Callable[[str], Sequence[str]]) -> bool:
    assert isinstance(term, Term)
    assert term.field in EVENT_FIELDS
    value = getattr(known, term.field)
    if isinstance(value, str):
        return value.lower() == term.words.strip().lower()
    wanted = words(term.words)
    return bool(wanted) and any(holds(name, wanted, prefix=term.prefix) for name in value)
