"""How far a collection has come, while it runs, and what came of it at the end."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.table import Table
from rich.text import Text

from onrecord.archive import Added
from onrecord.cli import terminal
from onrecord.collecting import Step

if TYPE_CHECKING:
    from onrecord.reading.actors.own import Own

_HOSTS = 8
_EXAMPLES = 3
_EVERY = 30.0  # seconds between two lines, where nobody looks at a terminal


@dataclass
class Course:
    """The sums of all steps so far."""

    pages: int = 0
    passed: int = 0
    too_old: int = 0
    unchanged: int = 0
    added: Added = field(default_factory=Added)
    hosts: Counter[str] = field(default_factory=Counter)
    causes: dict[str, list[str]] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    place: str = ""
    began: float = field(default_factory=time.monotonic)
    told: float = field(default_factory=time.monotonic)
    met: set[Own] = field(default_factory=set)
    interrupted: bool = False
    is_watched: bool = False

    @property
    def failures(self) -> int:
        return self.counts.total()

    @property
    def records(self) -> int:
        """How many were read, known ones included."""
        return self.added.new + self.added.versions + self.added.known

    @property
    def is_all_failed(self) -> bool:
        done = self.passed + self.unchanged + self.too_old + self.records
        return self.failures > 0 and done == 0

    def step(self, step: Step) -> None:
        """One step more."""
        self.pages += step.pages
        self.passed += step.passed
        self.too_old += step.too_old
        self.unchanged += step.unchanged
        self.added += step.added
        self.met |= step.met
        self.hosts.update(dict(step.hosts))
        self.place = step.place or self.place
        for failure in step.failures:
            cause = failure.cause or failure.error
            self.counts[cause] += 1
            examples = self.causes.setdefault(cause, [])
            if len(examples) < _EXAMPLES:
                examples.append(failure.message)
        self._tell()

    def _tell(self) -> None:
        if not self.is_watched and time.monotonic() - self.told > _EVERY:
            self.told = time.monotonic()
            terminal.note(line(self))


@contextmanager
def shown(places: Sequence[str]) -> Iterator[Course]:
    """The course of a run, on the last lines of stderr where that is a terminal, else as a line every half minute."""
    course = Course(place=places[0])
    if not sys.stderr.isatty():
        yield course
        return
    course.is_watched = True
    console = Console(stderr=True)
    with Live(get_renderable=lambda: picture(course), console=console, transient=True, refresh_per_second=5):
        yield course


def line(course: Course) -> str:
    """The sums on one line."""
    seconds = max(time.monotonic() - course.began, 0.001)
    pages = f"{course.pages:,} {_word(course.pages, 'pages')}"
    parts = [f"{pages} in {seconds:,.0f} s ({course.pages / seconds:,.0f} a second)"]
    for count, what in (
        (course.added.new, "new records"),
        (course.added.versions, "new versions"),
        (course.added.known, "known already"),
        (course.unchanged, "unchanged"),
        (course.too_old, "published before"),
        (course.passed, "gone through before"),
        (course.failures, "failures"),
    ):
        if count or what == "new records":
            parts.append(f"{count:,} {_word(count, what)}")
    return ", ".join(parts)


def _word(count: int, plural: str) -> str:
    return plural.removesuffix("s") if count == 1 else plural


def picture(course: Course) -> RenderableType:
    """The sums, the hosts with the most records, and where it is."""
    hosts = Table.grid(padding=(0, 2))
    most = max(course.hosts.values(), default=1)
    for host, count in course.hosts.most_common(_HOSTS):
        bar = "█" * max(1, round(24 * count / most))
        hosts.add_row(
            Text(terminal.one_line(host)[:40], style="cyan"),
            Text(f"{count:,}", justify="right"),
            Text(bar, style="green"),
        )
    where = Text(terminal.one_line(course.place)[-100:], style="dim", no_wrap=True, overflow="ellipsis")
    return Group(Text(line(course), no_wrap=True, overflow="ellipsis"), hosts, where)


def summary(course: Course, *, archive: str) -> None:
    """What came of it, on stdout."""
    console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
    console.print(terminal.one_line(line(course)))
    if course.counts:
        console.print("\nwhat could not be read:")
    for cause, count in course.counts.most_common():
        console.print(Text(f"{count:>7,}  {terminal.one_line(cause)}", style="bold"))
        for example in course.causes[cause]:
            console.print(Text(f"         {terminal.one_line(example)}", style="dim"))
    if course.interrupted:
        console.print(f"\ninterrupted; {archive} has what is counted here, and the same command goes on from there")
