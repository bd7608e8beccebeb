"""make train-events: train the branch on trees, roles and kinds of events, and ship it.

What the shared part of the encoder makes of the texts is made once; only the branch is learned. With `--folds` the
kinds of PLV are scored by cross-validation instead (five folds by sentence), and nothing is shipped.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import random
import time
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import kinds
import numpy as np
import torch
import trees
from branch import Branch, statements_network
from learn_kinds import as_plv, guessed, is_quiet, kind_loss, parsed, quiet, scores, with_triggers
from learn_trees import Seen, batches, checked, seen, tree_loss, vectors_of
from ship import ship
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn.attention import SDPBackend, sdpa_kernel

from onrecord.reading.events.branch import FOLDER
from onrecord.reading.model import FOLDER as STATEMENTS
from onrecord.reading.model import about

HERE = Path(__file__).resolve().parent
BUILD = HERE.parents[1] / "build" / "events"
LONGEST = 380
"""Pieces; examples that are longer are left out."""
FOLDS = 5

Item = trees.Example | kinds.Typed


@dataclass(frozen=True, slots=True, kw_only=True)
class Set:
    """Examples, and each as the shared part sees it."""

    items: Sequence[Item]
    seen: Sequence[Seen]

    def some(self, places: Sequence[int]) -> Set:
        return Set(items=[self.items[at] for at in places], seen=[self.seen[at] for at in places])

    def __add__(self, other: Set) -> Set:
        return Set(items=[*self.items, *other.items], seen=[*self.seen, *other.seen])


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """All that is learned from, and what it is checked on."""

    trees: Set
    held_trees: Set
    plv: Set
    roots: Sequence[str]
    folds: Sequence[int]
    aw: Set
    patterns: Set
    quiet: Set


def corpus_of(gold: Path, seed: int) -> Corpus:
    """The examples of a folder of gold data."""
    described = about(STATEMENTS)
    tokenizer = Tokenizer.from_file(str(STATEMENTS / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    network = statements_network(STATEMENTS / "model.onnx", roles=len(described.roles), names=len(described.names))

    def made(name: str, items: Sequence[Item]) -> Set:
        items = [item for item in items if len(item.words.ids) < LONGEST]
        began = time.monotonic()
        found = _kept(name, items, lambda: seen(network, [item.words for item in items]))
        print(f"{name}: {len(items)} examples ({time.monotonic() - began:.0f} s)", flush=True)
        return Set(items=items, seen=found)

    def parsed(part: str) -> Sequence[Item]:
        found = list(trees.sentences(gold / "roles" / f"ud-ewt-{part}.conllu", gold / "roles" / "propbank-ewt"))
        return list(trees.examples(found, tokenizer))

    folder = gold / "events"
    plv = kinds.plv(folder, tokenizer)
    return Corpus(
        trees=made("trees", parsed("train")),
        held_trees=made("trees held", parsed("dev")),
        plv=made("plv", [item for item, _ in plv]),
        roots=[root for _, root in plv],
        folds=[int(hashlib.md5(item.words.ids.tobytes()).hexdigest(), 16) % FOLDS for item, _ in plv],
        aw=made("aw", list(kinds.aw(folder, tokenizer))),
        patterns=made("patterns", list(kinds.from_patterns(folder, tokenizer, seed=seed))),
        quiet=Set(items=(), seen=()),
    )


def asked_of(corpus: Corpus, branch: Branch, seed: int) -> Corpus:
    """The corpus with what is asked of it by the trees that the branch has learned: the triggers of PLV, and texts
    without events."""
    chance = random.Random(seed)
    plv = list(map(with_triggers, corpus.plv.items, parsed(branch, corpus.plv.seen, corpus.plv.items)))
    calm = corpus.trees.some([at for at, item in enumerate(corpus.trees.items) if is_quiet(item)])
    made = [
        quiet(item, tree, chance) for item, tree in zip(calm.items, parsed(branch, calm.seen, calm.items), strict=True)
    ]
    return replace(corpus, plv=Set(items=plv, seen=corpus.plv.seen), quiet=Set(items=made, seen=calm.seen))


def _kept(name: str, items: Sequence[Item], make: Callable[[], list[Seen]]) -> list[Seen]:
    """What was made of the same texts before, else what is made now and kept in build/events."""
    digest = hashlib.sha256(b"".join(item.words.ids.tobytes() for item in items)).hexdigest()[:16]
    path = BUILD / f"{name.replace(' ', '-')}-{digest}.pt"
    if path.exists():
        return [Seen(trunk=trunk, top=top) for trunk, top in torch.load(path)]
    found = make()
    torch.save([(one.trunk, one.top) for one in found], path.with_suffix(".part"))
    path.with_suffix(".part").replace(path)
    return found


class Learner:
    """A branch while it is learned, with the running mean of its weights."""

    def __init__(self, branch: Branch, config: dict[str, Any], total: int, *, share: float = 1.0) -> None:
        own = [weight for name, weight in branch.named_parameters() if name.startswith("layers")]
        heads = [weight for name, weight in branch.named_parameters() if not name.startswith("layers")]
        groups = [{"params": own, "top": config["rate"] * share}, {"params": heads, "top": config["head_rate"] * share}]
        self.branch, self.config, self.total, self.steps = branch, config, total, 0
        self.optimizer = torch.optim.AdamW(groups, weight_decay=config["decay"])
        self.mean = {name: weight.clone() for name, weight in branch.state_dict().items()}

    def step(self, part: Set) -> float:
        """One step down the slope of the loss of a few examples."""
        rate = min(1, (self.steps + 1) / (self.config["warmup"] * self.total)) * max(0.02, 1 - self.steps / self.total)
        for group in self.optimizer.param_groups:
            group["lr"] = group["top"] * rate
        with torch.autocast("cpu", dtype=torch.bfloat16), sdpa_kernel(SDPBackend.MATH):  # the quickest way back here
            vectors = vectors_of(self.branch, part.seen, [item.words for item in part.items])
        loss = sum(self._loss(*both) for both in zip(vectors, part.items, strict=True)) / len(part.items)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.branch.parameters(), 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad()
        self.steps += 1
        keep = min(self.config["average"], (self.steps + 1) / (self.steps + 10))
        for name, weight in self.branch.state_dict().items():
            self.mean[name].lerp_(weight, 1 - keep)
        return float(loss.detach())

    def _loss(self, vectors: dict[str, Tensor], item: Item) -> Tensor:
        if isinstance(item, trees.Example):
            return tree_loss(self.branch, vectors, item) / len(item.heads)
        return self.config["kinds"]["weight"] * kind_loss(self.branch, vectors, item)

    def averaged(self) -> Branch:
        """The branch with the running mean of the weights."""
        found = Branch()
        found.load_state_dict(self.mean)
        return found


def learned(
    branch: Branch, passes: Callable[[int], Set], count: int, config: dict[str, Any], *, share: float
) -> Branch:
    """The branch after so many passes; `passes` gives the examples of each."""
    learner = None
    for number in range(count):
        examples, chance = passes(number), random.Random(f"{config['seed']} {number}")
        sizes = [len(item.words.ids) + 2 for item in examples.items]
        order = batches(sizes, chance, step=config["step"])
        learner = learner or Learner(branch, config, len(order) * count, share=share)
        began, losses = time.monotonic(), []
        for batch in order:
            losses.append(learner.step(examples.some(batch)))
            if math.isnan(losses[-1]):
                raise SystemExit("the loss is no number: lower the rates in config.toml")
        print(f"pass {number + 1} of {count}: loss {np.mean(losses):.3f}, {time.monotonic() - began:.0f} s", flush=True)
    return learner.averaged() if learner else branch


def _digest(config: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(config, sort_keys=True).encode()).hexdigest()[:16]


def with_trees(corpus: Corpus, config: dict[str, Any], branch: Branch) -> Branch:
    """The branch after it learned trees and roles."""
    path = BUILD / f"trees-{_digest({name: value for name, value in config.items() if name != 'kinds'})}.pt"
    if path.exists():
        branch.load_state_dict(torch.load(path))
        return branch
    found = learned(branch, lambda _: corpus.trees, config["trees"]["passes"], config, share=1.0)
    torch.save(found.state_dict(), path)
    return found


def with_kinds(
    corpus: Corpus, config: dict[str, Any], branch: Branch, *, without: int | None = None, again: float
) -> Branch:
    """The branch after it learned the kinds, from all of PLV but the fold `without`."""
    own, settings = [at for at, fold in enumerate(corpus.folds) if fold != without], config["kinds"]

    def examples(number: int) -> Set:
        chance = random.Random(f"{config['seed']} kinds {number}")
        found = corpus.plv.some(own) + corpus.aw
        found += corpus.patterns.some(chance.sample(range(len(corpus.patterns.items)), settings["patterns"]))
        found += corpus.quiet.some(chance.sample(range(len(corpus.quiet.items)), settings["quiet"]))
        count = int(again * len(corpus.trees.items))
        return found + corpus.trees.some(chance.sample(range(len(corpus.trees.items)), count))

    return learned(branch, examples, settings["passes"], config, share=settings["share"])


def folded(corpus: Corpus, config: dict[str, Any], start: Branch) -> dict[str, float]:
    """Accuracy and macro F1 of PLV's roots by cross-validation."""
    said: dict[int, str] = {}
    for fold in range(FOLDS):
        own = [at for at, number in enumerate(corpus.folds) if number == fold]
        path = BUILD / f"fold-{fold}-{_digest(config)}.json"
        if not path.exists():
            branch = Branch(config["dropout"])
            branch.load_state_dict(start.state_dict())
            branch = with_kinds(corpus, config, branch, without=fold, again=0.0)
            part = corpus.plv.some(own)
            path.write_text(json.dumps(as_plv(guessed(branch, part.seen, part.items))), "utf-8")
        said |= dict(zip(own, json.loads(path.read_text("utf-8")), strict=True))
        places = sorted(said)
        found = scores([said[at] for at in places], [corpus.roots[at] for at in places])
        print(f"folds up to {fold + 1}: accuracy {found[0]:.4f}, macro F1 {found[1]:.4f}", flush=True)
    accuracy, macro = scores([said[at] for at in sorted(said)], corpus.roots)
    return {"PLV train by cross-validation, root accuracy": accuracy, "PLV train by cross-validation, macro F1": macro}


