"""Whose turn it is: how many requests a host gets at once, how far apart, and when it is left in peace."""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from time import monotonic

BUSY = frozenset({429, 502, 503, 504})  # answers after which the same request may well succeed
MAX_REST = 60.0  # seconds; who asks to be left alone for longer is left alone for the rest of the run
_PER_HOST = 2
_FRUITLESS = 5  # waits in a row that ended without any answer, after which a host is given up


class LeftAlone(Exception):
    """The host is not asked any more: the message says why, `cause` what was the matter with it."""

    def __init__(self, message: str, *, cause: str) -> None:
        super().__init__(message)
        self.cause = cause


@dataclass(slots=True)
class _Host:
    places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_PER_HOST))
    order: asyncio.Lock = field(default_factory=asyncio.Lock)
    due: float = 0.0  # when the next request may start
    fruitless: int = 0
    farewell: LeftAlone | None = None


class Manners:
    """Gives turns. A host gets two requests at once at most, `at_once` bounds all hosts together."""

    def __init__(self, *, at_once: int = 16) -> None:
        self._places = asyncio.Semaphore(at_once)
        self._hosts: dict[str, _Host] = {}
        self._going = asyncio.Event()
        self._going.set()

    def pause(self) -> None:
        """Give no turns until `resume`: nobody takes what has come."""
        self._going.clear()

    def resume(self) -> None:
        """Give turns again."""
        self._going.set()

    @asynccontextmanager
    async def turn(self, host: str, *, delay: float) -> AsyncIterator[None]:
        """Wait for a turn with `host`; the one after it begins at least `delay` seconds later. Raises LeftAlone."""
        it = self._host(host)
        async with it.places:
            await self._start(it, delay)
            try:
                yield
            finally:
                self._places.release()

    def rest(self, host: str, *, seconds: float) -> None:
        """Ask nothing of `host` for some seconds."""
        it = self._host(host)
        it.due = max(it.due, monotonic() + seconds)

    def leave(self, host: str, why: LeftAlone) -> None:
        """Ask nothing of `host` any more."""
        self._host(host).farewell = why

    def answered(self, host: str, *, anything: bool) -> None:
        """Note whether `host` gave any answer; one that never does is given up."""
        it = self._host(host)
        it.fruitless = 0 if anything else it.fruitless + 1
        if it.fruitless >= _FRUITLESS:
            message = f"the host gave no answer {_FRUITLESS} times in a row and is not asked again; try again later"
            it.farewell = LeftAlone(message, cause="host given up")

    def _host(self, host: str) -> _Host:
        return self._hosts.setdefault(host, _Host())

    async def _start(self, it: _Host, delay: float) -> None:
        async with it.order:  # so that of two that wait for the same moment the second counts from the first
            while it.farewell is None and (left := it.due - monotonic()) > 0:
                await asyncio.sleep(left)
            await self._places.acquire()
            try:
                await self._going.wait()
                if it.farewell is not None:
                    raise it.farewell
            except BaseException:
                self._places.release()
                raise
            it.due = monotonic() + delay


def stated_rest(header: str | None, *, now: datetime) -> float | None:
    """The seconds that a Retry-After header asks for, as a number or a date; None where it says nothing that counts."""
    text = (header or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    date = date if date.tzinfo else date.replace(tzinfo=UTC)
    return max(0.0, (date - now).total_seconds())


def until(seconds: float, *, now: datetime) -> str:
    """When these seconds will be over, for people to read."""
    try:
        moment = now + timedelta(seconds=math.ceil(seconds))
    except OverflowError:
        return "in the far future"
    return f"not before {moment:%Y-%m-%d %H:%M:%S} UTC"
