"""Score the body model on pages of sites that it has not seen: `make score-body`.

Every gold page is read with the model of its fold, which was trained without the sites of that fold, and scored by
the scorer that comes with the gold pages. What is read is a whole Article, by the code that is used.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from multiprocessing import Pool
from pathlib import Path
from types import ModuleType
from typing import Any

from pages import FOLDS, Sample, rows, source

from onrecord import _core, extraction

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bench"))

from gold import located  # noqa: E402

BUILD = ROOT / "build" / "training" / "body"
VIEWS = {"atf": {"standfirst": True, "tables": False}, "fundus": {"standfirst": True}}
"""What each set counts as text, beside the body itself; as the scorer has it."""


def scorer(path: Path) -> ModuleType:
    """The scorer as a module; it ends by calling its main(), which is left out."""
    module = ModuleType("scorer")
    text = path.read_text("utf-8").rstrip()
    assert text.endswith("main()")
    exec(compile(text.removesuffix("main()"), str(path), "exec"), vars(module))
    return module


def fold(row: dict[str, Any]) -> int:
    """The fold of a page, as in training."""
    nothing: Any = None
    return Sample(
        set=row["set"], id=row["id"], url=row.get("url") or "", type=row["type"], blocks=nothing, words=nothing,
        names=nothing, counts=nothing, signatures=nothing, may_be_standfirst=nothing,
    ).fold  # fmt: skip


def predicted(task: tuple[dict[str, Any], Path | None]) -> tuple[dict[str, Any], float]:
    """What the scorer asks of an extractor, and the CPU seconds it took; by the model of a fold, or the shipped one."""
    row, folder = task
    model = None if folder is None else (folder / f"fold{fold(row)}.bin").read_bytes()
    page = source(row)
    began = time.process_time()
    article = extraction.article_of(_core.read(page, None, model), url=row.get("url"))
    spent = time.process_time() - began
    return {
        "text": article.as_text(**VIEWS.get(row["set"], {})),
        "title": article.title,
        "authors": list(article.authors),
        "date": str(article.published)[:10] if article.published else None,
        "kind": article.kind,
    }, spent


def scores(folder: Path | None, *, names: tuple[str, ...] = ()) -> dict[str, Any]:
    """The scores of every set, and of wcxb's articles alone."""
    gold = located()
    judge = scorer(gold.scorer)
    found: dict[str, Any] = {}
    with Pool() as pool:
        for name in names or gold.sets():
            lines = list(rows(gold.pages, name))
            told = pool.map(predicted, [(row, folder) for row in lines], chunksize=8)
            parts = {name: lines}
            if len({row["type"] for row in lines}) > 1:
                parts |= {f"{name} {kind}": [r for r in lines if r["type"] == kind] for kind in Counter(r["type"] for r in lines)}
            of = {row["id"]: answer for row, answer in zip(lines, told, strict=True)}
            for part, chosen in parts.items():
                answers = [of[row["id"]] for row in chosen]
                found[part] = judge.score(chosen, [a for a, _ in answers], [s for _, s in answers], 0)
                found[part]["kinds"] = dict(Counter(a["kind"] for a, _ in answers))
    return found


def main() -> int:
    """Print the scores; see the head."""
    parser = argparse.ArgumentParser(description="Score the body model on sites that it has not seen.")
    parser.add_argument("--shipped", action="store_true", help="score the model that ships, which has seen all pages")
    parser.add_argument("--json", type=Path, help="write the scores there")
    options = parser.parse_args()
    found = scores(None if options.shipped else BUILD)
    for name, values in found.items():
        shown = {k: v for k, v in values.items() if k in ("F1", "perfect", "below80", "snip_F1", "exact", "pages")}
        print(f"{name:20}", "  ".join(f"{k} {v:.4f}" if isinstance(v, float) else f"{k} {v}" for k, v in shown.items()), values["kinds"])
    if options.json:
        options.json.write_text(json.dumps(found, indent=1) + "\n")
    return 0


__all__ = ["FOLDS"]

if __name__ == "__main__":
    sys.exit(main())
