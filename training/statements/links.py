"""The linker: which source and which content go with which cue, learned from gold spans.

First it is trained with the rest of the network; then, the encoder held still, once more on whole articles. Some cues
and sources are hidden by chance, and what belonged to them has to go to "none": a reader does not find all of them.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import numpy as np
import torch
from torch import Tensor, nn

from corpus import Example, Span
from network import Network, Pairs
from onrecord.reading.linking import SIZE, Places, places
from onrecord.reading.statements import REACH
from onrecord.reading.words import Ints, Words


def link_loss(
    network: Network,
    vectors: Tensor,
    item: Example,
    within: Span,
    hidden: Callable[[str], bool] = lambda role: False,
) -> tuple[Tensor, int]:
    """The loss of the links of some words of an example, and of how many choices it is the sum.

    `vectors` is [words, 4 * SIZE] for the words of `within`; `hidden` draws whether a cue or a source is hidden.
    """
    low, high = within

    def inside(spans: Sequence[Span]) -> list[Span]:
        return [span for span in spans if low <= span[0] and span[1] <= high]

    shown = [one for one in item.attributions if inside([one.cue]) and not hidden("cue")]
    cues = sorted({one.cue for one in shown})
    sources = [span for span in sorted({s for one in shown for s in inside(one.source)}) if not hidden("source")]
    contents = sorted({span for one in item.attributions for span in inside(one.content)})
    if not cues or not contents:
        return vectors.new_zeros(()), 0
    head, source, content, cue = vectors.split(SIZE, dim=1)
    by_cue = np.array(cues)
    losses = []
    known = [one for one in shown if len(inside(one.source)) == len(one.source)]
    if known and sources:
        heads, others = np.array([one.cue for one in known]), np.array(sources)
        where = places(heads, others, by_cue[:, 0], item.words)
        scores = _scores(_mean(head, heads - low), _mean(source, others - low), where, network.sources)
        gold = [[span in one.source for span in sources] for one in known]
        losses.append(_loss(_near(scores, heads, others, item.words), gold))
    heads = np.array(contents)
    where = places(heads, by_cue, by_cue[:, 0], item.words)
    scores = _scores(_mean(content, heads - low), _mean(cue, by_cue - low), where, network.contents)
    owners = {span: {one.cue for one in shown if span in one.content} for span in contents}
    gold = [[one in owners[span] for one in cues] for span in contents]
    losses.append(_loss(_near(scores, heads, by_cue, item.words), gold))
    return torch.stack([loss for loss, _ in losses]).sum(), sum(count for _, count in losses)


def _mean(part: Tensor, spans: Ints) -> Tensor:
    index = torch.from_numpy(spans)
    return (part[index[:, 0]] + part[index[:, 1] - 1]) / 2


def _scores(heads: Tensor, others: Tensor, where: Places, pairs: Pairs) -> Tensor:
    """The scores of "none" and of every other, [heads, 1 + others]; as onrecord.reading.linking.chances has it."""
    apart, between, paragraphs, sentences, quoted = (torch.from_numpy(np.ascontiguousarray(part)) for part in where)
    by_place = pairs.apart[apart] + pairs.between[between] + pairs.paragraphs[paragraphs]
    by_place = by_place + pairs.sentences[sentences, quoted[:, None]]
    none = heads @ pairs.none / SIZE**0.5 + pairs.bias
    return torch.cat([none[:, None], heads @ others.T / SIZE**0.5 + by_place], dim=1)


def _near(scores: Tensor, heads: Ints, others: Ints, words: Words) -> Tensor:
    """Without those that stand too far away to be asked when reading."""
    step = words.paragraphs[others[:, 0]][None, :] - words.paragraphs[heads[:, 0]][:, None]
    far = np.concatenate([np.zeros((len(heads), 1), dtype=bool), np.abs(step) > REACH], axis=1)
    return scores.masked_fill(torch.from_numpy(far), -1e4)


def _loss(scores: Tensor, gold: Sequence[Sequence[bool]]) -> tuple[Tensor, int]:
    """The negative log probability of any of the gold ones, "none" where there is none that can be asked."""
    right = torch.tensor(gold) & (scores[:, 1:] > -1e3)
    right = torch.cat([~right.any(dim=1, keepdim=True), right], dim=1)
    chosen = torch.logsumexp(scores.masked_fill(~right, -1e9), dim=1)
    return (torch.logsumexp(scores, dim=1) - chosen).sum(), len(gold)


def refine(
    network: Network,
    learned: Sequence[Example],
    encoded: Callable[[Network, Example], Tensor],
    config: dict,
    *,
    seed: int,
) -> None:
    """Train the linker alone, on whole articles. `encoded` gives what the encoder makes of each word of an example."""
    network.eval()
    made = [encoded(network, item).half() for item in learned]
    chance = random.Random(seed)
    torch.manual_seed(seed)
    weights = [*network.links.parameters(), *network.sources.parameters(), *network.contents.parameters()]
    optimizer = torch.optim.AdamW(weights, weight_decay=0.01)
    dropout = nn.Dropout(config["dropout"])
    order = list(range(len(learned)))
    total = config["passes"] * len(order)

    def hidden(role: str) -> bool:
        return chance.random() < config[f"hidden_{role}s"]

    for number in range(config["passes"]):
        chance.shuffle(order)
        losses, choices = 0.0, 0
        for start in range(0, len(order), 4):
            optimizer.param_groups[0]["lr"] = config["rate"] * (1 - (number * len(order) + start) / total)
            parts = []
            for at in order[start : start + 4]:
                vectors = network.links(dropout(made[at].float()))
                parts.append(link_loss(network, vectors, learned[at], (0, len(vectors)), hidden))
            count = sum(part for _, part in parts)
            if count:
                loss = sum(part for part, _ in parts) / count
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
                losses, choices = losses + float(loss.detach()) * count, choices + count
        print(f"links, pass {number + 1}: loss {losses / max(choices, 1):.4f}", flush=True)
