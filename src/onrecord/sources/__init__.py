"""Where pages come from: the web, saved files, folders, WARC files, standard input. Nothing else touches the network.

>>> from onrecord.sources import pages
>>> [failure] = pages("gopher://example.org/")
>>> failure.error, failure.message
('FetchFailed', 'gopher://example.org/: only http and https can be fetched; give a URL that begins with https://')
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from onrecord.errors import FetchFailed, SourceError
from onrecord.sources import files
from onrecord.sources.failures import failure
from onrecord.sources.gathering import Known, Visit, gather
from onrecord.sources.http import Fetcher, fetch
from onrecord.sources.records import is_warc
from onrecord.sources.warc import archived
from onrecord.values import Failure, Page

__all__ = ["Fetcher", "Known", "Visit", "fetch", "gather", "pages"]

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


def pages(place: str, *, fetcher: Fetcher | None = None) -> Iterator[Page | Failure]:
    """The pages of one place: a URL, a saved HTML file, a folder of them, a WARC file, or "-" for standard input.

    Pages come one by one, in the order of the place. What cannot be read is a Failure of the stage "source", and the
    pages after it still come. URLs go through `fetcher`; give one where there are several, so that connections and
    robots.txt are shared. Without one, each URL gets its own, with the bounds that `Fetcher` has by default.
    """
    if place == "-":
        return files.standard_input()
    if _SCHEME.match(place.lstrip()):
        return _fetched(place, fetcher)
    return _local(place)


def _fetched(url: str, fetcher: Fetcher | None) -> Iterator[Page | Failure]:
    try:
        yield fetch(url) if fetcher is None else fetcher.fetch(url)
    except SourceError as error:
        yield failure(error)


def _local(place: str) -> Iterator[Page | Failure]:
    if not place or "\0" in place:
        message = "this names no file; give a path, a URL, or - for standard input"
        yield failure(FetchFailed(message, where=repr(place), cause="no such file"))
        return
    path = Path(place)
    try:
        if path.is_dir():
            yield from files.folder(path)
        elif place.lower().endswith((".warc", ".warc.gz")) or _holds_warc(path):
            yield from archived(path)
        else:
            yield from files.saved(path)
    except OSError as error:
        yield failure(files.unreadable(path, error))


def _holds_warc(path: Path) -> bool:
    """Whether a regular file begins like a WARC file. A pipe is not looked into, as what was read would be lost."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return is_warc(file.read(1024))
