"""Which source and which content belong to which cue: learned scores of pairs of spans.

Each cue is one attribution. It takes the source that scores highest, or none; each piece of content goes to the cue
that scores highest, or to none, for its own may not have been found. The score of a pair is the product of a vector
of each (biaffine, after Dozat and Manning, 2017) and learned weights of where the two stand: how many words, sentences
and paragraphs apart, on which side, how many cues between them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from onrecord.reading.tagging import Floats, Tagged
from onrecord.reading.words import Ints, Words

SIZE = 64
"""The length of a span's vector; the model gives four a word: cue to source, source, content, cue to content."""

APART = (0, 1, 2, 3, 4, 6, 9, 14, 22, 36, 60)
"""The numbers of words between two spans at which another weight begins."""

SIDES = 2 * len(APART)
BETWEEN = 8
PARAGRAPHS = 5
SENTENCES = 7


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Weights:
    """What the linker has learned of one kind of pair: by distance [SIDES], by cues between [BETWEEN], by paragraphs
    [PARAGRAPHS], by sentences for heads outside of and in quotes [SENTENCES, 2]; the vector [SIZE] and the weight
    [1] of "none"."""

    apart: Floats
    between: Floats
    paragraphs: Floats
    sentences: Floats
    none: Floats
    bias: Floats


Places = tuple[Ints, Ints, Ints, Ints, Ints]


def vectors(projected: Floats, spans: Ints) -> Floats:
    """A vector a span: the mean of those of its first and its last word. `spans` is [n, 2], words [start, end)."""
    found: Floats = (projected[spans[:, 0]] + projected[spans[:, 1] - 1]) / np.float32(2)
    return found


def places(heads: Ints, others: Ints, cue_starts: Ints, words: Words) -> Places:
    """For each head and each other span which weights apply: of distance, of cues between, of paragraphs, of sentences
    [heads, others]; and whether the head is quoted [heads].

    Spans are [n, 2] of words. `cue_starts` are the first words of all cues, in order.
    """
    after = others[None, :, 0] >= heads[:, None, 0]
    gap = np.where(after, others[None, :, 0] - heads[:, None, 1], heads[:, None, 0] - others[None, :, 1])
    apart = np.searchsorted(np.array(APART), np.maximum(gap, 0), side="right") - 1 + np.where(after, len(APART), 0)
    low = np.where(after, heads[:, None, 1], others[None, :, 1])
    high = np.where(after, others[None, :, 0], heads[:, None, 0])
    count = np.searchsorted(cue_starts, high) - np.searchsorted(cue_starts, low)
    between = np.clip(count, 0, BETWEEN // 2 - 1) + np.where(after, BETWEEN // 2, 0)
    paragraphs = _steps(words.paragraphs, heads, others, PARAGRAPHS // 2)
    sentences = _steps(words.sentences, heads, others, SENTENCES // 2)
    return apart, between, paragraphs, sentences, words.quoted[words.first[heads[:, 0]]]


def _steps(numbers: Ints, heads: Ints, others: Ints, half: int) -> Ints:
    """How many paragraphs or sentences from each head to each other span, `half` standing for none."""
    found: Ints = np.clip(numbers[others[:, 0]][None, :] - numbers[heads[:, 0]][:, None], -half, half) + half
    return found


def chances(heads: Floats, others: Floats, where: Places, weights: Weights) -> Floats:
    """The probability that each head goes with none [heads, 0], and with each of the others [heads, 1 + others]."""
    apart, between, paragraphs, sentences, quoted = where
    scores = heads @ others.T / np.float32(SIZE**0.5)
    scores += weights.apart[apart] + weights.between[between] + weights.paragraphs[paragraphs]
    scores += weights.sentences[sentences, quoted[:, None]]
    none = heads @ weights.none / np.float32(SIZE**0.5) + weights.bias
    every = np.concatenate([none[:, None], scores], axis=1)
    shifted = np.exp(every - every.max(axis=1, keepdims=True))
    found: Floats = shifted / shifted.sum(axis=1, keepdims=True)
    return found


def as_words(spans: Sequence[Tagged]) -> Ints:
    """The words of some spans, [n, 2]."""
    return np.array([(span.start, span.end) for span in spans], dtype=np.int64).reshape(-1, 2)
