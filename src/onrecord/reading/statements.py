"""From spans to statements: cue by cue, the source and the content that belong to it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from onrecord.reading.linking import SIZE, Weights, as_words, chances, places, vectors
from onrecord.reading.model import Model, Seen
from onrecord.reading.quotes import Quote, Range
from onrecord.reading.tagging import Floats, Tagged, tagged
from onrecord.reading.words import Words
from onrecord.values import StatementKind

ROLES = ("source", "cue", "content")
REACH = 2
"""A source or a content may stand so many paragraphs from its cue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """A statement before its speaker is known, in ranges of the text.

    `parts` are the probabilities of its cue, source, content and the two links; `score` is what they come to.
    """

    cue: Range
    source: Range | None
    content: tuple[Range, ...]
    kind: StatementKind
    parts: tuple[float, ...]
    score: float


def attributions(words: Words, seen: Seen, model: Model, quotes: Sequence[Quote]) -> list[Attribution]:
    """The attributions of a text in the order of their cues."""
    spans = tagged(seen.tags, model.role_transitions, words.paragraphs)
    by_kind = [[span for span in spans if span.kind == kind] for kind in map(model.about.roles.index, ROLES)]
    source_of, content_of = linked(words, seen.links, by_kind, model)
    starts = [quote.start for quote in quotes]
    found = []
    for number, cue in enumerate(by_kind[1]):
        source, sure = source_of[number]
        pieces = content_of[number]
        if not pieces:
            continue
        content = [_range(words, piece) for piece, _ in pieces]
        parts = (
            cue.score, 1.0 if source is None else source.score, min(piece.score for piece, _ in pieces),
            sure, min(chance for _, chance in pieces),
        )  # fmt: skip
        found.append(
            Attribution(
                cue=_range(words, cue),
                source=None if source is None else _range(words, source),
                content=tuple(content),
                kind=kind_of(content, quotes, starts),
                parts=parts,
                score=probability(parts, model.odds),
            )
        )
    return _continued(found, quotes)


def linked(
    words: Words, links: Floats, by_kind: Sequence[Sequence[Tagged]], model: Model
) -> tuple[list[tuple[Tagged | None, float]], list[list[tuple[Tagged, float]]]]:
    """For each cue its source (or None), and the pieces of its content, each with the probability of the link."""
    sources, cues, contents = by_kind
    source_of: list[tuple[Tagged | None, float]] = [(None, 1.0)] * len(cues)
    content_of: list[list[tuple[Tagged, float]]] = [[] for _ in cues]
    head, source, content, cue = (links[:, at * SIZE : (at + 1) * SIZE] for at in range(4))
    cue_starts = as_words(cues)[:, 0]

    def best(of: Sequence[Tagged], to: Sequence[Tagged], parts: tuple[Floats, Floats], weights: Weights) -> _Links:
        for some, near in _neighbours(words, of, to):
            left, right = as_words([of[at] for at in some]), as_words([to[at] for at in near])
            where = places(left, right, cue_starts, words)
            sure = chances(vectors(parts[0], left), vectors(parts[1], right), where, weights)
            for number, row in zip(some, sure, strict=True):
                chosen = int(row.argmax())
                yield number, (near[chosen - 1] if chosen else None), float(row[chosen])

    for number, chosen, sure in best(cues, sources, (head, source), model.sources):
        source_of[number] = (None if chosen is None else sources[chosen], sure)
    for number, chosen, sure in best(contents, cues, (content, cue), model.contents):
        if chosen is not None:
            content_of[chosen].append((contents[number], sure))
    return source_of, content_of


_Links = Iterator[tuple[int, int | None, float]]


def _neighbours(words: Words, heads: Sequence[Tagged], others: Sequence[Tagged]) -> list[tuple[list[int], list[int]]]:
    """The heads of each paragraph, and the others that stand near enough: the work is linear in the text."""
    by_paragraph: dict[int, list[int]] = defaultdict(list)
    for number, span in enumerate(heads):
        by_paragraph[int(words.paragraphs[span.start])].append(number)
    stands = [int(words.paragraphs[span.start]) for span in others]
    starts = [span.start for span in others]
    found = []
    for paragraph, some in by_paragraph.items():
        near = range(bisect_left(stands, paragraph - REACH), bisect_right(stands, paragraph + REACH))
        for start in range(0, len(some), 32):
            few = some[start : start + 32]
            found.append((few, _nearest(near, heads[few[0]].start, heads[few[-1]].start, starts)))
    return found


def _nearest(near: range, first: int, last: int, starts: Sequence[int], *, most: int = 64) -> list[int]:
    """Of those near, no more than `most` on either side: a paragraph may be as long as a stranger likes."""
    low = max(near.start, bisect_left(starts, first) - most)
    high = min(near.stop, bisect_right(starts, last) + most)
    return list(range(low, high))


def probability(parts: Sequence[float], weights: Sequence[float]) -> float:
    """How probable a statement is, by logistic regression on the logits of its parts (Platt, 1999).

    `parts` are the probabilities of cue, source, content and the two links; of `weights` the last is the constant.
    """
    clipped = np.clip(np.array(parts), 0.001, 0.999)
    score = float(np.log(clipped / (1 - clipped)) @ np.array(weights[:-1]) + weights[-1])
    return round(float(1 / (1 + np.exp(-score))), 4)


def kind_of(content: Sequence[Range], quotes: Sequence[Quote], starts: Sequence[int]) -> StatementKind:
    """Direct where all words stand between quotation marks, indirect where none does, else mixed.

    `starts` are those of the quotes.
    """
    total = sum(end - start for start, end in content)
    inside = 0
    for start, end in content:
        for quote in quotes[max(0, bisect_right(starts, start) - 1) : bisect_left(starts, end)]:
            inside += max(0, min(end, quote.end) - max(start, quote.start))
    if inside == 0:
        return "indirect"
    return "direct" if total - inside <= 2 * len(content) else "mixed"


def _continued(found: list[Attribution], quotes: Sequence[Quote]) -> list[Attribution]:
    """A quote that goes on in the next paragraph goes on in the statement of its first part, if no other claims it."""
    taken = sorted(piece for item in found for piece in item.content)
    following = {}
    for before, quote in pairwise(quotes):
        at = bisect_left(taken, (quote.end, 0)) - 1
        if quote.continues and (at < 0 or taken[at][1] <= quote.start):
            following[before.end] = quote
    made = []
    for item in found:
        content = list(item.content)
        while content[-1][1] in following:
            quote = following[content[-1][1]]
            content.append((quote.start, quote.end))
        made.append(item if len(content) == len(item.content) else replace(item, content=tuple(content)))
    return made


def _range(words: Words, span: Tagged) -> Range:
    return int(words.starts[span.start]), int(words.ends[span.end - 1])
