"""Files that are written whole or not at all: whatever ends the writing, an old file stays as it was."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from onrecord.archive.files import whole
from onrecord.errors import ArchiveError

WRITER = """
import sys, time
from pathlib import Path
from onrecord.archive.files import whole
with whole(Path(sys.argv[1])) as file:
    file.write(b"new" * 1000)
    file.flush()
    print("half way", flush=True)
    time.sleep(60)
"""


def broken_off(path: Path, error: type[BaseException]) -> None:
    with whole(path) as file:
        file.write(b"new" * 100_000)
        raise error


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "records.jsonl"


@pytest.mark.parametrize("before", [None, b"old"])
def test_a_file_is_there_when_the_block_ends(path: Path, before: bytes | None) -> None:
    if before is not None:
        path.write_bytes(before)
    with whole(path) as file:
        file.write(b"new")
        assert path.exists() is (before is not None)
    assert path.read_bytes() == b"new"
    assert os.listdir(path.parent) == [path.name]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
@pytest.mark.parametrize("before", [None, b"old"])
def test_an_error_leaves_what_was_there(path: Path, before: bytes | None, error: type[BaseException]) -> None:
    if before is not None:
        path.write_bytes(before)
    with pytest.raises(error):
        broken_off(path, error)
    assert os.listdir(path.parent) == ([] if before is None else [path.name])
    assert before is None or path.read_bytes() == before


def test_a_process_that_is_killed_leaves_what_was_there(path: Path) -> None:
    path.write_bytes(b"old")
    with subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"half way\n"
        writer.send_signal(signal.SIGKILL)
    assert path.read_bytes() == b"old"
    left = [name for name in os.listdir(path.parent) if name != path.name]
    assert len(left) == 1
    assert left[0].startswith(".onrecord-")
    with whole(path) as file:
        file.write(b"new")
    assert path.read_bytes() == b"new"


def test_the_mode_is_that_of_any_new_file(path: Path) -> None:
    before = os.umask(0o027)
    try:
        with whole(path) as file:
            file.write(b"new")
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_link_stays_a_link(path: Path) -> None:
    target = path.with_name("target")
    target.write_bytes(b"old")
    path.symlink_to(target)
    with whole(path) as file:
        file.write(b"new")
    assert path.is_symlink()
    assert target.read_bytes() == b"new"


def test_what_is_no_file_is_refused(path: Path) -> None:
    os.mkfifo(path)
    for place, said in ((path.parent, "this is a folder"), (path, "a device or a pipe"), (Path("/dev/null"), "device")):
        with pytest.raises(ArchiveError, match=said) as found, whole(place):
            pytest.fail("nothing should be opened")
        assert found.value.path == place


def test_a_folder_that_is_not_there(path: Path) -> None:
    with pytest.raises(ArchiveError, match=r"cannot be written \(No such file .*is its folder there\?"):
        whole(path / "records.jsonl").__enter__()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device here that is always full")
def test_a_full_disk_is_named(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full = os.fdopen(os.open("/dev/full", os.O_WRONLY), "wb")
    monkeypatch.setattr(Path, "open", lambda *_: full)
    with pytest.raises(ArchiveError, match="No space left on device"), whole(path) as file:
        file.write(b"new")
    assert not path.exists()
