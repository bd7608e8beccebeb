"""Events in an archive: what is stored of them, what finds them, and which are the same."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import datetime
from typing import get_args

import msgspec
import pytest

from archives import problems
from archives import record as plain
from onrecord import Archive, Record
from onrecord.archive import Batch, Finding, Happening, row_of, store
from onrecord.errors import ArchiveError, FormatError, QueryError
from onrecord.values import EventType, Reading
from reported import TALKS, event, met, party, record, talks


def filled(archive: Archive, *records: Record) -> Archive:
    archive.add(records)
    archive.commit()
    return archive


def rows(archive: Archive, sql: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(archive.path)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


# --- what is stored -----------------------------------------------------------------------------------------------


def test_a_record_with_events_comes_out_as_it_went_in(archive: Archive) -> None:
    one = record()
    filled(archive, one)
    assert archive.get(one.id) == one
    assert archive.has_events()
    assert not problems(archive)


def test_the_tables_have_the_words_of_the_text(archive: Archive) -> None:
    filled(archive, record())
    found = rows(archive, 'SELECT type, status, "trigger", day, until, place, dated, claim FROM events')
    assert found == [
        ("CONSULT", "happened", "met", "2018-05-31", "2018-05-31", "Klow", "on Thursday", None),
        ("THREATEN", "happened", "threatened", None, None, None, None, 0),
        ("CONSULT", "planned", "meet again", "2018-06-01", "2018-06-30", None, "in June", None),
    ]
    [minister, *_] = rows(archive, "SELECT name, words, role, country, sector FROM parties")
    whole = "Ivan Petrov, the foreign minister of Borduria,"
    assert minister == ("Ivan Petrov", whole, "foreign minister", "BRD", "GOV")


def test_a_view_shows_events_to_people(archive: Archive) -> None:
    filled(archive, record())
    found = rows(archive, "SELECT actors, recipients, claimed_by FROM reported ORDER BY day IS NULL, day")
    assert found[0] == ("Ivan Petrov", "officials of Syldavia", None)
    assert found[2] == ("Borduria", "Syldavia", "Klow Gazette")


def test_another_version_has_events_of_its_own(archive: Archive) -> None:
    filled(archive, record(), plain(TALKS + " More.", url="https://gazette.example/talks", title="Talks"))
    assert rows(archive, "SELECT COUNT(*) FROM events") == [(3,)]
    assert rows(archive, "SELECT COUNT(*) FROM reported") == [(0,)]
    assert archive.search("event:consult").total == 0
    assert archive.events().total == 0
    assert not problems(archive)


def test_a_record_gets_the_events_that_it_lacked(archive: Archive) -> None:
    without = replace(record(), reading=msgspec.convert(msgspec.to_builtins(replace(talks(), events=())), Reading))
    filled(archive, without)
    assert not archive.has_events()
    assert archive.add([record()]).known == 1
    archive.commit()
    assert archive.search("event:threaten").total == 1
    assert archive.get(without.id).reading == talks()
    archive.add([without])
    assert archive.has_events()


def test_a_reading_that_is_not_of_its_text_is_refused(archive: Archive) -> None:
    with pytest.raises(FormatError, match=r"reading: mentions\[0\].span: characters 0 to 11, .* 5 characters"):
        archive.add([record("Rain.")])
    wrong = replace(talks(), events=(msgspec.structs.replace(talks().events[0], claimed_by=7),))
    with pytest.raises(FormatError, match="number 7, but there are 1 statements"):
        archive.add([record(reading=wrong)])


def test_an_archive_of_before_gets_the_tables(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    first = store.migrations()[:1]
    with monkeypatch.context() as before:
        before.setattr(store, "migrations", lambda: first)
        before.setattr("onrecord.archive.adding._put_reported", lambda *_: None)
        before.setattr("onrecord.archive.writing.documents", lambda *_: iter(()))
        archive.add([plain()])
        archive.close()
    with pytest.raises(ArchiveError, match="onrecord reindex"):
        archive.has_events()
    assert list(archive.reindex()) == [(1, 1)]
    assert not archive.has_events()
    archive.add([record()])
    archive.commit()
    assert archive.search("event:consult").total == 1


# --- what finds them ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "total"),
    [
        ("event:consult", 1),
        ("event:CONSULT", 1),
        ("event:assault", 0),
        ("status:planned", 1),
        ("status:denied", 0),
        ("actor:BRDGOV", 1),
        ("actor:brd", 1),
        ("actor:GOV", 1),
        ("actor:petrov", 1),
        ('actor:"Ivan Petrov"', 1),
        ('actor:"Petrov Ivan"', 0),
        ("actor:petr*", 1),
        ('actor:"foreign minister"', 1),
        ("actor:SYL", 0),
        ("recipient:SYL", 1),
        ("recipient:SYLGOV", 1),
        ("recipient:officials", 1),
        ("mode:visit", 1),
        ("mode:Visit", 1),
        ("mode:meet", 0),
        ("happened:2018-05-31", 1),
        ("happened:2018-05", 1),
        ("happened:2018-06..", 1),  # the day on which it began
        ("happened:2018-06-02..", 0),
        ("happened:..2018-05-30", 0),
        ("-happened:2018-05 gazette", 0),
        ("-happened:2018-07 -mode:meet", 2),
        # all of one event
        ("event:consult actor:BRD recipient:SYL", 1),
        ("event:threaten recipient:SYLGOV", 0),
        ("event:threaten actor:petrov", 0),
        ("event:threaten actor:BRD", 1),
        ("event:consult status:planned", 1),
        ("event:threaten status:planned", 0),
        ("status:planned actor:BRD", 0),
        ("event:consult happened:2018-05", 1),
        ("event:threaten happened:2018-05", 0),
        ("mode:visit happened:2018-05 actor:petrov", 1),
        ("mode:visit happened:2018-06", 0),
        ("mode:visit status:planned", 0),
        ("happened:2018-06 actor:petrov", 0),
        ("happened:2018-06 OR event:threaten actor:BRD", 1),
        ("actor:petrov OR happened:2018-06 status:planned", 1),
        ("event:threaten OR event:assault actor:BRDGOV", 0),
        ("event:threaten OR event:consult actor:BRDGOV", 1),
        # beside what is asked of the article
        ("event:consult actor:BRD date:2018-06", 1),
        ("event:consult actor:BRD date:2018-05", 0),
        ("event:consult actor:BRD gazette", 1),
        ("event:consult actor:BRD rain", 0),
        ("happened:2018-05 OR rain", 2),
        ("happened:2018-05 date:2018-05", 0),
        ("event:assault OR gazette", 1),
        ("-event:threaten actor:petrov", 0),
        ("-event:assault actor:petrov event:consult", 1),
    ],
)
def test_search(archive: Archive, query: str, total: int) -> None:
    filled(archive, record(), plain())
    assert archive.search(query).total == total
    assert archive.count(query) == total
    assert len(list(archive.records(query))) == total


def test_an_unknown_type_is_refused_with_those_there_are(archive: Archive) -> None:
    filled(archive, record())
    with pytest.raises(QueryError, match="character 6: there is no event 'consul'; there are AGREE") as refused:
        archive.search("rain event:consul")
    assert all(name in str(refused.value) for name in get_args(EventType))
    with pytest.raises(QueryError, match="there are happened, planned, asked, hypothetical, denied"):
        archive.events("status:sure")
    with pytest.raises(QueryError, match=r"there is no mode 'visits'; there are abduct, allege, .* visit, weapons"):
        archive.events("mode:visits")
    with pytest.raises(QueryError, match="'May' is no date; write happened:2018"):
        archive.events("happened:May")
    with pytest.raises(QueryError, match=r"do you mean happened:\? There are author, date"):
        archive.events("happend:2018")
    with pytest.raises(QueryError, match="a star does not go with status:"):
        archive.search("status:planned*")
    with pytest.raises(QueryError, match="do you mean event:"):
        archive.search("events:consult")


def test_happenings_are_found_by_their_own_day_and_mode(archive: Archive) -> None:
    filled(archive, record(), met("A (BRDGOV)", "B (SYL)", day=None, mode="negotiate"))
    assert [one.day for one in archive.events("happened:2018-05..2018-06").happenings] == ["2018-06-01", "2018-05-31"]
    assert [one.mentions[0].trigger for one in archive.events("happened:2018-06").happenings] == ["meet again"]
    assert [one.mode for one in archive.events("mode:visit OR mode:negotiate").happenings] == ["visit", "negotiate"]
    assert archive.chronicle("happened:..2018-05").total == 1


def test_letters_beyond_ascii_find_a_party(archive: Archive) -> None:
    filled(archive, met("Éva Kovács (BRDGOV)", "B (SYL)", day=None), met("Иван (BRD)", "B (SYL)", day=None, number=1))
    for words in ("eva", "Éva", '"eva kovacs"', "kov*", "иван"):
        assert archive.events(f"event:consult actor:{words}").total == 1, words


def test_pages_and_facets_count_what_has_one_event_that_fits(archive: Archive) -> None:
    fitting = [met("A (BRDGOV)", "B (SYLGOV)", day=None, number=at) for at in range(4)]
    filled(archive, *fitting, *(met("B (SYLGOV)", "A (BRDGOV)", day=None, number=at) for at in range(4, 7)))
    found = archive.search("event:consult actor:BRD", limit=3, facets=("actor", "recipient", "event"))
    assert (found.total, len(found.hits)) == (4, 3)
    assert found.facets == {
        "actor": (("BRDGOV", 4),),
        "recipient": (("SYLGOV", 4),),
        "event": (("CONSULT", 4),),
    }
    assert len(archive.search("event:consult actor:BRD", limit=3, offset=3).hits) == 1


def test_facets_name_those_who_have_no_code_and_leave_out_who_has_neither(archive: Archive) -> None:
    filled(archive, met("Ann", "the men", day=None), record())
    facets = archive.search("", facets=("actor", "recipient")).facets
    assert dict(facets["actor"]) == {"Ann": 1, "BRDGOV": 1, "BRD": 1}
    assert dict(facets["recipient"]) == {"SYLGOV": 1, "SYL": 1}


def test_what_was_said_can_be_narrowed_by_events(archive: Archive) -> None:
    filled(archive, record())
    assert len(list(archive.said("gazette", about="event:threaten actor:BRD"))) == 1
    assert not list(archive.said("gazette", about="event:threaten actor:petrov"))


@pytest.mark.parametrize("query", ["actor:\u202e", 'actor:"\0"', "recipient:%", "actor:*", "event:"])
def test_what_cannot_be_looked_for_is_refused(archive: Archive, query: str) -> None:
    filled(archive, record())
    for asked in (query, f"event:consult {query}", f"status:happened {query} OR actor:petrov"):
        with pytest.raises(QueryError):
            archive.search(asked)


def test_hostile_words_find_nothing(archive: Archive) -> None:
    filled(archive, record())
    for words in ("'); DROP TABLE events; --", "\u202ePetrov\x1b[31m", "a" * 50, "Petrov' OR 1=1"):
        assert archive.events(f'event:consult actor:"{words}"').total == 0
    assert archive.events("event:consult actor:petrov").total == 1


def test_the_index_is_made_again_with_its_events(archive: Archive) -> None:
    filled(archive, record())
    assert list(archive.reindex()) == [(1, 1)]
    assert archive.search("actor:petrov status:happened").total == 1


# --- which are the same -------------------------------------------------------------------------------------------


def seen(archive: Archive, query: str = "") -> list[tuple[str | None, int]]:
    """The days of what happened, and how many tell it."""
    return [(one.day, len(one.mentions)) for one in archive.events(query).happenings]


def test_what_happened_is_who_what_whom_where_and_when(archive: Archive) -> None:
    filled(archive, record())
    found = archive.events()
    assert found.total == 3
    planned, meeting, threat = found.happenings
    assert (planned.day, planned.until, planned.statuses) == ("2018-06-01", "2018-06-30", (("planned", 1),))
    assert (meeting.type, meeting.mode, meeting.code, meeting.place) == ("CONSULT", "visit", "042", "Klow")
    assert (meeting.latitude, meeting.longitude, meeting.country) == (-45.5, 20.25, "SYL")
    assert [(one.name, one.role, one.code) for one in meeting.actors] == [("Ivan Petrov", "foreign minister", "BRDGOV")]
    assert threat.day is None
    assert (threat.mentions[0].claimed_by, threat.mentions[0].trigger) == ("Klow Gazette", "threatened")
    mention = meeting.mentions[0]
    assert (mention.id, TALKS[mention.start : mention.end]) == (record().id, "met")


def test_the_same_is_told_by_several(archive: Archive) -> None:
    filled(
        archive,
        met("A (BRDGOV)", "B (SYL)", day="2018-05-31", number=1),
        met("C (BRDGOV)", "D (SYL)", day="2018-06-01", number=2, status="denied"),
        met("A (BRDGOV)", "B (SYL)", day="2018-06-02", number=3),
        met("A (BRDGOV)", "B (SYL)", day="2018-05-31", number=4, type="ASSAULT"),
        met("B (SYL)", "A (BRDGOV)", day="2018-05-31", number=5),
        met("A (BRD)", "B (SYL)", day="2018-05-31", number=6),
        met("A (BRDGOV)", "B (SYL)", day="2018-05-31", number=7, place="Klow"),
        met("A (BRDGOV)", "B (SYL)", day=None, number=8),
    )
    found = archive.events("event:consult actor:BRDGOV recipient:SYL")
    assert seen(archive, "event:consult actor:BRDGOV recipient:SYL") == [
        ("2018-06-02", 1),
        ("2018-05-31", 2),
        ("2018-05-31", 1),
        (None, 1),
    ]
    several: Happening = found.happenings[1]
    assert several.statuses == (("happened", 1), ("denied", 1))
    assert [one.day for one in several.mentions] == ["2018-05-31", "2018-06-01"]
    assert archive.events().total == 7


def test_days_in_a_row_are_not_one_long_happening(archive: Archive) -> None:
    filled(archive, *(met("A (BRD)", "B (SYL)", day=f"2018-05-{day:02}", number=day) for day in range(1, 7)))
    assert seen(archive) == [("2018-05-05", 2), ("2018-05-03", 2), ("2018-05-01", 2)]


def test_a_month_is_not_its_first_day(archive: Archive) -> None:
    filled(
        archive,
        met("A (BRD)", "B (SYL)", day="2018-05-01/2018-05-31", number=1),
        met("A (BRD)", "B (SYL)", day="2018-05-01", number=2),
        met("A (BRD)", "B (SYL)", day="2018-05-01/2018-05-31", number=3),
    )
    assert sorted(count for _, count in seen(archive)) == [1, 2]


def test_what_nobody_dates_goes_with_its_story_alone(archive: Archive) -> None:
    dated = met("A (BRD)", "B (SYL)", day="2018-05-31", number=1)
    copy = met("A (BRD)", "B (SYL)", day=None, number=1, url="https://copy.example/1")
    copy = replace(copy, article=replace(copy.article, title="Another headline"))
    filled(archive, dated, copy, met("A (BRD)", "B (SYL)", day=None, number=2))
    assert archive.story(copy.id).records == (dated.id, copy.id)
    assert seen(archive) == [("2018-05-31", 2), (None, 1)]


def test_those_whom_nobody_names_are_not_the_same(archive: Archive) -> None:
    filled(archive, *(met("the men", "B (SYL)", day="2018-05-31", number=at) for at in range(3)))
    assert seen(archive) == [("2018-05-31", 1)] * 3


def test_the_newest_come_first_and_by_pages(archive: Archive) -> None:
    filled(
        archive,
        met("A (BRD)", "B (SYL)", day=None, number=1, published=datetime(2018, 1, 1)),
        met("A (BRD)", "B (SYL)", day="2017-05-31", number=2),
        met("A (BRD)", "B (SYL)", day="2018-05-31", number=3),
        met("A (BRD)", "B (SYL)", day=None, number=4, published=datetime(2018, 2, 1)),
    )
    whole = archive.events()
    assert [one.day for one in whole.happenings] == ["2018-05-31", "2017-05-31", None, None]
    assert [one.mentions[0].published for one in whole.happenings[2:]] == ["2018-02-01T00:00:00", "2018-01-01T00:00:00"]
    assert archive.events(limit=2, offset=1).happenings == whole.happenings[1:3]
    with pytest.raises(QueryError):
        archive.events(limit=0)


def test_no_events_are_none(archive: Archive) -> None:
    filled(archive, plain())
    assert archive.events().total == 0
    assert not archive.has_events()


def test_many_events_of_one_kind_take_no_more_than_their_number(archive: Archive) -> None:
    text = "A met B. " * 3_000
    one = event(text, "met", actors=(party(text, "A", code="BRD"),), recipients=(party(text, "B", code="SYL"),))
    archive.put(Batch(findings=(Finding(row=row_of(record(text, Reading(events=(one,) * 3_000))), place="x"),)))
    archive.commit()
    [same] = archive.events("actor:BRD recipient:SYL").happenings
    assert len(same.mentions) == 3_000
