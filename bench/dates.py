"""make dates: what the reader makes of words for days, on the English cases of Microsoft's Recognizers-Text (MIT).

They lie in dates/recognizers-english of the gold folder: sentences, each with the day it is read on and the days that
its words mean. Counted are the words of kind date and daterange in DateParser, DatePeriodParser, MergedParser and
DateTimeModel that mean a day or a range of days, whether other implementations of them can read the case or not;
HolidayParser is shown beside them. Left out, and counted by kind, are times, durations and sets; open ranges ("before
2010", "since August": the day in them is not what these cases ask for); and what they do not resolve ("next spring",
"Feb 30").

Where a case has two answers, one in the past and one to come, and its sentence tells which (will, let's, schedule;
went, had, happened), only that one is right; else either. An answer that is the very day of the reading they put into
the past, and the same day of the next year or week to come: it is not over, and "let's meet on Friday 7/6", read on
Friday 7/6, is right with both. `strict` takes the one to come wherever the sentence does not say that it is past.

A range of theirs ends with the day after a week or month that is named, but with the last day of "from June 12 to June
14": its end may be either. From one week, month or year to another, "from 2014 through 2018", it ends for them as the
last one begins, and for us with its last day: that is taken for the same, but not in `literal`, the score in which
every first and last day has to be theirs. "Two years ago" and "in two months" are single days for them, and a year and
a month for us: misses.

The even cases of each file were looked at while the rules were made, the odd ones were not. `alone` is the share of the
sentences without any such word in which nothing is found.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import gold
from onrecord.reading.dates import Dated, dates_in
from onrecord.reading.dates.calendar import Tense, Unit, around

FILES = ("DateParser", "DatePeriodParser", "MergedParser", "DateTimeModel")
BESIDE = ("HolidayParser",)
ALL_KINDS = ("MergedParser", "DateTimeModel")
"""Files whose sentences without results have no words of any kind."""
_COMING = re.compile(r"\b(?:will|shall|schedule|please|let['’]?s|plan|set|going to)\b|['’]ll\b", re.IGNORECASE)
_BEEN = re.compile(
    r"\b(?:was|were|did|had|went|left|got|met|came|sold|began|died|happened|arrived|suspended|established|worked|visited"
    r"|used|returned|started|submitted|scheduled|docked|lived|born|grown)\b"
)
Answer = tuple[str, str]
"""First and last day as they write them."""


@dataclass(frozen=True, slots=True)
class Case:
    """Words of a sentence and the answers that they may have, past first; `kind` says why it is left out, if it is."""

    at: int
    text: str
    published: date | None
    start: int
    end: int
    kind: str
    answers: tuple[Answer, ...] = ()


def cases(path: Path) -> list[Case]:
    """The cases of a file; a sentence without words of its kind is one of kind `nothing`."""
    return [case for at, spec in enumerate(json.loads(path.read_text("utf-8-sig"))) for case in _cases(at, spec)]


def _cases(at: int, spec: Mapping[str, Any]) -> Iterator[Case]:
    text, day = spec["Input"], (spec.get("Context") or {}).get("ReferenceDateTime")
    published = date.fromisoformat(day[:10]) if day else None
    if not spec["Results"]:
        yield Case(at, text, published, 0, len(text), "nothing")
    for result in spec["Results"]:
        start = result.get("Start")
        start = text.lower().find(result["Text"].lower()) if start is None else start
        end = start + len(result["Text"])
        kind, answers = _judged((result.get("Type") or result.get("TypeName") or "?").rpartition(".")[2], result)
        yield Case(at, text, published, start, end, kind, answers)


def _judged(kind: str, result: Mapping[str, Any]) -> tuple[str, tuple[Answer, ...]]:
    if kind not in ("date", "daterange"):
        return "of another kind", ()
    value = result.get("Value") or {}
    values = value.get("values") or (result.get("Resolution") or {}).get("values")
    if values is None:
        values = [value.get("PastResolution") or {}, value.get("FutureResolution") or {}]
    plain = [_plain(one) for one in values]
    if any(_is_open(one) for one in [*values, *plain]):
        return "open", ()
    answers = sorted({(one["first"], one["last"]) for one in plain if one.get("first", "0001-01-01") > "0001-01-01"})
    return (kind, tuple(answers)) if answers else ("not resolved", ())


def _plain(value: Mapping[str, str]) -> dict[str, str]:
    names = {
        "value": "first",
        "date": "first",
        "start": "first",
        "startDate": "first",
        "end": "last",
        "endDate": "last",
    }
    found = {names[name]: text for name, text in value.items() if name in names and text != "not resolved"}
    return found | ({"last": found["first"]} if {"value", "date"} & set(value) and "first" in found else {})


def _is_open(value: Mapping[str, str]) -> bool:
    """Whether one of its ends is missing."""
    return bool(re.match("before|after|since|until", value.get("Mod", ""))) or len({"first", "last"} & set(value)) == 1


def tense_of(text: str) -> Tense | None:
    """What a sentence of theirs says of its tense: these words alone are looked for, whatever the reader thinks."""
    return "future" if _COMING.search(text) else "past" if _BEEN.search(text) else None


def right(case: Case, *, strict: bool = False, literal: bool = False) -> bool:
    """Whether the reader's days are those of a case."""
    found, tense = _found(case), tense_of(case.text)
    if found is None:
        return False
    possible = case.answers[:1] if tense == "past" else _coming(case)
    if tense is None and not strict:
        possible = case.answers
    ends = _ends(found, case.kind, literal=literal)
    return any(found.first.isoformat() == first[:10] and last[:10] in ends for first, last in possible)


