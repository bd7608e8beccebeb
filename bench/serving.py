"""What readers wait for: pages of a large archive, while pages are collected into it. `make bench-web`.

An archive of records with statements is made (bench/archive.py makes their texts; the statements are pieces of them by
speakers of whom few say much). The server shows it, twenty readers ask for one page after the other, and meanwhile
`onrecord collect` adds the gold pages. Readers are asyncio streams in a process of their own, so that the time is the
server's. Exit code 1 means that a bar was missed.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import random
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote, urlencode

import archive as archives
import gold
from onrecord import Archive, Record
from onrecord.values import Reading, Span, Speaker, Statement
from onrecord.web.serving import listening, serve

P95 = 150.0  # milliseconds
READERS = 20
_SPEAKERS = 3_000
_SAID = 10  # statements a record

Taken = dict[str, list[float]]


# --- the archive -----------------------------------------------------------------------------------------------------


def speakers() -> list[str]:
    """The names of those who speak, the most quoted first."""
    chosen = random.Random(archives.SEED + 2)
    return [f"{chosen.choice(archives.FIRST)} {chosen.choice(archives.LAST)} {number}" for number in range(_SPEAKERS)]


def quoted() -> list[float]:
    """How often each of them is quoted, added up: by the law of Zipf and Mandelbrot, the first in one of sixty."""
    return list(accumulate(1 / (rank + 10) for rank in range(_SPEAKERS)))


def spoken(records: Iterator[Record]) -> Iterator[Record]:
    """The records with statements: pieces of their texts, by speakers of whom few are quoted often."""
    chosen = random.Random(archives.SEED + 3)
    names, weights = speakers(), quoted()
    for record in records:
        text = record.article.text
        said = chosen.choices(names, cum_weights=weights, k=chosen.randint(_SAID // 2, _SAID * 3 // 2))
        made = tuple(_statement(text, name, chosen) for name in said)
        yield replace(record, reading=Reading(models=("synthetic",), statements=made))


def _statement(text: str, name: str, chosen: random.Random) -> Statement:
    start = text.find(" ", chosen.randrange(max(1, len(text) - 300))) + 1
    cue = text.find(" ", start) if text.find(" ", start) > 0 else len(text)
    end = min(len(text), start + chosen.randint(60, 250))
    return Statement(
        content=(Span(start=min(cue, end), end=end),),
        source=None,
        cue=Span(start=start, end=cue),
        speaker=Speaker(name=name, rule="name"),
        kind="indirect",
        score=0.9,
    )


# --- the readers -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the readers choose from."""

    words: list[str]
    ids: list[str]
    speakers: list[str]
    quoted: list[float]

    def word(self, chosen: random.Random) -> str:
        """One that stands in the texts."""
        return chosen.choice(self.words)

    def speaker(self, chosen: random.Random) -> str:
        """The more often somebody is quoted, the more often asked for."""
        return chosen.choices(self.speakers, cum_weights=self.quoted)[0]


Choose = Callable[[Wanted, random.Random], str]


def _asking(path: str, **parameters: str) -> str:
    return f"{path}?{urlencode(parameters)}"


PAGES: dict[str, tuple[int, Choose]] = {
    "front": (2, lambda w, c: "/"),
    "search": (6, lambda w, c: _asking("/search", q=w.word(c))),
    "search, two words": (2, lambda w, c: _asking("/search", q=f"{w.word(c)} {w.word(c)}", sort="newest")),
    "article": (6, lambda w, c: f"/articles/{c.choice(w.ids)}"),
    "speaker": (3, lambda w, c: f"/speakers/{quote(w.speaker(c))}"),
    "speaker, on something": (1, lambda w, c: _asking(f"/speakers/{quote(w.speaker(c))}", about=w.word(c))),
    "compare": (2, lambda w, c: _asking("/compare", a=w.speaker(c), b=w.speaker(c))),
    "api: overview": (1, lambda w, c: "/api/overview"),
    "api: search": (3, lambda w, c: _asking("/api/search", q=w.word(c), facets="site,month")),
    "api: article": (2, lambda w, c: f"/api/articles/{c.choice(w.ids)}"),
    "api: speaker": (1, lambda w, c: f"/api/speakers/{quote(w.speaker(c))}"),
    "api: said": (1, lambda w, c: _asking("/api/said", speaker=w.speaker(c), about=w.word(c))),
    "api: compare": (1, lambda w, c: _asking("/api/compare", a=w.speaker(c), b=w.speaker(c))),
}
"""How often each kind of page is asked for, and its addresses."""


