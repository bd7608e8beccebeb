"""Collecting: everything once, resumed where it was, whatever ends it; what fails is named and the rest goes on."""

from __future__ import annotations

import gzip
import os
import pickle
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest

import onrecord
from onrecord.archive import Archive, Batch, Problem
from onrecord.collecting import Step, collect
from onrecord.errors import ArchiveError
from onrecord.executors import Shard, Work, run
from onrecord.executors.work import Asked, Fetched, covers, marked
from onrecord.reading.actors.own import OwnActors, load

PAGES = sorted(Path(__file__).with_name("pages").glob("*/page.html"))


def steps(archive: Archive, *places: Path | str, **how: object) -> list[Step]:
    return list(collect([str(place) for place in places], into=archive, **how))  # type: ignore[arg-type]


def sums(done: Iterable[Step]) -> tuple[int, int, int, int, int]:
    """New records, versions, known records, failures, passed files."""
    found = list(done)
    return (
        sum(step.added.new for step in found),
        sum(step.added.versions for step in found),
        sum(step.added.known for step in found),
        sum(len(step.failures) for step in found),
        sum(step.passed for step in found),
    )


def page(number: int, text: str = "It rained all day in the valley, the weather office said on Thursday.") -> str:
    return (
        f'<html lang="en"><link rel="canonical" href="https://example.org/{number}"><title>Rain {number}</title>'
        f'<meta property="article:published_time" content="2018-05-{number % 28 + 1:02}T10:00:00Z">'
        f"<article><h1>Rain number {number}</h1><p>{text}</p><p>This is report number {number} of many, and the river "
        f"rose by {number} centimetres in the night, so that the old bridge was closed to all traffic.</p></article>"
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "saved"
    made.mkdir()
    for number in range(70):
        (made / f"{number:03}.html").write_text(page(number))
    return made


def test_a_folder_is_collected_once_and_then_only_what_is_new(folder: Path, archive: Archive) -> None:
    with archive:
        assert sums(steps(archive, folder)) == (70, 0, 0, 0, 0)
        assert sums(steps(archive, folder)) == (0, 0, 0, 0, 70)
        (folder / "new.html").write_text(page(999))
        (folder / "003.html").write_text(page(3, text="It did not rain after all, the weather office said on Friday."))
        assert sums(steps(archive, folder)) == (1, 1, 0, 0, 69)
        archive.commit()
        assert archive.count() == 71
        assert not [found for found in archive.check() if isinstance(found, Problem)]


def _actors(folder: Path, *lines: str) -> OwnActors:
    path = folder / "own.csv"
    path.write_text("\n".join(["name,country,sector", *lines]))
    return load(path)


def test_actors_are_the_same_in_any_order(tmp_path: Path) -> None:
    first = _actors(tmp_path, "Acme Watch,DEU,NGO", "Jane Roe,USA,GOV")
    assert _actors(tmp_path, "Jane Roe,usa,GOV", "", "Acme Watch,DEU,NGO") == first
    assert _actors(tmp_path, "Acme Watch,DEU,BUS", "Jane Roe,USA,GOV") != first
    assert pickle.loads(pickle.dumps(first)).by_name == first.by_name


def test_what_was_read_is_read_again_by_other_actors(tmp_path: Path) -> None:
    one, other = _actors(tmp_path, "Acme Watch,DEU,NGO"), _actors(tmp_path, "Acme Watch,USA,NGO")
    unread, plain = Asked(), Asked(statements=True)
    by_one, by_other = Asked(statements=True, actors=one), Asked(statements=True, actors=other)
    again = {
        (before, now)
        for before, first in (("unread", unread), ("plain", plain), ("one", by_one))
        for now, second in (("unread", unread), ("plain", plain), ("one", by_one), ("other", by_other))
        if not covers(marked("3-4", first), "3-4", second)
    }
    assert again == {
        *(("unread", "plain"), ("unread", "one"), ("unread", "other")),
        *(("plain", "one"), ("plain", "other"), ("one", "other")),
    }


def test_a_collection_is_read_by_a_users_actors(tmp_path: Path, archive: Archive) -> None:
    (tmp_path / "a.html").write_text(page(1))
    (tmp_path / "b.html").write_text(page(2))
    with archive:
        for lines in (["Acme Watch,DEU,NGO"], ["Acme Watch,DEU,NGO"], ["Acme Watch,USA,NGO"]):
            actors = _actors(tmp_path, *lines)
            done = sums(steps(archive, tmp_path / "a.html", tmp_path / "b.html", statements=True, actors=actors))
            archive.commit()
            named = {record.reading.models[-1] for record in archive.records() if record.reading}
            assert (named, sum(done)) == ({actors.name_and_version}, 2)
        steps(archive, tmp_path / "a.html", tmp_path / "b.html", statements=True)
        assert {record.reading.models[-1] for record in archive.records() if record.reading} == named


def test_a_step_says_which_of_a_users_actors_were_met(tmp_path: Path, archive: Archive) -> None:
    (tmp_path / "a.html").write_text(page(1))
    actors = _actors(tmp_path, "Acme Watch,DEU,NGO", "weather office,USA,GOV")
    with archive:
        done = list(collect([str(tmp_path / "a.html")], into=archive, statements=True, actors=actors))
    assert {own.name for step in done for own in step.met} == {"weather office"}


def test_a_record_says_where_it_was_found(folder: Path, archive: Archive) -> None:
    with archive:
        steps(archive, folder / "003.html")
        archive.commit()
        [record] = archive.records()
        assert archive.places(record.id) == (str((folder / "003.html").absolute()),)


def test_what_cannot_be_read_is_named_and_the_rest_goes_on(folder: Path, archive: Archive) -> None:
    (folder / "empty.html").write_text("")
    (folder / "pdf.html").write_bytes(b"%PDF-1.7 " + bytes(100))
    with archive:
        found = steps(archive, folder / "none.html", folder)
        assert sums(found) == (70, 0, 0, 3, 0)
        assert {failure.cause for step in found for failure in step.failures} >= {"empty page"}
        archive.commit()
        assert len(list(archive.failures())) == 3
        assert sums(steps(archive, folder / "none.html", folder)) == (0, 0, 0, 1, 72)
        assert len(list(archive.failures())) == 3


def test_a_date_leaves_out_what_is_older(folder: Path, archive: Archive) -> None:
    with archive:
        found = steps(archive, folder, since=datetime(2018, 5, 15, tzinfo=UTC))
        archive.commit()
        assert archive.count() == 28
        assert sum(step.too_old for step in found) == 42
        assert min(record.article.published for record in archive.records() if record.article.published) >= datetime(
            2018, 5, 15, tzinfo=UTC
        )


def test_a_bound_on_new_records_holds_and_the_next_run_goes_on(folder: Path, archive: Archive) -> None:
    with archive:
        assert sums(steps(archive, folder, limit=40))[0] == 40
        assert sums(steps(archive, folder, limit=20))[0] == 20
        assert sums(steps(archive, folder))[0] == 10


def test_statements_are_read_where_they_were_not_before(folder: Path, archive: Archive) -> None:
    with archive:
        steps(archive, folder / "003.html")
        assert not sums(steps(archive, folder / "003.html"))[2]
        assert sums(steps(archive, folder / "003.html", statements=True)) == (0, 0, 1, 0, 0)
        assert sums(steps(archive, folder / "003.html")) == (0, 0, 0, 0, 1)
        archive.commit()
        assert [record.reading is not None for record in archive.records()] == [True]


@pytest.mark.parametrize(
    "name",
    [
        'it\'s "quoted".html',
        "'; DROP TABLE records; --.html",
        "$(touch x) `y` && z.html",
        "line\nbreak\tand \u202egnp.html",
        "%00%2e%2e.html",
        "-rf.html",
        "äöü 北京 👩‍🎤.html",
        "not utf-8 \udcff\udcfe.html",
    ],
)
def test_files_of_any_name_are_collected_once(tmp_path: Path, archive: Archive, name: str) -> None:
    (tmp_path / "any").mkdir()
    (tmp_path / "any" / name).write_text(page(1))
    (tmp_path / "any" / f"empty {name}").write_text("")
    with archive:
        assert sums(steps(archive, tmp_path / "any")) == (1, 0, 0, 1, 0)
        assert sums(steps(archive, tmp_path / "any")) == (0, 0, 0, 0, 2)
        archive.commit()
        [record] = archive.records()
        assert archive.places(record.id)[0].encode().decode() == archive.places(record.id)[0]


def warc(path: Path, count: int) -> None:
    with path.open("wb") as file:
        for number in range(count):
            block = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page(number)}<!--{os.urandom(900).hex()}-->"
            head = f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/{number}\r\n"
            head += "WARC-Date: 2018-06-01T00:00:00Z\r\nContent-Type: application/http\r\n"
            head += f"Content-Length: {len(block.encode())}\r\n\r\n"
            file.write(gzip.compress(f"{head}{block}\r\n\r\n".encode()))


