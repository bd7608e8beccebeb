"""Shards on the cores of this machine, a process each; what comes of them in the order of the shards.

A process that dies takes nothing with it: its shards are read again one by one, and what kills its process once more is
named as a failure.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager

from onrecord.executors.work import Shard, Work, lost

Task = Callable[[Shard], Work]
_NICE = 10


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run(task: Task, shards: Iterable[Shard], *, processes: int | None = None) -> Generator[Work, None, None]:
    """What the task makes of each shard, in their order. Memory holds a few shards for each process.

    `task` has to be picklable; the processes are started anew (spawn), so a program that calls this has to be one that
    can be imported. With one process nothing is started.
    """
    count = processes or cores()
    if count == 1:
        yield from map(task, shards)
        return
    waiting: deque[tuple[Shard, Future[Work]]] = deque()
    pool = _pool(count)
    try:
        for shard in shards:
            waiting.append((shard, _submitted(pool, task, shard)))
            while waiting and (len(waiting) > 2 * count or waiting[0][1].done()):
                if _is_dead(waiting[0][1]):
                    yield from _one_by_one(task, [shard for shard, _ in waiting])
                    waiting.clear()
                    pool = _pool(count)
                else:
                    yield waiting.popleft()[1].result()
        while waiting:
            if _is_dead(waiting[0][1]):
                yield from _one_by_one(task, [shard for shard, _ in waiting])
                return
            yield waiting.popleft()[1].result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _pool(count: int) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")  # a fork would copy the threads of the index and of the network
    return ProcessPoolExecutor(count, mp_context=context, initializer=_begin)


def _submitted(pool: ProcessPoolExecutor, task: Task, shard: Shard) -> Future[Work]:
    try:
        with _uninterrupted():  # this starts processes, which take after us: an interrupt is not for them
            return pool.submit(task, shard)
    except BrokenProcessPool as error:
        broken: Future[Work] = Future()
        broken.set_exception(error)
        return broken


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """An interrupt that comes meanwhile comes after it; Windows knows no such thing."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _is_dead(future: Future[Work]) -> bool:
    return isinstance(future.exception(), BrokenProcessPool)


def _one_by_one(task: Task, shards: Iterable[Shard]) -> Iterator[Work]:
    """The same with a process for each shard, and where that dies, for each item of it."""
    for shard in shards:
        done = _alone(task, shard)
        if done is not None:
            yield done
            continue
        for part in shard.apart():
            yield _alone(task, part) or lost(part)


def _alone(task: Task, shard: Shard) -> Work | None:
    with _pool(1) as pool:
        future = _submitted(pool, task, shard)
        return None if _is_dead(future) else future.result()


def _begin() -> None:
    """What a process does first: an interrupt is for the one that started it, and with that one it ends."""
    if hasattr(os, "nice"):
        os.nice(_NICE)  # who looks at an archive meanwhile goes first
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(multiprocessing.parent_process(),), daemon=True).start()


def _end_with(parent: multiprocessing.process.BaseProcess | None) -> None:
    if parent is not None:
        parent.join()
        os._exit(1)
