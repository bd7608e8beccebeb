"""What a terminal shows: scraped text made harmless, records in colour, notes and progress on stderr.

A page may carry escape sequences that recolour, retitle or rewrite a terminal, and direction marks that make text
read as something else. They go into a file or a pipe as they are; a terminal never gets them.
"""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Container, Iterable, Iterator, Sequence
from contextlib import contextmanager

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.highlighter import JSONHighlighter
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.rule import Rule
from rich.text import Text

# Colour and cursor sequences whole, so that no "[31m" is left behind; then each control character by itself (all
# but tab and newline) and the marks that override the direction of text.
_SEQUENCE = re.compile(r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

_WIDEST = 80  # characters that a column is filled up to
_CLIPPING_STYLES = ("blue", "cyan", "green", "bold", "italic")  # URL, authors, time, headline, standfirst


def harmless(text: str) -> str:
    """The text without escape sequences, control characters and direction overrides."""
    return _CONTROL.sub("", _SEQUENCE.sub("", text))


def one_line(text: str) -> str:
    """Harmless text on a single line, white space collapsed."""
    return " ".join(harmless(text).split())


def aligned(rows: Iterable[Sequence[str]], *, right: Container[int] = ()) -> str:
    """Rows of cells as lines for a pipe, two spaces between columns, nothing cut; those `right` are of numbers.

    Where a cell is very long, its line alone goes on further to the right: no other is filled up to it.
    """
    rows = list(rows)
    widths = [min(max(map(cell_len, column)), _WIDEST) for column in zip(*rows, strict=True)]
    return "".join(f"{_spaced(row, widths, right)}\n" for row in rows)


def _spaced(row: Sequence[str], widths: Sequence[int], right: Container[int]) -> str:
    cells = []
    for column, (cell, width) in enumerate(zip(row, widths, strict=True)):
        space = " " * (width - cell_len(cell))
        cells.append(space + cell if column in right else cell + space)
    return "  ".join(cells).rstrip()


def note(message: str) -> None:
    """One line on stderr, as every tool says it: the program's name first."""
    print(f"onrecord: {one_line(message)}", file=sys.stderr, flush=True)


def coloured(text: str, *, form: str) -> Text:
    """A record in one of the formats, as a terminal shows it."""
    shown = Text(harmless(text))
    if form in ("json", "jsonl"):
        JSONHighlighter().highlight(shown)
    elif form == "clipping":
        start = 0
        for style, line in zip(_CLIPPING_STYLES, shown.plain.split("\n"), strict=False):
            shown.stylize(style, start, start + len(line))
            start += len(line) + 1
    return shown


def harmless_text(text: Text) -> Text:
    """Styled text without what a terminal may never get; the styles stay where they are, line by line."""
    return Text("\n").join(Text(harmless(line.plain), style=_first_style(line)) for line in text.split("\n"))


def _first_style(line: Text) -> str:
    return str(line.spans[0].style) if line.spans else ""


def show(what: RenderableType, *, after_another: bool) -> None:
    """Print one record on the terminal, with a rule between two of them."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal that is not UTF-8 shows "?" and the work goes on
    console = Console(highlight=False, markup=False, emoji=False)
    if after_another:
        console.print(Rule(style="dim"))
    console.print(what, soft_wrap=isinstance(what, Text))


def width() -> int:
    """How many characters a line of the terminal has."""
    return Console().width


def write(data: bytes) -> None:
    """Text as UTF-8 on stdout: as it is into a pipe or a file, harmless on a terminal."""
    if sys.stdout.isatty():
        print(harmless(data.decode("utf8", "replace")), end="")
        return
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def bar() -> Progress:
    """A bar on stderr, where that is a terminal."""
    return Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty())


class Course:
    """How far a long read has come; it stands on the last line of stderr, and only where that is a terminal.

    `where` is the place that is being read and which of its pages, for a page that has no address of its own.
    """

    def __init__(self, progress: Progress | None, task: TaskID) -> None:
        self._progress = progress
        self._task = task
        self._pages = 0
        self._before = 0
        self._place = ""

    @property
    def where(self) -> str:
        page = self._pages - self._before
        return f"{self._place}, page {page}" if page > 1 or os.path.isdir(self._place) else self._place

    def place(self, place: str) -> None:
        """The next place is being read."""
        self._place = place
        self._before = self._pages
        if self._progress:
            self._progress.update(self._task, place=one_line(place)[-60:])

    def page(self) -> None:
        """One more page has come."""
        self._pages += 1
        if self._progress:
            self._progress.update(self._task, pages=self._pages)

    def place_done(self) -> None:
        """All pages of a place have come."""
        if self._progress:
            self._progress.advance(self._task)


@contextmanager
def course(places: int, *, wanted: bool) -> Iterator[Course]:
    """Show progress over so many places where it is wanted, and stderr alone is a terminal.

    Where stdout is one too, the records themselves show the progress, and a bar would run through them.
    """
    if not wanted or not sys.stderr.isatty() or sys.stdout.isatty():
        yield Course(None, TaskID(0))
        return
    columns = (
        SpinnerColumn(),
        BarColumn(),
        TextColumn("{task.fields[pages]} pages"),
        TimeElapsedColumn(),
        TextColumn("{task.fields[place]}", markup=False),
    )
    # stdout is a pipe or a file here, and stays out of the bar's hands; print() to stderr goes above the bar
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as progress:
        # of one place nobody knows how many pages it has: the bar moves to and fro
        yield Course(progress, progress.add_task("", total=places if places > 1 else None, pages=0, place=""))