def test_a_warc_file_is_read_in_parts(tmp_path: Path, archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    warc(tmp_path / "crawl.warc.gz", 120)
    monkeypatch.setattr("onrecord.collecting._PART", 20_000)
    with archive:
        found = steps(archive, tmp_path / "crawl.warc.gz")
        assert len(found) > 3
        assert sums(found) == (120, 0, 0, 0, 0)
        assert sums(steps(archive, tmp_path / "crawl.warc.gz")) == (0, 0, 0, 0, len(found))
        archive.commit()
        assert all("byte" in archive.places(record.id)[0] for record in archive.records())


def command(archive: Path, *places: Path) -> list[str]:
    return [sys.executable, "-m", "onrecord", "collect", *map(str, places), "--into", str(archive)]


def ids(path: Path) -> list[str]:
    with onrecord.open(path) as archive:
        return [record.id for record in archive.records()]


def problems(path: Path) -> list[Problem]:
    with onrecord.open(path) as archive:
        return [found for found in archive.check() if isinstance(found, Problem)]


def test_thirty_kills_lose_and_damage_nothing(tmp_path: Path, folder: Path) -> None:
    for number in range(70, 1000):
        (folder / f"{number:03}.html").write_text(page(number))
    for golden in PAGES:
        shutil.copy(golden, folder / f"{golden.parent.name}.html")
    subprocess.run(command(tmp_path / "unbroken.db", folder), check=True, stdout=subprocess.DEVNULL)
    path = tmp_path / "killed.db"
    chosen = random.Random(1)
    killed = 0
    while killed < 30:
        with subprocess.Popen(command(path, folder), start_new_session=True, stdout=subprocess.DEVNULL) as process:
            time.sleep(chosen.uniform(0.3, 1.2))
            process.kill()
        if process.returncode != -signal.SIGKILL:  # it came to its end before
            path.unlink()
            shutil.rmtree(f"{path}.index")
            continue
        killed += 1
        if path.exists() and Path(f"{path}.index", "meta.json").exists():
            assert not problems(path)
    subprocess.run(command(path, folder), check=True, stdout=subprocess.DEVNULL)
    assert ids(path) == ids(tmp_path / "unbroken.db")
    assert not problems(path)


def test_the_processes_of_a_killed_run_end_too(tmp_path: Path, folder: Path) -> None:
    with subprocess.Popen(
        command(tmp_path / "news.db", folder), start_new_session=True, stdout=subprocess.DEVNULL
    ) as process:
        time.sleep(1)
        process.kill()
    for _ in range(50):
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    pytest.fail("a process of the killed run is still there")


def _has_records(path: Path) -> bool:
    try:
        with onrecord.open(path) as archive:
            return archive.count() > 0
    except ArchiveError:
        return False


def test_an_interrupt_ends_it_cleanly(tmp_path: Path, folder: Path) -> None:
    for number in range(70, 2000):
        (folder / f"{number:04}.html").write_text(page(number))
    path = tmp_path / "news.db"
    with subprocess.Popen(
        command(path, folder), start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        while not _has_records(path):
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGINT)
        try:
            said, complaints = process.communicate(timeout=30)
        finally:
            process.kill()  # a run that does not end fails here, and nobody waits for it
    assert process.returncode == 130, said + complaints
    assert "the same command goes on from there" in said
    assert "Traceback" not in complaints
    stored = len(ids(path))
    assert 0 < stored < 2000
    again = subprocess.run(command(path, folder), check=True, capture_output=True, text=True)
    assert f"{2000 - stored:,} new records" in again.stdout
    assert len(ids(path)) == 2000
    with onrecord.open(path) as archive:
        assert archive.search("rain").total == 2000


# --- the executor -------------------------------------------------------------------------------------------------


def shard(number: int) -> Shard:
    return Shard(items=(Fetched(place=str(number), outcome=None, visited=None),), passed=number)


def slow_when_even(given: Shard) -> Work:
    time.sleep(0.02 if given.passed % 2 == 0 else 0)
    return Work(batch=Batch(), passed=given.passed)


def dies_at_five(given: Shard) -> Work:
    if any(item.place == "5" for item in given.items):
        os._exit(1)
    return Work(batch=Batch(), passed=given.passed)


def fails_at_five(given: Shard) -> Work:
    if given.passed == 5:
        raise ValueError("a defect")
    return Work(batch=Batch(), passed=given.passed)


@pytest.mark.parametrize("processes", [1, 2])
def test_what_comes_of_shards_comes_in_their_order(processes: int) -> None:
    done = run(slow_when_even, map(shard, range(20)), processes=processes)
    assert [work.passed for work in done] == list(range(20))


def test_a_process_that_dies_takes_nothing_with_it() -> None:
    done = list(run(dies_at_five, map(shard, range(12)), processes=2))
    assert [work.passed for work in done if not work.batch.failures] == [0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11]
    [failure] = [failure for work in done for _, failure in work.batch.failures]
    assert failure.cause == "the process died"


def test_a_defect_rises() -> None:
    with pytest.raises(ValueError, match="a defect"):
        list(run(fails_at_five, map(shard, range(12)), processes=2))


def test_shards_are_asked_for_as_they_are_worked_through() -> None:
    asked = 0

    def shards() -> Iterable[Shard]:
        nonlocal asked
        for number in range(100):
            asked += 1
            yield shard(number)

    done = run(slow_when_even, shards(), processes=2)
    next(done)
    assert asked <= 6
    done.close()
    assert asked <= 6
