"""An archive that is served, for the tests of the API, and a way to ask its app that sees every message."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import uvicorn
from starlette.types import Message

from onrecord import Record
from onrecord.values import Article, Reading, Span, Speaker, Statement
from onrecord.web.serving import listening

TEXT = "The river rose by two metres, the weather office said. The mayor said that schools remain closed, <b>all</b>."


def told(text: str, *speakers: tuple[str, str]) -> Reading:
    """A reading in which each of the speakers says some words of the text."""
    cue = Span(start=text.index("said"), end=text.index("said") + 4)
    return Reading(
        models=("test",),
        statements=tuple(
            Statement(
                content=(Span(start=text.index(words), end=text.index(words) + len(words)),),
                source=None,
                cue=cue,
                speaker=Speaker(name=name, rule="name"),
                kind="indirect",
                score=0.9,
            )
            for name, words in speakers
        ),
    )


def record(number: int = 0, *, text: str = TEXT, title: str = "Rain <over> the valley") -> Record:
    article = Article(
        url=f"https://news{number % 3}.example/{number}",
        title=title,
        authors=("Ann Example",),
        published=datetime(2018, 5, 1 + number % 28, 12, tzinfo=UTC if number % 2 else None),
        text=f"{text} {number}",
    )
    said = told(article.text, ("Weather Office", "rose by two metres"), ("Ann/Mayor", "schools remain closed"))
    return Record.of(article, reading=said)


FIRST = record()


def asked(served: Any, path: str, *, query: str = "", **more: Any) -> list[Message]:
    """What an ASGI application sends, asked without any client in between."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        await asyncio.sleep(60)
        return {"type": "http.disconnect"}

    asyncio.run(served(scope(path, query) | more, receive, send))
    return sent


@contextmanager
def running(served: Any) -> Iterator[str]:
    """An ASGI application run by a server on this machine, by its address."""
    with listening("127.0.0.1", 0) as at:
        server = uvicorn.Server(uvicorn.Config(served, log_level="warning", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [at]})
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{at.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


def scope(path: str, query: str = "") -> dict[str, Any]:
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "scheme": "http",
        "headers": [(b"host", b"localhost")],
    }
