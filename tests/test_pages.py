"""The golden pages: one test for each page and each field that its article.json states.

A golden page is a folder tests/pages/<slug>/ of three files: page.html (the bytes as served), page.json (the URL, the
trap that the page models, the charset of the HTTP header where there was one) and article.json (what a careful reader
takes from it). A field that article.json leaves out is not tested on that page.
"""

from __future__ import annotations

import functools
import hashlib
import importlib
import json
import pkgutil
from datetime import datetime
from difflib import unified_diff
from pathlib import Path
from typing import Any

import pytest

import onrecord
import onrecord.fields
from onrecord.fields.choose import Rule

PAGES = Path(__file__).parent / "pages"
SLUGS = sorted(folder.name for folder in PAGES.iterdir() if folder.is_dir())
FIELD_OF = {"title.RULES": "title", "authors.RULES": "authors", "site.CANONICAL": "canonical_url"}
"""The fields of the tables whose name is not that of their field."""

REQUIRED = {"title", "authors", "published", "kind", "text"}
TESTED = REQUIRED | {
    "standfirst",
    "modified",
    "language",
    "site",
    "section",
    "tags",
    "description",
    "canonical_url",
    "blocks",
    "images",
    "author_links",
    "published_precision",
    "is_free",
    "agency",
    "lead_image",
    "alternates",
    "links",
}


def read(slug: str, name: str) -> dict[str, Any]:
    """One of the JSON files of a golden page."""
    content: dict[str, Any] = json.loads((PAGES / slug / name).read_text("utf-8"))
    return content


def fields() -> list[Any]:
    """Every page with every field that is expected of it."""
    return [pytest.param(slug, field, id=f"{slug}:{field}") for slug in SLUGS for field in read(slug, "article.json")]


@functools.cache
def extracted(slug: str) -> dict[str, Any]:
    """What onrecord makes of a golden page; each page is read once."""
    page = read(slug, "page.json")
    html = (PAGES / slug / "page.html").read_bytes()
    article = onrecord.extract(html, url=page["url"], charset=page.get("charset"))
    links = [[article.text[link.span.start : link.span.end], link.url] for link in article.links]
    return article.to_dict() | {"links": links}


def comparable(field: str, value: Any) -> Any:
    """The part of a field's value that golden pages speak about, in one spelling."""
    if field in {"published", "modified"} and value is not None:
        return datetime.fromisoformat(value).isoformat()
    if field == "blocks":
        return [block if isinstance(block, str) else block["kind"] for block in value]
    if field == "images":
        return [{key: image[key] for key in ("url", "caption", "credit")} for image in value]
    if field in {"authors", "tags", "author_links"}:
        return list(value)
    if field == "alternates":
        return [list(pair) for pair in value]
    return value


def lines(value: Any) -> list[str]:
    """A value as lines to compare: a text by its lines, all else as JSON."""
    if isinstance(value, str):
        return value.split("\n")
    return json.dumps(value, ensure_ascii=False, indent=1).split("\n")


@pytest.mark.parametrize(("slug", "field"), fields())
def test_field(slug: str, field: str) -> None:
    expected = comparable(field, read(slug, "article.json")[field])
    found = comparable(field, extracted(slug)[field])
    if found != expected:
        diff = "\n".join(unified_diff(lines(expected), lines(found), "expected", "found", lineterm="", n=1))
        pytest.fail(
            f"{slug}: {field} is not what the page says\n{read(slug, 'page.json')['trap']}\n{diff}", pytrace=False
        )


def test_every_rule_has_its_page() -> None:
    chosen = {
        (piece["field"], piece["rule"]) for slug in SLUGS for piece in extracted(slug)["evidence"] if piece["chosen"]
    }
    needed = {
        (FIELD_OF.get(f"{module.name}.{name}", name.lower()), rule.name)
        for module in pkgutil.iter_modules(onrecord.fields.__path__)
        for name, table in vars(importlib.import_module(f"onrecord.fields.{module.name}")).items()
        if isinstance(table, tuple) and table and all(isinstance(rule, Rule) for rule in table)
        for rule in table
    }
    assert sorted(needed - chosen) == []


def test_golden_pages_are_complete() -> None:
    assert len(SLUGS) >= 25
    for slug in SLUGS:
        page = read(slug, "page.json")
        assert set(page) - {"charset"} == {"url", "trap"}, slug
        assert page["url"].startswith(("http://", "https://")), slug
        assert page["trap"].strip(), slug
        expected = set(read(slug, "article.json"))
        assert expected >= REQUIRED, f"{slug} lacks {sorted(REQUIRED - expected)}"
        assert expected <= TESTED, f"{slug} has unknown fields {sorted(expected - TESTED)}"


def test_golden_pages_differ() -> None:
    def repeated(values: list[str]) -> list[str]:
        return sorted({value for value in values if values.count(value) > 1})

    pages = [read(slug, "page.json") for slug in SLUGS]
    articles = [read(slug, "article.json") for slug in SLUGS]
    assert not repeated([hashlib.blake2b((PAGES / slug / "page.html").read_bytes()).hexdigest() for slug in SLUGS])
    assert not repeated([page["url"] for page in pages])
    assert not repeated([page["trap"] for page in pages])
    assert not repeated([article["title"] for article in articles])
    assert not repeated([article["text"] for article in articles if article["text"]])
