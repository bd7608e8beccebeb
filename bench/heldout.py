"""Gold pages read by a model that has not seen their site.

The model that ships was trained on all gold pages, so its score on them says little. Beside it stand five models,
each trained without the sites of one fold; every page is read with the one that does not know its site, by the same
code that reads any page, and scored by the scorer that comes with the gold pages.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Mapping
from functools import cache
from multiprocessing import Pool
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit
from zlib import crc32

import msgspec

from gold import ROOT, Gold
from onrecord import _core
from onrecord.extraction import article_of
from onrecord.fields import ranking
from onrecord.fields.ranking import Ranker

FOLDS = 5
MODELS = ROOT / "training" / "body" / "folds"
RANKERS = ROOT / "training" / "fields" / "folds"
VIEWS = {"atf": {"standfirst": True, "tables": False}, "fundus": {"standfirst": True}}
"""What the gold of each set counts as text besides the body, or not; as the scorer has it for onrecord."""

Row = Mapping[str, Any]
"""A line of a gold.jsonl."""


def site(row: Row) -> str:
    """The registered domain of a page, roughly; of a page without address its own name."""
    labels = (urlsplit(row.get("url") or "").hostname or f"{row['id']}.{row['set']}").lower().split(".")
    second = ("co", "com", "org", "ac", "gov", "net", "gob", "edu", "or", "ne", "go")
    deep = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in second
    return ".".join(labels[-3:] if deep else labels[-2:])


def fold(row: Row) -> int:
    """The fold of a page; all pages of a site are in one."""
    return crc32(site(row).encode()) % FOLDS


@cache
def model(number: int, folder: Path = MODELS) -> bytes:
    """The model that has not seen the sites of a fold."""
    return (folder / f"fold{number}.bin").read_bytes()


@cache
def rankers(number: int) -> dict[str, Ranker]:
    """The rankers of the fields that have not seen the sites of a fold."""
    return ranking.read((RANKERS / f"fold{number}.json").read_bytes())


def scorer(path: Path) -> ModuleType:
    """The scorer as a module: it is a program that ends by calling its main(), and that call is left out."""
    module = ModuleType("scorer")
    text = path.read_text("utf-8").rstrip()
    if not text.endswith("main()"):
        raise ValueError(f"{path} does not end in main(): it is not the scorer that is known here")
    exec(compile(text.removesuffix("main()"), str(path), "exec"), vars(module))
    return module


def rows(gold: Gold, name: str) -> list[dict[str, Any]]:
    """The lines of a set's gold.jsonl as they are."""
    with (gold.pages / name / "gold.jsonl").open("rb") as lines:
        return [msgspec.json.decode(line) for line in lines]


def read(task: tuple[Gold, Row]) -> tuple[dict[str, Any], float, str | None]:
    """What the scorer asks of an extractor, the CPU seconds it took, and the exception if there was one."""
    gold, row = task
    html = gold.page(row["set"], row["id"])
    began = time.process_time()
    try:
        article = article_of(
            _core.read(html, None, None, model(fold(row))), url=row.get("url"), rankers=rankers(fold(row))
        )
    except Exception as error:  # noqa: BLE001 - any exception is a defect, and is counted
        return {}, time.process_time() - began, f"{row['set']} {row['id']}: {error!r}"
    spent = time.process_time() - began
    answer = {
        "text": article.as_text(**VIEWS.get(row["set"], {})),
        "title": article.title,
        "authors": list(article.authors),
        "date": str(article.published)[:10] if article.published else None,
        "kind": article.kind,
    }
    return answer, spent, None


def scores(gold: Gold, *, sets: Iterable[str] | None = None) -> dict[str, dict[str, float]]:
    """The scores of every set, its articles alone ("wcxb"), and of all its pages where it has other kinds too
    ("wcxb, all kinds"). Exceptions are told on stderr and counted."""
    judge = scorer(gold.scorer)
    found: dict[str, dict[str, float]] = {}
    with Pool() as pool:
        for name in sets or gold.sets():
            lines = rows(gold, name)
            answers = pool.map(read, [(gold, row) for row in lines], chunksize=8)
            told = list(zip(lines, answers, strict=True))
            articles = [(row, answer) for row, answer in told if row["type"] in ("article", "any")]
            parts = {name: articles} if len(articles) == len(told) else {name: articles, f"{name}, all kinds": told}
            for part, chosen in parts.items():
                errors = [error for _, (_, _, error) in chosen if error]
                found[part] = judge.score(
                    [row for row, _ in chosen],
                    [a for _, (a, _, _) in chosen],
                    [s for _, (_, s, _) in chosen],
                    len(errors),
                )
            for _, (_, _, error) in told:
                if error:
                    print(error, file=sys.stderr)
    return found
