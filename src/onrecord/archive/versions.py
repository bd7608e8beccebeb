"""What changed between two texts of one page: of the fields their values, of the text its paragraphs."""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher
from typing import Any

from onrecord.values import Article

FIELDS = ("title", "standfirst", "authors", "published", "modified", "section", "kind", "url")
_MAX_PARAGRAPHS = 400
_MAX_WORDS = 800
_MAX_ALIKE = 4


def changes(before: Article, after: Article) -> list[dict[str, Any]]:
    """The differences: {"field", "before", "after"} a field that differs, and {"field": "text", "removed", "added"} a
    place in the text, with whole paragraphs.

    Where more than 400 paragraphs lie between their like beginnings and ends, these are one difference.
    """
    old, new = before.to_dict(), after.to_dict()
    found: list[dict[str, Any]] = [
        {"field": name, "before": old[name], "after": new[name]} for name in FIELDS if old[name] != new[name]
    ]
    ours, theirs = _paragraphs(before.text), _paragraphs(after.text)
    for removed, added in _differing(ours, theirs, bound=_MAX_PARAGRAPHS):
        found.append({"field": "text", "removed": list(removed), "added": list(added)})
    return found


def words(before: str, after: str) -> list[tuple[str, str]]:
    """Two texts side by side, piece by piece: ("=", words), ("-", words), ("+", words)."""
    ours, theirs = tuple(before.split()), tuple(after.split())
    found: list[tuple[str, str]] = []
    at = 0
    for removed, added, start in _places(ours, theirs, bound=_MAX_WORDS):
        found.append(("=", " ".join(ours[at:start])))
        found.append(("-", " ".join(removed)))
        found.append(("+", " ".join(added)))
        at = start + len(removed)
    found.append(("=", " ".join(ours[at:])))
    return [(mark, text) for mark, text in found if text]


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.split("\n") if line.strip())


def _differing(
    ours: tuple[str, ...], theirs: tuple[str, ...], *, bound: int
) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    return [(removed, added) for removed, added, _ in _places(ours, theirs, bound=bound)]


def _places(
    ours: tuple[str, ...], theirs: tuple[str, ...], *, bound: int
) -> list[tuple[tuple[str, ...], tuple[str, ...], int]]:
    """Where two sequences differ: what is gone, what has come, and where in `ours` it was."""
    start = 0
    while start < min(len(ours), len(theirs)) and ours[start] == theirs[start]:
        start += 1
    end = 0
    while end < min(len(ours), len(theirs)) - start and ours[-1 - end] == theirs[-1 - end]:
        end += 1
    left, right = ours[start : len(ours) - end], theirs[start : len(theirs) - end]
    if not left and not right:
        return []
    if max(len(left), len(right)) > bound:
        return [(left, right, start)]
    # difflib is cubic where parts repeat: what stands there many times does not show what has moved where
    counts = Counter(right)
    matcher = SequenceMatcher(lambda part: counts[part] > _MAX_ALIKE, left, right, autojunk=False)
    return [(left[a:b], right[c:d], start + a) for mark, a, b, c, d in matcher.get_opcodes() if mark != "equal"]
