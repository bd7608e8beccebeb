"""What stands between quotation marks.

Quotes are paired paragraph by paragraph. One that is not closed at the end of its paragraph goes on in the next where
that begins with an opening mark, as the press writes a quote of several paragraphs; else it ends with its paragraph.
Single marks count where they cannot be apostrophes: after a space or an opening mark, before a space or a stop, and
only where both of a pair are there, or where the next paragraph begins with the mark that was left open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

Range = tuple[int, int]


class Quote(NamedTuple):
    """A quote, its marks included; `continues` says that it goes on from the paragraph before."""

    start: int
    end: int
    continues: bool = False


_CLOSING = {"“": "”", "„": "“”", "«": "»", '"': '"', "‘": "’", "'": "'"}
_SINGLE = frozenset("‘'")
_CARRIED = frozenset('“"«„')
_MARKS = re.compile(
    "[“”„«»\"]|(?<![^\\s(\\[“\"—–-])[‘'](?=\\S)(?!\\d|em\\b|n\\b|t(?:is|was|were)\\b|til\\b|cause\\b)|(?<=[^\\s(\\[—–])[’'](?![^\\W_])",
    re.IGNORECASE,
)


def quotes(text: str, paragraphs: Sequence[Range]) -> list[Quote]:
    """The outermost quotes of a text, as ranges of code points, in order.

    `paragraphs` are the ranges of the paragraphs. A quote over several paragraphs gives a range in each.

    >>> quotes("He “did not ‘see’ it,” she said.", [(0, 32)])
    [Quote(start=3, end=22, continues=False)]
    """
    found: list[Quote] = []
    still_open = False
    for at, (start, end) in enumerate(paragraphs):
        marks = [(match.start(), match[0]) for match in _MARKS.finditer(text, start, end)]
        ranges, left_open = _paired(text, marks, (start, end), _single_that_opens(text, paragraphs[at + 1 : at + 2]))
        if still_open and ranges and not text[start : ranges[0].start].strip():
            ranges[0] = ranges[0]._replace(continues=True)
        found += ranges
        still_open = left_open
    return found


def _single_that_opens(text: str, following: Sequence[Range]) -> str:
    """The single mark that the next paragraph begins with, if it does: British papers carry a quote on by it."""
    for start, end in following:
        found = _MARKS.search(text, start, end)
        if found and found[0] in _SINGLE and not text[start : found.start()].strip() and text[found.end()] != found[0]:
            return found[0]
    return ""


def _paired(text: str, marks: Sequence[tuple[int, str]], paragraph: Range, carried: str) -> tuple[list[Quote], bool]:
    """The quotes of one paragraph, and whether the last one goes on in the next; `carried` is the single mark that the
    next one begins with."""
    start, end = paragraph
    closed: list[Quote] = []
    single_closes = _last_closing(marks)
    opened, mark = -1, ""
    for place, sign in marks:
        if mark:
            if sign in _CLOSING[mark]:
                closed.append(Quote(opened, place + 1))
                mark = ""
        elif sign in _CLOSING and not (sign in "\"'" and place > start and text[place - 1].isalnum()):
            counts = sign not in _SINGLE or sign == carried or place < single_closes.get(_CLOSING[sign], -1)
            opened, mark = (place, sign) if counts else (opened, mark)
    if mark and (mark in _CARRIED or mark == carried):
        return [*closed, Quote(opened, end)], True
    return closed, False


def _last_closing(marks: Sequence[tuple[int, str]]) -> dict[str, int]:
    """Where the last single mark of either form stands: one that opens after it is never closed."""
    return {sign: place for place, sign in marks if sign in "’'"}
