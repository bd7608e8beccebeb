"""Learn trees and roles: the first part of training the branch."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from branch import Branch, Network
from torch import Tensor, nn
from trees import Example

from onrecord.reading.events.trees import LABELS, ROLES
from onrecord.reading.words import CLS, SEP, Words


def inputs(some: Sequence[Words]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Pieces, shapes, quoted and mask of some texts, each of one window."""
    longest = max(len(words.ids) for words in some) + 2
    made = np.zeros((4, len(some), longest), dtype=np.int64)
    for row, words in enumerate(some):
        end = 1 + len(words.ids)
        made[0, row, 0], made[0, row, end] = CLS, SEP
        made[3, row, : end + 1] = 1
        for kind, given in enumerate((words.ids, words.shapes, words.quoted)):
            made[kind, row, 1:end] = given
    found = torch.from_numpy(made)
    return found[0], found[1], found[2], found[3].bool()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Seen:
    """What the shared part makes of a text: trunk and top [pieces, WIDTH] each, in 16 bits."""

    trunk: Tensor
    top: Tensor


def seen(network: Network, some: Sequence[Words], *, together: int = 16) -> list[Seen]:
    """The texts as the shared part sees them, which is done once."""
    order = sorted(range(len(some)), key=lambda at: len(some[at].ids))
    found: list[Seen | None] = [None] * len(some)
    for start in range(0, len(order), together):
        part = order[start : start + together]
        with torch.no_grad():
            trunk, top = network.both(*inputs([some[at] for at in part]))
        for row, at in enumerate(part):
            length = len(some[at].ids) + 2
            found[at] = Seen(trunk=trunk[row, :length].to(torch.bfloat16), top=top[row, :length].to(torch.bfloat16))
    return [one for one in found if one is not None]


def stacked(some: Sequence[Seen]) -> tuple[Tensor, Tensor, Tensor]:
    """Trunk, top and mask of some texts, filled up to the longest."""
    longest = max(len(one.trunk) for one in some)
    mask = torch.zeros(len(some), longest, dtype=torch.bool)
    made = torch.zeros(2, len(some), longest, some[0].trunk.shape[1])
    for row, one in enumerate(some):
        made[0, row, : len(one.trunk)], made[1, row, : len(one.top)] = one.trunk, one.top
        mask[row, : len(one.trunk)] = True
    return made[0], made[1], mask


def vectors_of(branch: Branch, given: Sequence[Seen], words: Sequence[Words]) -> list[dict[str, Tensor]]:
    """The vectors of each word of each text."""
    found = branch(*stacked(given))
    rows = np.concatenate([one.first + 1 + row * found.shape[1] for row, one in enumerate(words)])
    flat = branch.vectors(found.flatten(0, 1)[torch.from_numpy(rows)])
    parts = {name: vectors.float().split([len(one) for one in words]) for name, vectors in flat.items()}
    return [{name: part[row] for name, part in parts.items()} for row in range(len(words))]


def tree_loss(branch: Branch, vectors: dict[str, Tensor], item: Example) -> Tensor:
    """The loss of arcs, labels, predicates and roles of one example, summed over its words."""
    of = torch.from_numpy(item.sentences)
    heads, count = torch.from_numpy(item.heads), len(item.heads)
    scores = branch.arcs(vectors["arcs"]).masked_fill(of[:, None] != of[None, :], -1e4)
    total = nn.functional.cross_entropy(scores, heads, reduction="sum")
    labels = branch.labels(vectors["labels"], torch.arange(count), heads)
    total = total + nn.functional.cross_entropy(labels, torch.from_numpy(item.labels), reduction="sum")
    learned = torch.from_numpy(item.learned).bool()
    gold = torch.zeros(count)
    gold[torch.from_numpy(item.predicates)] = 1
    if learned.any():
        total = total + nn.functional.binary_cross_entropy_with_logits(
            vectors["predicates"][:, 0][learned], gold[learned], reduction="sum"
        )
    if len(item.predicates):
        total = total + role_loss(branch, vectors["roles"], item)
    return total


def role_loss(branch: Branch, vectors: Tensor, item: Example) -> Tensor:
    predicates = torch.from_numpy(item.predicates)
    scores = branch.roles(vectors, predicates)
    wanted = torch.full(scores.shape[:2], len(ROLES))
    rows = np.searchsorted(item.predicates, item.roles[:, 0])
    wanted[torch.from_numpy(rows), torch.from_numpy(item.roles[:, 1])] = torch.from_numpy(item.roles[:, 2])
    of = torch.from_numpy(item.sentences)
    inside = of[predicates][:, None] == of[None, :]
    return nn.functional.cross_entropy(scores[inside], wanted[inside], reduction="sum")


def batches(sizes: Sequence[int], chance: random.Random, *, step: int) -> list[list[int]]:
    """Texts of like length together, up to `step` pieces a batch, in an order drawn by chance."""
    order = list(range(len(sizes)))
    chance.shuffle(order)
    found: list[list[int]] = []
    for start in range(0, len(order), 300):
        batch: list[int] = []
        for at in sorted(order[start : start + 300], key=lambda at: sizes[at]):
            if batch and (len(batch) + 1) * sizes[at] > step:
                found.append(batch)
                batch = []
            batch.append(at)
        found.append(batch)
    chance.shuffle(found)
    return found


def checked(branch: Branch, given: Sequence[Seen], some: Sequence[Example]) -> dict[str, float]:
    """Attachment scores (UAS, LAS, over all words but punctuation marks), F1 of predicates and roles."""
    branch.eval()
    right = np.zeros(2)
    words, pred, role = 0, np.zeros(3), np.zeros(3)
    with torch.no_grad():
        for start in range(0, len(some), 16):
            part = some[start : start + 16]
            for vectors, item in zip(
                vectors_of(branch, given[start : start + 16], [one.words for one in part]), part, strict=True
            ):
                of = torch.from_numpy(item.sentences)
                scores = branch.arcs(vectors["arcs"]).masked_fill(of[:, None] != of[None, :], -1e4)
                heads = scores.argmax(1)
                labels = branch.labels(vectors["labels"], torch.arange(len(of)), heads).argmax(1).numpy()
                counted = ~np.isin(item.labels, [LABELS.index("punct"), LABELS.index("part")])
                hit = (heads.numpy() == item.heads) & counted
                words += counted.sum()
                right += hit.sum(), (hit & (labels == item.labels)).sum()
                found = set(np.flatnonzero((vectors["predicates"][:, 0] > 0).numpy() & (item.learned > 0)).tolist())
                there = set(item.predicates.tolist())
                pred += len(found & there), len(found), len(there)
                if len(item.predicates):
                    predicates = torch.from_numpy(item.predicates)
                    best = branch.roles(vectors["roles"], predicates).argmax(2)
                    best[of[predicates][:, None] != of[None, :]] = len(ROLES)
                    rows, others = (best < len(ROLES)).nonzero(as_tuple=True)
                    kinds = best[rows, others]
                    said = set(
                        zip(item.predicates[rows.numpy()].tolist(), others.tolist(), kinds.tolist(), strict=True)
                    )
                    gold = {tuple(row) for row in item.roles.tolist()}
                    role += len(said & gold), len(said), len(gold)
    branch.train()
    f1 = [2 * counts[0] / max(1, counts[1] + counts[2]) for counts in (pred, role)]
    return dict(
        zip(("UAS", "LAS", "predicates", "roles"), np.round([*(right / max(1, words)), *f1], 4).tolist(), strict=True)
    )
