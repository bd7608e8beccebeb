"""Fit the body model: two lexicons, three forests, the thresholds; and write them as the core reads them.

`fit` is a function of the pages that it is given: whoever holds pages back from it gets a model that has not seen them.
Scores that a forest learns from (those of the lexicons, and the body's for the kind) are made by models that have not
seen the page either.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import lightgbm
import numpy as np
import scipy.sparse
from sklearn.linear_model import SGDClassifier

from heldout import FOLDS
from onrecord import _core
from pages import KINDS, Array, Sample, shortened

MAGIC = b"ONRECRD1"
SHORT_WEIGHT = 0.3
"""How much the short form of a page counts beside the whole."""
HOPEFUL = 0.15
"""No threshold is below this probability."""
BLOCK_FEATURES, PAGE_FEATURES = _core.feature_names()
SAID, NAMED = BLOCK_FEATURES.index("said"), BLOCK_FEATURES.index("named")


@dataclass(frozen=True, kw_only=True)
class Settings:
    """config.toml."""

    lexicon_bits: int
    lexicon_alpha: float
    lexicon_passes: int
    trees: int
    leaves: int
    depth: int
    early: int
    rate: float
    news_weight: float
    snippet_weight: float
    sampled: float
    standfirst_trees: int
    standfirst_leaves: int
    kind_trees: int
    kind_leaves: int
    thresholds: tuple[float, ...]


# --- lexicons -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Lexicon:
    """Weights of hashed words in units of `scale`, as the core has them."""

    weights: Array
    scale: float
    bias: float

    def score(self, hashes: Sequence[Array]) -> Array:
        """The score of each block's words."""
        mask = len(self.weights) - 1
        sums = [self.weights[block & mask].sum() / np.sqrt(max(1, len(block))) for block in hashes]
        return np.array(sums, dtype="f4") * np.float32(self.scale) + np.float32(self.bias)


def fit_lexicon(pages: Sequence[Sample], hashes: Callable[[Sample], list[Array]], settings: Settings) -> Lexicon:
    """A linear model over the hashed words of blocks, with weights of eight bits."""
    gold = [page for page in pages if page.gold and page.learnable]
    blocks = [block for page in gold for block in hashes(page)]
    size = 1 << settings.lexicon_bits
    ends = np.cumsum([0, *map(len, blocks)])
    columns = np.concatenate(blocks) & (size - 1)
    values = np.repeat(1 / np.sqrt(np.maximum(1, np.diff(ends))), np.diff(ends))
    matrix = scipy.sparse.csr_matrix((values, columns, ends), shape=(len(blocks), size))
    label = np.concatenate([page.label for page in gold if page.label is not None]) >= 0.5
    weight = np.concatenate([block_weights(page) for page in gold])
    model = SGDClassifier(
        loss="log_loss", alpha=settings.lexicon_alpha, max_iter=settings.lexicon_passes, tol=None, random_state=0
    )
    model.fit(matrix, label, sample_weight=weight / weight.mean())
    found = model.coef_[0]
    scale = float(np.quantile(np.abs(found), 0.9995)) / 127
    quantized = np.clip(np.round(found / scale), -127, 127).astype(np.int8)
    return Lexicon(quantized.astype(np.int32), scale, float(model.intercept_[0]))


# --- forests ------------------------------------------------------------------------------------------------------


def block_weights(page: Sample, *, news: float = 1.0) -> Array:
    """A block counts by the root of its share of the text: long ones move F1, short ones make a text perfect."""
    weight = np.sqrt((page.counts + 2.0) / (page.gold_words + 50))
    return weight * (news if page.news else 1.0) * (SHORT_WEIGHT if page.short else 1.0)


def parameters(settings: Settings, **more: Any) -> dict[str, Any]:
    """What all forests share."""
    return {
        "learning_rate": settings.rate,
        "num_leaves": settings.leaves,
        "max_depth": settings.depth,
        "min_data_in_leaf": 60,
        "feature_fraction": 0.3,
        "bagging_fraction": 0.8,
        "bagging_freq": 1,
        "lambda_l2": 5.0,
        "max_bin": 63,
        "use_missing": False,
        "num_threads": 1,
        "seed": 7,
        "verbose": -1,
        **more,
    }


