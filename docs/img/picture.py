"""Make read.svg, the README's picture: `python docs/img/picture.py` from the root of the repository.

Two commands run on a terminal of their own, on golden pages; what they print there is drawn as it comes.
"""

from __future__ import annotations

import io
import os
import pty
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.text import Text

PICTURE = Path(__file__).with_name("read.svg")
ROOT = PICTURE.parents[2]
COLUMNS = 120
COMMANDS = (
    "read tests/pages/jsonld-author-is-organisation/page.html",
    "read tests/pages/updated-shown-before-published/page.html --explain --fields authors,published,modified",
)


def printed(command: str) -> str:
    """What a command prints on a terminal, escape sequences and all."""
    ours, theirs = pty.openpty()
    environment = os.environ | {"COLUMNS": str(COLUMNS), "TERM": "xterm-256color", "PYTHONIOENCODING": "utf8"}
    arguments = [sys.executable, "-m", "onrecord", *command.split()]
    with subprocess.Popen(arguments, cwd=ROOT, env=environment, stdout=theirs) as process:
        os.close(theirs)
        shown = b"".join(_pieces(ours))
    os.close(ours)
    if process.returncode:
        raise SystemExit(f"onrecord {command}: exit code {process.returncode}")
    return shown.decode().replace("\r\n", "\n")


def _pieces(terminal: int) -> Iterator[bytes]:
    while True:
        try:
            piece = os.read(terminal, 65_536)
        except OSError:  # Linux says EIO where the other side has gone
            return
        if not piece:
            return
        yield piece


def drawn() -> str:
    """The picture as SVG."""
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    for command in COMMANDS:
        console.print(Text.assemble(("$ ", "bold green"), (f"onrecord {command}", "bold")), overflow="fold")
        for line in Text.from_ansi(printed(command)).split("\n"):
            # a terminal breaks a long line where its columns end
            for part in line.divide(range(COLUMNS, max(len(line), 1), COLUMNS)):
                console.print(part, no_wrap=True)
        console.print()
    svg = console.export_svg(title="onrecord", unique_id="read")
    # its fonts would be fetched from a server; without them the reader's own monospace font is taken
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    return svg.replace("Fira Code", "DejaVu Sans Mono, Menlo, Consolas")


if __name__ == "__main__":
    PICTURE.write_text(drawn(), encoding="utf8")
