"""Cues looked at once more: which attribute nothing, and which have no source though somebody stands before them.

The model tags words and knows little of voice. In "Roe is said to be ill" it is not Roe who says so, and in "Asked
whether she knew, Roe left" not Roe who asks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from onrecord.reading.datelines import behind
from onrecord.reading.labels import is_letter
from onrecord.reading.quotes import Range
from onrecord.reading.statements import Attribution

_MODALS = frozenset("will would shall should can could may might must".split())
_WORD = re.compile(r"[^\W\d_]+")
_HELD = "asked told said believed reported expected thought known understood rumored rumoured alleged"
_PASSIVE = re.compile(rf"\b(?:is|are|was|were|be|been|being)\s(?:\w+\s)?(?:{'|'.join(_HELD.split())})\b", re.IGNORECASE)
_HEARSAY = re.compile(r"\sto\s(have|be)\b")
_CLAUSE_BEFORE = re.compile(r"\b(?:when|if|while|once)\s$", re.IGNORECASE)


def corrected(text: str, found: Sequence[Attribution], lines: Sequence[Range] = ()) -> list[Attribution]:
    """The attributions that are some, each without a source that cannot be its own. `lines` are the datelines."""
    return [_with_its_own_source(text, _behind(lines, one)) for one in found if not _is_none(text, one)]


def _behind(lines: Sequence[Range], one: Attribution) -> Attribution:
    """ "MINSK (AP) - Police said": what stands in a dateline speaks of nothing."""
    if one.source is None:
        return one
    start, end = behind(lines, one.source[0]), one.source[1]
    return replace(one, source=(start, end) if start < end else None)


def _is_none(text: str, one: Attribution) -> bool:
    return _is_modal(text[slice(*one.cue)]) or _is_of_a_letter(text, one)


def _is_modal(cue: str) -> bool:
    """ "The council will: close the road": a modal verb before a list says nothing of who said so."""
    words = _WORD.findall(cue.lower())
    return bool(words) and all(word in _MODALS for word in words)


def _is_of_a_letter(text: str, one: Attribution) -> bool:
    """ "A: It was time": the label names nobody, and all of an interview would be such statements."""
    return one.source is not None and text[slice(*one.cue)].strip() in {":", "."} and is_letter(text, *one.source)


def _with_its_own_source(text: str, one: Attribution) -> Attribution:
    if one.source is None or not (_is_passive(text, one) or _is_hearsay(text, one) or _is_asked(text, one)):
        return one
    return replace(one, source=None)


def _is_passive(text: str, one: Attribution) -> bool:
    """ "Roe was told that", "Roe is expected to": who stands before a passive verb hears it or is spoken of."""
    assert one.source is not None
    if one.source[0] > one.cue[0]:
        return False
    found = _PASSIVE.search(text, max(one.source[1], one.cue[0] - 20), one.cue[1])
    return found is not None and found.end() > one.cue[0]


def _is_hearsay(text: str, one: Attribution) -> bool:
    """ "Roe, said to be ill, stayed away", "a man said to have fled"; but "Roe said to be careful"."""
    assert one.source is not None
    after = _HEARSAY.match(text, one.cue[1])
    if after is None or one.source[0] > one.cue[0] or text[slice(*one.cue)].lower() not in _HELD.split():
        return False
    return after[1] == "have" or text.endswith(", ", 0, one.cue[0])


def _is_asked(text: str, one: Attribution) -> bool:
    """ "Asked whether she knew, Roe said ..." : the one who answers does not ask; but "asked by Roe"."""
    assert one.source is not None
    cue = text[slice(*one.cue)]
    after_when = _CLAUSE_BEFORE.search(text[max(0, one.cue[0] - 8) : one.cue[0]]) is not None
    opens = cue.startswith("Asked") or (cue.startswith("asked") and after_when)
    return opens and not re.search(r"\bby\b", text[one.cue[0] : max(one.cue[1], one.source[0])])
