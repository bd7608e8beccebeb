"""What `onrecord read` prints of a reading: events as a table and as a timeline, by a user's own actors."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result
from rich.console import Console

import onrecord
from onrecord import Article, Reading, Record, pipeline
from onrecord.cli import happenings, main, reported, timeline
from onrecord.reading.actors.own import OwnActors
from reported import TALKS, record, span, talks, when

ACTORS = "name,country,sector\nAcme Watch,DEU,NGO\n"


def told(*more: object) -> Reading:
    """The reading of TALKS with two events more: one denied, on the day of another; one that many days have."""
    reading = talks()
    met, threatened, _ = reading.events
    inferred = msgspec.structs.replace(when(TALKS, "on Thursday", "2018-05-31"), inferred=True)
    denied = msgspec.structs.replace(
        threatened, type="ASSAULT", mode="beat", date=inferred, status="denied", claimed_by=None
    )
    twice = msgspec.structs.replace(
        met, type="PROTEST", recipients=(), mentions=(met.trigger, span(TALKS, "meet again"))
    )
    return replace(reading, events=(*reading.events, denied, twice))


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clipping of TALKS, which the reader is made to read so."""
    given: list[OwnActors | None] = []

    def read(_article: Article, *, actors: OwnActors | None = None) -> Reading:
        given.append(actors)
        return replace(told(), models=("test 1", *([actors.name_and_version] if actors else [])))

    monkeypatch.setattr(pipeline, "read", read)
    path = tmp_path / "talks.txt"
    path.write_text(record().article.as_clipping(), encoding="utf8")
    return path


def run(path: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["read", str(path), *arguments])


def shown(what: object, width: int) -> str:
    console = Console(file=io.StringIO(), width=width, highlight=False, markup=False, emoji=False)
    console.print(what)
    found = console.file.getvalue()  # type: ignore[attr-defined]
    return str(found)


# --- the table ----------------------------------------------------------------------------------------------------


def test_events_stand_under_the_clipping_a_line_each(page: Path) -> None:
    result = run(page, "--events")
    clipping, _, below = result.stdout.partition("\n\f\nEvents: ")
    assert clipping == run(page).stdout
    head, columns, *lines = below.splitlines()
    assert head == "5 (~ the day of another event, or of the lead)"
    names = ["date", "type", "who", "whom", "place", "status", "claimed by", "words", "mentions", "score"]
    starts = [columns.index(name) for name in names]
    cells = [[line[a:b].strip() for a, b in zip(starts, [*starts[1:], 999], strict=True)] for line in lines]
    assert cells[0][:6] == [
        *("2018-05-31", "CONSULT visit", "Ivan Petrov (BRDGOV)", "officials of Syldavia (SYLGOV)", "Klow", "happened")
    ]
    assert cells[1][5:] == ["happened", "Klow Gazette", "threatened", "1", "0.80"]
    assert [row[0] for row in cells] == ["2018-05-31", "", "2018-06", "~2018-05-31", "2018-05-31"]
    assert cells[4][7:9] == ["met, meet again", "2"]


def test_statements_and_events_stand_under_one_another(page: Path) -> None:
    both = run(page, "--events", "--statements").stdout
    assert both.index("\n\f\nStatements: 1\n") < both.index("\n\nEvents: 5")
    assert "Events" not in run(page, "--statements").stdout
    assert "Statements" not in run(page, "--events").stdout


@pytest.mark.parametrize("option", ["--events", "--statements"])
def test_json_carries_the_whole_reading_with_either(page: Path, option: str) -> None:
    reading = json.loads(run(page, option, "--format", "jsonl").stdout)["reading"]
    assert (len(reading["statements"]), len(reading["events"])) == (1, 5)


def test_events_are_never_read_back_as_text(page: Path) -> None:
    page.write_text(run(page, "--events").stdout, encoding="utf8")
    again = run(page)
    assert (again.exit_code, again.stdout) == (1, "")
    assert "after the clipping stand events" in again.stderr


def test_a_very_long_cell_is_not_cut_and_fills_no_other_line() -> None:
    name = "Borduria " * 100
    cells = [{"who": name.strip(), "score": "0.80"}, {"who": "A", "score": "0.70"}]
    made = [happenings.Told(day="", until="", status="happened", cells=one) for one in cells]
    _, long, short = happenings.as_lines(made).splitlines()
    assert name.strip() in long
    assert len(short) < 100


