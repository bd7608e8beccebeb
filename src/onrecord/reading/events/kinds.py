"""Which kind of event a word names between two parties: scores from a vector of each of the three."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

import numpy as np

from onrecord.reading.events.forms import bases
from onrecord.reading.products import product
from onrecord.reading.tagging import Floats
from onrecord.values import EventType

KINDS: tuple[str, ...] = (*get_args(EventType), "none")
SAID = 2 * len(KINDS)
"""The length of what the dictionary says of a word."""
HIDDEN = 192
"""The length of a word's vector; there are three of each word: as trigger, as actor, as recipient."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Weights:
    """What was learned: vectors for a missing actor and recipient, `nobody` [2, HIDDEN]; `kind` [KINDS, HIDDEN] with
    `bias` [KINDS]; and what it counts that a dictionary of verbs knows the trigger, `listed` [KINDS, SAID], with the
    `lexicon` of that."""

    nobody: Floats
    kind: Floats
    bias: Floats
    listed: Floats
    lexicon: Mapping[str, Floats]


def said(lexicon: Mapping[str, Floats], word: str) -> Floats:
    """What the dictionary says of a word in lower case [SAID], as the mean over its forms: the shares of kinds among
    the patterns of which it is the verb, and among those in which it stands beside one. Zeros of a word it lacks."""
    found = [lexicon[base] for base in bases(word) if base in lexicon]
    return np.mean(found, axis=0, dtype=np.float32) if found else np.zeros(SAID, dtype=np.float32)


def chances(
    vectors: Floats,
    weights: Weights,
    triggers: Mapping[int, str],
    actors: Sequence[range],
    recipients: Sequence[range],
) -> Floats:
    """The probability of each kind [triggers, KINDS] for each trigger, its place and its word in lower case, and the
    words of its parties, which may be none.

    `vectors` are [words, 3 HIDDEN].
    """
    of, by, to = np.split(vectors, 3, axis=1)
    hidden = of[list(triggers)] + _means(by, actors, weights.nobody[0]) + _means(to, recipients, weights.nobody[1])
    listed = np.reshape([said(weights.lexicon, word) for word in triggers.values()], (-1, SAID))
    scores = product(_gelu(hidden), weights.kind.T) + weights.bias + product(listed, weights.listed.T)
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    found: Floats = shifted / shifted.sum(axis=1, keepdims=True)
    return found


def _means(vectors: Floats, parties: Sequence[range], nobody: Floats) -> Floats:
    """The mean of the vectors of each party's words, of those that have none `nobody`."""
    found = np.tile(nobody, (len(parties), 1))
    some = [at for at, words in enumerate(parties) if words]
    if some:
        sizes = [len(parties[at]) for at in some]
        every = vectors[[word for at in some for word in parties[at]]]
        found[some] = np.add.reduceat(every, np.cumsum([0, *sizes[:-1]])) / np.array(sizes, dtype=np.float32)[:, None]
    return found


def _gelu(values: Floats) -> Floats:
    """The rectifier that was learned with (Hendrycks and Gimpel, 2016), by the error function to five digits."""
    x = values / np.float32(2**0.5)
    sign, x = np.sign(x), np.abs(x)
    t = 1 / (1 + np.float32(0.3275911) * x)
    poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    erf = sign * (1 - poly * np.exp(-x * x))
    found: Floats = (values * (1 + erf) / 2).astype(np.float32)
    return found
