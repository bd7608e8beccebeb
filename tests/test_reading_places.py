"""Places: which one of those that bear a name is meant, and whether a name means a place at all."""

from __future__ import annotations

import math
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.reading.actors import countries, tables
from onrecord.reading.actors.places import locate, means_actor, setting_of
from onrecord.reading.files import MODELS
from onrecord.values import Location
from strategies import texts


def at(text: str, words: str) -> Location:
    """The place that some words of a text mean, where they stand last."""
    start = text.rindex(words)
    return locate(setting_of(text), (start, start + len(words)))


@pytest.mark.parametrize(
    ("text", "words", "name", "country", "near"),
    [
        ("They met in Paris.", "Paris", "Paris", "FRA", (48.9, 2.3)),
        ("They met in Paris, Texas.", "Paris", "Paris", "USA", (33.7, -95.6)),
        ("They met in Paris, Texas.", "Paris, Texas", "Paris", "USA", (33.7, -95.6)),
        ("A fire in Birmingham, Ala., burned.", "Birmingham", "Birmingham", "USA", (33.5, -86.8)),
        ("A fire in Birmingham burned.", "Birmingham", "Birmingham", "GBR", (52.5, -1.9)),
        ("A storm hit Springfield, IL.", "Springfield", "Springfield", "USA", (39.8, -89.6)),
        ("A storm hit Portland, Maine.", "Portland", "Portland", "USA", (43.7, -70.3)),
        ("She lives in London, Ontario.", "London", "London", "CAN", (43.0, -81.2)),
        ("He was born in Valencia (Venezuela).", "Valencia", "Valencia", "VEN", (10.2, -68.0)),
        ("Clashes in Tripoli.", "Tripoli", "Tripoli", "LBY", (32.9, 13.2)),
        ("Lebanese police went to Tripoli.", "Tripoli", "Tripoli", "LBN", (34.4, 35.8)),
        ("in Georgia, near Tbilisi", "Georgia", "Georgia", "GEO", (41.9, 43.9)),
        ("U.S. voters in Georgia. American polls.", "Georgia", "Georgia", "USA", (33.4, -84.0)),
        ("He spoke in Washington on Monday.", "Washington on Monday", "Washington", "USA", (38.9, -77.0)),
        ("a bank in New York", "New York", "New York City", "USA", (40.7, -74.0)),
        ("shelling in the Syrian city of Homs", "the Syrian city of Homs", "Homs", "SYR", (34.7, 36.7)),
        ("Pyongyang, North Korea's capital", "Pyongyang, North Korea's capital", "Pyongyang", "PRK", (39.0, 125.8)),
        ("a street in Ramallah's centre", "Ramallah's", "Ramallah", "PSE", (31.9, 35.2)),
        ("in Kiev", "Kiev", "Kyiv", "UKR", (50.5, 30.5)),
        ("in Sana'a", "Sana'a", "Sanaa", "YEM", (15.4, 44.2)),
        ("in N’Djamena", "N’Djamena", "N'Djamena", "TCD", (12.1, 15.0)),
        ("in San Jose, Costa Rica", "San Jose", "San José", "CRI", (9.9, -84.1)),
        ("at Sharm el-Sheikh", "Sharm el-Sheikh", "Sharm el-Sheikh", "EGY", (27.9, 34.3)),
        ("at The Hague", "The Hague", "The Hague", "NLD", (52.1, 4.3)),
        ("at the Hague", "the Hague", "The Hague", "NLD", (52.1, 4.3)),
        ("across the United Kingdom", "the United Kingdom", "United Kingdom", "GBR", (52.5, -1.3)),
        ("in the US", "the US", "United States", "USA", (38.8, -93.5)),
        ("the Syrian border", "the Syrian border", "Syria", "SYR", (35.1, 37.2)),
        ("in Texas", "Texas", "Texas", "USA", (31.0, -97.5)),
    ],
)  # fmt: skip
def test_a_name_means_one_place(text: str, words: str, name: str, country: str, near: tuple[float, float]) -> None:
    place = at(text, words)
    assert (place.name, place.country) == (name, country)
    assert place.latitude is not None
    assert place.longitude is not None
    assert abs(place.latitude - near[0]) < 0.5
    assert abs(place.longitude - near[1]) < 0.5


@pytest.mark.parametrize(
    ("text", "words"),
    [("in Nowhereville", "Nowhereville"), ("at home", "home"), ("in May", "May"), ("of nice", "nice")],
)
def test_what_is_no_place_says_so(text: str, words: str) -> None:
    place = at(text, words)
    assert (place.name, place.country, place.latitude, place.longitude) == (None, None, None, None)
    assert place.span.of(text) == words


