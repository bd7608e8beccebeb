"""Pages -> records, lazily. A page that cannot become a record is a value in the stream, not the end of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.errors import EmptyPage, FormatError, NotHtml, PageError, TooLarge
from onrecord.extraction import extract
from onrecord.formats.clipping import looks_like, read_clippings
from onrecord.reading import read
from onrecord.values import Failure, Page, Record

if TYPE_CHECKING:
    from onrecord.reading.actors.own import OwnActors

_CAUSES: dict[type[PageError | FormatError], str] = {
    EmptyPage: "empty page",
    NotHtml: "not HTML",
    TooLarge: "too large",
    FormatError: "broken clipping",
}


def run(
    pages: Iterable[Page | Failure], *, statements: bool = False, actors: OwnActors | None = None
) -> Iterator[Record | Failure]:
    """Each page's record, in the order of the pages, read as it is asked for; with `statements` each has its reading,
    with `actors` by them (see `onrecord.read`).

    A page in clipping form is read as such, and gives as many records as it holds clippings; all else is extracted.
    A Failure of a source passes through; a page that is empty, no HTML, too large or a broken clipping becomes a
    Failure of the stage "extract". ModelError rises, for it would be that of every page; so does any other exception,
    which is a defect.
    """
    for page in pages:
        if isinstance(page, Failure):
            yield page
            continue
        try:
            records = _records(page)
        except (PageError, FormatError) as error:
            yield _failure(error, page)
        else:
            yield from (_with_reading(record, actors) for record in records) if statements else records


def _failure(error: PageError | FormatError, page: Page) -> Failure:
    return Failure(
        url=page.url or page.place,
        stage="extract",
        error=type(error).__name__,
        message=str(error),
        cause=_CAUSES[type(error)],
    )


def _records(page: Page) -> list[Record]:
    if looks_like(page.html):
        return read_clippings(_decoded(page))
    return [Record.of(extract(page.html, url=page.url, charset=page.charset, fetched=page.fetched))]


def _with_reading(record: Record, actors: OwnActors | None) -> Record:
    return replace(record, reading=read(record.article, actors=actors))


def _decoded(page: Page) -> str:
    try:
        return page.html.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = page.html.count(b"\n", 0, error.start) + 1
        raise FormatError("not UTF-8; save the clipping as UTF-8", where=f"clipping, line {line}") from error
