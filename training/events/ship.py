"""From a trained branch to the files that ship: model.onnx in 8 bits, weights.npz, meta.json, and their card."""

from __future__ import annotations

import hashlib
import json
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import torch
from branch import WIDTH, Branch
from torch import Tensor, nn

from card import card
from onrecord.reading.events.branch import FILES, SIZES
from onrecord.reading.files import about
from onrecord.reading.model import FOLDER as STATEMENTS

sys.path.append(str(Path(__file__).resolve().parents[1] / "statements"))
from quantizing import in_8_bits

VERSION = "1"


class Shipped(nn.Module):
    """The branch as it ships: one window at a time, so nothing is masked."""

    def __init__(self, branch: Branch) -> None:
        super().__init__()
        self.branch = branch

    def forward(self, trunk: Tensor, top: Tensor) -> tuple[Tensor, ...]:
        seen = self.branch(trunk, top, None)
        vectors = self.branch.vectors(seen)
        return tuple(vectors[name] for name in SIZES)


def weights(branch: Branch) -> dict[str, Tensor]:
    """What is not in the ONNX file: how the vectors of words are put together."""
    return {
        "arc_bias": branch.arc_bias.weight[0],
        "root": branch.root,
        "labels": branch.label_pairs.weight,
        "roles": branch.role_pairs.weight,
        "nobody": branch.nobody,
        "kind": branch.kind.weight,
        "bias": branch.kind.bias,
        "listed": branch.listed.weight,
    }


def ship(branch: Branch, folder: Path, meta: dict[str, Any]) -> None:
    """All files of the model into a folder; `meta` is what the card says of data and scores."""
    branch.eval()
    folder.mkdir(parents=True, exist_ok=True)
    some = torch.zeros(1, 64, WIDTH)
    with tempfile.TemporaryDirectory() as somewhere:
        full = Path(somewhere) / "full.onnx"
        torch.onnx.export(
            Shipped(branch),
            (some, some),
            str(full),
            input_names=["trunk", "top"],
            output_names=list(SIZES),
            dynamic_axes={name: {1: "length"} for name in ("trunk", "top", *SIZES)},
            dynamo=False,
            opset_version=17,
        )
        in_8_bits(full, folder / "model.onnx")
    numbers = {name: tensor.detach().numpy().astype(np.float16) for name, tensor in weights(branch).items()}
    numbers["words"] = np.frombuffer("\n".join(branch.lexicon).encode("ascii"), dtype=np.uint8)
    numbers["lexicon"] = np.stack(list(branch.lexicon.values())).astype(np.float16)
    np.savez_compressed(folder / "weights.npz", **numbers)
    contents = {name: (folder / name).read_bytes() for name in FILES}
    meta = {
        "name": "events",
        "version": VERSION,
        "languages": ["en"],
        "stands_on": about(STATEMENTS).sha256["model.onnx"],
    } | meta
    meta |= {"sha256": {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}}
    meta |= {"bytes": {name: len(content) for name, content in contents.items()}}
    meta |= {"made_with": {name: version(name) for name in ("torch", "onnx", "onnxruntime", "tokenizers", "numpy")}}
    (folder / "meta.json").write_text(json.dumps(meta, indent=1) + "\n", "utf-8")
    (folder / "README.md").write_text(card(meta), "utf-8")
