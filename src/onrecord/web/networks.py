"""Who did something to whom as a picture: parties on a circle, and an arrow for each pair, drawn by hand as SVG.

Where everybody stands depends on the numbers alone, so that the same answer gives the same picture. A table beside it
says the same, and has the links for those who use no mouse.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup, escape

from onrecord.archive import Pair
from onrecord.formats.plover import QUADS
from onrecord.web import addresses
from onrecord.web.legends import meant
from onrecord.web.scraped import harmless

_MOST = 20  # parties on the circle
_WIDE, _HIGH, _RADIUS = 460, 380, 128
_DOT = 5
_LONGEST = 12  # characters of a name that stand beside the circle
_THIN, _THICK = 1.2, 6.0
_BEND = 0.35  # how far an arrow leans to the middle
_ASIDE = 11  # how far it and the one that comes back lie apart

Tone = Literal["cooperation", "conflict", "both"]
_Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """A pair, what it is by most of its events, and the address of these."""

    pair: Pair
    tone: Tone
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """A picture of pairs, and the rows of the table that says the same; `drawn` of them are in the picture."""

    svg: Markup
    rows: tuple[Arrow, ...]
    parties: int
    drawn: int


def network(pairs: Sequence[Pair], *, query: str) -> Network | None:
    """The pairs that do most, between as many parties as a circle takes; None where there are none."""
    if not pairs:
        return None
    rows = tuple(Arrow(pair=pair, tone=_tone(pair), address=_address(query, pair)) for pair in pairs)
    names = _chosen(pairs)
    places = {name: _place(number, len(names)) for number, name in enumerate(names)}
    drawn = [row for row in rows if row.pair.who in places and row.pair.whom in places]
    drawn = [row for row in drawn if row.pair.who != row.pair.whom]
    highest = max((row.pair.total for row in drawn), default=1)
    # what is frequent lies above
    arrows = "".join(_arrow(row, places, row.pair.total / highest) for row in reversed(drawn))
    dots = "".join(_dot(name, places[name]) for name in names)
    svg = Markup(
        f'<svg class="network" viewBox="0 0 {_WIDE} {_HIGH}" aria-hidden="true" focusable="false">{arrows}{dots}</svg>'
    )
    return Network(svg=svg, rows=rows, parties=len(names), drawn=len(drawn))


def _address(query: str, pair: Pair) -> str:
    narrowed = addresses.narrowed(addresses.narrowed(query, "actor", pair.who), "recipient", pair.whom)
    return addresses.events(narrowed)


def _tone(pair: Pair) -> Tone:
    """What most of the events of a pair are."""
    counts = Counter[bool]()
    for kind, count in pair.types:
        counts[QUADS[kind] > 2] += count
    if counts[True] == counts[False]:
        return "both"
    return "conflict" if counts[True] > counts[False] else "cooperation"


def _chosen(pairs: Sequence[Pair]) -> list[str]:
    """The parties of the most frequent pairs, those who have to do with each other beside one another."""
    chosen: dict[str, None] = {}
    for pair in pairs:
        both = dict.fromkeys((pair.who, pair.whom))
        if len(chosen | both) <= _MOST:
            chosen |= both
    return list(chosen)


def _place(number: int, count: int) -> _Point:
    angle = 2 * math.pi * number / count - math.pi / 2
    return _WIDE / 2 + _RADIUS * math.cos(angle), _HIGH / 2 + _RADIUS * math.sin(angle)


def _arrow(row: Arrow, places: dict[str, _Point], share: float) -> str:
    """A curve from one to the other with a head at its end; the way back bends to its other side."""
    start, end = places[row.pair.who], places[row.pair.whom]
    thick = _THIN + (_THICK - _THIN) * share
    over = _control(start, end)
    tip = _before(end, over, _DOT + 2)
    left, right, neck = _head(tip, over, 5 + thick)
    title = f"{row.pair.who} → {row.pair.whom}: {row.pair.total:,}, {row.tone}"
    path = f"M{_at(start)}Q{_at(over)} {_at(neck)}"
    return (
        f'<a href="{_safe(row.address)}" tabindex="-1" class="{row.tone}"><title>{_safe(title)}</title>'
        f'<path class="reach" d="{path}"/><path class="edge" stroke-width="{thick:.1f}" d="{path}"/>'
        f'<path class="tip" d="M{_at(tip)}L{_at(left)}L{_at(right)}z"/></a>'
    )


def _control(start: _Point, end: _Point) -> _Point:
    """What a curve bends to: from between the two towards the middle, and to the left of the way."""
    x, y = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    along = (end[0] - start[0], end[1] - start[1])
    length = math.hypot(*along) or 1.0
    return (
        x + (_WIDE / 2 - x) * _BEND - along[1] / length * _ASIDE,
        y + (_HIGH / 2 - y) * _BEND + along[0] / length * _ASIDE,
    )


def _before(end: _Point, over: _Point, far: float) -> _Point:
    """The place so far before the end of a curve."""
    length = math.hypot(over[0] - end[0], over[1] - end[1]) or 1.0
    return end[0] + (over[0] - end[0]) * far / length, end[1] + (over[1] - end[1]) * far / length


def _head(tip: _Point, over: _Point, size: float) -> tuple[_Point, _Point, _Point]:
    neck = _before(tip, over, size)
    x, y = (tip[0] - neck[0]) * 0.45, (tip[1] - neck[1]) * 0.45
    return (neck[0] - y, neck[1] + x), (neck[0] + y, neck[1] - x), neck


def _dot(name: str, place: _Point) -> str:
    """A party: a dot, and its name outside of the circle."""
    x, y = place
    out = (x - _WIDE / 2) / _RADIUS, (y - _HIGH / 2) / _RADIUS
    side = "middle" if abs(out[0]) < 0.3 else "start" if out[0] > 0 else "end"
    short = name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1].rstrip()}…"
    at = (x + out[0] * 11, y + out[1] * 15 + 4)
    told = f"{name}: {meaning}" if (meaning := meant(name)) else name
    return (
        f'<a href="{_safe(addresses.of_party(name))}" tabindex="-1"><title>{_safe(told)}</title>'
        f'<circle class="party" cx="{x:.1f}" cy="{y:.1f}" r="{_DOT}"/>'
        f'<text x="{at[0]:.1f}" y="{at[1]:.1f}" text-anchor="{side}">{_safe(short)}</text></a>'
    )


def _at(point: _Point) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"


def _safe(text: str) -> str:
    """Scraped text as a part of an SVG that is put together by hand."""
    return str(escape(harmless(text)))
