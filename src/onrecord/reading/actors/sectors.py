"""What words alone say of a party: bodies that need no country beside them, and nouns by sector (actors.toml)."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from onrecord.reading.actors.tables import fold

SECTORS = frozenset("GOV MIL COP OPP REB UAF JUD LEG SPY JRN BUS LAB EDU REL REF HLH CRM NGO IGO PTY ELI CVL".split())
"""The sectors that a party may have: those of PLOVER, with IGO and NGO for bodies of no country."""


class Body(NamedTuple):
    """A body as it is listed: its name, its country (None where it is of several) and its sector."""

    name: str
    country: str | None
    sector: str


class Noun(NamedTuple):
    """The sector that a noun speaks for; `weak` says that it counts only where nothing beside it says more, `official`
    that it then means the government of a country that stands beside it."""

    sector: str | None
    weak: bool = False
    official: bool = False


@functools.cache
def _listed() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_name("actors.toml").read_text("utf-8"))


@functools.cache
def bodies() -> dict[str, list[Body]]:
    """Bodies by their folded names; several may share one ("IS", "Is")."""
    found: dict[str, list[Body]] = {}
    for country, sectors in _listed()["bodies"].items():
        for sector, listed in sectors.items():
            for name in _each(listed):
                body = Body(name, None if country == "international" else country, sector)
                found.setdefault(fold(name), []).append(body)
    return found


def body(key: str, words: str) -> Body | None:
    """The body that words mean, which `key` is the folded form of: "WHO" is one, "who" and "Who" are not."""
    return next((one for one in bodies().get(key, ()) if _is_written(one.name, words)), None)


def _is_written(listed: str, words: str) -> bool:
    if listed.replace(".", "").isupper() and len(listed) <= 8:
        return words.upper() == words
    return words[:1].isupper() or listed[:1].islower()


@functools.cache
def nouns() -> Mapping[str, Noun]:
    """The nouns of the list, folded."""
    found = {fold(noun): Noun(sector) for sector, listed in _listed()["roles"].items() for noun in _each(listed)}
    for sector, listed in _listed()["weak"].items():
        weak = Noun("GOV" if sector == "GOV" else None, weak=True, official=sector == "official")
        found |= {fold(noun): weak for noun in _each(listed)}
    return found


def _each(listed: str) -> Iterator[str]:
    return filter(None, (" ".join(entry.split()) for entry in listed.split(";")))


def noun(key: str) -> Noun | None:
    """What a noun, folded, speaks for; a plural is looked up by its singular too.

    >>> noun("lawmakers").sector, noun("spies").sector, noun("officials"), noun("table")
    ('LEG', 'SPY', Noun(sector='GOV', weak=True, official=False), None)
    """
    return nouns().get(key) or next((nouns()[one] for one in singulars(key) if one in nouns()), None)


def singulars(key: str) -> Iterator[str]:
    """What a noun may be the plural of; of several words the last."""
    if key.endswith("ies"):
        yield f"{key[:-3]}y"
    if key.endswith(("sses", "ches", "shes", "xes")):
        yield key[:-2]
    if key.endswith("s") and not key.endswith("ss"):
        yield key[:-1]
    if key.endswith("men"):
        yield f"{key[:-3]}man"
