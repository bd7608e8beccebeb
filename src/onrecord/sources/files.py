"""Pages from this machine: saved files, gzipped or not, folders of them, and standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from onrecord.errors import FetchFailed
from onrecord.sources import mhtml
from onrecord.sources.content import GZIP_MAGIC, PIECE, Unreadable, decoded, gathered
from onrecord.sources.failures import failure, shown
from onrecord.sources.records import is_warc
from onrecord.sources.warc import archived
from onrecord.values import Failure, Page

PAGES = (".html", ".htm", ".xhtml", ".html.gz", ".htm.gz", ".mhtml", ".mht", ".txt")
ARCHIVES = (".warc", ".warc.gz")
ENDINGS = PAGES + ARCHIVES
"""How the names of the files end that are read where a folder is given."""

MAX_BYTES = 64_000_000

_UNREADABLE = "unreadable file"


def opened(path: Path, *, max_bytes: int = MAX_BYTES) -> Iterator[Page | Failure]:
    """The pages of one file: those in it, where its name or its first bytes are those of a WARC file, else itself."""
    try:
        is_archive = path.name.lower().endswith(ARCHIVES) or holds_warc(path)
    except OSError as error:
        yield failure(unreadable(path, error))
        return
    yield from archived(path, max_bytes=max_bytes) if is_archive else saved(path, max_bytes=max_bytes)


def saved(path: Path, *, max_bytes: int = MAX_BYTES) -> Iterator[Page | Failure]:
    """The page that a file holds, unpacked if it is gzipped, or a Failure of FetchFailed.

    The page's `url` is None: where it came from is for the page to say. In MHTML the browser has said it.
    `max_bytes` counts what is unpacked.
    """
    try:
        with path.open("rb") as file:
            page = _page(_content(file, max_bytes=max_bytes), place=shown(path))
    except OSError as error:
        yield failure(unreadable(path, error))
    except Unreadable as error:
        yield failure(FetchFailed(str(error), where=shown(path), cause=error.cause))
    else:
        yield page


def folder(path: Path, *, max_bytes: int = MAX_BYTES) -> Iterator[Page | Failure]:
    """The pages of all files under a folder that end in one of ENDINGS, in the order of `listed`.

    What cannot be read is a Failure, and so is a folder without any such file.
    """
    for found in listed(path):
        if isinstance(found, Failure):
            yield found
        else:
            yield from opened(found, max_bytes=max_bytes)


def listed(path: Path) -> Iterator[Path | Failure]:
    """The files under a folder that end in one of ENDINGS, by name, a folder's files before its folders; none is read.

    Links to folders are not followed. A folder that cannot be read is a Failure, and so is one without any such file.
    """
    found = False
    waiting = [path]
    while waiting:
        here = waiting.pop()
        try:
            entries = sorted(here.iterdir())
            folders = [entry for entry in entries if entry.is_dir() and not entry.is_symlink()]
            files = [entry for entry in entries if entry.name.lower().endswith(ENDINGS) and entry.is_file()]
        except OSError as error:
            found = True
            yield failure(unreadable(here, error))
            continue
        waiting.extend(reversed(folders))
        found = found or bool(files)
        yield from files
    if not found:
        message = f"the folder holds no saved pages; their names should end in {', '.join(ENDINGS)}"
        yield failure(FetchFailed(message, where=shown(path), cause="no saved pages"))


def holds_warc(path: Path) -> bool:
    """Whether a regular file begins like a WARC file. A pipe is not looked into, as what was read would be lost."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return is_warc(file.read(1024))


def standard_input(*, max_bytes: int = MAX_BYTES) -> Iterator[Page | Failure]:
    """The one page that stands on standard input, gzipped or not."""
    try:
        if sys.stdin is None:
            raise Unreadable("it is closed; send one saved page", cause=_UNREADABLE)
        page = _page(_content(sys.stdin.buffer, max_bytes=max_bytes), place=None)
    except (OSError, Unreadable) as error:
        cause = error.cause if isinstance(error, Unreadable) else _UNREADABLE
        yield failure(FetchFailed(str(error), where="standard input", cause=cause))
    else:
        yield page


def unreadable(path: Path, error: OSError) -> FetchFailed:
    """The error of a path that the system does not open or read."""
    if isinstance(error, FileNotFoundError):
        cause = "no such file"
        message = "no such file; give a saved HTML file, a folder, a .warc.gz, a URL that begins with https://, or -"
    else:
        cause = _UNREADABLE
        message = f"it cannot be read: {error.strerror or error}; give a file that can"
    return FetchFailed(message, where=shown(path), cause=cause)


def _page(content: bytes, *, place: str | None) -> Page:
    if mhtml.looks_like(content):
        return mhtml.saved_page(content, place=place)
    return Page(html=content, place=place)


def _content(file: BinaryIO, *, max_bytes: int) -> bytes:
    head = file.read(1024)
    if is_warc(head):
        raise Unreadable("this is a WARC file, of which only the path can be given", cause="not HTML")
    coding = "gzip" if head.startswith(GZIP_MAGIC) else "identity"
    rest = iter(lambda: file.read(PIECE), b"")
    return gathered(decoded(chain([head], rest), coding=coding), max_bytes=max_bytes)