def _coming(case: Case) -> tuple[Answer, ...]:
    """The answers that are not over on the day that a case is read on; the last one, if they all are."""
    day = case.published.isoformat() if case.published else ""
    return tuple(one for one in case.answers if day and one[1] >= day) or case.answers[-1:]


_NAMED_UNITS: tuple[Unit, ...] = ("week", "month", "quarter", "year")


def _found(case: Case) -> Dated | None:
    """What the reader found at the words of a case: of several the one that shares most with them."""
    found = dates_in(case.text, [(0, len(case.text))], published=case.published)
    shared = {one: min(one.end, case.end) - max(one.start, case.start) for one in found}
    best = max(found, key=lambda one: shared[one], default=None)
    return best if best is not None and shared[best] > 0 else None


def _ends(found: Dated, kind: str, *, literal: bool) -> set[str]:
    """The days that they may give as the end of what was found."""
    ends = {found.last}
    if kind == "daterange":
        ends.add(found.last + timedelta(days=1))
        if found.rule == "from one to another" and not literal:
            ends |= {
                unit.first for unit in (around(found.last, name) for name in _NAMED_UNITS) if unit.last == found.last
            }
    return {day.isoformat() for day in ends}


def report(named: Mapping[str, list[Case]]) -> Iterator[str]:
    """The scores by file, and in all."""
    for name, here in named.items():
        counted = [case for case in here if case.answers]
        nothing = [case for case in here if case.kind == "nothing"]
        for kind in sorted({case.kind for case in counted}):
            yield _line(f"{name} {kind}", [case for case in counted if case.kind == kind])
        left = Counter(case.kind for case in here if not case.answers and case.kind != "nothing")
        yield f"    left out: {', '.join(f'{kind} {count}' for kind, count in sorted(left.items())) or 'none'}"
        if nothing and name in ALL_KINDS:
            alone = sum(not dates_in(case.text, [(0, len(case.text))], published=case.published) for case in nothing)
            yield f"    alone {alone / len(nothing):.3f} of {len(nothing)}"
    counted = [case for name in FILES for case in named[name] if case.answers]
    for kind in SPANS:
        yield _line(kind, [case for case in counted if _span(case) == kind])
    yield _line("points and days", counted)


SPANS = {"a day": 1, "up to a month": 32, "longer": 10**7}
"""How many days an answer has at most."""


def _span(case: Case) -> str:
    """How long the first answer of a case is."""
    first, last = (date.fromisoformat(day[:10]) for day in case.answers[0])
    return next(kind for kind, longest in SPANS.items() if (last - first).days < longest)


def _line(name: str, counted: list[Case]) -> str:
    """The share that is right: of all, of the even cases, of the odd ones; strictly; literally."""
    parts = [counted, [case for case in counted if case.at % 2 == 0], [case for case in counted if case.at % 2]]
    shares = [_share(part) for part in parts]
    return (
        f"{name:27} {shares[0]} of {len(counted):4}   even {shares[1]}   odd {shares[2]}"
        f"   strict {_share(counted, strict=True)}   literal {_share(counted, literal=True)}"
    )


def _share(counted: list[Case], *, strict: bool = False, literal: bool = False) -> str:
    hits = sum(right(case, strict=strict, literal=literal) for case in counted)
    return f"{hits / len(counted):.3f}" if counted else "    -"


def misses(named: Mapping[str, list[Case]]) -> Iterator[str]:
    """The even cases that are wrong, and what is found in those that have nothing."""
    for name, here in named.items():
        for case in here:
            if case.at % 2 == 0 and case.answers and not right(case):
                found = _found(case)
                ours = f"{found.first} {found.last} {found.rule!r}" if found else "nothing"
                wanted = " | ".join(" ".join(answer) for answer in case.answers)
                yield f"{name} {case.at}: {case.text!r} on {case.published}: {wanted}; found {ours}"


def main() -> None:
    """Read the command line and print the scores."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", action="store_true", help="list the even cases that are wrong")
    asked = parser.parse_args()
    folder = gold.asked_for().root / "dates" / "recognizers-english"
    named = {name: cases(folder / f"{name}.json") for name in (*FILES, *BESIDE)}
    for line in misses(named) if asked.misses else report(named):
        print(line)


if __name__ == "__main__":
    main()
