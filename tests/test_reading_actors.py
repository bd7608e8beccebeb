"""Parties to events: of which country each is and which part it plays, and what said so."""

from __future__ import annotations

import importlib
import re
import sys
import time
from contextlib import suppress
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import Article, read, read_actors
from onrecord.errors import FormatError, ModelError
from onrecord.reading import reader
from onrecord.reading.actors import countries, dictionary, own, sectors, tables
from onrecord.reading.actors.parties import Cast, parties
from onrecord.reading.events.ground import Ground
from onrecord.reading.files import MODELS
from onrecord.reading.names import WORD, Named
from onrecord.reading.people import entities
from onrecord.values import Actor, EntityKind, Event
from strategies import texts

DAY = date(2018, 5, 31)
TRAINING = Path(__file__).resolve().parent.parent / "training" / "actors"


def cast(text: str, names: dict[str, EntityKind] | None = None, *, day: date | None = DAY, file: str = "") -> Cast:
    """An article in which these names are found wherever they stand; `file` is a user's file of actors."""
    found = [
        Named(
            start=match.start(),
            end=match.end(),
            kind=kind,
            words=tuple(word[0] for word in WORD.finditer(match[0])),
            gender=None,
        )
        for name, kind in (names or {}).items()
        for match in re.finditer(rf"\b{re.escape(name)}\b", text)
    ]
    longest = [one for one in found if not any(_within(one, other) for other in found)]
    longest.sort(key=lambda name: name.start)
    known, owners = entities(text, longest)
    given_file = own.parse(file, where="own.csv") if file else {}
    return Cast(text=text, names=longest, owners=owners, known=known, day=day, own=given_file)


def _within(one: Named, other: Named) -> bool:
    return one is not other and other.start <= one.start and one.end <= other.end and other.end - other.start > 0


def of(words: str) -> list[tuple[str, str]]:
    """The parties that words name: the words of each, and its code."""
    return [(actor.span.of(words), actor.code) for actor in parties(cast(words), (0, len(words)))]


def one(words: str, day: date | None = DAY) -> Actor:
    """The one party that words name."""
    [actor] = parties(cast(words, day=day), (0, len(words)))
    return actor


# --- one party, by its words --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "country", "sector", "rule"),
    [
        ("the White House", "USA", "GOV", "body"),
        ("the State Department", "USA", "GOV", "body"),
        ("the Kremlin", "RUS", "GOV", "body"),
        ("Downing Street", "GBR", "GOV", "body"),
        ("the Élysée", "FRA", "GOV", "body"),
        ("the Knesset", "ISR", "LEG", "body"),
        ("the Bundestag", "DEU", "LEG", "body"),
        ("the FBI", "USA", "COP", "body"),
        ("the C.I.A.", "USA", "SPY", "body"),
        ("Reuters", "GBR", "JRN", "body"),
        ("NATO", None, "IGO", "body"),
        ("the U.N. Security Council", None, "IGO", "body"),
        ("the World Health Organization", None, "IGO", "body"),
        ("Amnesty International", None, "NGO", "body"),
        ("the Kurdistan Workers' Party", "TUR", "REB", "body"),
        ("Hezbollah", "LBN", "REB", "body"),
        ("Pyongyang", "PRK", "GOV", "capital"),
        ("Washington's", "USA", "GOV", "capital"),
        ("Jordan", "JOR", None, "country"),
        ("the United States", "USA", None, "country"),
        ("the US", "USA", None, "country"),
        ("the U.S.", "USA", None, "country"),
        ("Côte d’Ivoire", "CIV", None, "country"),
        ("Gaza", "PSE", None, "country"),
        ("Palestinians", "PSE", None, "nationality"),
        ("senior Hungarian officials", "HUN", "GOV", "nationality"),
        ("the Russian Defense Ministry", "RUS", "GOV", "nationality"),
        ("an Israeli spokesman", "ISR", "GOV", "nationality"),
        ("Turkish police", "TUR", "COP", "nationality"),
        ("Chinese students", "CHN", "EDU", "nationality"),
        ("French trade unions", "FRA", "LAB", "nationality"),
        ("the Supreme Court of India", "IND", "JUD", "country"),
        ("leaders of the Israeli opposition", "ISR", "OPP", "nationality"),
        ("refugees from Kosovo", "XKX", "REF", "country"),
        ("police in Algeria", "DZA", "COP", "country"),
        ("the U.S. ambassador to China", "USA", "GOV", "country"),
        ("the ambassador to China", None, "GOV", "role"),
        ("opposition lawmakers", None, "OPP", "role"),
        ("a rebel commander", None, "REB", "role"),
        ("judges", None, "JUD", "role"),
        ("thousands of protesters", None, "CVL", "role"),
        ("Chicago police", "USA", "COP", "dictionary"),
        ("he", None, None, "unresolved"),
        ("Acme Gadgets", None, None, "unresolved"),
    ],
)
def test_words_tell_country_and_sector(words: str, country: str | None, sector: str | None, rule: str) -> None:
    actor = one(words)
    assert (actor.country, actor.sector, actor.rule) == (country, sector, rule)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("a Hamas official", "PSEREB"),  # a weak noun leaves the body's sector
        ("White House correspondents", "USAJRN"),  # a strong one does not
        ("Republican senators", "USALEG"),
        ("former U.S. president Jimmy Carter", "USAELI"),
        ("army officers", "MIL"),
        ("members of parliament", "LEG"),
        ("the leader of Hamas", "PSEREB"),
        ("UN peacekeepers", "IGO"),
    ],
)
def test_of_several_words_the_telling_one_counts(words: str, code: str) -> None:
    assert one(words).code == code


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("pro-Russian separatists", "REB"),
        ("anti-American protesters", "CVL"),
        ("an Iran-backed militia", "UAF"),
        ("ethnic Albanian guerrillas", "REB"),
        ("pro-Russian separatists in Ukraine", "UKRREB"),
        ("the Saudi-led coalition", "SAU"),
    ],
)
def test_what_only_looks_like_a_country_is_none(words: str, code: str) -> None:
    assert one(words).code == code


