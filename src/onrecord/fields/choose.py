"""Candidates to a winner.

Rules that agree support each other. For headline, authors and dates the support of a value is its probability, learned
from gold pages (`ranking.py`). For the other fields, which no gold pages have, it is the chance that not all the rules
behind the value are wrong, 1 - (1-s1)(1-s2)... The value with the most support wins, the earlier one where two have the
same; within the winning group the candidate of the strongest rule gives the form of the value.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import prod
from operator import attrgetter, itemgetter
from typing import Any, Generic, NamedTuple, TypeAlias, TypeVar

from onrecord.fields import ranking
from onrecord.fields.offered import Offered
from onrecord.values import Evidence

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)

TRUST = attrgetter("rule.score")
"""How far the rule behind a candidate is trusted, to order candidates by."""

_SUPPORT, _SCORE = itemgetter(0), attrgetter("score")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Generic[T]):
    """One heuristic: its name, what it finds, why it can be believed, and how far it is trusted where it speaks: set by
    hand where nothing teaches it, else by `learned`."""

    name: str
    find: Callable[[Offered], Iterable[tuple[T, str]]]
    why: str
    score: float = 0.0


def learned(field: str, *rules: Rule[T]) -> tuple[Rule[T], ...]:
    """The rules of a field with their scores: how often each was right on the gold pages where it spoke."""
    trust = ranking.shipped()[field].trust
    return tuple(replace(rule, score=trust.get(rule.name, 0.0)) for rule in rules)


class Candidate(NamedTuple, Generic[T]):
    """A value that a rule found somewhere."""

    value: T
    rule: Rule[T]
    where: str

    def saying(self, value: T) -> Candidate[T]:
        """The same evidence for another form of the value."""
        return Candidate(value, self.rule, self.where)


class Choice(NamedTuple, Generic[T]):
    """The winner, or None where there is no candidate, and all the evidence, the winner's first."""

    value: T | None
    evidence: tuple[Evidence, ...]


Weigh: TypeAlias = Callable[[Mapping[Any, Sequence[Candidate[Any]]]], list[float]]
"""The support of each of the values of a page, which come with their candidates."""

NOTHING: Choice[Any] = Choice(value=None, evidence=())
"""The choice where nothing was found."""


def candidates(rules: Iterable[Rule[T]], page: Offered) -> list[Candidate[T]]:
    """What the rules of a field find on a page."""
    return [Candidate(value, rule, where) for rule in rules for value, where in rule.find(page)]


def choose(
    field: str,
    found: Iterable[Candidate[T]],
    *,
    key: Callable[[T], Hashable],
    show: Callable[[T], str | tuple[str, ...]],
    weigh: Weigh | None = None,
) -> Choice[T]:
    """The value of a field. `key` says which values are the same, `show` writes one as evidence; `weigh` gives their
    support, by the scores of the rules if it is left out."""
    groups = grouped(found, key)
    if not groups:
        return NOTHING
    support = weigh(groups) if weigh else [combined(group) for group in groups.values()]
    weighed = list(zip(support, groups.values(), strict=True))
    winner = max(weighed, key=_SUPPORT)
    evidence = _shown(field, winner, show, chosen=True)
    if len(weighed) > 1:
        others = [e for one in weighed if one is not winner for e in _shown(field, one, show, chosen=False)]
        others.sort(key=_SCORE, reverse=True)
        evidence += others
    return Choice(winner[1][0].value, tuple(evidence))


def grouped(found: Iterable[Candidate[T]], key: Callable[[T], K]) -> dict[K, list[Candidate[T]]]:
    """The candidates that say the same, by what they say."""
    groups: dict[K, list[Candidate[T]]] = {}
    for candidate in found:
        groups.setdefault(key(candidate.value), []).append(candidate)
    return groups


def rules_of(group: Sequence[Candidate[Any]]) -> tuple[str, ...]:
    """The names of the rules behind a value, each once, in the order of their table."""
    if len(group) == 1:
        return (group[0].rule.name,)
    return tuple(dict.fromkeys([c.rule.name for c in group]))


def _shown(
    field: str,
    weighed: tuple[float, list[Candidate[T]]],
    show: Callable[[T], str | tuple[str, ...]],
    *,
    chosen: bool,
) -> list[Evidence]:
    """A group as evidence. It is put in order in place: the strongest candidate first."""
    support, group = weighed
    rules = 1
    if len(group) > 1:
        group.sort(key=TRUST, reverse=True)
        rules = len({c.rule.name for c in group})
    note = f"{rules} rules agree, support {support:.2f}" if rules > 1 else f"support {support:.2f}"
    if not chosen:
        note = f"less support: {note}" if rules > 1 else f"less {note}"
    return [
        Evidence(
            field=field, value=show(value), rule=rule.name, where=where, score=rule.score, chosen=chosen, note=note
        )
        for value, rule, where in group
    ]


def combined(group: Sequence[Candidate[Any]]) -> float:
    """The chance that not all of the rules behind a value are wrong; two that read it in one place are one."""
    places = {c.where: c for c in reversed(group)}
    wrong = {c.rule.name: 1.0 - c.rule.score for c in places.values()}
    return float(1.0 - prod(wrong.values()))
