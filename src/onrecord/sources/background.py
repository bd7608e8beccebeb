"""An event loop in a thread of its own: all fetching is asynchronous, and nobody who calls onrecord has to be.

It works wherever it is called from, a notebook with a running loop included. Ctrl-C reaches the caller, who waits for
a result and not for a socket.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

_PATIENCE = 2.0  # seconds for connections to be closed in good order

_Result = TypeVar("_Result")


class Background:
    """Runs coroutines for whoever is not asynchronous. The thread begins with the first one and ends with `close`.

    What was closed stays closed: whoever starts something then gets a RuntimeError. `last` is awaited before the loop
    ends, after everything that still ran was cancelled.
    """

    def __init__(self, *, last: Callable[[], Awaitable[None]]) -> None:
        self._last = last
        self._lock = threading.Lock()
        self._ready = threading.Event()
        self._closed = False
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop
        self._over: asyncio.Event

    def run(self, work: Coroutine[Any, Any, _Result]) -> _Result:
        """What `work` gives or raises. Where the caller is interrupted, so is the work."""
        future = self.start(work)
        try:
            return future.result()
        finally:
            future.cancel()

    def start(self, work: Coroutine[Any, Any, _Result]) -> Future[_Result]:
        """Begin with `work`, and do not wait for it."""
        with self._lock:
            if self._closed:
                work.close()
                raise RuntimeError("it was closed")
            if self._thread is None:
                self._thread = threading.Thread(target=asyncio.run, args=(self._live(),), daemon=True, name="onrecord")
                self._thread.start()
        self._ready.wait()
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def call(self, act: Callable[[], object]) -> None:
        """Let the loop call `act` soon."""
        self._loop.call_soon_threadsafe(act)

    def close(self) -> None:
        """Cancel what still runs, close what is open, and end the thread."""
        with self._lock:
            self._closed = True
            thread, self._thread = self._thread, None
        if thread is not None:
            self._ready.wait()
            self.call(self._over.set)
            thread.join()

    async def _live(self) -> None:
        self._loop, self._over = asyncio.get_running_loop(), asyncio.Event()
        self._ready.set()
        await self._over.wait()
        unfinished = asyncio.all_tasks() - {asyncio.current_task()}
        for task in unfinished:
            task.cancel()
        if unfinished:
            await asyncio.wait(unfinished, timeout=_PATIENCE)
        async with asyncio.timeout(_PATIENCE):
            await self._last()
