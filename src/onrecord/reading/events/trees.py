"""Sentences as trees, and who plays which role in what happens: decoded from the vectors that the model gives.

Labels are those of Universal Dependencies, and "part" for the later pieces of a word; roles are those of PropBank. The
score of a pair of words is a product of a vector of each (biaffine; Dozat and Manning, 2017).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from onrecord.reading.products import parts, product
from onrecord.reading.tagging import Floats
from onrecord.reading.words import Ints, Words

LABELS = tuple(
    """
    acl acl:relcl advcl advmod amod appos aux aux:pass case cc ccomp compound compound:prt conj cop csubj dep det
    discourse expl fixed flat iobj list mark nmod nmod:poss nsubj nsubj:pass nummod obj obl obl:agent obl:unmarked
    parataxis part punct root vocative xcomp
    """.split()
)
ROLES = ("ARG0", "ARG1", "ARG2", "ARGM-TMP", "ARGM-LOC", "ARGM-NEG", "ARGM-MOD", "ARGM-ADV", "ARGM-PRP")
ARC, LABEL, ROLE = 128, 64, 64
"""The lengths of the vectors of each word, of which the model gives two: for itself, and as head or predicate."""

LONGEST = 120
"""Words of a sentence; a longer one is read in parts, so that time is linear in the text."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Weights:
    """What pairs are scored with: `arc_bias` [ARC] of heads, `root` [ARC], `labels` [LABELS, LABEL + 1, LABEL + 1] and
    `roles` [ROLES + 1, ROLE + 1, ROLE + 1], the last kind being none."""

    arc_bias: Floats
    root: Floats
    labels: Floats
    roles: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A word that heads an argument of a predicate, and which."""

    word: int
    kind: str


@dataclass(frozen=True, kw_only=True, eq=False)
class Trees:
    """The trees of a text. Of each word: `heads` (itself for a root), `labels`; of each predicate its `roles`."""

    heads: tuple[int, ...]
    labels: tuple[str, ...]
    roles: dict[int, tuple[Role, ...]]

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        """The words that hang on each word, in order."""
        found: list[list[int]] = [[] for _ in self.heads]
        for word, head in enumerate(self.heads):
            if head != word:
                found[head].append(word)
        return tuple(map(tuple, found))

    def under(self, word: int, *labels: str) -> Iterator[int]:
        """The words that hang on a word by one of these labels."""
        return (child for child in self.children[word] if self.labels[child] in labels)

    def above(self, word: int) -> Iterator[int]:
        """The words over a word, up to the root."""
        while self.heads[word] != word:
            word = self.heads[word]
            yield word

    def whole(self, word: int) -> tuple[int, int]:
        """The words [first, last + 1) under a word, itself among them."""
        low = high = word
        held = [*self.children[word]]
        while held:
            at = held.pop()
            low, high = min(low, at), max(high, at)
            held += self.children[at]
        return low, high + 1


def grown(words: Words, vectors: dict[str, Floats], weights: Weights) -> Trees:
    """The trees of all sentences of a text. `vectors` of each word: arcs, labels, roles, predicates."""
    heads = np.arange(len(words))
    predicates = np.flatnonzero(vectors["predicates"][:, 0] > 0)
    dependents, above = _halves(vectors["arcs"])
    as_head, as_root = above @ weights.arc_bias, dependents @ weights.root / np.float32(ARC**0.5)
    of, to = _halves(vectors["roles"])
    of, to = _with_one(of), _with_one(to)
    roles: dict[int, tuple[Role, ...]] = {}
    for low, high in _parts(words.sentences):
        scores = product(dependents[low:high], above[low:high].T) / np.float32(ARC**0.5) + as_head[low:high]
        np.fill_diagonal(scores, as_root[low:high])
        heads[low:high] = low + _tree(scores)
        first, last = np.searchsorted(predicates, [low, high])
        roles.update(_roles(predicates[first:last], of, to[low:high], low, weights.roles))
    return Trees(heads=tuple(heads.tolist()), labels=_labels(vectors["labels"], heads, weights.labels), roles=roles)


def _halves(vectors: Floats) -> tuple[Floats, Floats]:
    """The two vectors of each word, after the leaky rectifier that they were learned with."""
    found = np.maximum(vectors, vectors * np.float32(0.1))
    return found[:, : found.shape[1] // 2], found[:, found.shape[1] // 2 :]


def _with_one(vectors: Floats) -> Floats:
    return np.concatenate([vectors, np.ones((len(vectors), 1), dtype=np.float32)], axis=1)


def _parts(sentences: Ints) -> Iterator[tuple[int, int]]:
    """Sentences by their words [low, high), none longer than LONGEST."""
    edges = [*np.flatnonzero(np.diff(sentences, prepend=-1)).tolist(), len(sentences)]
    for low, high in pairwise(edges):
        for start in range(low, high, LONGEST):
            yield start, min(start + LONGEST, high)


def _tree(scores: Floats) -> Ints:
    """The head of each word of a sentence, itself for the one root: the best of each word, but for what would be a
    circle, which is broken where that costs least. `scores` are [words, heads]."""
    count = len(scores)
    own = np.diag(scores).copy()
    others = scores.copy()
    np.fill_diagonal(others, -np.inf)
    root = int((own - (others.max(axis=1) if count > 1 else 0)).argmax())
    heads: Ints = others.argmax(axis=1) if count > 1 else np.zeros(1, dtype=np.int64)
    heads[root] = root
    reached = _reached(heads, root)
    while not reached.all():
        lost = np.flatnonzero(~reached)
        kept = np.flatnonzero(reached)
        costs = others[lost][:, kept] - others[lost, heads[lost]][:, None]
        at = int(costs.argmax())
        heads[lost[at // len(kept)]] = kept[at % len(kept)]
        reached = _reached(heads, root)
    return heads


def _reached(heads: Ints, root: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which words hang on the root."""
    found = np.zeros(len(heads), dtype=bool)
    held = [root]
    below: list[list[int]] = [[] for _ in heads]
    for word, head in enumerate(heads.tolist()):
        below[head].append(word)
    while held:
        at = held.pop()
        if not found[at]:
            found[at] = True
            held += below[at]
    return found


def _labels(vectors: Floats, heads: Ints, weights: Floats) -> tuple[str, ...]:
    """The label of each word, by its vector and its head's."""
    below, above = _halves(vectors)
    left, right = _with_one(below), _with_one(above)[heads]
    scores = np.empty((len(left), len(LABELS)), dtype=np.float32)
    for part in parts(len(left), weights[0].size):
        scores[part] = np.einsum("kwn,wn->wk", left[part] @ weights, right[part])
    scores[:, LABELS.index("root")] = -np.inf
    found = scores.argmax(axis=1)
    found[heads == np.arange(len(heads))] = LABELS.index("root")
    return tuple(LABELS[kind] for kind in found.tolist())


def _roles(
    predicates: Ints, of: Floats, to: Floats, low: int, weights: Floats
) -> Iterator[tuple[int, tuple[Role, ...]]]:
    """The arguments of the predicates of a sentence, which begins at the word `low`."""
    best = (of[predicates] @ weights @ to.T).argmax(axis=0)
    for row, predicate in zip(best, predicates.tolist(), strict=True):
        some = np.flatnonzero(row < len(ROLES)).tolist()
        yield predicate, tuple(Role(word=low + at, kind=ROLES[row[at]]) for at in some if low + at != predicate)
