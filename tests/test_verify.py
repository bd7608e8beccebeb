"""Whether all that is shown of a text is what the text has: by the function, by the command, in an archive."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner, Result

import onrecord
from archives import problems
from archives import record as plain
from onrecord import Archive, read
from onrecord.cli import main
from onrecord.formats import EXPORTS
from onrecord.formats.json import encoded, write_json
from onrecord.formats.jsonl import write_jsonl
from onrecord.reading import verifying
from onrecord.values import Article, Entity, Mention, Reading, Record, Span, Speaker
from reported import TALKS, record, span, talks

changed = msgspec.structs.replace


def shown(made: Record) -> list[tuple[str, str, str]]:
    return [(defect.item, defect.shown, defect.found) for defect in verifying.defects(made)]


def with_event(at: int, **fields: Any) -> Reading:
    events = list(talks().events)
    events[at] = changed(events[at], **fields)
    return replace(talks(), events=tuple(events))


def with_speaker(speaker: Speaker) -> Reading:
    return replace(talks(), statements=(changed(talks().statements[0], speaker=speaker),))


LENGTH = f"{len(TALKS)} characters"


# --- the function -------------------------------------------------------------------------------------------------


def test_what_is_as_shown_has_no_defects() -> None:
    assert shown(record()) == []
    assert shown(plain()) == []
    assert len(list(verifying.spans(talks()))) == 24


def test_what_the_reader_gives_is_as_shown() -> None:
    text = (
        "Jane Doe, the mayor of Newtown, said on Monday that the bridge stays closed. “We will wait,” she said. "
        "The Weather Office expects rain, according to a statement. José Álvarez 👩‍👩‍👧 told the Gazette: “No.”"
    )
    article = Article(text=text, language="en", authors=("Ann Example",))
    made = Record.of(article, reading=read(article))
    assert made.reading is not None
    assert made.reading.statements
    assert shown(made) == []


NO_DAYS = "no days of the calendar in their order"
MET = talks().events[0]
assert MET.place is not None
assert MET.date is not None
ASTRAY = (
    (with_event(1, claimed_by=1), "events[1].claimed_by", "1 statements"),
    (with_event(1, claimed_by=-1), "events[1].claimed_by", "1 statements"),
    (with_event(0, actors=(changed(MET.actors[0], entity=4),)), "events[0].actors[0].entity", "4 entities"),
    (with_event(0, place=changed(MET.place, span=Span(start=5, end=999))), "events[0].place.span", LENGTH),
    (with_event(0, trigger=Span(start=-1, end=2)), "events[0].trigger", LENGTH),
    (with_event(0, trigger=Span(start=3, end=2)), "events[0].trigger", LENGTH),
    (with_event(0, date=changed(MET.date, end="2018-05-30")), "events[0].date", NO_DAYS),
    (with_event(0, date=changed(MET.date, start="=1+1")), "events[0].date", NO_DAYS),
    (with_event(0, date=changed(MET.date, start="20180531")), "events[0].date", NO_DAYS),
    (with_speaker(Speaker(name=None, entity=4, rule="name")), "statements[0].speaker.entity", "4 entities"),
    (replace(talks(), entities=()), "mentions[0].entity", "0 entities"),
)


@pytest.mark.parametrize(("reading", "item", "found"), ASTRAY)
def test_what_leads_nowhere_is_a_defect_and_no_record(reading: Reading, item: str, found: str) -> None:
    made = record(reading=reading)
    assert [(one, there) for one, _, there in shown(made)][:1] == [(item, found)]
    with pytest.raises(onrecord.OnRecordError, match="reading"):
        onrecord.formats.json.read_json(encoded(made))


def with_name(name: str) -> Reading:
    return replace(talks(), entities=(changed(talks().entities[0], name=name), *talks().entities[1:]))


OTHERWISE = (
    (with_name("Ivan Pavlov"), ("entities[0].name", "Ivan Pavlov", "Ivan Petrov")),
    (
        with_event(1, actors=(changed(talks().events[1].actors[0], name="Borduri"),)),
        ("events[1].actors[0].name", "Borduri", "Borduria"),
    ),
    (
        with_event(0, actors=(changed(MET.actors[0], name="Borduria"),)),
        ("events[0].actors[0].name", "Borduria", "Ivan Petrov"),
    ),
    (
        with_speaker(Speaker(name="The Gazette", rule="name", where=span(TALKS, "Klow Gazette"))),
        ("statements[0].speaker.name", "The Gazette", "Klow Gazette"),
    ),
    (
        with_speaker(Speaker(name="Ann Example", rule="name")),
        ("statements[0].speaker.name", "Ann Example", "no words for it"),
    ),
    (
        with_event(0, place=changed(MET.place, span=Span(start=3, end=3))),
        ("events[0].place.span", "", "no words at 3"),
    ),
    (
        replace(talks(), mentions=talks().mentions[::-1]),
        ("mentions[1]", "mention at 64", f"the one before it at {TALKS.index('Klow Gazette')}"),
    ),
    (with_event(0, mentions=()), ("events[0].trigger", "trigger at 47", "no mention")),
    (
        with_event(0, mentions=(span(TALKS, "threatened"), span(TALKS, "met"))),
        ("events[0].mentions[1]", "mention at 47", f"the one before it at {TALKS.index('threatened')}"),
    ),
)


@pytest.mark.parametrize(("reading", "defect"), OTHERWISE)
def test_what_is_not_as_the_text_has_it_is_a_defect(reading: Reading, defect: tuple[str, str, str]) -> None:
    assert defect in shown(record(reading=reading))


def test_an_author_who_speaks_is_named_by_the_page() -> None:
    reading = with_speaker(Speaker(name="Ann Example", rule="author"))
    assert shown(record(reading=reading, authors=("Ann Example",))) == []
    assert len(shown(record(reading=reading, authors=("Bo Example",)))) == 1


def test_a_character_is_not_split() -> None:
    text = "Jose\u0301 👩‍👩‍👧 met 🇫🇷."
    for start, end, whole in (
        (0, 5, True),
        (0, 4, False),
        (6, 11, True),
        (7, 11, False),
        (16, 18, True),
        (16, 17, False),
    ):
        mention = Mention(span=Span(start=start, end=end), form="name", entity=0)
        reading = Reading(entities=(Entity(name=text[start:end], kind="person"),), mentions=(mention,))
        made = shown(record(text, reading))
        assert (made == []) is whole, made


def test_a_name_over_two_lines_is_shown_on_one() -> None:
    text = "Ivan\nPetrov met them."
    mention = Mention(span=Span(start=0, end=11), form="name", entity=0)
    assert (
        shown(record(text, Reading(entities=(Entity(name="Ivan Petrov", kind="person"),), mentions=(mention,)))) == []
    )


def test_a_long_text_takes_time_in_proportion() -> None:
    text = "é🇫🇷 " * 50_000
    mentions = tuple(Mention(span=Span(start=at, end=at + 1), form="name", entity=0) for at in range(0, len(text), 5))
    made = record(text, Reading(entities=(Entity(name=text[0], kind="person"),), mentions=mentions))
    assert all(item.startswith("mentions") for item, _, _ in shown(made))


# --- the command --------------------------------------------------------------------------------------------------


def run(path: Path) -> Result:
    return CliRunner().invoke(main, ["verify", str(path)])


WRONG = with_name("Ivan\x1b[31m Pavlov")


def _jsonl(*records: Record) -> bytes:
    return "\n".join(map(write_jsonl, records)).encode() + b"\n"


def _json(*records: Record) -> bytes:
    return "\n".join(map(write_json, records)).encode() + b"\n"


@pytest.mark.parametrize("written", [_jsonl, _json])
def test_records_are_verified(tmp_path: Path, written: Callable[..., bytes]) -> None:
    path = tmp_path / "records"
    path.write_bytes(written(record(), plain()))
    found = run(path)
    assert (found.exit_code, found.output) == (0, "2 records, 24 spans, all as shown\n")
    path.write_bytes(written(record(), record(reading=WRONG), plain()))
    found = run(path)
    assert found.exit_code == 1
    lines = found.output.splitlines()
    assert lines[0] == f"{record().id}: entities[0].name shows 'Ivan\\x1b[31m Pavlov', the text has 'Ivan Petrov'"
    assert [line.partition(" ")[2].partition(" ")[0] for line in lines] == [
        "entities[0].name",
        "events[0].actors[0].name",
    ]


def test_what_is_no_record_is_named_and_the_others_are_verified(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    outside = _jsonl(record(reading=with_event(0, trigger=Span(start=0, end=10_000))))
    path.write_bytes(outside + b"\n{}{\n\xff\xfe\n" + _jsonl(record(reading=WRONG)))
    found = run(path)
    assert found.exit_code == 1
    lines = found.output.splitlines()
    assert len(lines) == 5
    assert f"{path}, line 1: reading.events[0].trigger: characters 0 to 10000, but there are {len(TALKS)}" in lines[0]
    assert f"{path}, line 3: no JSON" in lines[1]
    assert f"{path}, line 4: no JSON" in lines[2]


def test_clippings_have_nothing_to_verify(tmp_path: Path) -> None:
    path = tmp_path / "records.txt"
    file = io.BytesIO()
    EXPORTS["clippings"].write([record(), plain()], file)
    path.write_bytes(file.getvalue())
    assert run(path).output == "2 records, 0 spans, all as shown\n"


def test_what_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nothing.jsonl"):
        found = run(path)
        assert found.exit_code == 1
        assert "it cannot be read" in found.stderr
    database = tmp_path / "other.db"
    with sqlite3.connect(database) as connection:
        connection.execute("CREATE TABLE other (a)")
    found = run(database)
    assert found.exit_code == 1
    assert "no archive of onrecord" in found.stderr


# --- in an archive ------------------------------------------------------------------------------------------------


def test_an_archive_is_verified(archive: Archive) -> None:
    archive.add([record(), plain()])
    archive.close()
    assert run(archive.path).output == "2 records, 24 spans, all as shown\n"
    assert [one.spans for one in archive.verify()] == [24, 0]


CONTENT = "Borduria threatened Syldavia with sanctions"
TAMPERED = (
    ("UPDATE statements SET content = 'Peace'", "statements[0].content", "Peace", CONTENT),
    ("UPDATE statements SET source = NULL", "statements[0].source", "nothing", "the Klow Gazette"),
    ("UPDATE statements SET cue = 'denied'", "statements[0].cue", "denied", "said"),
    ("UPDATE events SET \"trigger\" = 'kissed' WHERE position = 0", "events[0].trigger", "kissed", "met"),
    ("UPDATE events SET status = 'denied' WHERE position = 1", "events[1].status", "denied", "happened"),
    ("UPDATE parties SET name = 'B' WHERE name = 'Borduria'", "parties[1, actor, 0].name", "B", "Borduria"),
    ("DELETE FROM parties WHERE position = 2", "parties[2, actor, 0]", "no row", "something that it is of"),
    (
        "INSERT INTO parties VALUES (1, 9, 'actor', 0, 'Nobody', 'nobody', NULL, NULL, NULL)",
        *("parties[9, actor, 0]", "a row", "nothing that it is of"),
    ),
)


@pytest.mark.parametrize(("sql", "item", "there", "found"), TAMPERED)
def test_what_the_tables_show_is_verified(archive: Archive, sql: str, item: str, there: str, found: str) -> None:
    made = record()
    archive.add([made])
    archive.close()
    connection = sqlite3.connect(archive.path)
    with connection:
        connection.execute(sql)
    connection.close()
    verified = run(archive.path)
    assert verified.exit_code == 1
    line = f"table {item} shows {there!r}, the text has {found!r}"
    assert verified.output == f"{made.id}: {line}\n"
    assert [(problem.where, problem.what) for problem in problems(archive)] == [(made.id, line)]


def test_a_reading_that_is_not_as_its_text_is_found_in_an_archive(archive: Archive) -> None:
    archive.add([record(reading=WRONG)])
    archive.close()
    assert run(archive.path).exit_code == 1
    assert [problem.what.partition(" ")[0] for problem in problems(archive)] == [
        "entities[0].name",
        "events[0].actors[0].name",
    ]
