"""From what the model says of each word to spans: the best sequence of tags, with learned transitions.

Tags are BIO: 0 is O, 2k+1 begins a span of kind k, 2k+2 goes on with it. Deciding word by word breaks long spans into
pieces; the best path under the transitions of a linear-chain CRF (Lafferty, McCallum and Pereira, 2001) does not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from onrecord.reading.words import Ints

Floats = np.ndarray[Any, np.dtype[np.float32]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Transitions:
    """What the CRF has learned: `between` [K, K] from tag to tag, `start` [K] and `end` [K] of a paragraph."""

    between: Floats
    start: Floats
    end: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagged:
    """Words [start, end) are of a kind; `score` is the mean probability of their tags, each by itself."""

    kind: int
    start: int
    end: int
    score: float


def tagged(emissions: Floats, transitions: Transitions, paragraphs: Ints) -> list[Tagged]:
    """The spans of a text. `emissions` are [words, K]; no span crosses a paragraph."""
    path = best_path(emissions, transitions, paragraphs)
    shifted = np.exp(emissions - emissions.max(axis=1, keepdims=True))
    chosen = (shifted / shifted.sum(axis=1, keepdims=True))[np.arange(len(path)), path]
    found = []
    at = 0
    while at < len(path):
        tag, start = int(path[at]), at
        at += 1
        if tag == 0:
            continue
        inner = tag if tag % 2 == 0 else tag + 1
        while at < len(path) and path[at] == inner and paragraphs[at] == paragraphs[start]:
            at += 1
        found.append(Tagged(kind=(tag - 1) // 2, start=start, end=at, score=float(chosen[start:at].mean())))
    return found


def best_path(emissions: Floats, transitions: Transitions, paragraphs: Ints) -> Ints:
    """The tag of each word on the best path of its paragraph (Viterbi, 1967). Linear in words: all paragraphs go on
    word by word at once, the longest first, so that those that go on are the first ones."""
    firsts = np.flatnonzero(np.diff(paragraphs, prepend=-1))
    sizes = np.diff(firsts, append=len(emissions))
    order = np.argsort(-sizes, kind="stable")
    firsts, sizes = firsts[order], sizes[order]
    path = np.zeros(len(emissions), dtype=np.int64)
    back = np.zeros(emissions.shape, dtype=np.int64)
    going = np.searchsorted(-sizes, -np.arange(sizes.max(initial=0)), side="left").tolist()
    score = transitions.start + emissions[firsts]
    for at, count in enumerate(going[1:], 1):
        paths = score[:count, :, None] + transitions.between
        here = firsts[:count] + at
        back[here] = paths.argmax(axis=1)
        score[:count] = paths.max(axis=1) + emissions[here]
    path[firsts + sizes - 1] = (score + transitions.end).argmax(axis=1)
    for at, count in reversed([*enumerate(going[1:], 1)]):
        here = firsts[:count] + at
        path[here - 1] = back[here, path[here]]
    return path
