"""Learn which kind of event a word names between two parties: the second part of training the branch."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np
import torch
import trees
from branch import Branch
from kinds import MEANT, Asked, Typed, numbers
from learn_trees import Seen, vectors_of
from torch import Tensor

from onrecord.reading.events.arguments import Grammar, parties_of, phrase
from onrecord.reading.events.kinds import KINDS, said
from onrecord.reading.events.trees import LABELS, ROLES, Role, Trees, Weights, grown
from onrecord.reading.words import Words

_NOBODY = 0.1
"""How often a recipient is hidden, so that one may be missing."""
_UNLISTED = 0.3
"""How often the dictionary is silent, so that the text has to say what it can."""
_QUIET = ("answers", "email", "reviews")
"""The parts of EWT in which there is no politics: what their predicates name is no event."""
_PRONOUNS = frozenset("i you he she it we they me him her us them my your his our their who".split())
_NONE = 0.12
"""What a predicate of those counts, and of calm paragraphs."""


# --- the triggers that are not known --------------------------------------------------------------------------------


def parsed(branch: Branch, given: Sequence[Seen], items: Sequence[Typed | trees.Example]) -> Iterator[Trees]:
    """The trees of texts, as the branch sees them."""
    weights = Weights(
        arc_bias=branch.arc_bias.weight[0].detach().numpy(),
        root=branch.root.detach().numpy(),
        labels=branch.label_pairs.weight.detach().numpy(),
        roles=branch.role_pairs.weight.detach().numpy(),
    )
    branch.eval()
    for start in range(0, len(items), 32):
        part = items[start : start + 32]
        with torch.no_grad():
            seen = vectors_of(branch, given[start : start + 32], [item.words for item in part])
        for vectors, item in zip(seen, part, strict=True):
            yield grown(item.words, {name: vector.numpy() for name, vector in vectors.items()}, weights)
    branch.train()


def with_triggers(item: Typed, tree: Trees) -> Typed:
    """The example with the words that may be its triggers: the predicates of which the two are the parties, else those
    of which one is, else what the two hang on."""
    [asked] = item.asked
    actor, recipient = set(asked.actor.tolist()), set(asked.recipient.tolist())
    grammar = _grammar(item.text, item.words, tree, lambda at: at in actor or at in recipient)
    found: dict[int, int] = {}
    for word in sorted(tree.roles):
        if word not in actor and word not in recipient:
            actors, recipients = parties_of(grammar, word)
            found[word] = (2 if actor & {*actors} else 0) + (1 if recipient & {*recipients} else 0)
    best = max(found.values(), default=0)
    triggers = (
        [word for word, score in found.items() if score == best] if best > 1 else _between(tree, actor, recipient)
    )
    return replace(item, asked=(replace(asked, triggers=np.array(triggers, dtype=np.int64)),))


def _grammar(text: str, words: Words, tree: Trees, is_party: Callable[[int], bool]) -> Grammar:
    lower = [text[start:end].lower() for start, end in zip(words.starts, words.ends, strict=True)]
    return Grammar(words=lower, sentences=words.sentences.tolist(), trees=tree, is_party=is_party)


def _between(tree: Trees, actor: set[int], recipient: set[int]) -> list[int]:
    """The words on the way from one to the other, themselves not among them; the root where there is none."""
    ways = [list(tree.above(min(party))) if party else [] for party in (actor, recipient)]
    way = [word for word in dict.fromkeys(ways[0] + ways[1]) if word not in actor | recipient]
    common = [word for word in way if word in ways[0] and word in ways[1]]
    below = [word for word in way if word not in common]
    return [*below, *common[:1]] or way or [0]


def gold_tree(item: trees.Example) -> Trees:
    """The tree of a sentence of EWT as it was annotated."""
    return Trees(
        heads=tuple(item.heads.tolist()),
        labels=tuple(LABELS[at] for at in item.labels),
        roles={
            int(word): tuple(Role(word=w, kind=ROLES[k]) for p, w, k in item.roles.tolist() if p == word)
            for word in item.predicates
        },
    )


def quiet(item: Typed, tree: Trees, chance: random.Random, *, most: int = 2) -> Typed:
    """A text without events: of some predicates it is asked what they name, and the answer is none. Those that "I" or
    "he" does are not asked about: mails and reviews are full of them, and it is not by them that an event is told."""
    if not _is_tree(tree):
        return item
    grammar = _grammar(item.text, item.words, tree, lambda _: True)
    asked: list[Asked] = []
    for word in chance.sample(sorted(tree.roles), len(tree.roles)):
        heads = parties_of(grammar, word)
        if len(asked) == most or any(grammar.words[head] in _PRONOUNS for some in heads for head in some):
            continue
        parties = [np.arange(*phrase(tree, some[0])) if some else np.zeros(0, dtype=np.int64) for some in heads]
        asked.append(
            Asked(
                triggers=np.array([word]), actor=parties[0], recipient=parties[1], kinds=numbers("none"), weight=_NONE
            )
        )
    return replace(item, asked=tuple(asked))


def _is_tree(tree: Trees) -> bool:
    """Whether all words hang on a root: the tokens of UD and the words of the model are not parted alike everywhere."""
    held = [word for word, head in enumerate(tree.heads) if word == head]
    for word in held:
        held += tree.children[word]
    return len(held) == len(tree.heads)


def is_quiet(sentence: trees.Sentence) -> bool:
    """Whether a sentence is of the parts without politics, and says that something happens."""
    return sentence.document.startswith(_QUIET) and bool(sentence.roles)


# --- losses and scores ----------------------------------------------------------------------------------------------


def chances(branch: Branch, vectors: dict[str, Tensor], item: Typed, asked: Asked, *, recipient: np.ndarray) -> Tensor:
    """The probability of each kind [KINDS], as the mean over the triggers."""
    words = [item.text[item.words.starts[at] : item.words.ends[at]].lower() for at in asked.triggers]
    listed = torch.from_numpy(np.stack([said(branch.lexicon, word) for word in words]))
    if branch.training and float(torch.rand(())) < _UNLISTED:
        listed = torch.zeros_like(listed)
    parties = torch.from_numpy(asked.actor), torch.from_numpy(recipient)
    scores = branch.kinds_of(vectors["kinds"], torch.from_numpy(asked.triggers), listed, parties)
    return torch.softmax(scores, -1).mean(0)


def kind_loss(branch: Branch, vectors: dict[str, Tensor], item: Typed) -> Tensor:
    """The loss of all that is asked of one example."""
    total = torch.zeros(())
    for asked in item.asked:
        hidden = branch.training and float(torch.rand(())) < _NOBODY
        found = chances(branch, vectors, item, asked, recipient=asked.recipient[:0] if hidden else asked.recipient)
        total = total - asked.weight * torch.log(found[torch.from_numpy(asked.kinds)].sum() + 1e-6)
    return total


def guessed(branch: Branch, given: Sequence[Seen], some: Sequence[Typed]) -> np.ndarray:
    """The probabilities of all kinds [n, KINDS], each example by the first that is asked of it."""
    branch.eval()
    rows = []
    with torch.no_grad():
        for start in range(0, len(some), 32):
            part = some[start : start + 32]
            seen = vectors_of(branch, given[start : start + 32], [item.words for item in part])
            for vectors, item in zip(seen, part, strict=True):
                found = chances(branch, vectors, item, item.asked[0], recipient=item.asked[0].recipient)
                rows.append(found.numpy())
    branch.train()
    return np.array(rows)


def as_plv(probabilities: np.ndarray) -> list[str]:
    """The most probable root of PLV for each row; its YIELD is the sum of two of ours, and it has no "none"."""
    names = sorted({*(set(KINDS) - {"none"} - {one for some in MEANT.values() for one in some}), *MEANT})
    sums = np.stack([probabilities[:, numbers(name)].sum(1) for name in names], axis=1)
    return [names[at] for at in sums.argmax(1)]


def scores(said: Sequence[str], gold: Sequence[str]) -> tuple[float, float]:
    """Accuracy and macro F1."""
    f1 = []
    for name in sorted(set(gold)):
        hit = sum(a == b == name for a, b in zip(said, gold, strict=True))
        f1.append(2 * hit / max(1, sum(a == name for a in said) + sum(b == name for b in gold)))
    return float(np.mean([a == b for a, b in zip(said, gold, strict=True)])), float(np.mean(f1))
