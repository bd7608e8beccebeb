"""Where pages come from: the web, saved files, folders, WARC files, standard input. Nothing else touches the network.

>>> from onrecord.sources import pages
>>> [failure] = pages("gopher://example.org/")
>>> failure.error, failure.message
('FetchFailed', 'gopher://example.org/: only http and https can be fetched; give a URL that begins with https://')
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

from onrecord.errors import FetchFailed, SourceError
from onrecord.sources import files, lists
from onrecord.sources.failures import failure
from onrecord.sources.gathering import Known, Visit, gather
from onrecord.sources.http import Fetcher, fetch
from onrecord.values import Failure, Page

__all__ = ["Fetcher", "Known", "Visit", "fetch", "gather", "pages"]

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


def pages(place: str, *, fetcher: Fetcher | None = None) -> Iterator[Page | Failure]:
    """The pages of one place: a URL, a saved page, a WARC file, a folder, a list of URLs, or "-" for standard input.

    Pages come one by one, in the order of the place. What cannot be read is a Failure of the stage "source", and the
    pages after it still come. URLs go through `fetcher`; give one where there are several, so that connections and
    robots.txt are shared. Without one, each URL and each list gets its own, with the bounds that are the default.
    """
    if place == "-":
        return files.standard_input()
    if is_url(place):
        return _fetched(place, fetcher)
    return _local(place, fetcher)


def is_url(place: str) -> bool:
    """Whether a place is an address: a scheme and "://" begin it."""
    return _SCHEME.match(place.lstrip()) is not None


def _fetched(url: str, fetcher: Fetcher | None) -> Iterator[Page | Failure]:
    try:
        yield fetch(url) if fetcher is None else fetcher.fetch(url)
    except SourceError as error:
        yield failure(error)


def _all_fetched(urls: tuple[str, ...], fetcher: Fetcher | None) -> Iterator[Page | Failure]:
    with Fetcher() if fetcher is None else nullcontext(fetcher) as shared:
        for url in urls:
            yield from _fetched(url, shared)


def _local(place: str, fetcher: Fetcher | None) -> Iterator[Page | Failure]:
    if not place or "\0" in place:
        message = "this names no file; give a path, a URL, or - for standard input"
        yield failure(FetchFailed(message, where=repr(place), cause="no such file"))
        return
    path = Path(place)
    try:
        is_folder = path.is_dir()
        urls = None if is_folder else lists.addresses(path)
    except OSError as error:
        yield failure(files.unreadable(path, error))
        return
    if urls is not None:
        yield from _all_fetched(urls, fetcher)
    else:
        yield from files.folder(path) if is_folder else files.opened(path)
