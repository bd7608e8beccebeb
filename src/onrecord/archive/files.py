"""A file that is written whole or not at all; and what changes where a file does."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from onrecord.errors import ArchiveError

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextmanager
def whole(path: Path) -> Iterator[BinaryIO]:
    """An open file that takes the place of `path` when the block ends, and vanishes where the block raises.

    Until then it lies beside `path`, under a name of its own: whoever reads `path` sees what was there before or all
    that is new, also where the power fails. A link stays a link, and the file that it names is replaced.

    Raises ArchiveError where `path` is a folder or a device, or cannot be written.
    """
    target = Path(os.path.realpath(path))
    part = target.with_name(f".onrecord-{secrets.token_hex(8)}.part")  # a short name, whatever the target's is
    file = _opened(part, target=target, path=path)
    try:
        yield file
        file.flush()
        os.fsync(file.fileno())
        file.close()
        part.replace(target)
    except OSError as error:
        _dropped(file, part)
        if error.errno in _FULL:
            raise ArchiveError(
                f"it cannot be written ({error.strerror}); make room, and begin again", path=path
            ) from error
        raise
    except BaseException:
        _dropped(file, part)
        raise
    _settled(target.parent)


def stamp(*paths: Path) -> str:
    """What is another where one of these files was written; files that are not there have a stamp too."""
    return "-".join(map(_stamp, paths))


def _stamp(path: Path) -> str:
    try:
        found = path.stat()
    except OSError:
        return "0"
    return f"{found.st_mtime_ns:x}.{found.st_size:x}"


def _opened(part: Path, *, target: Path, path: Path) -> BinaryIO:
    if target.is_dir():
        raise ArchiveError("this is a folder; give the name of a file", path=path)
    if target.exists() and not target.is_file():  # to replace /dev/null would break the machine
        raise ArchiveError("this is no file but a device or a pipe; give the name of a file", path=path)
    try:
        return part.open("xb")
    except OSError as error:
        raise ArchiveError(f"it cannot be written ({error.strerror}); is its folder there?", path=path) from error


def _dropped(file: BinaryIO, part: Path) -> None:
    with suppress(OSError):  # closing tries once more to write what is left
        file.close()
    part.unlink(missing_ok=True)


def _settled(folder: Path) -> None:
    """Let the folder's entry reach the disk too, where the system can do that."""
    with suppress(OSError):
        place = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(place)
        finally:
            os.close(place)
