"""Score the gold pages and hold the scores against the floors of bench/baseline.json: `make quality`.

Every page is read by a model that has not seen its site (`heldout.py`), and scored by the program that comes with the
gold pages: its articles, and where a set holds other kinds of pages too, all of them. None may end in an exception.

exit codes: 0 all floors hold, 1 a floor or the bar of zero exceptions is missed (or would fall without a reason),
2 there are no gold pages.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

import heldout
from floors import Baseline, Comparison, LowersError, Measured, compared, raised
from gold import ROOT, Gold, asked_for

BASELINE = ROOT / "bench" / "baseline.json"


def measured(gold: Gold, scores: Mapping[str, Mapping[str, float]]) -> dict[str, Measured]:
    """The scores with the data they stand on."""
    return {
        name: Measured(gold_sha256=gold.digest(name.partition(",")[0]), pages=int(values["pages"]), scores=values)
        for name, values in scores.items()
    }


def exceptions(*runs: Mapping[str, Mapping[str, float]]) -> tuple[int, int]:
    """How many pages were read, and how many of them ended in an exception."""
    every = [values for run in runs for name, values in run.items() if f"{name}, all kinds" not in run]
    return sum(int(values["pages"]) for values in every), sum(int(values["errors"]) for values in every)


def table(comparisons: Sequence[Comparison]) -> str:
    """Asked and measured, a line a score; a set whose data differ is named in words below."""
    lines = [f"{'set':15} {'measure':14} {'asked':>8} {'measured':>9}"]
    for line in comparisons:
        verdict = "MISSED" if line.verdict == "missed" else line.verdict
        lines.append(f"{line.set:15} {line.measure:14} {figure(line.asked):>8} {figure(line.measured):>9}  {verdict}")
    for name in dict.fromkeys(line.set for line in comparisons if line.verdict == "other data"):
        lines.append(
            f"{name}: gold.jsonl is not the one that the floors were measured on (its SHA-256 differs): not compared"
        )
    return "\n".join(lines)


def figure(value: float | None) -> str:
    """Four digits, for the floors have four."""
    return "-" if value is None else f"{value:.4f}"


def read_baseline(path: Path = BASELINE) -> Baseline:
    """The floors; none at all where the file is not there yet."""
    return msgspec.json.decode(path.read_bytes(), type=Baseline) if path.is_file() else Baseline()


def write_baseline(baseline: Baseline, path: Path = BASELINE) -> None:
    """Write the floors, indented, for their history is read in diffs."""
    path.write_bytes(msgspec.json.format(msgspec.json.encode(baseline), indent=2) + b"\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, compare, print; with --write, raise the floors."""
    parser = argparse.ArgumentParser(description="Score the gold pages and compare with the floors.")
    parser.add_argument("--write", action="store_true", help="set the floors from what is measured now")
    parser.add_argument("--reason", help="why floors may fall; it is kept in the baseline")
    options = parser.parse_args(arguments)
    gold = asked_for()
    scores = heldout.scores(gold)
    now, baseline = measured(gold, scores), read_baseline()
    comparisons = compared(baseline, now)
    pages, failed = exceptions(scores)
    print(table(comparisons))
    print(f"exceptions: {failed} on {pages} pages of all kinds (asked: 0){'  MISSED' if failed else ''}")
    if failed:
        return 1
    if options.write:
        return _write(baseline, now, reason=options.reason)
    return int(any(line.verdict == "missed" for line in comparisons))


def _write(baseline: Baseline, now: Mapping[str, Measured], *, reason: str | None) -> int:
    try:
        write_baseline(raised(baseline, now, reason=reason))
    except LowersError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"written: {BASELINE.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
