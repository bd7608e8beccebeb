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
from collections.abc import Iterable, Mapping, Sequence
from multiprocessing import Pool
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(ROOT / "bench")]

import heldout  # noqa: E402
from gold import Gold, located  # noqa: E402
from onrecord import _core  # noqa: E402
from onrecord.fields import authors, dates, site, title  # noqa: E402
from onrecord.fields.choose import candidates, grouped  # noqa: E402
from onrecord.fields.names import split_names  # noqa: E402
from onrecord.fields.offered import Offered, offered  # noqa: E402
from onrecord.fields.ranking import described  # noqa: E402

SHIPPED = ROOT / "src" / "onrecord" / "fields" / "weights.json"
FIELDS = ("title", "authors", "published")
STRENGTH = 2.0
"""How strongly weights are held near zero: the inverse variance of a Gaussian prior."""

RAREST = 4
"""What describes fewer values than this is not learned."""


class Value(NamedTuple):
    """One value that a page offers: what describes it, the rules behind it, and whether gold has it."""

    names: list[str]
    rules: tuple[str, ...]
    right: bool


class Page(NamedTuple):
    """The values that a page offers for each field that its gold has."""

    source: str
    fold: int
    fields: dict[str, list[Value]]


def _values(
    told: Iterable[tuple[tuple[str, ...], list[str]]], right: Iterable[bool], *, pairs: bool = True
) -> list[Value]:
    return [
        Value(described(rules, marks) if pairs else [*rules, *marks], rules, good)
        for (rules, marks), good in zip(told, right, strict=True)
    ]


def offers_of(task: tuple[Gold, Mapping[str, Any]]) -> Offered | None:
    """What a gold page offers, its body read by the model that has not seen its site."""
    gold, row = task
    try:
        found = _core.read(gold.page(row["set"], row["id"]), None, None, heldout.model(heldout.fold(row)))
    except ValueError:
        return None
    return offered(found, url=site.address(found, given=row.get("url")).value)


def page_of(page: Offered, row: Mapping[str, Any], judge: ModuleType) -> Page:
    """The values of a page beside its gold; as in use, headlines and names are found with the site's names known."""
    names = site.site_names(page, site=site.site(page))
    fields: dict[str, list[Value]] = {}
    heads = grouped(title.headlines(page, site_names=names), page.folded.__getitem__)
    wanted = judge.norm(row["title"]) if row.get("title") else None
    if wanted:
        right = [any(judge.norm(c.value) == wanted for c in group) for group in heads.values()]
        fields["title"] = _values(title.marked(heads), right)
    if row.get("authors") is not None:
        told = {judge.norm(name) for text in row["authors"] for name in (text, *split_names(text))}
        found = authors.named(page)
        marks = authors.marked(page, found, site_names=names, title=_likely_title(heads))
        right = [any(judge.norm(c.value[0]) in told for c in group) for group in found.values()]
        fields["authors"] = _values(marks, right, pairs=False)  # how many rules agree says more than which
    if day := judge.date_of(row.get("date")):
        days = dates.grouped_by_day(candidates(dates.PUBLISHED, page))
        fields["published"] = _values(dates.marked(page, days), [str(each) == day for each in days])
    return Page(row["set"], heldout.fold(row), fields)


def _likely_title(heads: Mapping[Any, Sequence[Any]]) -> str | None:
    return next((group[0].value for group in heads.values()), None)


def _described(task: tuple[Gold, Mapping[str, Any]]) -> Page | None:
    gold, row = task
    page = offers_of(task)
    return page_of(page, row, heldout.scorer(gold.scorer)) if page else None


def pages(gold: Gold) -> list[Page]:
    """All gold articles, described by the rules as they are now."""
    rows = [row for name in gold.sets() for row in heldout.rows(gold, name) if row["type"] in ("article", "any")]
    with Pool() as pool:
        found = pool.map(_described, [(gold, row) for row in rows], chunksize=16)
    return [page for page in found if page]


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
