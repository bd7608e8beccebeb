"""Labels: who speaks in a paragraph, set before it as interviews are written: "Jane Doe: I think ...", "Q: Why?"."""

from __future__ import annotations

import re

from onrecord.reading.quotes import Range

_CAPITAL = r"[^\W\d_a-z][\w.'’-]{0,40}"
_LABEL = re.compile(rf"[ \t]*(?:([QA])[.:]|({_CAPITAL}(?:[ \t](?:{_CAPITAL}|of|the|de|van|von)){{0,4}})[ \t]?:)(?=\s)")
_LETTERS = frozenset({"q", "a", "question", "answer"})


def label_of(text: str, paragraph: Range) -> Range | None:
    """The label that a paragraph opens with: up to five words in capitals and a colon, or the Q and A of interviews.

    >>> label_of("Jane Doe: It rained.", (0, 20)), label_of("She said: It rained.", (0, 20))
    ((0, 8), None)
    """
    found = _LABEL.match(text, *paragraph)
    return None if found is None else found.span(1 if found[1] else 2)


def is_letter(text: str, start: int, end: int) -> bool:
    """Whether a range is the "Q" or "A" (or "Question", "Answer") that opens a paragraph: it names nobody."""
    if text[start:end].lower() not in _LETTERS or text[end : end + 1] not in {":", "."}:
        return False
    return not text[text.rfind("\n", 0, start) + 1 : start].strip()
