"""How probable a value is, by all that speaks for it: learned weights, summed.

A value is described by the names of the rules that give it, of each pair of them (for authors how many agree says
more), and of its marks: what else is seen of it beside the other values of the page ("end of h1", "day of change").
Each name has a weight, learned from gold pages by `make train-fields`; the sum of the weights is the logarithm of the
odds. Where one value is chosen of several, they share the probability with the chance that none is right (a
conditional logit); names of authors are judged one by one (a logistic regression).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain, combinations
from math import exp

_STEEPEST = 30.0
"""Log-odds beyond which a probability is as good as certain; it keeps exp() finite."""


@lru_cache(maxsize=1 << 14)
def paired(rules: tuple[str, ...]) -> tuple[str, ...]:
    """The names of the rules behind a value, and of each pair of them."""
    return (*rules, *(f"{a} + {b}" for a, b in combinations(rules, 2)))


@dataclass(frozen=True, slots=True)
class Ranker:
    """The learned weights of one field by name, and how often each rule was right on gold pages where it spoke."""

    weights: Mapping[str, float]
    trust: Mapping[str, float]

    def score(self, rules: tuple[str, ...], marks: Iterable[str] = ()) -> float:
        """The log-odds of a value that the rules give, named in the order of their table."""
        weights = self.weights
        return sum([weights[name] for name in chain(paired(rules), marks) if name in weights])

    def shares(self, told: Iterable[tuple[tuple[str, ...], Iterable[str]]]) -> list[float]:
        """The probability of each of several values of which one at most is right, by its rules and its marks."""
        odds = [exp(max(-_STEEPEST, min(_STEEPEST, self.score(rules, marks)))) for rules, marks in told]
        whole = 1.0 + sum(odds)
        return [each / whole for each in odds]


def probability(score: float) -> float:
    """Log-odds as a probability."""
    return 1.0 / (1.0 + exp(-max(-_STEEPEST, min(_STEEPEST, score))))


def read(text: bytes | str) -> dict[str, Ranker]:
    """The rankers of all fields from the JSON that training writes."""
    return {name: Ranker(learned["weights"], learned["trust"]) for name, learned in json.loads(text).items()}


@cache
def shipped() -> dict[str, Ranker]:
    """The rankers that come with the package."""
    return read(files("onrecord.fields").joinpath("weights.json").read_bytes())