def test_a_part_of_a_country_has_no_point() -> None:
    place = at("the war in Chechnya", "Chechnya")
    assert (place.name, place.country, place.latitude) == ("Chechnya", "RUS", None)
    assert at("on the West Bank", "the West Bank").country == "PSE"


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("PYONGYANG, May 31 (Reuters) - It rained.", "Pyongyang", "PRK"),
        ("WASHINGTON (AP) — It rained.", "Washington", "USA"),
        ("PARIS, Texas (AP) — It rained.", "Paris", "USA"),
        ("Moscow (CNN) — It rained.", "Moscow", "RUS"),
        ("BEIRUT, Lebanon — It rained.", "Beirut", "LBN"),
    ],
)
def test_datelines(text: str, name: str, country: str) -> None:
    line = setting_of(text).dateline
    assert line is not None
    assert (line.name, line.country) == (name, country)


@pytest.mark.parametrize("text", ["It rained.", "A well-known man - he left.", "PARIS is big.", "Rain — it came.", ""])
def test_what_is_no_dateline(text: str) -> None:
    assert setting_of(text).dateline is None


def test_the_dateline_tells_where() -> None:
    words = "Police closed a road in Santiago."
    assert at(words, "Santiago").country == "CHL"
    assert at(f"SANTO DOMINGO (AP) — Dominican leaders met. {words}", "Santiago").country == "DOM"


@pytest.mark.parametrize(
    ("text", "words", "subject", "expected"),
    [
        ("Moscow said no.", "Moscow", True, True),
        ("Pyongyang's patron left.", "Pyongyang", False, True),
        ("Pyongyang’s patron left.", "Pyongyang", False, True),
        ("He spoke in Moscow.", "Moscow", False, False),
        ("Troops in central Baghdad left.", "Baghdad", True, False),
        ("They flew from Paris.", "Paris", False, False),
        ("They met Paris.", "Paris", False, False),
        ("In the Hague’s courts they met.", "Hague", False, False),
    ],
)
def test_a_place_or_those_who_govern_there(text: str, words: str, subject: bool, expected: bool) -> None:
    start = text.index(words)
    assert means_actor(text, (start, start + len(words)), subject=subject) is expected


# --- the table ----------------------------------------------------------------------------------------------------


def test_every_line_of_the_table_is_a_place() -> None:
    lines = tables.load("places").content.decode().splitlines()[1:]
    assert len(lines) > 50_000
    assert lines == sorted(lines, key=str.encode)
    for line in lines:
        key, _, kind, country, state, people, latitude, longitude = line.split("\t")
        assert key == tables.fold(key)
        assert kind in "PASC"
        assert country in countries.codes()
        assert (state != "") <= (country == "USA")
        assert int(people) >= 0
        assert abs(int(latitude)) <= 9000
        assert abs(int(longitude)) <= 18000


def test_countries_and_capitals_are_in_the_table() -> None:
    table = tables.load("places")
    missing = [name for code, name in countries.names().items() if not table.rows(tables.fold(name))]
    assert len(missing) < 12, missing
    seats = [key for key, meant in countries.words().items() if meant.kind == "capital" and len(key) > 3]
    unknown = [key for key in seats if not table.rows(key)]
    assert len(unknown) < len(seats) / 10, unknown


def test_the_table_is_small_and_quickly_there() -> None:
    assert (MODELS / "places" / tables.FILE).stat().st_size <= 1_300_000
    start = time.perf_counter()
    table = tables.load("places")
    assert time.perf_counter() - start < 0.6, "ten times what it should take"
    start = time.perf_counter()
    for _ in range(1000):
        table.rows("springfield")
    assert time.perf_counter() - start < 1


# --- any text -----------------------------------------------------------------------------------------------------

_WORDS = st.sampled_from(
    "Paris , Texas in Georgia U.S. US ( ) 's - — AP May 31 LONDON Syrian of San José İ \ud800 \n".split(" ")
)


@given(st.lists(_WORDS | texts, max_size=12).map(" ".join), st.data())
def test_any_words_give_a_place_inside_of_them(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    place = locate(setting_of(text), (start, end))
    assert start <= place.span.start <= place.span.end <= end
    assert (place.latitude is None) == (place.longitude is None)
    assert place.latitude is None or math.isfinite(place.latitude)
    assert isinstance(means_actor(text, (start, end)), bool)


@pytest.mark.parametrize("piece", ["Paris, ", "A", "Georgia ", "U.S.", "(", "— ", "São ", "New York, ", " "])
def test_a_long_text_costs_little(piece: str) -> None:
    def seconds(times: int) -> float:
        text = piece * times
        start = time.perf_counter()
        setting = setting_of(text)
        for place in range(20):
            locate(setting, (place, len(text)))
        return time.perf_counter() - start

    seconds(100)
    assert seconds(20_000) < 10
