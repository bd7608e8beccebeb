"""Train the body model, score it on sites that it has not seen, and write its card: `make train-body`.

First one model for each fold, trained without the sites of that fold, for the scores (training/body/folds/); then the
one that ships, trained on all (crates/onrecord/models/body/body.bin), with meta.json and the card beside it.
"""

from __future__ import annotations

import argparse
import hashlib
import pickle
import sys
import time
import tomllib
from importlib.metadata import version
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import msgspec

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(ROOT / "bench")]

import heldout  # noqa: E402
from card import card  # noqa: E402
from gold import Gold, located  # noqa: E402
from model import Settings, fit  # noqa: E402
from onrecord import _core  # noqa: E402
from pages import Sample, samples  # noqa: E402

PAGES = ROOT / "build" / "training" / "body" / "pages.pickle"
SHIPPED = ROOT / "crates" / "onrecord" / "models" / "body"


def settings() -> Settings:
    """config.toml."""
    values = tomllib.loads((HERE / "config.toml").read_text("utf-8"))
    return Settings(**{**values, "thresholds": tuple(values["thresholds"])})


def described(gold: Gold) -> list[Sample]:
    """All pages, described by the core as it is now; kept for the next run with the same core."""
    golds = [gold.pages / name / "gold.jsonl" for name in gold.sets()]
    code = [HERE / "pages.py", HERE / "alignment.py", ROOT / "bench" / "heldout.py"]
    made = [Path(str(_core.__file__)), *code, *golds]
    if PAGES.is_file() and PAGES.stat().st_mtime > max(path.stat().st_mtime for path in made):
        return kept()
    found = samples(gold)
    PAGES.parent.mkdir(parents=True, exist_ok=True)
    PAGES.write_bytes(pickle.dumps(found))
    return found


def kept() -> list[Sample]:
    """The pages as they were described last."""
    found: list[Sample] = pickle.loads(PAGES.read_bytes())
    return found


def fitted(held: int | None) -> tuple[int | None, bytes]:
    """The model that has not seen a fold; with None, the one that has seen all."""
    gold = located()
    pages = [page for page in kept() if page.fold != held]
    began = time.time()
    model = fit(pages, settings(), lambda page: gold.page(page.set, page.id))
    who = "all folds" if held is None else f"all but fold {held}"
    print(f"{who}: {len(pages)} pages, {len(model) / 1000:.0f} kB, {time.time() - began:.0f} s", flush=True)
    return held, model


def meta(gold: Gold, pages: list[Sample], model: bytes, scores: dict[str, dict[str, float]]) -> dict[str, Any]:
    """What the card says, as data."""
    shown = ("pages", "F1", "perfect", "below80", "snip_F1")
    return {
        "name": "body",
        "sha256": hashlib.sha256(model).hexdigest(),
        "bytes": len(model),
        "made_with": {name: version(name) for name in ("lightgbm", "scikit-learn", "numpy")},
        "settings": tomllib.loads((HERE / "config.toml").read_text("utf-8")),
        "data": {
            name: {
                "gold_sha256": gold.digest(name),
                "pages": sum(page.set == name and not page.short for page in pages),
                "ceiling": ceiling([page for page in pages if page.set == name and page.gold and not page.short]),
                "learned_from": sum(page.set == name and page.learnable and not page.short for page in pages),
            }
            for name in gold.sets()
        },
        "left_out": {
            "the page does not hold the gold text": len([p for p in pages if p.gold and p.agreement < 0.8]),
            "the gold text is cut short": len([p for p in pages if p.cut_short]),
        },
        "features": dict(zip(("block", "page"), map(len, _core.feature_names()), strict=True)),
        "scores": {name: {k: round(v, 4) for k, v in values.items() if k in shown} for name, values in scores.items()},
    }


def ceiling(pages: list[Sample]) -> float | None:
    """The mean word F1 of the best choice of whole blocks."""
    return round(sum(page.agreement for page in pages) / len(pages), 4) if pages else None


def disagreeing(pages: list[Sample]) -> str:
    """The pages whose gold text is not that of the page: found, and not learned from."""
    lines = [
        f"{page.set:7} {page.id:32} agreement {page.agreement:.3f}{'  cut short' if page.cut_short else ''}"
        for page in sorted(pages, key=lambda page: (page.set, page.agreement))
        if page.gold and not page.learnable
    ]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Train; see the head."""
    parser = argparse.ArgumentParser(description="Train the body model.")
    parser.add_argument("--folds", action="store_true", help="train the models of the folds alone, and score them")
    parser.add_argument("--score", action="store_true", help="train nothing: score the models that are there")
    options = parser.parse_args()
    gold = located()
    pages = described(gold)
    (PAGES.parent / "disagreeing.txt").write_text(disagreeing(pages))
    if not options.score:
        train(folds_alone=options.folds)
    scores = heldout.scores(gold)
    for name, values in scores.items():
        told = {key: values[key] for key in ("F1", "perfect", "below80", "snip_F1") if key in values}
        print(f"{name:16}", "  ".join(f"{key} {value:.4f}" for key, value in told.items()))
    if not options.folds:
        found = meta(gold, pages, (SHIPPED / "body.bin").read_bytes(), scores)
        (SHIPPED / "meta.json").write_bytes(msgspec.json.format(msgspec.json.encode(found), indent=2) + b"\n")
        (SHIPPED / "README.md").write_text(card(found))
    return 0


def train(*, folds_alone: bool) -> None:
    """Fit the models and put them where they belong."""
    heldout.MODELS.mkdir(exist_ok=True)
    wanted: list[int | None] = [*range(heldout.FOLDS), *([] if folds_alone else [None])]
    with Pool(2) as pool:
        for held, model in pool.imap_unordered(fitted, wanted):
            place = SHIPPED / "body.bin" if held is None else heldout.MODELS / f"fold{held}.bin"
            place.write_bytes(model)


if __name__ == "__main__":
    sys.exit(main())
