"""What an archive survives, and what it says of damage: kills, lost indexes, other files, hostile pages."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

import onrecord
from archives import RAIN, problems, record, said
from onrecord import Archive
from onrecord.archive import store, words
from onrecord.errors import ArchiveError, Damaged, Locked, NewerFormat, NoArchive


def test_there_is_no_archive_where_nothing_was_added(tmp_path: Path) -> None:
    with pytest.raises(NoArchive, match="onrecord collect"):
        onrecord.open(tmp_path / "none.db").search("rain")
    assert not list(tmp_path.iterdir())
    with pytest.raises(NoArchive, match="folder"):
        onrecord.open(tmp_path).add([record()])


def test_another_file_is_no_archive(tmp_path: Path) -> None:
    text = tmp_path / "text.db"
    text.write_text("It rained all day. " * 100)
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE rain (day)")
    for path in (text, other):
        before = path.read_bytes()
        with pytest.raises(Damaged):
            onrecord.open(path).add([record()])
        with pytest.raises(Damaged):
            onrecord.open(path).search("rain")
        assert path.read_bytes() == before


def test_a_later_format_is_refused(archive: Archive) -> None:
    archive.add([record()])
    archive.close()
    with sqlite3.connect(archive.path) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(NewerFormat, match="update onrecord"):
        archive.search("rain")


def test_an_earlier_format_is_brought_up_by_a_writer(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.add([record()])
    archive.close()
    steps = (*store.migrations(), "ALTER TABLE records ADD COLUMN mood TEXT")
    monkeypatch.setattr(store, "migrations", lambda: steps)
    with pytest.raises(ArchiveError, match="reindex"):
        archive.search("rain")
    assert list(archive.reindex()) == [(1, 1)]
    assert archive.search("rain").total == 1


def test_an_interrupt_between_database_and_index_loses_nothing(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.add([record()])
    with monkeypatch.context() as broken:
        broken.setattr("onrecord.archive.index.Index.put", _interrupted)
        archive.add([record(url="https://example.org/2", text="It snowed.")])
        with pytest.raises(KeyboardInterrupt):
            archive.commit()
    archive.close()
    assert archive.search("snowed").total == 1
    assert archive.search("rained").total == 1


def _interrupted(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_an_index_that_is_gone_or_of_another_state_is_made_again_by_the_next_writer(searchable: Archive) -> None:
    path, place = searchable.path, searchable.path.with_name("news.db.index")
    searchable.close()
    before = path.read_bytes()
    shutil.rmtree(place)
    searchable.add([record(url="https://example.org/zebra", text="A zebra.")])
    searchable.close()
    assert searchable.search("").total == 4
    searchable.close()
    path.write_bytes(before)  # a copy from before is put back, beside an index that knows the zebra
    with pytest.raises(Damaged, match="reindex"):
        searchable.search("zebra")
    searchable.add([record(url="https://example.org/cow", text="A cow.")])
    searchable.close()
    assert (searchable.search("zebra").total, searchable.search("cow").total) == (0, 1)
    assert not problems(searchable)


def test_nobody_writes_while_the_index_is_made_again(searchable: Archive) -> None:
    searchable.close()
    steps = searchable.reindex()
    next(steps)
    with onrecord.open(searchable.path) as other, pytest.raises(Locked):
        other.add([record(text="Another text.")])
    assert list(steps) == []
    with onrecord.open(searchable.path) as other:
        other.add([record(text="Another text.")])
        with pytest.raises(Locked):
            list(searchable.reindex())


def test_versions_and_differences_of_pages_made_to_hurt_take_their_time_and_no_more(archive: Archive) -> None:
    began = time.process_time()
    for number in range(6):
        lines = [f"q{number}{line}" if line % 3 else "a" for line in range(3_000)]
        archive.add([record(text="\n\n".join(["x"] * (number % 2) + lines))])
        words(" ".join(lines), " ".join(reversed(lines)))
    for number in range(1_500):
        archive.add([record(url="https://example.org/often", text=f"It rained {number} times.")])
    assert time.process_time() - began < 20


def test_one_process_writes_and_others_read(archive: Archive) -> None:
    archive.add([record()])
    archive.commit()
    with onrecord.open(archive.path) as other:
        assert other.search("rain").total == 1
        with pytest.raises(Locked):
            other.add([record(text="Another text.")])
    archive.close()
    with onrecord.open(archive.path) as other:
        assert other.add([record(text="Another text.")]).versions == 1


def test_the_index_is_made_again_from_the_records(searchable: Archive) -> None:
    place = searchable.path.with_name("news.db.index")
    searchable.close()
    shutil.rmtree(place)
    with pytest.raises(NoArchive, match="reindex"):
        searchable.search("river")
    assert list(searchable.reindex())[-1] == (3, 3)
    assert searchable.search("river").total == 1
    assert not problems(searchable)


def test_a_damaged_index_is_named_and_can_be_made_again(searchable: Archive) -> None:
    searchable.close()
    (searchable.path.with_name("news.db.index") / "meta.json").write_text("{")
    with pytest.raises(Damaged, match="reindex"):
        searchable.search("river")
    list(searchable.reindex())
    assert searchable.search("river").total == 1


def test_what_a_killed_writer_could_not_index_the_next_one_does(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    program = (
        "import os, onrecord\n"
        "from onrecord import Article, Record\n"
        f"archive = onrecord.open({str(path)!r})\n"
        "archive.add([Record.of(Article(url='https://example.org/1', text='It rained.'))])\n"
        "os.kill(os.getpid(), 9)\n"
    )
    killed = subprocess.run([sys.executable, "-c", program], check=False)
    assert killed.returncode == -signal.SIGKILL
    with onrecord.open(path) as archive:
        assert archive.count() == 1
        assert archive.waiting() == 1
        assert not problems(archive)
        archive.add([record()])
        archive.commit()
        assert archive.search("rained").total == 2
        assert archive.waiting() == 0
        assert not problems(archive)


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("UPDATE texts SET text = 'changed'", "not the one that was stored"),
        ("UPDATE texts SET details = x'00'", "cannot be read"),
        ("UPDATE records SET latest = 0", "latest version"),
        ("UPDATE records SET story = 77", "story"),
        ("DELETE FROM sources", "without a source"),
        ("DELETE FROM texts", "without its text"),
        ("UPDATE sketches SET sketch = x'00'", "sketch"),
        ("UPDATE statements SET published = '2018-05-31'", "the time and the version of its record"),
    ],
)
def test_a_check_finds_what_was_tampered_with(archive: Archive, sql: str, says: str) -> None:
    spoken = replace(record(url="https://example.org/2"), reading=said(RAIN, "Ann Example", "the river rose"))
    archive.add([record(), spoken])
    archive.close()
    with sqlite3.connect(archive.path) as connection:
        connection.execute(sql)
    assert any(says in found.what for found in problems(archive))


def test_a_check_finds_a_damaged_file(archive: Archive) -> None:
    archive.add(record(url=f"https://example.org/{n}", text=f"{n} {RAIN}") for n in range(200))
    archive.close()
    with archive.path.open("r+b") as file:
        file.seek(os.path.getsize(archive.path) // 2 // 4096 * 4096)
        file.write(b"\xff" * 8192)
    with pytest.raises(Damaged):
        raise (
            AssertionError(problems(archive) or "nothing found")
            if not problems(archive)
            else Damaged("found", path=archive.path)
        )
