"""The best sequence of tags, held against all that there are."""

from __future__ import annotations

import itertools
import time

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.reading.tagging import Floats, Transitions, best_path
from onrecord.reading.words import Ints

KINDS = 3


def transitions(numbers: np.random.Generator) -> Transitions:
    """Some that were not learned."""
    between, *edges = (numbers.normal(size=size).astype(np.float32) for size in ((KINDS, KINDS), KINDS, KINDS))
    return Transitions(between=between, start=edges[0], end=edges[1])


def score(tags: tuple[int, ...], emissions: Floats, given: Transitions) -> float:
    """What a sequence of tags of one paragraph comes to."""
    steps = sum(float(given.between[pair]) for pair in itertools.pairwise(tags))
    return steps + float(given.start[tags[0]] + given.end[tags[-1]] + emissions[range(len(tags)), tags].sum())


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(1, 5), max_size=5), st.integers(0, 2**32 - 1))
def test_no_path_of_a_paragraph_is_better(sizes: list[int], seed: int) -> None:
    numbers = np.random.default_rng(seed)
    emissions, given = numbers.normal(size=(sum(sizes), KINDS)).astype(np.float32), transitions(numbers)
    path = best_path(emissions, given, np.repeat(np.arange(len(sizes)), sizes))
    ends = np.cumsum([0, *sizes]).tolist()
    for low, high in itertools.pairwise(ends):
        every = itertools.product(range(KINDS), repeat=high - low)
        best = max(every, key=lambda tags: score(tags, emissions[low:high], given))
        assert tuple(path[low:high].tolist()) == best


def test_one_long_paragraph_among_many_short_ones_takes_no_more_than_its_words() -> None:
    numbers = np.random.default_rng(1)
    sizes = [20_000, *[1] * 20_000]
    paragraphs: Ints = np.repeat(np.arange(len(sizes)), sizes)
    emissions = numbers.normal(size=(len(paragraphs), KINDS)).astype(np.float32)
    begun = time.process_time()
    best_path(emissions, transitions(numbers), paragraphs)
    assert time.process_time() - begun < 5
