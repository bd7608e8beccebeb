"""The values that gold pages offer for headline, authors and date, each with what describes it and whether it is right.

Made by the code that makes them in use; the body of each page is read by the model that has not seen its site. The
rankers are trained on them (training/fields/), and docs/evidence.md shows what each rule is worth on them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from multiprocessing import Pool
from types import ModuleType
from typing import Any, NamedTuple

import heldout
from gold import Gold
from onrecord import _core
from onrecord.fields import authors, dates, site, title
from onrecord.fields.choose import grouped
from onrecord.fields.days import grouped_by_day
from onrecord.fields.names import split_names
from onrecord.fields.offered import Offered, offered
from onrecord.fields.ranking import paired

FIELDS = ("title", "authors", "published")


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
        Value([*(paired(rules) if pairs else rules), *marks], rules, good)
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
    article = row["type"] in ("article", "any")
    if wanted and article:
        right = [any(judge.norm(c.value) == wanted for c in group) for group in heads.values()]
        fields["title"] = _values(title.marked(heads), right)
    if row.get("authors") is not None and article:
        told = {judge.norm(name) for text in row["authors"] for name in (text, *split_names(text))}
        found = authors.named(page)
        marks = authors.marked(page, found, site_names=names, title=_likely_title(heads))
        right = [any(judge.norm(c.value[0]) in told for c in group) for group in found.values()]
        fields["authors"] = _values(marks, right, pairs=False)  # how many rules agree says more than which
    if day := judge.date_of(row.get("date")):
        days = grouped_by_day(dates.stated_dates(page))
        fields["published"] = _values(dates.marked(page, days), [str(each) == day for each in days])
    return Page(row["set"], heldout.fold(row), fields)


def _likely_title(heads: Mapping[Any, Sequence[Any]]) -> str | None:
    return next((group[0].value for group in heads.values()), None)


def _described(task: tuple[Gold, Mapping[str, Any]]) -> Page | None:
    gold, row = task
    page = offers_of(task)
    return page_of(page, row, heldout.scorer(gold.scorer)) if page else None


def pages(gold: Gold) -> list[Page]:
    """All gold pages, described by the rules as they are now; of those that are no articles, the date alone."""
    rows = [row for name in gold.sets() for row in heldout.rows(gold, name)]
    with Pool() as pool:
        found = pool.map(_described, [(gold, row) for row in rows], chunksize=16)
    return [page for page in found if page]
