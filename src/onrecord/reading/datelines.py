"""Datelines: what a paragraph of news opens with to say where it was written, and by which agency, before a dash."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from onrecord.reading.quotes import Range

_LINE = re.compile(r"\s*([A-Z][^(\n–—]{2,70}?)(?:\s*(\([^)\n]{2,40}\)))?\s*(?:--|[-–—])\s")
_DATE = re.compile(
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s+\d{1,2}|\d{1,2}\s+[A-Z][a-z]+|\d{4}"
)
_LONGEST = 160
_FIRST = 4
"""In so many first paragraphs a place that an agency follows in brackets need not be in capitals."""


def datelines(text: str, paragraphs: Sequence[Range]) -> Iterator[Range]:
    """The datelines of the paragraphs of a text, each up to the word behind it.

    >>> text = "MINSK, Belarus (AP) - Police came."
    >>> [text[start:end] for start, end in datelines(text, [(0, len(text))])]
    ['MINSK, Belarus (AP) - ']
    """
    for number, (start, end) in enumerate(paragraphs):
        found = _line(text, start, end)
        if found is None or text[found.end() : found.end() + 1].islower():
            continue  # "NATO - which has 29 members - said"
        if number < _FIRST or text[slice(*place_of(text, found))].isupper():
            yield start, found.end()


def dateline_place(text: str) -> Range | None:
    """The name of the place that a text begins with: "PYONGYANG, May 31 (Reuters) -", "PARIS, Texas (AP) —"."""
    found = _line(text, 0, len(text))
    return None if found is None else place_of(text, found)


def _line(text: str, start: int, end: int) -> re.Match[str] | None:
    """The dateline between two places, if it opens so."""
    found = _LINE.match(text, start, min(end, start + _LONGEST))
    if found is None:
        return None
    low, high = place_of(text, found)
    return found if low < high and (text[low:high].isupper() or found[2]) else None


def place_of(text: str, line: re.Match[str]) -> Range:
    """The words of a dateline up to its first comma, without a date."""
    city = _DATE.split(line[1])[0].partition(",")[0].strip()
    return line.start(1), line.start(1) + len(city)


def behind(lines: Sequence[Range], place: int) -> int:
    """A place, or where the dateline ends in which it lies; they are in order."""
    at = bisect_right(lines, place, key=lambda line: line[0]) - 1
    return max(place, lines[at][1]) if at >= 0 else place
