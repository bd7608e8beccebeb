"""Many answers at once, for one who takes them one by one."""

from __future__ import annotations

import queue
from concurrent.futures import Future
from types import TracebackType
from typing import Self

from onrecord.errors import SourceError
from onrecord.sources.background import Background
from onrecord.sources.client import Answer, Bound, Client
from onrecord.sources.frontier import Task

MAX_BEGUN = 128  # most of them wait for their turn
_MAX_WAITING = 16  # answers that nobody has taken; as many again may be on their way


class Downloads:
    """Begins with tasks, and gives what came of each. For one thread; the work is done in another one.

    Where what has come is not taken, nothing more is asked for. `close` (or the end of `with`) ends all of it at once.
    """

    def __init__(self, client: Client) -> None:
        self.begun = 0
        self._client = client
        self._background = Background(last=client.close)
        self._finished: queue.SimpleQueue[tuple[Task, Future[Answer]]] = queue.SimpleQueue()
        self._waiting = 0  # counted in the thread of the loop

    def begin(self, task: Task, *, bound: Bound) -> None:
        """Ask for a task's address as soon as its turn comes."""
        self.begun += 1
        future = self._background.start(self._asked(task, bound))
        future.add_done_callback(lambda done: self._finished.put((task, done)))

    def take(self) -> tuple[Task, Answer | SourceError]:
        """Wait for the next task to be finished, and give what came of it."""
        task, future = self._finished.get()
        self.begun -= 1
        self._background.call(self._taken)
        try:
            return task, future.result()
        except SourceError as error:
            return task, error

    def close(self) -> None:
        """End everything that is under way."""
        self._background.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    async def _asked(self, task: Task, bound: Bound) -> Answer:
        try:
            return await self._client.ask(task.url, bound=bound, conditions=dict(task.conditions))
        finally:
            self._waiting += 1
            if self._waiting >= _MAX_WAITING:
                self._client.manners.pause()

    def _taken(self) -> None:
        self._waiting -= 1
        if self._waiting < _MAX_WAITING:
            self._client.manners.resume()
