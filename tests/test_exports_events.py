"""Events as event data come: the columns of POLECAT, the lines of PETRARCH."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.formats import EXPORTS, cameo, plover
from onrecord.values import Actor, Event, Reading, Record
from reported import TALKS, event, party, record, talks, when
from strategies import texts


def written(name: str, *given: Record) -> bytes:
    file = io.BytesIO()
    assert EXPORTS[name].write(given, file) == len(given)
    return file.getvalue()


def table(name: str, *given: Record) -> list[list[str]]:
    """The cells, as whoever loads tab-separated values with quotation marks has them."""
    return list(csv.reader(io.StringIO(written(name, *given).decode(), newline=""), delimiter="\t"))


def one(made: Event) -> Record:
    return record(reading=Reading(events=(made,)))


def named(row: list[str]) -> dict[str, str]:
    return dict(zip(plover.COLUMNS, row, strict=True))


# --- plover -------------------------------------------------------------------------------------------------------


def test_plover_has_a_line_for_every_event() -> None:
    head, met, threatened, planned = table("plover", record(), record("Rain.", Reading()))
    assert tuple(head) == plover.COLUMNS
    assert named(met) == {
        "Event ID": f"{record().id}-0",
        "Event Date": "2018-05-31",
        "Event End Date": "2018-05-31",
        "Date Inferred": "no",
        "Event Type": "CONSULT",
        "Event Mode": "visit",
        "Status": "happened",
        "Claimed By": "",
        "Actor Name": "Ivan Petrov",
        "Actor Country": "BRD",
        "Actor Sector": "GOV",
        "Recipient Name": "officials of Syldavia",
        "Recipient Country": "SYL",
        "Recipient Sector": "GOV",
        "Placename": "Klow",
        "Country": "SYL",
        "Latitude": "-45.5",
        "Longitude": "20.25",
        "Score": "0.8",
        "Trigger": "met",
        "Source URL": "https://gazette.example/talks",
        "Publisher": "Klow Gazette",
        "Publication Date": "2018-06-01",
        "Headline": "Talks in Klow",
    }
    assert named(threatened)["Claimed By"] == "Klow Gazette"
    assert (named(planned)["Status"], named(planned)["Event End Date"]) == ("planned", "2018-06-30")


def test_an_event_without_a_date_has_none() -> None:
    """Not that of the publication, which stands in a column of its own."""
    threatened = named(table("plover", record())[2])
    assert (threatened["Event Date"], threatened["Event End Date"]) == ("", "")
    assert threatened["Publication Date"] == "2018-06-01"
    assert table("cameo", record())[1][0] == ""


def test_several_parties_stand_in_one_cell_in_their_order() -> None:
    actors = (party(TALKS, "Borduria", code="BRD"), party(TALKS, "officials"), party(TALKS, "Syldavia", code="SYLGOV"))
    row = named(table("plover", one(event(TALKS, "met", actors=actors)))[1])
    assert row["Actor Name"] == "Borduria; officials; Syldavia"
    assert (row["Actor Country"], row["Actor Sector"]) == ("BRD; ; SYL", "; ; GOV")


def test_a_claim_without_a_source_has_the_words_that_make_it_one() -> None:
    reading = talks()
    claim = msgspec.structs.replace(reading.statements[0], source=None, speaker=None)
    row = named(table("plover", record(reading=replace(reading, statements=(claim,))))[2])
    assert row["Claimed By"] == "said"


# --- cameo --------------------------------------------------------------------------------------------------------


def test_cameo_has_what_happened_alone() -> None:
    rows = table("cameo", record())
    assert [dict(zip(cameo.COLUMNS, row, strict=True)) for row in rows] == [
        {
            "date": "20180531",
            "source": "BRDGOV",
            "target": "SYLGOV",
            "code": "042",
            "root": "04",
            "quad": "1",
            "until": "",
            "url": "https://gazette.example/talks",
            "id": f"{record().id}-0",
        },
        {
            "date": "",
            "source": "BRD",
            "target": "SYL",
            "code": "132",
            "root": "13",
            "quad": "3",
            "until": "",
            "url": "https://gazette.example/talks",
            "id": f"{record().id}-1",
        },
    ]


@pytest.mark.parametrize("status", ["planned", "asked", "hypothetical", "denied"])
def test_what_did_not_happen_is_no_event_there(status: str) -> None:
    met = msgspec.structs.replace(talks().events[0], status=status)
    assert table("cameo", one(met)) == []
    assert named(table("plover", one(met))[1])["Status"] == status


def test_cameo_has_a_line_for_each_pair() -> None:
    codes = ("BRD", "SYL", "")
    parties = tuple(party(TALKS, "officials", code=code) for code in codes)
    rows = table("cameo", one(event(TALKS, "met", code="040", actors=parties, recipients=parties)))
    pairs = [(one, other) for one in codes for other in codes if one or other]
    assert [(row[1], row[2]) for row in rows] == pairs


def test_cameo_bounds_the_pairs_of_one_event() -> None:
    parties = tuple(party(TALKS, "officials", code="BRD") for _ in range(500))
    assert len(table("cameo", one(event(TALKS, "met", code="040", actors=parties, recipients=parties)))) == 400


def test_cameo_leaves_out_what_has_no_code() -> None:
    known, unknown = (party(TALKS, "Borduria", code="BRD"),), (party(TALKS, "officials"),)
    assert table("cameo", one(event(TALKS, "met", actors=known))) == []
    assert table("cameo", one(event(TALKS, "met", code="040", actors=unknown))) == []
    assert table("cameo", one(event(TALKS, "met", code="040"))) == []
    [alone] = table("cameo", one(event(TALKS, "met", code="040", actors=known)))
    assert (alone[1], alone[2]) == ("BRD", "")


def test_a_date_of_several_days_says_until_when() -> None:
    may = when(TALKS, "in June", "2018-06-01", "2018-06-30")
    [row] = table(
        "cameo", one(event(TALKS, "met", code="040", actors=(party(TALKS, "Borduria", code="BRD"),), date=may))
    )
    assert (row[0], row[6]) == ("20180601", "20180630")


def test_the_four_classes_are_those_of_the_roots() -> None:
    classes = [cameo.quad_class(f"{root:02}0") for root in range(1, 21)]
    assert classes == [1] * 5 + [2] * 4 + [3] * 5 + [4] * 6
    assert [cameo.quad_class(code) for code in ("", "x", "00", "21", "²1", "-1")] == [None] * 6


# --- strangers' texts ---------------------------------------------------------------------------------------------


def hostile(words: str) -> Record:
    text = f"{words}. {TALKS}"
    made = event(
        text,
        "met",
        code=words,
        mode=words,
        actors=(Actor(span=party(text, "officials").span, name=words, country=words, sector="GOV"),),
    )
    return record(text, Reading(events=(made,)), title=words, site=words, url=words)


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@a", "\t=1", "\r\n=1", "=HYPERLINK(1)"])
def test_what_a_spreadsheet_takes_for_a_formula_is_none(words: str) -> None:
    for name in ("plover", "cameo"):
        for row in table(name, hostile(words)):
            assert not [cell for cell in row if cell[:1] in "=+-@" and cell]


def test_a_number_is_no_formula() -> None:
    assert b"\t-45.5\t" in written("plover", record())


@given(st.one_of(texts, st.text(st.sampled_from('a"\t\n\r\0;\u2028\ud800='), min_size=1)))
def test_a_row_is_a_line_whatever_its_texts_hold(words: str) -> None:
    for name, columns in (("plover", plover.COLUMNS), ("cameo", cameo.COLUMNS)):
        lines = written(name, hostile(words), record()).decode().splitlines()
        rows = table(name, hostile(words), record())
        assert len(lines) == len(rows)
        assert all(len(row) == len(columns) for row in rows)
        assert all(len(one) == len(other) for one, other in pairwise(rows))
        assert rows[-1] == table(name, record())[-1]
