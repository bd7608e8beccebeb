"""Sentences in which the kind of event between two parties is known: PLV, AW, and those made from patterns."""

from __future__ import annotations

import csv
import random
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import patterns
from tokenizers import Tokenizer

from onrecord.reading.events.kinds import KINDS
from onrecord.reading.words import Ints, Words, words_of

HERE = Path(__file__).resolve().parent
MEANT = {"YIELD": ("CONCEDE", "RETREAT")}
"""PLV's older name for two types of today's PLOVER; either is right."""

_ACE = {
    "Conflict": "ASSAULT", "Conflict:Demonstrate": "PROTEST", "Conflict.Demonstrate": "PROTEST", "Life:Die": "ASSAULT",
    "Life.Die": "ASSAULT", "Life:Injure": "ASSAULT", "Life.Injure": "ASSAULT", "Contact:Meet": "CONSULT",
    "Contact.Contact": "CONSULT", "Contact:Phone-Write": "CONSULT", "Contact.RequestCommand": "REQUEST",
    "Contact.ThreatenCoerce": "THREATEN", "Justice:Arrest-Jail": "COERCE", "Justice.ArrestJailDetain": "COERCE",
    "Justice:Sue": "ACCUSE", "Justice:Charge-Indict": "ACCUSE", "Justice.ChargeIndict": "ACCUSE",
    "Justice:Convict": "ACCUSE", "Justice.Convict": "ACCUSE", "Justice.InvestigateCrime": "ACCUSE",
    "Justice:Trial-Hearing": "ACCUSE", "Justice:Release-Parole": "RETREAT",
}  # fmt: skip
"""The types of ACE and KAIROS that are plainly one of PLOVER, by the longest beginning that is here."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Asked:
    """One question to the model: which kind do these words name (`triggers`; where there are several, any of them may),
    between the words of an actor and of a recipient (empty where there is none); and the kinds that are right."""

    triggers: Ints
    actor: Ints
    recipient: Ints
    kinds: Ints
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Typed:
    """A text and its words, and what is asked of it."""

    text: str
    words: Words
    asked: tuple[Asked, ...]


def _within(words: Words, span: tuple[int, int] | None) -> Ints:
    if span is None:
        return np.zeros(0, dtype=np.int64)
    return np.flatnonzero((words.starts < span[1]) & (words.ends > span[0]))


def numbers(kind: str) -> Ints:
    """The places of the kinds that a name means."""
    return np.array([KINDS.index(name) for name in MEANT.get(kind, (kind,))])


def typed(
    tokenizer: Tokenizer, text: str, spans: dict[str, tuple[int, int] | None], kind: str, *, weight: float = 1.0
) -> Typed:
    """An example of the spans "s", "t" and "trigger" of a text."""
    words = words_of(text, [(0, len(text))], tokenizer)
    asked = Asked(
        triggers=_within(words, spans.get("trigger")),
        actor=_within(words, spans.get("s")),
        recipient=_within(words, spans.get("t")),
        kinds=numbers(kind),
        weight=weight,
    )
    return Typed(text=text, words=words, asked=(asked,))


def untyped(tokenizer: Tokenizer, text: str) -> Typed:
    """A text of which nothing is asked yet."""
    return Typed(text=text, words=words_of(text, [(0, len(text))], tokenizer), asked=())


def together(some: Sequence[Typed], tokenizer: Tokenizer) -> Typed:
    """Several texts as one paragraph, with all that is asked of each: so that it does not tell what a word names
    whether it stands in a single sentence or among others."""
    text = " ".join(item.text for item in some)
    words, asked, before = words_of(text, [(0, len(text))], tokenizer), [], 0
    for item in some:
        for one in item.asked:
            parts = {name: getattr(one, name) + before for name in ("triggers", "actor", "recipient")}
            asked.append(replace(one, **parts))
        before += len(item.words)
    if before != len(words):
        raise ValueError(f"texts that are joined have other words: {text[:80]!r}")
    return Typed(text=text, words=words, asked=tuple(asked))


def _unmarked(marked: str) -> tuple[str, dict[str, tuple[int, int]]]:
    """A sentence without its marks, and where they stood."""
    text, spans, open_at = "", {}, {}
    for part in re.split(r"(</?[st]>)", marked):
        if re.fullmatch(r"<[st]>", part):
            open_at[part[1]] = len(text)
        elif re.fullmatch(r"</[st]>", part):
            spans.setdefault(part[2], (open_at[part[2]], len(text)))
        else:
            text += part
    return text, spans


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def plv(folder: Path, tokenizer: Tokenizer) -> list[tuple[Typed, str]]:
    """The sentences of PLV's train set, of which the triggers are not known, each with its gold root (PLV's name)."""
    found = []
    for row in _rows(folder / "plv_train.tsv"):
        text, spans = _unmarked(row["marked_sentence"])
        found.append((typed(tokenizer, text, {**spans}, row["gold_root"]), row["gold_root"]))
    return found


def aw(folder: Path, tokenizer: Tokenizer) -> Iterator[Typed]:
    """AW: whether two parties take part in the event of a trigger, and which kind that is."""
    for row in _rows(folder / "aw_train.tsv"):
        text, spans = _unmarked(row["marked_sentence"])
        name = row["event_type"]
        kind = next((_ACE[name[:size]] for size in range(len(name), 3, -1) if name[:size] in _ACE), None)
        if row["gold_binary"] == "0":
            kind = "none"
        at = text.find(row["trigger"])
        if kind is None or at < 0 or not {"s", "t"} <= set(spans):
            continue
        trigger = at, at + len(row["trigger"])
        yield typed(tokenizer, text, {**spans, "trigger": trigger}, kind, weight=0.3)


def lexicon(folder: Path) -> dict[str, np.ndarray]:
    """Of each word of CAMEO's patterns the shares of kinds among those of which it is the verb, and among those in
    which it stands beside one [SAID]."""
    found = {}
    for word, both in sorted(patterns.lexicon(folder).items()):
        counts = np.array([[some[kind] for kind in KINDS] for some in both], dtype=np.float32)
        found[word] = (counts / (counts.sum(1, keepdims=True) + 1)).reshape(-1)
    return found


def from_patterns(folder: Path, tokenizer: Tokenizer, *, seed: int) -> Iterator[Typed]:
    """Sentences made from CAMEO's patterns, and from the phrases of phrases.toml."""
    for item in [*patterns.made(folder, seed=seed, copies=1), *phrases(seed)]:
        spans = {"s": item.actor, "t": item.recipient, "trigger": item.trigger}
        yield typed(tokenizer, item.text, spans, item.kind, weight=0.3)


def phrases(seed: int) -> Iterator[patterns.Made]:
    """Sentences of phrases.toml: `S` and `T` stand for the parties, brackets mark the trigger."""
    chance = random.Random(seed)
    for kind, some in tomllib.loads((HERE / "phrases.toml").read_text("utf-8")).items():
        for phrase in some:
            for _ in range(2):
                yield _filled(phrase, kind, chance.sample(patterns.NAMES, 2))


def _filled(phrase: str, kind: str, names: Sequence[str]) -> patterns.Made:
    text, spans = "", {}
    for part in re.split(r"(\b[ST]\b|\[[^\]]+\])", phrase):
        bare = {"S": names[0], "T": names[1]}.get(part, part.strip("[]") if part.startswith("[") else part)
        name = part if part in {"S", "T"} else "[" if part.startswith("[") else ""
        spans[name] = (len(text), len(text) + len(bare))
        text += bare
    text = text[0].upper() + text[1:]
    return patterns.Made(
        text=text, trigger=spans["["], actor=spans.get("S", (0, 0)), recipient=spans.get("T"), kind=kind
    )