def body_rows(page: Sample, settings: Settings, random: np.random.RandomState) -> tuple[Array, Array, Array]:
    """The blocks to learn from: all that are in doubt, a sample of the plain links. Rows, labels, weights."""
    assert page.label is not None
    label = page.label
    known = ~np.isnan(label)
    if not page.gold_words:
        weight = np.full(len(label), settings.snippet_weight)
    else:
        weight = block_weights(page, news=settings.news_weight if page.news or not page.gold else 1.0)
    if page.news:
        known &= ~page.may_be_standfirst  # that is the other forest's question
        table = (column(page, "in table") > 0) & (column(page, "is cell") > 0)
        known &= ~table if page.set == "atf" else True
    easy = (column(page, "words") < 6) & (column(page, "link share") > 0.8) & ~(label > 0.3)
    sampled = random.rand(len(label)) < settings.sampled
    chosen = known & (~easy | sampled)
    weight = np.where(easy, 1 / settings.sampled, 1.0) * weight
    return page.blocks[chosen], label[chosen], weight[chosen]


def column(page: Sample, name: str) -> Array:
    """One feature of all blocks of a page."""
    return page.blocks[:, BLOCK_FEATURES.index(name)]


def fit_body(pages: Sequence[Sample], settings: Settings) -> tuple[lightgbm.Booster, tuple[int, float]]:
    """The forest that says which blocks are the body; and after how many trees, and below which sum, none of the blocks
    that it learned from comes to anything."""
    random = np.random.RandomState(0)
    rows = [body_rows(page, settings, random) for page in pages if page.learnable]
    x, y, w = (np.concatenate(parts) for parts in zip(*rows, strict=True))
    data = lightgbm.Dataset(x, y, weight=w / w.mean())
    forest = lightgbm.train(parameters(settings, objective="cross_entropy"), data, settings.trees)
    early = forest.predict(x, raw_score=True, num_iteration=settings.early)
    return forest, (settings.early, float(early[forest.predict(x) > HOPEFUL].min()) - 0.05)


def fit_standfirst(pages: Sequence[Sample], settings: Settings) -> lightgbm.Booster:
    """The forest that says which blocks before the body are its standfirst: what news sets count as text there."""
    chosen = [page for page in pages if page.news and page.learnable]
    x = np.concatenate([page.blocks[page.may_be_standfirst] for page in chosen])
    y = np.concatenate([page.label[page.may_be_standfirst] for page in chosen if page.label is not None])
    more = parameters(settings, objective="cross_entropy", num_leaves=settings.standfirst_leaves, min_data_in_leaf=15)
    return lightgbm.train(more, lightgbm.Dataset(x, y), settings.standfirst_trees)


def fit_kind(rows: Array, kinds: Array, settings: Settings) -> lightgbm.Booster:
    """The forest that says what kind of page it is."""
    more = parameters(
        settings,
        objective="multiclass",
        num_class=max(KINDS.values()) + 1,
        num_leaves=settings.kind_leaves,
        min_data_in_leaf=10,
    )
    return lightgbm.train(more, lightgbm.Dataset(rows, kinds), settings.kind_trees)


# --- all of it ----------------------------------------------------------------------------------------------------


def fit(pages: Sequence[Sample], settings: Settings, source: Callable[[Sample], bytes]) -> bytes:
    """A model, as the core reads it, from some pages. `source` gives the HTML of a page."""
    lexicons = []
    for hashes, at in ((_words, SAID), (_names, NAMED)):
        for held in range(FOLDS):
            lexicon = fit_lexicon([page for page in pages if page.fold != held], hashes, settings)
            for page in pages:
                if page.fold == held:
                    page.blocks[:, at] = lexicon.score(hashes(page))
        lexicons.append(fit_lexicon(pages, hashes, settings))
    body, standfirst = fit_body(pages, settings), fit_standfirst(pages, settings)
    rows, kinds, thresholds = _pages(pages, lexicons, settings, source)
    kind = fit_kind(rows, kinds, settings)
    return written(lexicons, body, (standfirst, kind), thresholds)


def _words(page: Sample) -> list[Array]:
    return page.words