async def _read(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str) -> int:
    """The status of an answer, which is read to its end."""
    writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n".encode())
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(
        int(line.partition(b":")[2]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")
    )
    await reader.readexactly(length)
    return int(head.split(b" ", 2)[1])


async def _reading(port: int, wanted: Wanted, chosen: random.Random, until: float, pause: float) -> Taken:
    """What one reader waited for, kind by kind, in milliseconds; infinitely long where it failed."""
    kinds = list(PAGES)
    weights = [weight for weight, _ in PAGES.values()]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    taken: Taken = defaultdict(list)
    while time.monotonic() < until:
        await asyncio.sleep(pause * chosen.uniform(0.5, 1.5))
        [kind] = chosen.choices(kinds, weights)
        began = time.perf_counter()
        try:
            status = await _read(reader, writer, PAGES[kind][1](wanted, chosen))
        except (OSError, EOFError):
            status = 0
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
        taken[kind].append((time.perf_counter() - began) * 1e3 if status == 200 else float("inf"))
    writer.close()
    return taken


def reading(port: int, wanted: Wanted, seconds: float, pause: float) -> Taken:
    """What all readers waited for."""

    async def all_of_them() -> list[Taken]:
        until = time.monotonic() + seconds
        readers = (_reading(port, wanted, random.Random(number), until, pause) for number in range(READERS))
        return await asyncio.gather(*readers)

    taken: Taken = defaultdict(list)
    for one in asyncio.run(all_of_them()):
        for kind, times in one.items():
            taken[kind] += times
    return dict(taken)


# --- all together ----------------------------------------------------------------------------------------------------


def wanted(path: Path, parts: archives.Paragraphs) -> Wanted:
    """Two thousand words of the texts, each tenth record, all speakers."""
    words = {word for part in parts for word in part.split() if word.isalpha() and word.isascii() and len(word) > 3}
    chosen = random.Random(archives.SEED + 4)
    with Archive(path) as archive:
        found = [hit.id for hit in archive.search("", sort="oldest", limit=2_000, offset=100).hits]
    return Wanted(chosen.sample(sorted(words), 2_000), found, speakers(), quoted())


def free_port() -> int:
    """One that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def served(path: Path, port: int, processes: int) -> None:
    """The server, as a command runs it."""
    serve(path, listening("127.0.0.1", port), processes=processes)


def _up(port: int) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with socket.socket() as found:
            if found.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    sys.exit("the server does not come up")


def shown(taken: Taken) -> bool:
    """Print the table; whether a bar was missed."""
    missed = False
    print(f"{'':24}{'n':>8}{'p50':>9}{'p95':>9}{'failed':>8}")
    everything = [taking for times in taken.values() for taking in times]
    for kind, times in (taken | {"all": everything}).items():
        good = sorted(taking for taking in times if taking < float("inf"))
        failed = len(times) - len(good)
        p95 = good[int(len(good) * 0.95)] if good else float("inf")
        missed |= p95 > P95 or failed > 0
        print(f"{kind:24}{len(times):8,}{statistics.median(good or [0]):9.1f}{p95:9.1f}{failed:8}")
    print(f"asked: p95 <= {P95:.0f} ms, nothing fails")
    return missed


def measured(path: Path, asked: argparse.Namespace, parts: archives.Paragraphs) -> int:
    """Serve the archive at `path`, let it be read while pages are collected into it; 1 where a bar was missed."""
    port = free_port()
    choices = wanted(path, parts)
    spawned = multiprocessing.get_context("spawn")
    server = spawned.Process(target=served, args=(path, port, asked.processes))
    server.start()
    try:
        _up(port)
        with ProcessPoolExecutor(1, mp_context=spawned) as pool:
            pool.submit(time.sleep, 0).result()
            readers = pool.submit(reading, port, choices, asked.seconds, asked.pause)
            began = time.perf_counter()
            said = "" if asked.quiet else collected(path)
            print(said, f"({time.perf_counter() - began:.0f} s)" if said else "nothing is collected meanwhile")
            taken = readers.result()
    finally:
        server.terminate()
        server.join()
    return int(shown({kind: taken[kind] for kind in PAGES if kind in taken}))


def collected(path: Path) -> str:
    """Let `onrecord collect` add the gold pages, and say what it said."""
    of = gold.asked_for()
    sources = [str(of.pages / name / "pages") for name in of.sets()]
    program = [sys.executable, "-m", "onrecord", "collect", *sources, "--into", str(path)]
    done = subprocess.run(program, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"collect ended with {done.returncode}: {done.stderr[-500:]}")
    return done.stdout.strip().splitlines()[0]


def main() -> int:
    parser = argparse.ArgumentParser(description="What readers wait for.")
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--archive", type=Path, help="the archive, which is made there where there is none")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--pause", type=float, default=0.5, help="seconds that a reader looks at a page")
    parser.add_argument("--processes", type=int, default=0, help="of the server; as many as cores by default")
    parser.add_argument("--quiet", action="store_true", help="collect nothing meanwhile")
    asked = parser.parse_args()
    parts = archives.paragraphs(gold.asked_for())
    with TemporaryDirectory(dir=asked.archive.parent if asked.archive else None) as temporary:
        kept = asked.archive or Path(temporary) / "news.db"
        if not kept.exists():
            rate = archives.inserted(Archive(kept), spoken(archives.records(asked.records, parts)), asked.records)
            print(f"made an archive of {asked.records:,} records, {rate:,.0f} a second")
        path = Path(temporary) / "read.db"  # what is collected is to be new each time
        shutil.copy(kept, path)
        shutil.copytree(f"{kept}.index", f"{path}.index")
        return measured(path, asked, parts)


if __name__ == "__main__":
    sys.exit(main())
