"""Countries: their names, nationalities, seats of government and parts, in one list made by hand (countries.toml)."""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path
from typing import Literal, NamedTuple

from onrecord.reading.actors.tables import fold

CountryWord = Literal["country", "nationality", "capital", "part"]
KINDS: tuple[CountryWord, ...] = ("country", "nationality", "capital", "part")
LONGEST = 5
"""So many words of a text are looked up as one name."""


class Meant(NamedTuple):
    """The country that words mean, and in which way."""

    country: str
    kind: CountryWord


@functools.cache
def _listed() -> dict[str, str]:
    return tomllib.loads(Path(__file__).with_name("countries.toml").read_text("utf-8"))


@functools.cache
def codes() -> frozenset[str]:
    """The codes of ISO 3166 (three letters) that the list knows; XKX is Kosovo's, as all use it."""
    return frozenset(_listed())


@functools.cache
def words() -> dict[str, Meant]:
    """All words that mean a country, folded; plurals of nationalities among them.

    >>> words()["north koreans"], words()["kyiv"]
    (Meant(country='PRK', kind='nationality'), Meant(country='UKR', kind='capital'))
    """
    found: dict[str, Meant] = {}
    for code, listed in _listed().items():
        for kind, names in zip(KINDS, listed.split("|"), strict=True):
            for name in filter(None, (fold(one) for one in names.split(";"))):
                found.setdefault(name, Meant(code, kind))
                if kind in ("nationality", "part") and not name.endswith("s"):
                    found.setdefault(f"{name}s", Meant(code, kind))
    return found


@functools.cache
def names() -> dict[str, str]:
    """The first name of each country, by its code."""
    return {code: listed.partition("|")[0].partition(";")[0].strip() for code, listed in _listed().items()}
