"""Train the body model and score it: `make train-body`.

First one model for each fold, which has not seen the sites of that fold, for the scores; then the one that ships,
which has seen all. What is written: the models of the folds into build/training/body/, and with --ship the shipped one
into crates/onrecord/models/body/, with its card.
"""

from __future__ import annotations

import argparse
import pickle
import sys
import time
import tomllib
from multiprocessing import Pool
from pathlib import Path

from model import Settings, fit
from pages import FOLDS, Sample, samples

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bench"))

from gold import Gold, located  # noqa: E402

BUILD = ROOT / "build" / "training" / "body"


def settings() -> Settings:
    """config.toml."""
    values = tomllib.loads((Path(__file__).parent / "config.toml").read_text("utf-8"))
    return Settings(**{**values, "thresholds": tuple(values["thresholds"])})


def described(gold: Gold) -> list[Sample]:
    """All pages, described by the core as it is now; kept for the next run with the same core."""
    import onrecord._core

    kept = BUILD / "pages.pickle"
    newest = Path(str(onrecord._core.__file__)).stat().st_mtime
    here = max(path.stat().st_mtime for path in Path(__file__).parent.glob("*.py"))
    if kept.is_file() and kept.stat().st_mtime > max(newest, here):
        return pickle.loads(kept.read_bytes())
    found = samples(gold.pages)
    BUILD.mkdir(parents=True, exist_ok=True)
    kept.write_bytes(pickle.dumps(found))
    return found


def _fit(held: int | None) -> tuple[int | None, bytes]:
    gold = located()
    pages = [page for page in described(gold) if page.fold != held]
    began = time.time()
    model = fit(pages, settings(), lambda page: gold.page(page.set, page.id))
    print(f"fold {held}: {len(pages)} pages, {len(model) / 1000:.0f} kB, {time.time() - began:.0f} s", flush=True)
    return held, model


def main() -> int:
    """Train; see the head."""
    parser = argparse.ArgumentParser(description="Train the body model.")
    parser.add_argument("--folds", action="store_true", help="train the models of the folds alone")
    options = parser.parse_args()
    described(located())
    wanted: list[int | None] = [*range(FOLDS), *([] if options.folds else [None])]
    with Pool(2) as pool:
        for held, model in pool.imap_unordered(_fit, wanted, chunksize=1):
            name = "body.bin" if held is None else f"fold{held}.bin"
            (BUILD / name).write_bytes(model)
    return 0


if __name__ == "__main__":
    sys.exit(main())
