"""Which words of a page are those of the gold text: a patience diff over words.

Runs of words that stand once in both texts are anchors; the longest chain of anchors in the order of both is kept, and
the gaps between them are compared with shorter runs, the last small ones by difflib. Linear but for the small gaps.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from difflib import SequenceMatcher

_WORD = re.compile(r"\w+")
_RUNS = (6, 3, 1)
_SMALL = 40_000  # words of one gap times words of the other that difflib is asked to compare


def words(text: str) -> list[str]:
    """The words of a text in lower case, as the scorer counts them."""
    return _WORD.findall(text.lower())


def matched(page: Sequence[str], gold: Sequence[str]) -> list[bool]:
    """For each word of the page, whether it is one of the gold text, both read in order."""
    found = [False] * len(page)
    gaps = [(0, len(page), 0, len(gold), 0)]
    while gaps:
        left, right, low, high, step = gaps.pop()
        if left >= right or low >= high:
            continue
        size = (right - left) * (high - low)
        if size <= _SMALL or step == len(_RUNS):
            if size <= 4 * _SMALL:
                _compare(page[left:right], gold[low:high], found, left)
            continue
        within = (left, right, low, high)
        chain = _chain(page, gold, within, run=_RUNS[step], most=1)
        if not chain:  # the page may hold everything twice, for two sizes of screen
            chain = _chain(page, gold, within, run=_RUNS[step], most=4)
        at, other = left, low
        for i, j in chain:
            if i < at or j < other:
                continue
            gaps.append((at, i, other, j, step + 1))
            while i < right and j < high and page[i] == gold[j]:
                found[i] = True
                i, j = i + 1, j + 1
            at, other = i, j
        gaps.append((at, right, other, high, step + 1))
    return found


def _compare(page: Sequence[str], gold: Sequence[str], found: list[bool], left: int) -> None:
    """Mark what difflib finds in a small gap that begins at word `left` of the page."""
    for block in SequenceMatcher(None, page, gold, autojunk=False).get_matching_blocks():
        for i in range(block.size):
            found[left + block.a + i] = True


def _chain(
    page: Sequence[str], gold: Sequence[str], within: tuple[int, int, int, int], *, run: int, most: int
) -> list[tuple[int, int]]:
    """The longest chain, in the order of both, of runs that stand once in the gold and `most` times in the page."""
    left, right, low, high = within
    others = _places(gold, low, high, run, most=1)
    places = _places(page, left, right, run, most=most)
    pairs = sorted((place, -others[key][0]) for key, several in places.items() if key in others for place in several)
    pairs = [(place, -other) for place, other in pairs]
    ends: list[int] = []
    tails: list[int] = []
    before: list[int] = []
    for n, (_, j) in enumerate(pairs):
        at = bisect_left(ends, j)
        before.append(tails[at - 1] if at else -1)
        if at == len(ends):
            ends.append(j)
            tails.append(n)
        else:
            ends[at], tails[at] = j, n
    chain = []
    n = tails[-1] if tails else -1
    while n >= 0:
        chain.append(pairs[n])
        n = before[n]
    return chain[::-1]


def _places(text: Sequence[str], first: int, last: int, run: int, *, most: int) -> dict[tuple[str, ...], list[int]]:
    """The runs of words that stand at most so often in a range, with their places."""
    places: dict[tuple[str, ...], list[int]] = {}
    for i in range(first, last - run + 1):
        places.setdefault(tuple(text[i : i + run]), []).append(i)
    return {key: several for key, several in places.items() if len(several) <= most}
