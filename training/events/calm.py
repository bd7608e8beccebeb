"""Paragraphs in which there is no politics: of pages about sport, food, money, games, and of no countries and offices.

What their predicates name ("beat", "shot", "struck", "fired") is no event. Only English ones are taken, which end as
sentences do.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from onrecord.reading.actors.terms import Look, terms_of, words_of

SETS = ("atf", "fundus", "wcxb")
_SECTION = re.compile(
    r"/(sports?|football|soccer|nba|nfl|cricket|tennis|golf|baseball|hockey|entertainment|lifestyle|life|style|food"
    r"|recipes?|travel|tech|technology|science|health|movies?|music|tv|celebrit\w*|culture|arts?|books?|gaming|games"
    r"|autos?|cars|fashion|real-?estate|weather|shopping|wellness|money|personal-finance)[/-]",
    re.IGNORECASE,
)
_ENGLISH = re.compile(r"\b(the|and|of|to)\b")
_SHARE = 0.08
"""So many of the words of an English text are those."""
_SIZES = range(60, 700)
_POLITICAL = frozenset("GOV MIL LEG COP JUD REB SPY UAF PTY ELI OPP CRM".split())


def paragraphs(pages: Path) -> Iterator[str]:
    """The paragraphs, of the gold texts of a folder with the sets of pages."""
    for name in SETS:
        for line in (pages / name / "gold.jsonl").read_bytes().splitlines():
            page = json.loads(line)
            text = page.get("text") or ""
            if _SECTION.search(page["url"] or "") and _is_english(text):
                yield from filter(_is_calm, map(str.strip, text.split("\n")))


def _is_english(text: str) -> bool:
    return len(_ENGLISH.findall(text)) > _SHARE * len(text.split())


def _is_calm(paragraph: str) -> bool:
    if len(paragraph) not in _SIZES or paragraph[-1] not in ".!?":
        return False
    terms = terms_of(paragraph, words_of(paragraph, (0, len(paragraph))), Look(own={}))
    return not any(term.country or term.kind in ("body", "name") or term.sector in _POLITICAL for term in terms)
