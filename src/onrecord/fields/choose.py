"""Candidates to a winner.

Rules that agree support each other: the support of a value is the chance that not all the rules behind it are wrong,
1 - (1-s1)(1-s2)...; of the rules of one family, which read the same thing in other places, the strongest counts.
The value with the most support wins, the earlier one where two have the same; within the winning group the candidate
of the strongest rule gives the form of the value.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from math import prod
from typing import Generic, NamedTuple, TypeVar

from onrecord.fields.offered import Offered
from onrecord.values import Evidence

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Generic[T]):
    """One heuristic: its name, how far it is trusted where it speaks, what it finds, and why it can be believed.

    Rules of one `family` read the same thing in other places: together they prove no more than the strongest of them.
    """

    name: str
    score: float
    find: Callable[[Offered], Iterable[tuple[T, str]]]
    why: str
    family: str = ""


class Candidate(NamedTuple, Generic[T]):
    """A value that a rule found somewhere."""

    value: T
    rule: str
    where: str
    score: float
    family: str = ""

    def saying(self, value: T) -> Candidate[T]:
        """The same evidence for another form of the value."""
        return Candidate(value, self.rule, self.where, self.score, self.family)


class Choice(NamedTuple, Generic[T]):
    """The winner, or None where there is no candidate, and all the evidence, the winner's first."""

    value: T | None
    evidence: tuple[Evidence, ...]


def candidates(rules: Iterable[Rule[T]], page: Offered) -> Iterator[Candidate[T]]:
    """What the rules of a field find on a page."""
    for rule in rules:
        for value, where in rule.find(page):
            yield Candidate(value, rule.name, where, rule.score, rule.family or rule.name)


def choose(
    field: str,
    found: Iterable[Candidate[T]],
    *,
    key: Callable[[T], Hashable],
    show: Callable[[T], str | tuple[str, ...]],
) -> Choice[T]:
    """The value of a field. `key` says which values are the same, `show` writes one as evidence."""
    groups: dict[Hashable, list[Candidate[T]]] = {}
    for candidate in found:
        groups.setdefault(key(candidate.value), []).append(candidate)
    if not groups:
        return Choice(value=None, evidence=())
    support = {name: combined(group) for name, group in groups.items()}
    winner = max(groups, key=lambda name: support[name])
    notes = {name: _note(name == winner, support[name], group) for name, group in groups.items()}
    evidence = [
        Evidence(
            field=field,
            value=show(candidate.value),
            rule=candidate.rule,
            where=candidate.where,
            score=candidate.score,
            chosen=name == winner,
            note=notes[name],
        )
        for name, group in groups.items()
        for candidate in group
    ]
    evidence.sort(key=lambda e: (not e.chosen, -e.score))
    best = max(groups[winner], key=lambda c: c.score)
    return Choice(value=best.value, evidence=tuple(evidence))


def combined(group: Iterable[Candidate[T]]) -> float:
    """The chance that not all of the families of rules behind a value are wrong."""
    strongest: dict[str, float] = {}
    for candidate in group:
        strongest[candidate.family] = max(candidate.score, strongest.get(candidate.family, 0.0))
    return 1.0 - prod(1.0 - score for score in strongest.values())


def _note(is_winner: bool, support: float, group: list[Candidate[T]]) -> str:
    rules = len({c.rule for c in group})
    backing = f"{rules} rules agree, support {support:.2f}" if rules > 1 else f"support {support:.2f}"
    return backing if is_winner else f"less support: {backing}" if rules > 1 else f"less {backing}"
