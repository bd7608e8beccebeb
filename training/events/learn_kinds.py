"""Learn which kind of event holds between two parties: the second part of training the branch."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor, nn

from branch import Branch
from kinds import MEANT, Typed
from learn_trees import Seen, vectors_of
from onrecord.reading.kinds import KINDS

_NOBODY = 0.1
"""How often a recipient is hidden, so that one may be missing."""


def chances(branch: Branch, vectors: dict[str, Tensor], item: Typed, *, recipient: np.ndarray) -> tuple[Tensor, Tensor]:
    """The probability of each kind [KINDS], and of each word to be the trigger [words]."""
    scores, look = branch.kinds_of(
        vectors["kinds"], vectors["looks"], torch.from_numpy(item.actor), torch.from_numpy(recipient)
    )
    share = torch.softmax(look, 0)
    return share @ torch.softmax(scores, -1), share


def kind_loss(branch: Branch, vectors: dict[str, Tensor], item: Typed) -> Tensor:
    """The loss of kind and trigger of one example."""
    hidden = branch.training and len(item.trigger) and torch.rand(()) < _NOBODY
    recipient = item.recipient[:0] if hidden else item.recipient
    found, share = chances(branch, vectors, item, recipient=recipient)
    loss = -torch.log(found[torch.from_numpy(item.kinds)].sum() + 1e-6)
    if len(item.trigger):
        loss = loss - 0.5 * torch.log(share[torch.from_numpy(item.trigger)].sum() + 1e-6)
    return loss * item.weight


def guessed(branch: Branch, given: Sequence[Seen], some: Sequence[Typed]) -> np.ndarray:
    """The probabilities of all kinds [n, KINDS]."""
    branch.eval()
    rows = []
    with torch.no_grad():
        for start in range(0, len(some), 32):
            part = some[start : start + 32]
            seen = vectors_of(branch, given[start : start + 32], [item.words for item in part])
            rows += [chances(branch, one, item, recipient=item.recipient)[0].numpy() for one, item in zip(seen, part, strict=True)]
    branch.train()
    return np.array(rows)


def as_plv(probabilities: np.ndarray) -> list[str]:
    """The most probable root of PLV for each row; its YIELD is the sum of two of ours, and it has no "none"."""
    names = sorted({*(set(KINDS) - {"none"} - {one for some in MEANT.values() for one in some}), *MEANT})
    sums = np.stack(
        [probabilities[:, [KINDS.index(one) for one in MEANT.get(name, (name,))]].sum(1) for name in names], axis=1
    )
    return [names[at] for at in sums.argmax(1)]


def scores(said: Sequence[str], gold: Sequence[str]) -> tuple[float, float]:
    """Accuracy and macro F1."""
    f1 = []
    for name in sorted(set(gold)):
        hit = sum(a == b == name for a, b in zip(said, gold, strict=True))
        f1.append(2 * hit / max(1, sum(a == name for a in said) + sum(b == name for b in gold)))
    return float(np.mean([a == b for a, b in zip(said, gold, strict=True)])), float(np.mean(f1))


def clipped(branch: nn.Module) -> None:
    torch.nn.utils.clip_grad_norm_(branch.parameters(), 1.0)
