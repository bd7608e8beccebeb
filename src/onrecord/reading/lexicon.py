"""Words by what they say of a speaker: man or woman, a person's role, a body, a document, a crowd (lexicon.toml)."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Literal

Gender = Literal["m", "f"]

_FORMED = re.compile(r"[\w-]{3,}(?:er|or|ist|ian|eer)s?")

_SETS: dict[str, frozenset[str]] = {
    name: frozenset(words.split())
    for name, words in tomllib.loads(Path(__file__).with_name("lexicon.toml").read_text("utf-8")).items()
}


def _either(*, men: str, women: str) -> dict[str, Gender]:
    both = _SETS[men] & _SETS[women]
    if both:
        raise ValueError(f"lexicon.toml: {min(both)} stands under {men} and under {women}")
    return {**dict.fromkeys(_SETS[men], "m"), **dict.fromkeys(_SETS[women], "f")}


HONORIFICS: dict[str, Gender | None] = {
    **_either(men="male_titles", women="female_titles"),
    **dict.fromkeys(_SETS["titles"]),
}
GIVEN_NAMES = _either(men="men", women="women")
GENDERED = _either(men="male", women="female")
ABBREVIATIONS = _SETS["title_abbreviations"]
MEANT = {word: words.split(",") for word, _, words in (pair.partition("=") for pair in _SETS["meant"])}
TITLE_LINKS = _SETS["title_links"]
ROLES = _SETS["roles"]
ANYBODY = _SETS["anybody"]
PEOPLE = _SETS["people"]
GROUPS = _SETS["groups"]
CROWDS = _SETS["crowds"]
DOCUMENTS = _SETS["documents"]
BODIES = _SETS["bodies"]
OFFICES = _SETS["offices"]
FIRST_PERSON = frozenset("i me my we us our".split())
RELATIVE = frozenset("who whom whose which that".split())


def looks_like_people(word: str) -> bool:
    """Whether a word in lower case that is on no list is formed as nouns for persons are: "villagers", "cellist"."""
    known = _SETS["things"] | DOCUMENTS | BODIES
    return not {word, _singular(word)} & known and _FORMED.fullmatch(word) is not None


def is_person(word: str) -> bool:
    """Whether a word in lower case means persons by what they are or do."""
    return word in PEOPLE or any(one in ROLES or one in GENDERED for one in (word, _singular(word)))


def is_several(word: str) -> bool:
    """Whether a word in lower case means several persons by what they are: "speakers", not "speaker" or "boss"."""
    return word in PEOPLE or (word not in ROLES and word not in GENDERED and is_person(word))


def is_body(word: str) -> bool:
    """Whether a word in lower case means a body of people, or several."""
    return word in BODIES or _singular(word) in BODIES


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("sses", "ches", "shes", "xes")) else word.removesuffix("s")
