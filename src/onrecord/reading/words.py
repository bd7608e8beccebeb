"""A text as the model sees it: paragraphs, words, pieces of words, and windows over them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import regex

from onrecord.reading.quotes import Quote, Range, quotes

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Ints = np.ndarray[Any, np.dtype[np.int64]]

_HALVES = re.compile("[\ud800-\udfff]")  # of surrogate pairs, which are no text: a page may hold them, UTF-8 may not

_EMOJI = regex.compile(
    r"(?V1)(?:[[\p{Extended_Pictographic}--[©®™‼⁉]]\p{Emoji_Modifier}\p{Regional_Indicator}]"
    r"[\u200d\ufe0e\ufe0f\u20e3\p{Emoji_Modifier}\U000e0020-\U000e007f]*+)++|(?<=[0-9#*])\ufe0f?\u20e3"
)

SHAPES = ("mark", "digits", "lower", "Title", "UPPER", "mIxed")
CLS, SEP = 101, 102


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Words:
    """A text in words, and their pieces as the model takes them.

    Of each piece: `ids` (its number in the vocabulary; SEP ends a paragraph), `shapes` (capitals, which the vocabulary
    does not know), `quoted` (1 between quotation marks). Of each word: `first` (its first piece), `starts` and
    `ends` (code points of the text), `paragraphs` and `sentences` (the number of its own).
    """

    ids: Ints
    shapes: Ints
    quoted: Ints
    first: Ints
    starts: Ints
    ends: Ints
    paragraphs: Ints
    sentences: Ints

    def __len__(self) -> int:
        return len(self.first)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Pieces [start, end) go through the model; what it says of words that begin in [own, own_end) counts."""

    start: int
    end: int
    own: int
    own_end: int


def lines(text: str, ranges: Sequence[Range]) -> list[Range]:
    """Ranges of a text parted at its line ends; what is white space alone is left out.

    >>> lines("One.\\n\\nTwo.", [(0, 10)])
    [(0, 4), (6, 10)]
    """
    found = []
    for start, end in ranges:
        at = start
        while at < end:
            line_end = text.find("\n", at, end)
            line_end = end if line_end < 0 else line_end
            if text[at:line_end].strip():
                found.append((at, line_end))
            at = line_end + 1
    return found


def words_of(text: str, paragraphs: Sequence[Range], tokenizer: Tokenizer) -> Words:
    """The words of some paragraphs of a text, in one pass.

    `tokenizer` is the model's, without special tokens, truncation or padding.
    """
    ids: list[int] = []
    first: list[int] = []
    places: list[Range] = []
    numbers: list[int] = []
    pieces_of: list[int] = []  # the word of each piece, -1 for a paragraph's end
    whole = _readable(text)
    encoded = tokenizer.encode_batch([whole[start:end] for start, end in paragraphs], add_special_tokens=False)
    for number, ((start, _), encoding) in enumerate(zip(paragraphs, encoded, strict=True)):
        last = None
        for piece, word, (left, right) in zip(encoding.ids, encoding.word_ids, encoding.offsets, strict=True):
            if word != last:
                first.append(len(ids))
                places.append((start + left, start + right))
                numbers.append(number)
                last = word
            else:
                places[-1] = (places[-1][0], start + right)
            pieces_of.append(len(first) - 1)
            ids.append(piece)
        ids.append(SEP)
        pieces_of.append(-1)
    owner = np.array(pieces_of, dtype=np.int64)
    inside = _inside(places, quotes(text, paragraphs))
    shapes = np.array([_shape(text[start:end]) for start, end in places] + [0], dtype=np.int64)
    starts, ends = np.array(places, dtype=np.int64).reshape(-1, 2).T
    return Words(
        ids=np.array(ids, dtype=np.int64),
        shapes=shapes[owner],
        quoted=np.array([*inside, 0], dtype=np.int64)[owner],
        first=np.array(first, dtype=np.int64),
        starts=starts,
        ends=ends,
        paragraphs=np.array(numbers, dtype=np.int64),
        sentences=np.array(_sentences([text[start:end] for start, end in places], numbers), dtype=np.int64),
    )


def _readable(text: str) -> str:
    """A text as the vocabulary can take it, each character at its place: spaces for emoji, which say nothing of who
    speaks and would be words at the edges of names and contents ("Jane Doe 🎤 said")."""
    whole = _HALVES.sub("\ufffd", text)
    return whole if whole.isascii() else _EMOJI.sub(lambda found: " " * len(found[0]), whole)


def windows(words: Words, *, size: int = 256, own: int = 224) -> Iterator[Window]:
    """Windows that cover all words: whole paragraphs where they fit, each with as much around it as fits.

    `size` pieces go through the model at a time, of which at most `own` are the window's own.
    """
    ends = np.flatnonzero(words.ids == SEP) + 1
    total = len(words.ids)
    at = 0
    while at < total:
        low, high = np.searchsorted(ends, [at, at + own], side="right")
        fitting = ends[low:high]
        end = int(fitting[-1]) if len(fitting) else _before_word(words, min(at + own, total), after=at)
        around = size - 2 - (end - at)
        before = min(at, around // 2)
        after = min(total - end, around - before)
        before = min(at, around - after)
        yield Window(start=at - before, end=end + after, own=at, own_end=end)
        at = end


def _before_word(words: Words, limit: int, *, after: int) -> int:
    """The last place up to `limit` at which a word begins; `limit` itself where one word is longer than all that."""
    place = int(np.searchsorted(words.first, limit, side="right")) - 1
    found = int(words.first[place]) if place >= 0 else limit
    return found if found > after else limit


def _inside(places: Sequence[Range], ranges: Sequence[Quote]) -> list[int]:
    """For each place, in order, 1 where it begins inside of one of the ranges, in order."""
    found = []
    at = 0
    for start, _ in places:
        while at < len(ranges) and ranges[at].end <= start:
            at += 1
        found.append(int(at < len(ranges) and ranges[at].start <= start))
    return found


def _sentences(words: Sequence[str], paragraphs: Sequence[int]) -> list[int]:
    """The number of each word's sentence: one ends with a stop, or what closes a quote, before a capital or a quote."""
    found: list[int] = []
    number = 0
    for at, word in enumerate(words):
        begins = word[:1].isupper() or word in _OPENS
        if at and (paragraphs[at] != paragraphs[at - 1] or (at > 1 and begins and _ends(words[at - 2], words[at - 1]))):
            number += 1
        found.append(number)
    return found


def _ends(before: str, last: str) -> bool:
    return last in _STOPS or (last in _CLOSES and before in _STOPS)


_STOPS = frozenset(".!?")
_CLOSES = frozenset("”’\"')")
_OPENS = frozenset('“‘"')


def _shape(word: str) -> int:
    if not word[:1].isalnum():
        return 0
    if word.isdigit():
        return 1
    if word.islower():
        return 2
    if word[:1].isupper() and (len(word) == 1 or word[1:].islower()):
        return 3
    return 4 if word.isupper() else 5
