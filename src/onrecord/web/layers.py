"""Events over time as a picture: bars in layers, words and deeds of cooperation below those of conflict."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from onrecord.formats.plover import QUADS
from onrecord.values import EventType
from onrecord.web import charts

NAMES: Mapping[int, str] = {
    1: "words of cooperation",
    2: "deeds of cooperation",
    3: "words of conflict",
    4: "deeds of conflict",
}
_SLOT, _HIGH = 10, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A day, a month or a year: its address, how people write it, its events by class and by type."""

    address: str
    name: str
    total: int
    quads: tuple[int, ...]
    types: tuple[tuple[EventType, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layers:
    """A picture of events over time, and the rows of the table that says the same; otherwise as charts.Timeline."""

    svg: Markup
    unit: str
    highest: int
    earlier: int
    rows: tuple[Row, ...]
    ticks: tuple[str, ...]


def layers(days: Sequence[tuple[str, EventType, int]], *, link: Callable[[str], str]) -> Layers | None:
    """Counts by day and type ("2018-05-31", "CONSULT", 3); None where there are none."""
    by_day, by_month = Counter[str](), Counter[str]()
    for day, _, count in days:
        by_day[day] += count
        by_month[day[:7]] += count
    plain = charts.timeline(sorted(by_month.items()), sorted(by_day.items()), link=link)
    if plain is None:
        return None
    kinds: dict[str, Counter[EventType]] = defaultdict(Counter)
    for day, kind, count in days:
        kinds[day[: len(plain.slots[0])]][kind] += count
    bars = [(place, _row(slot, kinds[slot], link)) for place, slot in enumerate(plain.slots) if slot in kinds]
    svg = Markup(
        f'<svg class="timeline layered" viewBox="0 0 {len(plain.slots) * _SLOT} {_HIGH}" preserveAspectRatio="none" '
        f'aria-hidden="true" focusable="false">{"".join(_bar(place, row, plain.highest) for place, row in bars)}</svg>'
    )
    return Layers(
        svg=svg,
        unit=plain.unit,
        highest=plain.highest,
        earlier=plain.earlier,
        rows=tuple(row for _, row in bars),
        ticks=plain.ticks,
    )


def _row(slot: str, kinds: Counter[EventType], link: Callable[[str], str]) -> Row:
    quads = Counter[int]()
    for kind, count in kinds.items():
        quads[QUADS[kind]] += count
    return Row(
        address=link(slot),
        name=charts.called(slot),
        total=kinds.total(),
        quads=tuple(quads[quad] for quad in NAMES),
        types=tuple(kinds.most_common()),
    )


def _bar(place: int, row: Row, highest: int) -> str:
    """One that stands, with a part for each class that it has; it can be clicked in all its height."""
    title = f"{row.name}: {row.total:,} ({', '.join(f'{kind.lower()} {count:,}' for kind, count in row.types)})"
    parts, top = [], float(_HIGH)
    for quad, count in enumerate(row.quads, 1):
        tall = _HIGH * count / highest
        top -= tall
        parts.append(
            f'<rect class="q{quad}" x="{place * _SLOT + 1}" y="{top:.1f}" width="{_SLOT - 2}" height="{tall:.1f}"/>'
            if count
            else ""
        )
    return (
        f'<a href="{escape(row.address)}" tabindex="-1"><title>{escape(title)}</title>'
        f'<rect class="reach" x="{place * _SLOT}" y="0" width="{_SLOT}" height="{_HIGH}"/>{"".join(parts)}</a>'
    )