@pytest.mark.parametrize(
    ("words", "code"), [("us", ""), ("US", "USA"), ("who", ""), ("WHO", "IGO"), ("is", ""), ("ice", ""), ("Ice", "")]
)
def test_short_names_count_as_they_are_written(words: str, code: str) -> None:
    assert one(words).code == code


def test_the_words_that_told_are_given() -> None:
    text = "Then senior Hungarian officials left."
    [actor] = parties(cast(text), (5, 31))
    assert actor.where is not None
    assert actor.where.of(text) == "Hungarian"
    [actor] = parties(cast("the rebels"), (0, 10))
    assert actor.where is not None
    assert actor.where.of("the rebels") == "rebels"


# --- several parties ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Hungarian and Romanian officials", [("Hungarian", "HUNGOV"), ("Romanian officials", "ROUGOV")]),
        ("the United States and Jordan", [("the United States", "USA"), ("Jordan", "JOR")]),
        ("France, Germany and Britain", [("France", "FRA"), ("Germany", "DEU"), ("Britain", "GBR")]),
        ("Turkish troops and police", [("Turkish troops", "TURMIL"), ("police", "TURCOP")]),
        ("Israeli soldiers and tanks", [("Israeli soldiers and tanks", "ISRMIL")]),
        ("Israel and the Palestinians", [("Israel", "ISR"), ("the Palestinians", "PSE")]),
        ("Bosnia and Herzegovina", [("Bosnia and Herzegovina", "BIH")]),
        ("Trinidad and Tobago and Cuba", [("Trinidad and Tobago", "TTO"), ("Cuba", "CUB")]),
        ("the Department of Health and Human Services", [("the Department of Health and Human Services", "USAGOV")]),
    ],
)  # fmt: skip
def test_several_countries_are_several_parties(words: str, expected: list[tuple[str, str]]) -> None:
    assert of(words) == expected


def test_an_apposition_in_a_list_is_no_party_of_its_own() -> None:
    words = "Sergey Lavrov, the Russian foreign minister, and Mike Pompeo"
    scene = cast(words, {"Sergey Lavrov": "person", "Mike Pompeo": "person"})
    assert [actor.name for actor in parties(scene, (0, len(words)))] == ["Sergey Lavrov", "Mike Pompeo"]


# --- persons ------------------------------------------------------------------------------------------------------


PEOPLE: dict[str, EntityKind] = {
    "Jane Roe": "person",
    "Roe": "person",
    "Ri Yong-ho": "person",
    "Ri": "person",
    "North Korean": "group",
    "Freedonian": "group",
}


def test_role_and_nationality_are_carried_to_every_mention() -> None:
    text = "North Korean Foreign Minister Ri Yong-ho left. Later Ri said no. He was tired."
    scene = cast(text, PEOPLE)
    start = text.index("Ri said")
    [actor] = parties(scene, (start, start + 2))
    assert (actor.code, actor.rule, actor.name) == ("PRKGOV", "role", "Ri Yong-ho")
    assert actor.where is not None
    assert actor.where.of(text) == "North Korean"
    start = text.index("He was")
    [actor] = parties(scene, (start, start + 2), entity=scene.owners[-1])
    assert (actor.code, actor.entity) == ("PRKGOV", scene.owners[-1])


