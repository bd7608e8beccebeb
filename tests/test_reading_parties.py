"""Who the parties of events are: people with their titles, no function words, no datelines, no cities but as places."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from onrecord import Article, Reading, read, read_actors
from onrecord.reading.cues import corrected
from onrecord.reading.datelines import datelines
from onrecord.reading.events.arguments import Grammar, parties_of
from onrecord.reading.events.modes import is_never, mode_of
from onrecord.reading.events.plain import envoy_of, plain_type
from onrecord.reading.events.standing import Persons, is_unnamed
from onrecord.reading.events.status import status_of
from onrecord.reading.events.trees import Trees
from onrecord.reading.names import Named
from onrecord.reading.people import title_of
from onrecord.reading.statements import Attribution
from onrecord.reading.words import lines
from onrecord.values import Actor, Event


def reading_of(text: str) -> Reading:
    return read(Article(text=text, language="en", published=datetime(2018, 5, 31)))


def event_at(text: str, word: str) -> Event:
    """The first event that a word names."""
    return next(event for event in reading_of(text).events if event.trigger.of(text) == word)


def shown(text: str) -> set[str]:
    """All parties of a text, by their names, or else by their words."""
    events = reading_of(text).events
    assert events, "nothing is found at all"
    return {actor.name or actor.span.of(text) for event in events for actor in (*event.actors, *event.recipients)}


def tree(words: str) -> tuple[list[str], Trees]:
    """A tree by hand: of each word its form, the number of its head (its own for the root) and its label."""
    rows = [row.split("/") for row in words.split()]
    heads, labels = tuple(int(row[1]) for row in rows), tuple(row[2] for row in rows)
    return [row[0] for row in rows], Trees(heads=heads, labels=labels, roles={})


def person(text: str, name: str) -> Named:
    start = text.index(name)
    return Named(start=start, end=start + len(name), kind="person", words=tuple(name.split()), gender=None)


# --- function words -----------------------------------------------------------------------------------------------


def test_a_relative_pronoun_stands_for_the_word_that_its_clause_hangs_on() -> None:
    words, trees = tree("police/1/nsubj arrested/1/root a/3/det man/1/obj who/5/nsubj shot/3/acl:relcl jane/5/obj")
    grammar = Grammar(words=words, sentences=[0] * 7, trees=trees, is_party=lambda at: at in {0, 3, 6})
    assert parties_of(grammar, 5) == ([3], [6])
    assert parties_of(grammar, 1) == ([0], [3])


def test_without_a_clause_it_stands_for_whoever_is_named_right_before() -> None:
    words, trees = tree("rebels/3/nsubj ,/3/punct who/3/nsubj shot/3/root jane/3/obj")
    grammar = Grammar(words=words, sentences=[0] * 5, trees=trees, is_party=lambda at: at in {0, 4})
    assert parties_of(grammar, 3) == ([0], [4])


def test_a_minister_is_not_of_the_country_that_he_deals_with() -> None:
    event = event_at("Foreign Minister Peter Holm summoned the Russian ambassador on Monday.", "summoned")
    assert [actor.code for actor in (*event.actors, *event.recipients)] == ["GOV", "RUSGOV"]
    event = event_at("Egyptian police arrested demonstrators on Monday.", "arrested")
    assert [actor.code for actor in (*event.actors, *event.recipients)] == ["EGYCOP", "EGYCVL"]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("President Peter Holm met General Juan Perez on Monday and threatened him.", "threatened"),
        ("President Peter Holm met General Juan Perez on Monday. On Tuesday Holm arrested him.", "arrested"),
    ],
)
def test_who_acts_is_not_meant_by_the_pronoun_behind(text: str, word: str) -> None:
    event = event_at(text, word)
    assert [actor.name for actor in event.actors] == ["Peter Holm"]
    assert [actor.name for actor in event.recipients] == ["Juan Perez"]


@pytest.mark.parametrize(
    "text",
    [
        "Police arrested a woman who had shot two soldiers.",
        "The rebels, who attacked a village on Monday, released three teachers.",
        "Denmark condemned the group that killed two policemen.",
        "It accused Turkey of an attack. They arrested a judge.",
        "Critics accused him of fraud.",
    ],
)
def test_no_word_that_names_nobody_is_a_party(text: str) -> None:
    assert not {name for name in shown(text) if is_unnamed(name)}


def test_a_pronoun_that_points_to_somebody_is_the_party_by_name() -> None:
    text = "Clara Novak met Peter Lang in Vienna. She accused him of fraud."
    event = event_at(text, "accused")
    assert [actor.name for actor in (*event.actors, *event.recipients)] == ["Clara Novak", "Peter Lang"]


@pytest.mark.parametrize(
    ("words", "expected"), [("who", True), ("It", True), ("us", True), ("US", False), ("WHO", False)]
)
def test_what_names_nobody(words: str, expected: bool) -> None:
    assert is_unnamed(words) is expected


# --- titles -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Police met former Prime Minister Jane Roe.", "former Prime Minister"),
        ("Then opposition leader Jane Roe left.", "opposition leader"),
        ("On Monday President Jane Roe left.", "President"),
        ("But President Jane Roe left.", "President"),
        ("Talks of Prime Minister and Defense Minister Jane Roe.", "Prime Minister and Defense Minister"),
        ("They saw U.S. Secretary of State Jane Roe.", "U.S. Secretary of State"),
        ("Talks between the U.S. and Jane Roe.", None),
        ("Talks of the president and Jane Roe.", None),
        ("They saw the king and Prime Minister Jane Roe.", "Prime Minister"),
        ("He is a friend of Jane Roe.", None),
        ("They met the lawyer of President Jane Roe.", "President"),
        ("They saw Mr. Jane Roe.", "Mr."),
        ("Jane Roe left.", None),
    ],
)
def test_the_title_before_a_name(text: str, title: str | None) -> None:
    found = title_of(text, person(text, "Jane Roe"))
    assert (None if found is None else text[slice(*found)]) == title


def test_a_person_is_found_by_any_word_of_title_or_name() -> None:
    text = "Police met former minister Jane Roe in Rome."
    known = Persons.among(text, [person(text, "Jane Roe")], [7])
    for word in ("former", "minister", "Jane", "Roe"):
        found = known.at(text.index(word))
        assert found is not None
        assert (text[slice(*found[0])], found[1]) == ("former minister Jane Roe", 7)
    assert known.at(text.index("met")) is None
    assert known.at(text.index("Rome")) is None


def of_person(text: str, name: str) -> list[Actor]:
    return [
        actor
        for event in reading_of(text).events
        for actor in (*event.actors, *event.recipients)
        if actor.name == name or set(actor.span.of(text).split()) & set(name.split())
    ]


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Police detained former minister Ivan Petrov in Sofia.", "Ivan Petrov", "former minister"),
        ("Opposition leader Anna Kovalenko was arrested by police.", "Anna Kovalenko", "Opposition leader"),
        ("Soldiers killed rebel commander Omar Diallo.", "Omar Diallo", "rebel commander"),
        ("Police Arrest Opposition Leader Anna Kovalenko", "Anna Kovalenko", None),
    ],
)
def test_a_person_with_a_title_is_one_party(text: str, name: str, role: str | None) -> None:
    found = of_person(text, name)
    assert {actor.name for actor in found} == {name}
    assert len({actor.span for actor in found}) == 1
    if role:
        assert [actor.role.of(text) if actor.role else None for actor in found[:1]] == [role]
        assert found[0].span.of(text) == f"{role} {name}"


def test_a_role_with_the_name_behind_a_comma_is_one_party() -> None:
    text = "The mayor of Newtown, Carla Ruiz, accused police of fraud."
    [mayor] = event_at(text, "accused").actors
    assert (mayor.name, mayor.span.of(text)) == ("Carla Ruiz", "The mayor of Newtown, Carla Ruiz")
    text = "The mayor accused police, Carla Ruiz said."
    assert [actor.name for actor in event_at(text, "accused").recipients] == [None]


def test_a_mark_names_no_event() -> None:
    assert is_never("'")
    assert is_never("s")
    assert not is_never("attack")


def test_a_word_of_a_title_names_no_event() -> None:
    text = "Police arrested protest leader Anna Kovalenko."
    assert {event.trigger.of(text) for event in reading_of(text).events} == {"arrested"}


def test_a_user_s_actors_are_found_by_the_name_behind_the_title(tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text("name,country,sector\nIvan Petrov,BGR,BUS\n")
    text = "Police detained former mayor Ivan Petrov."
    article = Article(text=text, language="en", published=datetime(2018, 5, 31))
    [event] = read(article, actors=read_actors(tmp_path / "own.csv")).events
    assert [(actor.name, actor.country, actor.rule) for actor in event.recipients] == [
        ("Ivan Petrov", "BGR", "own file")
    ]


def test_no_clause_behind_a_name_is_a_role() -> None:
    text = "Police arrested Ivan Petrov, who met the rebels on Monday."
    [petrov] = [entity for entity in reading_of(text).entities if entity.name == "Ivan Petrov"]
    assert petrov.role is None


def test_two_joined_by_and_have_each_their_own_title() -> None:
    text = "Former Prime Minister Ivan Petrov and Anna Kovalenko met farmers."
    roles = {entity.name: entity.role.of(text) if entity.role else None for entity in reading_of(text).entities}
    assert roles["Anna Kovalenko"] is None
    assert roles["Ivan Petrov"] == "Former Prime Minister"


# --- places -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("Troops of Kenya and Chad met in Minsk.", "Minsk"),
        ("Kerry held talks with Lavrov in Geneva.", "Geneva"),
        ("The ministers of France and Germany met in Vienna on Monday.", "Vienna"),
        ("Rebels attacked soldiers in Goma.", "Goma"),
    ],
)
def test_a_city_in_which_something_happens_is_no_party(text: str, city: str) -> None:
    assert city not in shown(text)
    assert city in {event.place.name for event in reading_of(text).events if event.place}


def test_no_part_of_the_name_of_a_body_is_where_something_happened() -> None:
    assert event_at("On Monday Kenya called on the African Union to condemn Chad.", "called").place is None


def test_of_the_name_of_a_place_all_says_where() -> None:
    text = (
        "Trump had cancelled the summit on May 24. If the talks fail, the United States will impose new sanctions on "
        "North Korea, Trump said."
    )
    place = event_at(text, "impose").place
    assert place is not None
    assert (place.name, place.country) == ("North Korea", "PRK")


def test_a_city_that_acts_is_a_party() -> None:
    event = event_at("Washington accused Beijing of theft.", "accused")
    assert [actor.code for actor in (*event.actors, *event.recipients)] == ["USAGOV", "CHNGOV"]
    assert "Moscow" in shown("Moscow's desire to attack Kiev worries Berlin.")


def test_a_name_behind_a_preposition_is_not_that_of_the_party() -> None:
    text = "Police in Minsk arrested three students."
    event = event_at(text, "arrested")
    assert [(actor.span.of(text), actor.name, actor.code) for actor in event.actors] == [
        ("Police in Minsk", None, "BLRCOP")
    ]


@pytest.mark.parametrize("text", ["Norway imposed sanctions on Maung Maung Soe.", "Rebels shot at Jack London."])
def test_no_part_of_a_person_s_name_is_a_place(text: str) -> None:
    events = reading_of(text).events
    assert events
    assert [event.place for event in events] == [None] * len(events)


# --- datelines ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("MINSK, Belarus (AP) - Police came.", ["MINSK, Belarus (AP) - "]),
        ("GENEVA - Talks began.", ["GENEVA - "]),
        ("Moscow (CNN) — Talks began.", ["Moscow (CNN) — "]),
        ("Talks\nBy Jane Roe\nLONDON — Talks began.\nPARIS — They end.", ["LONDON — ", "PARIS — "]),
        ("NATO - which has many members - said no.", []),
        ("The US-Russia talks began.", []),
        ("It rained - a lot.", []),
        ("A\nB\nC\nD\nJane Roe (left) - The mayor.", []),
    ],
)
def test_datelines_of_paragraphs(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in datelines(text, lines(text, [(0, len(text))]))] == found


@pytest.mark.parametrize("line", ["MINSK, Belarus (AP) - ", "GENEVA - ", "Talks end\nWASHINGTON (Reuters) - "])
def test_a_dateline_is_no_party_and_says_nothing(line: str) -> None:
    text = f"{line}Kenya accused Chad of an attack, officials said. Chad condemned Kenya."
    assert not {
        name for name in shown(text) if set(name.upper().split()) & {"MINSK", "GENEVA", "WASHINGTON", "BELARUS"}
    }
    for statement in reading_of(text).statements:
        assert statement.source is None or statement.source.start >= len(line)


def test_a_source_ends_where_the_dateline_does() -> None:
    text = "GENEVA - Officials said it rained."
    line = (0, len("GENEVA - "))

    def source(place: tuple[int, int]) -> tuple[int, int] | None:
        given = Attribution(cue=(19, 23), source=place, content=((24, 33),), kind="indirect", parts=(), score=1.0)
        return corrected(text, [given], [line])[0].source

    assert source((0, 6)) is None
    assert source((0, 18)) == (9, 18)
    assert source((9, 18)) == (9, 18)


# --- what belongs to another clause -------------------------------------------------------------------------------


def test_what_governs_a_clause_by_its_own_conjunction_says_nothing_of_it() -> None:
    words, trees = tree("chad/1/nsubj denied/1/root before/4/mark kenya/4/nsubj attacked/1/ccomp")
    assert status_of(words, trees, 4) == "happened"
    words, trees = tree("chad/1/nsubj denied/1/root that/4/mark kenya/4/nsubj attacked/1/ccomp")
    assert status_of(words, trees, 4) == "denied"
    words, trees = tree("chad/1/nsubj denied/1/root kenya/1/obj ,/5/punct which/5/nsubj attacked/1/ccomp")
    assert status_of(words, trees, 5) == "happened"


def test_a_condition_before_a_subject_counts_wherever_the_tree_hangs_it() -> None:
    words, trees = tree("if/4/advmod chad/2/nsubj attacks/4/advcl ,/4/punct kenya/4/root")
    assert status_of(words, trees, 2) == "hypothetical"


def test_a_clause_is_apart_wherever_the_tree_hangs_what_opens_it() -> None:
    words, trees = tree(
        "kenya/1/nsubj denied/1/root attacking/1/ccomp chad/2/obj day/1/obl after/4/case niger/7/nsubj accused/2/advcl"
    )
    assert status_of(words, trees, 2) == "denied"
    assert status_of(words, trees, 7) == "happened"


def test_a_clause_says_nothing_of_what_stands_before_it() -> None:
    words, trees = tree("chad/1/nsubj attacked/4/ccomp before/4/mark kenya/4/nsubj threatened/4/root")
    assert status_of(words, trees, 1) == "happened"


@pytest.mark.parametrize(
    ("text", "word", "status"),
    [
        ("Chad met Kenya a day after Niger accused them of fraud.", "accused", "happened"),
        ("Chad met Kenya a day after Niger accused them of fraud.", "met", "happened"),
        ("Kenya attacked Chad amid fears that Niger would attack Mali.", "attacked", "happened"),
        ("Kenya may attack Chad after Chad arrested two soldiers.", "arrested", "happened"),
        ("Kenya urged Chad to release Petrov, who attacked the police.", "attacked", "happened"),
        ("Kenya may attack Chad after Chad arrested two soldiers.", "attack", "hypothetical"),
    ],
)
def test_each_clause_has_its_own_status(text: str, word: str, status: str) -> None:
    found = {event.trigger.of(text): event.status for event in reading_of(text).events}
    assert found.get(word, status) == status
    assert found


def test_the_mode_is_not_taken_from_another_clause() -> None:
    words, trees = tree("gunmen/1/nsubj killed/1/root jane/1/obj after/5/mark rebels/5/nsubj invaded/1/advcl")
    assert mode_of("ASSAULT", ["killed"], trees, words, 1) is None
    words, trees = tree("gunmen/1/nsubj launched/1/root an/3/det invasion/1/obj")
    assert mode_of("ASSAULT", ["launched"], trees, words, 1) == "occupy"


# --- envoys who are sent away -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "envoy"),
    [
        ("kenya expelled two british diplomats", "diplomats"),
        ("turkey recalled its ambassador to israel", "ambassador"),
        ("the ambassador of chad was recalled", "ambassador"),
        ("the expulsion of diplomats", "diplomats"),
        ("the ambassador recalled that diplomats met", None),
        ("the school expelled two students", None),
        ("she recalled . diplomats met", None),
    ],
)
def test_envoys_are_sent_away_by_plain_words(text: str, envoy: str | None) -> None:
    words = text.split()
    at = next(number for number, word in enumerate(words) if word.startswith(("expel", "expul", "recall")))
    found = envoy_of(words, at)
    assert (None if found is None else words[found]) == envoy
    flat = Trees(heads=tuple(range(len(words))), labels=("root",) * len(words), roles={})
    assert plain_type(words, flat, at) == (None if envoy is None else "SANCTION")


def test_an_expulsion_of_diplomats_is_a_sanction() -> None:
    event = event_at("Kenya expelled three diplomats of Chad on Friday.", "expelled")
    assert (event.type, event.mode, event.code) == ("SANCTION", "expel", "161")
    assert [actor.code for actor in event.recipients] == ["TCDGOV"]
    event = event_at("Norway recalled its ambassador to Chad.", "recalled")
    assert (event.type, event.mode) == ("SANCTION", "expel")
