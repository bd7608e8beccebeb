"""Numbers as pictures: SVG by hand, which needs no script and takes its colours from the stylesheet.

The words stand beside the picture in HTML, so that they do not stretch with it, and a table says the same in numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup, escape

_MOST_DAYS = 100
_MOST_MONTHS = 240
_MOST_YEARS = 400
_FEW = 20  # one of so many may be left out
_FEWEST = 12  # one bar as wide as the page would say nothing
_SLOT = 10
_HEIGHT = 100
_Bar = tuple[int, str, str, int]  # where it stands, its address, its name, its count
_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """A picture of counts over time. `rows` are those that are not 0: address, name, count; `ticks` what stands under
    its beginning, its middle and its end; `earlier` how many lie so far before all others that they are not drawn.
    `slots` are all days, months or years from the first to the last.
    """

    svg: Markup
    unit: str
    highest: int
    earlier: int
    rows: tuple[tuple[str, str, int], ...]
    ticks: tuple[str, ...]
    slots: tuple[str, ...]


def timeline(
    months: Sequence[tuple[str, int]], days: Sequence[tuple[str, int]] = (), *, link: Callable[[str], str]
) -> Timeline | None:
    """Counts by month ("2018-05"), or by day where all months lie close together and the days are known, by year where
    they lie far apart. `link` makes an address of a day, month or year. None where there is nothing to draw.
    """
    if not months:
        return None
    unit, counts, slots = _slots(_together(dict(months)), dict(days))
    highest = max(counts.values())
    bars = [(at, link(slot), called(slot), counts[slot]) for at, slot in enumerate(slots) if counts.get(slot)]
    return Timeline(
        svg=_drawn(bars, len(slots), highest),
        unit=unit,
        highest=highest,
        earlier=sum(count for _, count in months) - sum(counts.values()),
        rows=tuple(bar[1:] for bar in bars),
        ticks=tuple(called(slots[place]) for place in (0, len(slots) // 2, len(slots) - 1)),
        slots=tuple(slots),
    )


def bar(count: int, highest: int) -> Markup:
    """One bar that lies, as long as the count is of the highest."""
    width = max(1.0, 100 * count / max(highest, 1))
    return Markup(
        '<svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect class="filled" width="{:.1f}" height="1"/></svg>'
    ).format(width)


def called(slot: str) -> str:
    """A day, a month or a year as people write it: 31 May 2018, May 2018, 2018."""
    year, _, rest = slot.partition("-")
    month, _, day = rest.partition("-")
    if not month.isdecimal() or not 1 <= int(month) <= 12:
        return slot
    return " ".join(part for part in (day.lstrip("0"), _NAMES[int(month) - 1], year) if part)


def _together(months: dict[str, int]) -> dict[str, int]:
    """The months without the few that lie far before the others: one old article would press all else into a bar."""
    if _between(months) <= _FEWEST * 2:
        return months
    left = sum(months.values()) // _FEW
    kept = dict(sorted(months.items()))
    for month, count in sorted(months.items()):
        if count > left:
            break
        left -= count
        del kept[month]
    return kept if _between(kept) * 2 <= _between(months) else months


def _between(months: dict[str, int]) -> int:
    return _month_number(max(months)) - _month_number(min(months)) + 1


def _slots(months: dict[str, int], days: dict[str, int]) -> tuple[str, dict[str, int], list[str]]:
    """By what is counted, the counts, and all slots from the first to the last, empty ones too."""
    between, last = _between(months), max(months)
    days = {day: count for day, count in days.items() if day[:7] in months}
    if days and sum(days.values()) == sum(months.values()):
        start, end = date.fromisoformat(min(days)), date.fromisoformat(max(days))
        if (end - start).days < _MOST_DAYS:
            length = max((end - start).days + 1, _FEWEST)
            return "day", days, [(end - timedelta(days=back)).isoformat() for back in reversed(range(length))]
    if between <= _MOST_MONTHS:
        end_month = _month_number(last)
        return "month", months, [_month(end_month - back) for back in reversed(range(max(between, _FEWEST)))]
    years: dict[str, int] = {}
    for month, count in months.items():
        years[month[:4]] = years.get(month[:4], 0) + count
    final = int(max(years))
    length = min(final - int(min(years)) + 1, _MOST_YEARS)
    return "year", years, [f"{final - back:04}" for back in reversed(range(length))]


def _month_number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def _month(number: int) -> str:
    return f"{number // 12:04}-{number % 12 + 1:02}"


def _drawn(bars: Sequence[_Bar], slots: int, highest: int) -> Markup:
    drawn = "".join(
        _standing(place * _SLOT, max(2.0, _HEIGHT * count / highest), title=f"{name}: {count:,}", address=address)
        for place, address, name, count in bars
    )
    return Markup(
        f'<svg class="timeline" viewBox="0 0 {slots * _SLOT} {_HEIGHT}" preserveAspectRatio="none" aria-hidden="true" '
        f'focusable="false">{drawn}</svg>'
    )


def _standing(left: int, tall: float, *, title: str, address: str) -> str:
    """One that stands. It can be clicked in all its height; for those who use no mouse the table has the same links.

    A page may have hundreds, and `Markup.format` would take most of its time: what is no number is escaped here.
    """
    return (
        f'<a href="{escape(address)}" tabindex="-1"><title>{escape(title)}</title>'
        f'<rect class="reach" x="{left}" y="0" width="{_SLOT}" height="{_HEIGHT}"/>'
        f'<rect class="filled" x="{left + 1}" y="{_HEIGHT - tall:.1f}" width="{_SLOT - 2}" height="{tall:.1f}"/></a>'
    )
