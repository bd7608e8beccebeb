"""What each rule is worth on the gold pages, as docs/evidence.md shows it: `make evidence`.

For every rule of headline, authors and date: on how many pages of a set it speaks, and how often what it says is right;
below, the pages of atf whose gold date no rule finds.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import heldout
from gold import ROOT, Gold, asked_for
from offers import Page, offers_of, pages
from onrecord.fields import authors, dates, title
from onrecord.fields.choose import Rule
from onrecord.fields.days import grouped_by_day

TARGET = ROOT / "docs" / "evidence.md"
SETS: dict[str, tuple[str, ...]] = {
    "title": ("atf", "fundus", "wcxb", "trafi"),
    "authors": ("atf", "fundus", "wcxb", "trafi"),
    "published": ("atf", "fundus", "htmldate", "wcxb", "trafi"),
}
RULES: dict[str, Sequence[Rule[Any]]] = {"title": title.RULES, "authors": authors.RULES, "published": dates.PUBLISHED}
UNITS = {"title": "headlines", "authors": "names", "published": "days"}
HEAD = """# What the evidence is worth

Made by `make evidence` from the gold pages, for headline and authors from articles only; how a rule works is told in
[rules.md](rules.md). Each cell has the share of the pages on which the rule speaks, and the share of what it says that
is right: gold has the same headline, name, or day. The bodies, from which distances are counted, are found by models
that have not seen the site.
"""


def cell(rule: str, field: str, found: Sequence[Page]) -> str:
    """Coverage and precision of a rule on the pages of a set."""
    offers = [page.fields[field] for page in found if field in page.fields]
    spoke = [[value.right for value in values if rule in value.rules] for values in offers]
    said = [right for values in spoke for right in values]
    if not said:
        return "–"
    return f"{sum(map(bool, spoke)) / len(spoke):.2f} / {sum(said) / len(said):.2f}"


def table(field: str, found: Sequence[Page]) -> Iterator[str]:
    """The table of a field, a line a rule."""
    sets = SETS[field]
    yield f"| rule | {' | '.join(sets)} |"
    yield f"|---|{'---|' * len(sets)}"
    for rule in RULES[field]:
        cells = [cell(rule.name, field, [page for page in found if page.source == name]) for name in sets]
        yield f"| `{rule.name}` | {' | '.join(cells)} |"
    reach = []
    for name in sets:
        offers = [page.fields[field] for page in found if page.source == name and field in page.fields]
        reach.append(f"{sum(any(v.right for v in values) for values in offers) / len(offers):.2f}")
    yield f"| any rule is right | {' | '.join(reach)} |"


def odd_dates(gold: Gold) -> Iterator[str]:
    """The pages of atf whose gold date no rule finds, by what is wrong with it; without the dates themselves."""
    judge = heldout.scorer(gold.scorer)
    odd: dict[str, list[str]] = {}
    for row in heldout.rows(gold, "atf"):
        wanted, page = judge.date_of(row.get("date")), offers_of((gold, row))
        if wanted is None or page is None:
            continue
        days = {str(day) for day in grouped_by_day(dates.stated_dates(page))}
        changed = dates.modified(page, published=None).value
        if wanted in days:
            continue
        if wanted[4:] in {day[4:] for day in days}:
            odd.setdefault("another year than every date of the page", []).append(row["id"])
        elif changed is not None and wanted == str(changed.date()):
            odd.setdefault("the day of the last change", []).append(row["id"])
        else:
            odd.setdefault("a day that stands nowhere on the page as one of publication", []).append(row["id"])
    for what, pages_of in sorted(odd.items()):
        yield f"- {what}: {len(pages_of)} ({', '.join(f'`{identity}`' for identity in sorted(pages_of))})"


def document(found: Sequence[Page], odd: Iterable[str]) -> str:
    """The whole of docs/evidence.md."""
    parts = [HEAD]
    for field in RULES:
        parts.append(f"\n## {field}: coverage / precision, of {UNITS[field]}\n")
        parts.append("\n".join(table(field, found)) + "\n")
    parts.append("\n## Gold dates of atf that no rule finds\n")
    parts.append("\n".join(odd) + "\n")
    return "\n".join(parts)


def main() -> int:
    """Measure and write; exit code 2 where there are no gold pages."""
    gold = asked_for()
    TARGET.write_text(document(pages(gold), odd_dates(gold)), "utf-8")
    print(f"written: {TARGET.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
