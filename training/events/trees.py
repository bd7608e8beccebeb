"""Sentences with their trees (UD EWT) and with the roles of their predicates (PropBank EWT), as words of the model.

UD and PropBank mark the same sentences token by token. A word of the model belongs to the token in which it begins;
where a token is several words, the later ones hang on the first by the label "part".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from onrecord.reading.events.trees import LABELS, ROLES
from onrecord.reading.words import Ints, Words, words_of

_KIND = re.compile(r"\(?([A-Z0-9-]+)\*")
_SAME = {"ARG3": "ARG2", "ARG4": "ARG2", "ARG5": "ARG2", "ARGM-GOL": "ARG2", "ARGM-DIR": "ARG2"}
_WORDS = 140
"""So many tokens of a document stand together, as a paragraph does in news."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence: its text, and of each token where it stands there, its head (-1 for the root), its label, and of
    each predicate the roles that tokens play."""

    document: str
    number: int
    text: str
    places: tuple[tuple[int, int], ...]
    heads: tuple[int, ...]
    labels: tuple[str, ...]
    roles: dict[int, tuple[tuple[int, str], ...]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Example:
    """Some sentences in words. Of each word: its head (itself for the root), its label, its sentence; `predicates` are
    words, `roles` rows of (predicate, word, role), and `learned` says whether roles are known."""

    words: Words
    heads: Ints
    labels: Ints
    sentences: Ints
    predicates: Ints
    roles: Ints
    learned: Ints


def sentences(path: Path, roles: Path) -> Iterator[Sentence]:
    """The sentences of a CoNLL-U file, with the roles that the skeletons in a folder give them."""
    marked = dict(_skeletons(roles))
    for block in path.read_text("utf-8").split("\n\n"):
        rows = [line.split("\t") for line in block.splitlines() if line and not line.startswith("#")]
        about = dict(line[2:].partition(" = ")[::2] for line in block.splitlines() if line.startswith("# "))
        rows = [row for row in rows if row[0].isdigit()]
        if not rows:
            continue
        document, _, number = about["sent_id"].rpartition("-")
        text = about["text"]
        found = marked.get((document, int(number)), [])
        yield Sentence(
            document=document,
            number=int(number),
            text=text,
            places=tuple(_places(text, [row[1] for row in rows])),
            heads=tuple(int(row[6]) - 1 for row in rows),
            labels=tuple(row[7].partition(":")[0] if row[7] not in LABELS else row[7] for row in rows),
            roles=dict(_roles(found, [int(row[6]) - 1 for row in rows])) if len(found) == len(rows) else {},
        )


def _places(text: str, forms: Sequence[str]) -> Iterator[tuple[int, int]]:
    at = 0
    for form in forms:
        at = text.index(form, at)
        yield at, at + len(form)
        at += len(form)


def _skeletons(folder: Path) -> Iterator[tuple[tuple[str, int], list[list[str]]]]:
    """The tokens of each sentence, by its document as UD names it and its number from 1 on."""
    for path in sorted(folder.rglob("*.gold_skel")):
        rows = [line.split() for line in path.read_text("utf-8").splitlines() if line.strip()]
        for (name, number), some in groupby(rows, key=lambda row: (row[0], row[1])):
            kind, _, document = name.removeprefix("google/ewt/").partition("/")
            short = document.rpartition("/")[2].removesuffix(".xml")
            yield (f"{kind}-{short}", int(number) + 1), list(some)


def _roles(rows: list[list[str]], heads: list[int]) -> Iterator[tuple[int, tuple[tuple[int, str], ...]]]:
    """For each predicate the heads of its arguments."""
    for column in range(8, len(rows[0])):
        predicate, found = None, []
        start, kind = 0, ""
        for at, row in enumerate(rows):
            cell = row[column]
            opened = _KIND.match(cell)
            if opened:
                start, kind = at, opened[1]
            if cell.endswith(")") and kind:
                head = next((t for t in range(start, at + 1) if not start <= heads[t] <= at), start)
                if kind == "V":
                    predicate = head
                else:
                    found.append((head, _SAME.get(kind, kind)))
                kind = ""
        if predicate is not None and found:
            yield predicate, tuple((head, kind) for head, kind in found if kind in ROLES)


def examples(found: Sequence[Sentence], tokenizer: Tokenizer) -> Iterator[Example]:
    """The sentences of each document, some together."""
    for _, some in groupby(found, key=lambda sentence: sentence.document):
        held: list[Sentence] = []
        for sentence in some:
            if held and sum(len(one.heads) for one in held) + len(sentence.heads) > _WORDS:
                yield example(held, tokenizer)
                held = []
            held.append(sentence)
        if held:
            yield example(held, tokenizer)


def example(some: Sequence[Sentence], tokenizer: Tokenizer) -> Example:
    """A few sentences as one paragraph."""
    text, starts = "", []
    for sentence in some:
        starts.append(len(text))
        text += sentence.text + " "
    words = words_of(text, [(0, len(text))], tokenizer)
    bounds = np.array([*starts, len(text)])
    of = np.searchsorted(bounds, words.starts, side="right") - 1
    heads, labels = np.arange(len(words)), np.full(len(words), LABELS.index("part"))
    roles, predicates = [], []
    for number, sentence in enumerate(some):
        own = np.flatnonzero(of == number)
        ends = np.array([end for _, end in sentence.places]) + starts[number]
        token = np.minimum(np.searchsorted(ends, words.starts[own], side="right"), len(ends) - 1)
        word_of = _first_words(own, token, sentence.heads)
        for word, at in zip(own.tolist(), token.tolist(), strict=True):
            if word_of[at] != word:
                heads[word] = word_of[at]
            elif sentence.heads[at] >= 0 and word_of[sentence.heads[at]] != word:
                heads[word] = word_of[sentence.heads[at]]
                labels[word] = (
                    LABELS.index(sentence.labels[at]) if sentence.labels[at] in LABELS else LABELS.index("dep")
                )
            else:
                labels[word] = LABELS.index("root")
        for predicate, arguments in sentence.roles.items():
            predicates.append(word_of[predicate])
            roles += [(word_of[predicate], word_of[at], ROLES.index(kind)) for at, kind in arguments]
    known = np.array([bool(sentence.roles) for sentence in some], dtype=np.int64)
    return Example(
        words=words,
        heads=heads,
        labels=labels,
        sentences=of,
        predicates=np.unique(np.array(predicates, dtype=np.int64)),
        roles=np.array(roles, dtype=np.int64).reshape(-1, 3),
        learned=known[of],
    )


def _first_words(own: Ints, token: Ints, heads: Sequence[int]) -> list[int]:
    """The word of each token: its first; of a token in which no word begins, that of its head, or of the one before."""
    first: dict[int, int] = {}
    for word, at in zip(own.tolist(), token.tolist(), strict=True):
        first.setdefault(at, word)
    found = []
    for at in range(len(heads)):
        seen = at
        while seen not in first and seen > 0:
            seen -= 1
        found.append(first.get(seen, int(own[0]) if len(own) else 0))
    return found
