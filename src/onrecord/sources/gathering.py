"""Pages from many addresses at once: pages, feeds, sitemaps and whole sites, asked for politely and once each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TypedDict, Unpack
from urllib.parse import urljoin, urlsplit

import httpx

from onrecord.errors import FetchFailed, PageError, SourceError
from onrecord.extraction import extract
from onrecord.sources import feeds, forms, site, sitemaps
from onrecord.sources.client import Answer, Client
from onrecord.sources.content import Unreadable, is_html, media_type
from onrecord.sources.downloads import MAX_BEGUN, Downloads
from onrecord.sources.entries import Entry, absolute
from onrecord.sources.failures import failure
from onrecord.sources.frontier import MAX_WAITING, Frontier, Role, Task, aware, normal
from onrecord.sources.http import page, unpacked
from onrecord.sources.trouble import NO_URL, address
from onrecord.sources.warc_writer import WarcWriter
from onrecord.values import Failure, Page

MAX_SECTIONS = 50  # of one site
MAX_DEPTH = 2  # of sections below the front page, and of indexes above a sitemap
MAX_SITEMAPS = 500  # of one address that was named
MAX_CALENDAR = 31  # links to days and pages of lists; beyond that a site has one more for ever
_RETRIES = 2
_FOR_GOOD = {"HTTP 404", "HTTP 410", "not HTML"}
_GUESSES = ("/sitemap.xml", "/news-sitemap.xml")
_ARTICLE = 300  # characters of a text that tells a story
_MAX_TAG = 1000  # characters of an ETag; a longer one is not worth keeping
_LISTS = ("xml", "json", "gzip", "octet-stream", "text/plain")  # in the media types of feeds and sitemaps


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is on record of an address from before.

    `etag` and `last_modified` are the server's own, as a Visit gave them. `gone`: it answered for good that there is no
    page; then it is asked again only where the user names it.
    """

    fetched: datetime | None = None
    etag: str | None = None
    last_modified: str | None = None
    gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One address that was asked for, as it is compared, and what came of it; None: nothing has changed since.

    `etag`, `last_modified` and `gone` are what `Known` should be told the next time.
    """

    url: str
    outcome: Page | Failure | None
    etag: str | None = None
    last_modified: str | None = None
    gone: bool = False


class Bounds(TypedDict, total=False):
    """What bounds a run: see `gather`."""

    allow_private: bool
    delay: float
    timeout: float
    max_bytes: int
    warc: Path | None


def gather(
    urls: Sequence[str],
    *,
    known: Callable[[str], Known | None],
    since: datetime | None = None,
    limit: int | None = None,
    **bounds: Unpack[Bounds],
) -> Generator[Visit, None, None]:
    """Visit addresses and what they lead to; each may be a page, a feed, a sitemap, or a site (a host without a path).

    Visits come as they are made, in no fixed order, each address at most once. Whatever `urls` names is asked for.
    What is found there is asked for where `known` (called in this thread) has no fetch of it, or one older than its
    date; and not where its date is before `since`, or it is gone. At most `limit` pages come. Feeds, sitemaps and
    section pages give a Visit only where they fail.

    Bounds: `allow_private` (False), `delay` (1.0) seconds between the starts of two requests to a host, more where its
    robots.txt says so, `timeout` (30.0) seconds for each address, `max_bytes` (10,000,000) of a page after
    decompression, `warc` (None) a folder in which all that was fetched is kept; where that cannot be written to,
    FetchFailed is raised. To close the iterator ends all downloads.
    """
    unknown = set(bounds) - set(Bounds.__annotations__)
    if unknown:
        raise TypeError(
            f"gather() has no bound {', '.join(sorted(unknown))}; there are {', '.join(Bounds.__annotations__)}"
        )
    run = _Run(known=known, since=None if since is None else aware(since), bounds=bounds)
    wrong = [visit for url in urls if (visit := run.name(url)) is not None]
    return run.visits(limit, wrong)


class _Run:
    """One call of `gather`: what is to be asked for, what was found, and what counts as too much."""

    def __init__(self, *, known: Callable[[str], Known | None], since: datetime | None, bounds: Bounds) -> None:
        self.frontier = Frontier()
        self._known = known
        self._since = since
        self._bounds = bounds
        self._max_bytes = bounds.get("max_bytes", 10_000_000)
        self._noted: defaultdict[tuple[str, str], set[str]] = defaultdict(set)  # by kind and named address

    def name(self, url: str) -> Visit | None:
        """Take an address that the user named; where it is none of the web, the visit that says so."""
        try:
            address(url)
            named = normal(url)
            urlsplit(named)
        except FetchFailed as error:
            return Visit(url=error.where, outcome=failure(error, url=error.where))
        except ValueError as error:
            message = f"this is no URL ({error}); give one that begins with https://"
            return Visit(url=url, outcome=failure(FetchFailed(message, where=url, cause=NO_URL)))
        self.frontier.add(Task(url=named, role="named", start=named, conditions=self.conditions(named)))
        return None

    def visits(self, limit: int | None, wrong: Iterable[Visit]) -> Generator[Visit, None, None]:
        """All visits, those that are `wrong` first, until nothing is left or the pages are enough."""
        yield from wrong
        given = 0
        client = Client(
            allow_private=self._bounds.get("allow_private", False),
            timeout=self._bounds.get("timeout", 30.0),
            delay=self._bounds.get("delay", 1.0),
            retries=_RETRIES,
        )
        folder = self._bounds.get("warc")
        with WarcWriter(folder) as keeper, Downloads(client) as downloads:
            while limit is None or given < limit:
                self._begin(downloads, at_most=MAX_BEGUN if limit is None else min(MAX_BEGUN, limit - given))
                if not downloads.begun:
                    break
                task, found = downloads.take()
                self.frontier.done(task)
                if isinstance(found, Answer):
                    keeper.keep(found)
                for visit in self._visits(task, found):
                    given += isinstance(visit.outcome, Page)
                    yield visit
        if self.frontier.left_out is not None:
            message = f"more than {MAX_WAITING:,} addresses were waiting, and this one and others were left out"
            yield _excess(self.frontier.left_out, f"{message}; ask for them by themselves", cause="too many addresses")

    def conditions(self, url: str) -> tuple[tuple[str, str], ...]:
        """The headers by which a server gives a page only if it has changed; a site is asked for in any case."""
        known = None if site.is_site(url) else self._known(url)
        if known is None or known.gone:
            return ()
        stated = (("If-None-Match", known.etag), ("If-Modified-Since", known.last_modified))
        return tuple((name, value) for name, value in stated if value)

    def _begin(self, downloads: Downloads, *, at_most: int) -> None:
        while downloads.begun < at_most and (task := self.frontier.next()) is not None:
            downloads.begin(task, bound=self._bound(task.role))

    def _bound(self, role: Role) -> Callable[[httpx.Response], int]:
        """Pages may be as large as a page may, and lists as large as sitemaps.org allows; the rest is not read."""

        def bound(response: httpx.Response) -> int:
            kind, _ = media_type(response.headers.get("content-type"))
            if not kind or is_html(kind):
                return self._max_bytes
            return sitemaps.MAX_BYTES if role != "page" and any(word in kind for word in _LISTS) else 0

        return bound

    def _visits(self, task: Task, found: Answer | SourceError) -> Iterator[Visit]:
        try:
            if isinstance(found, SourceError):
                raise found
            yield from self._outcome(task, found)
        except SourceError as error:
            if not task.guess:
                yield Visit(url=task.url, outcome=failure(error, url=task.url), gone=error.cause in _FOR_GOOD)

    def _outcome(self, task: Task, answer: Answer) -> Iterator[Visit]:
        if answer.status == 304 and task.conditions:
            yield _visit(task, answer, None)
            return
        if task.role == "page":
            yield self._page(task, answer)
            return
        content = self._content(answer, where=task.url)
        what = forms.form(content, kind=media_type(answer.headers.get("content-type"))[0])
        if what == "feed" and task.role != "section":
            self._entries(task, feeds.read(content, url=str(answer.url)))
        elif what == "sitemap" and task.role != "section":
            yield from self._sitemap(task, sitemaps.read(content, url=str(answer.url)))
        elif task.role in ("feed", "sitemap"):
            raise FetchFailed(f"this is no {task.role}; tell the site", where=task.url, cause=f"not a {task.role}")
        elif task.role == "section" and _is_article(answer, content):
            yield self._page(task, answer)
        elif task.role == "section" or site.is_site(task.url):
            yield from self._section(task, answer)
        else:
            yield self._page(task, answer)

    def _content(self, answer: Answer, *, where: str) -> bytes:
        kind, _ = media_type(answer.headers.get("content-type"))
        try:
            return unpacked(answer, max_bytes=self._max_bytes if is_html(kind) else sitemaps.MAX_BYTES)
        except Unreadable as error:
            raise FetchFailed(str(error), where=where, cause=error.cause) from error

    def _page(self, task: Task, answer: Answer) -> Visit:
        self.frontier.drop(normal(str(answer.url)))
        return _visit(task, answer, page(answer, where=task.url, max_bytes=self._max_bytes))

    def _entries(self, task: Task, entries: Iterable[Entry]) -> None:
        for entry in entries:
            if task.inside is None or site.house(entry.url) == task.inside:
                self._entry(task, entry)

    def _entry(self, task: Task, entry: Entry) -> None:
        """Ask for a page that was found, unless it is too old, on record, or gone."""
        url, date = normal(entry.url), entry.modified or entry.published
        if self._too_old(entry):
            self.frontier.forget(url)
            return
        known = self._known(url)
        on_record = known.fetched if known is not None else None
        seen = on_record is not None and (date is None or date <= aware(on_record))
        if seen or (known is not None and known.gone) or site.is_site(url):
            return
        conditions = self.conditions(url) if known is not None else ()
        self.frontier.add(Task(url=url, role="page", start=task.start, date=date, conditions=conditions))

    def _sitemap(self, task: Task, found: sitemaps.Sitemap) -> Iterator[Visit]:
        self._entries(task, found.pages)
        for entry in found.sitemaps:
            url = normal(entry.url)
            if self._too_old(entry) or not self._is_new("sitemaps", task, url):
                continue
            if task.depth < MAX_DEPTH and self._has_room("sitemaps", task, MAX_SITEMAPS):
                self._note("sitemaps", task, url)
                self.frontier.add(_step(task, url, "sitemap", date=entry.modified, inside=task.inside))
            elif self._is_new("excess", task, "sitemaps"):
                self._note("excess", task, "sitemaps")
                message = (
                    f"more than {MAX_SITEMAPS} sitemaps, or more than {MAX_DEPTH} above another; name those you want"
                )
                yield _excess(url, message, cause="too many sitemaps")

    def _section(self, task: Task, answer: Answer) -> Iterator[Visit]:
        """Take the links of a front page or a section page, and the feeds and sitemaps of a front page."""
        html, here = page(answer, where=task.url, max_bytes=self._max_bytes).html, str(answer.url)
        home = task.inside or site.house(here)
        found = site.links(html, url=here)
        if task.role == "named":
            self._lists(task, answer, found.feeds, home)
        for link in map(normal, found.pages):
            if site.house(link) != home:
                continue
            match site.form(link):
                case "article":
                    self._entry(task, Entry(url=link))
                case "section" if self._known(link) is not None:  # it turned out to be an article
                    self._entry(task, Entry(url=link))
                case "section" if task.depth < MAX_DEPTH and self._has_room("sections", task, MAX_SECTIONS):
                    self._note("sections", task, link)
                    self.frontier.add(_step(task, link, "section", inside=home))
                case "calendar":
                    yield from self._calendar(task, link)

    def _lists(self, task: Task, answer: Answer, found: Iterable[str], home: str) -> None:
        """Ask for the feeds of a site, and for its sitemaps: those of its robots.txt, else where they often are."""
        for feed in found:
            self.frontier.add(_step(task, normal(feed), "feed"))
        base = str(answer.url)
        stated = [link for link in (absolute(link, base=base) for link in answer.sitemaps) if link]
        for link in stated or [urljoin(base, path) for path in _GUESSES]:
            step = _step(task, normal(link), "sitemap", inside=home)
            self._note("sitemaps", task, step.url)
            self.frontier.add(replace(step, depth=0, guess=not stated))

    def _calendar(self, task: Task, link: str) -> Iterator[Visit]:
        """Pages of days and lists are not followed, as there is always one more; of many a site is told of once."""
        if self._has_room("calendar", task, MAX_CALENDAR):
            self._note("calendar", task, link)
        elif self._is_new("calendar", task, link) and self._is_new("excess", task, "calendar"):
            self._note("excess", task, "calendar")
            message = (
                f"more than {MAX_CALENDAR} links to days or pages of lists, which are not followed; name those you want"
            )
            yield _excess(link, message, cause="endless calendar")

    def _too_old(self, entry: Entry) -> bool:
        date = entry.published or entry.modified
        return self._since is not None and date is not None and date < self._since

    def _has_room(self, what: str, task: Task, at_most: int) -> bool:
        return len(self._noted[what, task.start]) < at_most

    def _is_new(self, what: str, task: Task, url: str) -> bool:
        return url not in self._noted[what, task.start]

    def _note(self, what: str, task: Task, url: str) -> None:
        self._noted[what, task.start].add(url)


def _is_article(answer: Answer, html: bytes) -> bool:
    """Whether what has the address of a section is an article by its text."""
    try:
        found = extract(html, url=str(answer.url))
    except PageError:
        return False
    return found.kind in ("article", "live blog") and found.published is not None and len(found.text) > _ARTICLE


def _step(task: Task, url: str, role: Role, *, date: datetime | None = None, inside: str | None = None) -> Task:
    """A task one step on from another."""
    return Task(url=url, role=role, start=task.start, date=date, depth=task.depth + 1, inside=inside)


def _visit(task: Task, answer: Answer, outcome: Page | None) -> Visit:
    """The visit, with what the server says of the version; where nothing has changed, what it said before."""
    before = dict(task.conditions) if outcome is None else {}
    etag = answer.headers.get("etag") or before.get("If-None-Match")
    modified = answer.headers.get("last-modified") or before.get("If-Modified-Since")
    return Visit(
        url=task.url,
        outcome=outcome,
        etag=etag if etag and len(etag) <= _MAX_TAG else None,
        last_modified=modified if modified and len(modified) <= _MAX_TAG else None,
    )


def _excess(url: str, message: str, *, cause: str) -> Visit:
    """What is left out as there is no end of it."""
    return Visit(url=url, outcome=failure(FetchFailed(message, where=url, cause=cause)))