def _names(page: Sample) -> list[Array]:
    return page.names


def _pages(
    pages: Sequence[Sample], lexicons: list[Lexicon], settings: Settings, source: Callable[[Sample], bytes]
) -> tuple[Array, Array, tuple[float, ...]]:
    """The features of whole pages with their kinds, and the thresholds of all kinds, by two forests that each have
    seen the sites of the other's pages alone."""
    typed = [page for page in pages if page.type in KINDS]
    rows, kinds = [], []
    judged: dict[int, list[tuple[Sample, Array]]] = {kind: [] for kind in KINDS.values()}
    for half in (0, 1):
        seen = [page for page in pages if _half(page) != half]
        forest = fit_body(seen, settings)
        given = written(lexicons, forest, (None, None), ())
        for page in typed:
            if _half(page) != half:
                continue
            study = _core.study(
                shortened(source(page), seed=crc32(page.id.encode())) if page.short else source(page), None, given
            )
            rows.append(np.frombuffer(study["page"], dtype="<f4"))
            kinds.append(KINDS[page.type])
            if page.gold and page.learnable and not page.short:
                judged[kinds[-1]].append((page, np.frombuffer(study["probability"], dtype="<f4")))
    thresholds = tuple(_threshold(several, settings.thresholds) for several in judged.values())
    return np.array(rows), np.array(kinds), (*thresholds, 0.45)


def _half(page: Sample) -> int:
    return sum(page.site.encode()) % 2


def _threshold(judged: list[tuple[Sample, Array]], choices: Sequence[float]) -> float:
    """The probability from which on blocks are best kept, on the pages of one kind."""

    def mean(threshold: float) -> float:
        return sum(_score(page, p > threshold) for page, p in judged)

    return max(choices, key=mean) if judged else 0.5


def _score(page: Sample, kept: Array) -> float:
    """Word F1 by the shares of the blocks: what `agreement` gives, but for words that stand elsewhere too."""
    assert page.label is not None
    hits = (page.label * page.counts)[kept].sum()
    return float(2 * hits / max(1, page.counts[kept].sum() + page.gold_words))


# --- the file -----------------------------------------------------------------------------------------------------


def written(
    lexicons: Sequence[Lexicon],
    body: tuple[lightgbm.Booster, tuple[int, float]],
    others: tuple[lightgbm.Booster | None, lightgbm.Booster | None],
    thresholds: Sequence[float],
) -> bytes:
    """A model as `forest.rs` reads it; `others` are the forests of the standfirst and of the kind."""
    parts = [MAGIC, struct.pack(f"<I{len(thresholds)}f", len(thresholds), *thresholds)]
    for lexicon in lexicons:
        parts.append(struct.pack("<ffI", lexicon.scale, lexicon.bias, len(lexicon.weights)))
        parts.append(lexicon.weights.astype(np.int8).tobytes())
    parts += [_forest(*body), *map(_forest, others)]
    return b"".join(parts)


def _forest(booster: lightgbm.Booster | None, early: tuple[int, float] = (0, 0.0)) -> bytes:
    if booster is None:
        return struct.pack("<IIIf", 1, 0, *early)
    dumped = booster.dump_model()
    trees = [_tree(tree["tree_structure"]) for tree in dumped["tree_info"]]
    return struct.pack("<IIIf", dumped["num_tree_per_iteration"], len(trees), *early) + b"".join(
        struct.pack("<H", len(tree) // 8) + tree for tree in trees
    )


def _tree(node: dict[str, Any]) -> bytes:
    """Nodes in preorder: feature, distances to the children, threshold; a leaf is its own child and holds its value."""
    if "leaf_value" in node:
        return struct.pack("<HBBf", 0, 0, 0, node["leaf_value"])
    assert node["decision_type"] == "<="
    left, right = _tree(node["left_child"]), _tree(node["right_child"])
    # Rounded down, a threshold parts numbers of 32 bits as the one of 64 bits did.
    threshold = np.float32(node["threshold"])
    if float(threshold) > node["threshold"]:
        threshold = np.nextafter(threshold, np.float32(-np.inf))
    return struct.pack("<HBBf", node["split_feature"], 1, 1 + len(left) // 8, threshold) + left + right
