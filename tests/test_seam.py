"""The seam: what the rules ask the core about is what the core gives."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import onrecord.fields
from onrecord import _core
from onrecord.fields import site
from onrecord.fields.choose import Rule
from onrecord.fields.offered import Offered, offered


class Asked(dict[str, list[str]]):
    """Metas that remember what was asked for, and say "written by" where a label is."""

    def __init__(self) -> None:
        self.keys_asked: set[str] = set()

    def __contains__(self, key: object) -> bool:
        self.keys_asked.add(str(key))
        return "label" in str(key)

    def __missing__(self, key: str) -> list[str]:
        return ["written by"]


def rules() -> Iterator[Rule[Any]]:
    for module in pkgutil.iter_modules(onrecord.fields.__path__):
        for table in vars(importlib.import_module(f"onrecord.fields.{module.name}")).values():
            if isinstance(table, tuple):
                yield from (rule for rule in table if isinstance(rule, Rule))


def ask_all(page: Offered) -> None:
    for rule in rules():
        list(rule.find(page))
    site.tags(page)
    site.site_names(page, site=site.site(page))


def test_every_meta_that_a_rule_asks_about_crosses() -> None:
    asked = Asked()
    ask_all(replace(offered(_core.read(b"<p>Rain</p>"), url=None), metas=asked))
    assert len(asked.keys_asked) > 100
    html = "".join(f'<meta name="{key.upper()}" content="x">' for key in asked.keys_asked)
    assert _core.read(f"<html>{html}<p>Rain</p>".encode())["metas"].keys() == asked.keys_asked


def test_other_metas_stay() -> None:
    assert _core.read(b'<meta name="viewport" content="x"><p>Rain</p>')["metas"] == {}


def test_an_empty_meta_says_nothing() -> None:
    page = offered(_core.read(b'<meta name="author" content=" "><p>Rain</p>'), url=None)
    assert page.meta("author") == []
