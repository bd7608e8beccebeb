"""How probable a statement is, and how good its spans are, on articles that were kept aside in training."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from corpus import ROLES, example
from onrecord.reading.model import Model
from onrecord.reading.quotes import Range, quotes
from onrecord.reading.statements import attributions
from onrecord.reading.tagging import tagged
from onrecord.reading.words import lines


def odds_of(model: Model, kept: Sequence[dict]) -> list[float]:
    """Weights of the logits of a statement's parts, and a constant: logistic regression, by Newton's method.

    A statement is right where content and source share half of their characters with those of a gold one.
    """
    rows, labels = [], []
    for article in kept:
        for parts, right in _judged(model, article):
            rows.append(parts)
            labels.append(right)
    clipped = np.clip(np.array(rows), 0.001, 0.999)
    x = np.column_stack([np.log(clipped / (1 - clipped)), np.ones(len(rows))])
    y = np.array(labels, dtype=float)
    weights = np.zeros(x.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (chance - y) + 0.5 * weights
        bend = (x * (chance * (1 - chance))[:, None]).T @ x + 0.5 * np.eye(len(weights))
        weights = weights - np.linalg.solve(bend, slope)
    return [round(float(weight), 4) for weight in weights]


def _judged(model: Model, article: dict) -> Iterator[tuple[tuple[float, ...], bool]]:
    text = article["text"]
    paragraphs = lines(text, [(0, len(text))])
    words = model.words(text, paragraphs)
    gold = [(_places(one["content"]), _places(one["source"])) for one in article["statements"]]
    for found in attributions(words, model.see(words), model, quotes(text, paragraphs)):
        content, source = _places(found.content), _places([found.source] if found.source else [])
        yield found.parts, any(_alike(content, one) and _alike(source, other) for one, other in gold)


def _places(spans: Sequence[Range]) -> set[int]:
    return {place for start, end in spans for place in range(start, end)}


def _alike(one: set[int], other: set[int]) -> bool:
    return one == other or len(one & other) >= 0.5 * len(one | other)


def checked_on(model: Model, kept: Sequence[dict]) -> str:
    """The exact F1 of each role on the articles, as the shipped model gives them, in words."""
    counts = np.zeros((len(ROLES), 3))
    for article in kept:
        item = example(article, model.tokenizer)
        ideal = np.full((len(item.words), 2 * len(ROLES) + 1), -1e3, dtype=np.float32)
        ideal[np.arange(len(ideal)), item.tags] = 0
        both = [
            {
                (span.kind, span.start, span.end)
                for span in tagged(scores, model.role_transitions, item.words.paragraphs)
            }
            for scores in (model.see(item.words).tags, ideal)
        ]
        for column, some in enumerate((both[0] & both[1], *both)):
            for kind, _, _ in some:
                counts[kind, column] += 1
    return ", ".join(
        f"{role} {2 * right / (said + there):.3f}" for role, (right, said, there) in zip(ROLES, counts, strict=True)
    )
