"""What is read wrongly: the worst pages, each with the class of its largest error: `make error-study`.

Pages are read by models that have not seen their sites. An error is words that the text has and the gold has not,
before, inside or behind what they share, or words that it lost there. Pages whose gold text is not that of the page
(it is cut short, or the page does not hold it) are classes of their own: nothing can be right there.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from multiprocessing import Pool
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "bench")]

import heldout  # noqa: E402
from alignment import matched, words  # noqa: E402
from gold import Gold, located  # noqa: E402
from pages import agreement  # noqa: E402
from train import described  # noqa: E402

SETS = ("atf", "fundus", "wcxb")
CLASSES = ("more", "lost")


def text_of(task: tuple[Gold, dict[str, Any]]) -> str:
    """The text of a page as the scorer gets it."""
    answer, _, _ = heldout.read(task)
    return str(answer.get("text") or "")


def largest(text: str, gold: str) -> str:
    """The class of the largest error of a text."""
    if not text.strip():
        return "nothing read"
    sums: Counter[str] = Counter()
    for name, one, other in zip(CLASSES, (text, gold), (gold, text), strict=True):
        tokens = words(one)
        hits = matched(tokens, words(other))
        if not any(hits):
            return "another part of the page"
        first, last = hits.index(True), len(hits) - 1 - hits[::-1].index(True)
        sums[f"{name} before"] += first
        sums[f"{name} inside"] += sum(not hit for hit in hits[first : last + 1])
        sums[f"{name} behind"] += len(hits) - 1 - last
    return sums.most_common(1)[0][0]


def study(gold: Gold, texts: dict[str, str]) -> list[tuple[float, str, str, str]]:
    """F1, set, page and class of every article, the worst first."""
    known = {f"{page.set} {page.id}": page for page in described(gold) if not page.short}
    found = []
    for name in SETS:
        for row in heldout.rows(gold, name):
            if row["type"] != "article" or not row.get("text"):
                continue
            key = f"{name} {row['id']}"
            page, text = known.get(key), texts[key]
            score = agreement([words(text)], words(row["text"]))
            if page is not None and page.cut_short:
                kind = "gold cut short"
            elif page is not None and page.agreement < 0.8:
                kind = "gold not on the page"
            else:
                kind = largest(text, row["text"])
            found.append((score, name, row["id"], kind))
    return sorted(found)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the worst pages and count the classes."""
    parser = argparse.ArgumentParser(description="What is read wrongly.")
    parser.add_argument("--worst", type=int, default=60, help="how many pages (default 60)")
    parser.add_argument("--texts", type=Path, help='texts that something else read, JSON: {"SET ID": TEXT}')
    options = parser.parse_args(arguments)
    gold = located()
    tasks = [(gold, row) for name in SETS for row in heldout.rows(gold, name) if row["type"] == "article"]
    if options.texts:
        texts = json.loads(options.texts.read_text("utf-8"))
    else:
        with Pool() as pool:
            found = pool.map(text_of, tasks, chunksize=8)
        texts = {f"{row['set']} {row['id']}": text for (_, row), text in zip(tasks, found, strict=True)}
    ranked = study(gold, texts)
    for score, name, identity, kind in ranked[: options.worst]:
        print(f"{score:.3f} {name:7} {identity:32} {kind}")
    print()
    for kind, count in Counter(kind for *_, kind in ranked[: options.worst]).most_common():
        lost = sum(1 - score for score, *_, other in ranked[: options.worst] if other == kind)
        print(f"{kind:26} {count:4} pages, {lost:6.2f} of the {len(ranked)} possible")
    return 0


if __name__ == "__main__":
    sys.exit(main())
