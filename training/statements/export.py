"""From a trained network to the files that ship: model.onnx in 8 bits, heads.json, tokenizer.json, meta.json."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
import tomllib
from importlib.metadata import version
from pathlib import Path

import torch
from torch import Tensor, nn

from calibrate import checked_on, odds_of
from card import card
from corpus import NAMES, ROLES, articles
from network import Network
from onrecord.reading.model import FILES, OUTPUTS, SHARED, load
from onrecord.reading.reader import read
from quantizing import in_8_bits
from train import BUILD, HERE, parted, tokenizer

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "bench"))
from statements import scored  # noqa: E402 - the bench has no package; it is found where this repository is

SHIPPED = ROOT / "src" / "onrecord" / "models" / "statements"
VERSION = "1"


class Shipped(nn.Module):
    """The network as it ships: one window at a time, so nothing is masked."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, pieces: Tensor, shapes: Tensor, quoted: Tensor) -> tuple[Tensor, ...]:
        trunk, top = self.network.both(pieces, shapes, quoted, None)
        return self.network.tags(top), self.network.names(top), self.network.links(top), trunk, top


def as_onnx(network: Network, path: Path) -> None:
    """The network in 32 bits."""
    some = torch.ones(1, 64, dtype=torch.int64)
    names = {"input_names": ["pieces", "shapes", "quoted"], "output_names": [*OUTPUTS, *SHARED]}
    axes = {name: {1: "length"} for name in (*names["input_names"], *names["output_names"])}
    network.eval()
    torch.onnx.export(
        Shipped(network),
        (some, some * 0, some * 0),
        str(path),
        **names,
        dynamic_axes=axes,
        dynamo=False,
        opset_version=17,
    )


def heads(network: Network, odds: list[float]) -> dict:
    """What is not in the ONNX file: transitions, and the weights of places of pairs."""

    def numbers(part: nn.Module) -> dict:
        return {name: weight.detach().numpy().round(5).tolist() for name, weight in part.named_parameters()}

    return {
        "role_transitions": numbers(network.tag_crf),
        "name_transitions": numbers(network.name_crf),
        "sources": numbers(network.sources),
        "contents": numbers(network.contents),
        "odds": odds,
    }


def export(weights: dict, folder: Path, *, odds: list[float]) -> dict:
    """All files of the model into a folder, and what describes them."""
    network = Network(roles=len(ROLES), names=len(NAMES))
    network.load_state_dict(weights)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as somewhere:
        as_onnx(network, Path(somewhere) / "full.onnx")
        in_8_bits(Path(somewhere) / "full.onnx", folder / "model.onnx")
    tokenizer().save(str(folder / "tokenizer.json"), pretty=True)  # a piece a line, so that it can be read
    described = {
        "name": "statements",
        "version": VERSION,
        "languages": ["en"],
        "roles": list(ROLES),
        "names": list(NAMES),
    }
    return written(folder, heads(network, odds), described)


def written(folder: Path, numbers: dict, meta: dict) -> dict:
    """heads.json and meta.json, with the hashes and sizes of all files."""
    (folder / "heads.json").write_text(json.dumps(numbers), "utf-8")
    contents = {name: (folder / name).read_bytes() for name in FILES}
    meta |= {"sha256": {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}}
    meta |= {"bytes": {name: len(content) for name, content in contents.items()}}
    (folder / "meta.json").write_text(json.dumps(meta, indent=1) + "\n", "utf-8")
    return meta


def digest(paths: list[Path]) -> str:
    """One SHA-256 over some files, in their order."""
    found = hashlib.sha256()
    for path in paths:
        found.update(path.read_bytes())
    return found.hexdigest()


def data(gold: Path, aside: int) -> list[dict]:
    """What was learned from."""
    learned = gold / "statements" / "train.jsonl"
    names = sorted((gold / "names" / "worldwide").glob("*.tsv"))
    count = len(learned.read_text("utf-8").splitlines())
    return [
        {
            "name": "PolNeAR train",
            "used": f"{count} articles, {aside} of them kept aside",
            "licence": "not stated",
            "sha256": digest([learned]),
        },
        {
            "name": "Stanford Worldwide newswire names",
            "used": f"{len(names)} texts",
            "licence": "not stated",
            "sha256": digest(names),
        },
    ]


def main() -> None:
    """Read the command line and export: files, odds on the articles kept aside, scores, card."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, required=True, help="the folder with statements/, names/ and measure/")
    parser.add_argument("--weights", type=Path, default=BUILD / "network.pt")
    given = parser.parse_args()
    config = tomllib.loads((HERE / "config.toml").read_text("utf-8"))
    _, kept = parted(articles(given.gold / "statements" / "train.jsonl"), aside=config["aside"])
    meta = export(torch.load(given.weights), SHIPPED, odds=[0.2, 0.2, 0.2, 0.2, 0.2, 0.0])
    numbers = json.loads((SHIPPED / "heads.json").read_text("utf-8"))
    numbers["odds"] = odds_of(load(SHIPPED), kept)
    meta = written(SHIPPED, numbers, meta)
    loaded = load(SHIPPED)
    scorer = given.gold / "measure" / "statements.py"
    meta["scores"] = scored(
        given.gold / "statements" / "dev.jsonl", scorer, lambda article: read(article, loaded=loaded)
    )
    meta["aside"] = checked_on(loaded, kept)
    meta["data"] = data(given.gold, len(kept))
    meta["made_with"] = {name: version(name) for name in ("torch", "onnx", "onnxruntime", "tokenizers", "numpy")}
    meta = written(SHIPPED, numbers, meta)
    (SHIPPED / "README.md").write_text(card(meta), "utf-8")
    print(json.dumps(meta["scores"]), meta["aside"], sep="\n")


if __name__ == "__main__":
    main()