def data(gold: Path) -> Iterator[dict[str, str]]:
    """What was learned from, for the card."""
    roles = [gold / "roles" / "ud-ewt-train.conllu", *sorted((gold / "roles" / "propbank-ewt").rglob("*.gold_skel"))]
    for name, used, licence, paths in (
        ("UD EWT train, PropBank EWT", "trees and roles", "CC BY-SA 4.0", roles),
        ("PLV train", "kinds between marked parties", "not stated", [gold / "events" / "plv_train.tsv"]),
        ("AW train", "whether two take part in an event", "not stated", [gold / "events" / "aw_train.tsv"]),
        ("CAMEO verb patterns (petrarch2)", "sentences made of them", "MIT", [gold / "events" / "CAMEO.2.0.txt"]),
    ):
        digest = hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()
        yield {"name": name, "used": used, "licence": licence, "sha256": digest}


def main() -> None:
    """Read the command line, train, and ship or score."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, required=True, help="the folder with roles/ and events/")
    parser.add_argument("--folds", action="store_true", help="score the kinds by cross-validation, ship nothing")
    given = parser.parse_args()
    BUILD.mkdir(parents=True, exist_ok=True)
    config = tomllib.loads((HERE / "config.toml").read_text("utf-8"))
    torch.manual_seed(config["seed"])
    corpus = corpus_of(given.gold, config["seed"])
    branch = Branch(config["dropout"])
    described = about(STATEMENTS)
    branch.begin(statements_network(STATEMENTS / "model.onnx", roles=len(described.roles), names=len(described.names)))
    branch = with_trees(corpus, config, branch)
    corpus = asked_of(corpus, branch, config["seed"])
    kept = BUILD / "folds.json"
    if given.folds:
        kept.write_text(json.dumps(folded(corpus, config, branch)), "utf-8")
        return
    branch = with_kinds(corpus, config, branch, again=config["kinds"]["again"])
    torch.save(branch.state_dict(), BUILD / "branch.pt")
    found = checked(branch, corpus.held_trees.seen, corpus.held_trees.items)
    names = {
        "UAS": "UD EWT dev, heads",
        "LAS": "UD EWT dev, heads and labels",
        "predicates": "predicates, F1",
        "roles": "roles, F1",
    }
    results = {names[name]: score for name, score in found.items()}
    results |= json.loads(kept.read_text("utf-8")) if kept.exists() else {}
    ship(branch, FOLDER, {"scores": results, "data": list(data(given.gold))})
    print(json.dumps(results, indent=1))


if __name__ == "__main__":
    main()
