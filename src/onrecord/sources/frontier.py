"""What is still to be asked for: each address once, the newest first, and every host its fair share."""

from __future__ import annotations

import heapq
from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Literal
from urllib.parse import urlsplit

import httpx

MAX_WAITING = 100_000
_PER_HOST = 2

Role = Literal["named", "feed", "sitemap", "section", "page"]

_RANKS: dict[Role, int] = {"named": 0, "feed": 1, "sitemap": 2, "page": 2, "section": 3}
_UNDATED = 3  # the rank of a page of which no date is known
_TRACKING = (b"utm_", b"fbclid=", b"gclid=")


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One address to be asked for, and what it is asked as.

    `start` is the address that the user named and that led here. `depth` counts sections and indexes of sitemaps on the
    way. A `guess` may fail without anybody being told. `inside` is the house that pages found there have to be of.
    """

    url: str
    role: Role
    start: str
    date: datetime | None = None
    depth: int = 0
    guess: bool = False
    inside: str | None = None
    conditions: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class _Host:
    waiting: list[tuple[int, float, int, Task]] = field(default_factory=list)
    running: int = 0
    queued: bool = False


class Frontier:
    """Takes tasks, and gives the next one. For one thread."""

    def __init__(self) -> None:
        self.left_out: str | None = None  # the first address for which there was no room
        self._begun: set[str] = set()
        self._waiting: dict[str, Task] = {}
        self._hosts: dict[str, _Host] = {}
        self._order: deque[str] = deque()
        self._number = count()

    def add(self, task: Task) -> None:
        """Take a task, unless its address was asked for already. A date that was not known so far moves it forward."""
        known = self._waiting.get(task.url)
        if task.url in self._begun or (known is not None and (known.role == "named" or known.date is not None)):
            return
        if known is None and len(self._waiting) >= MAX_WAITING:
            self.left_out = self.left_out or task.url
            return
        self._waiting[task.url] = task
        name = urlsplit(task.url).netloc
        host = self._hosts.setdefault(name, _Host())
        heapq.heappush(host.waiting, (*_urgency(task), next(self._number), task))
        self._queue(name, host)

    def drop(self, url: str) -> None:
        """Do not ask for an address, unless the user named it: a redirect led there."""
        known = self._waiting.get(url)
        if known is None or known.role != "named":
            self._waiting.pop(url, None)
            self._begun.add(url)

    def forget(self, url: str) -> None:
        """Do not ask for an address, which turned out to be too old."""
        known = self._waiting.get(url)
        if known is not None and known.role == "page":
            del self._waiting[url]

    def next(self) -> Task | None:
        """The next task; None where there is none, or each host that has one is busy."""
        while self._order:
            name = self._order.popleft()
            host = self._hosts[name]
            host.queued = False
            task = self._best(host)
            if task is not None:
                host.running += 1
                self._queue(name, host)
                return task
        return None

    def done(self, task: Task) -> None:
        """A task that was given is finished."""
        name = urlsplit(task.url).netloc
        self._hosts[name].running -= 1
        self._queue(name, self._hosts[name])

    def _best(self, host: _Host) -> Task | None:
        while host.waiting:
            task = heapq.heappop(host.waiting)[-1]
            if self._waiting.get(task.url) is task:  # else a better one took its place
                del self._waiting[task.url]
                self._begun.add(task.url)
                return task
        return None

    def _queue(self, name: str, host: _Host) -> None:
        if host.waiting and host.running < _PER_HOST and not host.queued:
            host.queued = True
            self._order.append(name)


def normal(url: str) -> str:
    """The form of an address in which it is compared: no fragment, no password, no tracking, the host in lower case.

    What is no address stays as it is.
    """
    try:
        parsed = httpx.URL(url.strip())
        path, _, query = parsed.raw_path.partition(b"?")
        kept = b"&".join(part for part in query.split(b"&") if not part.lower().startswith(_TRACKING))
        raw_path = path + b"?" + kept if kept else path
        whole = parsed.copy_with(raw_path=raw_path, fragment=None, username="", password="")
    except (httpx.InvalidURL, ValueError):
        return url.strip()
    return str(whole) if parsed.scheme in ("http", "https") and parsed.host else url.strip()


def aware(date: datetime) -> datetime:
    """A time that can be compared with others; one without an offset is taken for UTC."""
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def _urgency(task: Task) -> tuple[int, float]:
    """What comes first: the newest. A sitemap without a date may hold the newest of all."""
    if task.date is None:
        return (_UNDATED, 0.0) if task.role == "page" else (_RANKS[task.role], -1e12)
    return _RANKS[task.role], -task.date.timestamp()
