"""Articles with their gold attributions, and texts with their gold names, as words with tags and links."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from onrecord.reading.words import Ints, Words, lines, words_of

ROLES = ("source", "cue", "content")
NAMES = ("Person", "Organization", "Location", "Facility", "NORP", "Product", "Date", "Money", "Misc")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """The words of a gold attribution: its cue, and the pieces of its source and its content."""

    cue: Span
    source: tuple[Span, ...]
    content: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Example:
    """A text in words, with a tag a word, and its attributions."""

    words: Words
    tags: Ints
    attributions: tuple[Attribution, ...] = field(default=())


def articles(path: Path) -> list[dict]:
    """The articles of a file of ../shared/statements."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def example(article: dict, tokenizer: Tokenizer, *, text: str | None = None) -> Example:
    """An article as an example. `text`, of the same length, stands in for its own."""
    text = text or article["text"]
    words = words_of(text, lines(text, [(0, len(text))]), tokenizer)
    tags = np.zeros(len(words), dtype=np.int64)
    found = []
    for statement in article["statements"]:
        roles = {role: _word_spans(words, statement[role]) for role in ROLES}
        for cue in roles["cue"][:1]:
            found.append(Attribution(cue=cue, source=tuple(roles["source"]), content=tuple(roles["content"])))
    for kind, role in ((2, "content"), (0, "source"), (1, "cue")):
        for attribution in found:
            for start, end in (attribution.cue,) if role == "cue" else getattr(attribution, role):
                _write(tags, start, end, kind)
    return Example(words=words, tags=tags, attributions=tuple(found))


def _write(tags: Ints, start: int, end: int, kind: int) -> None:
    """Tags of one span; what follows it of another span that it cut in two begins anew."""
    after = int(tags[end]) if end < len(tags) else 0
    tags[start] = 2 * kind + 1
    tags[start + 1 : end] = 2 * kind + 2
    if after and after % 2 == 0:
        tags[end] = after - 1


def _word_spans(words: Words, spans: Sequence[Sequence[int]]) -> list[Span]:
    found = []
    for start, end in spans:
        low = int(np.searchsorted(words.ends, start, side="right"))
        high = int(np.searchsorted(words.starts, end, side="left"))
        if low < high:
            found.append((low, high))
    return found


def named(folder: Path, tokenizer: Tokenizer) -> Iterator[Example]:
    """The texts of ../shared/names/worldwide: a token a line, tab, its outermost tag; a blank line ends a sentence."""
    for path in sorted(folder.glob("*.tsv")):
        text, spans = _joined(path)
        if not text.strip():
            continue
        words = words_of(text, lines(text, [(0, len(text))]), tokenizer)
        tags = np.zeros(len(words), dtype=np.int64)
        for start, end, kind in spans:
            for low, high in _word_spans(words, [(start, end)]):
                _write(tags, low, high, NAMES.index(kind))
        yield Example(words=words, tags=tags)


def _joined(path: Path) -> tuple[str, list[tuple[int, int, str]]]:
    """The tokens of a file as running text, three sentences a paragraph, and the spans of its names."""
    text = ""
    spans: list[tuple[int, int, str]] = []
    sentences = 0
    glue = True
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)):
            if number == 0 and row and row[0].startswith("http"):
                continue
            if not row or not row[0].strip():
                if text and not text.endswith("\n"):
                    sentences += 1
                    text += "\n\n" if sentences % 3 == 0 else " "
                glue = True
                continue
            token, tag = row[0].strip(), row[1] if len(row) > 1 else "O"
            if not (glue or re.match(r"[,.;:!?%)\]’']|n't\b|n’t\b", token)):
                text += " "
            glue = token in {"(", "[", "$", "“", "‘", "-"}
            start = len(text)
            text += token
            if tag.startswith("B-") and tag[2:] in NAMES:
                spans.append((start, len(text), tag[2:]))
            elif tag.startswith("I-") and spans and spans[-1][2] == tag[2:]:
                spans[-1] = (spans[-1][0], len(text), tag[2:])
    return text, spans