def test_the_words_themselves_come_before_what_is_said_elsewhere() -> None:
    text = "Jane Roe, a German judge, spoke. Canadian senator Roe listened."
    scene = cast(text, PEOPLE)
    start = text.index("Canadian")
    [actor] = parties(scene, (start, start + len("Canadian senator Roe")))
    assert actor.code == "CANLEG"


def test_an_office_belongs_to_its_person() -> None:
    text = "German judge Jane Roe spoke. Roe's lawyer listened."
    scene = cast(text, PEOPLE)
    start = text.index("Roe's")
    [actor] = parties(scene, (start, start + len("Roe's lawyer")))
    assert (actor.code, actor.entity) == ("DEUCVL", None)


def test_another_person_s_role_is_not_carried() -> None:
    text = "U.S. envoy Jane Roe and Ri Yong-ho met."
    scene = cast(text, PEOPLE)
    start = text.index("Ri Yong")
    [actor] = parties(scene, (start, start + len("Ri Yong-ho")), entity=scene.owners[-1])
    assert actor.country != "USA"


@pytest.mark.parametrize(
    ("name", "day", "code"),
    [
        ("Sergei Lavrov", DAY, "RUSGOV"),
        ("Sergey Lavrov", DAY, "RUSGOV"),  # the same name in other letters
        ("Kim Jong Un", DAY, "PRKGOV"),
        ("Kim Jong-un", DAY, "PRKGOV"),
        ("Sergio Lavrov", DAY, ""),  # not the same name
        ("Donald Trump", date(2018, 1, 1), "USAGOV"),
        ("Donald Trump", date(2022, 1, 1), ""),  # in no office that the table knows
        ("Angela Merkel", date(2010, 1, 1), "DEUGOV"),
        ("Hosni Mubarak", date(2005, 1, 1), "EGYGOV"),
        ("Hosni Mubarak", date(2016, 1, 1), "EGYELI"),
    ],
)
def test_a_leader_counts_on_the_days_of_office(name: str, day: date, code: str) -> None:
    scene = cast(name, {name: "person"}, day=day)
    [actor] = parties(scene, (0, len(name)))
    assert actor.code == code
    assert actor.rule == ("leader" if code else "unresolved")


def test_the_dictionary_overrides_nothing_that_the_text_says() -> None:
    for text, code in {
        "Canadian senator Sergei Lavrov spoke.": "CANLEG",
        "The opposition leader Sergei Lavrov spoke.": "OPP",
        "The senator Sergei Lavrov spoke.": "RUSLEG",
    }.items():
        start = text.index("Sergei")
        [actor] = parties(cast(text, {"Sergei Lavrov": "person"}), (start, start + len("Sergei Lavrov")))
        assert actor.code == code


def test_a_surname_alone_is_not_guessed() -> None:
    assert one("Johnson").rule == "unresolved"


# --- a user's own actors ------------------------------------------------------------------------------------------

FILE = "name,country,sector,aliases,role\nAcme Watch,DEU,NGO,Acme|AW e.V.,\nJane Roe,CAN,,,mayor\nReuters,USA,BUS,,\n"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Acme Watch", "DEUNGO"),
        ("Acme", "DEUNGO"),
        ("AW e.V.", "DEUNGO"),
        ("Jane Roe", "CANGOV"),
        ("Reuters", "USABUS"),
    ],
)
def test_a_user_s_actors_come_before_the_tables(words: str, code: str) -> None:
    [actor] = parties(cast(words, file=FILE), (0, len(words)))
    assert (actor.code, actor.rule) == (code, "own file")


def test_a_user_s_actors_come_after_the_article() -> None:
    text = "German judge Jane Roe spoke."
    scene = cast(text, PEOPLE, file=FILE)
    [actor] = parties(scene, (13, 21))
    assert actor.code == "DEUJUD"


@pytest.mark.parametrize("mark", [";", "\t", ","])
def test_the_first_line_says_what_parts_the_columns(mark: str) -> None:
    text = f"name{mark}country{mark}sector{mark}aliases\n'Acme' Watch{mark}DEU{mark}NGO{mark}Acme|AW\n"
    assert own.parse(text, where="own.csv")["aw"] == ("'Acme' Watch", "DEU", "NGO")
    quoted = f'name{mark}country{mark}sector\n"Roe{mark} Jane"{mark}USA{mark}GOV\n'
    assert own.parse(quoted, where="own.csv")["roe jane"].country == "USA"
    with pytest.raises(FormatError, match=r"own.csv, line 2: 4 values for 3 columns; put values with "):
        own.parse(f"name{mark}country{mark}sector\nRoe{mark} Jane{mark}USA{mark}GOV\n", where="own.csv")


