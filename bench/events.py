"""make events: who did what to whom in the sentences of PLOVER's gold standard, and every miss by its kind.

A record has a sentence, the type of the event in it, and the codes of its source and its target. The sentence is read
as an article of its own. The type is right where an event of that type was found, the whole where such an event has all
the coded parties on their sides; where source and target do the same together, either side will do. Codes are compared
as bench/actors.py has them: a sector that was not coded is not asked for. Nothing is learned from these records.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import gold
from actors import FILE, coded, records
from onrecord import Article, read
from onrecord.values import Actor, Event

TYPES = {"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT"}
"""The names of types of the PLOVER that the records were coded with, as they are called today."""
_TOGETHER = frozenset({"AGREE", "CONSULT", "COOPERATE"})

Code = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Coded:
    """A record: its id, sentence, type, and the codes of both sides, each (country, sector)."""

    id: str
    text: str
    kind: str
    sources: tuple[Code, ...]
    targets: tuple[Code, ...]


def gold_events(path: Path) -> Iterator[Coded]:
    """The records of the file, in order."""
    for record in records(path):
        kind = TYPES.get(record["event"], record["event"])
        sources, targets = (
            tuple((party.country, party.sector) for party in coded(record, side)) for side in ("source", "target")
        )
        yield Coded(record["id"], record["text"], kind, sources, targets)


def verdict(record: Coded, events: Sequence[Event]) -> str:
    """ "right", or the kind of the miss."""
    of_type = [event for event in events if event.type == record.kind]
    if not events:
        return "no event found"
    if not of_type:
        return f"{record.kind} taken for {'/'.join(sorted({event.type for event in events}))}"
    best = max(of_type, key=lambda event: sum(_sides(record, event)))
    source, target = _sides(record, best)
    if source and target:
        return "right"
    return "neither party right" if not (source or target) else "recipient wrong" if source else "actor wrong"


def _sides(record: Coded, event: Event) -> tuple[bool, bool]:
    """Whether the coded source, and the coded target, are among the event's actors and recipients."""
    if record.kind in _TOGETHER:
        both = (*event.actors, *event.recipients)
        return _has(record.sources, both), _has(record.targets, both)
    return _has(record.sources, event.actors), _has(record.targets, event.recipients)


def _has(codes: Sequence[Code], actors: Sequence[Actor]) -> bool:
    found = [(actor.country or "", actor.sector or "") for actor in actors]
    return all(any(country == c and (not sector or sector == s) for c, s in found) for country, sector in codes)


def main() -> int:
    """Print the scores and the misses; exit code 2 without the gold records."""
    parser = argparse.ArgumentParser(description="Score events on gold records.")
    parser.add_argument("--misses", action="store_true", help="name each record that was missed")
    asked = parser.parse_args()
    path = gold.asked_for().root / "events" / FILE
    if not path.is_file():
        print(f"no gold records at {path}", file=sys.stderr)
        return 2
    wanted = list(gold_events(path))
    day = datetime(2000, 1, 1)
    read_as = [read(Article(text=record.text, language="en", published=day)).events for record in wanted]
    verdicts = [verdict(*both) for both in zip(wanted, read_as, strict=True)]
    typed = [any(event.type == record.kind for event in events) for record, events in zip(wanted, read_as, strict=True)]
    print(f"{len(wanted)} records, {sum(map(len, read_as)) / len(wanted):.2f} events found in each")
    print(f"  type right                       {sum(typed) / len(wanted):.3f}")
    print(f"  type, actor and recipient right  {verdicts.count('right') / len(wanted):.3f}")
    for kind, count in Counter(verdicts).most_common():
        print(f"  {count:4}  {kind}")
    if asked.misses:
        for record, one in zip(wanted, verdicts, strict=True):
            if one != "right":
                print(f"{record.id}: {one}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
