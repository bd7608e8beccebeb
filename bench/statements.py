"""make statements: the reader's statements on gold articles, scored by ../shared/measure/statements.py; and what the
score that each of them carries is worth: how many are right of those with such a score."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import gold
from onrecord import Article, read
from onrecord.values import Reading


def as_gold(reading: Reading) -> list[dict[str, Any]]:
    """Statements in the form of the gold file: each role a list of [start, end)."""
    return [
        {
            "source": [] if one.source is None else [[one.source.start, one.source.end]],
            "cue": [[one.cue.start, one.cue.end]],
            "content": [[span.start, span.end] for span in one.content],
        }
        for one in reading.statements
    ]


def scored(articles: Path, scorer: Path, reader: Callable[[Article], Reading] = read) -> dict[str, float]:
    """The scores of a reader on the articles of a gold file, by the scorer that came with it."""
    with tempfile.TemporaryDirectory() as folder:
        predicted = Path(folder) / "predicted.jsonl"
        with predicted.open("w", encoding="utf-8") as file:
            for line in articles.read_text("utf-8").splitlines():
                article = json.loads(line)
                found = as_gold(reader(Article(text=article["text"], language="en")))
                file.write(json.dumps({"id": article["id"], "text": article["text"], "statements": found}) + "\n")
        command = [sys.executable, str(scorer), str(articles), str(predicted)]
        answer = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return {name: float(number) for name, _, number in (part.partition("=") for part in answer.split())}


BANDS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.01)


def by_score(articles: Path, reader: Callable[[Article], Reading] = read) -> list[tuple[float, float, int, float]]:
    """Bands of the score: from, to, how many statements, and the share of them that is right."""
    judged = [
        pair
        for article in map(json.loads, articles.read_text("utf-8").splitlines())
        for pair in _judged(article, reader(Article(text=article["text"], language="en")))
    ]
    found = []
    for low, high in pairwise(BANDS):
        here = [right for score, right in judged if low <= score < high]
        found.append((low, min(high, 1.0), len(here), sum(here) / max(1, len(here))))
    return found


def _judged(article: dict[str, Any], reading: Reading) -> Iterator[tuple[float, bool]]:
    """The score of each statement, and whether content and source share half of their characters with a gold one's."""
    gold_places = [(_places(one["content"]), _places(one["source"])) for one in article["statements"]]
    for one, found in zip(reading.statements, as_gold(reading), strict=True):
        content, source = _places(found["content"]), _places(found["source"])
        yield one.score, any(_alike(content, other) and _alike(source, by) for other, by in gold_places)


def _places(spans: Sequence[Sequence[int]]) -> set[int]:
    return {place for start, end in spans for place in range(start, end)}


def _alike(one: set[int], other: set[int]) -> bool:
    return one == other or len(one & other) >= 0.5 * len(one | other)


def main() -> None:
    """Read the command line and print the scores."""
    parser = argparse.ArgumentParser(description=__doc__)
    root = gold.asked_for().root
    parser.add_argument("--articles", type=Path, default=root / "statements" / "dev.jsonl")
    articles, reader = parser.parse_args().articles, cache(read)
    for name, number in scored(articles, root / "measure" / "statements.py", reader).items():
        print(f"{name:20} {number:.3f}")
    for low, high, count, right in by_score(articles, reader):
        print(f"score {low:.1f} to {high:.1f}     {right:.3f} right of {count}")


if __name__ == "__main__":
    main()
