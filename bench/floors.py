"""Floors under the scores: what was once measured may not be lost without a written reason.

A floor stands a margin below what was measured, and names by digest the data that it was measured on: on other data
the figure says nothing, and is not compared. Everything here is a function of its arguments.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import msgspec

MARGIN = 0.003
MEASURES = ("F1", "perfect", "snip_F1", "title", "authors_F1", "authors_exact", "date")


class Floors(msgspec.Struct, frozen=True, kw_only=True):
    """The floors of one set, and the data they were measured on."""

    gold_sha256: str
    pages: int
    floors: dict[str, float]


class Lowered(msgspec.Struct, frozen=True, kw_only=True):
    """A floor that fell, and why; `now` is None where the measure is gone."""

    set: str
    measure: str
    was: float
    now: float | None
    reason: str


class Baseline(msgspec.Struct, frozen=True, kw_only=True):
    """bench/baseline.json."""

    sets: dict[str, Floors] = {}
    lowered: list[Lowered] = []


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What was measured on one set."""

    gold_sha256: str
    pages: int
    scores: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One score beside its floor."""

    set: str
    measure: str
    asked: float | None
    measured: float | None
    verdict: Literal["ok", "missed", "no floor", "other data"]


class LowersError(Exception):
    """Writing would lower floors, and no reason is given."""


def compared(baseline: Baseline, measured: Mapping[str, Measured]) -> list[Comparison]:
    """Every score and every floor, set by set; a floor whose score or set is gone is missed."""
    found = []
    for name in sorted(baseline.sets.keys() | measured.keys()):
        floors, now = baseline.sets.get(name), measured.get(name)
        asked = floors.floors if floors else {}
        scores = now.scores if now else {}
        other = floors is not None and now is not None and floors.gold_sha256 != now.gold_sha256
        for measure in MEASURES:
            if measure in asked or measure in scores:
                found.append(_comparison(name, measure, asked.get(measure), scores.get(measure), other=other))
    return found


def _comparison(name: str, measure: str, asked: float | None, measured: float | None, *, other: bool) -> Comparison:
    verdict: Literal["ok", "missed", "no floor", "other data"]
    if other:
        verdict = "other data"
    elif asked is None:
        verdict = "no floor"
    else:
        verdict = "ok" if measured is not None and measured >= asked else "missed"
    return Comparison(set=name, measure=measure, asked=asked, measured=measured, verdict=verdict)


def raised(baseline: Baseline, measured: Mapping[str, Measured], *, reason: str | None = None) -> Baseline:
    """The baseline after a measurement: each floor at its score less the margin, or where it was if that is higher.

    A floor falls only if the score no longer reaches it, or the data are others, and then only with a reason, which
    is kept. A set that was not measured keeps its floors. Raises LowersError, which names each floor that would fall.
    """
    sets = dict(baseline.sets)
    falls: list[tuple[str, str, float, float | None]] = []
    for name, now in measured.items():
        old = baseline.sets.get(name)
        same = old is not None and old.gold_sha256 == now.gold_sha256
        before = old.floors if old else {}
        floors = {measure: _floor(now.scores[measure]) for measure in MEASURES if measure in now.scores}
        for measure, was in before.items():
            score = now.scores.get(measure)
            if score is not None and (floors[measure] >= was or (same and score >= was)):
                floors[measure] = max(was, floors[measure])
            else:
                falls.append((name, measure, was, floors.get(measure)))
        sets[name] = Floors(gold_sha256=now.gold_sha256, pages=now.pages, floors=floors)
    if falls and not (reason or "").strip():
        raise LowersError(_refusal(falls))
    why = (reason or "").strip()
    lowered = [Lowered(set=s, measure=m, was=was, now=score, reason=why) for s, m, was, score in falls]
    return Baseline(sets=dict(sorted(sets.items())), lowered=[*baseline.lowered, *lowered])


def _floor(score: float) -> float:
    return max(0.0, math.floor((score - MARGIN) * 1e4) / 1e4)


def _refusal(falls: Sequence[tuple[str, str, float, float | None]]) -> str:
    lines = [
        f"  {name} {measure}: {was:.4f} -> {'gone' if score is None else f'{score:.4f}'}"
        for name, measure, was, score in falls
    ]
    return "\n".join(['floors would fall; say why with --reason "...":', *lines])
