"""`onrecord events`, and exports of events, as they are typed."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result

import onrecord
from archives import record as plain
from onrecord import Record
from onrecord.cli import main
from reported import met, record


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "news.db"
    with onrecord.open(made) as archive:
        archive.add(
            [
                record(),
                met("A (BRDGOV)", "B (SYL)", day="2018-05-30", number=1),
                met("A (BRDGOV)", "B (SYL)", day="2018-05-30", number=2, status="planned"),
                met("=A\x1b[31m", "[bold]B", day=None, number=3),
            ]
        )
    return made


def run(path: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments, "--in", str(path)])


def test_events_are_a_table(path: Path) -> None:
    found = run(path, "events")
    assert found.exit_code == 0
    head, *lines = found.stdout.splitlines()
    heads = ["date", "type", "who", "whom", "place", "status", "words", "mentions", "score", "id"]
    assert head.split() == heads
    assert len(lines) == 5
    assert lines[1].split("  ")[0] == "2018-05-31"
    assert "Ivan Petrov (BRDGOV)" in lines[1]
    assert lines[1].split()[-4:] == ["met", "1", "0.80", record().id]
    assert "CONSULT visit  Ivan Petrov" in lines[1]
    assert "happened 1, planned 1  met                2   0.80  " in lines[2]
    assert found.stderr == "onrecord: 5 of 5\n"
    shown = run(path, "show", lines[2].split()[-1])
    assert "A (BRDGOV) met B (SYL)" in shown.stdout


def test_a_day_that_is_inferred_is_marked(tmp_path: Path) -> None:
    told = [met("A (BRD)", "B (SYL)", day=f"2018-05-{day}", number=day) for day in (20, 25, 25)]
    path = tmp_path / "news.db"
    with onrecord.open(path) as archive:
        archive.add([inferred(told[0]), inferred(told[1])])
        archive.add([replace(told[2], id="other", article=replace(told[2].article, url="https://other.example/"))])
    found = run(path, "events")
    assert [line.split()[0] for line in found.stdout.splitlines()[1:]] == ["2018-05-25", "~2018-05-20"]
    assert found.stderr == "onrecord: 2 of 2 (~ the day of another event, or of the lead)\n"
    rows = list(csv.DictReader(io.StringIO(run(path, "events", "--format", "csv").stdout, newline="")))
    assert [(row["date"], row["inferred"], row["score"]) for row in rows] == [
        ("2018-05-25", "no", "0.80"),
        ("2018-05-20", "yes", "0.80"),
    ]
    first, second = map(json.loads, run(path, "events", "--format", "json").stdout.splitlines())
    assert (first["inferred"], second["inferred"], second["score"]) == (False, True, 0.8)


def inferred(record: Record) -> Record:
    """The same, by a reading that has the day of its event from elsewhere."""
    assert record.reading is not None
    [event] = record.reading.events
    assert event.date is not None
    date = msgspec.structs.replace(event.date, inferred=True)
    return replace(record, reading=replace(record.reading, events=(msgspec.structs.replace(event, date=date),)))


@pytest.mark.parametrize(("width", "head"), [(80, "date, place  type, status"), (120, "date, place"), (170, "date  ")])
def test_nothing_of_a_happening_is_cut_in_a_terminal(
    path: Path, width: int, head: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    with pytest.raises(SystemExit):
        main(["events", "actor:petrov", "--in", str(path)])
    found = re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out)
    assert found.startswith(head)
    assert max(map(len, found.splitlines())) <= width
    for words in ("visit", "Klow", "0.80", record().id, "met"):
        assert words in found, words


def test_strangers_texts_are_harmless(path: Path) -> None:
    found = run(path, "events", "actor:a recipient:bold").stdout
    assert "\x1b" not in found
    assert "[bold]B" in found


def test_a_query_and_a_limit(path: Path) -> None:
    found = run(path, "events", "event:consult actor:BRDGOV", "--limit", "1")
    assert len(found.stdout.splitlines()) == 2
    assert found.stderr == "onrecord: 1 of 2\n"
    assert run(path, "events", "-event:consult").stderr == "onrecord: no event on record fits that\n"
    refused = run(path, "events", "event:x")
    assert refused.exit_code == 1
    assert "there is no event 'x'; there are AGREE" in refused.stderr


def test_events_are_json_with_every_mention(path: Path) -> None:
    lines = run(path, "events", "status:planned OR status:happened", "--format", "json").stdout.splitlines()
    found = [json.loads(line) for line in lines]
    assert [len(one["mentions"]) for one in found] == [1, 1, 2, 1, 1]
    assert found[2]["statuses"] == [["happened", 1], ["planned", 1]]
    assert [one["status"] for one in found[2]["mentions"]] == ["happened", "planned"]


def test_events_are_csv_without_formulas(path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run(path, "events", "--format", "csv").stdout, newline="")))
    assert rows[1]["who"] == "Ivan Petrov (BRDGOV)"
    assert (rows[1]["triggers"], rows[1]["ids"], rows[1]["urls"]) == ("met", record().id, record().article.url)
    assert (rows[1]["type"], rows[1]["mode"], rows[1]["inferred"], rows[1]["score"]) == (
        "CONSULT",
        "visit",
        "no",
        "0.80",
    )
    assert rows[3]["claimed_by"] in ("Klow Gazette", "")
    assert {row["who"][:2] for row in rows if "=A" in row["who"]} == {"'="}


def test_an_archive_without_events_says_how_to_have_them(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    with onrecord.open(path) as archive:
        archive.add([plain()])
    found = run(path, "events")
    assert (found.exit_code, found.stdout) == (0, "")
    assert "collect with --statements" in found.stderr
    assert "collect with --statements" in run(path, "search", "event:consult").stderr


@pytest.mark.parametrize(
    ("form", "lines", "told"), [("plover", 7, "6 events of 4 records"), ("cameo", 2, "2 events of 4 records")]
)
def test_events_are_exported_and_counted(path: Path, tmp_path: Path, form: str, lines: int, told: str) -> None:
    out = tmp_path / f"news.{form}.tsv"
    done = run(path, "export", "--out", str(out))
    assert (done.exit_code, done.stderr) == (0, f"onrecord: {told} in {out}\n")
    assert len(out.read_bytes().splitlines()) == lines
    assert run(path, "export", "--format", form).stdout_bytes == out.read_bytes()
    one = run(path, "export", "event:threaten", "--format", form).stdout
    assert "132" in one or "THREATEN" in one


def test_a_record_is_shown_with_its_events(path: Path) -> None:
    shown = run(path, "show", record().id).stdout
    assert "\n\f\nStatements: 1\n" in shown
    assert "\n\nEvents: 3\ndate " in shown
