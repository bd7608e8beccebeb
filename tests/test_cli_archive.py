"""The commands for an archive: what they print, and how they fail."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import onrecord
from archives import RAIN, record, said
from onrecord.archive import Batch, Finding, row_of
from onrecord.cli import main
from onrecord.formats.jsonl import read_jsonl
from onrecord.values import Failure


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "news.db"
    with onrecord.open(made) as archive:
        archive.add([record(authors=("Jane Doe",))])
        other = record(url="https://other.example/rain", text=f"{RAIN} Now.", title="Rain \x1b[31mred")
        archive.add([replace(other, reading=said(RAIN, "weather office", "the river rose"))])
        archive.add([record(text=RAIN.replace("two metres", "three metres"), title="Rain, corrected")])
        failure = Failure(url="x", stage="source", error="FetchFailed", message="x: no answer", cause="HTTP 404")
        archive.put(Batch(failures=(("x", failure),)))
        archive.put(Batch(findings=(Finding(row=row_of(record()), place="elsewhere.warc"),)))
    return made


def run(path: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments, "--in", str(path)])


def test_search_shows_hits_with_their_ids_and_counts(path: Path) -> None:
    found = run(path, "search", "river", "--facets", "site,author")
    assert found.exit_code == 0
    assert "Rain, corrected" in found.output
    assert "2 articles tell this story" in found.output
    assert "site: example.org 1, other.example 1" in found.output
    assert "2 records" in found.output
    assert "\x1b" not in found.output


def test_search_gives_json(path: Path) -> None:
    found = json.loads(run(path, "search", "corrected", "--json").output)
    assert found["total"] == 1
    assert found["hits"][0]["title"] == "Rain, corrected"


def test_said_shows_who_said_what(path: Path) -> None:
    found = run(path, "said", "office")
    assert "weather office · said · the river rose" in found.output
    assert json.loads(run(path, "said", "office", "--json").output)["content"] == "the river rose"
    assert "nobody by the name of 'Roe'" in run(path, "said", "Roe").output


def test_show_prints_the_record_and_what_the_archive_knows_of_it(path: Path) -> None:
    name = record().id
    found = run(path, "show", name[:8])
    assert found.stdout.startswith("https://www.example.org/rain\n['Jane Doe']\n")
    assert "found in elsewhere.warc, python" in found.stderr
    assert f"onrecord diff {name}" in found.stderr
    assert "2 articles of a story" in found.stderr


def test_diff_shows_what_changed(path: Path) -> None:
    found = run(path, "diff", record().id)
    assert "[-two-] {+three+} metres" in found.output
    assert "version 2, the latest" in found.output


def test_export_writes_what_a_query_finds(path: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    assert run(path, "export", "title:corrected", "--out", str(out)).exit_code == 0
    assert [found.article.title for found in read_jsonl(out.read_text("utf8"))] == ["Rain, corrected"]
    assert len(run(path, "export").stdout.splitlines()) == 2
    assert run(path, "export", "--format", "csv").stdout.startswith("id,url,")


def test_an_export_never_takes_the_place_of_an_archive(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with onrecord.open(other) as archive:
        archive.add([record()])
    for out in (path, other, path.with_name("news.db-wal")):
        found = run(path, "export", "--format", "jsonl", "--out", str(out))
        assert found.exit_code == 2, found.output
        assert "archive" in found.stderr
    assert run(path, "check").exit_code == 0
    assert run(other, "check").exit_code == 0


def test_an_ending_that_is_no_format_is_refused(path: Path, tmp_path: Path) -> None:
    found = run(path, "export", "--out", str(tmp_path / "news.xlsx"))
    assert found.exit_code == 2
    assert "--format" in found.stderr
    assert not (tmp_path / "news.xlsx").exists()


def test_a_query_may_begin_with_a_minus(path: Path) -> None:
    assert "1 record" in run(path, "search", "-corrected").stdout


def test_failures_are_listed(path: Path) -> None:
    assert run(path, "failures").output == "HTTP 404\tx: no answer\n"
    assert json.loads(run(path, "failures", "--json").output)["cause"] == "HTTP 404"


def test_check_and_reindex(path: Path) -> None:
    assert "is whole: 3 records" in run(path, "check").output
    assert "2 records can be searched" in run(path, "reindex").output


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["search", '"open'], "not closed"),
        (["search", "rain", "--facets", "colour"], "no facet"),
        (["show", "0000000000000000"], "no record"),
        (["show", "x"], "no id"),
    ],
)
def test_what_cannot_be_done_is_one_line(path: Path, arguments: list[str], says: str) -> None:
    found = run(path, *arguments)
    assert found.exit_code == 1
    assert found.stdout == ""
    assert says in found.stderr
    assert len(found.stderr.splitlines()) == 1


@pytest.mark.parametrize("command", [["search", "x"], ["said", "x"], ["export"], ["check"], ["reindex"], ["failures"]])
def test_a_missing_archive_is_named(tmp_path: Path, command: list[str]) -> None:
    found = run(tmp_path / "none.db", *command)
    assert found.exit_code == 1
    assert "there is no archive" in found.stderr
    assert not list(tmp_path.iterdir())
