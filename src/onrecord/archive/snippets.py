"""The place in a text that shows best why it was found."""

from __future__ import annotations

import re
import unicodedata
from collections import deque
from collections.abc import Callable, Iterable, Sequence

from onrecord.archive.query import Term
from onrecord.archive.results import Snippet
from onrecord.values import Span

LENGTH = 240
_MAX_TEXT = 200_000
_MAX_FOUND = 2_000


def snippet(text: str, wanted: Iterable[Term], *, tokens: Callable[[str], Sequence[str]]) -> Snippet:
    """Some 240 characters of the text, where most of what was looked for stands closest, and its words marked.

    `tokens` makes words of a text, as the index does. Of a text that has none of them, the beginning.
    """
    text = text[:_MAX_TEXT]
    patterns = [pattern for term in wanted if (pattern := _pattern(term, tokens)) is not None]
    folded = _folded(text) if patterns else ""
    found = sorted(
        (match.start(), match.end(), number)
        for number, pattern in enumerate(patterns)
        for match, _ in zip(pattern.finditer(folded), range(_MAX_FOUND), strict=False)
    )
    start = _start(text, found) if len(text) > LENGTH else 0
    end = _end(text, start)
    marks = tuple(Span(start=at - start, end=to - start) for at, to, _ in _apart(found) if at >= start and to <= end)
    return Snippet(text=text[start:end], marks=marks, start=start)


def _pattern(term: Term, tokens: Callable[[str], Sequence[str]]) -> re.Pattern[str] | None:
    words = [re.escape(word) for word in tokens(term.words)]
    if not words:
        return None
    spaced = r"[^\w]*".join(words) if any(len(word) == 1 for word in words) else r"[^\w]+".join(words)
    before = "" if _is_unspaced(words[0]) else r"\b"
    after = r"\w*" if term.prefix else ("" if _is_unspaced(words[-1]) else r"\b")
    return re.compile(f"{before}{spaced}{after}")


def _is_unspaced(word: str) -> bool:
    return len(word) == 1 and ord(word) > 0xE00


def _folded(text: str) -> str:
    """The text without case and accents, character by character, so that places stay what they are."""
    if text.isascii():
        return text.lower()
    return text.translate({ord(character): _fold(character) for character in set(text)})


def _fold(character: str) -> str:
    if character.isascii():
        return character.lower()
    bare = unicodedata.normalize("NFKD", character)[0].lower()
    return bare if len(bare) == 1 else character


def _start(text: str, found: Sequence[tuple[int, int, int]]) -> int:
    """Where the window with the most different words begins, at the beginning of a sentence or a word."""
    if not found:
        return 0
    best, best_at = 0, found[0][0]
    window: deque[tuple[int, int, int]] = deque()
    counts: dict[int, int] = {}
    for hit in found:
        window.append(hit)
        counts[hit[2]] = counts.get(hit[2], 0) + 1
        while hit[1] - window[0][0] > LENGTH - 40:
            gone = window.popleft()
            counts[gone[2]] -= 1
            if not counts[gone[2]]:
                del counts[gone[2]]
            if not window:
                break
        if len(counts) > best and window:
            best, best_at = len(counts), window[0][0]
    earliest = max(0, best_at - 60)
    sentence = max(text.rfind(mark, earliest, best_at) for mark in (". ", "? ", "! ", "\n"))
    if sentence >= 0:
        return sentence + (1 if text[sentence] == "\n" else 2)
    if earliest == 0:
        return 0
    word = text.find(" ", earliest, best_at)
    return word + 1 if word >= 0 else earliest


def _end(text: str, start: int) -> int:
    end = min(len(text), start + LENGTH)
    if end == len(text):
        return end
    word = text.rfind(" ", start + LENGTH // 2, end)
    return word if word >= 0 else end


def _apart(found: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Without those that lie in one that came before."""
    kept: list[tuple[int, int, int]] = []
    for hit in found:
        if not kept or hit[0] >= kept[-1][1]:
            kept.append(hit)
    return kept
