"""Train the rankers of headline, authors and date on gold pages, and score them: `make train-fields`.

First one set of weights for each fold, learned without the sites of that fold, for the scores (training/fields/folds/);
then the one that ships, learned from all (src/onrecord/fields/weights.json). The features are made by the code that
makes them in use; each page's body is read by the model that has not seen its site.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "bench"))

import heldout  # noqa: E402
from gold import located  # noqa: E402
from offers import FIELDS, Page, pages  # noqa: E402

SHIPPED = ROOT / "src" / "onrecord" / "fields" / "weights.json"
STRENGTH = 2.0
"""How strongly weights are held near zero: the inverse variance of a Gaussian prior."""

RAREST = 4
"""What describes fewer values than this is not learned."""


def weights(field: str, learned_from: Sequence[Page]) -> dict[str, float]:
    """The weights that make the gold values of the pages most probable, rounded to a thousandth. Each
    gold set counts as much as any other, however many pages it has."""
    learned_from = [page for page in learned_from if page.fields.get(field)]
    offers = [page.fields[field] for page in learned_from]
    sizes = Counter(page.source for page in learned_from)
    shares = np.array([len(offers) / len(sizes) / sizes[page.source] for page in learned_from])
    counts = Counter(name for values in offers for value in values for name in value.names)
    index = {name: n for n, name in enumerate(sorted(n for n, count in counts.items() if count >= RAREST))}
    rows, columns, groups, right = [], [], [], []
    for group, values in enumerate(offers):
        for value in values:
            known = [index[name] for name in value.names if name in index]
            rows.extend([len(right)] * len(known))
            columns.extend(known)
            groups.append(group)
            right.append(value.right)
    matrix = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(right), len(index)))
    loss = _alone if field == "authors" else _one_of
    best = minimize(
        loss,
        np.zeros(len(index)),
        args=(Learned(matrix, np.array(right, dtype=float), np.array(groups), shares),),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": 500},
    )
    return {name: round(float(best.x[n]), 3) for name, n in index.items() if abs(best.x[n]) >= 0.0005}


class Learned(NamedTuple):
    """What is learned from: a row of 0 and 1 a value, whether it is right, the page that it is from, and how much each
    page counts."""

    matrix: csr_matrix
    right: np.ndarray
    groups: np.ndarray
    shares: np.ndarray


def _alone(at: np.ndarray, data: Learned) -> tuple[float, np.ndarray]:
    """The negative log-likelihood of values judged one by one, and its gradient."""
    matrix, right, groups, shares = data
    scores = matrix @ at
    loss = np.logaddexp(0, scores) - right * scores
    chance = 1 / (1 + np.exp(-scores))
    counts = shares[groups]
    return float(loss @ counts + STRENGTH / 2 * at @ at), matrix.T @ ((chance - right) * counts) + STRENGTH * at


def _one_of(at: np.ndarray, data: Learned) -> tuple[float, np.ndarray]:
    """The same where one value of a page is right, or none, whose odds are one."""
    matrix, right, groups, shares = data
    odds = np.exp(np.clip(matrix @ at, -30, 30))
    size = int(groups[-1]) + 1
    whole = 1 + np.bincount(groups, odds, size)
    good = np.bincount(groups, odds * right, size)
    none = np.bincount(groups, right, size) == 0
    good = np.where(none, 1.0, good)
    wanted = np.where(none[groups], 0.0, odds * right / good[groups])
    gradient = (odds / whole[groups] - wanted) * shares[groups]
    return float((np.log(whole) - np.log(good)) @ shares + STRENGTH / 2 * at @ at), matrix.T @ gradient + STRENGTH * at


def trust(field: str, learned_from: Sequence[Page]) -> dict[str, float]:
    """How often each rule was right where it spoke."""
    spoke: dict[str, list[bool]] = defaultdict(list)
    for page in learned_from:
        for value in page.fields.get(field, ()):
            for rule in value.rules:
                spoke[rule].append(value.right)
    return {rule: round(sum(right) / len(right), 2) for rule, right in sorted(spoke.items())}


def learn(learned_from: Sequence[Page]) -> bytes:
    """The rankers of all fields, as JSON that is read in diffs."""
    fields = {field: {"trust": trust(field, learned_from), "weights": weights(field, learned_from)} for field in FIELDS}
    return (json.dumps(fields, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def main() -> int:
    """Describe, learn, write; the scores are those of `make quality`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only-folds", action="store_true", help="leave the weights that ship as they are")
    options = parser.parse_args()
    found = pages(located())
    print(f"{len(found)} pages described", flush=True)
    for fold in range(heldout.FOLDS):
        (HERE / "folds" / f"fold{fold}.json").write_bytes(learn([page for page in found if page.fold != fold]))
        print(f"fold {fold} learned", flush=True)
    if not options.only_folds:
        SHIPPED.write_bytes(learn(found))
        print(f"written: {SHIPPED.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
