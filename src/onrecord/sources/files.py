"""Pages from this machine: saved HTML files, gzipped or not, folders of them, and standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from onrecord.errors import FetchFailed
from onrecord.sources.content import GZIP_MAGIC, PIECE, Unreadable, decoded, gathered
from onrecord.sources.failures import failure, shown
from onrecord.sources.records import is_warc
from onrecord.values import Failure, Page

ENDINGS = (".html", ".htm", ".xhtml", ".html.gz", ".txt")
MAX_BYTES = 64_000_000

_UNREADABLE = "unreadable file"


def saved(path: Path, *, max_bytes: int = MAX_BYTES) -> Iterator[Page | Failure]:
    """The page that a file holds, unpacked if it is gzipped, or a Failure of FetchFailed.

    The page's `url` is None: where it came from is for the page to say. `max_bytes` counts what is unpacked.
    """
    try:
        with path.open("rb") as file:
            html = _content(file, max_bytes=max_bytes)
    except OSError as error:
        yield failure(unreadable(path, error))
    except Unreadable as error:
        yield failure(FetchFailed(str(error), where=shown(path), cause=error.cause))
    else:
        yield Page(html=html, place=shown(path))


def folder(path: Path, *, max_bytes: int = MAX_BYTES) -> Iterator[Page | Failure]:
    """The pages of all files under a folder that end in one of ENDINGS, by name, a folder's files before its folders.

    Links to folders are not followed. What cannot be read is a Failure, and so is a folder without any such file.
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
        for file in files:
            found = True
            yield from saved(file, max_bytes=max_bytes)
    if not found:
        message = f"the folder holds no saved pages; their names should end in {', '.join(ENDINGS)}"
        yield failure(FetchFailed(message, where=shown(path), cause="no saved pages"))


def standard_input(*, max_bytes: int = MAX_BYTES) -> Iterator[Page | Failure]:
    """The one page that stands on standard input, gzipped or not."""
    try:
        if sys.stdin is None:
            raise Unreadable("it is closed; send one saved page", cause=_UNREADABLE)
        html = _content(sys.stdin.buffer, max_bytes=max_bytes)
    except (OSError, Unreadable) as error:
        cause = error.cause if isinstance(error, Unreadable) else _UNREADABLE
        yield failure(FetchFailed(str(error), where="standard input", cause=cause))
    else:
        yield Page(html=html)


def unreadable(path: Path, error: OSError) -> FetchFailed:
    """The error of a path that the system does not open or read."""
    if isinstance(error, FileNotFoundError):
        cause = "no such file"
        message = "no such file; give a saved HTML file, a folder, a .warc.gz, a URL that begins with https://, or -"
    else:
        cause = _UNREADABLE
        message = f"it cannot be read: {error.strerror or error}; give a file that can"
    return FetchFailed(message, where=shown(path), cause=cause)


def _content(file: BinaryIO, *, max_bytes: int) -> bytes:
    head = file.read(1024)
    if is_warc(head):
        raise Unreadable("this is a WARC file, of which only the path can be given", cause="not HTML")
    coding = "gzip" if head.startswith(GZIP_MAGIC) else "identity"
    rest = iter(lambda: file.read(PIECE), b"")
    return gathered(decoded(chain([head], rest), coding=coding), max_bytes=max_bytes)