@pytest.mark.parametrize("width", [80, 110, 140, 200])
def test_a_terminal_gets_all_of_it(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    [table, drawn] = reported.as_pictures(record(reading=told()), ("events", "timeline"))
    for picture in (table, drawn):
        lines = shown(picture, width).splitlines()
        assert max(map(len, lines)) <= width
        words = " ".join(" ".join(lines).split())
        for expected in ("2018-05-31", "CONSULT visit", "Petrov", "(BRDGOV)", "Syldavia", "(SYLGOV)", "Klow", "denied"):
            assert expected in words
    words = " ".join(shown(table, width).split())
    assert all(expected in words for expected in ("meet again", "Klow Gazette", "0.80"))


def test_strangers_text_is_harmless_in_both(page: Path) -> None:
    met = talks().events[0]
    evil = msgspec.structs.replace(met, actors=(msgspec.structs.replace(met.actors[0], name="A\x1b[31m\n[bold]B"),))
    pictures = reported.as_pictures(record(reading=replace(talks(), events=(evil,))), ("events", "timeline"))
    for picture in pictures:
        assert "A [bold]B (BRDGOV)" in shown(picture, 200)


def test_a_text_that_was_not_read_says_why() -> None:
    unread = record(reading=Reading(unread="no model reads de"))
    assert reported.as_lines(unread, ("events",)) == "Events: none read, no model reads de\n"
    assert reported.as_lines(Record.of(Article(text="It rained.")), ("events",)) == ""


# --- the timeline -------------------------------------------------------------------------------------------------


def test_a_timeline_is_a_line_a_day_in_order(page: Path) -> None:
    below = run(page, "--events", "--timeline").stdout.partition("\n\nTimeline\n")[2]
    assert below.splitlines() == [
        "  2018-05-31   ●●  CONSULT visit: Ivan Petrov (BRDGOV) → officials of Syldavia (SYLGOV), in Klow; "
        "PROTEST visit: Ivan Petrov (BRDGOV), in Klow",
        "  ~2018-05-31  ×   ASSAULT beat: Borduria (BRD) → Syldavia (SYL) (denied)",
        "after the day of publication, 2018-06-01",
        "  2018-06      ○   CONSULT: The two countries (planned)",
        "without a date",
        "               ●   THREATEN: Borduria (BRD) → Syldavia (SYL) (claimed by Klow Gazette)",
    ]


def test_many_events_of_a_day_are_counted() -> None:
    made = happenings.of_reading(talks(), TALKS)[:1] * 15
    assert f" {'●' * 12}+3 " in timeline.as_lines(made)


def test_of_an_archive_a_timeline_stands_under_the_table(tmp_path: Path) -> None:
    path = str(tmp_path / "news.db")
    with onrecord.open(path) as archive:
        archive.add([record()])
    found = CliRunner().invoke(main, ["events", "--in", path, "--timeline"])
    assert found.stdout.startswith("date ")
    lines = found.stdout.partition("\n\nTimeline\n")[2].splitlines()
    assert [line[:12].strip() for line in lines] == ["2018-05-31", "2018-06", "without a da", ""]
    refused = CliRunner().invoke(main, ["events", "--in", path, "--timeline", "--format", "csv"])
    assert refused.exit_code == 2


# --- what does not go together ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--timeline"], "--timeline draws what --events finds"),
        (["--timeline", "--statements"], "--timeline draws what --events finds"),
        (["--timeline", "--events", "--format", "json"], "--timeline draws what --events finds"),
        (["--events", "--explain"], "in json and jsonl it goes with --events"),
        (["--fields", "events"], "--statements and --events read what is reported"),
    ],
)
def test_what_cannot_be_followed_is_said(page: Path, arguments: list[str], message: str) -> None:
    result = run(page, *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


# --- a user's own actors ------------------------------------------------------------------------------------------


def test_a_file_of_actors_reaches_the_reader(page: Path, tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text(ACTORS)
    found = run(page, "--events", "--actors", str(tmp_path / "own.csv"), "--format", "json")
    models = json.loads(found.stdout)["reading"]["models"]
    assert [name.rpartition(" ")[0] for name in models] == ["test", "own actors"]


def test_actors_whom_nothing_names_are_noted_once_at_the_end(page: Path, tmp_path: Path) -> None:
    own, other = tmp_path / "own.csv", tmp_path / "other.txt"
    rows = ("Petrov,BRA,GOV,Ivan Petrov", "klow,BRA,,", "Acme,DEU,NGO,AW", "A.B.C.,DEU,NGO,")
    own.write_text("\n".join(("name,country,sector,aliases", *rows)))
    other.write_text(record(url="https://gazette.example/2").article.as_clipping())
    two = CliRunner().invoke(main, ["read", str(page), str(other), "--events", "--actors", str(own)])
    told = (
        f"3 of 4 actors of {own} were not met in what was read: klow, Acme, A.B.C.\n"  # the place is not written small
    )
    assert (two.exit_code, two.stderr) == (0, f"onrecord: {told}")
    assert run(page, "--events", "--actors", str(own)).stderr == ""  # of one page that is to be expected
    own.write_text("name,country,sector\n" + "".join(f"Acme {number},DEU,NGO\n" for number in range(7)))
    one = run(page, "--events", "--actors", str(own)).stderr
    assert one.endswith(
        f"7 of 7 actors of {own} were not met in what was read: Acme 0, Acme 1, Acme 2, Acme 3, Acme 4 and 2 more\n"
    )


@pytest.mark.parametrize("command", ["read", "collect"])
def test_what_is_wrong_with_a_file_of_actors_is_said_first(page: Path, tmp_path: Path, command: str) -> None:
    (tmp_path / "own.csv").write_text("name,country,sector\nAcme Watch,DE,NGO\n")
    into = ["--into", str(tmp_path / "news.db")] if command == "collect" else []
    arguments = [command, str(page), *into, "--statements", "--actors"]
    wrong = CliRunner().invoke(main, [*arguments, str(tmp_path / "own.csv")])
    assert (wrong.exit_code, wrong.stdout) == (2, "")
    assert "own.csv, line 2: country 'DE' is none" in wrong.stderr
    assert "cannot be read" in CliRunner().invoke(main, [*arguments, str(tmp_path / "none.csv")]).stderr
    (tmp_path / "own.csv").write_text(ACTORS)
    alone = CliRunner().invoke(main, [command, str(page), *into, "--actors", str(tmp_path / "own.csv")])
    assert alone.exit_code == 2
    assert "--actors says who the parties to events are" in alone.stderr
    assert not (tmp_path / "news.db").exists()


def test_nothing_of_the_reader_is_loaded_where_nothing_is_to_be_read() -> None:
    code = (
        "import sys; from onrecord.cli import main; main(['read', '-'], standalone_mode=False); "
        "late = ('onrecord.reading.reader', 'onrecord.reading.actors', 'numpy', 'onnxruntime'); "
        "print('\\n', sorted(name for name in sys.modules if name.startswith(late)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=record().article.as_clipping(), capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1].strip() == "[]"
