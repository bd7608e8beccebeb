"""A process that reads hostile pages (this file run as a script): a crash, a stack overflow or a hang is a failing test
and not the end of the run."""

from __future__ import annotations

import json
import os
import resource
import select
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import onrecord
from hostile_pages import GENERATORS, URL

MB = 1_000_000
MEASURABLE = 0.02  # seconds of CPU time; what takes less says nothing of the slope
PATIENCE = 20.0  # seconds of waiting after which the reader counts as hung
ADDRESS_SPACE = 6_000 * MB  # the reader's process gets no more


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What became of a page: its bytes, the least CPU seconds of some runs, memory at the peak, the outcome, and
    whether its words were kept as text."""

    size: int
    seconds: float
    memory: int
    outcome: str
    kept: bool


def read(name: str, n: int, runs: int) -> Reading:
    """Read a page here and now."""
    page = GENERATORS[name](n)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    best, outcome, kept = float("inf"), "", False
    for _ in range(runs):
        start = time.process_time()
        try:
            article = onrecord.extract(page, url=URL)
            outcome, kept = type(article).__name__, 20 * len(article.text) > len(page)
        except onrecord.errors.PageError as error:
            outcome = type(error).__name__
        except Exception as error:  # noqa: BLE001  it is what the test looks for
            outcome = f"raised {type(error).__name__}: {str(error)[:200]}"
        best = min(best, time.process_time() - start)
        if best > MEASURABLE:
            break
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    return Reading(size=len(page), seconds=best, memory=memory, outcome=outcome, kept=kept)


def serve() -> None:
    """Answer each line of the input, a page to read, with a line."""
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    for line in sys.stdin:
        name, n, runs = json.loads(line)
        print(json.dumps(vars(read(name, n, runs))), flush=True)


class Reader:
    """A process that reads pages; a new one is started where the last one was lost."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None

    def read(self, name: str, n: int, *, runs: int = 2) -> Reading:
        if self.process is None:
            paths = [str(Path(onrecord.__file__).parents[1]), os.environ.get("PYTHONPATH", "")]
            self.process = subprocess.Popen(
                [sys.executable, __file__],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                bufsize=0,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in paths if path)},
            )
        process = self.process
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps([name, n, runs]).encode() + b"\n")
        answered = select.select([process.stdout], [], [], PATIENCE)[0]
        line = process.stdout.readline() if answered else b""
        if not line:
            self.close()
            what = (
                f"lost, exit code {process.returncode}" if answered else f"still at work after {PATIENCE:.0f} seconds"
            )
            pytest.fail(f"{name!r}, {n:,} bytes: the reader is {what}")
        fields: dict[str, Any] = json.loads(line)
        return Reading(**fields)

    def close(self) -> None:
        if self.process is not None:
            for stream in (self.process.stdin, self.process.stdout):
                if stream is not None:
                    stream.close()
            self.process.kill()
            self.process.wait()
        self.process = None


if __name__ == "__main__":
    serve()