def test_a_text_names_a_user_s_actors(tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text(FILE)
    mine = read_actors(tmp_path / "own.csv")

    def met(text: str) -> set[str]:
        return {one.name for one in mine.met_in(text)}

    assert met("The men of ACME’s board met Jane-Roe.") == {"Acme Watch", "Jane Roe"}
    assert met("Jane, Roe and acme; Reuter") == set()
    assert met("") == set()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name;country,sector\nx,DEU\n", "own.csv, line 1: no column name; the columns are name, country, sector and"),
        ("", "own.csv: is empty; its first line should be name,country,sector"),
        ("name,country\nx,DEU\n", "own.csv, line 1: no column sector"),
        ("name,country,sector,colour\n", "own.csv, line 1: column 'colour' is unknown"),
        ("name,country,sector\nAcme,DE,NGO\n", "own.csv, line 2: country 'DE' is none; allowed are the ISO 3166 codes"),
        ("name,country,sector\n\nAcme,DEU,FOO\n", "own.csv, line 3: sector 'FOO' is none; allowed are BUS, COP"),
        ("name,country,sector\n,DEU,NGO\n", "own.csv, line 2: a name of 1 to 200 characters"),
        ("name,country,sector\nAcme,,\n", "own.csv, line 2: neither a country nor a sector"),
        ("name,country,sector\nAcme,DEU,NGO,x\n", "own.csv, line 2: 4 values for 3 columns"),
        ("name,country,sector\nAcme,DEU,NGO\nACME,USA,NGO\n", "own.csv, line 3: 'ACME' stands there a second time"),
        ('name,country,sector\n"Acme,DEU,NGO\n', "own.csv, line 2: is no CSV"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(text: str, message: str) -> None:
    with pytest.raises(FormatError, match=re.escape(message)):
        own.parse(text, where="own.csv")


def test_the_reader_knows_a_user_s_actors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "own.csv").write_text(FILE)
    mine = read_actors(tmp_path / "own.csv")
    seen: list[object] = []

    def events(ground: Ground) -> tuple[Event, ...]:
        seen.append(ground.cast.own)
        return ()

    monkeypatch.setattr(reader, "events", events)
    article = Article(text="Acme Watch met Jane Roe in Berlin on Thursday.", language="en")
    assert read(article, actors=mine).models[-1] == f"own actors {mine.digest}"
    assert not [name for name in read(article).models if name.startswith("own actors")]
    assert seen == [mine.by_name, {}]


def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="cannot be read"):
        own.load(tmp_path / "none.csv")
    path = tmp_path / "latin.csv"
    path.write_bytes(b"name,country,sector\nCaf\xe9,FRA,BUS\n")
    with pytest.raises(FormatError, match="is not UTF-8"):
        own.load(path)
    path.write_bytes("\ufeffname,country,sector\nCafé,FRA,BUS\n".encode())
    assert own.load(path).by_name["cafe"].sector == "BUS"


@given(st.text(alphabet='name,country,sector"|\n\r é\x00', max_size=80))
def test_any_file_is_read_or_refused(text: str) -> None:
    with suppress(FormatError):
        assert all(actor.country or actor.sector for actor in own.parse(text, where="own.csv").values())


# --- the lists and tables -----------------------------------------------------------------------------------------


def test_every_sector_of_the_lists_is_one() -> None:
    listed = {noun.sector for noun in sectors.nouns().values()} - {None}
    assert listed <= sectors.SECTORS
    bodies = [body for same in sectors.bodies().values() for body in same]
    assert len(bodies) > 1000
    assert {body.sector for body in bodies} <= sectors.SECTORS
    assert {body.country for body in bodies} - {None} <= countries.codes()


def test_the_table_has_countries_and_sectors_alone() -> None:
    lines = tables.load("actors").content.decode().splitlines()[1:]
    assert lines == sorted(lines, key=str.encode)
    for line in lines:
        key, _, values = line.partition("\t")
        if key.startswith("~"):
            assert values in sectors.SECTORS, line
            continue
        for value in values.split(";"):
            country, _, sector = value.partition(" ")[0].partition("/")
            assert country in countries.codes() | {""}, line
            assert sector in sectors.SECTORS | {""}, line


