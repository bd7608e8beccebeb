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

import calm
import kinds
import numpy as np
import torch
import trees
from branch import Branch, statements_network
from learn_kinds import as_plv, gold_tree, guessed, is_quiet, kind_loss, parsed, quiet, scores, with_triggers
from learn_trees import Seen, batches, checked, seen, tree_loss, vectors_of
from ship import ship
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn.attention import SDPBackend, sdpa_kernel

from onrecord.reading.events.branch import FOLDER
from onrecord.reading.events.trees import Trees
from onrecord.reading.model import FOLDER as STATEMENTS
from onrecord.reading.model import about

HERE = Path(__file__).resolve().parent
BUILD = HERE.parents[1] / "build" / "events"
LONGEST = 380
"""Pieces; examples that are longer are left out."""
FOLDS, PACKS = 5, 3

Item = trees.Example | kinds.Typed
Others = Callable[[random.Random], list[kinds.Typed]]


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
    """All that is learned from, and what it is checked on. `packs` are sets of paragraphs of sentences of all kinds,
    each with the fold that its sentences of PLV are of."""

    trees: Set
    held_trees: Set
    plv: Set
    roots: Sequence[str]
    folds: Sequence[int]
    packs: Sequence[tuple[Set, Sequence[int]]]


class Maker:
    """Makes examples, and of each what the shared part of the encoder makes of it."""

    def __init__(self, gold: Path, config: dict[str, Any]) -> None:
        described = about(STATEMENTS)
        self.gold, self.config = gold, config
        self.tokenizer = Tokenizer.from_file(str(STATEMENTS / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        self.network = statements_network(
            STATEMENTS / "model.onnx", roles=len(described.roles), names=len(described.names)
        )

    def made(self, name: str, items: Sequence[Item]) -> Set:
        """The examples, those that are too long left out."""
        items = [item for item in items if len(item.words.ids) < LONGEST]
        began = time.monotonic()
        found = _kept(name, items, lambda: seen(self.network, [item.words for item in items]))
        print(f"{name}: {len(items)} examples ({time.monotonic() - began:.0f} s)", flush=True)
        return Set(items=items, seen=found)

    def sentences(self, part: str) -> list[trees.Sentence]:
        """The sentences of a part of EWT."""
        roles = self.gold / "roles"
        return list(trees.sentences(roles / f"ud-ewt-{part}.conllu", roles / "propbank-ewt"))

    def trees(self) -> tuple[Set, Set]:
        """What is learned of trees, and what they are checked on."""
        learned, held = (list(trees.examples(self.sentences(part), self.tokenizer)) for part in ("train", "dev"))
        return self.made("trees", learned), self.made("trees held", held)

    def corpus(self, branch: Branch, parts: tuple[Set, Set]) -> Corpus:
        """All, with the triggers of PLV by the trees that the branch has learned."""
        found = kinds.plv(self.gold / "events", self.tokenizer)
        plv = self.triggered(branch, self.made("plv", [item for item, _ in found]))
        folds = [int(hashlib.md5(item.words.ids.tobytes()).hexdigest(), 16) % FOLDS for item in plv.items]
        others = self.others(branch)
        packs = [self.packed(plv.items, folds, others, number) for number in range(PACKS)]
        return Corpus(
            trees=parts[0],
            held_trees=parts[1],
            plv=plv,
            roots=[root for _, root in found],
            folds=folds,
            packs=packs,
        )

    def triggered(self, branch: Branch, some: Set) -> Set:
        """Sentences of PLV with the words that may be their triggers, by the trees that the branch sees."""
        return replace(some, items=list(map(with_triggers, some.items, parsed(branch, some.seen, some.items))))

    def packed(
        self, plv: Sequence[Item], folds: Sequence[int], others: Others, number: int
    ) -> tuple[Set, Sequence[int]]:
        """All sentences of PLV among others, some together as a paragraph, never of two folds."""
        chance = random.Random(f"{self.config['seed']} pack {number}")
        held = [(item, chance.randrange(FOLDS)) for item in others(chance)]
        held += zip(plv, folds, strict=True)
        chance.shuffle(held)
        found = []
        for fold in range(FOLDS):
            own = [item for item, of in held if of == fold]
            while own:
                count = chance.randint(1, 9)
                found.append((kinds.together(own[:count], self.tokenizer), fold))
                own = own[count:]
        found = [(item, fold) for item, fold in found if len(item.words.ids) < LONGEST]
        return self.made(f"pack {number}", [item for item, _ in found]), [fold for _, fold in found]

    def aw(self) -> list[kinds.Typed]:
        return list(kinds.aw(self.gold / "events", self.tokenizer))

    def patterns(self, number: int) -> list[kinds.Typed]:
        """Sentences made from all patterns, with other names and words for each number."""
        return list(kinds.from_patterns(self.gold / "events", self.tokenizer, seed=self.config["seed"] + number))

    def others(self, branch: Branch) -> Others:
        """What gives, by chance, the sentences that stand among those of PLV: of AW, some made from patterns, some
        without events."""
        settings, aw = self.config["kinds"], self.aw()
        made = [self.patterns(number) for number in range(PACKS)]
        still = [*self.calm_sentences(), *self.calm_paragraphs(branch)]

        def some(chance: random.Random) -> list[kinds.Typed]:
            return [
                *aw,
                *chance.sample(made[chance.randrange(PACKS)], settings["patterns"]),
                *(quiet(item, tree, chance) for item, tree in chance.sample(still, settings["quiet"])),
            ]

        return some

    def calm_sentences(self) -> Iterator[tuple[kinds.Typed, Trees]]:
        """The sentences of the parts of EWT without politics, and their trees."""
        for sentence in filter(is_quiet, self.sentences("train")):
            item = trees.example([sentence], self.tokenizer)
            yield kinds.Typed(text=f"{sentence.text} ", words=item.words, asked=()), gold_tree(item)

    def calm_paragraphs(self, branch: Branch) -> Iterator[tuple[kinds.Typed, Trees]]:
        """Paragraphs of pages without politics, and their trees as the branch sees them."""
        found = [kinds.untyped(self.tokenizer, text) for text in calm.paragraphs(self.gold / "pages")]
        some = self.made("calm", found)
        yield from zip(some.items, parsed(branch, some.seen, some.items), strict=True)


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
        found = Branch(self.branch.lexicon)
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


def _digest(config: dict[str, Any], *sources: Path) -> str:
    """What a result hangs on: the settings, and the files of this folder that made it."""
    found = hashlib.sha256(json.dumps(config, sort_keys=True).encode())
    for source in sources:
        found.update(source.read_bytes())
    return found.hexdigest()[:16]


def with_trees(examples: Set, config: dict[str, Any], branch: Branch) -> Branch:
    """The branch after it learned trees and roles."""
    own = {name: value for name, value in config.items() if name != "kinds"}
    path = BUILD / f"trees-{_digest(own, *(HERE / name for name in ('branch.py', 'learn_trees.py', 'trees.py')))}.pt"
    if path.exists():
        branch.load_state_dict(torch.load(path))
        return branch
    found = learned(branch, lambda _: examples, config["trees"]["passes"], config, share=1.0)
    torch.save(found.state_dict(), path)
    return found


def with_kinds(
    corpus: Corpus, config: dict[str, Any], branch: Branch, *, without: int | None = None, again: float
) -> Branch:
    """The branch after it learned the kinds, from all of PLV but the fold `without`."""
    settings = config["kinds"]
    own = [at for at, fold in enumerate(corpus.folds) if fold != without]

    def examples(number: int) -> Set:
        chance = random.Random(f"{config['seed']} kinds {number}")
        pack, folds = corpus.packs[number % len(corpus.packs)]
        found = corpus.plv.some(own) + pack.some([at for at, fold in enumerate(folds) if fold != without])
        count = int(again * len(corpus.trees.items))
        return found + corpus.trees.some(chance.sample(range(len(corpus.trees.items)), count))

    return learned(branch, examples, settings["passes"], config, share=settings["share"])


def folded(corpus: Corpus, config: dict[str, Any], start: Branch) -> dict[str, float]:
    """Accuracy and macro F1 of PLV's roots by cross-validation."""
    said: dict[int, str] = {}
    for fold in range(FOLDS):
        own = [at for at, number in enumerate(corpus.folds) if number == fold]
        path = BUILD / f"fold-{fold}-{_digest(config, *sorted(HERE.glob('*.py')), HERE / 'phrases.toml')}.json"
        if not path.exists():
            branch = Branch(start.lexicon, config["dropout"])
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
    pages = [gold / "pages" / name / "gold.jsonl" for name in calm.SETS]
    roles = [gold / "roles" / "ud-ewt-train.conllu", *sorted((gold / "roles" / "propbank-ewt").rglob("*.gold_skel"))]
    for name, used, licence, paths in (
        ("UD EWT train, PropBank EWT", "trees and roles", "CC BY-SA 4.0", roles),
        ("PLV train", "kinds between marked parties", "not stated", [gold / "events" / "plv_train.tsv"]),
        ("AW train", "whether two take part in an event", "not stated", [gold / "events" / "aw_train.tsv"]),
        (
            "CAMEO verb patterns (petrarch2)",
            "sentences made of them, and the dictionary",
            "MIT",
            [gold / "events" / "CAMEO.2.0.txt"],
        ),
        (
            "pages about sport, food, money, games",
            "that their predicates name no event",
            "ATF: research use; Fundus: MIT; WCXB: CC-BY-4.0",
            pages,
        ),
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
    maker = Maker(given.gold, config)
    parts = maker.trees()
    branch = Branch(kinds.lexicon(given.gold / "events"), config["dropout"])
    branch.begin(maker.network)
    branch = with_trees(parts[0], config, branch)
    corpus = maker.corpus(branch, parts)
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
