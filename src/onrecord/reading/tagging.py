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
    """The tag of each word on the best path (Viterbi, 1967). Linear in words; paragraphs are decided one by one."""
    count = len(emissions)
    if count == 0:
        return np.zeros(0, dtype=np.int64)
    inside = transitions.between
    across = transitions.end[:, None] + transitions.start[None, :]
    begins = np.concatenate(([True], paragraphs[1:] != paragraphs[:-1])).tolist()
    back = np.zeros((count, len(transitions.start)), dtype=np.int64)
    score = transitions.start + emissions[0]
    for at in range(1, count):
        paths = score[:, None] + (across if begins[at] else inside)
        back[at] = best = paths.argmax(axis=0)
        score = paths[best, np.arange(len(best))] + emissions[at]
    path = np.zeros(count, dtype=np.int64)
    path[-1] = tag = int((score + transitions.end).argmax())
    for at in range(count - 1, 0, -1):
        path[at - 1] = tag = int(back[at, tag])
    return path
