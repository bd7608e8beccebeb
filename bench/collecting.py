"""What collecting costs: pages a second from files and from a WARC file, and memory. `make bench-collect`.

Two measurements. All gold pages, file by file, twice: the second run should find nothing to do. Then a WARC file of
20,000 pages, made from the gold pages with other hosts in their addresses, with the memory of all processes beside it.
Exit code 1 means that a bar was missed.
"""

from __future__ import annotations

import argparse
import base64
import gzip
import hashlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import gold

FILES_SECONDS, AGAIN_SECONDS = 60.0, 10.0
RATE = 500.0  # pages a second
MEMORY = 600.0  # MB, all processes together
PAGE_SIZE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Run:
    """What a run of `onrecord collect` took and said. `memory` are MB a quarter of a second, all processes together."""

    seconds: float
    said: str
    memory: tuple[float, ...]


def collected(sources: list[str], archive: Path) -> Run:
    """Run the command as users do, and watch its memory."""
    began = time.perf_counter()
    program = [sys.executable, "-m", "onrecord", "collect", *sources, "--into", str(archive)]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as process:
        memory: list[float] = []
        watching = threading.Thread(target=_watch, args=(process, memory), daemon=True)
        watching.start()
        said, _ = process.communicate()
    watching.join()
    if process.returncode not in (0, 1):
        sys.exit(f"collect ended with {process.returncode}")
    return Run(time.perf_counter() - began, said, tuple(memory))


def _watch(process: subprocess.Popen[str], memory: list[float]) -> None:
    while process.poll() is None:
        memory.append(sum(_resident(pid) for pid in _family(process.pid)) / 1e6)
        time.sleep(0.25)


def _family(pid: int) -> list[int]:
    """A process and all that it started."""
    try:
        children = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return [pid]
    return [pid, *(found for child in children for found in _family(child))]


def _resident(pid: int) -> float:
    """Bytes that are this process's own; what it shares with others is counted in part (PSS) where the kernel says."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return float(line.split()[1]) * 1024
    except OSError:
        pass
    return 0.0


def pages(of: gold.Gold, count: int) -> Iterator[tuple[str, bytes]]:
    """So many pages with addresses; from the second time on each gold page stands under another host."""
    done, copy = 0, 0
    while done < count:
        for name in of.sets():
            for row, html in of.html(name):
                if done == count:
                    return
                host = (urlsplit(row.url or "").hostname or "").removeprefix("www.")
                url = row.url if row.url and host else f"https://{name}.example/{row.id}"
                host = host or f"{name}.example"
                other = f"n{copy}-{host}"
                changed = html.replace(host.encode(), other.encode()) if copy else html
                yield (url.replace(host, other) if copy else url), changed
                done += 1
        copy += 1


def write_warc(path: Path, of: gold.Gold, count: int) -> None:
    """A WARC file of so many responses, each a gzip member."""
    with path.open("wb") as file:
        for url, html in pages(of, count):
            block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + html
            digest = base64.b32encode(hashlib.sha1(html, usedforsecurity=False).digest()).decode()
            head = (
                f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-01-01T00:00:00Z\r\n"
                f"WARC-Record-ID: <urn:uuid:{hashlib.md5(url.encode(), usedforsecurity=False).hexdigest()}>\r\n"
                f"WARC-Payload-Digest: sha1:{digest}\r\nContent-Type: application/http; msgtype=response\r\n"
                f"Content-Length: {len(block)}\r\n\r\n"
            )
            file.write(gzip.compress(head.encode() + block + b"\r\n\r\n", 6))


def main() -> int:
    parser = argparse.ArgumentParser(description="What collecting costs.")
    parser.add_argument("--pages", type=int, default=20_000, help="pages of the WARC file")
    parser.add_argument("--warc", type=Path, help="where the WARC file is, or is to be made and left")
    asked = parser.parse_args()
    of = gold.asked_for()
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        missed = files(of, folder)
        path = asked.warc or folder / "pages.warc.gz"
        if not path.exists():
            write_warc(path, of, asked.pages)
        missed |= warc(path, folder, asked.pages)
    return int(missed)


def files(of: gold.Gold, folder: Path) -> bool:
    """All gold pages, twice."""
    sources = [str(of.pages / name / "pages") for name in of.sets()]
    first = collected(sources, folder / "files.db")
    again = collected(sources, folder / "files.db")
    print(f"all gold pages, from files: {first.seconds:.1f} s (asked: {FILES_SECONDS:.0f})\n{first.said}")
    print(f"once more: {again.seconds:.1f} s (asked: {AGAIN_SECONDS:.0f})\n{again.said}")
    return first.seconds > FILES_SECONDS or again.seconds > AGAIN_SECONDS or " 0 new records" not in again.said


def warc(path: Path, folder: Path, count: int) -> bool:
    """The WARC file, with the memory at three times of the run."""
    run = collected([str(path)], folder / "warc.db")
    rate = count / run.seconds
    third = len(run.memory) // 3
    print(
        f"{count:,} pages of a WARC file of {path.stat().st_size / 1e9:.2f} GB: {run.seconds:.0f} s, {rate:.0f} pages a"
    )
    print(f"second (asked: {RATE:.0f})\n{run.said}")
    parts = [max(run.memory[at : at + third] or (0.0,)) for at in (0, third, 2 * third)]
    print(f"memory at most {' / '.join(f'{part:.0f}' for part in parts)} MB in the first, second, last third", end="")
    print(f" (asked: {MEMORY:.0f})")
    return rate < RATE or max(parts) > MEMORY


if __name__ == "__main__":
    sys.exit(main())
