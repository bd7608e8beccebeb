"""The reader on gold articles: the scores that it may not fall below, where the gold is there."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pytest

import speakers
import statements
from gold import Gold, NoGoldError, located

FLOORS: Mapping[str, float] = {
    "source_exact_F1": 0.82,
    "cue_exact_F1": 0.74,
    "content_exact_F1": 0.65,
    "content_word_F1": 0.89,
    "statement_F1": 0.73,
}


@cache
def gold() -> Gold:
    """The gold articles, or the reason why these tests are left out."""
    try:
        found = located()
    except NoGoldError as error:
        pytest.skip(str(error))
    if not (found.root / "statements" / "dev.jsonl").is_file():
        pytest.skip(f"no gold articles at {found.root / 'statements'} (ONRECORD_GOLD names their folder)")
    return found


@cache
def scores() -> Mapping[str, float]:
    """The scores of the reader."""
    root = gold().root
    return statements.scored(root / "statements" / "dev.jsonl", root / "measure" / "statements.py")


@pytest.mark.parametrize("name", FLOORS)
def test_statements_are_read_as_well_as_before(name: str) -> None:
    assert scores()[name] >= FLOORS[name]


def test_speakers_and_anonymous_sources_are_told() -> None:
    found = speakers.measured(gold().root / "statements" / "dev.jsonl")
    assert found.given >= 0.85
    assert found.alone >= 0.75
    assert found.anonymous >= 0.85
