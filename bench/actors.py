"""make actors: are countries and sectors of parties right? On records of PLOVER's gold standard.

A record has a sentence, and of each party the words ("Hungarian"), the country, and the sector where one was coded.
The words are looked up where they stand in the sentence, without a reader: no names, no entities, no day. Countries and
sectors are taken as they are; the three codes for bodies of no country count as the sector of those, a sector with a
group behind it ("REBkur") without it, and "***" as none. Nothing is learned from these records.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gold
from onrecord.reading.actors.parties import Cast, parties
from onrecord.values import Actor

FILE = "plover_gsr_dev.txt"
_NO_COUNTRY = {"IGO": "IGO", "NGO": "NGO", "IMG": "UAF", "MNC": "BUS"}
_SAME_COUNTRY = {"JAP": "JPN"}
_SAME_SECTOR = {"MED": "JRN", "CIV": "CVL", "SOC": "CVL", "MOS": "REL", "***": ""}


@dataclass(frozen=True, slots=True)
class Coded:
    """A party as it was coded: its sentence, where its words stand there, country and sector (empty for none)."""

    text: str
    start: int
    end: int
    country: str
    sector: str


def records(path: Path) -> Iterator[dict[str, Any]]:
    """The records of the file, in order."""
    decoder = json.JSONDecoder(strict=False)
    for part in re.split(r"\n(?=\{)", path.read_text("utf-8")):
        yield decoder.decode(part.strip().rstrip(","))


def coded(record: dict[str, Any], side: str) -> Iterator[Coded]:
    """The parties of a record on a side, "source" or "target". Where the sentence lacks the words, they stand alone."""
    listed = record.get(side) or []
    for party in [listed] if isinstance(listed, dict) else listed if isinstance(listed, list) else []:
        yield _coded(record["text"], party)


def _coded(text: str, party: dict[str, Any]) -> Coded:
    words, code = party.get("actorText", "").strip(), party.get("code") or ""
    sector = (party.get("sector") or "")[:3]
    start = text.lower().find(words.lower())
    if start < 0:
        text, start = words, 0
    sector = _NO_COUNTRY.get(code) or _SAME_SECTOR.get(sector, sector)
    country = "" if code in _NO_COUNTRY else _SAME_COUNTRY.get(code, code)
    return Coded(text, start, start + len(words), country, sector)


def found(party: Coded) -> Actor:
    """The first party that the words name."""
    return parties(Cast(text=party.text), (party.start, party.end))[0]


def main() -> int:
    """Print the scores, and how many of each rule have the right country; exit code 2 without the gold records."""
    path = gold.asked_for().root / "events" / FILE
    if not path.is_file():
        print(f"no gold records at {path}", file=sys.stderr)
        return 2
    sides = ((record, side) for record in records(path) for side in ("source", "target"))
    pairs = [(party, found(party)) for record, side in sides for party in coded(record, side)]
    country = [(actor.country or "") == party.country for party, actor in pairs]
    sector = [(actor.sector or "") == party.sector for party, actor in pairs]
    print(f"{len(pairs)} parties")
    print(f"  country              {sum(country) / len(pairs):.3f}")
    print(f"  sector               {sum(sector) / len(pairs):.3f}")
    print(f"  country and sector   {sum(map(min, country, sector)) / len(pairs):.3f}")
    there = [party.country != "" for party, _ in pairs]
    given = [actor.country is not None for _, actor in pairs]
    right = sum(a and b for a, b in zip(country, given, strict=True))
    print(f"  country: precision {right / sum(given):.3f}, recall {right / sum(there):.3f}")
    rules = Counter(actor.rule for _, actor in pairs)
    by_rule = Counter(actor.rule for (_, actor), is_right in zip(pairs, country, strict=True) if is_right)
    for rule, number in rules.most_common():
        print(f"  {rule:20} {by_rule[rule]:4} of {number:4} countries right")
    return 0


if __name__ == "__main__":
    sys.exit(main())
