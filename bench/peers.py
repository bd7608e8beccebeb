"""onrecord beside other extractors on the gold pages, one table, one run: `make peers`.

onrecord is read by models that have not seen the site of a page (`heldout.py`); the others as they come, with their
metadata, by the adapters of the scorer. Prints a table in Markdown; some fifteen minutes of CPU.
"""

from __future__ import annotations

import argparse
import importlib.util
import logging
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from multiprocessing import Pool
from types import ModuleType
from typing import Any

import heldout
from gold import Gold, asked_for

PEERS = {
    "trafilatura": ("trafilatura", "trafilatura"),
    "newspaper4k": ("newspaper", "newspaper4k"),
    "resiliparse": ("resiliparse", "resiliparse"),
    "readability": ("readability", "readability-lxml"),
    "rs_trafilatura": ("rs_trafilatura", "rs-trafilatura"),
}
"""The scorer's name of each: the module that has to be there, and its distribution."""
COLUMNS = ("F1", "P", "R", "perfect", "below80", "snip_F1", "title", "authors_F1", "authors_exact", "date", "ms_median")
NO_AUTHORS_OR_DATE = ("resiliparse", "readability")


def peer(task: tuple[Gold, str, str]) -> tuple[str, str, dict[str, dict[str, float]]]:
    """The scores of one peer on one set, in the parts of `heldout.scores`."""
    gold, name, system = task
    logging.disable(logging.CRITICAL)
    judge = heldout.scorer(gold.scorer)
    rows = heldout.rows(gold, name)
    answers, seconds, _ = judge.run(system, rows, gold.pages)
    told = list(zip(rows, answers, seconds, strict=True))
    articles = [one for one in told if one[0]["type"] in ("article", "any")]
    parts = {name: articles} if len(articles) == len(told) else {name: articles, f"{name}, all kinds": told}
    return name, system, {part: scored(judge, chosen) for part, chosen in parts.items()}


def scored(judge: ModuleType, chosen: Sequence[tuple[Mapping[str, Any], Mapping[str, Any], float]]) -> dict[str, float]:
    """The scores of some answers."""
    rows, answers, seconds = (list(column) for column in zip(*chosen, strict=True))
    found: dict[str, float] = judge.score(rows, answers, seconds, 0)
    return found


def lines(
    own: Mapping[str, Mapping[str, float]], others: Mapping[tuple[str, str], Mapping[str, float]]
) -> Iterator[str]:
    """The table, set by set, onrecord first."""
    yield f"| set | system | {' | '.join(COLUMNS)} |"
    yield f"|---|---|{'---|' * len(COLUMNS)}"
    for part, values in own.items():
        systems = [("onrecord", values), *((s, v) for (p, s), v in others.items() if p == part)]
        for system, measured in systems:
            cells = [cell(system, column, measured.get(column)) for column in COLUMNS]
            yield f"| {part} | {system} | {' | '.join(cells)} |"


def cell(system: str, column: str, value: float | None) -> str:
    """One figure; a dash where the set does not annotate it or the system does not give it."""
    lacks = system in NO_AUTHORS_OR_DATE and column in ("authors_F1", "authors_exact", "date")
    lacks |= system == "onrecord" and column == "ms_median"  # it reads a fold's model with each page; see `make bench`
    return "-" if value is None or lacks else f"{value:.1f}" if column == "ms_median" else f"{value:.3f}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="onrecord beside other extractors on the gold pages.")
    parser.add_argument("--sets", help="some sets alone, parted by commas")
    options = parser.parse_args(arguments)
    gold = asked_for()
    sets = options.sets.split(",") if options.sets else list(gold.sets())
    there = {
        system: version(package) for system, (module, package) in PEERS.items() if importlib.util.find_spec(module)
    }
    own = heldout.scores(gold, sets=sets)
    others: dict[tuple[str, str], dict[str, float]] = {}
    tasks = [(gold, name, system) for system in there for name in sets]
    with Pool(maxtasksperchild=1) as pool:
        for number, (name, system, found) in enumerate(pool.imap_unordered(peer, tasks), 1):
            print(f"{number} of {len(tasks)}: {system}, {name}", file=sys.stderr, flush=True)
            others |= {(part, system): values for part, values in found.items()}
    ordered = {key: others[key] for key in sorted(others, key=lambda key: list(PEERS).index(key[1]))}
    print("; ".join(f"{system} {number}" for system, number in there.items()))
    print("\n".join(lines(own, ordered)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
