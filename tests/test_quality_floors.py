"""The scores on the gold pages hold their floors; skipped where the gold pages are not."""

from __future__ import annotations

import pytest

import heldout
from floors import compared
from gold import Gold, NoGoldError, located
from quality import exceptions, measured, read_baseline, table


@pytest.fixture(scope="module")
def gold() -> Gold:
    try:
        return located()
    except NoGoldError as error:
        pytest.skip(str(error))


def test_floors_hold_and_no_page_ends_in_an_exception(gold: Gold) -> None:
    scores = heldout.scores(gold)
    _, failed = exceptions(scores)
    assert failed == 0
    comparisons = compared(read_baseline(), measured(gold, scores))
    assert not [line for line in comparisons if line.verdict == "missed"], table(comparisons)
