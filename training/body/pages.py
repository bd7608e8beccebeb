"""The pages that the body model learns from, described by the core and labelled by their gold texts.

Labels come from three places, in this order: a gold text, aligned with the blocks of the page; schema.org's
articleBody where it stands on the page as a whole; single snippets that are known to be in or out of the text.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import dataclass, field
from multiprocessing import Pool
from random import Random
from typing import Any
from zlib import crc32

import lxml.html
import numpy as np

import heldout
from alignment import matched, words
from gold import Gold
from onrecord import _core

ALIGNED = 0.8
"""Word F1 of the best choice of blocks against the gold, below which the two are not about the same text."""
STATED_CHARACTERS, STATED_SHARE, STATED_WORDS = 500, 0.9, 80
"""An articleBody is believed from so many characters and words on, where so much of it stands on the page."""
SHORT_WORDS = 30
"""A short form with less of the gold text is none."""
CUT_SHORT = 0.7
"""Words left out beside words taken, among blocks that look alike, from which on the gold was cut short."""

KINDS = {
    "article": 0, "listing": 1, "collection": 1, "forum": 2, "product": 3, "service": 4, "documentation": 4,
}  # fmt: skip
"""The types of the gold pages as kinds of the core, in its order."""

Array = np.ndarray[Any, Any]


@dataclass(kw_only=True)
class Sample:
    """One page: its blocks in numbers, and what is known of them."""

    set: str
    id: str
    url: str
    type: str
    blocks: Array
    """Features, a row a block."""
    words: list[Array]
    names: list[Array]
    """The hashes that the lexicons weigh, block by block."""
    counts: Array
    """Words of each block, as the scorer counts them."""
    signatures: Array
    may_be_standfirst: Array
    label: Array | None = None
    """The share of each block that is of the text; NaN where nothing is known."""
    gold: bool = False
    """Whether the labels are those of a whole gold text."""
    gold_words: int = 0
    agreement: float = 0.0
    """F1 of the best choice of blocks against the gold text."""
    cut_short: bool = False
    texts: list[str] = field(default_factory=list)
    short: bool = False
    """Whether it is the short form of a page."""

    @property
    def site(self) -> str:
        """The registered domain."""
        return heldout.site({"url": self.url, "id": self.id, "set": self.set})

    @property
    def fold(self) -> int:
        """All pages of a site are in one fold."""
        return heldout.fold({"url": self.url, "id": self.id, "set": self.set})

    @property
    def news(self) -> bool:
        """Whether the gold counts the standfirst as text."""
        return self.set in ("atf", "fundus")

    @property
    def learnable(self) -> bool:
        """Whether there are labels, and they agree with the page."""
        return self.label is not None and not self.cut_short and (not self.gold or self.agreement >= ALIGNED)


def samples(gold: Gold) -> list[Sample]:
    """All pages of the gold sets that have blocks, and those with a gold text once more, shortened."""
    lines = [(gold, row) for name in gold.sets() for row in heldout.rows(gold, name)]
    with Pool() as pool:
        found = [one for several in pool.map(sampled, lines, chunksize=16) for one in several]
    return found


def sampled(task: tuple[Gold, dict[str, Any]]) -> list[Sample]:
    """One page and its short form."""
    gold, row = task
    whole = sample(task)
    if whole is None or not whole.gold or not whole.learnable:
        return [] if whole is None else [whole]
    short = described(row, shortened(gold.page(row["set"], row["id"]), seed=crc32(row["id"].encode())))
    if short is None:
        return [whole]
    short.short = True
    short.label = shares([words(text) for text in short.texts], words(row["text"]))
    short.gold, short.gold_words = True, round(float((short.label * short.counts).sum()))
    short.agreement = 1.0
    return [whole, short] if short.gold_words >= SHORT_WORDS else [whole]


def shortened(page: bytes, *, seed: int) -> bytes:
    """A page with most of its paragraphs, items, rows and headings left out at random: many short pages of the web
    have the form of long ones, and the gold sets hold few of them."""
    tree = lxml.html.fromstring(page)
    random = Random(seed)
    share = random.uniform(0.08, 0.4)
    for element in list(tree.iter("p", "li", "tr", "h2", "h3", "h4", "figure", "blockquote", "dd", "dt")):
        if random.random() > share and element.getparent() is not None:
            element.drop_tree()
    return lxml.html.tostring(tree, encoding="utf-8")


def sample(task: tuple[Gold, dict[str, Any]]) -> Sample | None:
    """One page, described and labelled; None where it has no blocks."""
    gold, row = task
    page = gold.page(row["set"], row["id"])
    one = described(row, page)
    if one is not None:
        _label(one, row, [words(text) for text in one.texts], page)
    return one


def described(row: dict[str, Any], page: bytes) -> Sample | None:
    """One page, described."""
    try:
        study = _core.study(page)
    except ValueError:
        return None
    texts = study["texts"]
    if not texts:
        return None
    tokens = [words(text) for text in texts]
    return Sample(
        set=row["set"],
        id=row["id"],
        url=row.get("url") or "",
        type=row["type"],
        blocks=np.frombuffer(study["blocks"], dtype="<f4").reshape(len(texts), -1).copy(),
        words=[np.array(hashes, dtype=np.uint32) for hashes in study["words"]],
        names=[np.array(hashes, dtype=np.uint32) for hashes in study["names"]],
        counts=np.array([len(several) for several in tokens]),
        signatures=np.array(study["signatures"], dtype=np.uint64),
        may_be_standfirst=np.array(study["standfirst"]),
        texts=texts,
    )


def _label(one: Sample, row: dict[str, Any], tokens: list[list[str]], page: bytes) -> None:
    if row.get("text"):
        gold = words(row["text"])
        one.label, one.gold, one.gold_words = shares(tokens, gold), True, len(gold)
        one.agreement = agreement([w for w, y in zip(tokens, one.label, strict=True) if y >= 0.5], gold)
        one.cut_short = is_cut_short(one)
        return
    stated = words(article_body(page))
    if len(stated) >= STATED_WORDS:
        label = shares(tokens, stated)
        if (label * one.counts).sum() >= STATED_SHARE * len(stated):
            one.label, one.gold_words = label, len(stated)
            return
    if row.get("with"):
        one.label = snippets(one.texts, row["with"], row.get("without") or [])


def shares(tokens: list[list[str]], gold: list[str]) -> Array:
    """For each block the share of its words that are of the gold text."""
    found = matched([word for block in tokens for word in block], gold)
    ends = np.cumsum([len(block) for block in tokens])
    hits = np.concatenate([[0], np.cumsum(found)])
    return np.array(
        [(hits[end] - hits[end - len(block)]) / max(1, len(block)) for block, end in zip(tokens, ends, strict=True)]
    )


def agreement(blocks: list[list[str]], gold: list[str]) -> float:
    """Word F1 of some blocks against the gold text."""
    taken, wanted = Counter(word for block in blocks for word in block), Counter(gold)
    common = sum((taken & wanted).values())
    return 2 * common / max(1, sum(taken.values()) + sum(wanted.values()))


def is_cut_short(one: Sample) -> bool:
    """Whether the gold takes some blocks of those that look alike and hold its bulk, and leaves many of them out."""
    assert one.label is not None
    kept = one.label >= 0.5
    taken: dict[int, list[int]] = {}
    for signature, count, inside in zip(one.signatures.tolist(), one.counts.tolist(), kept.tolist(), strict=True):
        taken.setdefault(signature, [0, 0])[inside] += count
    left, most = max(taken.values(), key=lambda pair: pair[1])
    return left > CUT_SHORT * most and one.type == "article"


def article_body(page: bytes) -> str:
    """The longest articleBody of a page without markup, or nothing."""
    found = [
        value
        for _, types, _, _, properties in _core.read(page)["things"]
        if any(kind.endswith(("Article", "Posting", "Report", "Review")) for kind in types)
        for value in properties.get("articleBody", ())
    ]
    longest = max(found, key=len, default="")
    return re.sub(r"<[^<>]*>", " ", html.unescape(longest)) if len(longest) > STATED_CHARACTERS else ""


def snippets(texts: list[str], inside: list[str], outside: list[str]) -> Array:
    """1 for the block that holds a snippet of the text, 0 for those that hold one that is not of it."""
    label = np.full(len(texts), np.nan)
    for snippet in outside:
        label[[i for i, text in enumerate(texts) if snippet in text]] = 0.0
    for snippet in inside:
        holding = [i for i, text in enumerate(texts) if snippet in text]
        if len(holding) == 1:
            label[holding] = 1.0
    return label
