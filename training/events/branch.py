"""The branch: two layers of its own on the trunk that it shares with the model of statements, and its heads.

The trunk is the lower part of the encoder of statements, which stays as it is: what it makes of a text is made once
for both. The upper part ("top") is read along. Heads: trees and roles (biaffine; Dozat and Manning, 2017), and what
kind of event a word names between two parties (its vector, as trigger, joined with those of the parties).
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn

from onrecord.reading.events.branch import SIZES
from onrecord.reading.events.kinds import HIDDEN, KINDS, SAID
from onrecord.reading.events.trees import ARC, LABEL, LABELS, ROLE, ROLES

sys.path.append(str(Path(__file__).resolve().parents[1] / "statements"))
from network import LAYERS, TRUNK, WIDTH, Layer, Network

OWN = LAYERS - TRUNK


def statements_network(path: Path, *, roles: int, names: int) -> Network:
    """The network of statements as it ships, its weights of 8 bits as numbers again."""
    network = Network(roles=roles, names=names, dropout=0.0)
    given = {item.name: numpy_helper.to_array(item) for item in onnx.load(str(path)).graph.initializer}
    own = {
        name.removeprefix("network."): torch.tensor(array)
        for name, array in given.items()
        if name.startswith("network.")
    }
    found = {name: value for name, value in own.items() if name in network.state_dict()}
    for name in ("pieces.weight", "shapes.weight", "quoted.weight"):
        scale, zero = own[f"{name}_scale"], own[f"{name}_zero_point"].float()
        found[name] = (own[f"{name}_quantized"].float() - zero) * scale
    maps = sorted((name for name in given if name.startswith("onnx::") and name.endswith("_quantized")), key=_number)
    parts = [f"layers.{layer}.{part}" for layer in range(LAYERS) for part in ("attention", "mixed", "up", "down")]
    for name, part in zip(maps, [*parts, "tags", "names", "links"], strict=True):
        scale = torch.tensor(given[name.replace("_quantized", "_scale")])
        zero = torch.tensor(given[name.replace("_quantized", "_zero_point")]).float()
        found[f"{part}.weight"] = ((torch.tensor(given[name]).float() - zero) * scale).T.contiguous()
    missing = network.load_state_dict(found, strict=False).missing_keys
    left = [name for name in missing if not name.startswith(("tag_crf", "name_crf", "sources", "contents"))]
    if left:
        raise SystemExit(f"{path} is no model of statements: it lacks {left[0]}")
    return network.eval()


def _number(name: str) -> int:
    return int(name.removeprefix("onnx::MatMul_").removesuffix("_quantized"))


class Biaffine(nn.Module):
    """Weights of each kind of pair: of each vector with each other, of each alone, and of none."""

    def __init__(self, size: int, kinds: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(kinds, size + 1, size + 1) * 0.02)

    def forward(self, left: Tensor, right: Tensor) -> Tensor:
        """[n, size] and [n, size], pair by pair, to [n, kinds]."""
        return (torch.einsum("na,kab->nkb", _with_one(left), self.weight) @ _with_one(right)[:, :, None])[:, :, 0]


def _with_one(vectors: Tensor) -> Tensor:
    return torch.cat([vectors, torch.ones_like(vectors[..., :1])], -1)


class Branch(nn.Module):
    """The whole of what is learned here, with the lexicon that says of a word in which patterns it stands."""

    def __init__(self, lexicon: Mapping[str, np.ndarray], dropout: float = 0.1) -> None:
        super().__init__()
        self.lexicon = lexicon
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(OWN))
        self.maps = nn.ModuleDict({name: nn.Linear(2 * WIDTH, size) for name, size in SIZES.items()})
        self.label_pairs, self.role_pairs = Biaffine(LABEL, len(LABELS)), Biaffine(ROLE, len(ROLES) + 1)
        self.arc_bias = nn.Linear(ARC, 1, bias=False)
        self.root = nn.Parameter(torch.zeros(ARC))
        self.nobody, self.kind = nn.Parameter(torch.zeros(2, HIDDEN)), nn.Linear(HIDDEN, len(KINDS))
        self.listed = nn.Linear(SAID, len(KINDS), bias=False)
        nn.init.zeros_(self.listed.weight)
        self.dropout = nn.Dropout(dropout)

    def begin(self, network: Network) -> None:
        """The own layers start as those of the model of statements."""
        for own, given in zip(self.layers, network.layers[TRUNK:], strict=True):
            own.load_state_dict(given.state_dict())

    def forward(self, trunk: Tensor, top: Tensor, mask: Tensor | None) -> Tensor:
        """[n, pieces, WIDTH] twice to what the branch makes of each piece, [n, pieces, 2 WIDTH]."""
        x = trunk
        for layer in self.layers:
            x = layer(x, None if mask is None else mask[:, None, None, :])
        return torch.cat([x, top], -1)

    def vectors(self, seen: Tensor) -> dict[str, Tensor]:
        """The vectors of words, [words, 2 WIDTH], by their names."""
        seen = self.dropout(seen)
        return {name: of(seen) for name, of in self.maps.items()}

    def arcs(self, vectors: Tensor) -> Tensor:
        """Scores [n, words, words]: of each word to each head; a word as its own head is the root."""
        dependents, heads = nn.functional.leaky_relu(vectors, 0.1).chunk(2, -1)
        scores = self.dropout(dependents) @ heads.transpose(-1, -2) / ARC**0.5 + self.arc_bias(heads).transpose(-1, -2)
        root = dependents @ self.root / ARC**0.5
        own = torch.eye(vectors.shape[-2], dtype=torch.bool)
        return torch.where(own, root[..., :, None], scores)

    def labels(self, vectors: Tensor, words: Tensor, heads: Tensor) -> Tensor:
        """Scores [m, LABELS] of arcs; `vectors` [words, 2 LABEL]."""
        dependents, above = nn.functional.leaky_relu(vectors, 0.1).chunk(2, -1)
        return self.label_pairs(dependents[words], above[heads])

    def roles(self, vectors: Tensor, predicates: Tensor) -> Tensor:
        """Scores [predicates, words, ROLES + 1] of each predicate with each word, the last kind being none."""
        of, to = nn.functional.leaky_relu(vectors, 0.1).chunk(2, -1)
        of, to = _with_one(of[predicates]), _with_one(to)
        return torch.einsum("pkb,wb->pwk", torch.einsum("pa,kab->pkb", of, self.role_pairs.weight), to)

    def kinds_of(self, vectors: Tensor, triggers: Tensor, said: Tensor, parties: Sequence[Tensor]) -> Tensor:
        """Scores [triggers, KINDS] of some words as triggers. `vectors` are [words, 3 HIDDEN]; `said` [triggers, SAID]
        is what the dictionary says of them; `parties` are the words of actor and recipient, empty where there is none.
        """
        parts = vectors.chunk(3, -1)
        hidden = parts[0][triggers]
        for number, party in enumerate(parties):
            hidden = hidden + (parts[number + 1][party].mean(0) if len(party) else self.nobody[number])
        return self.kind(self.dropout(nn.functional.gelu(hidden))) + self.listed(said)
