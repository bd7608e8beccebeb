"""Spans that never split what a reader sees as one character: a letter and its accent, a flag, a family of emoji."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

import msgspec
import regex

from onrecord.values import Reading, Span

_CLUSTER = regex.compile(r"\X")
_RUNS = regex.compile(r"\r\n|[ -~]?(?:[^\0-\x7f]+[ -~]?)+")
"""Where clusters of more than one code point may be: between two characters of ASCII one always ends, but in a line
break."""


def whole(reading: Reading, text: str) -> Reading:
    """The reading with every span widened to whole grapheme clusters (Unicode Annex 29)."""
    edges = clusters(text)
    if not edges:
        return reading
    return msgspec.convert(_widened(msgspec.to_builtins(reading), edges), Reading)


def clusters(text: str) -> list[tuple[int, int]]:
    """The clusters of more than one code point, in order; of a text in ASCII none, as it has none but line breaks."""
    if text.isascii():
        return []
    every = (match.span() for run in _RUNS.finditer(text) for match in _CLUSTER.finditer(text, *run.span()))
    return [(start, end) for start, end in every if end - start > 1]


def _widened(value: object, clusters: list[tuple[int, int]]) -> object:
    if isinstance(value, dict):
        if set(value) == set(Span.__struct_fields__):
            return {"start": _start(value["start"], clusters), "end": _end(value["end"], clusters)}
        return {name: _widened(part, clusters) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_widened(part, clusters) for part in value]
    return value


def _start(place: int, clusters: list[tuple[int, int]]) -> int:
    at = bisect_right(clusters, (place, place)) - 1
    return clusters[at][0] if at >= 0 and clusters[at][0] < place < clusters[at][1] else place


def _end(place: int, clusters: list[tuple[int, int]]) -> int:
    at = bisect_left(clusters, (place, 0)) - 1
    return clusters[at][1] if at >= 0 and clusters[at][0] < place < clusters[at][1] else place
