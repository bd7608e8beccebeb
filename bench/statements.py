"""make statements: the reader's statements on gold articles, scored by ../shared/measure/statements.py."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
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


def main() -> None:
    """Read the command line and print the scores."""
    parser = argparse.ArgumentParser(description=__doc__)
    root = gold.asked_for().root
    parser.add_argument("--articles", type=Path, default=root / "statements" / "dev.jsonl")
    for name, number in scored(parser.parse_args().articles, root / "measure" / "statements.py").items():
        print(f"{name:20} {number:.3f}")


if __name__ == "__main__":
    main()