def test_every_line_of_a_table_is_found() -> None:
    lines = [f"{key}\t{at}" for at, key in enumerate(["a", "ab", "abc", "b", "ba", "zz", "é"])]
    table = tables.Table("".join(f"{line}\n" for line in sorted(lines, key=str.encode)).encode())
    for line in lines:
        key, value = line.split("\t")
        assert table.rows(key) == [[value]]
    assert table.rows("aa") == table.rows("zzz") == table.rows("") == []
    assert [key for key, _ in table.beginning("ab")] == ["ab", "abc"]
    assert tables.Table(b"").rows("a") == []


def test_a_table_is_small_and_quickly_there() -> None:
    assert (MODELS / "actors" / tables.FILE).stat().st_size <= 400_000
    tables.load("actors")
    start = time.perf_counter()
    tables.load("actors")
    assert time.perf_counter() - start < 0.3, "ten times what it should take"


def test_a_damaged_table_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be read"):
        tables.load("actors", models=tmp_path)
    folder = tmp_path / "actors"
    folder.mkdir()
    for name in ("meta.json", tables.FILE):
        (folder / name).write_bytes((MODELS / "actors" / name).read_bytes())
    assert tables.load("actors", models=tmp_path).rows("baghdad")
    (folder / tables.FILE).write_bytes(b"broken")
    with pytest.raises(ModelError, match="its hash is not the one"):
        tables.load("actors", models=tmp_path)
    (folder / "meta.json").write_text("{}")
    with pytest.raises(ModelError, match="is damaged"):
        tables.load("actors", models=tmp_path)


@pytest.fixture(scope="module")
def build() -> ModuleType:
    """The program that makes the table."""
    sys.path.append(str(TRAINING))
    try:
        return importlib.import_module("build")
    finally:
        sys.path.remove(str(TRAINING))
        sys.modules.pop("build", None)


def test_entries_of_a_dictionary_become_lines(build: ModuleType) -> None:
    text = "JANE_ROE_  # a note\n+JANE_M._ROE_\n\t[FRAELI 900101-991231]\n\t[FRAGOV >20000101]\nROE_MINISTRY [FRAGOV]\n"
    lines = [line for entry in build.entries(text) for line in build.rows(entry)]
    days = "FRA/ELI 19900101-19991231;FRA/GOV 20000101-20140130+"
    assert lines == [f"roe, jane\t{days}", f"roe, jane m\t{days}", "roe ministry\tFRA/GOV"]


def test_who_left_office_long_ago_is_left_out(build: ModuleType) -> None:
    assert [*build.rows(build.Entry(["OLD_MAN"], [("FRAGOV", 19500101, 19600101), ("FRAELI", 0, 0)]))] == []


def test_years_of_two_digits(build: ModuleType) -> None:
    assert [*build.entries("A [FRA 320101-090120]\n")][1].codes == [("FRA", 19320101, 20090120)]


# --- any text -----------------------------------------------------------------------------------------------------

_WORDS = st.sampled_from(
    """
    Russian and the of U.S. US Hamas official officials , ' ’s - – “ pro-Russian Kim Jong-un , the minister )
    Israel\ud800 \n opposition ’ & Workers' Party NATO İstanbul ß \u0301 \u202e 1st A. . .. Washington D.C.
    """.split(" ")
)


@given(st.lists(_WORDS | texts, max_size=12).map(" ".join), st.data())
def test_any_words_give_parties_inside_of_them(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    found = parties(cast(text, {"Kim": "person", "Israel": "place"}), (start, end))
    assert found
    for actor in found:
        assert start <= actor.span.start <= actor.span.end <= end
        assert actor.where is None or actor.where.of(text)
        assert (actor.rule == "unresolved") == (actor.code == "")
    assert [actor.span.start for actor in found] == sorted(actor.span.start for actor in found)


@pytest.mark.parametrize("piece", ["Russian and ", "a-", "U.S. ", "Hamas, ", "and ", "'s ", "of ", "x" * 50, "Kim "])
def test_long_words_cost_little(piece: str) -> None:
    text = piece * 20_000
    scene = cast(text)
    start = time.perf_counter()
    for at in range(50):
        parties(scene, (at, len(text)))
    assert time.perf_counter() - start < 20


@given(texts)
def test_any_name_is_folded_once_and_for_all(name: str) -> None:
    folded = tables.fold(name)
    assert folded == " ".join(folded.split())
    assert "\t" not in folded
    dictionary.named(folded, DAY)
    dictionary.person(name.split(), DAY)
    dictionary.noun(folded)
