"""The server run: by uvicorn, in several processes that take from one socket."""

from __future__ import annotations

import multiprocessing
import os
import socket
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import uvicorn

from onrecord.web.app import app

_MANY = 4
_PATIENCE = 5  # seconds for what is being answered when it ends


def listening(host: str, port: int) -> socket.socket:
    """A socket at which the server can be asked. Raises OSError where somebody else has the port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # by the protocol's number asyncio knows it for TCP, and sends what is small at once; else each answer takes 40 ms
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name != "nt":  # where it lets two servers have the same port
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
        made.listen(1024)
    except BaseException:
        made.close()
        raise
    return made


def serve(path: Path, at: socket.socket, *, hosts: Sequence[str] = (), processes: int = 0) -> None:
    """Show the archive at `path` until interrupted; with 0 `processes` there are as many as cores, four at most.

    Where Python does the work one process answers one page at a time, so several answer sooner.
    """
    spawned = multiprocessing.get_context("spawn")
    count = processes or min(os.cpu_count() or 1, _MANY)
    others = [spawned.Process(target=_beside, args=(path, at, tuple(hosts)), daemon=True) for _ in range(count - 1)]
    for process in others:
        process.start()
    try:
        _run(path, at, hosts)
    finally:
        for process in others:
            process.terminate()
        for process in others:
            process.join(_PATIENCE)


def _beside(path: Path, at: socket.socket, hosts: Sequence[str]) -> None:
    """One of the other processes; it ends with the first, whatever ends that."""
    threading.Thread(target=_end_with, args=(multiprocessing.parent_process(),), daemon=True).start()
    with suppress(KeyboardInterrupt):  # it is the first that says so
        _run(path, at, hosts)


def _end_with(parent: multiprocessing.process.BaseProcess | None) -> None:
    if parent is not None:
        parent.join()
        os._exit(1)


def _run(path: Path, at: socket.socket, hosts: Sequence[str]) -> None:
    config = uvicorn.Config(
        app(path, hosts),
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=_PATIENCE,
    )
    uvicorn.Server(config).run(sockets=[at])
