"""The words of a source: its head, and what of it does not count."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.reading.lexicon import BODIES, CROWDS, DOCUMENTS, is_person, looks_like_people
from onrecord.reading.quotes import Range

WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
_CLAUSE = re.compile(r"(?<=[\w’'”\")])[,\s—–-]+(?:who|whom|whose|which|that)\b")
_NOBODY = frozenset("nobody none noone neither".split())
_SINGLE = frozenset("a one single".split())
_NOUNS = DOCUMENTS | BODIES | CROWDS
AFTER_HEAD = frozenset(
    """
    of for to with by from at in on near against about behind who whom whose which that among between like including
    close familiar told said released conducted published issued is was were are
    """.split()
)


def is_negated(words: Sequence[str]) -> bool:
    """ "Nobody said", "none of the players", "not one of them": there is no one who says it."""
    first, second = [*words, ""][:2]
    return first in _NOBODY or (first == "no" and not second[:1].isdigit()) or (first == "not" and second in _SINGLE)


def without_clause(text: str, source: Range, words: list[str]) -> tuple[Range, list[str]]:
    """A source up to its relative clause, and the words of that: who is named in "the chancellor, who has led Germany
    since 2005," does not speak."""
    clause = _CLAUSE.search(text, *source)
    if clause is None:
        return source, words
    shorter = source[0], clause.start()
    return shorter, [word.lower() for word in WORD.findall(text, *shorter)]


def words_of_role(text: str, source: Range, head: str) -> Range | None:
    """Where the head of a source stands, if it says what people are or do."""
    if not is_person(head) and not looks_like_people(head):
        return None
    for match in WORD.finditer(text, *source):
        if match[0].lower() == head:
            return match.span()
    return None


def head_of(words: Sequence[str]) -> str:
    """The head noun of a source without a name: the last known noun before what modifies it from behind."""
    stop = next((at for at, word in enumerate(words) if at and word in AFTER_HEAD), len(words))
    known = [word for word in words[:stop] if word in _NOUNS or is_person(word)]
    return known[-1] if known else words[stop - 1]
