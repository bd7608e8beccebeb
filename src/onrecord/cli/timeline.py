"""Events in the order of time: a line a day, dots for how many, what is to come told apart, what has no date last.

●  happened
○  planned, asked for, or thought of
×  denied
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from onrecord.cli.happenings import Told
from onrecord.values import EventStatus

HEAD = "Timeline"
_DOTS: Mapping[EventStatus, str] = {"happened": "●", "denied": "×"}
_MAYBE = "○"
_MOST = 12  # dots of a day


class _Day(NamedTuple):
    """A line of a timeline."""

    day: str
    dots: str
    events: list[str]


def as_lines(told: Sequence[Told], *, published: str = "") -> str:
    """For a pipe: a line a day, whatever its length. `published` is the day of the article, where there is one."""
    sections = _sections(told, published)
    widths = _widths(sections)
    lines = [HEAD]
    for heading, found in sections:
        lines.extend([heading] if heading else [])
        for one in found:
            lines.append(f"  {one.day:<{widths[0]}}  {one.dots:<{widths[1]}}  {'; '.join(one.events)}")
    return "\n".join(lines) + "\n"


def as_picture(told: Sequence[Told], *, published: str = "") -> RenderableType:
    """The same for a terminal, an event a line where a day has several."""
    sections = _sections(told, published)
    widths = _widths(sections)
    shown: list[RenderableType] = [Text(HEAD, style="bold")]
    for heading, found in sections:
        shown.extend([Text(heading, style="dim")] if heading else [])
        table = Table.grid(padding=(0, 2, 0, 0))
        for width in widths:
            table.add_column(no_wrap=True, min_width=width)
        table.add_column(overflow="fold")
        for one in found:
            table.add_row(Text(one.day), Text(one.dots, style="green"), Text("\n".join(one.events)))
        shown.append(table)
    return Group(*shown)


def _sections(told: Iterable[Told], published: str) -> list[tuple[str, list[_Day]]]:
    """The days up to that of publication, those after it, and what has none; each under its heading."""
    dated = sorted((one for one in told if one.day), key=lambda one: (one.day, one.until, one.cells["date"]))
    to_come = [one for one in dated if _is_to_come(one, published)]
    parts = (
        ("", [one for one in dated if not _is_to_come(one, published)]),
        (f"after the day of publication, {published}", to_come),
        ("without a date", [one for one in told if not one.day]),
    )
    return [(heading, list(_days(found))) for heading, found in parts if found]


def _is_to_come(one: Told, published: str) -> bool:
    """Whether it lies behind the day of publication; what is planned may do so with its last day alone."""
    return bool(published) and (one.until if one.status == "planned" else one.day) > published


def _days(told: Iterable[Told]) -> Iterator[_Day]:
    for day, found in groupby(told, key=lambda one: one.cells["date"]):
        events = list(found)
        dots = "".join(_DOTS.get(one.status, _MAYBE) for one in events[:_MOST])
        more = f"+{len(events) - _MOST}" if len(events) > _MOST else ""
        yield _Day(day, dots + more, [_in_words(one) for one in events])


def _in_words(one: Told) -> str:
    """ "CONSULT visit: Ivan Petrov (BRDGOV) → officials (SYLGOV), in Klow (planned)"."""
    cells = one.cells
    parties = f"{cells['who']} → {cells['whom']}".strip().removesuffix(" →")
    place = f", in {cells['place']}" if cells["place"] else ""
    status = cells["status"] if cells["status"] != "happened" else ""
    claim = f"claimed by {cells['claimed by']}" if cells.get("claimed by") else ""
    about = ", ".join(filter(None, (status, claim)))
    return f"{cells['type']}: {parties}{place}{f' ({about})' if about else ''}"


def _widths(sections: Sequence[tuple[str, list[_Day]]]) -> tuple[int, int]:
    """Of the days and of the dots, over all sections."""
    found = [one for _, some in sections for one in some]
    return max((len(one.day) for one in found), default=0), max((len(one.dots) for one in found), default=0)
