"""What a site's memory is worth: `make site-memory`.

For every page of atf and fundus whose site has other pages in the gold sets, the body is read twice by the model that
has not seen the site: without a memory, and with one made of the site's other pages, without their labels.
"""

from __future__ import annotations

import statistics
import sys
from collections import defaultdict
from collections.abc import Sequence
from multiprocessing import Pool
from typing import Any

import heldout
from gold import Gold, asked_for
from onrecord import _core
from onrecord.extraction import article_of
from onrecord.memory import SiteMemory, of_blocks

SETS = ("atf", "fundus")

Row = dict[str, Any]


def scored(task: tuple[Gold, Row, list[Row]]) -> tuple[str, int, float, float]:
    """The set of a page, how many other pages its memory was made of, and the word F1 without and with it."""
    gold, row, others = task
    judge, model = heldout.scorer(gold.scorer), heldout.model(heldout.fold(row))
    memory = SiteMemory()
    for other in others:
        memory = memory.merged(of_blocks(_core.remember(gold.page(other["set"], other["id"]), None, model)))
    html, view = gold.page(row["set"], row["id"]), heldout.VIEWS[row["set"]]
    f1 = []
    for told in (None, memory.told()):
        article = article_of(_core.read(html, None, told, model), url=row.get("url"))
        f1.append(judge.word_prf(article.as_text(**view), row["text"])[2])
    return row["set"], len(others), f1[0], f1[1]


def tasks(gold: Gold, *, sets: Sequence[str]) -> list[tuple[Gold, Row, list[Row]]]:
    """Every page of atf and fundus with the other pages of its site in these sets."""
    sites = defaultdict(list)
    for name in sets:
        for row in heldout.rows(gold, name):
            sites[heldout.site(row)].append(row)
    return [
        (gold, row, others)
        for several in sites.values()
        for row in several
        if row["set"] in SETS and (others := [other for other in several if other.get("url") != row.get("url")])
    ]


def main() -> int:
    """Measure and print."""
    gold = asked_for()
    for title, sets in (("other pages of atf and fundus", SETS), ("other pages of all sets", gold.sets())):
        with Pool() as pool:
            found = pool.map(scored, tasks(gold, sets=sets), chunksize=4)
        for name in SETS:
            rows = [row for row in found if row[0] == name]
            if rows:
                without, with_it = statistics.mean(row[2] for row in rows), statistics.mean(row[3] for row in rows)
                better, worse = (sum((row[3] - row[2]) * sign > 0.001 for row in rows) for sign in (1, -1))
                pages = statistics.mean(row[1] for row in rows)
                print(
                    f"{title}: {name}, {len(rows)} pages, {pages:.1f} others a page: F1 {without:.4f} without, "
                    f"{with_it:.4f} with ({with_it - without:+.4f}); better {better}, worse {worse}"
                )
    return 0


if __name__ == "__main__":
    sys.exit(main())
